//! Sends what waits in the outbox, one mail after the other.

use super::{Letter, Rendered};
use crate::error::Error;
use crate::metrics;
use crate::state::State;
use chrono::TimeDelta;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;
use store::{ClaimedMail, Retry};
use tokio::sync::watch;

/// Longer than a mail server takes; a worker that dies leaves its mail to the next one after this.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// How often to look when nobody says that a mail waits, for retries and mails of other processes.
const PAUSE: Duration = Duration::from_secs(5);
/// How long a mail server may take.
const SMTP_PATIENCE: Duration = Duration::from_secs(30);
/// Minutes until each next try; after the last one the mail is given up.
const RETRIES: [i64; 7] = [1, 5, 15, 60, 180, 720, 1440];

/// Where mails go.
pub(crate) enum Delivery {
    /// To a mail server.
    Smtp {
        /// The server.
        transport: Box<AsyncSmtpTransport<Tokio1Executor>>,
        /// The sender.
        from: Mailbox,
    },
    /// To the page of the program that shows them.
    Inbox,
}

impl Delivery {
    /// By the server at `url`, such as `smtps://user:password@mail.example.org`.
    ///
    /// # Errors
    /// A sentence, when url or sender cannot be read.
    pub(crate) fn smtp(url: &str, from: &str) -> Result<Self, String> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|error| error.to_string())?;
        let transport = Box::new(builder.timeout(Some(SMTP_PATIENCE)).build());
        Ok(Self::Smtp { transport, from: from.parse().map_err(|error| format!("{from}: {error}"))? })
    }
}

/// Why a mail did not go out.
struct Failure {
    reason: String,
    /// Whether trying again cannot help.
    permanent: bool,
}

/// Sends what waits.
pub(crate) struct Worker {
    delivery: Delivery,
}

impl Worker {
    pub(crate) const fn new(delivery: Delivery) -> Self {
        Self { delivery }
    }

    /// Sends mails until the program stops; a mail that is on its way then is sent to the end.
    pub(crate) async fn run(&self, state: &State, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            match self.run_one(state).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "the outbox cannot be read"),
            }
            tokio::select! {
                _ = stop.changed() => {}
                () = state.mail_waits() => {}
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    /// Sends one mail that is due; false when there is none.
    pub(crate) async fn run_one(&self, state: &State) -> Result<bool, Error> {
        let outbox = state.store().outbox();
        let due = outbox.claim_due(state.now(), LEASE, 1).await?;
        let Some(mail) = due.into_iter().next() else { return Ok(false) };
        match (self.deliver(&mail).await, &self.delivery) {
            (Ok(()), Delivery::Smtp { .. }) => {
                metrics::mail("sent");
                outbox.mark_sent(&mail, state.now()).await?;
            }
            (Ok(()), Delivery::Inbox) => {
                metrics::mail("kept");
                outbox.mark_delivered_locally(&mail, state.now()).await?;
            }
            (Err(failure), _) => {
                metrics::mail("failed");
                tracing::warn!(mail_id = %mail.id, attempt = mail.attempt, reason = failure.reason, "mail not sent");
                outbox.mark_failed(&mail, &failure.reason, retry(&mail, &failure, state)).await?;
            }
        }
        Ok(true)
    }

    async fn deliver(&self, claimed: &ClaimedMail) -> Result<(), Failure> {
        let permanent = |reason: String| Failure { reason, permanent: true };
        let letter = Letter::of(&claimed.mail).map_err(|error| permanent(error.to_string()))?;
        let Delivery::Smtp { transport, from } = &self.delivery else { return Ok(()) };
        let message = message(claimed, from.clone(), letter.render()).map_err(permanent)?;
        let sent = transport.send(message).await;
        sent.map(drop).map_err(|error| Failure { permanent: error.is_permanent(), reason: error.to_string() })
    }
}

fn retry(mail: &ClaimedMail, failure: &Failure, state: &State) -> Retry {
    let tried = usize::try_from(mail.attempt).unwrap_or(usize::MAX);
    match RETRIES.get(tried.saturating_sub(1)) {
        Some(minutes) if !failure.permanent => Retry::At(state.now() + TimeDelta::minutes(*minutes)),
        _ => Retry::Never,
    }
}

/// The message; its id is the mail's, so that a mail sent twice after a crash is known as one.
fn message(claimed: &ClaimedMail, from: Mailbox, rendered: Rendered) -> Result<Message, String> {
    let recipient = claimed.mail.recipient.parse().map_err(|error| format!("recipient: {error}"))?;
    let id = format!("<{}@{}>", claimed.id, from.email.domain());
    Message::builder()
        .from(from)
        .to(Mailbox::new(None, recipient))
        .message_id(Some(id))
        .subject(rendered.subject)
        .multipart(MultiPart::alternative_plain_html(rendered.text, rendered.html))
        .map_err(|error| error.to_string())
}
