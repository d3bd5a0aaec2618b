//! Simulations: what a key gives to whom on given readings, without applying it.

use crate::{KeyInput, KeyIteration, WarningNote};
use chrono::{DateTime, NaiveDate, Utc};
use domain::quantity::Decimal;
use domain::readings::Direction;
use domain::vocabulary::SeriesSource;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Readings to apply a key to: columns of one length, quarter-hour by quarter-hour, in whole Wh.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeriesInput {
    /// What producers who are no consumers share. `null` is a gap.
    #[serde(default)]
    pub production_wh: Option<Vec<Option<i64>>>,
    /// What consumers share, by name; the Flemish methods give them nothing of it.
    #[serde(default)]
    pub injection_wh: BTreeMap<String, Vec<Option<i64>>>,
    /// What consumers take, by name; one series for each consumer of the key.
    pub consumption_wh: BTreeMap<String, Vec<Option<i64>>>,
}

/// Readings of a community's meters over a period, to apply a key to. A meter takes part while it is active; one that
/// is read monthly or yearly and has no quarter-hours in the period is modelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredSeries {
    /// The first day in Brussels.
    pub from: NaiveDate,
    /// The day after the last; at most 1,100 days later.
    pub to: NaiveDate,
    /// Whose injection is shared; when absent, that of every meter that injects in the period.
    #[serde(default)]
    pub production_meter_ids: Option<Vec<Uuid>>,
    /// Meters of consumers, by name: for those that the key links to none, or to try another one.
    #[serde(default)]
    pub consumer_meter_ids: BTreeMap<String, Uuid>,
    /// Meters to model though they have quarter-hours, or with the energy of a year.
    #[serde(default)]
    pub modelled: Vec<ModelledMeter>,
}

/// A meter to be modelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModelledMeter {
    /// The meter.
    pub meter_id: Uuid,
    /// What it takes in a year, in kWh; assumed from its connection and use when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000_000))]
    pub offtake_kwh: Option<i64>,
    /// What it gives in a year, in kWh; assumed from its chain and capacity when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000_000))]
    pub injection_kwh: Option<i64>,
}

/// A series that a simulation used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsedSeries {
    /// The meter.
    pub meter_id: Uuid,
    /// Its identifier.
    pub ean: String,
    /// Which way its energy went: `injection` of producers, `offtake` of consumers.
    pub direction: Direction,
    /// The consumer it stands for; `null` for a producer.
    pub consumer: Option<String>,
    /// Measured or modelled.
    pub source: SeriesSource,
    /// The energy of a year it was modelled with, in kWh; `null` for measured ones.
    pub yearly_kwh: Option<u64>,
    /// Whether that energy is our assumption and nobody's word.
    pub assumed: bool,
    /// How many quarter-hours of the period it took part in.
    pub quarters: u64,
    /// How many of those have no reading.
    pub missing: u64,
    /// What it adds up to.
    pub total_wh: u64,
}

/// What a missing reading means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GapRule {
    /// The series are refused.
    #[default]
    Refuse,
    /// It counts as 0, and the answer says how many did.
    Zero,
}

/// A key to be simulated, saved or not, and the readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "key": {
        "name": "Prorata", "description": "", "consumers": [{"name": "School"}, {"name": "Household A"}],
        "iterations": [{"share_percent": 100, "rule": "prorata"}]
    },
    "series": {"production_wh": [1000, 0], "consumption_wh": {"School": [900, 0], "Household A": [300, 5]}},
    "gaps": "refuse", "include_series": true
})))]
pub struct SimulationInput {
    /// A key that need not be saved; exactly one of `key` and `key_id`.
    #[serde(default)]
    pub key: Option<KeyInput>,
    /// A saved key of the community.
    #[serde(default)]
    pub key_id: Option<Uuid>,
    /// A version of the saved key; its latest when absent.
    #[serde(default)]
    pub version_id: Option<Uuid>,
    /// Readings of one's own; exactly one of `series` and `readings`.
    #[serde(default)]
    pub series: Option<SeriesInput>,
    /// The community's readings.
    #[serde(default)]
    pub readings: Option<StoredSeries>,
    /// What a missing reading means; `refuse` when absent.
    #[serde(default)]
    pub gaps: GapRule,
    /// The start of the first quarter-hour of `series`; with it, months of Brussels come back too.
    #[serde(default)]
    pub start: Option<DateTime<Utc>>,
    /// Whether to answer what each consumer is given in each quarter-hour.
    #[serde(default)]
    pub include_series: bool,
}

/// What a key does on the readings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Simulation {
    /// Over the whole period.
    pub totals: SimulationTotals,
    /// How evenly consumers are covered; `null` when nobody consumed.
    pub fairness: Option<SimulationFairness>,
    /// By iteration, or by rank, unrounded, with three decimals.
    pub iterations: Vec<SimulationIteration>,
    /// By consumer, in the order of the key.
    pub consumers: Vec<SimulationConsumer>,
    /// By producer: those who are no consumers together, then consumers who share.
    pub producers: Vec<SimulationProducer>,
    /// By month of Brussels; empty without `start`.
    pub months: Vec<SimulationMonth>,
    /// What is unusual about the key.
    pub warnings: Vec<WarningNote>,
    /// What a missing reading meant.
    pub gaps: GapRule,
    /// How many missing readings counted as 0.
    pub gaps_filled: u64,
    /// The meters whose readings were used, producers first; empty for `series` of one's own.
    #[serde(default)]
    pub sources: Vec<UsedSeries>,
    /// What each consumer is given in each quarter-hour, by name; only when asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocations_wh: Option<BTreeMap<String, Vec<u32>>>,
}

/// The key figures of a period. A ratio 0 ÷ 0 is `null`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimulationTotals {
    /// How many quarter-hours.
    pub steps: u64,
    /// What was shared out.
    pub production_wh: u64,
    /// What was consumed.
    pub consumption_wh: u64,
    /// What consumers were given.
    pub shared_wh: u64,
    /// What stays with the producers.
    pub surplus_wh: u64,
    /// What consumers still took from the grid.
    pub residual_wh: u64,
    /// `shared_wh ÷ production_wh`.
    pub self_consumption: Option<f64>,
    /// `shared_wh ÷ consumption_wh`.
    pub self_sufficiency: Option<f64>,
    /// What any key can share at most.
    pub bound_wh: u64,
    /// `shared_wh ÷ bound_wh`.
    pub share_of_bound: Option<f64>,
    /// Whether no key could share more: there is nothing left to search for.
    pub reaches_bound: bool,
}

/// How evenly consumers are covered, over those who consumed anything.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimulationFairness {
    /// The smallest coverage.
    pub min_coverage: f64,
    /// The largest coverage.
    pub max_coverage: f64,
    /// Jain's index: 1 when all are covered alike, 1/n when one has everything; `null` when nobody is covered.
    pub jain: Option<f64>,
}

/// The figures of an iteration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimulationIteration {
    /// What it handled: its share and what the former ones left.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub pool_wh: Decimal,
    /// What consumers took of it.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub allocated_wh: Decimal,
    /// What passed on.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub carry_wh: Decimal,
}

/// The figures of a consumer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimulationConsumer {
    /// Its name.
    pub name: String,
    /// What it consumed.
    pub consumption_wh: u64,
    /// What it was given.
    pub allocated_wh: u64,
    /// `allocated_wh ÷ consumption_wh`.
    pub coverage: Option<f64>,
}

/// The figures of a producer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimulationProducer {
    /// The consumer who shares; `null` for `production_wh`.
    pub name: Option<String>,
    /// What it injected.
    pub injected_wh: u64,
    /// What of it nobody was given.
    pub surplus_wh: u64,
}

/// The figures of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimulationMonth {
    /// The month in Brussels, such as `2026-03`.
    pub month: String,
    /// Over the month.
    pub totals: SimulationTotals,
    /// By iteration, or by rank.
    pub iterations: Vec<SimulationIteration>,
    /// By consumer, in the order of the key.
    pub consumers: Vec<SimulationConsumer>,
}

/// Readings to search better weights on, and within what bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "consumers": [{"name": "School", "min_percent": 10}, {"name": "Household A", "max_percent": 80}],
    "series": {"production_wh": [1000, 400], "consumption_wh": {"School": [900, 100], "Household A": [300, 500]}}
})))]
pub struct KeySearchInput {
    /// Who shares, 1 to 5,000.
    pub consumers: Vec<SearchConsumer>,
    /// Readings of one's own; exactly one of `series` and `readings`.
    #[serde(default)]
    pub series: Option<SeriesInput>,
    /// The community's readings; consumers are known by `consumer_meter_ids`.
    #[serde(default)]
    pub readings: Option<StoredSeries>,
    /// What a missing reading means; `refuse` when absent.
    #[serde(default)]
    pub gaps: GapRule,
    /// The start of the first quarter-hour of `series`; with it, each month is held out in turn to validate the weights.
    #[serde(default)]
    pub start: Option<DateTime<Utc>>,
    /// Most rounds of fixed weights to try; 5 when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10))]
    pub rounds_max: Option<u8>,
    /// What part of the bound further rounds must add to be worth having, in percent; 0.1 when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>, minimum = 0, maximum = 100))]
    pub worth_percent: Option<Decimal>,
    /// How many points the trade-off curve has; 5 when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 2, maximum = 20))]
    pub tradeoff_points: Option<u8>,
}

/// A consumer of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchConsumer {
    /// Its name, distinct in the search.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: String,
    /// Least weight in percent; 0 when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>, minimum = 0, maximum = 100))]
    pub min_percent: Option<Decimal>,
    /// Most weight in percent; 100 when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>, minimum = 0, maximum = 100))]
    pub max_percent: Option<Decimal>,
}

/// What a search found. A prorata iteration always reaches the bound; this is the best of fixed weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeySearch {
    /// One iteration of fixed weights that shares most.
    pub best: KeyProposal,
    /// Keys of one, two, … rounds of fixed weights.
    pub rounds: Vec<KeyProposal>,
    /// How many rounds are enough.
    pub rounds_enough: u32,
    /// From the weights that share most to those whose least covered consumer is covered best.
    pub tradeoff: Vec<KeyProposal>,
    /// Each whole month (a day may be missing) with the weights of all others; empty without `start` or with fewer than
    /// two.
    pub validation: Vec<SearchFold>,
    /// How many missing readings counted as 0.
    pub gaps_filled: u64,
    /// The meters whose readings were used, producers first; empty for `series` of one's own.
    #[serde(default)]
    pub sources: Vec<UsedSeries>,
}

/// A key that was found, with what the engine makes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyProposal {
    /// Its iterations, ready to be saved with the consumers of the search in their order.
    pub iterations: Vec<KeyIteration>,
    /// Over the whole period.
    pub totals: SimulationTotals,
    /// How evenly consumers are covered; `null` when nobody consumed.
    pub fairness: Option<SimulationFairness>,
    /// By consumer, in the order of the search.
    pub consumers: Vec<SimulationConsumer>,
    /// Why no weights of its last iteration share more.
    pub certificate: SearchCertificate,
}

/// Why no weights share noticeably more, in Wh.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchCertificate {
    /// What 100 % more weight would share more; 0 when everybody can be served.
    pub price_wh: f64,
    /// What the best weights share, nothing rounded.
    pub objective_wh: f64,
    /// What no weights can pass.
    pub dual_bound_wh: f64,
    /// `(dual_bound_wh − objective_wh) ÷ dual_bound_wh`: 0 but for the last digits.
    pub gap: f64,
    /// What rounding the weights to four decimals costs.
    pub cost_of_rounding_weights_wh: f64,
    /// What rounding each quarter-hour to whole Wh costs; `null` for more than one iteration.
    pub cost_of_rounding_wh: Option<f64>,
}

/// A month with the weights found on all other months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchFold {
    /// The month in Brussels, such as `2026-03`.
    pub month: String,
    /// What the weights of the other months share in it.
    pub shared_wh: u64,
    /// What the weights found on this very month share in it.
    pub hindsight_wh: u64,
    /// What any key can share in it at most.
    pub bound_wh: u64,
    /// `shared_wh ÷ hindsight_wh`.
    pub of_hindsight: Option<f64>,
}
