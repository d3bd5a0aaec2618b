//! Markets: the catalogue a new database starts with, what is traded on each, prices and forecasts of them.
//!
//! Sources: the exchanges name what they list. Belgian and French power, base and peak, and the gas hubs TTF, PEG and
//! PSV are forwards of EEX and ICE Endex; PUN is the Italian power index, whose forwards EEX lists.
//!
//! Must never know: who may see a price, which customer a market is activated for.

mod delivery;
mod forecast;
mod price;

pub use delivery::{Delivery, DeliveryUnit};
pub use forecast::{
    COMMENT_MAX, ForecastDraft, ForecastFields, ForecastPoint, ForecastPointDraft, ForecastSeries, ForecastSeriesDraft,
    POINTS_MAX, SERIES_MAX,
};
pub use price::{Price, PriceDraft, PricePoint, product};

use crate::vocabulary::vocabulary;
use uuid::Uuid;

vocabulary! {
    /// What is supplied.
    Commodity {
        /// Electricity.
        Electricity = "electricity",
        /// Natural gas.
        Gas = "gas",
    }
    /// The hours of a product.
    Load {
        /// Every hour.
        Base = "base",
        /// The hours of working days that an exchange calls peak.
        Peak = "peak",
    }
    /// A line of a forecast.
    Scenario {
        /// Prices as low as they may well get.
        Low = "low",
        /// Prices as they are expected.
        Mid = "mid",
        /// Prices as high as they may well get.
        High = "high",
    }
}

/// A market of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Market {
    /// Its id, the same in every database.
    pub id: Uuid,
    /// A short name for programs.
    pub code: &'static str,
    /// The name to show.
    pub name: &'static str,
    /// Where it delivers, by ISO 3166.
    pub country: &'static str,
    /// What is supplied.
    pub commodity: Commodity,
    /// The hours that are traded.
    pub loads: &'static [Load],
    /// Whether advice goes on up to the delivery.
    pub covers_short_term: bool,
}

const POWER: &[Load] = &[Load::Base, Load::Peak];
const GAS: &[Load] = &[Load::Base];

/// The ids of the catalogue differ in their last digits alone.
const fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x019a_6d6e_0000_7000_8000_0000_0000_0000 + number)
}

/// The markets, in the order they are offered.
pub const MARKETS: &[Market] = &[
    Market {
        id: id(1),
        code: "be_power",
        name: "Belgian power",
        country: "BE",
        commodity: Commodity::Electricity,
        loads: POWER,
        covers_short_term: true,
    },
    Market {
        id: id(2),
        code: "fr_power",
        name: "French power",
        country: "FR",
        commodity: Commodity::Electricity,
        loads: POWER,
        covers_short_term: true,
    },
    Market {
        id: id(3),
        code: "pun",
        name: "PUN (Italian power)",
        country: "IT",
        commodity: Commodity::Electricity,
        loads: POWER,
        covers_short_term: false,
    },
    Market {
        id: id(4),
        code: "ttf",
        name: "TTF (Dutch and Belgian gas)",
        country: "NL",
        commodity: Commodity::Gas,
        loads: GAS,
        covers_short_term: true,
    },
    Market {
        id: id(5),
        code: "peg",
        name: "PEG (French gas)",
        country: "FR",
        commodity: Commodity::Gas,
        loads: GAS,
        covers_short_term: false,
    },
    Market {
        id: id(6),
        code: "psv",
        name: "PSV (Italian gas)",
        country: "IT",
        commodity: Commodity::Gas,
        loads: GAS,
        covers_short_term: false,
    },
];

/// The market with a code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Market> {
    MARKETS.iter().find(|market| market.code == code)
}
