//! Renewing a session: rotation, reuse, the grace of two tabs, the origin of the request.

use super::{attempt, cookie, is_good, refresh_with};
use crate::support::{PASSWORD, TestApp, Who};
use chrono::TimeDelta;
use client::Request;

/// The cookie of a new session.
async fn session(app: &TestApp) -> String {
    cookie(&attempt(app, &Who::Manager.email(), PASSWORD).await.is(200))
}

#[tokio::test]
async fn each_renewal_gives_another_cookie_and_a_good_token() {
    let app = TestApp::start().await;
    let first = session(&app).await;
    let answer = refresh_with(&app, &first).await.is(200);
    assert_ne!(cookie(&answer), first);
    assert!(is_good(&app, answer.json()["access_token"].as_str().unwrap()).await);
}

#[tokio::test]
async fn a_cookie_that_was_used_before_ends_the_whole_session() {
    let app = TestApp::start().await;
    let stolen = session(&app).await;
    let other_session = session(&app).await;
    let first = cookie(&refresh_with(&app, &stolen).await.is(200));
    app.clock.advance(TimeDelta::seconds(11));
    let latest = refresh_with(&app, &first).await.is(200);
    refresh_with(&app, &stolen).await.problem(401, "unauthenticated");
    refresh_with(&app, &cookie(&latest)).await.problem(401, "unauthenticated");
    assert!(!is_good(&app, latest.json()["access_token"].as_str().unwrap()).await);
    refresh_with(&app, &other_session).await.is(200);
}

#[tokio::test]
async fn two_tabs_may_use_the_same_cookie_within_ten_seconds() {
    let app = TestApp::start().await;
    let shared = session(&app).await;
    let one = cookie(&refresh_with(&app, &shared).await.is(200));
    app.clock.advance(TimeDelta::seconds(9));
    let two = cookie(&refresh_with(&app, &shared).await.is(200));
    for cookie in [one, two] {
        refresh_with(&app, &cookie).await.is(200);
    }
}

#[tokio::test]
async fn two_tabs_at_the_same_time_are_both_served() {
    let app = TestApp::start().await;
    let shared = session(&app).await;
    let (one, two) = tokio::join!(refresh_with(&app, &shared), refresh_with(&app, &shared));
    one.is(200);
    two.is(200);
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_for_long() {
    let app = TestApp::start().await;
    let idle = session(&app).await;
    app.clock.advance(TimeDelta::days(365));
    refresh_with(&app, &idle).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_session_ends_however_much_it_is_used() {
    let app = TestApp::start().await;
    let mut current = session(&app).await;
    for _ in 0..365 {
        app.clock.advance(TimeDelta::days(1));
        let answer = refresh_with(&app, &current).await;
        if answer.status() == 401 {
            return;
        }
        current = cookie(&answer.is(200));
    }
    panic!("a session of a year");
}

#[tokio::test]
async fn without_a_cookie_there_is_no_session() {
    let app = TestApp::start().await;
    let bare = Request::new("POST", "/api/v1/auth/refresh");
    app.send(&app.client(), bare).await.problem(401, "unauthenticated");
    for cookie in ["clef_refresh=", "clef_refresh=nonsense", "other=1"] {
        refresh_with(&app, cookie).await.problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn pages_of_other_sites_cannot_use_the_cookie() {
    let app = TestApp::start().await;
    let current = session(&app).await;
    for path in ["/api/v1/auth/refresh", "/api/v1/auth/logout"] {
        for origin in ["https://evil.example", "null", ""] {
            let request = Request::new("POST", path).header("cookie", &current).header("origin", origin);
            app.send(&app.client(), request).await.problem(403, "foreign_origin");
        }
    }
    let own = Request::new("POST", "/api/v1/auth/refresh").header("cookie", &current).header("origin", app.base_url());
    app.send(&app.client(), own).await.is(200);
}

#[tokio::test]
async fn the_typed_client_renews_by_its_own_cookie() {
    let app = TestApp::start().await;
    let client = app.logged_in(&Who::Kam.email(), PASSWORD).await;
    app.clock.advance(TimeDelta::minutes(11));
    assert_eq!(client.get_me().await.unwrap_err().code(), Some("unauthenticated"));
    let token = client.refresh().await.unwrap();
    client.set_token(Some(token.access_token));
    assert_eq!(client.get_me().await.unwrap().value.user.email, Who::Kam.email());
}
