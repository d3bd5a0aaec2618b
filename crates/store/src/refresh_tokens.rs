//! Sessions: families of refresh tokens, rotated at each use, revoked as a whole when an old one comes back.
//!
//! Only digests of tokens are stored.

use crate::accounts::{self, Accounts, AccountsWriter, UserView};
use crate::entity::app_user;
use crate::entity::refresh_token::{self, ActiveModel, Column, Entity};
use crate::error::Result;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};
use uuid::Uuid;

/// Two tabs of one browser may show the same token within this time of each other.
const GRACE: TimeDelta = TimeDelta::seconds(10);

/// How long a session lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefreshLifetimes {
    /// Without use.
    pub idle: TimeDelta,
    /// At most, however much it is used.
    pub absolute: TimeDelta,
}

/// What became of a refresh token that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rotation {
    /// It was good; the new one has taken its place. Also for the second of two tabs within ten seconds.
    Rotated {
        /// Whose it is.
        user: UserView,
        /// The session it belongs to.
        session: Uuid,
    },
    /// It had been used before: its whole family is revoked now. Commit this.
    Reused {
        /// Whose it was.
        user: Uuid,
    },
    /// Unknown, expired or revoked.
    Refused,
}

impl Accounts<'_> {
    /// Whether a session of a login goes on: it was neither ended nor revoked, and is not over.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn has_session(&self, user: Uuid, session: Uuid, now: DateTime<Utc>) -> Result<bool> {
        let found = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::FamilyId.eq(session))
            .filter(Column::UserId.eq(user))
            .filter(Column::RevokedAt.is_null())
            .filter(Column::FamilyExpiresAt.gt(now))
            .limit(1)
            .into_tuple::<Uuid>()
            .one(&self.db)
            .await?;
        Ok(found.is_some())
    }
}

impl AccountsWriter<'_> {
    /// Begins a session after a login: the first token of a family, and the time of the login. Returns its id.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn start_session(&self, user: Uuid, token_hash: &str, lifetimes: RefreshLifetimes) -> Result<Uuid> {
        let login = app_user::ActiveModel { last_login_at: Set(Some(self.tx.now())), ..Default::default() };
        self.set(user, login).await?;
        let family = Family { id: self.tx.new_id(), user, ends: self.tx.now() + lifetimes.absolute };
        self.add_token(&family, token_hash, lifetimes.idle).await?;
        Ok(family.id)
    }

    /// Exchanges a token for a new one of its family.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn rotate_session(
        &self,
        token_hash: &str,
        new_token_hash: &str,
        lifetimes: RefreshLifetimes,
    ) -> Result<Rotation> {
        // Locked, so that the second of two tabs sees what the first one did.
        let shown = Entity::find().filter(Column::TokenHash.eq(token_hash)).lock_exclusive().one(&self.tx.db).await?;
        let Some(shown) = shown else { return Ok(Rotation::Refused) };
        let now = self.tx.now();
        if shown.revoked_at.is_some() || shown.expires_at <= now {
            return Ok(Rotation::Refused);
        }
        let user = accounts::find(&self.tx.db, shown.user_id).await?;
        if shown.rotated_at.is_some_and(|rotated| now - rotated > GRACE) {
            self.revoke_family(shown.family_id).await?;
            self.audit("login.session_reused", &user, Vec::new()).await?;
            return Ok(Rotation::Reused { user: user.id });
        }
        if shown.rotated_at.is_none() {
            let rotated = ActiveModel { rotated_at: Set(Some(now)), ..Default::default() };
            Entity::update_many().set(rotated).filter(Column::Id.eq(shown.id)).exec(&self.tx.db).await?;
        }
        let family = Family { id: shown.family_id, user: user.id, ends: shown.family_expires_at };
        self.add_token(&family, new_token_hash, lifetimes.idle).await?;
        Ok(Rotation::Rotated { user: accounts::view(user)?, session: family.id })
    }

    /// Logs out: revokes the token's family. An unknown token is no error.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end_session(&self, token_hash: &str) -> Result<()> {
        match Entity::find().filter(Column::TokenHash.eq(token_hash)).one(&self.tx.db).await? {
            Some(token) => self.revoke_family(token.family_id).await,
            None => Ok(()),
        }
    }

    async fn add_token(&self, family: &Family, token_hash: &str, idle: TimeDelta) -> Result<()> {
        let row = refresh_token::Model {
            id: self.tx.new_id(),
            family_id: family.id,
            user_id: family.user,
            token_hash: token_hash.to_owned(),
            created_at: self.tx.now(),
            expires_at: family.ends.min(self.tx.now() + idle),
            family_expires_at: family.ends,
            rotated_at: None,
            revoked_at: None,
        };
        Entity::insert(row.into_active_model()).exec_without_returning(&self.tx.db).await?;
        Ok(())
    }

    async fn revoke_family(&self, family: Uuid) -> Result<()> {
        let revoked = ActiveModel { revoked_at: Set(Some(self.tx.now())), ..Default::default() };
        Entity::update_many()
            .set(revoked)
            .filter(Column::FamilyId.eq(family))
            .filter(Column::RevokedAt.is_null())
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }
}

/// A session: all tokens that came from one login.
struct Family {
    id: Uuid,
    user: Uuid,
    ends: DateTime<Utc>,
}
