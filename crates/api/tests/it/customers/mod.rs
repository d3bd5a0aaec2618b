//! Customer accounts: creation with all its rules, who may do what in every state, mails, the end of an account.

mod input;
mod lifecycle;
mod mail;
mod rights;

use crate::support::{TestApp, Who, places, samples};
use serde_json::Value;

/// What a problem tells: each place with its code.
pub(crate) fn told(problem: &Value) -> Vec<String> {
    places(problem).into_iter().map(|(pointer, code)| format!("{pointer} {code}")).collect()
}

/// The path of the own organisation's accounts.
fn list(app: &TestApp) -> String {
    format!("/api/v1/organisations/{}/customers", app.ids.own.id)
}

/// An account that somebody has created of a body: its path.
async fn created(app: &TestApp, who: Who, body: &Value) -> String {
    let made = app.post(who, &list(app), body).await.is(201).json();
    format!("/api/v1/customers/{}", made["id"].as_str().unwrap())
}

/// An account of `Who::Kam` with access.
async fn account(app: &TestApp, email: &str) -> String {
    created(app, Who::Kam, &samples::customer(email)).await
}
