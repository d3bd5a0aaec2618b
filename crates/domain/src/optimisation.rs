//! Optimisations: a supply contract whose price is fixed in parts before delivery, and how its buyer wants to go about it.
//!
//! The contract says when it delivers, which part of the delivery can be fixed by itself (a month, a quarter or a year)
//! and how little at once. The buyer says how much of each part to fix, with what appetite for risk, in which window of
//! days, and from which forecast the advice is to be calculated. What is advised then is [`crate::advice`].
//!
//! Must never know: what day it is, which markets and forecasts there are, who edits an optimisation.

mod draft;
mod periods;
mod questionnaire;

pub use crate::customer::ForecastOrigin;
pub use crate::market::Scenario;
pub use draft::{OptimisationDraft, PeriodDraft};
pub use periods::{ConsumptionPeriod, SHORT_TERM_DAYS, Span, UNCOVERED_MONTHS, cut};
pub use questionnaire::{Answer, Question, suggest};

use crate::key::Percent;
use crate::market::Price;
use crate::vocabulary::vocabulary;
use chrono::NaiveDate;
use uuid::Uuid;

/// Longest name of a contract.
pub const CONTRACT_NAME_MAX: usize = 200;
/// Longest text about points of delivery.
pub const POINTS_MAX: usize = 2000;
/// Most tariff indexes of a supply.
pub const INDEXES_MAX: usize = 10;
/// Longest name of a tariff index.
pub const INDEX_NAME_MAX: usize = 50;
/// Longest delivery.
pub const DELIVERY_YEARS_MAX: u32 = 10;
/// Most consumption of one index in one period, in Wh: 1 000 TWh, which numbers of JavaScript hold exactly.
pub const VOLUME_MAX: i64 = 1_000_000_000_000_000;

vocabulary! {
    /// How much risk a buyer accepts for the chance of a lower price.
    RiskAppetite {
        /// Spreads fixings evenly.
        Low = "low",
        /// Fewer fixings, each on the best day of its part of the window.
        Moderate = "moderate",
        /// Few fixings, on the lowest days the forecast sees.
        High = "high",
    }
    /// The smallest part of a delivery that a contract lets one fix.
    MinimumPeriod {
        /// A calendar month.
        Month = "month",
        /// A calendar quarter.
        Quarter = "quarter",
        /// A calendar year.
        Year = "year",
    }
}

impl RiskAppetite {
    /// How much to fix before the short term, where nobody says otherwise: the rest stays open to the market.
    #[must_use]
    pub const fn usual_percent(self) -> Percent {
        match self {
            Self::Low => Percent::WHOLE,
            Self::Moderate => Percent::of(80),
            Self::High => Percent::of(60),
        }
    }
}

/// The forecast that an advice is calculated from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Baseline {
    /// Whose forecast.
    pub origin: ForecastOrigin,
    /// Which of its scenarios.
    pub scenario: Scenario,
}

/// The parameters of an optimisation. They are only made by [`OptimisationDraft::check`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptimisationFields {
    /// How the contract is called.
    pub contract_name: String,
    /// The market whose price the supply is indexed on.
    pub market: Uuid,
    /// The points of delivery it is for.
    pub points_of_delivery: String,
    /// Names of the tariff indexes, at least one.
    pub tariff_indexes: Vec<String>,
    /// The smallest part of the delivery that can be fixed.
    pub minimum_period: MinimumPeriod,
    /// The smallest percentage that can be fixed at once, above 0.
    pub minimum_fixing: Percent,
    /// The days of delivery, whole months.
    pub delivery: Span,
    /// How much risk the buyer accepts.
    pub risk: RiskAppetite,
    /// How much of each period to fix.
    pub to_fix: Percent,
    /// The forecast that the advice is calculated from.
    pub baseline: Baseline,
    /// What the buyer hopes to pay.
    pub target: Option<Price>,
    /// What is different in some periods, by their first days.
    pub own: Vec<OwnPeriod>,
}

/// What is different in one consumption period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPeriod {
    /// The first day of the period.
    pub from: NaiveDate,
    /// How much risk the buyer accepts.
    pub risk: Option<RiskAppetite>,
    /// How much to fix.
    pub to_fix: Option<Percent>,
    /// The first day that may be advised.
    pub window_from: Option<NaiveDate>,
    /// The day after the last one that may be advised.
    pub window_to: Option<NaiveDate>,
    /// What the buyer hopes to pay.
    pub target: Option<Price>,
    /// What will be consumed, in Wh by tariff index.
    pub volumes: Option<Vec<i64>>,
}
