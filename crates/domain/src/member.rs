//! Members: what can be set of one, how they are called, and when one may leave.

use crate::address::{Address, AddressDraft};
use crate::enterprise::EnterpriseNumber;
use crate::iban::Iban;
use crate::text::{Email, optional_phone, optional_text, required_text};
use crate::violation::{Code, FieldViolation, Violations};
use crate::vocabulary::{MemberKind, MemberStatus};

/// Longest first or last name.
pub const PERSON_NAME_MAX: usize = 100;
/// Longest name of a company.
pub const COMPANY_NAME_MAX: usize = 200;

/// What can be set of a member, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberFields {
    /// Person or company.
    pub kind: MemberKind,
    /// First name of a person, or of a company's contact.
    pub first_name: Option<String>,
    /// Last name; a person always has one.
    pub last_name: Option<String>,
    /// Name of the company; a company always has one, a person never.
    pub company_name: Option<String>,
    /// E-mail.
    pub email: Option<Email>,
    /// Telephone, as typed.
    pub phone: Option<String>,
    /// Where the member lives or has their seat.
    pub address: Option<Address>,
    /// Where statements go, when that is elsewhere.
    pub billing_address: Option<Address>,
    /// The account that is credited or debited.
    pub iban: Option<Iban>,
    /// Enterprise or VAT number.
    pub enterprise_number: Option<EnterpriseNumber>,
    /// Where the member stands.
    pub status: MemberStatus,
}

/// The fields of a member as they were typed.
#[derive(Debug, Clone, Copy)]
pub struct MemberDraft<'a> {
    /// Person or company.
    pub kind: MemberKind,
    /// First name.
    pub first_name: Option<&'a str>,
    /// Last name.
    pub last_name: Option<&'a str>,
    /// Name of the company.
    pub company_name: Option<&'a str>,
    /// E-mail.
    pub email: Option<&'a str>,
    /// Telephone.
    pub phone: Option<&'a str>,
    /// Address.
    pub address: Option<AddressDraft<'a>>,
    /// Where statements go, when that is elsewhere.
    pub billing_address: Option<AddressDraft<'a>>,
    /// International bank account number.
    pub iban: Option<&'a str>,
    /// Enterprise or VAT number.
    pub enterprise_number: Option<&'a str>,
    /// Where the member stands.
    pub status: MemberStatus,
}

impl MemberDraft<'_> {
    /// Checks every field.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self) -> Result<MemberFields, Violations> {
        let mut violations = Violations::default();
        let first_name = violations.check("/first_name", optional_text(self.first_name, PERSON_NAME_MAX));
        let last_name = violations.check("/last_name", self.checked_last_name());
        let company_name = violations.check("/company_name", self.checked_company_name());
        let email = violations.check("/email", Email::parse_optional(self.email));
        let phone = violations.check("/phone", optional_phone(self.phone));
        let address = checked_address(self.address, "/address", &mut violations);
        let billing_address = checked_address(self.billing_address, "/billing_address", &mut violations);
        let iban = violations.check("/iban", Iban::parse_optional(self.iban));
        let number = EnterpriseNumber::parse_optional(self.enterprise_number);
        let enterprise_number = violations.check("/enterprise_number", number);
        let (kind, status) = (self.kind, self.status);
        violations.into_result(|| {
            Some(MemberFields {
                kind,
                first_name: first_name?,
                last_name: last_name?,
                company_name: company_name?,
                email: email?,
                phone: phone?,
                address,
                billing_address,
                iban: iban?,
                enterprise_number: enterprise_number?,
                status,
            })
        })
    }

    fn checked_last_name(&self) -> Result<Option<String>, FieldViolation> {
        match self.kind {
            MemberKind::Person => required_text(self.last_name.unwrap_or_default(), 1, PERSON_NAME_MAX).map(Some),
            MemberKind::Company => optional_text(self.last_name, PERSON_NAME_MAX),
        }
    }

    fn checked_company_name(&self) -> Result<Option<String>, FieldViolation> {
        match (self.kind, optional_text(self.company_name, COMPANY_NAME_MAX)?) {
            (MemberKind::Company, None) => Err(Code::Required.into()),
            (MemberKind::Person, Some(_)) => Err(Code::NotAllowed.into()),
            (_, name) => Ok(name),
        }
    }
}

/// An address that may be absent as a whole. One that is wrong is absent, too: its violations refuse the member.
fn checked_address(draft: Option<AddressDraft<'_>>, at: &str, violations: &mut Violations) -> Option<Address> {
    draft.and_then(|draft| draft.check(at, violations))
}

impl MemberFields {
    /// `first last` of a person, the name of a company.
    #[must_use]
    pub fn display_name(&self) -> String {
        let person = [&self.first_name, &self.last_name];
        let words: Vec<&str> = match self.kind {
            MemberKind::Person => person.iter().filter_map(|name| name.as_deref()).collect(),
            MemberKind::Company => self.company_name.as_deref().into_iter().collect(),
        };
        words.join(" ")
    }
}

/// A member cannot go: they hold these meters today or from a later day on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the member holds meters")]
pub struct HoldsMeters {
    /// Identifiers of the meters.
    pub eans: Vec<String>,
}

/// Whether a member may get the status `next` (`None`: be deleted) while they hold the meters `live`.
///
/// A meter is live for its owner when one of its configurations names them in a period that
/// [reaches](crate::timeline::Period::reaches) today or a later day.
///
/// # Errors
/// [`HoldsMeters`] for a member who holds a live meter and would become inactive or be deleted.
pub fn guard_holds_meters(next: Option<MemberStatus>, live: Vec<String>) -> Result<(), HoldsMeters> {
    let leaves = matches!(next, None | Some(MemberStatus::Inactive));
    if leaves && !live.is_empty() { Err(HoldsMeters { eans: live }) } else { Ok(()) }
}
