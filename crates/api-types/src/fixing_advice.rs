//! The calendar of fixing advice of an optimisation, its versions, and the fixings that were made.

use crate::BaselineForecast;
use chrono::{DateTime, NaiveDate, Utc};
use domain::advice::{AdviceReason, AdviceState, CalendarReason, ChangeKind, FixingState, UnplacedReason};
use domain::optimisation::RiskAppetite;
use domain::quantity::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The calendar of an optimisation in one of its versions. It is advice calculated from a forecast, not a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdviceCalendar {
    /// The optimisation.
    pub optimisation_id: Uuid,
    /// The id of this version.
    pub version_id: Uuid,
    /// The number of this version, from 1.
    pub version: u32,
    /// The number of the latest version.
    pub latest_version: u32,
    /// When this version was calculated.
    pub created_at: DateTime<Utc>,
    /// Why it was calculated.
    pub reasons: Vec<CalendarReason>,
    /// What it was calculated from.
    pub basis: CalendarBasis,
    /// The consumption periods, earliest first.
    pub periods: Vec<CalendarPeriod>,
    /// Over the whole delivery, weighted by volumes where all periods have them, else by days.
    pub prices: PriceSummary,
}

/// The assumptions of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarBasis {
    /// The forecast that was asked for.
    pub baseline: BaselineForecast,
    /// The publication that was used; `null` when there was none, and days were spread evenly whatever the appetite.
    pub forecast_id: Option<Uuid>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// The first day that could be advised.
    pub earliest_day: NaiveDate,
    /// How many days before a delivery the short term begins, where low and moderate appetites get no advice.
    pub short_term_days: u32,
    /// The currency of all prices.
    pub currency: String,
}

/// A consumption period in a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarPeriod {
    /// Its first day, which names it.
    pub from: NaiveDate,
    /// The day after its last.
    pub to: NaiveDate,
    /// How much risk the buyer accepts.
    pub risk_appetite: RiskAppetite,
    /// How much to fix.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub percent_to_fix: Decimal,
    /// The first day that may be advised.
    pub window_from: NaiveDate,
    /// The day after the last one that may be advised.
    pub window_to: NaiveDate,
    /// How much is advised on days to come.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub advised_percent: Decimal,
    /// How much is wanted and can be neither fixed nor advised any more.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub unplaced_percent: Decimal,
    /// Why; `null` when nothing is left over.
    pub unplaced_reason: Option<UnplacedReason>,
    /// All advice of this version and what became of earlier advice, earliest day first.
    pub advice: Vec<FixingAdvice>,
    /// What was fixed, against the target and the market.
    pub prices: PriceSummary,
}

/// The advice to fix a part of a period on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FixingAdvice {
    /// Its id.
    pub id: Uuid,
    /// The first day of the consumption period.
    pub period_from: NaiveDate,
    /// The day to fix.
    pub advised_on: NaiveDate,
    /// How much to fix.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub percent: Decimal,
    /// How much of it was fixed.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub fixed_percent: Decimal,
    /// What the forecast expects of that day, per MWh; `null` without a forecast.
    pub forecast_price_per_mwh: Option<String>,
    /// What became of it.
    pub state: AdviceState,
    /// Why this day.
    pub reason: AdviceReason,
    /// The version of the calendar that first gave it.
    pub version: u32,
    /// The version that settled or replaced it; `null` while it stands.
    pub closed_version: Option<u32>,
}

/// What was fixed, against what was hoped for and what the market says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceSummary {
    /// How much is fixed.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub fixed_percent: Decimal,
    /// The average price of what is fixed, per MWh; `null` while nothing is.
    pub average_price_per_mwh: Option<String>,
    /// What the buyer hopes to pay.
    pub target_price_per_mwh: Option<String>,
    /// The market's latest price.
    pub forward_price_per_mwh: Option<String>,
    /// The day of the market's latest price.
    pub forward_on: Option<NaiveDate>,
    /// The average when the rest is fixed at the market's latest price; `null` without one.
    pub expected_price_per_mwh: Option<String>,
}

/// A version of a calendar as a row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarVersion {
    /// Its id.
    pub id: Uuid,
    /// Its number, from 1.
    pub version: u32,
    /// When it was calculated.
    pub created_at: DateTime<Utc>,
    /// Why it was calculated.
    pub reasons: Vec<CalendarReason>,
    /// Who caused it; `null` for the clock and for forecasts.
    pub created_by: Option<String>,
    /// The forecast that was used.
    pub forecast_id: Option<Uuid>,
    /// How many days it advises.
    pub advice_count: u32,
    /// How many days it added to or took from the former version, or changed in it.
    pub change_count: u32,
}

/// Parameters of the list of a calendar's versions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CalendarVersionQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
}

/// Which versions to compare.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CalendarDifferenceQuery {
    /// The id of the version to compare with; the one before when absent.
    pub with: Option<Uuid>,
}

/// What one version of a calendar advises otherwise than another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarDifference {
    /// The number of the version that was asked for.
    pub version: u32,
    /// The number of the version it is compared with; 0, which is empty, before the first one.
    pub with: u32,
    /// What differs, by period and day.
    pub changes: Vec<AdviceChange>,
}

/// One day that two versions advise differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdviceChange {
    /// What is different.
    pub kind: ChangeKind,
    /// The first day of the consumption period.
    pub period_from: NaiveDate,
    /// The day to fix.
    pub advised_on: NaiveDate,
    /// How much the version compared with advises; `null` for `added`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>))]
    pub before_percent: Option<Decimal>,
    /// How much the version asked for advises; `null` for `removed`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>))]
    pub after_percent: Option<Decimal>,
}

/// A fixing that was made with the supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "period_from": "2027-01-01", "fixed_on": "2026-11-21", "percent": 20, "price_per_mwh": "84.25"
})))]
pub struct FixingInput {
    /// The first day of the consumption period.
    pub period_from: NaiveDate,
    /// The day it was fixed: not in the future, and before the period begins.
    pub fixed_on: NaiveDate,
    /// How much: at least the contract's minimum, and with all others at most 100 %; at most four decimals.
    #[cfg_attr(feature = "openapi", schema(value_type = f64, exclusive_minimum = 0, maximum = 100))]
    pub percent: Decimal,
    /// The price per MWh in the market's currency, as text such as `84.25`.
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub price_per_mwh: String,
    /// The advice it answers; when absent, the open advice of that period for that day.
    #[serde(default)]
    pub advice_id: Option<Uuid>,
}

/// A registered fixing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fixing {
    /// Its id.
    pub id: Uuid,
    /// The optimisation.
    pub optimisation_id: Uuid,
    /// The first day of the consumption period.
    pub period_from: NaiveDate,
    /// The day it was fixed.
    pub fixed_on: NaiveDate,
    /// How much.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub percent: Decimal,
    /// The price per MWh.
    pub price_per_mwh: String,
    /// The currency of the price.
    pub currency: String,
    /// The advice it answers.
    pub advice_id: Option<Uuid>,
    /// Whether it holds.
    pub state: FixingState,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Who cancelled it, where known.
    pub cancelled_by: Option<String>,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// Who registered it, where known.
    pub created_by: Option<String>,
}

/// Why a fixing does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({"reason": "The supplier did not confirm the price."})))]
pub struct FixingCancellation {
    /// The reason, 1 to 500 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub reason: String,
}

/// Parameters of the list of fixings.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct FixingQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Order.
    pub sort: Option<FixingSort>,
    /// Only those of this consumption period.
    pub period_from: Option<NaiveDate>,
    /// Only those that hold, or only cancelled ones.
    pub state: Option<FixingState>,
}

/// Order of the list of fixings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FixingSort {
    /// Latest day first.
    #[default]
    #[serde(rename = "-fixed_on")]
    FixedOnDescending,
    /// Earliest day first.
    #[serde(rename = "fixed_on")]
    FixedOn,
}
