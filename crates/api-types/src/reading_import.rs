//! Files of readings: what is in them, told before anything is stored; questions; what became of them.

use crate::ImportProgress;
use chrono::{DateTime, NaiveDate, Utc};
use domain::quantity::Decimal;
use domain::readings::Direction;
use domain::readings::file::{Layout, SheetKind, Stamped, Unit};
use domain::readings::limit::Bound;
use domain::vocabulary::{ReadingImportState, ReadingQuestionKind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A file of readings that was sent to be imported, and what it will do or did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingImport {
    /// Its id.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// Where it stands.
    pub state: ReadingImportState,
    /// How the file was called.
    pub file_name: String,
    /// Its layout.
    pub layout: Layout,
    /// The unit its values were read in.
    pub unit: Unit,
    /// Whether its times were read as starts or ends.
    pub stamped: Stamped,
    /// What has to be answered before it can be confirmed.
    pub questions: Vec<ReadingQuestion>,
    /// What was answered.
    pub answers: ReadingAnswers,
    /// What is in it.
    pub report: ReadingReport,
    /// How far it is, while it is being applied: readings done.
    pub progress: Option<ImportProgress>,
    /// What it did, once it was applied.
    pub result: Option<ReadingImportResult>,
    /// Why nothing of it could be stored: the code of a problem.
    pub failure: Option<String>,
    /// When the file was read.
    pub created_at: DateTime<Utc>,
    /// Who sent it.
    pub created_by: Option<String>,
    /// When it was applied.
    pub applied_at: Option<DateTime<Utc>>,
    /// Who confirmed it.
    pub applied_by: Option<String>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
    /// Who undid it.
    pub undone_by: Option<String>,
}

/// An import in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingImportSummary {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub state: ReadingImportState,
    /// How the file was called.
    pub file_name: String,
    /// From its first reading to its last.
    pub period: ReadingPeriod,
    /// How many meters are in the file.
    pub meters: u64,
    /// What its readings are beside those stored: when it was read, or, once applied, what it did.
    pub counts: ReadingCounts,
    /// Whether it asks something.
    pub has_questions: bool,
    /// How far it is, while it is being applied: readings done.
    pub progress: Option<ImportProgress>,
    /// When the file was read.
    pub created_at: DateTime<Utc>,
    /// Who sent it.
    pub created_by: Option<String>,
    /// When it was applied.
    pub applied_at: Option<DateTime<Utc>>,
    /// Who confirmed it.
    pub applied_by: Option<String>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
    /// Who undid it.
    pub undone_by: Option<String>,
}

/// Something about a file that only a person can know. It was read as if the answer were the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingQuestion {
    /// What is asked. `end_stamped` is answered by `stamped`, the others by `unit`.
    pub kind: ReadingQuestionKind,
    /// The unit that the file says, for `unit_doubtful`.
    pub declared: Option<Unit>,
    /// The unit that the values look like, for questions about it.
    pub likely: Option<Unit>,
}

/// Answers to the questions of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({"stamped": "end", "unit": "kWh"})))]
pub struct ReadingAnswers {
    /// Whether its times are starts or ends; asked about when `null`.
    #[serde(default)]
    pub stamped: Option<Stamped>,
    /// The unit of its values, whatever it says itself.
    #[serde(default)]
    pub unit: Option<Unit>,
}

/// Parameters of an upload of readings.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ReadingUploadQuery {
    /// How the file is called; a form says so itself.
    #[cfg_attr(feature = "openapi", param(max_length = 200), schema(max_length = 200))]
    pub file_name: Option<String>,
    /// Whether its times are starts or ends, when that is known before it asks.
    pub stamped: Option<Stamped>,
    /// The unit of its values, when that is known before it asks.
    pub unit: Option<Unit>,
}

/// Parameters of how an import is applied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ConfirmReadingImport {
    /// Whether meters that the community does not have are created, with the readings of theirs; otherwise those are
    /// left out. Such a meter is active from its first reading on, its description says where it comes from, and its
    /// address and connection are assumed: they have to be completed.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub create_unknown_meters: bool,
}

/// Parameters of how an import is taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct UndoReadingImport {
    /// Whether the meters that it created are deleted as well, as far as nobody has changed them since, no key names
    /// them and no other import brought readings of theirs; otherwise they stay.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(required = false))]
    pub delete_created_meters: bool,
}

/// Parameters of the list of imports.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ReadingImportQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Only those that stand here. `applying` ones stand as `checked` until they are done.
    pub state: Option<ReadingImportState>,
}

/// What is in a file of readings, beside what is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingReport {
    /// From its first reading to its last, of all meters.
    pub period: ReadingPeriod,
    /// The days it touches, by their number of quarter-hours.
    pub days: ReadingDays,
    /// What its readings are beside those stored; those of unknown meters are new.
    pub counts: ReadingCounts,
    /// What was taken, of all meters.
    pub offtake_wh: u64,
    /// What was given, of all meters.
    pub injection_wh: u64,
    /// Each meter and direction, in the order of the file.
    pub meters: Vec<ReadingReportMeter>,
    /// How many of its metering points the community does not have.
    pub unknown_meters: u64,
    /// What it says more than once.
    pub duplicates: ReadingDuplicates,
    /// The first 200 readings that are stored otherwise; `counts` has how many they are.
    pub corrections: Vec<ReadingReportCorrection>,
}

/// From a first reading to a last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingPeriod {
    /// When the first begins.
    pub from: DateTime<Utc>,
    /// When the last ends.
    pub to: DateTime<Utc>,
    /// The day of the first in Brussels.
    pub first_day: NaiveDate,
    /// The day of the last in Brussels.
    pub last_day: NaiveDate,
}

/// Days by their number of quarter-hours.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingDays {
    /// How many days have 96.
    pub usual: u64,
    /// The days of 92, when the clock goes forward.
    pub short: Vec<NaiveDate>,
    /// The days of 100, when it goes back.
    pub long: Vec<NaiveDate>,
}

/// How many readings are what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingCounts {
    /// Readings of quarter-hours that have none.
    pub new: u64,
    /// Readings that are stored otherwise.
    pub corrections: u64,
    /// Readings that are stored just so.
    pub unchanged: u64,
}

/// What a file says of one meter in one direction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingReportMeter {
    /// The metering point.
    pub ean: String,
    /// Its meter; `null` for one that the community does not have.
    pub meter_id: Option<Uuid>,
    /// What the file calls it.
    pub label: Option<String>,
    /// Which way the energy went.
    pub direction: Direction,
    /// What was measured (`gross`), or what an operator made of it: only the former is imported.
    pub kind: SheetKind,
    /// When its first reading begins; `null` when it has none.
    pub from: Option<DateTime<Utc>>,
    /// When its last reading ends.
    pub to: Option<DateTime<Utc>>,
    /// How many readings it has.
    pub readings: u64,
    /// All of them together.
    pub total_wh: u64,
    /// What rounding to whole Wh took away of them; below 0, added.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub rounded_wh: Decimal,
    /// What its readings are beside those stored.
    pub counts: ReadingCounts,
    /// How many quarter-hours of the file's period have no reading.
    pub missing: u64,
    /// The first 50 runs of them.
    pub gaps: Vec<ReadingGap>,
    /// Readings above what its connection carries, by period of its configuration.
    pub excesses: Vec<ReadingExcess>,
}

/// Quarter-hours without a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingGap {
    /// When the first begins.
    pub from: DateTime<Utc>,
    /// When the last ends.
    pub to: DateTime<Utc>,
}

/// Readings above what a connection carries: a sign of a wrong unit, a wrong meter, or a wrong connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingExcess {
    /// What bounds them.
    pub bound: Bound,
    /// What it lets through in a quarter-hour.
    pub most_wh: u64,
    /// How many readings are more than 2 % above it.
    pub count: u64,
    /// The highest of them.
    pub highest_wh: u32,
    /// When that was.
    pub highest_at: DateTime<Utc>,
}

/// Quarter-hours that a file has more than once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingDuplicates {
    /// How many times it says the same again.
    pub equal: u64,
    /// How many times it says something else. Neither is taken: the quarter-hour stays a gap.
    pub different: u64,
    /// The first 100 of those.
    pub conflicts: Vec<ReadingConflict>,
}

/// Two rows that give different readings of one quarter-hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingConflict {
    /// The metering point.
    pub ean: String,
    /// Which way the energy went.
    pub direction: Direction,
    /// When the quarter-hour begins.
    pub start: DateTime<Utc>,
    /// The row of the one.
    pub first_row: u32,
    /// What it says; `null` when others between said something else again.
    pub first_wh: Option<u32>,
    /// The row of the other.
    pub second_row: u32,
    /// What it says.
    pub second_wh: u32,
}

/// A reading that is stored otherwise than the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingReportCorrection {
    /// The meter.
    pub meter_id: Uuid,
    /// Its metering point.
    pub ean: String,
    /// Which way the energy went.
    pub direction: Direction,
    /// When the quarter-hour begins.
    pub start: DateTime<Utc>,
    /// What is stored.
    pub old_wh: u32,
    /// What the file has.
    pub new_wh: u32,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingImportResult {
    /// What became of the readings.
    pub counts: ReadingCounts,
    /// Readings of unknown meters, which were left out.
    pub left_out: u64,
    /// The meters that were created.
    pub created_meters: Vec<CreatedMeter>,
}

/// A meter that an import of readings created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedMeter {
    /// The meter.
    pub id: Uuid,
    /// Its identifier.
    pub ean: String,
}

/// Something that happened to an import of readings, as told by `GET events` under the name `reading_import`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingImportEvent {
    /// The import.
    pub import_id: Uuid,
    /// Its community.
    pub community_id: Uuid,
    /// Where it stands.
    pub state: ReadingImportState,
    /// How far it is: readings done.
    pub progress: ImportProgress,
}
