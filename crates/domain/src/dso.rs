//! Distribution system operators: the reference data a new database starts with.
//!
//! Sources: names and GLNs from the market-profile files that Synergrid publishes; the first seven
//! digits of an operator's GLN are those its metering points usually have. Mergers and transfers of
//! municipalities keep old codes, so a prefix is a hint and never a decision.

use crate::identifier::{IdScheme, MeteringPointId};
use crate::vocabulary::Region;

/// A distribution (or transmission) system operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dso {
    /// Its code, as it stands in a meter's configuration.
    pub code: &'static str,
    /// The name to show.
    pub name: &'static str,
    /// Where it operates; none for the transmission system operator.
    pub region: Option<Region>,
    /// Its Global Location Numbers, one per sector.
    pub glns: &'static [&'static str],
    /// First seven digits that its metering points usually have.
    pub ean_prefixes: &'static [&'static str],
}

/// The operators, by name.
pub const DSOS: &[Dso] = &[
    Dso {
        code: "AIEG",
        name: "AIEG",
        region: Some(Region::Wallonia),
        glns: &["5499842496501"],
        ean_prefixes: &["5499842"],
    },
    Dso {
        code: "AIESH",
        name: "AIESH",
        region: Some(Region::Wallonia),
        glns: &["5499982193704"],
        ean_prefixes: &["5499982"],
    },
    Dso { code: "Elia", name: "Elia", region: None, glns: &[], ean_prefixes: &[] },
    Dso {
        code: "Fluvius",
        name: "Fluvius",
        region: Some(Region::Flanders),
        glns: &[
            "5414488000608",
            "5414488000707",
            "5414488000806",
            "5414488000905",
            "5414488001001",
            "5414488001100",
            "5414488001704",
            "5414488001803",
            "5414492999998",
            "5414494999996",
            "5414496999987",
        ],
        ean_prefixes: &["5414488", "5414492", "5414494", "5414496"],
    },
    Dso {
        code: "ORES",
        name: "ORES",
        region: Some(Region::Wallonia),
        glns: &[
            "5414490000108",
            "5414490000207",
            "5414490000504",
            "5414490000603",
            "5414490000801",
            "5414490000900",
            "5414490001006",
            "5414490001105",
        ],
        ean_prefixes: &["5414490"],
    },
    Dso {
        code: "RESA",
        name: "RESA",
        region: Some(Region::Wallonia),
        glns: &["5414567999991"],
        ean_prefixes: &["5414567"],
    },
    Dso {
        code: "REW",
        name: "REW",
        region: Some(Region::Wallonia),
        glns: &["5414557999994"],
        ean_prefixes: &["5414557"],
    },
    Dso {
        code: "Sibelga",
        name: "Sibelga",
        region: Some(Region::Brussels),
        glns: &["5414489000102", "5414489000409"],
        ean_prefixes: &["5414489"],
    },
];

/// The operator with a code, however its letters are cased.
#[must_use]
pub fn find(code: &str) -> Option<&'static Dso> {
    DSOS.iter().find(|dso| dso.code.eq_ignore_ascii_case(code))
}

/// The operator whose metering points usually begin like this one.
#[must_use]
pub fn hint(point: &MeteringPointId) -> Option<&'static Dso> {
    if point.scheme() != IdScheme::BeEan {
        return None;
    }
    DSOS.iter().find(|dso| dso.ean_prefixes.iter().any(|prefix| point.as_str().starts_with(prefix)))
}
