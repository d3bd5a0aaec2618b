//! What the operations of customer accounts have in common: how an account is shown, and how its customer is invited.

use super::users::{DAYS, link};
use crate::auth::secret;
use crate::extract::Caller;
use crate::mail::Letter;
use crate::state::State;
use api_types::{Customer, CustomerContact, CustomerInvitation, Kam, MarketService, MarketServiceList};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::customer::{CustomerInvitationState, CustomerKind, editor_of};
use domain::role::{Permission, Place};
use store::{ChangedCustomer, CustomerInvitationView, CustomerOffer, CustomerView, KamView, ServiceView, Tx};

/// The link that a customer may have to be sent.
pub(super) fn offer(token: &str, now: DateTime<Utc>) -> CustomerOffer {
    CustomerOffer { token_hash: secret::hash(token), expires_at: now + TimeDelta::days(DAYS) }
}

/// Writes to the customer where the change has invited them, and gives the account as it is then.
pub(super) async fn invite(
    state: &State,
    tx: &Tx,
    changed: ChangedCustomer,
    organisation: &str,
    token: &str,
) -> Result<CustomerView, store::Error> {
    let ChangedCustomer { view, invited } = changed;
    if !invited {
        return Ok(view);
    }
    let letter = Letter::CustomerInvitation {
        locale: view.locale,
        name: format!("{} {}", view.contact.first_name, view.contact.last_name),
        organisation: organisation.to_owned(),
        company: view.company.clone(),
        login: view.email.clone(),
        link: link(state, token),
        days: DAYS,
    };
    tx.mail_to_customer(view.id, letter.to(&view.email)?).await?;
    // Read again: now the account shows that its mail waits.
    tx.customer(view.organisation_id, view.id).read().get(tx.now()).await
}

/// An account as `caller` sees it.
pub(super) fn customer(state: &State, caller: &Caller, view: CustomerView) -> Customer {
    let place = Place::Customer {
        organisation: view.organisation_id,
        id: view.id,
        owned: view.kam.user_id == caller.user().id,
        editor: editor_of(view.editor),
    };
    let permissions = caller.permissions_at(place);
    let (now, today) = (state.now(), state.today());
    let shows_invitation = view.access && permissions.contains(&Permission::CustomerWrite);
    let invitation = view.invitation.filter(|_| shows_invitation);
    Customer {
        id: view.id,
        organisation_id: view.organisation_id,
        company: view.company,
        reference: view.reference,
        contact: CustomerContact {
            last_name: view.contact.last_name,
            first_name: view.contact.first_name,
            phone: view.contact.phone,
            email: view.email,
        },
        locale: view.locale,
        demo: view.kind == CustomerKind::Demo,
        access: view.access,
        editor: view.editor,
        state: view.state,
        kam: kam(view.kam),
        services: if view.access { services(view.services, today) } else { Vec::new() },
        invitation: invitation.map(|invitation| shown(state, &invitation, now)),
        permissions,
        erased_at: view.erase_at,
        created_at: view.created_at,
        updated_at: view.updated_at,
        updated_by: view.updated_by,
    }
}

/// The services of an account whose customer may log in; none without access.
pub(super) fn service_list(view: CustomerView, today: NaiveDate) -> MarketServiceList {
    MarketServiceList { items: if view.access { services(view.services, today) } else { Vec::new() } }
}

fn services(views: Vec<ServiceView>, today: NaiveDate) -> Vec<MarketService> {
    views.into_iter().map(|view| service(&view, today)).collect()
}

fn service(view: &ServiceView, today: NaiveDate) -> MarketService {
    MarketService {
        id: view.id,
        market_id: view.service.market,
        start_date: view.service.start,
        end_date: view.service.end,
        state: view.service.state(today),
        forecasts: view.service.forecasts.origins(),
        max_optimisations: view.service.max_optimisations,
        used_optimisations: view.used,
    }
}

fn shown(state: &State, view: &CustomerInvitationView, now: DateTime<Utc>) -> CustomerInvitation {
    let standing = match (view.accepted_at, view.opened_at) {
        (Some(_), _) => CustomerInvitationState::Accepted,
        _ if view.expires_at <= now => CustomerInvitationState::Expired,
        (None, Some(_)) => CustomerInvitationState::Opened,
        (None, None) => CustomerInvitationState::Sent,
    };
    CustomerInvitation {
        state: standing,
        sent_at: view.sent_at,
        opened_at: view.opened_at,
        accepted_at: view.accepted_at,
        expires_at: view.expires_at,
        mail: view.mail,
        sender: state.sender().map(str::to_owned),
    }
}

pub(super) fn kam(view: KamView) -> Kam {
    Kam { id: view.id, name: view.name, email: view.email }
}
