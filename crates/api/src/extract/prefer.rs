//! `Prefer: respond-async`: the caller does not want to wait (RFC 7240).

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use std::convert::Infallible;
use std::future::{Ready, ready};
use utoipa::IntoParams;

const HEADER: &str = "prefer";

/// The header, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "here for the document")]
pub(crate) struct PreferHeader {
    /// With `respond-async` the answer is 202 at once, whatever the size.
    #[param(rename = "Prefer", required = false, example = "respond-async")]
    prefer: Option<String>,
}

/// Whether the caller does not want to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Prefer {
    pub(crate) respond_async: bool,
}

impl FromRequest for Prefer {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let values = request.headers().get_all(HEADER).filter_map(|value| value.to_str().ok());
        ready(Ok(Self { respond_async: values.flat_map(|value| value.split(',')).any(is_async) }))
    }
}

/// A preference may have a value and parameters, which mean nothing here.
fn is_async(preference: &str) -> bool {
    let name = preference.split([';', '=']).next().unwrap_or_default();
    name.trim().eq_ignore_ascii_case("respond-async")
}

#[cfg(test)]
mod tests {
    use super::is_async;

    #[test]
    fn a_preference_is_found_whatever_stands_beside_it() {
        assert!(is_async("respond-async") && is_async(" Respond-Async ; x=1"));
        assert!(!is_async("return=minimal") && !is_async("wait=respond-async") && !is_async(""));
    }
}
