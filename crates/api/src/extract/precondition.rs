//! `If-Match` and `If-None-Match`: what the caller knows of a resource.

use crate::error::Error;
use actix_web::dev::Payload;
use actix_web::http::header::{HeaderMap, IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpRequest};
use api_types::ProblemCode;
use std::convert::Infallible;
use std::future::{Ready, ready};
use utoipa::IntoParams;

/// The header, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "here for the document")]
pub(crate) struct IfMatchHeader {
    /// The `ETag` that was read. Without it 428, with another one 412.
    #[param(rename = "If-Match", example = "\"3\"")]
    tag: String,
}

/// The header of an action, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "here for the document")]
pub(crate) struct IfMatchIfAnyHeader {
    /// The `ETag` that was read: with another one than the present, 412. Without it the action is done anyway.
    #[param(rename = "If-Match", required = false, example = "\"3\"")]
    tag: Option<String>,
}

/// The header, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "here for the document")]
pub(crate) struct IfNoneMatchHeader {
    /// An `ETag` that was read: while it is still right, the answer is 304 without a body.
    #[param(rename = "If-None-Match", required = false, example = "\"3\"")]
    tag: Option<String>,
}

/// The version that the caller means to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IfMatch(pub(crate) i64);

impl FromRequest for IfMatch {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(version(request.headers()).map(Self))
    }
}

/// The version that an action is meant for, where the caller names one; `*` is any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IfMatchIfAny(pub(crate) Option<i64>);

impl FromRequest for IfMatchIfAny {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match version(request.headers()) {
            Ok(version) => Ok(Self(Some(version))),
            Err(error) if error.code() == ProblemCode::PreconditionRequired => Ok(Self(None)),
            Err(error) => Err(error),
        })
    }
}

/// A tag that cannot be one of ours is simply not the present one: 412. `*` would overwrite whatever is
/// there, which is what the header is asked for to prevent.
fn version(headers: &HeaderMap) -> Result<i64, Error> {
    let Some(tag) = headers.get(IF_MATCH).map(|value| value.to_str().unwrap_or_default().trim()) else {
        return Err(ProblemCode::PreconditionRequired.into());
    };
    if tag == "*" {
        return Err(ProblemCode::PreconditionRequired.into());
    }
    // A proxy that compresses makes our strong tag weak on its way to the caller; the version in it is as good.
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let digits = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')).unwrap_or_default();
    let version = digits.split('.').next().unwrap_or_default();
    version.parse().map_err(|_| ProblemCode::Stale.into())
}

/// The tags the caller has an answer for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IfNoneMatch(Option<String>);

impl IfNoneMatch {
    /// Whether the caller has the answer that `tag` stands for.
    pub(crate) fn has(&self, tag: &str) -> bool {
        let Some(known) = &self.0 else { return false };
        let mut tags = known.split(',').map(|tag| tag.trim().trim_start_matches("W/"));
        tags.any(|known| known == tag || known == "*")
    }
}

impl FromRequest for IfNoneMatch {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let value = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        ready(Ok(Self(value.map(str::to_owned))))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn the_version_is_read_from_a_tag() {
        let check = |tag: Option<&'static str>, expected: Result<i64, ProblemCode>| {
            let mut headers = HeaderMap::new();
            if let Some(tag) = tag {
                headers.insert(IF_MATCH, HeaderValue::from_static(tag));
            }
            assert_eq!(version(&headers).map_err(|error| error.code()), expected, "{tag:?}");
        };
        check(Some("\"7\""), Ok(7));
        check(Some(" W/\"7\" "), Ok(7));
        check(Some("\"7.f00\""), Ok(7));
        check(None, Err(ProblemCode::PreconditionRequired));
        check(Some("*"), Err(ProblemCode::PreconditionRequired));
        for other in ["", "7", "\"\"", "\"x\"", "\"7\", \"8\"", "\""] {
            check(Some(other), Err(ProblemCode::Stale));
        }
    }

    #[test]
    fn a_known_tag_is_found_in_the_list() {
        let known = IfNoneMatch(Some("\"1\", W/\"2\"".to_owned()));
        assert!(known.has("\"1\"") && known.has("\"2\"") && !known.has("\"3\""));
        assert!(IfNoneMatch(Some("*".to_owned())).has("\"3\""));
        assert!(!IfNoneMatch(None).has("\"1\""));
    }
}
