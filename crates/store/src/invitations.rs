//! Invitations to an organisation: single-use links, of which only a digest is stored.

use crate::accounts::{Accounts, AccountsWriter, UserView};
use crate::error::Result;
use crate::org_users::OrganisationUserView;
use crate::scope::OrganisationWriter;
use chrono::{DateTime, Utc};
use domain::role::{Grant, Role};
use domain::text::Email;
use domain::vocabulary::Locale;
use uuid::Uuid;

/// An invitation to be sent.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The login it is for.
    pub email: Email,
    /// The name the inviter gives.
    pub name: String,
    /// The language of the mail, and of the login if it is new.
    pub locale: Locale,
    /// What the user will hold; each of the inviting organisation.
    pub grants: Vec<Grant>,
    /// Digest of the link's token.
    pub token_hash: String,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
}

/// An invitation that can be accepted.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationView {
    /// The organisation that invites.
    pub organisation_id: Uuid,
    /// Its name.
    pub organisation_name: String,
    /// The login it is for.
    pub user: UserView,
    /// The login's password hash: when present, that password accepts the invitation.
    pub password_hash: Option<String>,
    /// The name the inviter gave.
    pub name: String,
    /// The roles it gives.
    pub roles: Vec<Role>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for InvitationView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InvitationView").field("user", &self.user).finish_non_exhaustive()
    }
}

impl Accounts<'_> {
    /// The open invitation of a token.
    ///
    /// # Errors
    /// `TokenUnusable`; those of the database.
    pub async fn invitation(&self, _token_hash: &str, _now: DateTime<Utc>) -> Result<InvitationView> {
        todo!()
    }
}

impl AccountsWriter<'_> {
    /// Accepts an invitation. `password_hash` is that of a new login; a login that has a password keeps it,
    /// and its caller has verified that one.
    ///
    /// # Errors
    /// `TokenUnusable`; `Stale` when the login got, or has, no password in the meantime; those of the database.
    pub async fn accept_invitation(&self, _token_hash: &str, _password_hash: Option<&str>) -> Result<UserView> {
        todo!()
    }
}

impl OrganisationWriter<'_> {
    /// Invites a user. A login that exists already is used, and not touched; nobody learns of it here.
    /// The caller appends the mail.
    ///
    /// # Errors
    /// `Conflict::UserExists`; `Invalid` with `/roles/{i}/…` for a community or member that is not the
    /// organisation's; `NotFound` for an unknown organisation; those of the database.
    pub async fn invite(&self, _invitation: &NewInvitation) -> Result<OrganisationUserView> {
        todo!()
    }

    /// Voids the open invitations of a user and makes a new one. The caller appends the mail.
    ///
    /// # Errors
    /// `NotFound`; `Conflict::AlreadyAccepted`; those of the database.
    pub async fn renew_invitation(
        &self,
        _organisation_user: Uuid,
        _token_hash: &str,
        _expires_at: DateTime<Utc>,
    ) -> Result<OrganisationUserView> {
        todo!()
    }
}
