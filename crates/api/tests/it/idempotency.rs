//! The same request sent again under one key.

use crate::support::{Answer, PASSWORD, TestApp, Who, contract, samples};
use chrono::TimeDelta;
use client::{Client, Request};
use serde_json::{Value, json};

fn meters(app: &TestApp) -> String {
    format!("/api/v1/communities/{}/meters", app.ids.own.home.id)
}

async fn post(app: &TestApp, client: &Client, path: &str, key: &str, body: &Value) -> Answer {
    let request = Request::new("POST", path).header("idempotency-key", key).json_text(body.to_string());
    app.send(client, request).await
}

async fn total(app: &TestApp) -> Value {
    app.get(Who::Manager, &meters(app)).await.is(200).json()["total"].take()
}

#[tokio::test]
async fn the_same_request_twice_has_one_effect_and_one_answer() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::CommunityManager).await;
    let body = samples::meter(&samples::ean(90), app.clock.today());
    let first = post(&app, &client, &meters(&app), "a-key", &body).await.is(201);
    app.clock.advance(TimeDelta::minutes(5));
    let second = post(&app, &client, &meters(&app), "a-key", &body).await.is(201);
    assert_eq!(first.text(), second.text());
    for header in ["location", "etag", "content-type"] {
        assert_eq!(first.header(header), second.header(header), "{header}");
    }
    assert_eq!(total(&app).await, 3);
}

#[tokio::test]
async fn a_key_with_another_request_is_refused() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::Manager).await;
    let body = samples::meter(&samples::ean(90), app.clock.today());
    post(&app, &client, &meters(&app), "a-key", &body).await.is(201);
    let other = samples::with(body.clone(), "/meter_number", "another");
    post(&app, &client, &meters(&app), "a-key", &other).await.problem(422, "idempotency_mismatch");
    let elsewhere = format!("/api/v1/communities/{}/meters", app.ids.own.sibling.id);
    post(&app, &client, &elsewhere, "a-key", &body).await.problem(422, "idempotency_mismatch");
    assert_eq!(total(&app).await, 3);
}

#[tokio::test]
async fn a_key_is_its_callers_own_and_ends_after_a_day() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/communities/{}/members", app.ids.own.home.id);
    let body = samples::person("Somebody", "Else");
    let id = async |client: &Client| post(&app, client, &path, "a-key", &body).await.is(201).json()["id"].take();
    let (manager, other) = (app.r#as(Who::Manager).await, app.r#as(Who::CommunityManager).await);
    let first = id(&manager).await;
    assert_ne!(id(&other).await, first);
    app.clock.advance(TimeDelta::hours(23));
    let manager = app.logged_in(&Who::Manager.email(), PASSWORD).await;
    assert_eq!(id(&manager).await, first);
    app.clock.advance(TimeDelta::hours(2));
    let manager = app.logged_in(&Who::Manager.email(), PASSWORD).await;
    assert_ne!(id(&manager).await, first);
}

#[tokio::test]
async fn a_refused_request_leaves_its_key_free() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::CommunityManager).await;
    let good = samples::meter(&samples::ean(90), app.clock.today());
    let taken = samples::meter(&app.ids.own.home.ean, app.clock.today());
    post(&app, &client, &meters(&app), "a-key", &samples::without(good.clone(), "/ean"))
        .await
        .problem(422, "invalid_input");
    post(&app, &client, &meters(&app), "a-key", &taken).await.problem(409, "ean_taken");
    post(&app, &client, &meters(&app), "a-key", &good).await.is(201);
}

#[tokio::test]
async fn of_two_at_the_same_time_both_get_the_one_answer() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::CommunityManager).await;
    for n in 0..5 {
        let body = samples::meter(&samples::ean(90 + n), app.clock.today());
        let (path, key) = (meters(&app), format!("key-{n}"));
        let (one, two) = tokio::join!(post(&app, &client, &path, &key, &body), post(&app, &client, &path, &key, &body));
        assert_eq!(one.is(201).text(), two.is(201).text());
    }
    assert_eq!(total(&app).await, 7);
}

#[tokio::test]
async fn a_key_has_printable_characters_and_not_too_many() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::CommunityManager).await;
    let body = samples::meter(&samples::ean(90), app.clock.today());
    for key in ["", " ", "a key", "clé", &"x".repeat(256)] {
        post(&app, &client, &meters(&app), key, &body).await.problem(400, "malformed_request");
    }
    post(&app, &client, &meters(&app), &"x".repeat(255), &body).await.is(201);
}

#[tokio::test]
async fn an_invitation_repeated_sends_one_mail() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::Manager).await;
    let path = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    let body = samples::invitation("new@example.org");
    let first = post(&app, &client, &path, "invite", &body).await.is(201).json();
    post(&app, &client, &path, "invite", &body).await.is(201);
    app.mail_to("new@example.org", 1).await;

    let again = format!("{path}/{}/resend-invitation", first["id"].as_str().unwrap());
    for _ in 0..2 {
        let request = Request::new("POST", &again).header("idempotency-key", "resend");
        app.send(&client, request).await.is(200);
    }
    app.mail_to("new@example.org", 2).await;
}

/// Actions that create nothing and take a key all the same.
const ACTIONS: [&str; 11] = [
    "archive_key",
    "cancel_fixing",
    "freeze_customer",
    "resend_customer_invitation",
    "resend_invitation",
    "resend_portal_invitation",
    "restore_customer",
    "restore_key",
    "transfer_all_customers",
    "transfer_customer",
    "unfreeze_customer",
];

/// Whatever creates something takes a key, and so do actions; nothing else.
#[test]
fn every_creation_documents_its_key() {
    for operation in contract::operations() {
        let acts = ACTIONS.contains(&operation.id());
        let creates = !operation.value["responses"]["201"].is_null() || acts;
        let parameters = operation.value["parameters"].as_array().cloned().unwrap_or_default();
        let takes = parameters.iter().any(|parameter| parameter["name"] == json!("Idempotency-Key"));
        assert_eq!(takes, creates, "{}", operation.id());
    }
}
