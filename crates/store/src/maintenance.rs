//! What the program forgets in time: answers kept for repeated requests, spent tokens, mails that are out.

use crate::connect::Store;
use crate::customer_erasure;
use crate::entity::{
    app_user, calculation, idempotency, import, invitation, organisation_user, outbox, password_reset, reading_import,
    refresh_token,
};
use crate::error::Result;
use crate::idempotency::KEPT;
use crate::outbox::MailState;
use chrono::{DateTime, TimeDelta, Utc};
use domain::vocabulary::{ImportState, ReadingImportState};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Statement};

/// How long a link that ran out, a mail that is out, and a login nobody claimed are remembered.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// How long an import waits for somebody to confirm it.
const UNCONFIRMED: TimeDelta = TimeDelta::days(1);

/// Removes what is no longer needed.
#[derive(Debug, Clone, Copy)]
pub struct Maintenance<'s> {
    store: &'s Store,
}

/// How many rows were removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Answers kept for repeated requests.
    pub idempotency_keys: u64,
    /// Refresh tokens of ended sessions.
    pub refresh_tokens: u64,
    /// Invitations that ran out long ago.
    pub invitations: u64,
    /// Password resets that ran out long ago.
    pub password_resets: u64,
    /// Mails that left, or were given up, long ago.
    pub mails: u64,
    /// Logins that no organisation knows and that never had a password.
    pub logins: u64,
    /// Imports that nobody confirmed, and the reports of those applied long ago.
    pub imports: u64,
    /// Results that nobody has come for, and calculations that nobody is at any more.
    pub calculations: u64,
    /// Customer accounts that were demos or deleted.
    pub customers: u64,
}

impl Store {
    /// Maintenance.
    #[must_use]
    pub const fn maintenance(&self) -> Maintenance<'_> {
        Maintenance { store: self }
    }
}

impl Maintenance<'_> {
    /// Writes a consistent copy of a SQLite database to a file that is not there yet, while others go on working.
    ///
    /// # Errors
    /// `Db` on PostgreSQL, which has tools of its own for this, and when the file cannot be written.
    pub async fn copy_to(&self, file: &str) -> Result<()> {
        let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [file.into()]);
        self.store.db.execute_raw(copy).await?;
        Ok(())
    }

    /// Removes everything that is due. What is interrupted is done the next time.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn purge(&self, now: DateTime<Utc>) -> Result<Purged> {
        let long_ago = now - REMEMBERED;
        Ok(Purged {
            idempotency_keys: self
                .delete::<idempotency::Entity>(idempotency::Column::CreatedAt.lte(now - KEPT))
                .await?,
            // A token that was exchanged is kept as long as its family could live, to be known when it comes back.
            refresh_tokens: self
                .delete::<refresh_token::Entity>(refresh_token::Column::FamilyExpiresAt.lte(now))
                .await?,
            // Those of customers are a part of their accounts' history.
            invitations: self
                .delete::<invitation::Entity>(
                    invitation::Column::ExpiresAt.lte(long_ago).and(invitation::Column::CustomerId.is_null()),
                )
                .await?,
            password_resets: self
                .delete::<password_reset::Entity>(password_reset::Column::ExpiresAt.lte(long_ago))
                .await?,
            mails: self.delete_mails(long_ago).await?,
            logins: self.delete_unclaimed_logins(long_ago).await?,
            imports: self.delete_imports(now - UNCONFIRMED, long_ago).await?,
            calculations: self
                .delete::<calculation::Entity>(calculation::Column::SeenAt.lte(now - crate::calculations::KEPT))
                .await?,
            customers: customer_erasure::erase_due(self.store, now).await?,
        })
    }

    async fn delete<E: EntityTrait>(&self, due: Expr) -> Result<u64> {
        Ok(E::delete_many().filter(due).exec(&self.store.db).await?.rows_affected)
    }

    async fn delete_mails(&self, long_ago: DateTime<Utc>) -> Result<u64> {
        let done = outbox::Entity::delete_many()
            .filter(outbox::Column::CreatedAt.lte(long_ago))
            .filter(outbox::Column::State.ne(MailState::Pending.as_str()));
        Ok(done.exec(&self.store.db).await?.rows_affected)
    }

    /// The rows of an import are personal data: they stay only as long as somebody may want to see them.
    async fn delete_imports(&self, unconfirmed: DateTime<Utc>, long_ago: DateTime<Utc>) -> Result<u64> {
        let waits = import::Column::State.ne(ImportState::Applied.as_str());
        let due = Condition::any()
            .add(import::Column::CreatedAt.lte(unconfirmed).and(waits))
            .add(import::Column::CreatedAt.lte(long_ago));
        let lists = import::Entity::delete_many().filter(due).exec(&self.store.db).await?.rows_affected;
        // Imports of readings that were applied are the history of those readings.
        let open = [ReadingImportState::Checked, ReadingImportState::Failed].map(ReadingImportState::as_str);
        let readings = reading_import::Entity::delete_many()
            .filter(reading_import::Column::CreatedAt.lte(unconfirmed))
            .filter(reading_import::Column::State.is_in(open));
        Ok(lists + readings.exec(&self.store.db).await?.rows_affected)
    }

    /// An invitation makes a login; when it is withdrawn, or nobody accepts it, nothing else keeps the address.
    async fn delete_unclaimed_logins(&self, long_ago: DateTime<Utc>) -> Result<u64> {
        let known = Query::select().column(organisation_user::Column::UserId).from(organisation_user::Entity).take();
        let unclaimed = app_user::Entity::delete_many()
            .filter(app_user::Column::CreatedAt.lte(long_ago))
            .filter(app_user::Column::PasswordHash.is_null())
            .filter(app_user::Column::Id.not_in_subquery(known));
        Ok(unclaimed.exec(&self.store.db).await?.rows_affected)
    }
}
