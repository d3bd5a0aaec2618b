//! One cell: what is written into a file, and the text that is left of one that was read.

use chrono::NaiveDate;
use domain::quantity::Decimal;

/// A cell to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Nothing.
    Empty,
    /// A text, kept as it is: never a number, a date or a formula.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A day.
    Day(NaiveDate),
}

impl Cell {
    /// A text, or nothing when there is none.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

/// A text that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe.
pub(super) fn guarded(text: &str) -> String {
    if begins_like_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// What somebody meant by a cell: without the wrapper `="…"`, without the apostrophe of [`guarded`].
pub(super) fn plain(text: &str) -> &str {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return inner.trim();
    }
    match text.strip_prefix('\'') {
        Some(rest) if begins_like_formula(rest) => rest,
        _ => text,
    }
}

fn begins_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// True for a number that a spreadsheet has shortened, such as `5.41449E+17`: its digits are lost.
///
/// Only with a sign after the `E`, as spreadsheets write it: `12E4` may be the number of a device.
pub(crate) fn is_scientific_notation(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.trim().split_once(['E', 'e']) else { return false };
    let Some(digits) = exponent.strip_prefix(['+', '-']) else { return false };
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction) && all_digits(digits) && digits.len() <= 3
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_guarded_and_comes_back() {
        for text in ["=1+1", "+32 2 555 00 00", "-1", "@sum", "=cmd|' /C calc'!A0", "＝1"] {
            let guarded = guarded(text);
            assert_eq!(guarded, format!("'{text}"));
            assert_eq!(plain(&guarded), text);
        }
        for text in ["", "Rue Haute", "12A", "'t Zand", "O'Neil"] {
            assert_eq!(guarded(text), text);
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn the_wrapper_of_spreadsheets_goes() {
        assert_eq!(plain("=\"541448820000000008\""), "541448820000000008");
        assert_eq!(plain("  =\" 12 \" "), "12");
        assert_eq!(plain("="), "=");
    }

    #[test]
    fn shortened_numbers_are_known() {
        for text in ["5.41449E+17", "5,41449e+17", "1E+18", " 2.5E-3 ", "-1.5E+20"] {
            assert!(is_scientific_notation(text), "{text}");
        }
        for text in ["541448820000000008", "12E4", "1SAG11E+0", "E+17", "5.E+17", "5.4.1E+17", "Rue E+1", "1E+1234", ""]
        {
            assert!(!is_scientific_notation(text), "{text}");
        }
    }
}
