//! Reading one value from what was typed: the value, or a violation and a stand-in.

use chrono::NaiveDate;
use domain::quantity::{Decimal, DecimalError, Kva};
use domain::violation::{Code, FieldViolation, Params, Violations};
use std::str::FromStr;

/// A value of a vocabulary.
pub fn known<T: FromStr>(text: &str) -> Result<T, FieldViolation> {
    match text {
        "" => Err(Code::Required.into()),
        text => text.parse().map_err(|_| Code::UnknownValue.into()),
    }
}

/// A value of a vocabulary that must be chosen.
pub fn choice<T: FromStr>(violations: &mut Violations, pointer: &str, text: &str, stand_in: T) -> T {
    violations.check(pointer, known(text)).unwrap_or(stand_in)
}

/// A quantity, with comma or point.
pub fn number(violations: &mut Violations, pointer: &str, text: &str, stand_in: Decimal) -> Decimal {
    let read = || -> Result<Decimal, FieldViolation> {
        if text.trim().is_empty() {
            return Err(Code::Required.into());
        }
        Decimal::parse(text).map_err(|error| match error {
            DecimalError::NotANumber => FieldViolation::with(Code::WrongType, "reason", "number"),
            DecimalError::TooManyDecimals => {
                FieldViolation::with(Code::TooManyDecimals, "max", i64::from(Kva::DECIMALS))
            }
            DecimalError::TooLarge => {
                let max = Decimal::new(Kva::MAX_UNITS, Kva::DECIMALS).to_string();
                FieldViolation {
                    code: Code::OutOfRange,
                    params: Params::from([("min", "0".into()), ("max", max.into())]),
                }
            }
        })
    };
    violations.check(pointer, read()).unwrap_or(stand_in)
}

/// A day.
pub fn day(violations: &mut Violations, pointer: &str, text: &str) -> NaiveDate {
    let read = match text {
        "" => Err(Code::Required.into()),
        text => text.parse().map_err(|_| Code::InvalidDate.into()),
    };
    // Any day between 1900 and 2199 does as a stand-in; chrono's default is 1970-01-01.
    violations.check(pointer, read).unwrap_or_default()
}
