//! Links by which other programs follow a user's calendar: one each, of which only a digest is stored.

use crate::connect::Store;
use crate::entity::calendar_link::{self, Column, Entity};
use crate::error::{Error, Result};
use crate::write::Tx;
use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

/// A user's link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarLinkView {
    /// Whose calendar it shows.
    pub user_id: Uuid,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When a program last followed it.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl Store {
    /// A user's link, if they have one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn calendar_link(&self, user: Uuid) -> Result<Option<CalendarLinkView>> {
        Ok(Entity::find_by_id(user).one(&self.db).await?.map(|row| view(&row)))
    }

    /// The link of a token, which was followed just now.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn follow_calendar_link(&self, token_hash: &str, now: DateTime<Utc>) -> Result<CalendarLinkView> {
        let row = Entity::find().filter(Column::TokenHash.eq(token_hash)).one(&self.db).await?;
        let row = row.ok_or(Error::NotFound)?;
        Entity::update_many()
            .col_expr(Column::LastUsedAt, Expr::val(now.trunc_subsecs(6)))
            .filter(Column::UserId.eq(row.user_id))
            .exec(&self.db)
            .await?;
        Ok(view(&row))
    }
}

impl Tx {
    /// Makes a link for a user; their former one is void.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn create_calendar_link(&self, user: Uuid, token_hash: &str) -> Result<()> {
        self.revoke_calendar_link(user).await?;
        let row = calendar_link::Model {
            user_id: user,
            token_hash: token_hash.to_owned(),
            created_at: self.now(),
            last_used_at: None,
        };
        Entity::insert(row.into_active_model()).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Makes a user's link void; nothing when they have none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn revoke_calendar_link(&self, user: Uuid) -> Result<()> {
        Entity::delete_many().filter(Column::UserId.eq(user)).exec(&self.db).await?;
        Ok(())
    }
}

fn view(row: &calendar_link::Model) -> CalendarLinkView {
    CalendarLinkView { user_id: row.user_id, created_at: row.created_at, last_used_at: row.last_used_at }
}
