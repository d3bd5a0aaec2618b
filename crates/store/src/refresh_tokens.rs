//! Sessions: families of refresh tokens, rotated at each use, revoked as a whole when an old one comes back.
//!
//! Only digests of tokens are stored.

use crate::accounts::{AccountsWriter, UserView};
use crate::error::Result;
use chrono::TimeDelta;
use uuid::Uuid;

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
    Rotated(UserView),
    /// It had been used before: its whole family is revoked now. Commit this.
    Reused {
        /// Whose it was.
        user: Uuid,
    },
    /// Unknown, expired or revoked.
    Refused,
}

impl AccountsWriter<'_> {
    /// Begins a session after a login: the first token of a family, and the time of the login.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn start_session(&self, _user: Uuid, _token_hash: &str, _lifetimes: RefreshLifetimes) -> Result<()> {
        todo!()
    }

    /// Exchanges a token for a new one of its family.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn rotate_session(
        &self,
        _token_hash: &str,
        _new_token_hash: &str,
        _lifetimes: RefreshLifetimes,
    ) -> Result<Rotation> {
        todo!()
    }

    /// Logs out: revokes the token's family. An unknown token is no error.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end_session(&self, _token_hash: &str) -> Result<()> {
        todo!()
    }
}
