//! Identifiers of metering points, by country.

use crate::vocabulary::{Region, vocabulary};

vocabulary! {
    /// What kind of identifier a metering point has.
    IdScheme {
        /// Belgium: GSRN of 18 digits (EAN).
        BeEan = "be_ean",
        /// Netherlands: GSRN of 18 digits (EAN).
        NlEan = "nl_ean",
        /// France: PRM (PDL) of 14 digits.
        FrPrm = "fr_prm",
        /// Spain: CUPS.
        EsCups = "es_cups",
        /// Italy: POD.
        ItPod = "it_pod",
        /// Austria: Zählpunktnummer.
        AtZaehlpunkt = "at_zaehlpunkt",
        /// Germany: MaLo-ID or MeLo-ID.
        DeLocation = "de_location",
        /// Luxembourg: POD.
        LuPod = "lu_pod",
    }
}

/// A metering point identifier: its scheme and its normalised value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MeteringPointId {
    scheme: IdScheme,
    value: String,
}

impl IdScheme {
    /// The scheme used in a region.
    #[must_use]
    pub const fn of(region: Region) -> Self {
        match region {
            Region::Wallonia | Region::Brussels | Region::Flanders => Self::BeEan,
            Region::Netherlands => Self::NlEan,
            Region::Luxembourg => Self::LuPod,
            Region::France => Self::FrPrm,
            Region::Germany => Self::DeLocation,
            Region::Austria => Self::AtZaehlpunkt,
            Region::Italy => Self::ItPod,
            Region::Spain => Self::EsCups,
        }
    }
}
