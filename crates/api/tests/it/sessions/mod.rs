//! Logging in and out, renewing a session, passwords, invitations, brakes.

mod invitations;
mod login;
mod me;
mod passwords;
mod refresh;
mod throttling;

use crate::support::{Answer, TestApp};
use client::{Client, Request};
use serde_json::{Value, json};

/// Posts to a path below `/api/v1/auth/`.
async fn auth(app: &TestApp, client: &Client, action: &str, body: Value) -> Answer {
    app.send(client, Request::new("POST", format!("/api/v1/auth/{action}")).json_text(body.to_string())).await
}

/// An attempt to log in, by a client of its own.
async fn attempt(app: &TestApp, email: &str, password: &str) -> Answer {
    auth(app, &app.client(), "login", json!({ "email": email, "password": password })).await
}

/// The cookie an answer sets, as a browser would send it back.
fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie").unwrap_or_else(|| panic!("no cookie in {answer}"));
    set.split(';').next().unwrap().to_owned()
}

/// Renews a session by a cookie that the test holds itself.
async fn refresh_with(app: &TestApp, cookie: &str) -> Answer {
    let request = Request::new("POST", "/api/v1/auth/refresh").header("cookie", cookie);
    app.send(&app.client(), request).await
}

/// Whether an access token is good.
async fn is_good(app: &TestApp, token: &str) -> bool {
    let answer = app.send(&app.anonymous.with_token(token), Request::new("GET", "/api/v1/me")).await;
    match answer.status() {
        200 => true,
        401 => false,
        _ => panic!("{answer}"),
    }
}
