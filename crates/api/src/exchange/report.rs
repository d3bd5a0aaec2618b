//! What a checked row comes to, and putting its cells into the body the API takes.

use super::columns::{Column, Kind, Recognised};
use super::owners::Owners;
use super::values::Reader;
use crate::table::SheetRow;
use api_types::{FieldError, WarningNote};
use domain::text::clean;
use domain::violation::{Code, FieldViolation, Params, Violation, Violations};
use domain::vocabulary::{ImportRowState, Locale};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use store::{FieldChange, NewImportRow};
use uuid::Uuid;

/// What is wrong with a row, or worth a look.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct RowIssues {
    pub(crate) errors: Vec<FieldError>,
    pub(crate) warnings: Vec<WarningNote>,
}

/// What a row comes to.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// How its object is called.
    pub(crate) label: String,
    /// What is to be done; none when it does nothing.
    pub(crate) input: Option<Value>,
    /// What will be another.
    pub(crate) changes: Vec<FieldChange>,
    /// What is wrong with it, or worth a look.
    pub(crate) issues: RowIssues,
    /// What it was compared with.
    pub(crate) target: Option<(Uuid, i64)>,
}

impl Checked {
    /// The row as it is kept.
    pub(super) fn kept(self, row: SheetRow) -> NewImportRow {
        let state = match (&self.target, self.changes.is_empty()) {
            _ if !self.issues.errors.is_empty() => ImportRowState::Error,
            (None, _) => ImportRowState::Create,
            (Some(_), false) => ImportRowState::Change,
            (Some(_), true) => ImportRowState::Unchanged,
        };
        let is_wrong = state == ImportRowState::Error;
        NewImportRow {
            number: row.number,
            state,
            label: self.label,
            cells: row.cells,
            input: self.input.filter(|_| matches!(state, ImportRowState::Create | ImportRowState::Change)),
            changes: if is_wrong { Vec::new() } else { self.changes },
            issues: json!(self.issues),
            target: self.target.filter(|_| !is_wrong),
        }
    }
}

/// Reads rows of a file whose columns are known.
pub(super) struct RowReader<'a> {
    columns: Vec<Option<(&'static Column, Reader<'a>)>>,
}

/// The values of a row by their columns, and the mistakes of its cells.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) given: Vec<(&'static Column, Value)>,
    pub(super) errors: Vec<FieldError>,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(recognised: &Recognised, locale: Locale, owners: &'a Owners) -> Self {
        let reader = |column: &'static Column| (column, Reader::new(column, locale, owners));
        Self { columns: recognised.columns.iter().map(|(_, column)| column.map(reader)).collect() }
    }

    /// The values of a row's cells that are not empty.
    pub(super) fn read(&self, row: &SheetRow) -> Values {
        let mut values = Values::default();
        if row.cells.len() > self.columns.len() {
            values.wrong("", Code::RowTooLong.into());
        }
        for (index, column) in self.columns.iter().enumerate() {
            let Some((column, reader)) = column else { continue };
            let text = clean(row.cell(index));
            if row.cut == Some(index) {
                values.wrong(&column.pointer(), FieldViolation::with(Code::TooLong, "max", text.chars().count()));
            } else if !text.is_empty() {
                match reader.read(&text) {
                    Ok(value) => values.given.push((column, value)),
                    Err(violation) => values.wrong(&column.pointer(), violation),
                }
            }
        }
        values
    }
}

impl Values {
    /// The text of a field.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.given.iter().find(|(column, _)| column.field == field).and_then(|(_, value)| value.as_str())
    }

    pub(super) fn wrong(&mut self, pointer: &str, violation: FieldViolation) {
        self.errors.push(FieldError::new(pointer, violation.code, violation.params));
    }

    /// Puts the values over what a body has already. Where a required value is missing or wrong, the column's sample
    /// stands in, so that the rules can find what else is wrong.
    pub(super) fn body(&mut self, columns: &'static [Column], mut base: Value) -> Value {
        for (column, value) in &self.given {
            put(&mut base, column.field, value.clone());
        }
        for column in columns {
            let whole = column.whole().filter(|_| column.part);
            let is_needed =
                column.required || whole.is_some_and(|whole| base.pointer(&whole).is_some_and(Value::is_object));
            let pointer = column.pointer();
            if is_needed && base.pointer(&pointer).is_none_or(Value::is_null) {
                if self.errors.iter().all(|error| error.pointer != pointer) {
                    self.errors.push(FieldError::new(pointer, Code::Required, Params::new()));
                }
                put(&mut base, column.field, sample(column));
            }
        }
        base
    }

    /// Adds what the rules say, except of cells that could not even be read, and except of rules that depend on
    /// such a cell.
    pub(super) fn add(&mut self, violations: Violations, depending: &[(Code, &str)]) {
        let unread: Vec<String> = self.errors.iter().map(|error| error.pointer.clone()).collect();
        let is_unread = |pointer: &str| unread.iter().any(|known| known == pointer);
        let speaks = |violation: &Violation| {
            let depends = depending.iter().any(|(code, on)| *code == violation.code && is_unread(on));
            !depends && !is_unread(&violation.pointer)
        };
        self.errors.extend(violations.into_iter().filter(speaks).map(FieldError::from));
    }
}

/// The first row of a file about each thing.
#[derive(Debug, Default)]
pub(super) struct FirstRows(HashMap<String, u32>);

impl FirstRows {
    /// Refuses a row about something that another row was about.
    pub(super) fn check(&mut self, key: &str, pointer: &str, number: u32, values: &mut Values) {
        let first = *self.0.entry(key.to_owned()).or_insert(number);
        if first != number {
            values.wrong(pointer, FieldViolation::with(Code::DuplicateRow, "row", i64::from(first)));
        }
    }
}

/// Sets a field of a body, with the objects it stands in.
fn put(body: &mut Value, field: &str, value: Value) {
    let mut place = body;
    for part in field.split('.') {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[part];
    }
    *place = value;
}

/// A column's sample as a value of the wire.
fn sample(column: &Column) -> Value {
    match column.kind {
        Kind::Number | Kind::NumberChoice(..) => column.sample.parse().map_or(Value::Null, |number: u32| json!(number)),
        _ => json!(column.sample),
    }
}

/// What is another in `new` than in `old`, in the order of the columns.
pub(super) fn changes(columns: &[Column], old: &Value, new: &Value) -> Vec<FieldChange> {
    let differing = |column: &Column| {
        let value = |body: &Value| body.pointer(&column.pointer()).cloned().unwrap_or_default();
        let (old, new) = (value(old), value(new));
        (old != new).then(|| FieldChange { field: column.field.to_owned(), old, new })
    };
    columns.iter().filter_map(differing).collect()
}
