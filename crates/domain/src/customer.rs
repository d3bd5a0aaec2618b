//! Customer accounts: companies whose supply contracts somebody looks after, and what each may see of the markets.
//!
//! Must never know: who asks, which markets there are, what an optimisation is.

use crate::text::{Email, optional_text, phone, required_text};
use crate::violation::{Code, FieldViolation, Violations};
use crate::vocabulary::{Locale, vocabulary};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use std::ops::RangeInclusive;
use uuid::Uuid;

/// Longest name of a company.
pub const COMPANY_MAX: usize = 200;
/// Longest reference.
pub const REFERENCE_MAX: usize = 100;
/// Longest first or last name of a contact.
pub const NAME_MAX: usize = 100;
/// Most services of an account.
pub const SERVICES_MAX: usize = 50;
/// Most optimisations a service can allow.
pub const OPTIMISATIONS_MAX: i64 = 10_000;
/// How long a demo account lives.
pub const DEMO_LIFETIME: TimeDelta = TimeDelta::hours(24);
/// How long a deleted account can be restored, before it is erased.
pub const ERASED_AFTER: TimeDelta = TimeDelta::days(30);
/// Years that a service may begin and end in.
const YEARS: RangeInclusive<i32> = 2000..=2100;

vocabulary! {
    /// Who edits the optimisations of an account: their parameters, notifications and the status of fixings.
    Editor {
        /// The key account manager.
        Kam = "kam",
        /// The customer.
        Customer = "customer",
    }
    /// Where an account stands.
    CustomerState {
        /// In use.
        Active = "active",
        /// Nobody logs in for it and no mail goes out.
        Frozen = "frozen",
        /// Deleted; it can be restored until it is erased.
        Deleted = "deleted",
    }
    /// Whether an account is kept.
    CustomerKind {
        /// A customer's own.
        Real = "real",
        /// To show somebody; erased a day after its creation.
        Demo = "demo",
    }
    /// Where a service stands on a day.
    ServiceState {
        /// It begins later: the customer may log in and sees no information on this market.
        Scheduled = "scheduled",
        /// It gives information.
        Active = "active",
        /// It is over: information is hidden and kept.
        Expired = "expired",
    }
    /// Whose forecast of a market it is.
    ForecastOrigin {
        /// That of the application, the same for every organisation.
        Application = "application",
        /// That of the organisation which looks after the account.
        Manager = "manager",
        /// The customer's own.
        Client = "client",
    }
    /// Where the invitation of a customer stands.
    CustomerInvitationState {
        /// The mail was written; its link was not opened.
        Sent = "sent",
        /// The page behind the link was opened.
        Opened = "opened",
        /// The customer has chosen a password.
        Accepted = "accepted",
        /// The link ran out.
        Expired = "expired",
    }
    /// How far a mail is.
    MailDelivery {
        /// It waits for its first try.
        Waiting = "waiting",
        /// A try failed; there will be another.
        Retrying = "retrying",
        /// The mail server has taken it.
        Sent = "sent",
        /// There is no mail server: it is shown in the development inbox.
        Kept = "kept",
        /// Given up.
        Failed = "failed",
    }
}

/// The person of a company who is to be reached, without their address: that never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Telephone, as typed.
    pub phone: String,
}

/// What can be changed of an account at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerFields {
    /// The company that buys the supply.
    pub company: String,
    /// What the organisation calls it.
    pub reference: Option<String>,
    /// Whom to reach.
    pub contact: Contact,
    /// The language of mails and of a new login; absent leaves it as it is.
    pub locale: Option<Locale>,
    /// Whether the customer may log in, and what for.
    pub access: Access,
}

/// Whether the customer may log in, and what for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// No login, no services, no mail.
    No,
    /// The customer logs in.
    Yes {
        /// Who edits the optimisations.
        editor: Editor,
        /// The markets, each once; absent leaves those the account has.
        services: Option<Vec<Service>>,
    },
}

/// An account to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCustomer {
    /// The address, which is the login.
    pub email: Email,
    /// Whether it is kept.
    pub kind: CustomerKind,
    /// The rest.
    pub fields: CustomerFields,
}

/// What a customer may see and do on one market.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The market.
    pub market: Uuid,
    /// The first day.
    pub start: NaiveDate,
    /// The last day.
    pub end: NaiveDate,
    /// The forecasts that are shared.
    pub forecasts: SharedForecasts,
    /// How many optimisations there may be.
    pub max_optimisations: i64,
}

/// The forecasts a service shares: the application's or the manager's, and the client's own in addition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SharedForecasts {
    /// The application's.
    pub application: bool,
    /// The organisation's.
    pub manager: bool,
    /// The client's own.
    pub client: bool,
}

/// The fields of an account as they were typed.
#[derive(Debug, Clone)]
pub struct CustomerDraft<'a> {
    /// The company.
    pub company: &'a str,
    /// What the organisation calls it.
    pub reference: Option<&'a str>,
    /// Last name of the contact.
    pub last_name: &'a str,
    /// First name of the contact.
    pub first_name: &'a str,
    /// Telephone of the contact.
    pub phone: &'a str,
    /// The language of mails.
    pub locale: Option<Locale>,
    /// Whether the customer may log in.
    pub access: bool,
    /// Who edits the optimisations.
    pub editor: Option<Editor>,
    /// The markets.
    pub services: Option<Vec<ServiceDraft<'a>>>,
}

/// A service as it was typed.
#[derive(Debug, Clone, Copy)]
pub struct ServiceDraft<'a> {
    /// The market.
    pub market: Uuid,
    /// The first day.
    pub start: NaiveDate,
    /// The last day.
    pub end: NaiveDate,
    /// The forecasts that are shared.
    pub forecasts: &'a [ForecastOrigin],
    /// How many optimisations there may be.
    pub max_optimisations: i64,
}

impl CustomerDraft<'_> {
    /// Checks an account to be created for the login `email`.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check_new(&self, email: &str, demo: bool) -> Result<NewCustomer, Violations> {
        let mut violations = Violations::default();
        let fields = self.collect(&mut violations);
        let email = violations.check("/contact/email", Email::parse(email));
        let kind = if demo { CustomerKind::Demo } else { CustomerKind::Real };
        violations.into_result(|| Some(NewCustomer { email: email?, kind, fields: fields? }))
    }

    /// Checks what an account is to become. What never changes, its address and kind, is for the store to compare.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self) -> Result<CustomerFields, Violations> {
        let mut violations = Violations::default();
        let fields = self.collect(&mut violations);
        violations.into_result(|| fields)
    }

    fn collect(&self, violations: &mut Violations) -> Option<CustomerFields> {
        let company = violations.check("/company", required_text(self.company, 1, COMPANY_MAX));
        let reference = violations.check("/reference", optional_text(self.reference, REFERENCE_MAX));
        let last_name = violations.check("/contact/last_name", required_text(self.last_name, 1, NAME_MAX));
        let first_name = violations.check("/contact/first_name", required_text(self.first_name, 1, NAME_MAX));
        let phone = violations.check("/contact/phone", phone(self.phone));
        let access = self.collect_access(violations);
        let contact = Contact { last_name: last_name?, first_name: first_name?, phone: phone? };
        Some(CustomerFields { company: company?, reference: reference?, contact, locale: self.locale, access: access? })
    }

    /// Without access there is nobody to edit and nothing to see: sending either is a mistake, not a wish.
    fn collect_access(&self, violations: &mut Violations) -> Option<Access> {
        if !self.access {
            if self.editor.is_some() {
                violations.add("/editor", Code::EditorNotAllowed);
            }
            if self.services.as_ref().is_some_and(|services| !services.is_empty()) {
                violations.add("/services", Code::ServicesNotAllowed);
            }
            return Some(Access::No);
        }
        if self.editor.is_none() {
            violations.add("/editor", Code::Required);
        }
        let services = self.services.as_ref().map(|drafts| collect_services(drafts, violations));
        Some(Access::Yes { editor: self.editor?, services })
    }
}

/// Checks services, each market once; those that are wrong are left out, and their violations refuse the rest.
fn collect_services(drafts: &[ServiceDraft<'_>], violations: &mut Violations) -> Vec<Service> {
    if drafts.len() > SERVICES_MAX {
        let max = FieldViolation::with(Code::TooMany, "max", SERVICES_MAX);
        violations.add_with("/services", max.code, max.params);
        return Vec::new();
    }
    let mut services: Vec<Service> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let at = format!("/services/{index}");
        if services.iter().any(|other| other.market == draft.market) {
            violations.add(format!("{at}/market_id"), Code::DuplicateMarket);
        }
        services.extend(draft.collect(&at, violations));
    }
    services
}

impl ServiceDraft<'_> {
    /// Checks a service that stands alone.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self) -> Result<Service, Violations> {
        let mut violations = Violations::default();
        let service = self.collect("", &mut violations);
        violations.into_result(|| service)
    }

    fn collect(&self, at: &str, violations: &mut Violations) -> Option<Service> {
        let start = violations.check(&format!("{at}/start_date"), check_day(self.start));
        let end = violations.check(&format!("{at}/end_date"), self.check_end());
        let forecasts = violations.check(&format!("{at}/forecasts"), SharedForecasts::check(self.forecasts));
        let max = violations.check(&format!("{at}/max_optimisations"), check_max(self.max_optimisations));
        Some(Service { market: self.market, start: start?, end: end?, forecasts: forecasts?, max_optimisations: max? })
    }

    fn check_end(&self) -> Result<NaiveDate, FieldViolation> {
        let end = check_day(self.end)?;
        if end >= self.start {
            return Ok(end);
        }
        let last = format!("{}-12-31", YEARS.end());
        let before = FieldViolation::with(Code::OutOfRange, "reason", "date");
        Err(before.and("min", self.start.to_string()).and("max", last))
    }
}

fn check_day(day: NaiveDate) -> Result<NaiveDate, FieldViolation> {
    if YEARS.contains(&day.year()) {
        return Ok(day);
    }
    let (first, last) = (format!("{}-01-01", YEARS.start()), format!("{}-12-31", YEARS.end()));
    Err(FieldViolation::with(Code::InvalidDate, "min", first).and("max", last))
}

fn check_max(max: i64) -> Result<i64, FieldViolation> {
    if (0..=OPTIMISATIONS_MAX).contains(&max) {
        return Ok(max);
    }
    Err(FieldViolation::with(Code::OutOfRange, "min", 0_i64).and("max", OPTIMISATIONS_MAX))
}

impl Service {
    /// Refuses fewer optimisations than there are on the market, unless the number stays what it was `before`: it may
    /// lie below, as whoever looks after an account without access creates as many as they want.
    ///
    /// # Errors
    /// The violation, with how many there are.
    pub fn check_used(&self, before: Option<i64>, used: i64) -> Result<(), FieldViolation> {
        if self.max_optimisations >= used || before == Some(self.max_optimisations) {
            return Ok(());
        }
        Err(FieldViolation::with(Code::BelowUsed, "used", used))
    }
}

impl SharedForecasts {
    fn check(origins: &[ForecastOrigin]) -> Result<Self, FieldViolation> {
        let has = |origin| origins.contains(&origin);
        let shared = Self {
            application: has(ForecastOrigin::Application),
            manager: has(ForecastOrigin::Manager),
            client: has(ForecastOrigin::Client),
        };
        match (shared.application || shared.manager, shared.client) {
            (true, _) => Ok(shared),
            (false, true) => Err(Code::ClientForecastNeedsBase.into()),
            (false, false) => Err(Code::Required.into()),
        }
    }

    /// Whether a forecast of this origin is shared.
    #[must_use]
    pub const fn has(self, origin: ForecastOrigin) -> bool {
        match origin {
            ForecastOrigin::Application => self.application,
            ForecastOrigin::Manager => self.manager,
            ForecastOrigin::Client => self.client,
        }
    }

    /// What is shared, in the order it is offered.
    #[must_use]
    pub fn origins(self) -> Vec<ForecastOrigin> {
        ForecastOrigin::ALL.iter().copied().filter(|origin| self.has(*origin)).collect()
    }
}

impl Service {
    /// Where it stands on a day. Both its days belong to it.
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> ServiceState {
        service_state(self.start, self.end, today)
    }
}

/// Where a service of these days, which both belong to it, stands on a day.
#[must_use]
pub fn service_state(start: NaiveDate, end: NaiveDate, today: NaiveDate) -> ServiceState {
    if today < start {
        ServiceState::Scheduled
    } else if today > end {
        ServiceState::Expired
    } else {
        ServiceState::Active
    }
}

/// When an account is erased: a demo a day after its creation, a deleted one when it can no longer be restored.
#[must_use]
pub fn erased_at(
    kind: CustomerKind,
    created_at: DateTime<Utc>,
    deleted_at: Option<DateTime<Utc>>,
) -> Option<DateTime<Utc>> {
    let demo = (kind == CustomerKind::Demo).then(|| created_at + DEMO_LIFETIME);
    let deleted = deleted_at.map(|at| at + ERASED_AFTER);
    [demo, deleted].into_iter().flatten().min()
}

/// Who edits the optimisations of an account: without access nobody but its key account manager sees them.
#[must_use]
pub fn editor_of(editor: Option<Editor>) -> Editor {
    editor.unwrap_or(Editor::Kam)
}
