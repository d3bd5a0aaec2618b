//! Cells into values of the wire, and values back into cells.

use super::columns::{Column, Kind, name};
use super::owners::Owners;
use super::words;
use crate::table::{Cell, is_scientific_notation};
use chrono::NaiveDate;
use domain::quantity::{Decimal, DecimalError};
use domain::violation::{Code, FieldViolation};
use domain::vocabulary::Locale;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Reads the cells of one column.
pub(super) struct Reader<'a> {
    kind: Kind,
    /// Names of the values, as they are compared.
    choices: HashMap<String, &'static str>,
    /// The values in the reader's language.
    offered: String,
    owners: &'a Owners,
}

impl<'a> Reader<'a> {
    pub(super) fn new(column: &Column, locale: Locale, owners: &'a Owners) -> Self {
        let values = choices(column.kind);
        let mut choices = HashMap::new();
        for value in &values {
            let words = words::all(&format!("{}.{value}", group(column.kind)));
            for text in [*value].into_iter().chain(words) {
                choices.entry(name(text)).or_insert(*value);
            }
        }
        let offered: Vec<&str> = values.iter().map(|value| word(locale, column.kind, value)).collect();
        Self { kind: column.kind, choices, offered: offered.join(", "), owners }
    }

    /// The value of a cell that is not empty.
    pub(super) fn read(&self, text: &str) -> Result<Value, FieldViolation> {
        match self.kind {
            Kind::Text if is_scientific_notation(text) => Err(Code::ScientificNotation.into()),
            Kind::Text => Ok(json!(text)),
            Kind::Number => number(text),
            Kind::Day => day(text).map(|day| json!(day)).ok_or_else(|| Code::InvalidDate.into()),
            Kind::Choice(..) => self.choice(text).map(|value| json!(value)),
            Kind::NumberChoice(..) => self.choice(text).map(|value| json!(value.parse::<u8>().unwrap_or_default())),
            Kind::Member => self.owners.find(text).map(|owner| json!(owner.id)),
        }
    }

    fn choice(&self, text: &str) -> Result<&'static str, FieldViolation> {
        let unknown = || {
            FieldViolation::with(Code::UnknownValue, "reason", "cell")
                .and("value", text)
                .and("allowed", self.offered.as_str())
        };
        self.choices.get(&name(text)).copied().ok_or_else(unknown)
    }
}

/// The names of the values of a column on the wire.
fn choices(kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::Choice(_, values) => values(),
        Kind::NumberChoice(_, values) => values.to_vec(),
        _ => Vec::new(),
    }
}

/// The key under which the screens have the words of the values.
const fn group(kind: Kind) -> &'static str {
    match kind {
        Kind::Choice(group, _) | Kind::NumberChoice(group, _) => group,
        _ => "",
    }
}

fn word(locale: Locale, kind: Kind, value: &'static str) -> &'static str {
    words::word(locale, &format!("{}.{value}", group(kind))).unwrap_or(value)
}

fn number(text: &str) -> Result<Value, FieldViolation> {
    match Decimal::parse(text) {
        Ok(number) => Ok(json!(number)),
        Err(DecimalError::NotANumber) => Err(FieldViolation::with(Code::WrongType, "reason", "number")),
        Err(DecimalError::TooManyDecimals) => Err(FieldViolation::with(Code::TooManyDecimals, "max", 12_i64)),
        Err(DecimalError::TooLarge) => {
            Err(FieldViolation::with(Code::OutOfRange, "min", "0").and("max", i64::MAX.to_string()))
        }
    }
}

/// A day as `2026-01-31`, with or without a time behind it, or as `31/1/2026`, with dots or dashes as well.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let date = text.split(['T', ' ']).next()?;
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    let [first, month, last] = *parts.as_slice() else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || day.len() > 2 || month.len() > 2 || ![year, month, day].into_iter().all(digits) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// A value of the wire as a cell in a language.
pub(crate) fn cell(column: &Column, value: &Value, locale: Locale, owners: &Owners) -> Cell {
    match (column.kind, value) {
        (_, Value::Null) => Cell::Empty,
        (Kind::Number, number) => match Decimal::parse(&number.to_string()) {
            Ok(number) => Cell::Number(number),
            Err(_) => Cell::text(number.to_string()),
        },
        (Kind::Day, Value::String(day)) => day.parse().map_or_else(|_| Cell::text(day), Cell::Day),
        (Kind::Choice(..) | Kind::NumberChoice(..), value) => {
            let name = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let known = choices(column.kind).into_iter().find(|choice| *choice == name);
            Cell::text(known.map_or(name, |choice| word(locale, column.kind, choice).to_owned()))
        }
        (Kind::Member, Value::String(id)) => {
            id.parse().ok().and_then(|id| owners.name(id)).map_or(Cell::Empty, Cell::text)
        }
        (_, Value::String(text)) => Cell::text(text),
        (_, other) => Cell::text(other.to_string()),
    }
}

/// What stands in the template.
pub(crate) fn sample_cell(column: &Column, locale: Locale) -> Cell {
    match column.kind {
        Kind::Number => Decimal::parse(column.sample).map_or(Cell::Empty, Cell::Number),
        Kind::Member => Cell::Empty,
        _ => cell(column, &json!(column.sample), locale, &Owners::default()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::meters;
    use super::*;

    fn read(field: &str, text: &str) -> Result<Value, Code> {
        let column = meters::COLUMNS.iter().find(|column| column.field == field).unwrap();
        Reader::new(column, Locale::En, &Owners::default()).read(text).map_err(|violation| violation.code)
    }

    #[test]
    fn values_are_known_by_their_words_and_names() {
        for text in ["bi_hourly", "Bi-hourly", "BI-HORAIRE", "tweevoudig", "Doppeltarif"] {
            assert_eq!(read("configuration.rate", text), Ok(json!("bi_hourly")), "{text}");
        }
        assert_eq!(read("phases", "Triphasé"), Ok(json!(3)));
        assert_eq!(read("phases", "1"), Ok(json!(1)));
        assert_eq!(read("phases", "2"), Err(Code::UnknownValue));
        assert_eq!(read("configuration.rate", "hourly"), Err(Code::UnknownValue));
    }

    #[test]
    fn numbers_and_days_are_read_as_people_write_them() {
        for text in ["9,2", "9.2", " 9,20 "] {
            assert_eq!(read("configuration.sampling_power_kva", text), Ok(json!(9.2)), "{text}");
        }
        assert_eq!(read("configuration.amperage_a", "forty"), Err(Code::WrongType));
        for text in ["2026-01-31", "31/01/2026", "31.1.2026", "31-01-2026", "2026-01-31T00:00:00", "2026-01-31 00:00"] {
            assert_eq!(read("configuration.valid_from", text), Ok(json!("2026-01-31")), "{text}");
        }
        for text in ["31/02/2026", "01/31/2026", "31/01/26", "2026", "tomorrow", "2026-1-é"] {
            assert_eq!(read("configuration.valid_from", text), Err(Code::InvalidDate), "{text}");
        }
    }

    #[test]
    fn a_shortened_number_is_explained() {
        assert_eq!(read("ean", "5.41449E+17"), Err(Code::ScientificNotation));
        assert_eq!(read("meter_number", "1E+10"), Err(Code::ScientificNotation));
        assert_eq!(read("meter_number", "12E4"), Ok(json!("12E4")));
    }
}
