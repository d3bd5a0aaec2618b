//! Logins: who they are, their password hash, and what they hold.
//!
//! A password is an opaque PHC string here; nothing in this crate hashes or compares one.

use crate::connect::Store;
use crate::error::Result;
use crate::write::Tx;
use chrono::{DateTime, Utc};
use domain::role::Grant;
use domain::text::Email;
use domain::vocabulary::Locale;
use sea_orm::DatabaseExecutor;
use uuid::Uuid;

/// A user's login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserView {
    /// Its id.
    pub id: Uuid,
    /// The address, as typed.
    pub email: String,
    /// The name.
    pub name: String,
    /// The language of screens and mails.
    pub locale: Locale,
    /// Access tokens of another epoch are void.
    pub session_epoch: i64,
    /// Counts the changes.
    pub version: i64,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When somebody last logged in with it.
    pub last_login_at: Option<DateTime<Utc>>,
}

/// What a login attempt is checked against.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginView {
    /// The login.
    pub user: UserView,
    /// The password's hash; absent until an invitation is accepted.
    pub password_hash: Option<String>,
}

impl std::fmt::Debug for LoginView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LoginView").field("user", &self.user).finish_non_exhaustive()
    }
}

/// A caller and everything they hold now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerView {
    /// The login.
    pub user: UserView,
    /// What they hold; only of organisations whose invitation they accepted.
    pub grants: Vec<Grant>,
}

/// A grant with the names of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedGrant {
    /// What is held.
    pub grant: Grant,
    /// Name of the organisation; absent for the operator.
    pub organisation_name: Option<String>,
    /// Name of the community, where the grant has one.
    pub community_name: Option<String>,
}

/// A login to be created.
#[derive(Clone)]
pub struct NewLogin {
    /// The address.
    pub email: Email,
    /// The name.
    pub name: String,
    /// The language of screens and mails.
    pub locale: Locale,
    /// The password's hash.
    pub password_hash: String,
}

/// Reads of logins.
#[derive(Debug)]
pub struct Accounts<'c> {
    pub(crate) db: DatabaseExecutor<'c>,
}

/// Changes of logins, their tokens and sessions.
#[derive(Debug, Clone, Copy)]
pub struct AccountsWriter<'t> {
    pub(crate) tx: &'t Tx,
}

impl Store {
    /// Reads of logins.
    #[must_use]
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts { db: (&self.db).into() }
    }
}

impl Tx {
    /// Changes of logins.
    #[must_use]
    pub fn accounts(&self) -> AccountsWriter<'_> {
        AccountsWriter { tx: self }
    }
}

impl Accounts<'_> {
    /// The login of an address, compared without case.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn login(&self, _email: &Email) -> Result<Option<LoginView>> {
        todo!()
    }

    /// A login and what it holds: asked at each request.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn caller(&self, _user: Uuid) -> Result<Option<CallerView>> {
        todo!()
    }

    /// What a login holds, with names.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn named_grants(&self, _user: Uuid) -> Result<Vec<NamedGrant>> {
        todo!()
    }
}

impl AccountsWriter<'_> {
    /// Creates a login that holds nothing yet.
    ///
    /// # Errors
    /// `Conflict::EmailTaken`; those of the database.
    pub async fn create_login(&self, _login: &NewLogin) -> Result<UserView> {
        todo!()
    }

    /// Gives a login the operator's role.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn grant_operator(&self, _user: Uuid) -> Result<()> {
        todo!()
    }

    /// Changes the name and language; the name follows in the organisations that know the user.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; those of the database.
    pub async fn update_user(&self, _user: Uuid, _version: i64, _name: &str, _locale: Locale) -> Result<UserView> {
        todo!()
    }

    /// Keeps the same password under stronger parameters.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn rehash_password(&self, _user: Uuid, _password_hash: &str) -> Result<()> {
        todo!()
    }

    /// Ends every session of a login at once: access tokens by the epoch, refresh tokens by revocation.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn end_all_sessions(&self, _user: Uuid) -> Result<()> {
        todo!()
    }
}
