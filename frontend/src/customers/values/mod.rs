//! What is typed into the forms of a customer account, and the request it says. Pure; the rules are those of `domain`.

mod service;

pub use service::ServiceValues;

use crate::ui::fields;
use api_types::{Customer, CustomerContact, CustomerContactChange, NewCustomer, UpdateCustomer};
use domain::violation::{Code, Violations};
use domain::vocabulary::Locale;

fields! {
    /// An account as it is typed.
    CustomerValues;
    /// An account as signals.
    CustomerFields;
    /// The company that buys the supply.
    company: String,
    /// What the organisation calls it.
    reference: String,
    /// Last name of the contact.
    last_name: String,
    /// First name of the contact.
    first_name: String,
    /// Telephone of the contact.
    phone: String,
    /// E-mail of the contact.
    email: String,
    /// The customer's language, by its code.
    locale: String,
    /// Whether it is a demo account: [`YES`], [`NO`], or nothing yet.
    demo: String,
    /// Whether the customer has access: [`YES`], [`NO`], or nothing yet.
    access: String,
    /// Who edits the optimisations, by its name on the wire.
    editor: String,
    /// The services, in the order in which they were chosen.
    services: Vec<ServiceValues>,
}

/// The answer yes.
pub const YES: &str = "yes";
/// The answer no.
pub const NO: &str = "no";

impl CustomerValues {
    /// The values of a fresh form, for customers who mostly speak the language of whoever fills it.
    pub fn fresh(locale: Locale) -> Self {
        Self { locale: locale.to_string(), ..Self::default() }
    }

    /// The request to create the account, checked by the rules of `domain`.
    ///
    /// # Errors
    /// Every mistake.
    pub fn to_new(&self) -> Result<NewCustomer, Violations> {
        let mut violations = Violations::default();
        let demo = answer(&mut violations, "/demo", &self.demo);
        let UpdateCustomer { company, reference, contact, locale, access, editor, services, .. } =
            self.read(&mut violations);
        let CustomerContactChange { last_name, first_name, phone, .. } = contact;
        let contact = CustomerContact { last_name, first_name, phone, email: self.email.clone() };
        let request = NewCustomer { company, reference, contact, locale, demo, access, editor, services };
        finish(violations, request.to_domain().err(), request)
    }

    /// The request to change the account, checked by the rules of `domain`.
    ///
    /// # Errors
    /// Every mistake.
    pub fn to_update(&self) -> Result<UpdateCustomer, Violations> {
        let mut violations = Violations::default();
        let request = self.read(&mut violations);
        finish(violations, request.to_domain().err(), request)
    }

    /// What was typed; an unreadable value is a mistake and has a stand-in.
    fn read(&self, violations: &mut Violations) -> UpdateCustomer {
        let access = answer(violations, "/access", &self.access);
        // Out of sight without access; what was chosen before does not count then.
        let services = access.then(|| {
            let services = self.services.iter().enumerate();
            services.map(|(at, service)| service.read(&format!("/services/{at}"), violations)).collect()
        });
        UpdateCustomer {
            company: self.company.clone(),
            reference: filled(&self.reference),
            contact: CustomerContactChange {
                last_name: self.last_name.clone(),
                first_name: self.first_name.clone(),
                phone: self.phone.clone(),
                email: None,
            },
            locale: self.locale.parse().ok(),
            demo: None,
            access,
            editor: self.editor.parse().ok().filter(|_| access),
            services,
        }
    }
}

impl Default for CustomerValues {
    fn default() -> Self {
        Self {
            company: String::new(),
            reference: String::new(),
            last_name: String::new(),
            first_name: String::new(),
            phone: String::new(),
            email: String::new(),
            locale: Locale::En.to_string(),
            demo: String::new(),
            access: String::new(),
            editor: String::new(),
            services: Vec::new(),
        }
    }
}

impl From<&Customer> for CustomerValues {
    fn from(customer: &Customer) -> Self {
        let answer = |yes: bool| if yes { YES } else { NO }.to_owned();
        Self {
            company: customer.company.clone(),
            reference: customer.reference.clone().unwrap_or_default(),
            last_name: customer.contact.last_name.clone(),
            first_name: customer.contact.first_name.clone(),
            phone: customer.contact.phone.clone(),
            email: customer.contact.email.clone(),
            locale: customer.locale.to_string(),
            demo: answer(customer.demo),
            access: answer(customer.access),
            editor: customer.editor.map(|editor| editor.to_string()).unwrap_or_default(),
            services: customer.services.iter().map(ServiceValues::from).collect(),
        }
    }
}

/// A question that must be answered; no is the stand-in.
fn answer(violations: &mut Violations, pointer: &str, given: &str) -> bool {
    if given.is_empty() {
        violations.add(pointer, Code::Required);
    }
    given == YES
}

/// What was read, with the rules it breaks besides.
fn finish<T>(mut violations: Violations, broken: Option<Violations>, request: T) -> Result<T, Violations> {
    for violation in broken.into_iter().flatten() {
        violations.add_with(violation.pointer, violation.code, violation.params);
    }
    violations.into_result(|| Some(request))
}

fn filled(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::customer::{Editor, ForecastOrigin};
    use uuid::Uuid;

    fn defined() -> CustomerValues {
        CustomerValues {
            company: "Bakery A".into(),
            last_name: "A".into(),
            first_name: "Contact".into(),
            phone: "+32 2 555 00 00".into(),
            email: "bakery.a@example.org".into(),
            demo: NO.into(),
            access: NO.into(),
            ..CustomerValues::fresh(Locale::Fr)
        }
    }

    fn service() -> ServiceValues {
        let mut service = ServiceValues::recommended(Uuid::from_u128(1), "2026-12-01".parse().unwrap());
        service.end = "2027-12-31".into();
        service
    }

    fn pointers(values: &CustomerValues) -> Vec<String> {
        let violations = values.to_new().unwrap_err();
        violations.as_slice().iter().map(|violation| violation.pointer.clone()).collect()
    }

    #[test]
    fn both_questions_want_an_answer() {
        let open = CustomerValues { demo: String::new(), access: String::new(), ..defined() };
        assert_eq!(pointers(&open), ["/demo", "/access"]);
    }

    #[test]
    fn without_access_what_was_chosen_for_it_does_not_count() {
        let values = CustomerValues { editor: Editor::Kam.to_string(), services: vec![service()], ..defined() };
        let request = values.to_new().unwrap();
        assert_eq!((request.access, request.editor, request.services), (false, None, None));
        assert_eq!(request.locale, Some(Locale::Fr));
    }

    #[test]
    fn with_access_somebody_edits_and_each_service_is_judged_at_its_place() {
        let values = CustomerValues { access: YES.into(), services: vec![service()], ..defined() };
        assert_eq!(pointers(&values), ["/editor"]);
        let values = CustomerValues { editor: Editor::Customer.to_string(), ..values };
        assert!(values.to_new().is_ok());
        let mut wrong = service();
        (wrong.market, wrong.end, wrong.max) = (Uuid::from_u128(2), "2026-11-30".into(), "many".into());
        wrong.share(ForecastOrigin::Application, false);
        let values = CustomerValues { services: vec![service(), wrong], ..values };
        let expected = ["/services/1/max_optimisations", "/services/1/end_date", "/services/1/forecasts"];
        assert_eq!(pointers(&values), expected);
    }

    #[test]
    fn an_unfinished_service_says_what_is_missing_once() {
        let mut empty = service();
        (empty.start, empty.end, empty.max) = (String::new(), String::new(), String::new());
        let values =
            CustomerValues { access: YES.into(), editor: Editor::Kam.to_string(), services: vec![empty], ..defined() };
        let violations = values.to_new().unwrap_err();
        let first = |pointer: &str| violations.as_slice().iter().find(|it| it.pointer == pointer).map(|it| it.code);
        for field in ["start_date", "end_date", "max_optimisations"] {
            assert_eq!(first(&format!("/services/0/{field}")), Some(Code::Required), "{field}");
        }
    }

    #[test]
    fn a_change_never_sends_the_address() {
        let input = defined().to_update().unwrap();
        let sent = serde_json::to_value(&input).unwrap();
        assert_eq!(sent["contact"].get("email"), None);
    }
}
