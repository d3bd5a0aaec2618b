//! What the program forgets in time: answers kept for repeated requests, and spent tokens.

use crate::connect::Store;
use crate::error::Result;
use chrono::{DateTime, Utc};

/// Removes what is no longer needed.
#[derive(Debug, Clone, Copy)]
pub struct Maintenance<'s> {
    store: &'s Store,
}

/// How many rows were removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Kept answers older than a day.
    pub idempotency_keys: u64,
    /// Refresh tokens of ended sessions.
    pub refresh_tokens: u64,
    /// Used, voided or expired invitations.
    pub invitations: u64,
    /// Used or expired password resets.
    pub password_resets: u64,
    /// Mails sent long ago.
    pub mails: u64,
}

impl Store {
    /// Maintenance.
    #[must_use]
    pub const fn maintenance(&self) -> Maintenance<'_> {
        Maintenance { store: self }
    }
}

impl Maintenance<'_> {
    /// Removes everything that is due.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn purge(&self, _now: DateTime<Utc>) -> Result<Purged> {
        todo!()
    }
}
