//! Whether a request that brings the session cookie was made by a page of this site.

use crate::config::PublicUrl;
use crate::error::Error;
use actix_web::HttpRequest;
use actix_web::http::header::{HOST, ORIGIN};
use api_types::ProblemCode;

/// Refuses a page of another site.
///
/// Browsers name the page's origin with every POST; a request without one comes from another kind of
/// program, which a stranger's page cannot make send our cookie. The page's host must be the host it
/// asked, or the public address, which differs behind a proxy that rewrites `Host`.
///
/// # Errors
/// `foreign_origin`.
pub(crate) fn check(request: &HttpRequest, public: &PublicUrl) -> Result<(), Error> {
    let Some(origin) = request.headers().get(ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    if origin == public.origin() || (authority.is_some() && authority == host) {
        return Ok(());
    }
    Err(ProblemCode::ForeignOrigin.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn only_pages_of_this_site_may_use_its_cookie() {
        let public = PublicUrl::parse("https://clef.example.org").unwrap();
        let accepted = |origin: Option<&str>, host: &str| {
            let request = TestRequest::default().insert_header((HOST, host));
            let request = origin.into_iter().fold(request, |request, origin| request.insert_header((ORIGIN, origin)));
            check(&request.to_http_request(), &public).is_ok()
        };
        assert!(accepted(None, "clef.example.org"));
        assert!(accepted(Some("https://clef.example.org"), "internal:8080"));
        assert!(accepted(Some("http://localhost:8080"), "localhost:8080"));
        assert!(!accepted(Some("https://evil.example"), "clef.example.org"));
        assert!(!accepted(Some("https://clef.example.org.evil.example"), "clef.example.org"));
        assert!(!accepted(Some("null"), "clef.example.org"));
        assert!(!accepted(Some(""), ""));
    }
}
