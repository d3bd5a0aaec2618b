//! Mails to be sent, written in the transaction that causes them, so that none is lost and none is sent in vain.

use crate::connect::Store;
use crate::entity::outbox::{self, ActiveModel, Column, Entity};
use crate::error::{Error, Result};
use crate::write::Tx;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::Value;
use uuid::Uuid;

/// A mail to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Mail {
    /// Which template, such as `invitation`.
    pub kind: String,
    /// The address.
    pub recipient: String,
    /// What the template needs: locale, names, link. Erased once the mail is out.
    pub payload: Value,
}

/// A mail that this worker has to itself until the lease ends.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimedMail {
    /// Its id.
    pub id: Uuid,
    /// The mail.
    pub mail: Mail,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// How often it has been claimed, this time included.
    pub attempt: i64,
}

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// To be sent.
    Pending,
    /// Handed to the mail server.
    Sent,
    /// Kept for the development inbox.
    Local,
    /// Given up.
    Failed,
}

/// What to do about a mail that could not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Try again at this time.
    At(DateTime<Utc>),
    /// Give up.
    Never,
}

/// A mail as the development inbox shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxView {
    /// Its id.
    pub id: Uuid,
    /// The mail; its payload is null once sent.
    pub mail: Mail,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Where it stands.
    pub state: MailState,
}

/// The worker's side of the outbox.
#[derive(Debug, Clone, Copy)]
pub struct Outbox<'s> {
    store: &'s Store,
}

impl Store {
    /// The outbox.
    #[must_use]
    pub const fn outbox(&self) -> Outbox<'_> {
        Outbox { store: self }
    }
}

impl Tx {
    /// Appends a mail; it is sent once this transaction is committed.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn mail(&self, mail: Mail) -> Result<()> {
        self.append(None, mail).await
    }

    /// Appends a mail to a customer, whose account shows how far it is.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn mail_to_customer(&self, customer: Uuid, mail: Mail) -> Result<()> {
        self.append(Some(customer), mail).await
    }

    /// Takes back what waits to be sent to a customer. A mail that is on its way just now arrives.
    pub(crate) async fn withdraw_mails(&self, customer: Uuid) -> Result<()> {
        let waiting = pending().add(Column::CustomerId.eq(customer));
        Entity::delete_many().filter(waiting).exec(&self.db).await?;
        Ok(())
    }

    async fn append(&self, customer_id: Option<Uuid>, mail: Mail) -> Result<()> {
        let row = outbox::Model {
            id: self.new_id(),
            kind: mail.kind,
            recipient: mail.recipient,
            payload: Some(mail.payload),
            created_at: self.now(),
            next_attempt_at: self.now(),
            attempts: 0,
            state: MailState::Pending.as_str().to_owned(),
            last_error: None,
            delivered_at: None,
            customer_id,
        };
        Entity::insert(row.into_active_model()).exec_without_returning(&self.db).await?;
        Ok(())
    }
}

impl Outbox<'_> {
    /// Takes up to `limit` mails that are due, for the length of `lease`. A worker that dies leaves them due
    /// again at its end; two workers never hold the same mail.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn claim_due(&self, now: DateTime<Utc>, lease: TimeDelta, limit: u64) -> Result<Vec<ClaimedMail>> {
        let now = now.trunc_subsecs(6);
        let due = || Entity::find().filter(pending()).filter(Column::NextAttemptAt.lte(now));
        // Most of the time nothing is due: find that out without taking SQLite's only write lock.
        if due().limit(1).one(&self.store.db).await?.is_none() {
            return Ok(Vec::new());
        }
        let tx = self.store.begin_housekeeping().await?;
        let rows = due()
            .order_by_asc(Column::NextAttemptAt)
            .order_by_asc(Column::Id)
            .limit(limit)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(&tx)
            .await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in rows {
            let attempt = row.attempts + 1;
            let leased =
                ActiveModel { next_attempt_at: Set(now + lease), attempts: Set(attempt), ..Default::default() };
            Entity::update_many().set(leased).filter(Column::Id.eq(row.id)).exec(&tx).await?;
            let (id, created_at) = (row.id, row.created_at);
            claimed.push(ClaimedMail { id, mail: mail(row), created_at, attempt });
        }
        tx.commit().await?;
        Ok(claimed)
    }

    /// The mail server has it: erases the payload. False when the lease was lost to another worker.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn mark_sent(&self, mail: &ClaimedMail, now: DateTime<Utc>) -> Result<bool> {
        self.settle(mail, ActiveModel { payload: Set(None), ..delivered(MailState::Sent, now) }).await
    }

    /// It stays in the development inbox, with its payload. False when the lease was lost.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn mark_delivered_locally(&self, mail: &ClaimedMail, now: DateTime<Utc>) -> Result<bool> {
        self.settle(mail, delivered(MailState::Local, now)).await
    }

    /// It could not be sent; giving up erases the payload. False when the lease was lost.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn mark_failed(&self, mail: &ClaimedMail, error: &str, retry: Retry) -> Result<bool> {
        let outcome = match retry {
            Retry::At(time) => ActiveModel { next_attempt_at: Set(time.trunc_subsecs(6)), ..Default::default() },
            Retry::Never => ActiveModel { payload: Set(None), ..in_state(MailState::Failed) },
        };
        // PostgreSQL cannot hold a NUL in a text, and a mail server may say anything.
        let last_error = Set(Some(error.replace('\0', "")));
        self.settle(mail, ActiveModel { last_error, ..outcome }).await
    }

    /// The latest mails, newest first, for the development inbox.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn recent(&self, limit: u64) -> Result<Vec<OutboxView>> {
        let rows = Entity::find().order_by_desc(Column::Id).limit(limit).all(&self.store.db).await?;
        rows.into_iter().map(view).collect()
    }

    /// How many mails wait to be sent.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn depth(&self) -> Result<u64> {
        Ok(Entity::find().filter(pending()).count(&self.store.db).await?)
    }

    /// Only the holder of the latest claim may say what became of a mail.
    async fn settle(&self, mail: &ClaimedMail, outcome: ActiveModel) -> Result<bool> {
        let held = pending().add(Column::Id.eq(mail.id)).add(Column::Attempts.eq(mail.attempt));
        let settled = Entity::update_many().set(outcome).filter(held).exec(&self.store.db).await?;
        Ok(settled.rows_affected > 0)
    }
}

impl MailState {
    const ALL: [Self; 4] = [Self::Pending, Self::Sent, Self::Local, Self::Failed];

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sent => "sent",
            Self::Local => "local",
            Self::Failed => "failed",
        }
    }
}

fn pending() -> Condition {
    Condition::all().add(Column::State.eq(MailState::Pending.as_str()))
}

fn in_state(state: MailState) -> ActiveModel {
    ActiveModel { state: Set(state.as_str().to_owned()), ..Default::default() }
}

fn delivered(state: MailState, now: DateTime<Utc>) -> ActiveModel {
    ActiveModel { delivered_at: Set(Some(now.trunc_subsecs(6))), ..in_state(state) }
}

fn mail(row: outbox::Model) -> Mail {
    Mail { kind: row.kind, recipient: row.recipient, payload: row.payload.unwrap_or_default() }
}

fn view(row: outbox::Model) -> Result<OutboxView> {
    let state = MailState::parse(&row.state);
    let state = state.ok_or_else(|| Error::Inconsistent(format!("state of mail {}: {}", row.id, row.state)))?;
    Ok(OutboxView { id: row.id, created_at: row.created_at, state, mail: mail(row) })
}
