//! The rules, by example and by property.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod accounts;
mod assumed;
mod changes;
mod customers;
mod fields;
mod identifiers;
#[cfg(feature = "serde")]
mod json;
mod markets;
mod meters;
mod modelled;
mod passwords;
mod powers;
mod quantities;
mod reference;
mod roles;
mod texts;
mod timelines;
mod times;

use domain::violation::{FieldViolation, Param, Params, Violations};
use proptest::collection::{SizeRange, vec};
use proptest::strategy::Strategy;

const LETTERS_AND_DIGITS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// Any text at all. Proptest's own needs what WebAssembly does not have.
fn any_text() -> impl Strategy<Value = String> {
    vec(proptest::char::any(), 0..40).prop_map(String::from_iter)
}

/// A text of these characters.
fn text_of(characters: &str, length: impl Into<SizeRange>) -> impl Strategy<Value = String> {
    let characters: Vec<char> = characters.chars().collect();
    vec(proptest::sample::select(characters), length).prop_map(String::from_iter)
}

/// A named value of a message, as text.
fn param(params: &Params, name: &str) -> String {
    match params.get(name) {
        Some(Param::Text(text)) => text.clone(),
        Some(Param::Number(number)) => number.to_string(),
        Some(Param::Decimal(number)) => number.to_string(),
        None => String::new(),
    }
}

/// `pointer code` of every violation.
fn found(violations: &Violations) -> Vec<String> {
    violations.as_slice().iter().map(|v| format!("{} {}", v.pointer, v.code)).collect()
}

/// The code of a refusal, or `ok`.
fn outcome<T>(result: &Result<T, FieldViolation>) -> &'static str {
    result.as_ref().map_or_else(|violation| violation.code.as_str(), |_| "ok")
}
