//! The refresh cookie: seen by the paths of logins only, never by scripts, never sent from another site.

use actix_web::HttpRequest;
use actix_web::http::header::{COOKIE, HeaderValue};

const NAME: &str = "clef_refresh";
const PATH: &str = "/api/v1/auth";

/// `Set-Cookie` that keeps a refresh token for as long as it is good.
pub(crate) fn keep(token: &str, max_age_seconds: i64, secure: bool) -> Option<HeaderValue> {
    HeaderValue::from_str(&line(token, max_age_seconds, secure)).ok()
}

/// `Set-Cookie` that removes it.
pub(crate) fn remove(secure: bool) -> Option<HeaderValue> {
    HeaderValue::from_str(&line("", 0, secure)).ok()
}

fn line(token: &str, max_age_seconds: i64, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{NAME}={token}; Path={PATH}; Max-Age={max_age_seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// The refresh token a request brings.
pub(crate) fn read(request: &HttpRequest) -> Option<String> {
    let headers = request.headers().get_all(COOKIE);
    let pairs = headers.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == NAME && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn the_cookie_is_found_among_others() {
        let check = |header: &str, expected: Option<&str>| {
            let request = TestRequest::default().insert_header((COOKIE, header)).to_http_request();
            assert_eq!(read(&request).as_deref(), expected, "{header}");
        };
        check("clef_refresh=abc", Some("abc"));
        check("theme=dark; clef_refresh=abc ; x=y", Some("abc"));
        check("clef_refresh=", None);
        check("xclef_refresh=abc", None);
        check("clef_refresh", None);
    }

    #[test]
    fn it_is_for_this_site_and_its_login_paths_only() {
        let kept = keep("abc", 60, true).unwrap();
        assert_eq!(kept, "clef_refresh=abc; Path=/api/v1/auth; Max-Age=60; HttpOnly; SameSite=Strict; Secure");
        assert!(!keep("abc", 60, false).unwrap().to_str().unwrap().contains("Secure"));
        assert!(remove(true).unwrap().to_str().unwrap().contains("Max-Age=0"));
    }
}
