//! What went wrong, in the user's words: messages at fields, and one sentence for a failed request.

use crate::i18n::{fill, locale, lookup, t, tn, tr};
use api_types::{FieldError, Problem, WarningNote};
use client::Error;
use domain::violation::{Param, Violation, Violations, Warning};
use domain::vocabulary::Locale;
use serde_json::Value;
use std::collections::BTreeMap;

/// Characters of a date, such as `2026-12-01`.
const DATE_LENGTH: usize = 10;

/// The messages of a form, by the JSON pointer of their field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(BTreeMap<String, String>);

impl FieldErrors {
    /// The message of a field.
    pub fn get(&self, pointer: &str) -> Option<&str> {
        self.0.get(pointer).map(String::as_str)
    }

    /// Sets the message of a field.
    pub fn set(&mut self, pointer: &str, message: String) {
        self.0.insert(pointer.to_owned(), message);
    }

    /// Removes the message of a field, for example because it was changed.
    pub fn clear(&mut self, pointer: &str) {
        self.0.remove(pointer);
    }

    /// True when no field has a message.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Pointers and messages, by pointer.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(pointer, message)| (pointer.as_str(), message.as_str()))
    }

    /// Only the messages of fields whose pointer begins with one of these.
    #[must_use]
    pub fn within(mut self, beginnings: &[&str]) -> Self {
        self.0.retain(|pointer, _| beginnings.iter().any(|beginning| pointer.starts_with(beginning)));
        self
    }

    /// The first message of each field that broke a rule.
    pub fn of_violations(violations: &Violations) -> Self {
        let mut errors = Self::default();
        for violation in violations.as_slice() {
            errors.0.entry(violation.pointer.clone()).or_insert_with(|| of_violation(violation));
        }
        errors
    }

    /// The first message of each field a problem names.
    pub fn of_problem(problem: &Problem) -> Self {
        let mut errors = Self::default();
        for error in &problem.errors {
            errors.0.entry(error.pointer.clone()).or_insert_with(|| message(error));
        }
        errors
    }
}

/// The `id` of the field at a pointer: `/address/street` is `address-street`.
pub fn field_id(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', "-")
}

/// The message of one wrong field of an answer; the server's English only for a code this build does not know.
pub fn message(error: &FieldError) -> String {
    coded("error", &error.code, &texts(&error.params)).unwrap_or_else(|| error.detail.clone())
}

/// The message of a rule broken in the browser.
pub fn of_violation(violation: &Violation) -> String {
    coded("error", violation.code.as_str(), &params(&violation.params)).unwrap_or_else(|| t("error.invalid"))
}

/// The text of a warning found in the browser.
pub fn of_warning(warning: &Warning) -> String {
    coded("warning", warning.code.as_str(), &params(&warning.params)).unwrap_or_else(|| t("error.invalid"))
}

/// The text of a warning of an answer.
pub fn warning(note: &WarningNote) -> String {
    coded("warning", &note.code, &texts(&note.params)).unwrap_or_else(|| note.message.clone())
}

/// One sentence for a request that failed.
pub fn describe(error: &Error) -> String {
    match error {
        Error::Problem(problem) => of_problem(problem),
        Error::RateLimited { retry_after, .. } => tn("problem.rate_limited", u64::from(*retry_after)),
        Error::Timeout | Error::Transport(_) => t("problem.offline"),
        Error::Decode { .. } => t("problem.unreadable"),
    }
}

/// The text of a problem's code; a mistake of the program comes with the number to tell its keepers.
fn of_problem(problem: &Problem) -> String {
    let known = lookup(&format!("problem.{}", problem.code));
    match known {
        _ if problem.status == 500 => tr("problem.internal", &[("id", &problem.instance)]),
        Some(text) => text,
        None => problem.detail.clone(),
    }
}

/// The text of a code: with a `reason` among the values, the text made for that reason, where there is one.
fn coded(group: &str, code: &str, values: &[(String, String)]) -> Option<String> {
    let reason = values.iter().find(|(name, _)| name == "reason").map(|(_, reason)| reason.as_str());
    let text = reason
        .and_then(|reason| lookup(&format!("{group}.{code}.{reason}")))
        .or_else(|| lookup(&format!("{group}.{code}")))?;
    let values: Vec<(&str, String)> = values.iter().map(|(name, value)| (name.as_str(), local(value))).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(fill(&text, &values))
}

/// A date or a decimal number as the language writes it; any other text as it is.
fn local(text: &str) -> String {
    let day = (text.len() == DATE_LENGTH).then(|| text.parse().ok()).flatten();
    day.map_or_else(|| with_decimal_mark(locale(), text), crate::format::date)
}

/// A decimal number as the language writes it; any other text as it is.
fn with_decimal_mark(locale: Locale, text: &str) -> String {
    let is_decimal = text.split_once('.').is_some_and(|(whole, fraction)| {
        [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    });
    if is_decimal && locale != Locale::En { text.replace('.', ",") } else { text.to_owned() }
}

fn params(params: &domain::violation::Params) -> Vec<(String, String)> {
    let text = |param: &Param| match param {
        Param::Text(text) => text.clone(),
        Param::Number(number) => number.to_string(),
        Param::Decimal(number) => number.to_string(),
    };
    params.iter().map(|(name, param)| ((*name).to_owned(), text(param))).collect()
}

fn texts(params: &BTreeMap<String, Value>) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    params.iter().map(|(name, value)| (name.clone(), text(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_number_has_the_mark_of_the_language() {
        for (locale, text, expected) in [
            (Locale::Fr, "27.712", "27,712"),
            (Locale::En, "27.712", "27.712"),
            (Locale::De, "1900-01-01", "1900-01-01"),
            (Locale::Nl, "1.2.3", "1.2.3"),
            (Locale::Nl, "tri_400_n", "tri_400_n"),
            (Locale::Fr, "5", "5"),
        ] {
            assert_eq!(with_decimal_mark(locale, text), expected);
        }
    }
}
