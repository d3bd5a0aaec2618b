//! What is typed into the form of a member, and the request it says. Pure.

use crate::ui::fields;
use api_types::{Address, Member, MemberInput};
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
    /// Street.
    street: String,
    /// House number.
    number: String,
    /// Box.
    r#box: String,
    /// Postcode.
    postcode: String,
    /// City.
    city: String,
    /// Country, by its code.
    country: String,
    /// Where statements go: [`SAME`] or [`OTHER`].
    billing: String,
    /// Street for statements.
    billing_street: String,
    /// House number for statements.
    billing_number: String,
    /// Box for statements.
    billing_box: String,
    /// Postcode for statements.
    billing_postcode: String,
    /// City for statements.
    billing_city: String,
    /// Country for statements, by its code.
    billing_country: String,
    /// International bank account number.
    iban: String,
    /// Enterprise or VAT number.
    enterprise_number: String,
    /// Status, by its name on the wire.
    status: String,
}

/// Statements go to the postal address.
pub const SAME: &str = "same";
/// Statements go elsewhere.
pub const OTHER: &str = "other";

/// The country of a fresh form.
const BELGIUM: &str = "BE";

impl Default for MemberValues {
    fn default() -> Self {
        Self {
            kind: MemberKind::Person.to_string(),
            first_name: String::new(),
            last_name: String::new(),
            company_name: String::new(),
            email: String::new(),
            phone: String::new(),
            street: String::new(),
            number: String::new(),
            r#box: String::new(),
            postcode: String::new(),
            city: String::new(),
            country: BELGIUM.to_owned(),
            billing: SAME.to_owned(),
            billing_street: String::new(),
            billing_number: String::new(),
            billing_box: String::new(),
            billing_postcode: String::new(),
            billing_city: String::new(),
            billing_country: BELGIUM.to_owned(),
            iban: String::new(),
            enterprise_number: String::new(),
            status: MemberStatus::Active.to_string(),
        }
    }
}

impl From<&Member> for MemberValues {
    fn from(member: &Member) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let home = member.address.clone().unwrap_or_else(nowhere);
        let billing = member.billing_address.clone().unwrap_or_else(nowhere);
        Self {
            kind: member.kind.to_string(),
            first_name: text(&member.first_name),
            last_name: text(&member.last_name),
            company_name: text(&member.company_name),
            email: text(&member.email),
            phone: text(&member.phone),
            street: home.street,
            number: home.number,
            r#box: home.r#box.unwrap_or_default(),
            postcode: home.postcode,
            city: home.city,
            country: home.country,
            billing: if member.billing_address.is_some() { OTHER } else { SAME }.to_owned(),
            billing_street: billing.street,
            billing_number: billing.number,
            billing_box: billing.r#box.unwrap_or_default(),
            billing_postcode: billing.postcode,
            billing_city: billing.city,
            billing_country: billing.country,
            iban: domain::iban::grouped(&text(&member.iban)),
            enterprise_number: domain::enterprise::grouped(&text(&member.enterprise_number)),
            status: member.status.to_string(),
        }
    }
}

impl MemberValues {
    /// True when a company is being typed.
    pub fn is_company(&self) -> bool {
        self.kind == MemberKind::Company.as_str()
    }

    /// True when statements go to an address of their own.
    pub fn is_billed_elsewhere(&self) -> bool {
        self.billing == OTHER
    }

    /// The postal address, unless none of it was typed; the country alone, which is filled in, is none.
    fn address(&self) -> Option<Address> {
        let typed = [&self.street, &self.number, &self.r#box, &self.postcode, &self.city];
        typed.into_iter().any(|part| !part.trim().is_empty()).then(|| Address {
            street: self.street.clone(),
            number: self.number.clone(),
            r#box: filled(&self.r#box),
            postcode: self.postcode.clone(),
            city: self.city.clone(),
            country: self.country.clone(),
        })
    }

    /// The address for statements, if they go elsewhere; what was typed before the switch does not count.
    fn billing_address(&self) -> Option<Address> {
        self.is_billed_elsewhere().then(|| Address {
            street: self.billing_street.clone(),
            number: self.billing_number.clone(),
            r#box: filled(&self.billing_box),
            postcode: self.billing_postcode.clone(),
            city: self.billing_city.clone(),
            country: self.billing_country.clone(),
        })
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
                address: self.address(),
                billing_address: self.billing_address(),
                iban: filled(&self.iban),
                enterprise_number: filled(&self.enterprise_number),
                status: status?,
            })
        })?;
        input.to_domain().map(|_| input)
    }
}

fn nowhere() -> Address {
    Address { country: BELGIUM.to_owned(), ..Address::default() }
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

    fn pointers(values: &MemberValues) -> Vec<String> {
        let violations = values.to_input().unwrap_err();
        violations.as_slice().iter().map(|violation| violation.pointer.clone()).collect()
    }

    #[test]
    fn an_address_is_whole_or_absent() {
        let person = MemberValues { last_name: "Household A".into(), ..MemberValues::default() };
        assert_eq!(person.to_input().unwrap().address, None, "the country alone is no address");
        let begun = MemberValues { city: "Namur".into(), ..person.clone() };
        assert_eq!(pointers(&begun), ["/address/street", "/address/number", "/address/postcode"]);
        let elsewhere = MemberValues { billing: OTHER.into(), billing_city: "Namur".into(), ..person };
        let expected = ["/billing_address/street", "/billing_address/number", "/billing_address/postcode"];
        assert_eq!(pointers(&elsewhere), expected);
        let back = MemberValues { billing: SAME.into(), ..elsewhere };
        assert_eq!(back.to_input().unwrap().billing_address, None);
    }

    #[test]
    fn numbers_are_judged_as_on_the_server() {
        let company = MemberValues {
            kind: MemberKind::Company.to_string(),
            company_name: "Bakery".into(),
            iban: "BE68 5390 0754 7034".into(),
            enterprise_number: "0403.019.261".into(),
            ..MemberValues::default()
        };
        assert!(company.to_input().is_ok());
        let wrong = MemberValues { iban: "BE69 5390 0754 7034".into(), enterprise_number: "0403".into(), ..company };
        assert_eq!(pointers(&wrong), ["/iban", "/enterprise_number"]);
    }
}
