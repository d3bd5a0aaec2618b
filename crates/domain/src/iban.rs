//! International bank account numbers (ISO 13616): reading, checking, showing.
//!
//! Must never know: whose account it is, or whether it exists.

use crate::text::is_invisible;
use crate::violation::{Code, FieldViolation};
use std::fmt;

/// The countries that use it, each with the length of its numbers, from the SWIFT registry.
const LENGTHS: [(&str, usize); 89] = [
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HN", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

/// An account number, kept compact: upper case, without spaces.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Iban(String);

impl Iban {
    /// Reads an account number as people write it; spaces of any kind, dots and dashes are taken off, and so is
    /// the word `IBAN` in front.
    ///
    /// # Errors
    /// `required` when nothing is left, else `invalid_iban` with a `reason`: `characters`, `country` (which has
    /// none, or does not exist), `length` (with the `length` and what was `expected`), or `check_digits`.
    pub fn parse(text: &str) -> Result<Self, FieldViolation> {
        let compact = compact(text);
        let value = compact.strip_prefix("IBAN").unwrap_or(&compact);
        if value.is_empty() {
            return Err(Code::Required.into());
        }
        if !value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(invalid("characters"));
        }
        let Some((country, rest)) = value.split_at_checked(2) else { return Err(invalid("country")) };
        let expected = length_in(country).ok_or_else(|| invalid("country"))?;
        if value.len() != expected {
            return Err(invalid("length").and("length", value.len()).and("expected", expected));
        }
        match rest.split_at_checked(2) {
            Some((check, account)) if check == check_digits(country, account) => Ok(Self(value.to_owned())),
            _ => Err(invalid("check_digits")),
        }
    }

    /// The account number of a field that may be absent or empty.
    ///
    /// # Errors
    /// As [`Iban::parse`].
    pub fn parse_optional(text: Option<&str>) -> Result<Option<Self>, FieldViolation> {
        match text.map(compact) {
            Some(text) if !text.is_empty() => Self::parse(&text).map(Some),
            _ => Ok(None),
        }
    }

    /// An account number that was checked when it was stored.
    #[must_use]
    pub const fn from_stored(value: String) -> Self {
        Self(value)
    }

    /// The number without spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An account number is nobody's business in a log: only its country and its last three characters show.
impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&masked(&self.0))
    }
}

/// An account number in groups of four, as it is written on paper.
#[must_use]
pub fn grouped(compact: &str) -> String {
    let mut out = String::with_capacity(compact.len() + compact.len() / 4);
    for (place, c) in compact.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// What is shown of an account number where nobody needs the whole of it, such as `BE•• •••• •••• •034`.
#[must_use]
pub fn masked(compact: &str) -> String {
    let hidden = 2..compact.chars().count().saturating_sub(3);
    let masked: String =
        compact.chars().enumerate().map(|(at, c)| if hidden.contains(&at) { '•' } else { c }).collect();
    grouped(&masked)
}

/// The two digits that belong behind the country: 98 less the remainder by 97, letters counting from A = 10.
fn check_digits(country: &str, account: &str) -> String {
    let digits = account.chars().chain(country.chars()).filter_map(|c| c.to_digit(36)).chain([0, 0]);
    let remainder = digits.fold(0, |rest, value| {
        let shift = if value > 9 { 100 } else { 10 };
        (rest * shift + value) % 97
    });
    format!("{:02}", 98 - remainder)
}

fn length_in(country: &str) -> Option<usize> {
    LENGTHS.iter().find(|(known, _)| *known == country).map(|(_, length)| *length)
}

fn compact(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !is_invisible(*c) && !matches!(c, '.' | '-' | '‐'..='―');
    text.chars().filter(kept).map(|c| c.to_ascii_uppercase()).collect()
}

fn invalid(reason: &'static str) -> FieldViolation {
    FieldViolation::with(Code::InvalidIban, "reason", reason)
}
