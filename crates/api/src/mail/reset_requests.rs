//! Requests for a new password, handled after they are answered.
//!
//! The answer is given before anybody looks whether the login exists, so that neither its content nor its
//! time tells. They wait in line for one handler: a flood of them cannot take all connections.

use super::Letter;
use crate::auth::secret;
use crate::error::Error;
use crate::state::State;
use chrono::TimeDelta;
use domain::text::Email;
use store::{Actor, WriteContext};
use tokio::sync::mpsc;

/// How many wait at most; more are dropped, and their senders try again.
const LINE: usize = 100;
/// How long the link is good.
const MINUTES: i64 = 60;

/// Where requests are handed in.
#[derive(Debug, Clone)]
pub(crate) struct ResetRequests(mpsc::Sender<Email>);

impl ResetRequests {
    /// A line, and the end it is served from.
    pub(crate) fn line() -> (Self, mpsc::Receiver<Email>) {
        let (sender, receiver) = mpsc::channel(LINE);
        (Self(sender), receiver)
    }

    /// Hands a request in.
    pub(crate) fn push(&self, email: Email) {
        if self.0.try_send(email).is_err() {
            tracing::warn!("a request for a new password was dropped: too many wait");
        }
    }
}

/// Serves the line until it is closed.
pub(crate) async fn serve_reset_requests(state: &State, mut line: mpsc::Receiver<Email>) {
    while let Some(email) = line.recv().await {
        if let Err(error) = open(state, &email).await {
            tracing::error!(%error, "a request for a new password failed");
        }
    }
}

async fn open(state: &State, email: &Email) -> Result<(), Error> {
    let token = secret::generate().map_err(Error::internal)?;
    let context = WriteContext { actor: Actor::Program, now: state.now(), request_id: None, idempotency: None };
    let expires_at = context.now + TimeDelta::minutes(MINUTES);
    let link = format!("{}/reset-password#{token}", state.public_url().origin());
    let opened = state.store().write(&context, async |tx| {
        let user = tx.accounts().open_password_reset(email, &secret::hash(&token), expires_at).await?;
        if let Some(user) = user {
            let letter = Letter::PasswordReset { locale: user.locale, name: user.name, link, minutes: MINUTES };
            tx.mail(letter.to(&user.email)?).await?;
        }
        Ok(())
    });
    opened.await?;
    state.mail_is_waiting();
    Ok(())
}
