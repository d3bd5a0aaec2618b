//! Communities: what can be set of one, and which legal forms a region knows.

use crate::organisation::NAME_MAX;
use crate::text::{Email, optional_phone, required_text};
use crate::violation::{Code, Violations};
use crate::vocabulary::{CommunityType, Region};

/// What can be set of a community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommunityFields {
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// The region whose rules it follows.
    pub region: Region,
    /// Its legal form, one that the region knows.
    pub kind: CommunityType,
    /// E-mail of its contact.
    pub contact_email: Option<Email>,
    /// Telephone of its contact.
    pub contact_phone: Option<String>,
}

/// The fields of a community as they were typed.
#[derive(Debug, Clone, Copy)]
pub struct CommunityDraft<'a> {
    /// Its name.
    pub name: &'a str,
    /// The region whose rules it follows.
    pub region: Region,
    /// Its legal form.
    pub kind: CommunityType,
    /// E-mail of its contact.
    pub contact_email: Option<&'a str>,
    /// Telephone of its contact.
    pub contact_phone: Option<&'a str>,
}

impl CommunityDraft<'_> {
    /// Checks every field.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self) -> Result<CommunityFields, Violations> {
        let mut violations = Violations::default();
        let name = violations.check("/name", required_text(self.name, 1, NAME_MAX));
        if !self.kind.exists_in(self.region) {
            violations.add("/type", Code::TypeNotInRegion);
        }
        let email = violations.check("/contact_email", Email::parse_optional(self.contact_email));
        let phone = violations.check("/contact_phone", optional_phone(self.contact_phone));
        let (region, kind) = (self.region, self.kind);
        violations.into_result(|| {
            Some(CommunityFields { name: name?, region, kind, contact_email: email?, contact_phone: phone? })
        })
    }
}

impl CommunityType {
    /// Whether the law of a region knows this form. Brussels alone has local communities; the
    /// others exist in all of Belgium and, under their own names, in the neighbouring countries.
    #[must_use]
    pub const fn exists_in(self, region: Region) -> bool {
        !matches!(self, Self::Local) || matches!(region, Region::Brussels)
    }

    /// The forms a region knows, in the order they are offered.
    pub fn of(region: Region) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |kind| kind.exists_in(region))
    }
}
