//! Mails to be sent, written in the transaction that causes them, so that none is lost and none is sent in vain.

use crate::connect::Store;
use crate::error::Result;
use crate::write::Tx;
use chrono::{DateTime, TimeDelta, Utc};
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
    pub attempt: i32,
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
    pub async fn mail(&self, _mail: Mail) -> Result<()> {
        todo!()
    }
}

impl Outbox<'_> {
    /// Takes up to `limit` mails that are due, for the length of `lease`. A worker that dies leaves them due
    /// again at its end; two workers never hold the same mail.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn claim_due(&self, _now: DateTime<Utc>, _lease: TimeDelta, _limit: u64) -> Result<Vec<ClaimedMail>> {
        todo!()
    }

    /// The mail server has it: erases the payload. False when the lease was lost to another worker.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn mark_sent(&self, _mail: &ClaimedMail, _now: DateTime<Utc>) -> Result<bool> {
        todo!()
    }

    /// It stays in the development inbox, with its payload. False when the lease was lost.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn mark_delivered_locally(&self, _mail: &ClaimedMail, _now: DateTime<Utc>) -> Result<bool> {
        todo!()
    }

    /// It could not be sent; giving up erases the payload. False when the lease was lost.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn mark_failed(&self, _mail: &ClaimedMail, _error: &str, _retry: Retry) -> Result<bool> {
        todo!()
    }

    /// The latest mails, newest first, for the development inbox.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn recent(&self, _limit: u64) -> Result<Vec<OutboxView>> {
        todo!()
    }

    /// How many mails wait to be sent.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn depth(&self) -> Result<u64> {
        todo!()
    }
}
