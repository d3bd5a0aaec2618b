//! Where an installation or a person is.

use crate::text::{clean, optional_text, required_text};
use crate::violation::{Code, FieldViolation, Violations};

/// Longest street.
pub const STREET_MAX: usize = 200;
/// Longest house number and box.
pub const NUMBER_MAX: usize = 20;
/// Longest postcode.
pub const POSTCODE_MAX: usize = 12;
/// Longest city.
pub const CITY_MAX: usize = 100;

/// Where an installation or a person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Street, 1 to 200 characters.
    pub street: String,
    /// House number as text, such as `12A`; 1 to 20 characters.
    pub number: String,
    /// Box, at most 20 characters.
    pub r#box: Option<String>,
    /// Postcode, 1 to 12 characters.
    pub postcode: String,
    /// City, 1 to 100 characters.
    pub city: String,
    /// ISO 3166 two-letter country code, upper case.
    pub country: String,
}

/// The fields of an address as they were typed.
#[derive(Debug, Clone, Copy)]
pub struct AddressDraft<'a> {
    /// Street.
    pub street: &'a str,
    /// House number.
    pub number: &'a str,
    /// Box.
    pub r#box: Option<&'a str>,
    /// Postcode.
    pub postcode: &'a str,
    /// City.
    pub city: &'a str,
    /// Country code.
    pub country: &'a str,
}

impl AddressDraft<'_> {
    /// Checks every field; pointers begin with `at`, such as `/address`.
    pub fn check(&self, at: &str, violations: &mut Violations) -> Option<Address> {
        let pointer = |field: &str| format!("{at}/{field}");
        let street = violations.check(&pointer("street"), required_text(self.street, 1, STREET_MAX));
        let number = violations.check(&pointer("number"), required_text(self.number, 1, NUMBER_MAX));
        let r#box = violations.check(&pointer("box"), optional_text(self.r#box, NUMBER_MAX));
        let postcode = violations.check(&pointer("postcode"), required_text(self.postcode, 1, POSTCODE_MAX));
        let city = violations.check(&pointer("city"), required_text(self.city, 1, CITY_MAX));
        let country = violations.check(&pointer("country"), country(self.country));
        Some(Address {
            street: street?,
            number: number?,
            r#box: r#box?,
            postcode: postcode?,
            city: city?,
            country: country?,
        })
    }
}

fn country(text: &str) -> Result<String, FieldViolation> {
    let code = clean(text).to_ascii_uppercase();
    match code.as_bytes() {
        [] => Err(Code::Required.into()),
        [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(code),
        _ => Err(Code::InvalidFormat.into()),
    }
}
