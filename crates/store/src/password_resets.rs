//! Forgotten passwords: single-use links, of which only a digest is stored.

use crate::accounts::{Accounts, AccountsWriter, UserView};
use crate::error::Result;
use chrono::{DateTime, Utc};
use domain::role::Role;
use domain::text::Email;

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
    pub async fn password_reset(&self, _token_hash: &str, _now: DateTime<Utc>) -> Result<PasswordResetView> {
        todo!()
    }
}

impl AccountsWriter<'_> {
    /// Opens a reset for the login of an address, and voids earlier ones. `None` when there is no such login,
    /// or none that ever had a password. The caller appends the mail.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn open_password_reset(
        &self,
        _email: &Email,
        _token_hash: &str,
        _expires_at: DateTime<Utc>,
    ) -> Result<Option<UserView>> {
        todo!()
    }

    /// Sets the password and ends every session. The caller appends the notice.
    ///
    /// # Errors
    /// `TokenUnusable`; those of the database.
    pub async fn reset_password(&self, _token_hash: &str, _password_hash: &str) -> Result<UserView> {
        todo!()
    }
}
