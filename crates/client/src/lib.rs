//! Typed client of the REST API, native and in the browser: one method per operation, named after it.
//!
//! Requests and answers are the types of `api-types`; a refusal is an [`Error`] with the server's
//! problem document. The access token is given from outside, see [`Client::set_token`]; the refresh
//! token is the browser's business, and natively a cookie that the client keeps for itself.
//!
//! This crate must never know: how the server works, the screens, when a session is renewed.

mod audit;
#[cfg(target_arch = "wasm32")]
mod browser;
mod communities;
mod configurations;
#[cfg(not(target_arch = "wasm32"))]
mod cookie;
mod customers;
mod dsos;
mod error;
mod events;
mod exchange;
mod keys;
mod markets;
mod members;
mod meters;
mod monitoring;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod operations;
mod optimisations;
mod organisations;
mod portal;
mod query;
mod reading_imports;
mod readings;
mod sessions;
mod simulations;
mod transport;
mod users;

pub use error::{Error, Result};
pub use events::Events;
pub use exchange::{Download, Upload};
pub use operations::OPERATIONS;
pub use simulations::{Calculated, Wait};
pub use transport::{Request, Response};

#[cfg(target_arch = "wasm32")]
use browser::{Network, Stream};
#[cfg(not(target_arch = "wasm32"))]
use native::{Network, Stream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a request may take when nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A client of one server, on behalf of one caller. Clones share the caller's token.
#[derive(Debug, Clone)]
pub struct Client {
    network: Network,
    base_url: Arc<str>,
    timeout: Duration,
    caller: Arc<Caller>,
}

/// What identifies the caller to the server.
#[derive(Debug, Default)]
struct Caller {
    token: Mutex<Option<String>>,
    #[cfg(not(target_arch = "wasm32"))]
    refresh: cookie::RefreshCookie,
}

/// A resource with the version it was read at.
#[derive(Debug, Clone, PartialEq)]
pub struct Versioned<T> {
    /// The resource.
    pub value: T,
    /// Its version, to be given back as `If-Match` with a change.
    pub etag: String,
}

/// A resource that was just created.
#[derive(Debug, Clone, PartialEq)]
pub struct Created<T> {
    /// The resource.
    pub value: T,
    /// Its version.
    pub etag: String,
    /// Where it can be read.
    pub location: String,
}

impl Client {
    /// A client of the server at `base_url`, such as `https://clef.example.org`, without a token.
    #[must_use]
    pub fn new(base_url: &str) -> Self {
        Self {
            network: Network::default(),
            base_url: base_url.trim_end_matches('/').into(),
            timeout: TIMEOUT,
            caller: Arc::default(),
        }
    }

    /// The same server on behalf of another caller.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        let other = Self { caller: Arc::default(), ..self.clone() };
        other.set_token(Some(token.to_owned()));
        other
    }

    /// The same caller with another limit on how long a request may take.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        Self { timeout, ..self.clone() }
    }

    /// Sets or forgets the access token of this client and its clones.
    pub fn set_token(&self, token: Option<String>) {
        *self.caller.token.lock().unwrap_or_else(PoisonError::into_inner) = token;
    }

    /// The access token.
    #[must_use]
    pub fn token(&self) -> Option<String> {
        self.caller.token.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
