//! Forgotten passwords.

use super::{attempt, auth, cookie, is_good, refresh_with};
use crate::support::{PASSWORD, TestApp, Who};
use chrono::TimeDelta;
use serde_json::json;

const NEW: &str = "seven purple kettles";

/// Asks for a mail and waits for it.
async fn forget(app: &TestApp, email: &str, mails: usize) -> String {
    auth(app, &app.anonymous, "forgot-password", json!({ "email": email })).await.is(202);
    app.mail_to(email, mails).await.token()
}

#[tokio::test]
async fn a_mailed_link_sets_a_new_password_once() {
    let app = TestApp::start().await;
    let email = Who::Manager.email();
    let token = forget(&app, &email, 1).await;
    let reset = json!({ "token": token, "password": NEW });
    auth(&app, &app.anonymous, "reset-password", reset.clone()).await.is(204);
    attempt(&app, &email, PASSWORD).await.problem(401, "invalid_credentials");
    attempt(&app, &email, NEW).await.is(200);
    auth(&app, &app.anonymous, "reset-password", reset).await.problem(422, "link_unusable");
}

#[tokio::test]
async fn a_reset_ends_every_session_at_once_and_sends_a_notice() {
    let app = TestApp::start().await;
    let email = Who::Manager.email();
    let login = attempt(&app, &email, PASSWORD).await.is(200);
    let access = login.json()["access_token"].as_str().unwrap().to_owned();
    let token = forget(&app, &email, 1).await;
    auth(&app, &app.anonymous, "reset-password", json!({ "token": token, "password": NEW })).await.is(204);
    assert!(!is_good(&app, &access).await);
    refresh_with(&app, &cookie(&login)).await.problem(401, "unauthenticated");
    let notice = app.mail_to(&email, 2).await;
    assert!(!notice.link.contains('#'), "a notice carries no token: {}", notice.link);
}

#[tokio::test]
async fn a_link_ends_after_an_hour_and_when_another_is_asked_for() {
    let app = TestApp::start().await;
    let email = Who::Member.email();
    let first = forget(&app, &email, 1).await;
    let second = forget(&app, &email, 2).await;
    let reset = |token: &str| auth(&app, &app.anonymous, "reset-password", json!({ "token": token, "password": NEW }));
    reset(&first).await.problem(422, "link_unusable");
    app.clock.advance(TimeDelta::minutes(61));
    reset(&second).await.problem(422, "link_unusable");
    reset("never-given-out").await.problem(422, "link_unusable");
}

#[tokio::test]
async fn a_login_that_does_not_exist_is_answered_the_same_and_gets_no_mail() {
    let app = TestApp::start().await;
    let ask = async |email: String| {
        let answer = auth(&app, &app.anonymous, "forgot-password", json!({ "email": email })).await;
        let mut headers = answer.response.headers.clone();
        headers.retain(|(name, _)| name != "date" && name != "x-request-id");
        (answer.status(), answer.text(), headers)
    };
    let unknown = ask("nobody@example.org".to_owned()).await;
    let known = ask(Who::Kam.email()).await;
    assert_eq!(known, unknown);
    assert_eq!((known.0, known.1.as_str()), (202, ""));
    // Requests are served in turn: the second one's mail is there, so the first one is done.
    app.mail_to(&Who::Kam.email(), 1).await;
    assert!(app.mails_to("nobody@example.org").await.is_empty());
}

#[tokio::test]
async fn a_new_password_is_checked_and_a_refused_one_leaves_the_link() {
    let app = TestApp::start().await;
    let token = forget(&app, &Who::Manager.email(), 1).await;
    let reset =
        |password: &str| auth(&app, &app.anonymous, "reset-password", json!({ "token": token, "password": password }));
    let problem = reset("fourteen chars").await.invalid(&[("/password", "password_too_short")]);
    assert_eq!(problem["errors"][0]["params"]["min"], 15, "a manager's password is longer");
    reset(&"x7ab-".repeat(40)).await.invalid(&[("/password", "too_long")]);
    reset("manager@example.org").await.invalid(&[("/password", "password_too_common")]);
    reset("password123456789").await.invalid(&[("/password", "password_too_common")]);
    reset("").await.invalid(&[("/password", "required")]);
    reset(NEW).await.is(204);
}

#[tokio::test]
async fn an_ordinary_users_password_may_be_shorter() {
    let app = TestApp::start().await;
    let token = forget(&app, &Who::Member.email(), 1).await;
    let reset =
        |password: &str| auth(&app, &app.anonymous, "reset-password", json!({ "token": token, "password": password }));
    let problem = reset("eleven char").await.invalid(&[("/password", "password_too_short")]);
    assert_eq!(problem["errors"][0]["params"]["min"], 12);
    reset("twelve chars").await.is(204);
}
