//! Logging in and out, passwords, invitations, the caller.

use crate::{Client, Request, Result, Versioned};
use api_types::{AccessToken, ForgotPassword, InvitationOffer, InvitationToken, Login, Me, TokenAndPassword, UpdateMe};

impl Client {
    /// Logs in. The token is returned, not kept: see [`Client::set_token`].
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn login(&self, body: &Login) -> Result<AccessToken> {
        self.send(Request::post("/api/v1/auth/login".to_owned()).json(body)?).await?.json()
    }

    /// A new access token for the refresh cookie.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn refresh(&self) -> Result<AccessToken> {
        self.send(Request::post("/api/v1/auth/refresh".to_owned())).await?.json()
    }

    /// Ends the session of the refresh cookie.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn logout(&self) -> Result<()> {
        self.send(Request::post("/api/v1/auth/logout".to_owned())).await.map(drop)
    }

    /// What an invitation offers.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn inspect_invitation(&self, body: &InvitationToken) -> Result<InvitationOffer> {
        self.send(Request::post("/api/v1/auth/inspect-invitation".to_owned()).json(body)?).await?.json()
    }

    /// Accepts an invitation and logs in.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn accept_invitation(&self, body: &TokenAndPassword) -> Result<AccessToken> {
        self.send(Request::post("/api/v1/auth/accept-invitation".to_owned()).json(body)?).await?.json()
    }

    /// Asks for a mail to choose a new password; answers the same whether or not the login exists.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn forgot_password(&self, body: &ForgotPassword) -> Result<()> {
        self.send(Request::post("/api/v1/auth/forgot-password".to_owned()).json(body)?).await.map(drop)
    }

    /// Sets a new password with the token of a mail.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn reset_password(&self, body: &TokenAndPassword) -> Result<()> {
        self.send(Request::post("/api/v1/auth/reset-password".to_owned()).json(body)?).await.map(drop)
    }

    /// Who the caller is and what they may do.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_me(&self) -> Result<Versioned<Me>> {
        self.send(Request::get("/api/v1/me".to_owned())).await?.versioned()
    }

    /// Changes the caller's name and language.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn update_me(&self, etag: &str, body: &UpdateMe) -> Result<Versioned<Me>> {
        self.send(Request::put("/api/v1/me".to_owned(), etag).json(body)?).await?.versioned()
    }
}
