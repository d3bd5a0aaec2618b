//! Enterprise and VAT numbers: the Belgian one by its check digits, those of other countries by their form.
//!
//! The canonical form is that of the VAT number: the country, then digits and letters without separators, such
//! as `BE0403019261`. Must never know: whether such an enterprise exists.

use crate::text::is_invisible;
use crate::violation::{Code, FieldViolation};
use std::fmt;

/// Digits of a Belgian number, the first of them 0 or 1.
const BELGIAN_LENGTH: usize = 10;

/// The form of a number in the countries communities are in: `9` stands for a digit, `X` for a digit or letter,
/// anything else for itself. Other countries have the general form of a VAT number.
const FORMS: [(&str, &str); 7] = [
    ("AT", "U99999999"),
    ("DE", "999999999"),
    ("ES", "X9999999X"),
    ("FR", "XX999999999"),
    ("IT", "99999999999"),
    ("LU", "99999999"),
    ("NL", "999999999BXX"),
];

/// A checked number in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnterpriseNumber(String);

impl EnterpriseNumber {
    /// Reads a number as people write it: `BE 0403.019.261`, `0403.019.261` and `403019261`, whose leading zero
    /// a spreadsheet has taken off, are the same. Without a country it is Belgian.
    ///
    /// # Errors
    /// `required` when nothing is left, else `invalid_enterprise_number` with a `reason`: `characters`, `length`
    /// (with the `length` and what was `expected`), `first_digit`, `check_digits` or `format`.
    pub fn parse(text: &str) -> Result<Self, FieldViolation> {
        let compact = compact(text);
        if compact.is_empty() {
            return Err(Code::Required.into());
        }
        if !compact.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(invalid("characters"));
        }
        let country = compact.get(..2).filter(|country| country.bytes().all(|byte| byte.is_ascii_uppercase()));
        match country {
            None => belgian(&compact),
            Some("BE") => belgian(compact.trim_start_matches("BE")),
            Some(country) if has_form(country, &compact[2..]) => Ok(Self(compact)),
            Some(_) => Err(invalid("format")),
        }
    }

    /// The number of a field that may be absent or empty.
    ///
    /// # Errors
    /// As [`EnterpriseNumber::parse`].
    pub fn parse_optional(text: Option<&str>) -> Result<Option<Self>, FieldViolation> {
        match text.map(compact) {
            Some(text) if !text.is_empty() => Self::parse(&text).map(Some),
            _ => Ok(None),
        }
    }

    /// A number that was checked when it was stored.
    #[must_use]
    pub const fn from_stored(value: String) -> Self {
        Self(value)
    }

    /// The canonical form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EnterpriseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A canonical number as it is written in its country, such as `BE 0403.019.261`.
#[must_use]
pub fn grouped(canonical: &str) -> String {
    match (canonical.get(..2), canonical.get(2..6), canonical.get(6..9), canonical.get(9..)) {
        (Some("BE"), Some(first), Some(middle), Some(last)) => format!("BE {first}.{middle}.{last}"),
        (Some(country), ..) => format!("{country} {}", &canonical[2..]),
        (None, ..) => canonical.to_owned(),
    }
}

/// What to look for among canonical numbers and account numbers when somebody searches for `text`: its letters
/// and digits in lower case. None when it has none.
#[must_use]
pub fn search_fragment(text: &str) -> Option<String> {
    let fragment: String = compact(text).to_ascii_lowercase();
    (!fragment.is_empty() && fragment.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(fragment)
}

/// Ten digits, of which the last two are 97 less the remainder of the others by 97.
fn belgian(digits: &str) -> Result<EnterpriseNumber, FieldViolation> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(invalid("characters"));
    }
    let digits = if digits.len() + 1 == BELGIAN_LENGTH { format!("0{digits}") } else { digits.to_owned() };
    if digits.len() != BELGIAN_LENGTH {
        return Err(invalid("length").and("length", digits.len()).and("expected", BELGIAN_LENGTH));
    }
    if !digits.starts_with(['0', '1']) {
        return Err(invalid("first_digit"));
    }
    let (number, check) = digits.split_at(BELGIAN_LENGTH - 2);
    let remainder = number.bytes().fold(0_u32, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    let is_nothing = number.bytes().all(|digit| digit == b'0');
    if is_nothing || format!("{:02}", 97 - remainder) != check {
        return Err(invalid("check_digits"));
    }
    Ok(EnterpriseNumber(format!("BE{digits}")))
}

fn has_form(country: &str, number: &str) -> bool {
    match FORMS.iter().find(|(known, _)| *known == country) {
        Some((_, form)) => form.len() == number.len() && form.bytes().zip(number.bytes()).all(fits),
        None => (2..=13).contains(&number.len()) && number.bytes().any(|byte| byte.is_ascii_digit()),
    }
}

const fn fits((form, byte): (u8, u8)) -> bool {
    match form {
        b'9' => byte.is_ascii_digit(),
        b'X' => byte.is_ascii_alphanumeric(),
        itself => byte == itself,
    }
}

fn compact(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !is_invisible(*c) && !matches!(c, '.' | '·' | '-' | '‐'..='―' | '/');
    text.chars().filter(kept).map(|c| c.to_ascii_uppercase()).collect()
}

fn invalid(reason: &'static str) -> FieldViolation {
    FieldViolation::with(Code::InvalidEnterpriseNumber, "reason", reason)
}
