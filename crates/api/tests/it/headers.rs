//! What every answer tells a browser not to do.

use crate::support::{TestApp, Who};
use api::PublicUrl;
use client::Request;

const PATHS: [&str; 8] = [
    "/",
    "/healthz",
    "/metrics",
    "/api/v1/me",
    "/api/v1/nothing",
    "/api/openapi.json",
    "/dev/inbox",
    "/assets/nothing",
];

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let app = TestApp::start().await;
    for path in PATHS {
        for method in ["GET", "POST"] {
            let answer = app.send(&app.anonymous, Request::new(method, path)).await;
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(answer.header(name), Some(value), "{name} of {answer}");
            }
            assert!(answer.header("x-request-id").is_some_and(|id| id.len() == 36), "{answer}");
            assert!(answer.header("server").is_none() && answer.header("x-powered-by").is_none());
            assert!(answer.header("access-control-allow-origin").is_none());
        }
    }
}

#[tokio::test]
async fn scripts_come_from_this_site_and_none_is_inline() {
    let app = TestApp::start().await;
    for path in PATHS {
        let answer = app.get(Who::Anonymous, path).await;
        let policy = answer.header("content-security-policy").unwrap();
        let directive = |name: &str| {
            let found = policy.split(';').map(str::trim).find(|directive| directive.starts_with(&format!("{name} ")));
            found.map(|directive| directive[name.len() + 1..].to_owned())
        };
        assert_eq!(directive("script-src").as_deref(), Some("'self' 'wasm-unsafe-eval'"), "{path}");
        assert_eq!(directive("default-src").as_deref(), Some("'self'"));
        assert_eq!(directive("frame-ancestors").as_deref(), Some("'none'"));
        assert_eq!(directive("base-uri").as_deref(), Some("'none'"));
        assert_eq!(directive("object-src").as_deref(), Some("'none'"));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    }
}

#[tokio::test]
async fn only_the_documentation_page_may_set_styles_inline() {
    let app = TestApp::start().await;
    let answer = app.get(Who::Anonymous, "/api/docs/").await.is(200);
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("style-src 'self' 'unsafe-inline'"), "{policy}");
    assert!(policy.contains("script-src 'self';"), "{policy}");
}

#[tokio::test]
async fn browsers_are_kept_to_https_when_the_address_is() {
    let app = TestApp::start().await;
    assert_eq!(app.get(Who::Anonymous, "/healthz").await.header("strict-transport-security"), None);
    let secure = TestApp::start_with(|settings| {
        settings.public_url = Some(PublicUrl::parse("https://clef.example.org").unwrap());
    });
    let answer = secure.await.get(Who::Anonymous, "/healthz").await;
    assert!(answer.header("strict-transport-security").unwrap().contains("max-age="));
}

#[tokio::test]
async fn what_belongs_to_a_tenant_is_kept_by_no_cache_that_others_share() {
    let app = TestApp::start().await;
    let home = app.ids.own.home.id;
    for path in
        ["/api/v1/me".to_owned(), format!("/api/v1/communities/{home}"), format!("/api/v1/communities/{home}/meters")]
    {
        let answer = app.get(Who::Manager, &path).await.is(200);
        let caching = answer.header("cache-control").unwrap();
        assert!(caching.contains("no-store") || caching.contains("private"), "{path}: {caching}");
    }
}

#[tokio::test]
async fn answers_are_compressed_for_whoever_reads_that() {
    let app = TestApp::start().await;
    for (accepted, encoding) in [("br", Some("br")), ("gzip, deflate", Some("gzip")), ("identity", None)] {
        let request = Request::new("GET", "/api/openapi.json").header("accept-encoding", accepted);
        let answer = app.send(&app.anonymous, request).await.is(200);
        assert_eq!(answer.header("content-encoding"), encoding, "{accepted}");
    }
}
