//! Whether an account is as it should be: what somebody who looks after it wants to know first. Pure but for the words.

use crate::customers::markets;
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::ui::{Icon, Tone};
use api_types::{Customer, Market, MarketService};
use chrono::{DateTime, NaiveDate, Utc};
use domain::customer::{CustomerInvitationState, CustomerState, MailDelivery, ServiceState};
use leptos::prelude::*;
use uuid::Uuid;

/// A service that ends within so many days is worth a word.
pub const SOON_DAYS: i64 = 30;

/// One thing to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finding {
    /// It is erased then, unless the deletion is taken back.
    Deleted(DateTime<Utc>),
    /// Nobody logs in for now.
    Frozen,
    /// A demo, erased then.
    Demo(DateTime<Utc>),
    /// The invitation never arrived.
    MailFailed,
    /// The invitation ran out.
    InvitationExpired,
    /// The invitation waits, until then.
    Invited(DateTime<Utc>),
    /// The customer has no access, as it was wished.
    NoAccess,
    /// There is access, and no market to see.
    NoService,
    /// The first service begins then.
    NotYet(NaiveDate),
    /// Every service is over.
    Over,
    /// A service ends soon.
    Ending { market: Uuid, end: NaiveDate },
    /// No further optimisation can be created.
    Full(Uuid),
}

/// What there is to know, the weightiest first.
fn of(customer: &Customer, today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    match (customer.state, customer.erased_at) {
        (CustomerState::Deleted, Some(at)) => return vec![Finding::Deleted(at)],
        (CustomerState::Frozen, _) => found.push(Finding::Frozen),
        _ => {}
    }
    found.extend(customer.erased_at.filter(|_| customer.demo).map(Finding::Demo));
    if !customer.access {
        found.push(Finding::NoAccess);
        return found;
    }
    if customer.state == CustomerState::Active {
        found.extend(of_invitation(customer));
    }
    found.extend(of_services(&customer.services, today));
    found
}

fn of_invitation(customer: &Customer) -> Option<Finding> {
    let invitation = customer.invitation.as_ref()?;
    match (invitation.state, invitation.mail) {
        (CustomerInvitationState::Accepted, _) => None,
        (CustomerInvitationState::Expired, _) => Some(Finding::InvitationExpired),
        (_, Some(MailDelivery::Failed)) => Some(Finding::MailFailed),
        _ => Some(Finding::Invited(invitation.expires_at)),
    }
}

fn of_services(services: &[MarketService], today: NaiveDate) -> Vec<Finding> {
    let active = || services.iter().filter(|service| service.state == ServiceState::Active);
    if active().next().is_none() {
        let scheduled = services.iter().filter(|service| service.state == ServiceState::Scheduled);
        let first = scheduled.map(|service| service.start_date).min();
        return vec![match first {
            Some(first) => Finding::NotYet(first),
            None if services.is_empty() => Finding::NoService,
            None => Finding::Over,
        }];
    }
    let soon = active().filter(|service| (service.end_date - today).num_days() <= SOON_DAYS);
    let full = active()
        .filter(|service| service.max_optimisations > 0 && service.used_optimisations >= service.max_optimisations);
    soon.map(|service| Finding::Ending { market: service.market_id, end: service.end_date })
        .chain(full.map(|service| Finding::Full(service.market_id)))
        .collect()
}

impl Finding {
    const fn tone(self) -> Tone {
        match self {
            Self::Deleted(_) | Self::MailFailed | Self::InvitationExpired | Self::Over => Tone::Bad,
            Self::Frozen | Self::Demo(_) | Self::Invited(_) | Self::NoService | Self::Ending { .. } => Tone::Waiting,
            Self::NotYet(_) => Tone::Ahead,
            Self::NoAccess | Self::Full(_) => Tone::Neutral,
        }
    }

    fn text(self, customer: &Customer, markets: &[Market], today: NaiveDate) -> String {
        let when = |at: DateTime<Utc>| format::instant(at);
        match self {
            Self::Deleted(at) => tr("customers.finding.deleted", &[("when", &when(at))]),
            Self::Frozen => t("customers.finding.frozen"),
            Self::Demo(at) => tr("customers.finding.demo", &[("when", &when(at))]),
            Self::MailFailed => tr("customers.finding.failed", &[("email", &customer.contact.email)]),
            Self::InvitationExpired => t("customers.finding.expired"),
            Self::Invited(until) => tr("customers.finding.invited", &[("date", &when(until))]),
            Self::NoAccess => t("customers.finding.no_access"),
            Self::NoService => t("customers.finding.no_service"),
            Self::NotYet(first) => tr("customers.finding.not_yet", &[("date", &format::date(first))]),
            Self::Over => t("customers.finding.over"),
            Self::Ending { market, end } => ending(&markets::name_of(markets, market), end, today),
            Self::Full(market) => tr("customers.finding.full", &[("market", &markets::name_of(markets, market))]),
        }
    }
}

/// When a service ends, in a sentence.
pub fn ending(market: &str, end: NaiveDate, today: NaiveDate) -> String {
    let date = format::date(end);
    match u64::try_from((end - today).num_days()) {
        Ok(days @ 1..) => {
            crate::i18n::fill(&tn("customers.finding.ending", days), &[("market", market), ("date", &date)])
        }
        _ => tr("customers.finding.today", &[("market", market)]),
    }
}

/// The findings as a list, or that there is none.
pub fn view(customer: &Customer, markets: &[Market], today: NaiveDate) -> AnyView {
    let found = of(customer, today);
    let is_good = |finding: &Finding| matches!(finding, Finding::NoAccess | Finding::Full(_));
    let fine = found.iter().all(is_good).then(|| line(Tone::Good, t("customers.fine")));
    let lines = found.into_iter().map(|finding| line(finding.tone(), finding.text(customer, markets, today)));
    view! { <ul class="findings">{fine}{lines.collect_view()}</ul> }.into_any()
}

fn line(tone: Tone, text: String) -> AnyView {
    let icon = match tone {
        Tone::Good => Icon::Check,
        Tone::Waiting | Tone::Bad => Icon::Warning,
        Tone::Neutral | Tone::Ahead => Icon::Info,
    };
    view! { <li class="finding" data-tone=tone.as_str()>{icon.view()}<span>{text}</span></li> }.into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use api_types::{CustomerContact, CustomerInvitation, Kam};
    use domain::customer::Editor;
    use domain::vocabulary::Locale;

    const TODAY: &str = "2026-11-28";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn service(start: &str, end: &str) -> MarketService {
        let (start, end) = (day(start), day(end));
        MarketService {
            id: Uuid::nil(),
            market_id: Uuid::from_u128(1),
            start_date: start,
            end_date: end,
            state: domain::customer::service_state(start, end, day(TODAY)),
            forecasts: Vec::new(),
            max_optimisations: 2,
            used_optimisations: 0,
        }
    }

    fn invitation(state: CustomerInvitationState) -> CustomerInvitation {
        CustomerInvitation {
            state,
            sent_at: DateTime::UNIX_EPOCH,
            opened_at: None,
            accepted_at: None,
            expires_at: DateTime::UNIX_EPOCH,
            mail: Some(MailDelivery::Sent),
            sender: None,
        }
    }

    /// An account in order: accepted, with a service that runs for long.
    fn customer() -> Customer {
        let contact = CustomerContact {
            last_name: "A".into(),
            first_name: "Contact".into(),
            phone: "+32 2 555 00 00".into(),
            email: "bakery.a@example.org".into(),
        };
        Customer {
            id: Uuid::nil(),
            organisation_id: Uuid::nil(),
            company: "Bakery A".into(),
            reference: None,
            contact,
            locale: Locale::Fr,
            demo: false,
            access: true,
            editor: Some(Editor::Kam),
            state: CustomerState::Active,
            kam: Kam { id: Uuid::nil(), name: "Manager A".into(), email: "manager.a@example.org".into() },
            services: vec![service("2026-11-01", "2027-12-31")],
            invitation: Some(invitation(CustomerInvitationState::Accepted)),
            permissions: Vec::new(),
            erased_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
            updated_by: None,
        }
    }

    fn found(customer: &Customer) -> Vec<Finding> {
        of(customer, day(TODAY))
    }

    #[test]
    fn an_account_in_order_has_nothing_to_say() {
        assert_eq!(found(&customer()), []);
    }

    #[test]
    fn the_invitation_is_told_until_it_is_accepted() {
        let with = |state, mail| {
            let invitation = CustomerInvitation { mail: Some(mail), ..invitation(state) };
            found(&Customer { invitation: Some(invitation), ..customer() })
        };
        use CustomerInvitationState as State;
        assert_eq!(with(State::Sent, MailDelivery::Sent), [Finding::Invited(DateTime::UNIX_EPOCH)]);
        assert_eq!(with(State::Sent, MailDelivery::Failed), [Finding::MailFailed]);
        assert_eq!(with(State::Opened, MailDelivery::Sent), [Finding::Invited(DateTime::UNIX_EPOCH)]);
        assert_eq!(with(State::Expired, MailDelivery::Sent), [Finding::InvitationExpired]);
    }

    #[test]
    fn the_services_say_what_is_seen_today() {
        let with = |services: Vec<MarketService>| found(&Customer { services, ..customer() });
        assert_eq!(with(Vec::new()), [Finding::NoService]);
        let later = [service("2027-02-01", "2027-12-31"), service("2027-01-01", "2027-12-31")];
        assert_eq!(with(later.to_vec()), [Finding::NotYet(day("2027-01-01"))]);
        assert_eq!(with(vec![service("2025-01-01", "2026-11-27")]), [Finding::Over]);
        let soon = Finding::Ending { market: Uuid::from_u128(1), end: day("2026-12-28") };
        assert_eq!(with(vec![service("2025-01-01", "2026-12-28")]), [soon]);
        assert_eq!(with(vec![service("2025-01-01", "2026-12-29")]), []);
        let full = MarketService { used_optimisations: 2, ..service("2026-11-01", "2027-12-31") };
        assert_eq!(with(vec![full]), [Finding::Full(Uuid::from_u128(1))]);
    }

    #[test]
    fn what_ends_the_account_comes_first() {
        let at = DateTime::UNIX_EPOCH;
        let deleted = Customer { state: CustomerState::Deleted, erased_at: Some(at), ..customer() };
        assert_eq!(found(&deleted), [Finding::Deleted(at)]);
        let demo = Customer { demo: true, erased_at: Some(at), access: false, ..customer() };
        assert_eq!(found(&demo), [Finding::Demo(at), Finding::NoAccess]);
        let frozen = Customer {
            state: CustomerState::Frozen,
            invitation: Some(invitation(CustomerInvitationState::Expired)),
            ..customer()
        };
        assert_eq!(found(&frozen), [Finding::Frozen], "a frozen account invites nobody");
    }
}
