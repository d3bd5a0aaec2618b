//! Optimisations: a supply contract whose price is fixed in parts, and how its buyer wants to go about it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::optimisation::{ForecastOrigin, MinimumPeriod, RiskAppetite, Scenario};
use domain::quantity::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The parameters of an optimisation, to create or replace one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "contract_name": "Electricity 2027-2028", "market_id": "01985b60-0000-7000-8000-000000000301",
    "points_of_delivery": "Warehouse and office", "tariff_indexes": ["Peak", "Off-peak"],
    "minimum_period": "quarter", "minimum_fixing_percent": 20,
    "delivery_from": "2027-01-01", "delivery_to": "2029-01-01",
    "risk_appetite": "moderate", "percent_to_fix": 80,
    "baseline": {"origin": "application", "scenario": "mid"},
    "target_price_per_mwh": "82.50",
    "periods": [{"from": "2027-01-01", "risk_appetite": "low", "volumes_wh": [120000000, 90000000]}]
})))]
pub struct OptimisationInput {
    /// How the supply contract is called, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub contract_name: String,
    /// The market whose price the supply is indexed on; it cannot be changed later.
    pub market_id: Uuid,
    /// The points of delivery it is for, in free text.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub points_of_delivery: String,
    /// Names of the tariff indexes of the supply, such as peak and off-peak, 1 to 10.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 10))]
    pub tariff_indexes: Vec<String>,
    /// The smallest part of the delivery that the contract lets one fix; the consumption periods follow from it.
    pub minimum_period: MinimumPeriod,
    /// The smallest percentage that the contract lets one fix at once, above 0, at most four decimals.
    #[cfg_attr(feature = "openapi", schema(value_type = f64, exclusive_minimum = 0, maximum = 100))]
    pub minimum_fixing_percent: Decimal,
    /// The first day of delivery, the first of a month.
    pub delivery_from: NaiveDate,
    /// The day after the last day of delivery, the first of a month, at most 10 years later.
    pub delivery_to: NaiveDate,
    /// How much risk the buyer accepts, for all periods that say nothing else.
    pub risk_appetite: RiskAppetite,
    /// How much of each period to fix, for all that say nothing else: 0, or at least the minimum; at most four decimals.
    #[cfg_attr(feature = "openapi", schema(value_type = f64, minimum = 0, maximum = 100))]
    pub percent_to_fix: Decimal,
    /// The forecast that the advice is calculated from.
    pub baseline: BaselineForecast,
    /// What the buyer hopes to pay per MWh, in the market's currency, as text such as `82.50`. It changes no advice.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub target_price_per_mwh: Option<String>,
    /// Consumption periods that differ from what holds for all.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 120))]
    pub periods: Vec<PeriodInput>,
}

/// The forecast that an advice is calculated from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BaselineForecast {
    /// Whose forecast.
    pub origin: ForecastOrigin,
    /// Which of its scenarios.
    pub scenario: Scenario,
}

/// What is different in one consumption period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeriodInput {
    /// The first day of the period, which names it.
    pub from: NaiveDate,
    /// How much risk the buyer accepts; that of the optimisation when absent.
    #[serde(default)]
    pub risk_appetite: Option<RiskAppetite>,
    /// How much to fix; that of the optimisation when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>, minimum = 0, maximum = 100))]
    pub percent_to_fix: Option<Decimal>,
    /// The first day that may be advised; the day after creation when absent.
    #[serde(default)]
    pub window_from: Option<NaiveDate>,
    /// The day after the last one that may be advised: when absent, the start of the period with a high appetite, else 30
    /// days before it.
    #[serde(default)]
    pub window_to: Option<NaiveDate>,
    /// What the buyer hopes to pay per MWh; that of the optimisation when absent. It changes no advice.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub target_price_per_mwh: Option<String>,
    /// What will be consumed, one number per tariff index in their order. It weighs averages and changes no advice.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 10))]
    pub volumes_wh: Option<Vec<i64>>,
}

/// The market of an optimisation, as far as its pages need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OptimisationMarket {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The currency of its prices.
    pub currency: String,
    /// Whether its forecasts reach to the delivery; else nothing is advised in the two months before it.
    pub covers_short_term: bool,
}

/// Whether a customer's service of a market lets them see its information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OptimisationAccess {
    /// The account has no access to the application; the key account manager alone works with it.
    None,
    /// The account has no service of this market.
    Missing,
    /// The service begins later.
    Scheduled,
    /// The customer sees the calendar.
    Active,
    /// The service is over; the calendar is hidden from the customer.
    Expired,
}

/// An optimisation: one contract with one calendar of fixing advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Optimisation {
    /// Its id.
    pub id: Uuid,
    /// The customer account.
    pub customer_id: Uuid,
    /// The customer's company.
    pub company: String,
    /// The market.
    pub market: OptimisationMarket,
    /// How the supply contract is called.
    pub contract_name: String,
    /// The points of delivery it is for.
    pub points_of_delivery: String,
    /// Names of the tariff indexes.
    pub tariff_indexes: Vec<String>,
    /// The smallest part of the delivery that can be fixed.
    pub minimum_period: MinimumPeriod,
    /// The smallest percentage that can be fixed at once.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub minimum_fixing_percent: Decimal,
    /// The first day of delivery.
    pub delivery_from: NaiveDate,
    /// The day after the last day of delivery.
    pub delivery_to: NaiveDate,
    /// How much risk the buyer accepts, for all periods that say nothing else.
    pub risk_appetite: RiskAppetite,
    /// How much of each period to fix, for all that say nothing else.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub percent_to_fix: Decimal,
    /// The forecast that the advice is calculated from.
    pub baseline: BaselineForecast,
    /// What the buyer hopes to pay per MWh.
    pub target_price_per_mwh: Option<String>,
    /// All consumption periods, earliest first.
    pub periods: Vec<ConsumptionPeriod>,
    /// Whether the customer sees the calendar.
    pub customer_access: OptimisationAccess,
    /// Whether the caller may change parameters, notifications and fixings.
    pub may_edit: bool,
    /// Whether the caller may read the calendar and the prices.
    pub may_read_calendar: bool,
    /// The number of the calendar's version, from 1.
    pub calendar_version: u32,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, where known.
    pub updated_by: Option<String>,
}

/// A part of the delivery that is fixed by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsumptionPeriod {
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
    /// What the buyer hopes to pay per MWh.
    pub target_price_per_mwh: Option<String>,
    /// What will be consumed, one number per tariff index.
    pub volumes_wh: Option<Vec<i64>>,
    /// What was set for this period alone, to be changed and sent back; `null` when nothing was.
    pub own: Option<PeriodInput>,
}

/// An optimisation as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OptimisationSummary {
    /// Its id.
    pub id: Uuid,
    /// The customer account.
    pub customer_id: Uuid,
    /// The customer's company.
    pub company: String,
    /// The market.
    pub market: OptimisationMarket,
    /// How the supply contract is called.
    pub contract_name: String,
    /// The first day of delivery.
    pub delivery_from: NaiveDate,
    /// The day after the last day of delivery.
    pub delivery_to: NaiveDate,
    /// How much risk the buyer accepts, for all periods that say nothing else.
    pub risk_appetite: RiskAppetite,
    /// Whether the customer sees the calendar.
    pub customer_access: OptimisationAccess,
    /// How much of the delivery is fixed, over all periods; `null` where the caller may not read the calendar.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>))]
    pub fixed_percent: Option<Decimal>,
    /// The next advised day; `null` where there is none, or the caller may not read the calendar.
    pub next_advice_on: Option<NaiveDate>,
    /// How many advised days passed unused; `null` where the caller may not read the calendar.
    pub missed_count: Option<u32>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// Parameters of a list of optimisations.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct OptimisationQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Order.
    pub sort: Option<OptimisationSort>,
    /// Words of the contract's name, the points of delivery or the company, without case and accents.
    #[cfg_attr(feature = "openapi", param(max_length = 100), schema(max_length = 100))]
    pub q: Option<String>,
    /// Only those of this market.
    pub market_id: Option<Uuid>,
    /// Only those whose delivery is still to come or running, or only those that are over.
    pub state: Option<OptimisationState>,
}

/// Where the delivery of an optimisation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OptimisationState {
    /// Some period is still to be delivered: it can be fixed.
    Open,
    /// The last period has begun: nothing is left to fix.
    Over,
}

/// Order of a list of optimisations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum OptimisationSort {
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedDescending,
    /// Oldest first.
    #[serde(rename = "created_at")]
    Created,
    /// By contract name.
    #[serde(rename = "contract_name")]
    ContractName,
    /// By contract name, backwards.
    #[serde(rename = "-contract_name")]
    ContractNameDescending,
    /// First delivery first.
    #[serde(rename = "delivery_from")]
    DeliveryFrom,
    /// Last delivery first.
    #[serde(rename = "-delivery_from")]
    DeliveryFromDescending,
}
