//! Serving the web application from a directory.

use crate::support::{Answer, TestApp, Who};
use client::Request;
use std::path::Path;
use tempfile::TempDir;

const INDEX: &str = "<!doctype html><title>Clef</title>";
const SCRIPT: &str = "console.log('clef')";

/// A built application: its page, and a script in three forms.
fn site() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let write = |path: &str, content: &str| std::fs::write(directory.path().join(path), content).unwrap();
    std::fs::create_dir(directory.path().join("assets")).unwrap();
    write("index.html", INDEX);
    write("favicon.svg", "<svg/>");
    write("assets/app-1a2b.js", SCRIPT);
    write("assets/app-1a2b.js.br", "as brotli");
    write("assets/app-1a2b.js.gz", "as gzip");
    write("assets/app-1a2b.wasm", "wasm");
    directory
}

async fn serving(directory: &Path) -> TestApp {
    let directory = directory.to_owned();
    TestApp::start_with(move |settings| settings.web_dir = Some(directory)).await
}

async fn get(app: &TestApp, path: &str, encodings: &str) -> Answer {
    app.send(&app.anonymous, Request::new("GET", path).header("accept-encoding", encodings)).await
}

#[tokio::test]
async fn pages_of_the_application_are_its_index() {
    let site = site();
    let app = serving(site.path()).await;
    for path in ["/", "/index.html", "/login", "/communities/7/meters/8?tab=future", "/apis", "/a.b/c"] {
        let answer = app.get(Who::Anonymous, path).await.is(200);
        assert_eq!(answer.text(), INDEX, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
    }
    app.get(Who::Anonymous, "/favicon.svg").await.is(200);
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_missing_ones_are_problems() {
    let site = site();
    let app = serving(site.path()).await;
    let answer = get(&app, "/assets/app-1a2b.js", "identity").await.is(200);
    assert_eq!(answer.text(), SCRIPT);
    assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let wasm = get(&app, "/assets/app-1a2b.wasm", "identity").await.is(200);
    assert_eq!(wasm.header("content-type"), Some("application/wasm"));
    app.get(Who::Anonymous, "/assets/app-3c4d.js").await.problem(404, "not_found");
}

#[tokio::test]
async fn the_smallest_form_that_is_read_is_sent() {
    let site = site();
    let app = serving(site.path()).await;
    for (accepted, body, encoding) in [
        ("gzip, deflate, br", "as brotli", Some("br")),
        ("gzip", "as gzip", Some("gzip")),
        ("br;q=0, gzip", "as gzip", Some("gzip")),
        ("identity", SCRIPT, None),
    ] {
        let answer = get(&app, "/assets/app-1a2b.js", accepted).await.is(200);
        assert_eq!((answer.text().as_str(), answer.header("content-encoding")), (body, encoding), "{accepted}");
        assert!(answer.header("vary").unwrap().eq_ignore_ascii_case("accept-encoding"));
        assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"), "of what it is unpacked");
    }
}

#[tokio::test]
async fn a_file_the_browser_has_is_not_sent_again() {
    let site = site();
    let app = serving(site.path()).await;
    let etag = get(&app, "/", "identity").await.is(200).header("etag").unwrap().to_owned();
    let request = Request::new("GET", "/").header("accept-encoding", "identity").header("if-none-match", &etag);
    assert_eq!(app.send(&app.anonymous, request).await.is(304).text(), "");
    std::fs::write(site.path().join("index.html"), "another").unwrap();
    let request = Request::new("GET", "/").header("accept-encoding", "identity").header("if-none-match", &etag);
    app.send(&app.anonymous, request).await.is(200);
}

#[tokio::test]
async fn nothing_outside_the_directory_is_served() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.txt"), "secret").unwrap();
    let web = outside.path().join("web");
    std::fs::create_dir_all(web.join("assets")).unwrap();
    std::fs::write(web.join("index.html"), INDEX).unwrap();
    let app = serving(&web).await;
    let absolute = outside.path().join("secret.txt").display().to_string();
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        &format!("/{absolute}"),
        &absolute.replace('/', "%2f"),
    ] {
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let answer = app.get(Who::Anonymous, &path).await;
        assert!(!answer.text().contains("secret"), "{answer}");
    }
}

#[tokio::test]
async fn other_methods_are_refused_on_pages() {
    let site = site();
    let app = serving(site.path()).await;
    let answer = app.send(&app.anonymous, Request::new("POST", "/login")).await;
    answer.problem(405, "method_not_allowed");
    assert_eq!(answer.header("allow"), Some("GET, HEAD"));
}

#[tokio::test]
async fn without_an_application_the_api_works_and_the_pages_say_so() {
    let empty = tempfile::tempdir().unwrap();
    let app = serving(empty.path()).await;
    app.get(Who::Anonymous, "/").await.problem(404, "not_found");
    app.get(Who::Manager, "/api/v1/me").await.is(200);
}
