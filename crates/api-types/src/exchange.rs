//! Lists as files: imports with their reports, exports.

use crate::{FieldChange, FieldError, ReadingImportEvent, WarningNote};
use chrono::{DateTime, Utc};
use domain::vocabulary::{ImportKind, ImportRowState, ImportState, Locale};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A file that was sent to be imported, and what it will do or did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Import {
    /// Its id.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// What it brings in.
    pub kind: ImportKind,
    /// Where it stands.
    pub state: ImportState,
    /// How the file was called.
    pub file_name: String,
    /// Its columns, in order.
    pub columns: Vec<ImportColumn>,
    /// How many rows come to what.
    pub counts: ImportCounts,
    /// How far it is, while it is being applied.
    pub progress: Option<ImportProgress>,
    /// Why nothing of it could be stored: the code of a problem.
    pub failure: Option<String>,
    /// When the file was checked.
    pub created_at: DateTime<Utc>,
    /// Who sent it.
    pub created_by: Option<String>,
    /// When it was applied.
    pub applied_at: Option<DateTime<Utc>>,
}

/// A column of an imported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportColumn {
    /// Its heading in the file.
    pub heading: String,
    /// The field it was recognised as, such as `address.street`; `null` for one that is ignored.
    pub field: Option<String>,
}

/// How many rows of an import come to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportCounts {
    /// Rows that create something.
    pub create: u64,
    /// Rows that change something.
    pub change: u64,
    /// Rows that say what is stored already.
    pub unchanged: u64,
    /// Rows with mistakes, which are left out.
    pub error: u64,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportProgress {
    /// Rows applied so far.
    pub done: u64,
    /// Rows to apply.
    pub total: u64,
}

/// A row of an import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRow {
    /// Its number in the file, counted from 1.
    pub number: u32,
    /// What it comes to.
    pub state: ImportRowState,
    /// What the row is about, such as a meter's EAN.
    pub label: String,
    /// The texts of its cells, in the order of the import's columns.
    pub cells: Vec<String>,
    /// What is wrong; `pointer` is the column's `field` as a JSON pointer, empty for the row as a whole.
    pub errors: Vec<FieldError>,
    /// What is unusual but possible.
    pub warnings: Vec<WarningNote>,
    /// What will be another, or was made another. A member is told by name.
    pub changes: Vec<FieldChange>,
    /// The meter or member it is about; a new one can be read under this id once the import is applied.
    pub target_id: Option<Uuid>,
}

/// Something that happened to an import, as told by `GET events` under the name `import`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportEvent {
    /// The import.
    pub import_id: Uuid,
    /// Its community.
    pub community_id: Uuid,
    /// What it brings in.
    pub kind: ImportKind,
    /// Where it stands.
    pub state: ImportState,
    /// How far it is.
    pub progress: ImportProgress,
}

/// The data of an event; the name it is told under says which it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Event {
    /// Something that happened to an import of a list.
    Import(ImportEvent),
    /// Something that happened to an import of readings.
    ReadingImport(ReadingImportEvent),
}

/// Parameters of an upload.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct UploadQuery {
    /// How the file is called; a form says so itself.
    #[cfg_attr(feature = "openapi", param(max_length = 200), schema(max_length = 200))]
    pub file_name: Option<String>,
}

/// Parameters of the rows of an import.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ImportRowQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Only rows that come to this.
    pub state: Option<ImportRowState>,
}

/// What a table is written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TableFormat {
    /// UTF-8 with a byte order mark. Texts that a spreadsheet would take for formulas begin with an apostrophe.
    #[default]
    Csv,
    /// An Excel workbook of one sheet.
    Xlsx,
}

/// Parameters of every answer that is a table.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct TableQuery {
    /// What the table is written as; `csv` when absent.
    pub format: Option<TableFormat>,
    /// The language of headings and values; the caller's when absent. CSV has commas and decimal points in English,
    /// semicolons and decimal commas in the others, as their spreadsheets expect.
    pub language: Option<Locale>,
}

/// Parameters of the events.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct EventQuery {
    /// After how many seconds the stream ends, 1 to 600; 300 when absent. Then connect again, with a fresh token.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 600), schema(minimum = 1, maximum = 600))]
    pub seconds: Option<u16>,
}
