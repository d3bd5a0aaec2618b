//! Allocation keys and their versions.

use crate::WarningNote;
use chrono::{DateTime, Utc};
use domain::key::{Method, RuleName};
use domain::quantity::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The fields of a key, to check, create or replace one, or to simulate it unsaved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "name": "Weights, then prorata", "description": "",
    "consumers": [{"name": "School"}, {"name": "Household A"}, {"name": "Household B", "meter_id": null}],
    "iterations": [
        {"share_percent": 70, "rule": "weighted", "weights_percent": [40, 40, 20], "refill": false},
        {"share_percent": 30, "rule": "prorata"}
    ]
})))]
pub struct KeyInput {
    /// Its name, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// Free text.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub description: String,
    /// Who shares, 1 to 5,000; the order settles ties.
    pub consumers: Vec<ConsumerInput>,
    /// Its iterations, 1 to 10, whose shares total 100 %. The methods of Flanders have exactly one; `priority` may
    /// leave it out.
    #[serde(default)]
    pub iterations: Vec<KeyIteration>,
    /// How it runs as a whole; `cascade` when absent.
    #[serde(default = "cascade")]
    pub method: Method,
    /// Names of the consumers of each rank, the first served first; with `priority` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranks: Option<Vec<Vec<String>>>,
}

pub(crate) const fn cascade() -> Method {
    Method::Cascade
}

/// A consumer of a key to be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConsumerInput {
    /// Its name, distinct in the key, 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: String,
    /// The meter of the community it stands for.
    #[serde(default)]
    pub meter_id: Option<Uuid>,
}

/// One iteration of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyIteration {
    /// Its share of the energy in percent, at most four decimals. At 0 it hands out what the former ones left.
    #[cfg_attr(feature = "openapi", schema(value_type = f64, minimum = 0, maximum = 100))]
    pub share_percent: Decimal,
    /// How its energy is offered.
    pub rule: RuleName,
    /// Percentages in the order of the consumers, at most four decimals each, in total 100 %; with `weighted` and
    /// `mixed` only. In `mixed`, `null` for who is served by remaining demand.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Option<f64>>>))]
    pub weights_percent: Option<Vec<Option<Decimal>>>,
    /// Whether what saturated consumers leave is offered again to the others; with `weighted` only.
    #[serde(default)]
    pub refill: bool,
}

/// A consumer of a saved key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyConsumer {
    /// Its name.
    pub name: String,
    /// The meter of the community it stands for.
    pub meter_id: Option<Uuid>,
    /// That meter's identifier.
    pub ean: Option<String>,
}

/// An allocation key in its latest version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AllocationKey {
    /// Its id, the same in all versions.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// Its name.
    pub name: String,
    /// Free text.
    pub description: String,
    /// How it runs as a whole.
    pub method: Method,
    /// Who shares.
    pub consumers: Vec<KeyConsumer>,
    /// Its iterations.
    pub iterations: Vec<KeyIteration>,
    /// Names of the consumers of each rank; `null` unless the method is `priority`.
    pub ranks: Option<Vec<Vec<String>>>,
    /// The id of this version.
    pub version_id: Uuid,
    /// The number of this version, from 1.
    pub version_number: u32,
    /// What is unusual about it.
    pub warnings: Vec<WarningNote>,
    /// Whether it shares all that can be shared, whatever the readings.
    pub always_reaches_bound: bool,
    /// Since when it is archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, where known.
    pub updated_by: Option<String>,
}

/// A version of a key; it never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyVersion {
    /// Its id.
    pub id: Uuid,
    /// The key.
    pub key_id: Uuid,
    /// Its number, from 1.
    pub number: u32,
    /// The key's name in this version.
    pub name: String,
    /// Free text.
    pub description: String,
    /// How it runs as a whole.
    pub method: Method,
    /// Who shares.
    pub consumers: Vec<KeyConsumer>,
    /// Its iterations.
    pub iterations: Vec<KeyIteration>,
    /// Names of the consumers of each rank; `null` unless the method is `priority`.
    pub ranks: Option<Vec<Vec<String>>>,
    /// What is unusual about it.
    pub warnings: Vec<WarningNote>,
    /// Whether it shares all that can be shared, whatever the readings.
    pub always_reaches_bound: bool,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// Who saved it, where known.
    pub created_by: Option<String>,
}

/// A version as a row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyVersionSummary {
    /// Its id.
    pub id: Uuid,
    /// Its number, from 1.
    pub number: u32,
    /// The key's name in this version.
    pub name: String,
    /// How many consumers it has.
    pub consumer_count: u32,
    /// How many iterations it has.
    pub iteration_count: u32,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// Who saved it, where known.
    pub created_by: Option<String>,
}

/// A key as a row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeySummary {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Free text.
    pub description: String,
    /// How it runs as a whole.
    pub method: Method,
    /// The rule of each iteration, in order.
    pub rules: Vec<RuleName>,
    /// How many iterations it has.
    pub iteration_count: u32,
    /// How many consumers it has.
    pub consumer_count: u32,
    /// The number of its latest version.
    pub version_number: u32,
    /// Since when it is archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, where known.
    pub updated_by: Option<String>,
}

/// A key that could be saved as it is, with what can be said of it beforehand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckedKey {
    /// The key as it would be saved: texts trimmed, what was left out filled in.
    pub key: KeyInput,
    /// What is unusual about it.
    pub warnings: Vec<WarningNote>,
    /// Whether it shares all that can be shared, whatever the readings.
    pub always_reaches_bound: bool,
}

/// Parameters of the list of keys.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct KeyQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Order.
    pub sort: Option<KeySort>,
    /// Words of the name or the description, without case and accents.
    #[cfg_attr(feature = "openapi", param(max_length = 100), schema(max_length = 100))]
    pub q: Option<String>,
    /// Only keys in use, or only archived ones; both when absent.
    pub state: Option<KeyState>,
}

/// Parameters of the list of a key's versions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct KeyVersionQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
}

/// Whether a key is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// It is.
    Active,
    /// It was put aside.
    Archived,
}

/// Order of the list of keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum KeySort {
    /// Last changed first.
    #[default]
    #[serde(rename = "-updated_at")]
    UpdatedDescending,
    /// Last changed last.
    #[serde(rename = "updated_at")]
    Updated,
    /// Newest first.
    #[serde(rename = "-created_at")]
    CreatedDescending,
    /// Oldest first.
    #[serde(rename = "created_at")]
    Created,
    /// By name.
    #[serde(rename = "name")]
    Name,
    /// By name, backwards.
    #[serde(rename = "-name")]
    NameDescending,
}
