//! The rules of each country's identifiers, and how they are grouped for the eye.

use super::IdScheme;
use crate::violation::{Code, FieldViolation};

/// Digits of a GSRN.
pub(super) const GSRN_LENGTH: usize = 18;

const FR_PRM_LENGTH: usize = 14;
const DE_MALO_LENGTH: usize = 11;
/// Letters of the Spanish check, in the order of their remainders.
const CUPS_LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
/// Letters that a Spanish border point can end with.
const CUPS_POINT_KINDS: &[u8] = b"FPCRXYZ";

/// An `invalid_ean` with its reason.
pub(super) fn invalid(reason: &'static str) -> FieldViolation {
    FieldViolation::with(Code::InvalidEan, "reason", reason)
}

/// Checks a normalised value and returns the form to keep.
pub(super) fn check(scheme: IdScheme, value: String) -> Result<String, FieldViolation> {
    match scheme {
        IdScheme::BeEan | IdScheme::NlEan => check_digits(&value, GSRN_LENGTH)?,
        IdScheme::FrPrm => check_digits(&value, FR_PRM_LENGTH)?,
        IdScheme::EsCups => check_cups(&value)?,
        IdScheme::ItPod => return check_pod(value),
        IdScheme::AtZaehlpunkt => check_point_number(&value, "AT")?,
        IdScheme::DeLocation if value.starts_with("DE") => check_point_number(&value, "DE")?,
        IdScheme::DeLocation => check_malo(&value)?,
        IdScheme::LuPod => check_lettered(&value, "LU", &[33])?,
    }
    Ok(value)
}

fn check_digits(value: &str, length: usize) -> Result<(), FieldViolation> {
    check_characters(value, |b| b.is_ascii_digit())?;
    check_length(value, &[length])?;
    if value.bytes().all(|b| b == b'0') { Err(invalid("all_zeros")) } else { Ok(()) }
}

fn check_characters(value: &str, allowed: impl Fn(u8) -> bool) -> Result<(), FieldViolation> {
    if value.bytes().all(allowed) { Ok(()) } else { Err(invalid("characters")) }
}

fn check_length(value: &str, lengths: &[usize]) -> Result<(), FieldViolation> {
    if lengths.contains(&value.len()) {
        return Ok(());
    }
    let expected: Vec<String> = lengths.iter().map(ToString::to_string).collect();
    Err(invalid("length").and("length", value.len()).and("expected", expected.join("/")))
}

/// Letters and digits behind a country's two letters.
fn check_lettered(value: &str, prefix: &'static str, lengths: &[usize]) -> Result<(), FieldViolation> {
    check_characters(value, |b| b.is_ascii_alphanumeric())?;
    if !value.starts_with(prefix) {
        return Err(invalid("prefix").and("expected", prefix));
    }
    check_length(value, lengths)
}

/// Whether `value` has digits at `range`.
fn has_digits(value: &str, range: std::ops::Range<usize>) -> bool {
    value.get(range).is_some_and(|part| part.bytes().all(|b| b.is_ascii_digit()))
}

/// Spain: `ES`, 16 digits, two letters made of their remainder by 529, and for a border point a digit and a letter.
fn check_cups(value: &str) -> Result<(), FieldViolation> {
    check_lettered(value, "ES", &[20, 22])?;
    let number: u64 = value.get(2..18).and_then(|digits| digits.parse().ok()).ok_or_else(|| invalid("format"))?;
    if let Some([digit, kind]) = value.as_bytes().get(20..)
        && !(digit.is_ascii_digit() && CUPS_POINT_KINDS.contains(kind))
    {
        return Err(invalid("format"));
    }
    let remainder = usize::try_from(number % 529).unwrap_or_default();
    let expected: String =
        [remainder / 23, remainder % 23].iter().map(|&place| char::from(CUPS_LETTERS[place])).collect();
    if value.get(18..20) == Some(&expected) { Ok(()) } else { Err(invalid("check_digit").and("expected", expected)) }
}

/// Italy: `IT`, three digits, `E`, eight digits. A fifteenth character is a control that not every
/// bill prints, so the first fourteen are kept.
fn check_pod(mut value: String) -> Result<String, FieldViolation> {
    check_lettered(&value, "IT", &[14, 15])?;
    if !(has_digits(&value, 2..5) && value.get(5..6) == Some("E") && has_digits(&value, 6..14)) {
        return Err(invalid("format"));
    }
    value.truncate(14);
    Ok(value)
}

/// Austria and Germany: 33 characters, the network operator's six digits, a postcode of five digits, and
/// twenty letters or digits of the operator's own.
fn check_point_number(value: &str, country: &'static str) -> Result<(), FieldViolation> {
    check_lettered(value, country, &[33])?;
    if has_digits(value, 2..13) { Ok(()) } else { Err(invalid("format")) }
}

/// Germany, market location: eleven digits, the first not 0, the last a check digit (odd places
/// from the left count once, even ones twice, up to the next ten).
fn check_malo(value: &str) -> Result<(), FieldViolation> {
    if !value.bytes().all(|b| b.is_ascii_digit()) {
        return Err(if value.bytes().all(|b| b.is_ascii_alphanumeric()) {
            invalid("prefix").and("expected", "DE")
        } else {
            invalid("characters")
        });
    }
    check_length(value, &[DE_MALO_LENGTH, 33])?;
    if value.starts_with('0') || value.len() != DE_MALO_LENGTH {
        return Err(invalid("format"));
    }
    let (data, last) = value.split_at(DE_MALO_LENGTH - 1);
    let sum: u32 =
        data.bytes().enumerate().map(|(place, b)| u32::from(b - b'0') * if place % 2 == 0 { 1 } else { 2 }).sum();
    let expected = ((10 - sum % 10) % 10).to_string();
    if last == expected { Ok(()) } else { Err(invalid("check_digit").and("expected", expected)) }
}

/// The value in groups separated by spaces.
pub(super) fn display(scheme: IdScheme, value: &str) -> String {
    let first: &[usize] = match scheme {
        IdScheme::BeEan | IdScheme::NlEan => &[],
        IdScheme::FrPrm => &[2],
        IdScheme::EsCups => &[2, 4, 4, 4, 4, 2, 2],
        IdScheme::ItPod => &[5, 1, 4, 4],
        IdScheme::DeLocation if !value.starts_with("DE") => &[2],
        IdScheme::AtZaehlpunkt | IdScheme::DeLocation => &[2, 6, 5, 5, 5, 5, 5],
        IdScheme::LuPod => &[2, 4, 4, 4, 4, 4, 4, 4, 3],
    };
    let mut out = String::with_capacity(value.len() * 4 / 3 + 2);
    let mut sizes = first.iter().copied().chain(std::iter::repeat(3));
    let mut left = 0;
    for (index, c) in value.chars().enumerate() {
        if left == 0 {
            left = sizes.next().unwrap_or(3);
            if index > 0 {
                out.push(' ');
            }
        }
        out.push(c);
        left -= 1;
    }
    out
}
