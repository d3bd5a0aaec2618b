//! Violations and warnings of `domain` as they stand on the wire, with an English sentence.
//!
//! The sentence is for developers reading an answer; screens translate the code and its values.

use crate::{FieldError, WarningNote};
use domain::readings::file::{Fault, FaultCode};
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
        "period_exists" => "Another period of this meter begins on this day.",
        "invalid_email" => "This is no e-mail address.",
        "invalid_iban" => return iban_detail(&given("reason"), &given("expected"), &given("length")),
        "invalid_enterprise_number" => {
            return enterprise_detail(&given("reason"), &given("expected"), &given("length"));
        }
        "invalid_phone" => "This is no telephone number.",
        "unknown_member" => "There is no such member in this community.",
        "member_inactive" => "An inactive member cannot own a meter that still runs.",
        "unknown_community" => "There is no such community in this organisation.",
        "unknown_meter" => "There is no such meter in this community.",
        "unknown_key" => "There is no such key, or version of it, in this community.",
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
        "out_of_range" if params.get("reason").is_some_and(|reason| reason == "date") => {
            return invalid_date(true, &given("min"), &given("max"));
        }
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
        _ => optimisation_detail(code, given),
    }
}

/// The sentence of a code of optimisations and fixings.
fn optimisation_detail(code: &str, given: impl Fn(&str) -> String) -> String {
    match code {
        "duplicate_value" => "Another entry of the list is the same.".to_owned(),
        "wrong_length" => format!("The list has {} entries, not {}.", given("length"), given("expected")),
        "not_first_of_month" => "A delivery begins and ends on the first day of a month.".to_owned(),
        "unknown_period" => "No consumption period of the optimisation begins on this day.".to_owned(),
        "below_minimum_fixing" => format!("The contract lets one fix {} % at once, not less.", given("min")),
        "fixed_over_100" => format!("Only {} % of the period is left to fix.", given("left_percent")),
        "unknown_advice" => "The period has no such advice that is open.".to_owned(),
        "forecast_not_shared" => "This forecast is not shared with the customer.".to_owned(),
        _ => table_detail(code, given),
    }
}

/// The sentence of a code of a table that is imported.
fn table_detail(code: &str, given: impl Fn(&str) -> String) -> String {
    match code {
        "empty_file" => "The file is empty.".to_owned(),
        "not_a_table" => "The file is neither CSV nor XLSX.".to_owned(),
        "no_rows" => "Below its header the table has no rows.".to_owned(),
        "too_many_columns" => format!("The table has {} columns; {} are allowed.", given("count"), given("max")),
        "too_many_rows" => format!("The table has more than {} rows.", given("max")),
        "unpacks_too_large" => format!("The file unpacks to more than {} MB.", given("max_mb")),
        "missing_column" => format!("The table has no column {}.", given("column")),
        "duplicate_column" => format!("Two columns of the table are {}.", given("column")),
        "row_too_long" => "The row has more cells than the header has columns.".to_owned(),
        "duplicate_row" => format!("Row {} of the file is about the same thing.", given("row")),
        "scientific_notation" => "A spreadsheet has shortened this number; its digits are lost.".to_owned(),
        "ambiguous_member" => format!("{} members are called this; give the e-mail.", given("count")),
        _ => customer_detail(code).to_owned(),
    }
}

/// The sentence of a code of customer accounts and forecasts.
fn customer_detail(code: &str) -> &'static str {
    match code {
        "immutable" => "This never changes once it is set.",
        "editor_not_allowed" => "Without access to the application nobody edits for the customer.",
        "services_not_allowed" => "Without access to the application there are no services.",
        "unknown_market" => "There is no such market.",
        "duplicate_market" => "Another service of the account is on this market.",
        "client_forecast_needs_base" => "Share the forecast of the application or the manager, too.",
        "below_used" => "There are more optimisations already.",
        "manager_forecast_unavailable" => "The organisation has published no forecast of this market.",
        "unknown_kam" => "Nobody of this id looks after accounts of the organisation.",
        "duplicate_product" => "Another series of the forecast is of this product.",
        "not_ascending" => "The day is not after the one before it.",
        "scenarios_cross" => "The scenarios cross: low, mid and high follow each other upwards.",
        _ => "The value is not accepted.",
    }
}

fn invalid_date(limited: bool, min: &str, max: &str) -> String {
    if limited { format!("The date lies outside {min} to {max}.") } else { "This is no calendar date.".to_owned() }
}

fn iban_detail(reason: &str, expected: &str, length: &str) -> String {
    match reason {
        "characters" => "The account number has characters that do not belong in it.".to_owned(),
        "country" => "No country with account numbers of this kind has this code.".to_owned(),
        "length" => format!("The account number has {length} characters; {expected} are expected."),
        "check_digits" => "The check digits of the account number do not fit.".to_owned(),
        _ => "This is no international bank account number.".to_owned(),
    }
}

fn enterprise_detail(reason: &str, expected: &str, length: &str) -> String {
    match reason {
        "characters" => "The enterprise number has characters that do not belong in it.".to_owned(),
        "length" => format!("The enterprise number has {length} digits; {expected} are expected."),
        "first_digit" => "A Belgian enterprise number begins with 0 or 1.".to_owned(),
        "check_digits" => "The check digits of the enterprise number do not fit.".to_owned(),
        "format" => "The number does not have the form used in this country.".to_owned(),
        _ => "This is no enterprise or VAT number.".to_owned(),
    }
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

/// A fault of a file of readings at `pointer`; `params` say its row and, where they are known, its column and sheet.
#[must_use]
pub fn reading_fault(pointer: &str, fault: Fault) -> FieldError {
    let Fault { code, place, params } = fault;
    let mut params = values(params);
    let sentence = reading_detail(code, &params);
    let mut at = format!("row {}", place.row);
    params.insert("row".to_owned(), place.row.into());
    if let Some(column) = place.column {
        params.insert("column".to_owned(), column.into());
        at = format!("{at}, column {column}");
    }
    if let Some(sheet) = place.sheet {
        params.insert("sheet".to_owned(), sheet.as_str().into());
        at = format!("sheet {sheet}, {at}");
    }
    let detail = format!("{sentence} ({at})");
    FieldError { pointer: pointer.to_owned(), code: code.as_str().to_owned(), detail, params }
}

/// The sentence of a code of a file of readings.
fn reading_detail(code: FaultCode, params: &BTreeMap<String, Value>) -> String {
    let given = |name: &str| params.get(name).map_or_else(|| "?".to_owned(), ToString::to_string);
    match code {
        FaultCode::UnknownHeader => "The first row is the header of no known layout.".to_owned(),
        FaultCode::WrongSeparator => "Cells are separated by another sign than it seems.".to_owned(),
        FaultCode::RowTooLong => format!("The row has {} cells where the header has {}.", given("found"), given("max")),
        FaultCode::MissingDirection => "The column says neither offtake nor injection.".to_owned(),
        FaultCode::UnknownRegister => "The register is neither one of offtake nor one of injection.".to_owned(),
        FaultCode::UnknownUnit => "The unit is none of Wh, kWh and kW.".to_owned(),
        FaultCode::NotAnInstant => "This is no date with a time.".to_owned(),
        FaultCode::MissingOffset => "The time does not say how far it lies from UTC.".to_owned(),
        FaultCode::OutOfYears => format!("The date lies outside the years {} to {}.", given("min"), given("max")),
        FaultCode::NotAQuarterHour if params.contains_key("minutes") => {
            format!("The reading is of {} minutes, not of a quarter-hour.", given("minutes"))
        }
        FaultCode::NotAQuarterHour => "The time is not one at which a quarter-hour begins.".to_owned(),
        FaultCode::NotALocalTime => "No clock in Brussels showed this time: in March it skips an hour.".to_owned(),
        FaultCode::ThirdRepetition => "The clock showed this time twice, and the file has it a third time.".to_owned(),
        FaultCode::NotAscending => "The row is earlier than one above it.".to_owned(),
        FaultCode::NotANumber => "This is no number.".to_owned(),
        FaultCode::MixedDecimalMarks => "Decimal commas and decimal points are mixed.".to_owned(),
        FaultCode::ReadingTooLarge => format!("The reading is above {} Wh.", given("max_wh")),
        FaultCode::TooManySeries => format!("The file has more than {} meters and directions.", given("max")),
        FaultCode::TooManyReadings => format!("The file spans more than {} quarter-hours.", given("max")),
        FaultCode::NoReadings => "There is no reading below the header.".to_owned(),
        FaultCode::InvalidEan | FaultCode::NegativeReading => detail(code.as_str(), params),
    }
}
