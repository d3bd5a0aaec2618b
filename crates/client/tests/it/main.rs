//! The client against a server that answers what each test says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod answers;
mod requests;
mod sessions;

use client::Client;
use serde_json::{Value, json};
use uuid::Uuid;
use wiremock::{Mock, MockServer, ResponseTemplate};

const ID: Uuid = Uuid::from_u128(0x0193_6d6e_0000_7000_8000_0000_0000_0001);

/// A server that gives one answer to everything, and a client of it.
async fn answering(answer: ResponseTemplate) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any()).respond_with(answer).mount(&server).await;
    let client = Client::new(&server.uri());
    (server, client)
}

fn organisation() -> Value {
    json!({
        "id": ID, "name": "Énergie du Hain", "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z", "updated_by": null
    })
}

fn problem(status: u16, code: &str) -> ResponseTemplate {
    let body = json!({
        "type": format!("/problems/{code}"), "title": "No", "status": status, "detail": "Because.", "code": code,
        "instance": "request-1",
        "errors": [{"pointer": "/name", "code": "too_long", "detail": "Too long.", "params": {"max": 200}}]
    });
    ResponseTemplate::new(status).set_body_raw(body.to_string(), "application/problem+json")
}
