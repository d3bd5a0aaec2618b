//! Violations and warnings of `domain` as they stand on the wire, with an English sentence.
//!
//! The sentence is for developers reading an answer; screens translate the code and its values.

use crate::{FieldError, WarningNote};
use domain::violation::{Param, Params};
use domain::{Code, Violation, Violations, Warning};
use serde_json::Value;
use std::collections::BTreeMap;

impl From<Violation> for FieldError {
    fn from(violation: Violation) -> Self {
        Self::new(violation.pointer, violation.code, violation.params)
    }
}

impl FieldError {
    /// An error at `pointer`, with the English sentence of its code.
    #[must_use]
    pub fn new(pointer: impl Into<String>, code: Code, params: Params) -> Self {
        let params = values(params);
        Self { pointer: pointer.into(), code: code.as_str().to_owned(), detail: detail(code.as_str(), &params), params }
    }

    /// The errors of an input, in the order they were found.
    #[must_use]
    pub fn list(violations: Violations) -> Vec<Self> {
        violations.into_iter().map(Self::from).collect()
    }
}

impl From<Warning> for WarningNote {
    fn from(warning: Warning) -> Self {
        let params = values(warning.params);
        let code = warning.code.as_str();
        Self { code: code.to_owned(), pointer: warning.pointer, message: detail(code, &params), params }
    }
}

fn values(params: Params) -> BTreeMap<String, Value> {
    let value = |param| match param {
        Param::Text(text) => Value::String(text),
        Param::Number(number) => Value::from(number),
        // A number with decimals, or its text should JSON have no such number.
        Param::Decimal(number) => serde_json::to_value(number).unwrap_or_else(|_| Value::String(number.to_string())),
    };
    params.into_iter().map(|(name, param)| (name.to_owned(), value(param))).collect()
}

/// The English sentence of a code of a violation or a warning.
#[must_use]
pub fn detail(code: &str, params: &BTreeMap<String, Value>) -> String {
    let given = |name: &str| {
        params
            .get(name)
            .map_or_else(|| "?".to_owned(), |value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    let sentence = match code {
        "required" => "A value is required.",
        "wrong_type" => "The value has another JSON type than expected.",
        "unknown_field" => "This field does not exist.",
        "unknown_value" => "The value is none of the allowed ones.",
        "not_allowed" => "Another field rules a value out here.",
        "invalid_format" => "The text does not have the expected form.",
        "invalid_ean" => return identifier_detail(&given("reason"), &given("expected"), &given("length")),
        "ean_taken" => "Another meter of this community has this identifier.",
        "invalid_email" => "This is no e-mail address.",
        "invalid_phone" => "This is no telephone number.",
        "unknown_member" => "There is no such member in this community.",
        "member_inactive" => "An inactive member cannot own a meter that still runs.",
        "unknown_community" => "There is no such community in this organisation.",
        "unknown_dso" => "There is no such DSO.",
        "injection_status_required" => "A production chain needs an injection status.",
        "injection_status_not_allowed" => "Without a production chain the injection status is none.",
        "capacity_not_allowed" => "Without a production chain the generating capacity is 0.",
        "voltage_system_mismatch" => "The voltage system does not fit the number of phases.",
        "type_not_in_region" => "This type of community does not exist in this region.",
        "password_too_common" => "This password is easy to guess.",
        "role_scope_mismatch" => "The role needs this place, or must not have it.",
        "role_not_grantable" => "You cannot give this role.",
        "member_holds_meters" => "The member holds meters.",
        "too_long" => return format!("The text is longer than {} characters.", given("max")),
        "too_short" => return format!("The text is shorter than {} characters.", given("min")),
        "too_many" => return format!("There are more than {} entries.", given("max")),
        "out_of_range" => return format!("The number lies outside {} to {}.", given("min"), given("max")),
        "too_many_decimals" => return format!("The number has more than {} decimals.", given("max")),
        "invalid_date" => return invalid_date(params.contains_key("min"), &given("min"), &given("max")),
        "password_too_short" => return format!("The password has fewer than {} characters.", given("min")),
        "ean_check_digit" => return format!("The check digit does not fit; it would be {}.", given("expected")),
        "ean_prefix" => return format!("Identifiers of this country usually begin with {}.", given("expected")),
        "power_over_connection" => {
            return format!("The power is above the {} kVA that {} A carry.", given("max_kva"), given("amperage_a"));
        }
        "dso_hint" => return format!("Identifiers with this beginning are usually those of {}.", given("name")),
        _ => return key_detail(code, given),
    };
    sentence.to_owned()
}

/// The sentence of a code of keys and their readings.
fn key_detail(code: &str, given: impl Fn(&str) -> String) -> String {
    match code {
        "shares_not_100" => format!("The total is {} %, not 100 %.", given("total_percent")),
        "duplicate_consumer" => "Another consumer of the key has this name or meter.".to_owned(),
        "empty_key" => "A key has at least one consumer and one iteration.".to_owned(),
        "unknown_consumer" => format!("The key has no consumer {}.", given("name")),
        "consumer_without_rank" => format!("The consumer {} stands in no rank.", given("name")),
        "series_missing" => "This consumer has no series of readings.".to_owned(),
        "series_length" => format!("The series has {} readings, not {}.", given("length"), given("expected")),
        "missing_reading" => format!("A reading is missing; {} are in this series.", given("count")),
        "negative_reading" => "A reading is below 0.".to_owned(),
        "iterations_over_regional_limit" => {
            format!("The region's model of a key has {} iterations; this one has {}.", given("max"), given("count"))
        }
        _ => "The value is not accepted.".to_owned(),
    }
}

fn invalid_date(limited: bool, min: &str, max: &str) -> String {
    if limited { format!("The date lies outside {min} to {max}.") } else { "This is no calendar date.".to_owned() }
}

fn identifier_detail(reason: &str, expected: &str, length: &str) -> String {
    match reason {
        "length" => format!("The identifier has {length} characters; {expected} are expected."),
        "characters" => "The identifier has characters that do not belong in it.".to_owned(),
        "all_zeros" => "The identifier is all zeros.".to_owned(),
        "prefix" => format!("The identifier does not begin with {expected}."),
        "check_digit" => format!("The check characters do not fit; they would be {expected}."),
        "scientific_notation" => "A spreadsheet has shortened this number; its digits are lost.".to_owned(),
        _ => "The identifier does not have the form used in this country.".to_owned(),
    }
}
