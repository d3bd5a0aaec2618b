//! What belongs to accounts, read for several at once: their services and their latest invitations with the mails.

use crate::customers::{CustomerInvitationView, ServiceView};
use crate::entity::{invitation, market_service, optimisation, outbox};
use crate::error::{Error, Result};
use crate::outbox::MailState;
use domain::customer::{MailDelivery, Service, SharedForecasts};
use domain::market::MARKETS;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The kind of mail that invites a customer.
pub(crate) const INVITATION_MAIL: &str = "customer_invitation";

/// The latest invitation of an account, and the mail it went by.
pub(crate) struct Latest {
    invitation: invitation::Model,
    mail: Option<outbox::Model>,
}

impl Latest {
    pub(crate) fn view(self) -> Result<CustomerInvitationView> {
        Ok(CustomerInvitationView {
            sent_at: self.invitation.created_at,
            opened_at: self.invitation.opened_at,
            accepted_at: self.invitation.accepted_at,
            expires_at: self.invitation.expires_at,
            mail: self.mail.as_ref().map(delivery).transpose()?,
        })
    }
}

fn delivery(mail: &outbox::Model) -> Result<MailDelivery> {
    let state = MailState::parse(&mail.state);
    Ok(match state.ok_or_else(|| Error::Inconsistent(format!("state of mail {}: {}", mail.id, mail.state)))? {
        MailState::Pending if mail.last_error.is_some() => MailDelivery::Retrying,
        MailState::Pending => MailDelivery::Waiting,
        MailState::Sent => MailDelivery::Sent,
        MailState::Local => MailDelivery::Kept,
        MailState::Failed => MailDelivery::Failed,
    })
}

/// The services of several accounts of one organisation, in the order of the catalogue.
pub(crate) async fn services_of(
    db: &impl ConnectionTrait,
    organisation: Uuid,
    customers: &[Uuid],
) -> Result<BTreeMap<Uuid, Vec<ServiceView>>> {
    use market_service::Column;
    let rows = market_service::Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::CustomerId.is_in(customers.iter().copied()))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let used = used_of(db, organisation, customers).await?;
    let mut services: BTreeMap<Uuid, Vec<ServiceView>> = BTreeMap::new();
    for row in rows {
        let used = used.get(&(row.customer_id, row.market_id)).copied().unwrap_or_default();
        services.entry(row.customer_id).or_default().push(service(&row, used));
    }
    let place = |service: &ServiceView| MARKETS.iter().position(|market| market.id == service.service.market);
    for services in services.values_mut() {
        services.sort_by_key(place);
    }
    Ok(services)
}

/// How many optimisations accounts have, by market.
pub(crate) async fn used_of(
    db: &impl ConnectionTrait,
    organisation: Uuid,
    customers: &[Uuid],
) -> Result<BTreeMap<(Uuid, Uuid), i64>> {
    use optimisation::Column;
    let rows: Vec<(Uuid, Uuid, i64)> = optimisation::Entity::find()
        .select_only()
        .columns([Column::CustomerId, Column::MarketId])
        .column_as(Column::Id.count(), "used")
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::CustomerId.is_in(customers.iter().copied()))
        .group_by(Column::CustomerId)
        .group_by(Column::MarketId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(customer, market, used)| ((customer, market), used)).collect())
}

fn service(row: &market_service::Model, used: i64) -> ServiceView {
    ServiceView {
        id: row.id,
        service: Service {
            market: row.market_id,
            start: row.start_date,
            end: row.end_date,
            forecasts: SharedForecasts {
                application: row.shares_application,
                manager: row.shares_manager,
                client: row.shares_client,
            },
            max_optimisations: row.max_optimisations,
        },
        used,
    }
}

/// The latest invitations of several accounts.
pub(crate) async fn latest_invitations(
    db: &impl ConnectionTrait,
    customers: &[Uuid],
) -> Result<BTreeMap<Uuid, Latest>> {
    let invitations = invitation::Entity::find()
        .filter(invitation::Column::CustomerId.is_in(customers.iter().copied()))
        .order_by_asc(invitation::Column::Id)
        .all(db)
        .await?;
    let mails = outbox::Entity::find()
        .filter(outbox::Column::CustomerId.is_in(customers.iter().copied()))
        .filter(outbox::Column::Kind.eq(INVITATION_MAIL))
        .order_by_asc(outbox::Column::Id)
        .all(db)
        .await?;
    let mut mails: BTreeMap<Uuid, outbox::Model> =
        mails.into_iter().filter_map(|mail| Some((mail.customer_id?, mail))).collect();
    let latest: BTreeMap<Uuid, invitation::Model> =
        invitations.into_iter().filter_map(|row| Some((row.customer_id?, row))).collect();
    let latest = latest.into_iter().map(|(customer, invitation)| {
        // A mail that was withdrawn before it left is no longer there; an earlier one says nothing of this link.
        let mail = mails.remove(&customer).filter(|mail| mail.created_at >= invitation.created_at);
        (customer, Latest { invitation, mail })
    });
    Ok(latest.collect())
}
