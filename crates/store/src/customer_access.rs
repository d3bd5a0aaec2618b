//! How customers come to log in, and how that ends: the invitation of an account, its acceptance, its login's sessions.
//!
//! The role is offered with the account and counts once it is accepted, also by somebody whom the organisation knows
//! already: who invites learns nothing about a login.

use crate::audit::{Entry, FieldChange};
use crate::customers::{self, state};
use crate::entity::{customer, invitation, organisation_user, role_grant};
use crate::error::{Conflict, Error, Result, parsed};
use crate::grants;
use crate::org_users;
use crate::portal;
use crate::scope::{CustomerWriter, OrganisationWriter};
use crate::write::Tx;
use chrono::{DateTime, Utc};
use domain::customer::CustomerState;
use domain::role::Grant;
use domain::text::Email;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use uuid::Uuid;

/// The link of an invitation that may have to be sent.
#[derive(Debug, Clone)]
pub struct CustomerOffer {
    /// Digest of its token.
    pub token_hash: String,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
}

impl CustomerWriter<'_> {
    /// Invites the customer: whatever links they had are void. The caller appends the mail.
    pub(crate) async fn offer(&self, row: &customer::Model, offer: &CustomerOffer) -> Result<()> {
        let organisation = OrganisationWriter { tx: self.tx, organisation: self.organisation };
        let email = Email::parse(&row.email).map_err(|_| Error::Inconsistent(format!("e-mail of {}", row.id)))?;
        let locale = parsed("locale", &row.locale)?;
        let name = contact_name(row);
        let user = organisation.login_for(&email, &name, locale).await?;
        let known = organisation_user::Entity::find()
            .filter(organisation_user::Column::OrganisationId.eq(self.organisation))
            .filter(organisation_user::Column::UserId.eq(user.id))
            .one(&self.tx.db)
            .await?;
        let relation = match known {
            Some(relation) => relation.id,
            None => organisation.add_relation(&user, &name, false, &[]).await?,
        };
        self.void_invitations().await?;
        let offered = self.grants().count(&self.tx.db).await?;
        if offered == 0 {
            let grant = Grant::Customer { organisation: self.organisation, customer: self.customer };
            grants::offer(self.tx, user.id, relation, &[grant]).await?;
        }
        let (hash, customer) = (&offer.token_hash, Some(self.customer));
        organisation.add_invitation(relation, customer, hash, locale, offer.expires_at).await?;
        self.audit("customer.invited", &row.company, Vec::new()).await
    }

    /// Refuses an invitation of a customer who may not log in, or does so already.
    pub(crate) async fn can_be_invited(&self, row: &customer::Model) -> Result<()> {
        if !row.access || state(row) != CustomerState::Active {
            return Err(Conflict::CustomerWithoutAccess.into());
        }
        if self.is_accepted().await? { Err(Conflict::AlreadyAccepted.into()) } else { Ok(()) }
    }

    /// Whether the customer has accepted the invitation.
    pub(crate) async fn is_accepted(&self) -> Result<bool> {
        let accepted = self.grants().filter(role_grant::Column::Pending.eq(false));
        Ok(accepted.count(&self.tx.db).await? > 0)
    }

    /// After the account was closed: nothing more is sent, and whoever holds nothing else is logged out at once.
    pub(crate) async fn shut(&self) -> Result<()> {
        self.tx.withdraw_mails(self.customer).await?;
        let holders = self.grants().filter(role_grant::Column::Pending.eq(false)).all(&self.tx.db).await?;
        for holder in holders {
            if grants::held_by(&self.tx.db, holder.user_id, self.tx.now()).await?.is_empty() {
                self.tx.accounts().end_all_sessions(holder.user_id).await?;
            }
        }
        Ok(())
    }

    pub(crate) async fn audit(&self, action: &'static str, label: &str, changes: Vec<FieldChange>) -> Result<()> {
        let (id, organisation) = (self.customer, Some(self.organisation));
        self.tx.audit_customer(id, Entry { action, id, organisation, community: None, label, changes }).await
    }

    /// The role of the account's customer, offered or accepted.
    fn grants(&self) -> sea_orm::Select<role_grant::Entity> {
        role_grant::Entity::find()
            .filter(role_grant::Column::OrganisationId.eq(self.organisation))
            .filter(role_grant::Column::CustomerId.eq(self.customer))
    }

    async fn void_invitations(&self) -> Result<()> {
        use invitation::Column;
        let voided = invitation::ActiveModel { voided_at: Set(Some(self.tx.now())), ..Default::default() };
        invitation::Entity::update_many()
            .set(voided)
            .filter(Column::CustomerId.eq(self.customer))
            .filter(Column::AcceptedAt.is_null().and(Column::VoidedAt.is_null()))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }
}

/// Whom a link invites, while its account lets them in.
pub(crate) async fn invited_name(
    db: &impl ConnectionTrait,
    organisation: Uuid,
    customer: Uuid,
    now: DateTime<Utc>,
) -> Result<String> {
    let account = customer::Entity::find_by_id(customer)
        .filter(customer::Column::OrganisationId.eq(organisation))
        .filter(customer::Column::Id.in_subquery(customers::open(now)))
        .one(db)
        .await?;
    account.as_ref().map(contact_name).ok_or(Error::TokenUnusable)
}

/// Gives the customer of an account the role that was offered with it.
pub(crate) async fn accept(tx: &Tx, relation: &organisation_user::Model, customer: Uuid, email: &str) -> Result<()> {
    let account = customer::Entity::find_by_id(customer)
        .filter(customer::Column::OrganisationId.eq(relation.organisation_id))
        .filter(customer::Column::Id.in_subquery(customers::open(tx.now())))
        .one(&tx.db)
        .await?
        .ok_or(Error::TokenUnusable)?;
    let accepted = role_grant::ActiveModel { pending: Set(false), ..Default::default() };
    role_grant::Entity::update_many()
        .set(accepted)
        .filter(role_grant::Column::CustomerId.eq(customer))
        .filter(role_grant::Column::OrganisationUserId.eq(relation.id))
        .exec(&tx.db)
        .await?;
    let held = grants::of_users(&tx.db, relation.organisation_id, [relation.id]).await?;
    // Whoever is invited as something else, too, accepts that by its own link.
    let only_customer = held.values().flatten().all(|grant| matches!(grant, Grant::Customer { .. }));
    if only_customer && !relation.accepted {
        let joined = organisation_user::ActiveModel { accepted: Set(true), ..org_users::touched(tx, relation.version) };
        organisation_user::Entity::update_many()
            .set(joined)
            .filter(organisation_user::Column::Id.eq(relation.id))
            .exec(&tx.db)
            .await?;
    }
    let writer = tx.customer(relation.organisation_id, customer);
    let login = portal::login(None, Some(email));
    writer.audit("customer.access_accepted", &account.company, login).await
}

fn contact_name(row: &customer::Model) -> String {
    format!("{} {}", row.first_name, row.last_name)
}
