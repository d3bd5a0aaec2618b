//! Invitations to an organisation: single-use links, of which only a digest is stored.

use crate::accounts::{self, Accounts, AccountsWriter, UserView};
use crate::audit::{self, Entry, Fields};
use crate::customer_access;
use crate::entity::invitation::{self, ActiveModel, Column, Entity};
use crate::entity::{app_user, organisation, organisation_user};
use crate::error::{Conflict, Error, Result, parsed};
use crate::grants;
use crate::org_users::{self, OrganisationUserView};
use crate::portal;
use crate::scope::OrganisationWriter;
use chrono::{DateTime, SubsecRound, Utc};
use domain::role::{Grant, Role};
use domain::text::Email;
use domain::vocabulary::Locale;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Select, Set};
use serde_json::json;
use uuid::Uuid;

/// An invitation to be sent.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The login it is for.
    pub email: Email,
    /// The name the inviter gives.
    pub name: String,
    /// The language of the mail, and of the login if it is new.
    pub locale: Locale,
    /// What the user will hold; each of the inviting organisation.
    pub grants: Vec<Grant>,
    /// Digest of the link's token.
    pub token_hash: String,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
}

/// An invitation that can be accepted.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationView {
    /// The organisation that invites.
    pub organisation_id: Uuid,
    /// Its name.
    pub organisation_name: String,
    /// The login it is for.
    pub user: UserView,
    /// The login's password hash: when present, that password accepts the invitation.
    pub password_hash: Option<String>,
    /// The name the inviter gave.
    pub name: String,
    /// The language of the mail.
    pub locale: Locale,
    /// The roles it gives.
    pub roles: Vec<Role>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for InvitationView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InvitationView").field("user", &self.user).finish_non_exhaustive()
    }
}

/// A user whose invitation was made anew, with what the mail needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewedInvitation {
    /// The user.
    pub user: OrganisationUserView,
    /// The language of the mail.
    pub locale: Locale,
}

impl Accounts<'_> {
    /// The open invitation of a token.
    ///
    /// # Errors
    /// `TokenUnusable`; those of the database.
    pub async fn invitation(&self, token_hash: &str, now: DateTime<Utc>) -> Result<InvitationView> {
        let invitation = open(token_hash, now).one(&self.db).await?.ok_or(Error::TokenUnusable)?;
        let relation = relation_of(&self.db, &invitation).await?;
        let organisation = organisation::Entity::find_by_id(relation.organisation_id).one(&self.db).await?;
        let organisation = organisation.ok_or(Error::TokenUnusable)?;
        let user = accounts::find(&self.db, relation.user_id).await?;
        let (name, roles) = match invitation.customer_id {
            Some(customer) => {
                (customer_access::invited_name(&self.db, organisation.id, customer, now).await?, vec![Role::Customer])
            }
            None => {
                let mut held = grants::of_users(&self.db, organisation.id, [relation.id]).await?;
                let held = held.remove(&relation.id).unwrap_or_default();
                (relation.name, held.iter().map(Grant::role).filter(|role| *role != Role::Customer).collect())
            }
        };
        Ok(InvitationView {
            organisation_id: organisation.id,
            organisation_name: organisation.name,
            password_hash: user.password_hash.clone(),
            user: accounts::view(user)?,
            name,
            locale: parsed("locale", &invitation.locale)?,
            roles,
            expires_at: invitation.expires_at,
        })
    }
}

impl AccountsWriter<'_> {
    /// Accepts an invitation. `password_hash` is that of a new login; a login that has a password keeps it,
    /// and its caller has verified that one.
    ///
    /// # Errors
    /// `TokenUnusable`; `Stale` when the login got, or has, no password in the meantime; those of the database.
    pub async fn accept_invitation(&self, token_hash: &str, password_hash: Option<&str>) -> Result<UserView> {
        let tx = self.tx;
        let shown = open(token_hash, tx.now()).one(&tx.db).await?.ok_or(Error::TokenUnusable)?;
        let known = relation_of(&tx.db, &shown).await?;
        let mut user = accounts::lock(tx, known.user_id).await?;
        let relation = match tx.organisation(known.organisation_id).relation(known.id).await {
            // They were removed from the organisation just now.
            Err(Error::NotFound) => return Err(Error::TokenUnusable),
            found => found?,
        };
        // Read again, now that nobody else changes this relation: it may have been accepted or renewed just now.
        let invitation = open(token_hash, tx.now()).one(&tx.db).await?.ok_or(Error::TokenUnusable)?;
        // Whoever accepts has either proven the present password or chosen the first one.
        if user.password_hash.is_some() == password_hash.is_some() {
            return Err(Error::Stale);
        }
        if let Some(hash) = password_hash {
            user.password_hash = Some(hash.to_owned());
            self.rehash_password(user.id, hash).await?;
        }
        let accepted = ActiveModel { accepted_at: Set(Some(tx.now())), ..Default::default() };
        Entity::update_many().set(accepted).filter(Column::Id.eq(invitation.id)).exec(&tx.db).await?;
        match invitation.customer_id {
            Some(customer) => customer_access::accept(tx, &relation, customer, &user.email).await?,
            None => self.join(&relation, &user.email).await?,
        }
        accounts::view(user)
    }

    /// Notes that somebody has looked at an open invitation.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn note_opened(&self, token_hash: &str) -> Result<()> {
        let tx = self.tx;
        let opened = ActiveModel { opened_at: Set(Some(tx.now())), ..Default::default() };
        let unopened = Column::TokenHash.eq(token_hash).and(Column::OpenedAt.is_null());
        Entity::update_many().set(opened).filter(unopened).exec(&tx.db).await?;
        Ok(())
    }

    /// Makes somebody who has accepted a user of the organisation.
    async fn join(&self, relation: &organisation_user::Model, email: &str) -> Result<()> {
        let tx = self.tx;
        let joined = organisation_user::ActiveModel { accepted: Set(true), ..org_users::touched(tx, relation.version) };
        organisation_user::Entity::update_many()
            .set(joined)
            .filter(organisation_user::Column::Id.eq(relation.id))
            .exec(&tx.db)
            .await?;
        tx.audit(Entry {
            action: "user.joined",
            id: relation.id,
            organisation: Some(relation.organisation_id),
            community: None,
            label: email,
            changes: Vec::new(),
        })
        .await?;
        let mut held = grants::of_users(&tx.db, relation.organisation_id, [relation.id]).await?;
        portal::tell_acceptance(tx, &held.remove(&relation.id).unwrap_or_default(), email).await
    }
}

impl OrganisationWriter<'_> {
    /// Invites a user. A login that exists already is used, and not touched; nobody learns of it here.
    /// The caller appends the mail.
    ///
    /// # Errors
    /// `Conflict::UserExists`; `Invalid` with `/roles/{i}/…` for a community or member that is not the
    /// organisation's; `NotFound` for an unknown organisation; those of the database.
    pub async fn invite(&self, invitation: &NewInvitation) -> Result<OrganisationUserView> {
        self.lock().await?;
        grants::check(self.tx, self.organisation, &invitation.grants).await?;
        let user = self.login_for(&invitation.email, &invitation.name, invitation.locale).await?;
        let relation = self.add_relation(&user, &invitation.name, false, &invitation.grants).await?;
        let (hash, expires_at) = (&invitation.token_hash, invitation.expires_at);
        self.add_invitation(relation, None, hash, invitation.locale, expires_at).await?;
        let fields = Fields::from([
            ("email", json!(user.email)),
            ("name", json!(invitation.name)),
            ("roles", grants::wire(&invitation.grants)),
        ]);
        self.audit("user.invited", relation, &user.email, audit::created(&fields)).await?;
        self.read().user(relation).await
    }

    /// Voids the open invitations of a user and makes a new one. The caller appends the mail.
    ///
    /// # Errors
    /// `NotFound`; `Conflict::AlreadyAccepted`; `Conflict::InvitedWithAccount` for somebody who is a customer and
    /// nothing else; those of the database.
    pub async fn renew_invitation(
        &self,
        organisation_user: Uuid,
        token_hash: &str,
        expires_at: DateTime<Utc>,
    ) -> Result<RenewedInvitation> {
        let relation = self.relation(organisation_user).await?;
        if relation.accepted {
            return Err(Conflict::AlreadyAccepted.into());
        }
        // A second link beside the account's would work after the account has sent a new one, or was frozen.
        let held = grants::of_users(&self.tx.db, self.organisation, [relation.id]).await?;
        let held = held.into_values().flatten().collect::<Vec<_>>();
        if !held.is_empty() && held.iter().all(|grant| grant.role() == Role::Customer) {
            return Err(Conflict::InvitedWithAccount.into());
        }
        let user = accounts::find(&self.tx.db, relation.user_id).await?;
        let latest = Entity::find()
            .filter(Column::OrganisationUserId.eq(relation.id))
            .filter(Column::CustomerId.is_null())
            .order_by_desc(Column::Id)
            .one(&self.tx.db)
            .await?;
        // An invitation that ran out long ago is forgotten; the login's own language is the next best.
        let locale = parsed("locale", latest.as_ref().map_or(&user.locale, |latest| &latest.locale))?;
        let voided = ActiveModel { voided_at: Set(Some(self.tx.now())), ..Default::default() };
        Entity::update_many()
            .set(voided)
            .filter(Column::OrganisationUserId.eq(relation.id))
            .filter(Column::CustomerId.is_null())
            .filter(Column::VoidedAt.is_null())
            .exec(&self.tx.db)
            .await?;
        self.add_invitation(relation.id, None, token_hash, locale, expires_at).await?;
        self.touch(&relation).await?;
        self.audit("user.invitation_renewed", relation.id, &user.email, Vec::new()).await?;
        Ok(RenewedInvitation { user: self.read().user(relation.id).await?, locale })
    }

    /// The login of the invited address, a new one without a password where there was none.
    pub(crate) async fn login_for(&self, email: &Email, name: &str, locale: Locale) -> Result<app_user::Model> {
        let row = accounts::new_row(self.tx, email, name, locale, None);
        // Two organisations may invite the same address at once; the second takes the first one's login.
        app_user::Entity::insert(row.into_active_model())
            .on_conflict_do_nothing_on([app_user::Column::EmailKey])
            .exec_without_returning(&self.tx.db)
            .await?;
        let found = app_user::Entity::find().filter(app_user::Column::EmailKey.eq(email.key()));
        let found = found.one(&self.tx.db).await?;
        found.ok_or_else(|| Error::Inconsistent("a login that is neither new nor there".to_owned()))
    }

    /// Adds the invitation of a relation, or of the customer account it is the customer of.
    pub(crate) async fn add_invitation(
        &self,
        relation: Uuid,
        customer: Option<Uuid>,
        token_hash: &str,
        locale: Locale,
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        let row = invitation::Model {
            id: self.tx.new_id(),
            organisation_user_id: relation,
            token_hash: token_hash.to_owned(),
            locale: locale.as_str().to_owned(),
            created_at: self.tx.now(),
            expires_at: expires_at.trunc_subsecs(6),
            accepted_at: None,
            voided_at: None,
            customer_id: customer,
            opened_at: None,
        };
        Entity::insert(row.into_active_model()).exec_without_returning(&self.tx.db).await?;
        Ok(())
    }
}

fn open(token_hash: &str, now: DateTime<Utc>) -> Select<Entity> {
    Entity::find()
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::AcceptedAt.is_null())
        .filter(Column::VoidedAt.is_null())
        .filter(Column::ExpiresAt.gt(now.trunc_subsecs(6)))
}

async fn relation_of(db: &impl ConnectionTrait, invitation: &invitation::Model) -> Result<organisation_user::Model> {
    let relation = organisation_user::Entity::find_by_id(invitation.organisation_user_id).one(db).await?;
    relation.ok_or(Error::TokenUnusable)
}
