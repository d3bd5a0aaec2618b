//! Readings of meters: by calendar period, as points of a chart, by day of what is known, as files.

use chrono::{DateTime, NaiveDate, Utc};
use domain::readings::{Direction, Resolution};
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

use crate::TableFormat;

/// Where a period begins or ends: a local day, which is its midnight in Brussels, or an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Boundary {
    /// The beginning of a day in Brussels, such as `2016-10-30`.
    Day(NaiveDate),
    /// An instant that begins a quarter-hour, such as `2016-10-29T22:00:00Z`.
    Instant(DateTime<Utc>),
}

impl FromStr for Boundary {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            Ok(day) => Ok(Self::Day(day)),
            Err(_) => DateTime::parse_from_rfc3339(text).map(|instant| Self::Instant(instant.to_utc())),
        }
    }
}

impl TryFrom<String> for Boundary {
    type Error = chrono::ParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Boundary> for String {
    fn from(boundary: Boundary) -> Self {
        boundary.to_string()
    }
}

impl From<NaiveDate> for Boundary {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl fmt::Display for Boundary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Instant(instant) => instant.format("%Y-%m-%dT%H:%M:%SZ").fmt(f),
        }
    }
}

/// Parameters of the readings of a meter.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ReadingQuery {
    /// The first day in Brussels, or an instant that begins a quarter-hour.
    #[cfg_attr(feature = "openapi", param(value_type = String, example = "2016-10-30"), schema(value_type = String))]
    pub from: Boundary,
    /// The day or instant after the last.
    #[cfg_attr(feature = "openapi", param(value_type = String, example = "2016-10-31"), schema(value_type = String))]
    pub to: Boundary,
    /// By which calendar period of Brussels they are summed; `quarter` when absent. At most 110,000 periods.
    pub resolution: Option<Resolution>,
    /// Instead of `items`, at most so many points with the lowest and highest quarter-hour of each: however few, no
    /// peak is lost. With `quarter` only.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 5_000), schema(minimum = 1, maximum = 5_000))]
    pub points: Option<u16>,
}

/// The readings of a meter over a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Readings {
    /// The meter.
    pub meter_id: Uuid,
    /// When the period begins.
    pub from: DateTime<Utc>,
    /// When it ends.
    pub to: DateTime<Utc>,
    /// By which calendar period they are summed.
    pub resolution: Resolution,
    /// Over the whole period.
    pub totals: ReadingTotals,
    /// One after another without holes; empty when `points` was given. Calendar periods that begin before `from` or
    /// end after `to` are cut there.
    pub items: Vec<Reading>,
    /// The points asked for; empty otherwise.
    pub points: Vec<ReadingPoint>,
}

/// What is known of a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingTotals {
    /// How many quarter-hours it has.
    pub quarters: u64,
    /// What was taken, as far as it is known; `null` when nothing is.
    pub offtake_wh: Option<u64>,
    /// How many quarter-hours of it are known.
    pub offtake_known: u64,
    /// What was given, as far as it is known; `null` when nothing is.
    pub injection_wh: Option<u64>,
    /// How many quarter-hours of it are known.
    pub injection_known: u64,
}

/// The readings of one calendar period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reading {
    /// When it begins.
    pub start: DateTime<Utc>,
    /// How many quarter-hours it has: a day 92, 96 or 100.
    pub quarters: u32,
    /// What was taken, as far as it is known; `null` for a gap.
    pub offtake_wh: Option<u64>,
    /// How many quarter-hours of it are known: fewer than `quarters`, and the sum is of a part.
    pub offtake_known: u32,
    /// What was given, as far as it is known; `null` for a gap.
    pub injection_wh: Option<u64>,
    /// How many quarter-hours of it are known.
    pub injection_known: u32,
}

/// A point of a chart that stands for several quarter-hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingPoint {
    /// When the first of them begins.
    pub start: DateTime<Utc>,
    /// How many they are.
    pub quarters: u32,
    /// What was taken; `null` when nothing is known.
    pub offtake: Option<ReadingExtremes>,
    /// What was given; `null` when nothing is known.
    pub injection: Option<ReadingExtremes>,
}

/// The lowest and the highest of several quarter-hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingExtremes {
    /// The lowest.
    pub min_wh: u32,
    /// When it first was.
    pub min_at: DateTime<Utc>,
    /// The highest.
    pub max_wh: u32,
    /// When it first was.
    pub max_at: DateTime<Utc>,
    /// How many of them are known.
    pub known: u32,
}

/// Parameters of what is known.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CoverageQuery {
    /// The first day; that of the first reading when absent.
    pub from: Option<NaiveDate>,
    /// The day after the last; that after the last reading when absent. At most twenty years after `from`.
    pub to: Option<NaiveDate>,
}

/// What is known of a meter, day by day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Coverage {
    /// The meter.
    pub meter_id: Uuid,
    /// What is known of all its offtake; `null` when nothing is.
    pub offtake: Option<KnownReadings>,
    /// What is known of all its injection; `null` when nothing is.
    pub injection: Option<KnownReadings>,
    /// Each day from `from` to `to`.
    pub items: Vec<CoverageDay>,
}

/// What is known of a meter in one direction, of all time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KnownReadings {
    /// When the first reading begins.
    pub from: DateTime<Utc>,
    /// When the last one ends.
    pub to: DateTime<Utc>,
    /// How many readings there are.
    pub readings: u64,
    /// All of them together.
    pub total_wh: u64,
}

/// What is known of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CoverageDay {
    /// The day in Brussels.
    pub day: NaiveDate,
    /// How many quarter-hours it has: 92, 96 or 100.
    pub quarters: u32,
    /// Of how many of them the offtake is known.
    pub offtake: u32,
    /// Of how many of them the injection is known.
    pub injection: u32,
}

/// What is known of the meters of a community.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommunityCoverage {
    /// The meters that have readings, by EAN.
    pub items: Vec<MeterCoverage>,
}

/// What is known of a meter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeterCoverage {
    /// The meter.
    pub meter_id: Uuid,
    /// Its identifier.
    pub ean: String,
    /// Its description of today.
    pub description: String,
    /// What is known of its offtake; `null` when nothing is.
    pub offtake: Option<KnownReadings>,
    /// What is known of its injection; `null` when nothing is.
    pub injection: Option<KnownReadings>,
}

/// Parameters of readings as a file.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ReadingExportQuery {
    /// The first day in Brussels, or an instant that begins a quarter-hour.
    #[cfg_attr(feature = "openapi", param(value_type = String, example = "2016-10-30"), schema(value_type = String))]
    pub from: Boundary,
    /// The day or instant after the last.
    #[cfg_attr(feature = "openapi", param(value_type = String, example = "2016-10-31"), schema(value_type = String))]
    pub to: Boundary,
    /// By which calendar period of Brussels they are summed; `quarter` when absent, and then the file can be imported.
    pub resolution: Option<Resolution>,
    /// What the table is written as; `csv` when absent.
    pub format: Option<TableFormat>,
    /// Whose separators and decimal marks CSV has; the caller's when absent.
    pub language: Option<Locale>,
}

/// Parameters of the corrections of a meter's readings.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CorrectionQuery {
    /// The first day in Brussels, or an instant that begins a quarter-hour.
    #[cfg_attr(feature = "openapi", param(value_type = String, example = "2016-10-01"), schema(value_type = String))]
    pub from: Boundary,
    /// The day or instant after the last.
    #[cfg_attr(feature = "openapi", param(value_type = String, example = "2016-11-01"), schema(value_type = String))]
    pub to: Boundary,
}

/// What imports made of readings that were stored otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Corrections {
    /// How many there are in the period.
    pub count: u64,
    /// The first 2,000 of them, latest import first, then in order of time.
    pub items: Vec<Correction>,
}

/// A reading that an import changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Correction {
    /// When the quarter-hour begins.
    pub start: DateTime<Utc>,
    /// Which way the energy went.
    pub direction: Direction,
    /// What was stored.
    pub old_wh: u32,
    /// What the import made of it.
    pub new_wh: u32,
    /// The import.
    pub import_id: Uuid,
    /// Its file.
    pub file_name: String,
    /// When it was applied.
    pub at: DateTime<Utc>,
    /// Who confirmed it.
    pub by: Option<String>,
    /// Whether the import was undone since: then the reading is as before.
    pub undone: bool,
}
