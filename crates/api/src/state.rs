//! What all requests share. Built once, outside the server's factory, which runs once per thread.

use crate::auth::password::Passwords;
use crate::auth::secret;
use crate::auth::throttle::{Key, Throttle};
use crate::auth::token::TokenKey;
use crate::calculations::Line;
use crate::clock::Clock;
use crate::config::{PublicUrl, Settings};
use crate::error::Error;
use crate::exchange::jobs::Jobs;
use crate::mail::ResetRequests;
use crate::turns::Turns;
use crate::web::WebRoot;
use actix_web::HttpRequest;
use chrono::{DateTime, NaiveDate, Utc};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use store::Store;
use tokio::sync::Notify;

/// How many bodies of many readings are worked on at a time; each takes up to some 200 MB.
const HEAVY_AT_ONCE: usize = 4;

/// The program's shared state.
pub(crate) struct State {
    store: Store,
    clock: Arc<dyn Clock>,
    token_key: TokenKey,
    passwords: Passwords,
    throttle: Throttle,
    turns: Turns,
    line: Line,
    reset_requests: ResetRequests,
    mail_waits: Notify,
    jobs: Jobs,
    public_url: PublicUrl,
    web: WebRoot,
    trust_proxy: bool,
    has_inbox: bool,
    sender: Option<String>,
}

impl State {
    /// The state of a server with these settings.
    ///
    /// # Errors
    /// When there is no randomness, or hashing does not work at the cost asked for.
    pub(crate) fn new(
        settings: &Settings,
        public_url: PublicUrl,
        store: Store,
        clock: Arc<dyn Clock>,
        reset_requests: ResetRequests,
    ) -> Result<Self, Error> {
        let random = secret::generate().map_err(Error::internal)?;
        let secret = settings.jwt_secret.as_ref().unwrap_or(&random);
        Ok(Self {
            store,
            clock,
            token_key: TokenKey::new(secret.as_bytes()),
            passwords: Passwords::new(settings.hash_cost)?,
            throttle: Throttle::default(),
            turns: Turns::new(HEAVY_AT_ONCE),
            line: Line::default(),
            reset_requests,
            mail_waits: Notify::new(),
            jobs: Jobs::default(),
            web: settings.web_dir.clone().map_or(WebRoot::Embedded, WebRoot::Directory),
            trust_proxy: settings.trust_proxy,
            has_inbox: has_inbox(settings, &public_url),
            sender: settings.smtp_url.is_some().then(|| settings.mail_from.clone()),
            public_url,
        })
    }

    pub(crate) const fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The day it is in Brussels.
    pub(crate) fn today(&self) -> NaiveDate {
        domain::time::brussels_date(self.now())
    }

    pub(crate) const fn token_key(&self) -> &TokenKey {
        &self.token_key
    }

    pub(crate) const fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// For work on many readings.
    pub(crate) const fn turns(&self) -> &Turns {
        &self.turns
    }

    /// For calculations beside the requests.
    pub(crate) const fn line(&self) -> &Line {
        &self.line
    }

    pub(crate) const fn reset_requests(&self) -> &ResetRequests {
        &self.reset_requests
    }

    pub(crate) const fn public_url(&self) -> &PublicUrl {
        &self.public_url
    }

    pub(crate) const fn web(&self) -> &WebRoot {
        &self.web
    }

    /// Whether mails are shown at `/dev/inbox`.
    pub(crate) const fn has_inbox(&self) -> bool {
        self.has_inbox
    }

    /// Who mails come from, where a mail server sends them.
    pub(crate) fn sender(&self) -> Option<&str> {
        self.sender.as_deref()
    }

    /// The imports that run.
    pub(crate) const fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// Wakes the mail worker.
    pub(crate) fn mail_is_waiting(&self) {
        self.mail_waits.notify_one();
    }

    /// Until somebody says that a mail waits.
    pub(crate) async fn mail_waits(&self) {
        self.mail_waits.notified().await;
    }

    /// Counts an attempt, or refuses it for now.
    ///
    /// # Errors
    /// `rate_limited`.
    pub(crate) fn attempt(&self, keys: &[Key]) -> Result<(), Error> {
        self.throttle.attempt(keys, self.now()).map_err(Error::rate_limited)
    }

    /// Forgives attempts, as the last one was right.
    pub(crate) fn forgive(&self, keys: &[Key]) {
        self.throttle.succeeded(keys);
    }

    /// Where a request comes from. Without a proxy that sets it, `X-Forwarded-For` is the caller's own
    /// invention; with one, its last entry is the proxy's.
    pub(crate) fn address_of(&self, request: &HttpRequest) -> Key {
        let forwarded = || {
            let header = request.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
            header.rsplit(',').next()?.trim().parse().ok()
        };
        let peer = || request.peer_addr().map(|peer| peer.ip());
        let address = if self.trust_proxy { forwarded().or_else(peer) } else { peer() };
        Key::address(address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
    }
}

/// Mails hold links that open logins: they are shown to this machine only, or on a demo.
fn has_inbox(settings: &Settings, public_url: &PublicUrl) -> bool {
    let is_local = public_url.is_loopback() && settings.listen.ip().is_loopback();
    settings.smtp_url.is_none() && (settings.demo || is_local)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_inbox_is_for_this_machine_or_a_demo() {
        let check = |listen: &str, public: &str, demo: bool, smtp: bool, expected: bool| {
            let smtp_url = smtp.then(|| "smtp://mail".to_owned());
            let settings = Settings { listen: listen.parse().unwrap(), demo, smtp_url, ..Settings::default() };
            let public = PublicUrl::parse(public).unwrap();
            assert_eq!(has_inbox(&settings, &public), expected, "{listen} {} {demo} {smtp}", public.origin());
        };
        check("127.0.0.1:8080", "http://localhost:8080", false, false, true);
        check("127.0.0.1:8080", "http://localhost:8080", false, true, false);
        check("0.0.0.0:8080", "http://localhost:8080", false, false, false);
        check("127.0.0.1:8080", "https://clef.example.org", false, false, false);
        check("0.0.0.0:8080", "https://demo.example.org", true, false, true);
    }
}
