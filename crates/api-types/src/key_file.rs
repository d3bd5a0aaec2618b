//! Allocation keys as files.

use crate::{FieldError, KeyInput, KeyIteration, KeySort, KeyState, WarningNote};
use domain::key::Method;
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Keys as a JSON file: meters by their identifiers, so that it can be read in another place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyFile {
    /// The keys.
    pub keys: Vec<PortableKey>,
}

/// A key of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PortableKey {
    /// Its name.
    pub name: String,
    /// Free text.
    #[serde(default)]
    pub description: String,
    /// How it runs as a whole; `cascade` when absent.
    #[serde(default = "crate::key::cascade")]
    pub method: Method,
    /// Who shares.
    pub consumers: Vec<PortableConsumer>,
    /// Its iterations.
    #[serde(default)]
    pub iterations: Vec<KeyIteration>,
    /// Names of the consumers of each rank; with `priority` only.
    #[serde(default)]
    pub ranks: Option<Vec<Vec<String>>>,
}

/// A consumer of a key of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PortableConsumer {
    /// Its name.
    pub name: String,
    /// The identifier of the meter it stands for.
    #[serde(default)]
    pub ean: Option<String>,
}

/// What keys are written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum KeyFileFormat {
    /// A `KeyFile`.
    #[default]
    Json,
    /// A table as text.
    Csv,
    /// A table as a workbook.
    Xlsx,
}

/// Parameters of one key as a file.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct KeyFileQuery {
    /// What to write; `json` when absent.
    pub format: Option<KeyFileFormat>,
    /// Language of the headings of a table; the caller's when absent.
    pub language: Option<Locale>,
}

/// Parameters of a list of keys as a file: those of the list, without its pages.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct KeyExportQuery {
    /// What to write; `json` when absent.
    pub format: Option<KeyFileFormat>,
    /// Language of the headings of a table; the caller's when absent.
    pub language: Option<Locale>,
    /// Order.
    pub sort: Option<KeySort>,
    /// Words of the name or the description, without case and accents.
    #[cfg_attr(feature = "openapi", param(max_length = 100), schema(max_length = 100))]
    pub q: Option<String>,
    /// Only keys in use, or only archived ones; both when absent.
    pub state: Option<KeyState>,
}

/// Whether a file of keys is only looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum KeyImportMode {
    /// It is; nothing is stored.
    #[default]
    Preview,
    /// The keys without errors are saved.
    Apply,
}

/// Parameters of the import of keys.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct KeyImportQuery {
    /// Whether to save; `preview` when absent.
    pub mode: Option<KeyImportMode>,
}

/// What a file of keys comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeyImport {
    /// Whether the keys without errors were saved.
    pub applied: bool,
    /// The keys of the file, in its order.
    pub keys: Vec<ImportedKey>,
}

/// A key of a file, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportedKey {
    /// The number of its first row in a table, counted from 1.
    pub row: Option<u32>,
    /// Its name.
    pub name: String,
    /// What becomes of it.
    pub state: ImportedKeyState,
    /// The key as it would be saved; `null` with errors.
    pub key: Option<KeyInput>,
    /// The saved key: the one it is or becomes a version of, or the new one once it is saved.
    pub key_id: Option<Uuid>,
    /// What is wrong with it, by JSON pointer into the key.
    pub errors: Vec<FieldError>,
    /// What is unusual about it.
    pub warnings: Vec<WarningNote>,
}

/// What becomes of a key of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportedKeyState {
    /// It becomes a new key.
    Create,
    /// It becomes a new version of the key of this name.
    Change,
    /// The key of this name says the same.
    Unchanged,
    /// It is not saved.
    Error,
}
