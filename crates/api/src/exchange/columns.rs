//! Columns: which fields a list has, and which of them a heading means.

use super::words;
use api_types::ImportColumn;
use domain::text::fold;
use domain::violation::{Code, FieldViolation, Violations};
use std::collections::HashMap;

use crate::table::SheetRow;

/// A field of a list as a column of its files.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its name on the wire, inside an object with its path: `address.street`.
    pub(crate) field: &'static str,
    /// What stands in it.
    pub(crate) kind: Kind,
    /// Whether something new needs it.
    pub(crate) required: bool,
    /// Whether the object it is a part of needs it, once that is there.
    pub(crate) part: bool,
    /// Further headings it is known by, in any language.
    pub(crate) also: &'static [&'static str],
    /// What stands in the template, as on the wire.
    pub(crate) sample: &'static str,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// A number, with a comma or a point.
    Number,
    /// A day.
    Day,
    /// One of several values: the key of their words, and their names on the wire.
    Choice(&'static str, fn() -> Vec<&'static str>),
    /// One of several values that are whole numbers on the wire.
    NumberChoice(&'static str, &'static [&'static str]),
    /// A member, by e-mail or name.
    Member,
}

impl Column {
    pub(crate) const fn text(field: &'static str, sample: &'static str) -> Self {
        Self { field, kind: Kind::Text, required: false, part: false, also: &[], sample }
    }

    pub(crate) const fn of(field: &'static str, kind: Kind, sample: &'static str) -> Self {
        Self { field, kind, required: false, part: false, also: &[], sample }
    }

    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(crate) const fn part(mut self) -> Self {
        self.part = true;
        self
    }

    pub(crate) const fn also(mut self, headings: &'static [&'static str]) -> Self {
        self.also = headings;
        self
    }

    /// Where it stands in the body.
    pub(crate) fn pointer(&self) -> String {
        format!("/{}", self.field.replace('.', "/"))
    }

    /// Every heading it is known by.
    fn names(&self) -> Vec<String> {
        let words = words::of_field(self.field);
        words.iter().map(String::as_str).chain([self.field]).chain(self.also.iter().copied()).map(name).collect()
    }

    /// The object in the body that it is a part of.
    pub(super) fn whole(&self) -> Option<String> {
        self.field.rsplit_once('.').map(|(whole, _)| format!("/{}", whole.replace('.', "/")))
    }
}

/// A heading or a value as it is compared: without case, accents, signs, and what stands in brackets.
pub(super) fn name(text: &str) -> String {
    let before_brackets = text.split(['(', '[']).next().unwrap_or_default();
    let text = if before_brackets.trim().is_empty() { text } else { before_brackets };
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A file's columns, in its order.
#[derive(Debug)]
pub(crate) struct Recognised {
    /// Headings and the columns they mean.
    pub(crate) columns: Vec<(String, Option<&'static Column>)>,
}

impl Recognised {
    /// Recognises the headings of a file. `identifying` are the fields of which one must be there.
    ///
    /// # Errors
    /// `missing_column`, `duplicate_column` at `/file`.
    pub(crate) fn new(
        header: &SheetRow,
        known: &'static [Column],
        identifying: &[&'static str],
    ) -> Result<Self, Violations> {
        let mut by_name = HashMap::new();
        for column in known {
            for name in column.names() {
                by_name.entry(name).or_insert(column);
            }
        }
        let mut violations = Violations::default();
        let mut columns: Vec<(String, Option<&'static Column>)> = Vec::new();
        for heading in &header.cells {
            let column = by_name.get(&name(heading)).copied();
            let is_there = |column: &Column| {
                columns.iter().any(|(_, known)| known.is_some_and(|known| known.field == column.field))
            };
            if column.is_some_and(is_there) {
                violate(&mut violations, Code::DuplicateColumn, heading);
            }
            columns.push((heading.clone(), column));
        }
        let has = |field: &&str| columns.iter().any(|(_, known)| known.is_some_and(|column| column.field == *field));
        if let Some(first) = identifying.first().filter(|_| !identifying.iter().any(has)) {
            violate(&mut violations, Code::MissingColumn, first);
        }
        violations.into_result(|| Some(Self { columns }))
    }

    /// Where a field's column is.
    pub(super) fn position(&self, field: &str) -> Option<usize> {
        self.columns.iter().position(|(_, column)| column.is_some_and(|column| column.field == field))
    }

    /// The same for the report.
    pub(crate) fn report(&self) -> Vec<ImportColumn> {
        let field = |column: &Column| column.field.to_owned();
        let each = |(heading, column): &(String, Option<&'static Column>)| ImportColumn {
            heading: heading.clone(),
            field: column.map(field),
        };
        self.columns.iter().map(each).collect()
    }
}

fn violate(violations: &mut Violations, code: Code, column: &str) {
    let FieldViolation { code, params } = FieldViolation::with(code, "column", column);
    violations.add_with("/file", code, params);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{members, meters};
    use super::*;
    use domain::vocabulary::Locale;

    fn recognise(headings: &[&str], known: &'static [Column]) -> Result<Vec<Option<&'static str>>, Violations> {
        let cells = headings.iter().map(|heading| (*heading).to_owned()).collect();
        let header = SheetRow { number: 1, cells, cut: None };
        let found = Recognised::new(&header, known, &["ean", "last_name", "company_name", "email"])?;
        Ok(found.columns.into_iter().map(|(_, column)| column.map(|column| column.field)).collect())
    }

    #[test]
    fn headings_are_known_in_any_language_case_and_order() {
        for (headings, fields) in [
            (
                ["EAN", "Code postal", "LOCALITE", "colour"],
                [Some("ean"), Some("address.postcode"), Some("address.city"), None],
            ),
            (
                ["postcode", "Gemeente", "ean-code", "DNB"],
                [Some("address.postcode"), Some("address.city"), Some("ean"), Some("configuration.dso")],
            ),
            (
                ["Strasse", "Hausnummer", "EAN", "Eigentümer"],
                [Some("address.street"), Some("address.number"), Some("ean"), Some("configuration.member_id")],
            ),
            (
                ["address.street", "configuration.amperage_a", "ean", "Puissance de prélèvement (kVA)"],
                [
                    Some("address.street"),
                    Some("configuration.amperage_a"),
                    Some("ean"),
                    Some("configuration.sampling_power_kva"),
                ],
            ),
        ] {
            assert_eq!(recognise(&headings, meters::COLUMNS).unwrap(), fields, "{headings:?}");
        }
    }

    #[test]
    fn every_heading_of_an_export_is_recognised_as_its_own_field() {
        for known in [meters::COLUMNS, members::COLUMNS] {
            for locale in Locale::ALL {
                let headings: Vec<String> = known.iter().map(|column| words::heading(*locale, column.field)).collect();
                let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
                let fields: Vec<_> = known.iter().map(|column| Some(column.field)).collect();
                assert_eq!(recognise(&headings, known).unwrap(), fields, "{locale}");
            }
        }
    }

    #[test]
    fn a_column_that_is_missing_or_there_twice_is_named() {
        let codes = |headings: &[&str]| -> Vec<Code> {
            let violations = recognise(headings, meters::COLUMNS).unwrap_err();
            violations.as_slice().iter().map(|violation| violation.code).collect()
        };
        assert_eq!(codes(&["Street", "City"]), [Code::MissingColumn]);
        assert_eq!(codes(&["EAN", "ean", "Rue"]), [Code::DuplicateColumn]);
    }
}
