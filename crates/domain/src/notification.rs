//! Notifications about optimisations and services: what there is to tell, and who may be told.
//!
//! The key account manager of an account is told what happens to it as long as they are active. Everybody else is on the
//! customer's side: they are told only while the account is in use and has access with an active service of the market. An
//! account without access sends no mail to its customer at all.
//!
//! Must never know: an address, a language, how a message travels.

use crate::customer::{CustomerState, ServiceState};
use crate::text::{Email, required_text};
use crate::user::NAME_MAX;
use crate::violation::{Code, Params, Violations};
use crate::vocabulary::{Locale, vocabulary};
use chrono::NaiveDate;
use std::collections::HashSet;

/// Most recipients of an optimisation's notifications.
pub const RECIPIENTS_MAX: usize = 20;
/// How many days before a service ends it is told.
pub const SERVICE_ENDING_DAYS: &[i64] = &[30, 7, 1];
/// The longest service that counts as a trial, in days.
pub const TRIAL_DAYS_MAX: i64 = 31;

vocabulary! {
    /// What there is to tell.
    NotificationEvent {
        /// A fixing is advised for today.
        AdviceDue = "advice_due",
        /// A new version of the calendar advises other days or percentages.
        CalendarChanged = "calendar_changed",
        /// An advised day passed unused.
        AdviceMissed = "advice_missed",
        /// The service of the market ends in 30, 7 or 1 days.
        ServiceEnding = "service_ending",
        /// The trial of the market ends in 30, 7 or 1 days.
        TrialEnding = "trial_ending",
    }
    /// Who a recipient is.
    RecipientKind {
        /// Whoever looks after the account.
        Kam = "kam",
        /// The contact of the account.
        Contact = "contact",
        /// Somebody else on the customer's side, by mail alone.
        Other = "other",
    }
}

/// One recipient of an optimisation's notifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Who it is; the address of others.
    pub who: Who,
    /// What they are told, in the order of the vocabulary.
    pub events: Vec<NotificationEvent>,
    /// Whether they are told in the application.
    pub in_app: bool,
    /// Whether they are told by mail.
    pub mail: bool,
}

/// Who a recipient is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Whoever looks after the account.
    Kam,
    /// The contact of the account.
    Contact,
    /// Somebody else.
    Other {
        /// Their address.
        email: Email,
        /// Their name.
        name: String,
        /// The language of their mails.
        locale: Locale,
    },
}

impl Who {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> RecipientKind {
        match self {
            Self::Kam => RecipientKind::Kam,
            Self::Contact => RecipientKind::Contact,
            Self::Other { .. } => RecipientKind::Other,
        }
    }
}

/// A recipient as it was typed.
#[derive(Debug, Clone)]
pub struct RecipientDraft<'a> {
    /// Who it is.
    pub kind: RecipientKind,
    /// The address of somebody else.
    pub email: Option<&'a str>,
    /// Their name.
    pub name: Option<&'a str>,
    /// The language of their mails.
    pub locale: Option<Locale>,
    /// What they are told.
    pub events: &'a [NotificationEvent],
    /// Whether they are told in the application.
    pub in_app: bool,
    /// Whether they are told by mail.
    pub mail: bool,
}

/// Where an account stands when there is something to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The account.
    pub account: CustomerState,
    /// Whether it has access to the application.
    pub access: bool,
    /// Its service of the market, if any.
    pub service: Option<ServiceState>,
}

impl Standing {
    /// Whether the rules let somebody be told.
    #[must_use]
    pub fn allows(self, who: RecipientKind) -> bool {
        let in_use = self.account == CustomerState::Active;
        match who {
            RecipientKind::Kam => self.account != CustomerState::Deleted,
            RecipientKind::Contact | RecipientKind::Other => {
                in_use && self.access && self.service == Some(ServiceState::Active)
            }
        }
    }
}

/// What is told who when nobody has set anything: everything to the key account manager and to a contact with access.
#[must_use]
pub fn usual_recipients(access: bool) -> Vec<Recipient> {
    let recipient = |who| Recipient { who, events: NotificationEvent::ALL.to_vec(), in_app: true, mail: true };
    let contact = access.then(|| recipient(Who::Contact));
    std::iter::once(recipient(Who::Kam)).chain(contact).collect()
}

/// Whether the end of a service is told `today`, and how many days are left then.
#[must_use]
pub fn ending_days(end: NaiveDate, today: NaiveDate) -> Option<i64> {
    let left = (end - today).num_days();
    SERVICE_ENDING_DAYS.contains(&left).then_some(left)
}

/// Whether a service of these days, which both belong to it, is a trial.
#[must_use]
pub fn is_trial(start: NaiveDate, end: NaiveDate) -> bool {
    (end - start).num_days() < TRIAL_DAYS_MAX
}

/// Checks the recipients of an optimisation's notifications.
///
/// # Errors
/// Every violation, by JSON pointer below `/recipients`.
pub fn check_recipients(drafts: &[RecipientDraft<'_>]) -> Result<Vec<Recipient>, Violations> {
    let mut found = Violations::default();
    if drafts.len() > RECIPIENTS_MAX {
        found.add_with("/recipients", Code::TooMany, Params::from([("max", RECIPIENTS_MAX.into())]));
        return Err(found);
    }
    let (mut recipients, mut known) = (Vec::new(), HashSet::new());
    for (i, draft) in drafts.iter().enumerate() {
        let Some(recipient) = draft.check(&format!("/recipients/{i}"), &mut found) else { continue };
        let (field, twin) = match &recipient.who {
            Who::Other { email, .. } => ("email", email.key()),
            who => ("kind", who.kind().as_str().to_owned()),
        };
        if !known.insert(twin) {
            found.add(format!("/recipients/{i}/{field}"), Code::DuplicateValue);
        }
        recipients.push(recipient);
    }
    found.into_result(|| Some(recipients))
}

impl RecipientDraft<'_> {
    fn check(&self, at: &str, found: &mut Violations) -> Option<Recipient> {
        let who = match self.kind {
            RecipientKind::Other => self.check_other(at, found),
            RecipientKind::Kam => self.check_known(Who::Kam, at, found),
            RecipientKind::Contact => self.check_known(Who::Contact, at, found),
        };
        let events = NotificationEvent::ALL.iter().copied().filter(|event| self.events.contains(event)).collect();
        Some(Recipient { who: who?, events, in_app: self.in_app, mail: self.mail })
    }

    /// The address of these follows from the account.
    fn check_known(&self, who: Who, at: &str, found: &mut Violations) -> Option<Who> {
        let given = [("email", self.email.is_some()), ("name", self.name.is_some()), ("locale", self.locale.is_some())];
        let wrong: Vec<&str> = given.into_iter().filter(|(_, given)| *given).map(|(field, _)| field).collect();
        for field in &wrong {
            found.add(format!("{at}/{field}"), Code::NotAllowed);
        }
        wrong.is_empty().then_some(who)
    }

    /// Others have no login, so there is nothing they could see in the application.
    fn check_other(&self, at: &str, found: &mut Violations) -> Option<Who> {
        let email = found.check(&format!("{at}/email"), Email::parse(self.email.unwrap_or_default()));
        let name = found.check(&format!("{at}/name"), required_text(self.name.unwrap_or_default(), 1, NAME_MAX));
        if self.locale.is_none() {
            found.add(format!("{at}/locale"), Code::Required);
        }
        if self.in_app {
            found.add(format!("{at}/in_app"), Code::NotAllowed);
            return None;
        }
        Some(Who::Other { email: email?, name: name?, locale: self.locale? })
    }
}
