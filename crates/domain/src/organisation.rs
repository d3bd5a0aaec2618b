//! Organisations: the tenants.

use crate::text::required_text;
use crate::violation::Violations;

/// Longest name of an organisation or a community.
pub const NAME_MAX: usize = 200;

/// What can be set of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationFields {
    /// Its name, 1 to 200 characters.
    pub name: String,
}

impl OrganisationFields {
    /// Checks the fields as they were typed.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn new(name: &str) -> Result<Self, Violations> {
        let mut violations = Violations::default();
        let name = violations.check("/name", required_text(name, 1, NAME_MAX));
        violations.into_result(|| Some(Self { name: name? }))
    }
}
