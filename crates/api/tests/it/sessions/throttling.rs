//! Brakes on guessing.

use super::{attempt, auth};
use crate::support::{Answer, PASSWORD, TestApp, Who};
use chrono::TimeDelta;
use client::Request;
use serde_json::json;

/// Attempts until one is refused: how many went through, and the refusal.
async fn exhaust(limit: usize, mut next: impl AsyncFnMut(usize) -> Answer) -> (usize, Answer) {
    for count in 0..limit {
        let answer = next(count).await;
        if answer.status() == 429 {
            return (count, answer);
        }
    }
    panic!("{limit} attempts went through");
}

fn retry_after(answer: &Answer) -> i64 {
    answer.problem(429, "rate_limited");
    answer.header("retry-after").unwrap().parse().unwrap()
}

#[tokio::test]
async fn guessing_one_login_is_slowed_down_and_others_are_not() {
    let app = TestApp::start().await;
    let email = Who::Manager.email();
    let (free, refused) = exhaust(20, async |_| attempt(&app, &email, "a wrong guess").await).await;
    assert!((3..=15).contains(&free), "{free}");
    let wait = retry_after(&refused);
    attempt(&app, &email, PASSWORD).await.problem(429, "rate_limited");
    attempt(&app, &email.to_uppercase(), PASSWORD).await.problem(429, "rate_limited");
    attempt(&app, &Who::Kam.email(), PASSWORD).await.is(200);
    app.clock.advance(TimeDelta::seconds(wait));
    attempt(&app, &email, PASSWORD).await.is(200);
}

#[tokio::test]
async fn a_login_that_does_not_exist_is_slowed_down_alike() {
    let app = TestApp::start().await;
    let other = TestApp::start().await;
    let known = exhaust(20, async |_| attempt(&app, &Who::Manager.email(), "a wrong guess").await).await;
    let unknown = exhaust(20, async |_| attempt(&other, "nobody@example.org", "a wrong guess").await).await;
    assert_eq!((known.0, retry_after(&known.1)), (unknown.0, retry_after(&unknown.1)));
}

#[tokio::test]
async fn guessing_many_logins_from_one_address_is_slowed_down() {
    let app = TestApp::start().await;
    let (free, refused) =
        exhaust(100, async |n| attempt(&app, &format!("guess{n}@example.org"), "a wrong guess").await).await;
    assert!((10..=60).contains(&free), "{free}");
    retry_after(&refused);
    attempt(&app, &Who::Manager.email(), PASSWORD).await.problem(429, "rate_limited");
}

#[tokio::test]
async fn the_address_behind_a_trusted_proxy_is_the_one_it_names() {
    let app = TestApp::start_with(|settings| settings.trust_proxy = true).await;
    let from = async |address: &str, n: usize| {
        let body = json!({ "email": format!("guess{n}@example.org"), "password": "a wrong guess" });
        let request = Request::new("POST", "/api/v1/auth/login").json_text(body.to_string());
        app.send(&app.client(), request.header("x-forwarded-for", address)).await
    };
    exhaust(100, async |n| from("192.0.2.1", n).await).await;
    from("198.51.100.7, 192.0.2.1", 200).await.problem(429, "rate_limited");
    from("192.0.2.2", 201).await.problem(401, "invalid_credentials");
}

#[tokio::test]
async fn without_a_proxy_its_header_says_nothing() {
    let app = TestApp::start().await;
    let guess = async |n: usize| {
        let body = json!({ "email": format!("guess{n}@example.org"), "password": "a wrong guess" });
        let request = Request::new("POST", "/api/v1/auth/login").json_text(body.to_string());
        app.send(&app.client(), request.header("x-forwarded-for", &format!("192.0.2.{n}"))).await
    };
    exhaust(100, guess).await;
}

#[tokio::test]
async fn asking_for_mails_is_slowed_down_whether_or_not_the_login_exists() {
    let app = TestApp::start().await;
    let ask = async |email: &str| auth(&app, &app.client(), "forgot-password", json!({ "email": email })).await;
    let known = exhaust(20, async |_| ask(&Who::Manager.email()).await).await;
    let unknown = exhaust(20, async |_| ask("nobody@example.org").await).await;
    assert_eq!((known.0, retry_after(&known.1)), (unknown.0, retry_after(&unknown.1)));
    assert_eq!(app.mail_to(&Who::Manager.email(), known.0).await.to, Who::Manager.email());
}

#[tokio::test]
async fn guessing_the_password_of_an_invitation_is_slowed_down() {
    let app = TestApp::start().await;
    let body = crate::support::samples::typed(crate::support::samples::invitation(&Who::Stranger.email()));
    app.r#as(Who::Manager).await.invite_user(app.ids.own.id, &body, None).await.unwrap();
    let token = app.mail_to(&Who::Stranger.email(), 1).await.token();
    let accept = async |_| {
        let body = json!({ "token": token, "password": "a wrong guess" });
        auth(&app, &app.client(), "accept-invitation", body).await
    };
    retry_after(&exhaust(100, accept).await.1);
}
