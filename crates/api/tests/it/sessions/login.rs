//! Logging in and out.

use super::{attempt, auth, cookie, is_good, refresh_with};
use crate::support::{PASSWORD, TestApp, Who};
use chrono::TimeDelta;
use client::Request;
use serde_json::json;

#[tokio::test]
async fn a_login_gives_a_token_and_a_cookie_for_its_own_paths() {
    let app = TestApp::start().await;
    let answer = attempt(&app, &Who::Manager.email(), PASSWORD).await.is(200);
    let body = answer.json();
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(600)));
    assert!(is_good(&app, body["access_token"].as_str().unwrap()).await);

    let set = answer.header("set-cookie").unwrap();
    for part in ["Path=/api/v1/auth", "HttpOnly", "SameSite=Strict"] {
        assert!(set.split("; ").any(|known| known == part), "{part} in {set}");
    }
    assert!(!set.contains("Secure"), "the address is http: {set}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn the_cookie_is_secure_when_the_public_address_is() {
    let app = TestApp::start_with(|settings| {
        settings.public_url = Some(api::PublicUrl::parse("https://clef.example.org").unwrap());
    })
    .await;
    let answer = attempt(&app, &Who::Manager.email(), PASSWORD).await.is(200);
    assert!(answer.header("set-cookie").unwrap().contains("; Secure"));
}

#[tokio::test]
async fn an_address_is_compared_without_case_and_spaces() {
    let app = TestApp::start().await;
    for email in ["MANAGER@example.org", " manager@Example.ORG "] {
        attempt(&app, email, PASSWORD).await.is(200);
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_are_answered_the_same() {
    let app = TestApp::start().await;
    let mut answers = Vec::new();
    for (email, password) in [
        (Who::Manager.email(), "another password"),
        ("nobody@example.org".to_owned(), PASSWORD),
        ("not an address".to_owned(), PASSWORD),
    ] {
        let mut problem = attempt(&app, &email, password).await.problem(401, "invalid_credentials");
        problem["instance"].take();
        answers.push(problem);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn a_login_that_was_only_invited_has_no_password() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let body = crate::support::samples::typed(crate::support::samples::invitation("new@example.org"));
    manager.invite_user(app.ids.own.id, &body, None).await.unwrap();
    attempt(&app, "new@example.org", PASSWORD).await.problem(401, "invalid_credentials");
}

#[tokio::test]
async fn the_body_of_a_login_is_checked() {
    let app = TestApp::start().await;
    let send = |body| auth(&app, &app.anonymous, "login", body);
    send(json!({})).await.invalid(&[("/email", "required"), ("/password", "required")]);
    send(json!({ "email": 7, "password": "", "remember": true })).await.invalid(&[
        ("/email", "wrong_type"),
        ("/password", "required"),
        ("/remember", "unknown_field"),
    ]);
}

#[tokio::test]
async fn an_access_token_ends_after_ten_minutes() {
    let app = TestApp::start().await;
    let token = app.r#as(Who::Member).await.token().unwrap();
    app.clock.advance(TimeDelta::seconds(599));
    assert!(is_good(&app, &token).await);
    app.clock.advance(TimeDelta::seconds(1));
    assert!(!is_good(&app, &token).await);
}

#[tokio::test]
async fn what_is_no_token_of_ours_is_refused() {
    let app = TestApp::start().await;
    let other = TestApp::start().await;
    let foreign = other.r#as(Who::Manager).await.token().unwrap();
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIwIn0.".to_owned();
    for header in [
        String::new(),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        "Basic bWFuYWdlcjpwYXNz".to_owned(),
        format!("Bearer {foreign}"),
        format!("Bearer {unsigned}"),
        "Bearer \u{e9}".to_owned(),
    ] {
        let request = Request::new("GET", "/api/v1/me").header("authorization", &header);
        let answer = app.send(&app.anonymous, request).await;
        answer.problem(401, "unauthenticated");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{header}");
    }
}

#[tokio::test]
async fn a_logout_ends_the_session_and_removes_the_cookie() {
    let app = TestApp::start().await;
    let login = attempt(&app, &Who::Manager.email(), PASSWORD).await.is(200);
    let first = cookie(&login);
    let second = cookie(&refresh_with(&app, &first).await.is(200));
    let request = Request::new("POST", "/api/v1/auth/logout").header("cookie", &second);
    let answer = app.send(&app.client(), request).await.is(204);
    assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
    for token in [second, first] {
        refresh_with(&app, &token).await.problem(401, "unauthenticated");
    }
    assert!(!is_good(&app, login.json()["access_token"].as_str().unwrap()).await, "access ends with the session");
}

#[tokio::test]
async fn a_logout_leaves_other_sessions_alone_and_needs_none_itself() {
    let app = TestApp::start().await;
    let email = Who::Manager.email();
    let here = app.logged_in(&email, PASSWORD).await;
    let there = app.logged_in(&email, PASSWORD).await;
    here.logout().await.unwrap();
    assert!(is_good(&app, &there.token().unwrap()).await);
    there.refresh().await.unwrap();
    app.client().logout().await.unwrap();
    let request = Request::new("POST", "/api/v1/auth/logout").header("cookie", "clef_refresh=nonsense");
    app.send(&app.client(), request).await.is(204);
}
