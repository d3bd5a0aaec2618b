//! Why a file of readings is refused, and where in it; why an import cannot be taken back.

use crate::errors;
use crate::i18n::{fill, lookup, tr};
use api_types::FieldError;
use client::Error;
use domain::readings::file::SheetKind;
use serde_json::Value;

/// Why a file was refused: the faults say more than the problem as a whole. `max` is what a file may have, in MB.
pub fn reasons(error: &Error, max: &str) -> Vec<String> {
    let named: Vec<String> =
        error.problem().map(|problem| problem.errors.iter().map(fault).collect()).unwrap_or_default();
    match error.code() {
        Some("too_large") => vec![tr("exchange.too_large", &[("max", max)])],
        _ if named.is_empty() => vec![errors::describe(error)],
        _ => named,
    }
}

/// A fault with its place, as a spreadsheet counts.
fn fault(error: &FieldError) -> String {
    let value = |name: &str| error.params.get(name).map(text);
    let values: Vec<(&str, String)> = error.params.iter().map(|(name, value)| (name.as_str(), text(value))).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let known = lookup(&format!("readings.fault.{}", error.code)).map(|words| fill(&words, &values));
    let words = known.unwrap_or_else(|| errors::message(error));
    let Some(row) = value("row") else { return words };
    let placed = match value("column") {
        Some(column) => tr("readings.at.cell", &[("row", &row), ("column", &column), ("text", &words)]),
        None => tr("readings.at.row", &[("row", &row), ("text", &words)]),
    };
    match value("sheet") {
        Some(sheet) => tr("readings.at.sheet", &[("sheet", sheet_name(&sheet)), ("text", &placed)]),
        None => placed,
    }
}

/// How a workbook calls its sheets, in every language.
fn sheet_name(kind: &str) -> &str {
    match kind.parse() {
        Ok(SheetKind::Gross) => "Brut Rep",
        Ok(SheetKind::Shared) => "Partagé Rep",
        Ok(SheetKind::Net) => "Net Rep",
        Err(_) => kind,
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Why an import cannot be taken back; where others came over it, which.
pub fn overtaken(error: &Error) -> String {
    let named = |error: &FieldError| match error.params.get("imports") {
        Some(Value::Array(imports)) => {
            imports.iter().filter_map(|import| import.get("file_name")?.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    };
    let names: Vec<String> = error.problem().into_iter().flat_map(|problem| &problem.errors).flat_map(named).collect();
    let described = errors::describe(error);
    if names.is_empty() { described } else { format!("{described} ({})", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::i18n::install;
    use domain::vocabulary::Locale;

    fn error(code: &str, params: Value) -> FieldError {
        let params = serde_json::from_value(params).unwrap();
        FieldError { pointer: "/file".into(), code: code.into(), detail: "In English.".into(), params }
    }

    #[test]
    fn a_fault_says_what_and_where() {
        let words = r#"{"readings.fault.out_of_years": "Not {min} to {max}.", "readings.at.row": "Row {row}: {text}",
            "readings.at.cell": "Row {row}, column {column}: {text}", "readings.at.sheet": "Sheet {sheet}, {text}"}"#;
        install(Locale::En, words).unwrap();
        let params = serde_json::json!({"row": 7, "column": 3, "sheet": "gross", "min": 2000, "max": 2099});
        assert_eq!(fault(&error("out_of_years", params)), "Sheet Brut Rep, Row 7, column 3: Not 2000 to 2099.");
        assert_eq!(fault(&error("new_code", serde_json::json!({"row": 7}))), "Row 7: In English.");
        assert_eq!(fault(&error("new_code", serde_json::json!({}))), "In English.");
    }
}
