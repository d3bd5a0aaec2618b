//! Forgotten passwords: single-use links, of which only a digest is stored.

use crate::accounts::{self, Accounts, AccountsWriter, UserView};
use crate::entity::app_user;
use crate::entity::password_reset::{self, ActiveModel, Column, Entity};
use crate::error::{Error, Result};
use crate::grants;
use chrono::{DateTime, SubsecRound, Utc};
use domain::role::{Grant, Role};
use domain::text::Email;
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Select, Set};
use uuid::Uuid;

/// A reset that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordResetView {
    /// The login.
    pub user: UserView,
    /// The roles it holds: they decide how long a password must be.
    pub roles: Vec<Role>,
}

impl Accounts<'_> {
    /// The open reset of a token.
    ///
    /// # Errors
    /// `TokenUnusable`; those of the database.
    pub async fn password_reset(&self, token_hash: &str, now: DateTime<Utc>) -> Result<PasswordResetView> {
        let reset = open(token_hash, now).one(&self.db).await?.ok_or(Error::TokenUnusable)?;
        let user = accounts::view(accounts::find(&self.db, reset.user_id).await?)?;
        let roles = grants::held_by(&self.db, user.id, now).await?.iter().map(Grant::role).collect();
        Ok(PasswordResetView { user, roles })
    }
}

impl AccountsWriter<'_> {
    /// Opens a reset for the login of an address, and voids earlier ones. `None` when there is no such login,
    /// none that ever had a password, or one whose accounts let nobody in. The caller appends the mail.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn open_password_reset(
        &self,
        email: &Email,
        token_hash: &str,
        expires_at: DateTime<Utc>,
    ) -> Result<Option<UserView>> {
        let user = app_user::Entity::find()
            .filter(app_user::Column::EmailKey.eq(email.key()))
            .filter(app_user::Column::PasswordHash.is_not_null())
            .lock(LockType::NoKeyUpdate)
            .one(&self.tx.db)
            .await?;
        let Some(user) = user else { return Ok(None) };
        if grants::is_shut_out(&self.tx.db, user.id, self.tx.now()).await? {
            return Ok(None);
        }
        self.void_resets(user.id).await?;
        let row = password_reset::Model {
            id: self.tx.new_id(),
            user_id: user.id,
            token_hash: token_hash.to_owned(),
            created_at: self.tx.now(),
            expires_at: expires_at.trunc_subsecs(6),
            used_at: None,
            voided_at: None,
        };
        Entity::insert(row.into_active_model()).exec_without_returning(&self.tx.db).await?;
        accounts::view(user).map(Some)
    }

    /// Sets the password and ends every session. The caller appends the notice.
    ///
    /// # Errors
    /// `TokenUnusable`; those of the database.
    pub async fn reset_password(&self, token_hash: &str, password_hash: &str) -> Result<UserView> {
        let shown = open(token_hash, self.tx.now()).one(&self.tx.db).await?.ok_or(Error::TokenUnusable)?;
        accounts::lock(self.tx, shown.user_id).await?;
        // Read again, now that nobody else changes this login: the token works once.
        let reset = open(token_hash, self.tx.now()).one(&self.tx.db).await?.ok_or(Error::TokenUnusable)?;
        let used = ActiveModel { used_at: Set(Some(self.tx.now())), ..Default::default() };
        Entity::update_many().set(used).filter(Column::Id.eq(reset.id)).exec(&self.tx.db).await?;
        self.void_resets(reset.user_id).await?;
        self.rehash_password(reset.user_id, password_hash).await?;
        self.end_all_sessions(reset.user_id).await?;
        let user = accounts::find(&self.tx.db, reset.user_id).await?;
        self.audit("login.password_reset", &user, Vec::new()).await?;
        accounts::view(user)
    }

    async fn void_resets(&self, user: Uuid) -> Result<()> {
        let voided = ActiveModel { voided_at: Set(Some(self.tx.now())), ..Default::default() };
        Entity::update_many()
            .set(voided)
            .filter(Column::UserId.eq(user))
            .filter(Column::UsedAt.is_null())
            .filter(Column::VoidedAt.is_null())
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }
}

fn open(token_hash: &str, now: DateTime<Utc>) -> Select<Entity> {
    Entity::find()
        .filter(Column::TokenHash.eq(token_hash))
        .filter(Column::UsedAt.is_null())
        .filter(Column::VoidedAt.is_null())
        .filter(Column::ExpiresAt.gt(now.trunc_subsecs(6)))
}
