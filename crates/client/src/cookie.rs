//! The refresh cookie outside a browser, so that a program can log in, renew and log out.

use crate::transport::{Request, Response};
use std::sync::{Mutex, PoisonError};

/// Where the server expects the cookie.
const PATH: &str = "/api/v1/auth/";

/// The one cookie of the API.
#[derive(Debug, Default)]
pub(crate) struct RefreshCookie(Mutex<Option<String>>);

impl RefreshCookie {
    /// The `Cookie` header of a request, unless it brings its own.
    pub(crate) fn for_request(&self, request: &Request) -> Option<String> {
        if request.has_header("cookie") || !request.path.starts_with(PATH) {
            return None;
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps or forgets the cookie as the answer says.
    pub(crate) fn remember(&self, response: &Response) {
        let Some(set) = response.header("set-cookie") else {
            return;
        };
        let mut parts = set.split(';').map(str::trim);
        let pair = parts.next().unwrap_or_default();
        let ends = pair.ends_with('=') || parts.any(|attribute| attribute.eq_ignore_ascii_case("max-age=0"));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (!ends).then(|| pair.to_owned());
    }
}
