//! Percentages as they are typed and as they are proposed: comma or point, at most four decimals, never a float.

use crate::i18n::locale;
use domain::key::{Percent, percentage};
use domain::quantity::{Decimal, DecimalError};
use domain::violation::{Code, FieldViolation};
use domain::vocabulary::Locale;

/// Reads what was typed; a percent sign does no harm.
///
/// # Errors
/// When nothing stands there, or no number.
pub fn read(typed: &str) -> Result<Decimal, FieldViolation> {
    let typed = typed.trim().trim_end_matches('%');
    if typed.trim().is_empty() {
        return Err(Code::Required.into());
    }
    Decimal::parse(typed).map_err(|error| match error {
        DecimalError::NotANumber => FieldViolation::with(Code::WrongType, "reason", "number"),
        DecimalError::TooManyDecimals => {
            FieldViolation::with(Code::TooManyDecimals, "max", i64::from(Percent::DECIMALS))
        }
        DecimalError::TooLarge => FieldViolation::with(Code::OutOfRange, "min", 0_i64).and("max", 100_i64),
    })
}

/// The percentage that was typed, if it is one.
pub fn parse(typed: &str) -> Option<Percent> {
    Percent::try_from(read(typed).ok()?).ok()
}

/// A percentage as a field proposes it.
pub fn text(percent: Percent) -> String {
    of_millionths(i64::from(percent.millionths()))
}

/// Millionths of any sign, as the language writes a percentage.
pub fn of_millionths(millionths: i64) -> String {
    localised(&percentage(millionths).to_string(), locale())
}

fn localised(text: &str, locale: Locale) -> String {
    if locale == Locale::En { text.to_owned() } else { text.replace('.', ",") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_people_type_is_read_exactly() {
        for (typed, millionths) in [
            ("70", 700_000),
            (" 33,3334 ", 333_334),
            ("33.3333", 333_333),
            ("40 %", 400_000),
            ("0", 0),
            ("100,0000", 1_000_000),
        ] {
            assert_eq!(parse(typed).map(Percent::millionths), Some(millionths), "{typed}");
        }
        for typed in ["", "abc", "101", "-1", "50.00001", "%", "1e2"] {
            assert_eq!(parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_mistake_says_what_it_is() {
        assert_eq!(read("  ").unwrap_err().code, Code::Required);
        assert_eq!(read("half").unwrap_err().code, Code::WrongType);
        assert_eq!(read(&"9".repeat(30)).unwrap_err().code, Code::OutOfRange);
    }

    #[test]
    fn a_proposal_has_the_mark_of_the_language() {
        assert_eq!(localised("33.3334", Locale::Fr), "33,3334");
        assert_eq!(localised("33.3334", Locale::En), "33.3334");
    }
}
