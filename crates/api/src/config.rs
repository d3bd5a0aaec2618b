//! Settings of the server, however they were given.

use crate::auth::password::HashCost;
use actix_web::http::Uri;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// Everything the server needs to know before it starts. Not for the log: it holds secrets.
#[derive(Clone)]
pub struct Settings {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The database: `sqlite://path` or `postgres://…`.
    pub database_url: String,
    /// Whether to bring the schema up to date first.
    pub migrate: bool,
    /// Whether to fill the database with demo data; opens the development inbox.
    pub demo: bool,
    /// The address users know; by default the one listened on.
    pub public_url: Option<PublicUrl>,
    /// The mail server; without it mails wait, or go to the development inbox.
    pub smtp_url: Option<String>,
    /// The sender of mails.
    pub mail_from: String,
    /// Where the built web application is, instead of inside the program.
    pub web_dir: Option<PathBuf>,
    /// Signs access tokens; by default a random one of this start.
    pub jwt_secret: Option<String>,
    /// Whether the last `X-Forwarded-For` address is that of the caller.
    pub trust_proxy: bool,
    /// Threads that serve requests; by default one per processor.
    pub workers: Option<usize>,
    /// What hashing a password costs.
    pub hash_cost: HashCost,
    /// How often calendars of advice are looked at for what the clock has brought.
    pub advise_every: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database_url: "sqlite://clef.db".to_owned(),
            migrate: true,
            demo: false,
            public_url: None,
            smtp_url: None,
            mail_from: "Clef <no-reply@localhost>".to_owned(),
            web_dir: None,
            jwt_secret: None,
            trust_proxy: false,
            workers: None,
            hash_cost: HashCost::default(),
            advise_every: Duration::from_secs(60),
        }
    }
}

/// The address users know the program by: scheme and host, without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    secure: bool,
    host: String,
}

impl PublicUrl {
    /// Reads `https://clef.example.org`.
    ///
    /// # Errors
    /// A sentence, when it is not http or https, or has a path or query.
    pub fn parse(text: &str) -> Result<Self, String> {
        let uri: Uri = text.parse().map_err(|error| format!("{error}"))?;
        let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"));
        let (Some(scheme), Some(authority)) = (scheme, uri.authority()) else {
            return Err("expected http://host or https://host".to_owned());
        };
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() || authority.as_str().contains('@') {
            return Err("expected scheme and host only".to_owned());
        }
        let origin = format!("{scheme}://{}", authority.as_str().to_ascii_lowercase());
        Ok(Self { origin, secure: scheme == "https", host: authority.host().to_ascii_lowercase() })
    }

    /// The address of a socket on this machine.
    #[must_use]
    pub fn of_socket(address: SocketAddr) -> Self {
        let host = if address.ip().is_unspecified() { "localhost".to_owned() } else { host_text(address) };
        Self { origin: format!("http://{host}:{}", address.port()), secure: false, host }
    }

    /// Scheme and host, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether it is https.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether only this machine can mean it.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        matches!(self.host.as_str(), "localhost" | "[::1]") || is_loopback_ipv4(&self.host)
    }
}

fn is_loopback_ipv4(host: &str) -> bool {
    host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

fn host_text(address: SocketAddr) -> String {
    if address.is_ipv6() { format!("[{}]", address.ip()) } else { address.ip().to_string() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_public_url_is_scheme_and_host() {
        let url = PublicUrl::parse("https://Clef.example.org/").unwrap();
        assert_eq!((url.origin(), url.is_secure(), url.is_loopback()), ("https://clef.example.org", true, false));
        assert!(PublicUrl::parse("http://127.0.0.1:8080").unwrap().is_loopback());
        assert!(!PublicUrl::parse("http://127.0.0.1.example.org").unwrap().is_loopback());
        for text in ["", "clef.example.org", "ftp://a", "https://a/b", "https://a?b", "https://u:p@a", "https://"] {
            assert!(PublicUrl::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_socket_has_an_address_a_browser_can_open() {
        let of = |text: &str| PublicUrl::of_socket(text.parse().unwrap()).origin().to_owned();
        assert_eq!(of("127.0.0.1:8080"), "http://127.0.0.1:8080");
        assert_eq!(of("0.0.0.0:8080"), "http://localhost:8080");
        assert_eq!(of("[::1]:8080"), "http://[::1]:8080");
        assert!(PublicUrl::of_socket("[::1]:8080".parse().unwrap()).is_loopback());
    }
}
