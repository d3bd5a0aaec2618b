//! What is typed into the form of a member, and the request it says. Pure.

use crate::ui::fields;
use api_types::{Member, MemberInput};
use domain::violation::{Code, Violations};
use domain::vocabulary::{MemberKind, MemberStatus};

fields! {
    /// A member as they are typed.
    MemberValues;
    /// A member as signals.
    MemberFields;
    /// Person or company, by its name on the wire.
    kind: String,
    /// First name.
    first_name: String,
    /// Last name.
    last_name: String,
    /// Name of the company.
    company_name: String,
    /// E-mail.
    email: String,
    /// Telephone.
    phone: String,
    /// Status, by its name on the wire.
    status: String,
}

impl Default for MemberValues {
    fn default() -> Self {
        Self {
            kind: MemberKind::Person.to_string(),
            first_name: String::new(),
            last_name: String::new(),
            company_name: String::new(),
            email: String::new(),
            phone: String::new(),
            status: MemberStatus::Active.to_string(),
        }
    }
}

impl From<&Member> for MemberValues {
    fn from(member: &Member) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            kind: member.kind.to_string(),
            first_name: text(&member.first_name),
            last_name: text(&member.last_name),
            company_name: text(&member.company_name),
            email: text(&member.email),
            phone: text(&member.phone),
            status: member.status.to_string(),
        }
    }
}

impl MemberValues {
    /// True when a company is being typed.
    pub fn is_company(&self) -> bool {
        self.kind == MemberKind::Company.as_str()
    }

    /// The request, checked by the rules of `domain`.
    ///
    /// # Errors
    /// Every mistake.
    pub fn to_input(&self) -> Result<MemberInput, Violations> {
        let mut violations = Violations::default();
        let kind = violations.check("/kind", self.kind.parse().map_err(|_| Code::Required.into()));
        let status = violations.check("/status", self.status.parse().map_err(|_| Code::Required.into()));
        let input = violations.into_result(|| {
            Some(MemberInput {
                kind: kind?,
                first_name: filled(&self.first_name),
                last_name: filled(&self.last_name),
                // The field is out of sight for a person; what was typed before the switch does not count.
                company_name: filled(&self.company_name).filter(|_| self.is_company()),
                email: filled(&self.email),
                phone: filled(&self.phone),
                status: status?,
            })
        })?;
        input.to_domain().map(|_| input)
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_person_has_no_company_even_if_one_was_typed_first() {
        let values =
            MemberValues { last_name: "Household A".into(), company_name: "School".into(), ..MemberValues::default() };
        let input = values.to_input().unwrap();
        assert_eq!((input.company_name, input.first_name), (None, None));
    }

    #[test]
    fn every_mistake_is_found_at_its_field() {
        let values =
            MemberValues { kind: MemberKind::Company.to_string(), email: "nobody".into(), ..MemberValues::default() };
        let violations = values.to_input().unwrap_err();
        let mut pointers: Vec<&str> = violations.as_slice().iter().map(|v| v.pointer.as_str()).collect();
        pointers.sort_unstable();
        assert_eq!(pointers, ["/company_name", "/email"]);
    }
}
