//! A request for each operation that succeeds for whoever may send it: with something of its own to change,
//! its present version, and a good body.

use super::places::Place;
use crate::support::contract::Operation;
use crate::support::{PASSWORD, TestApp, Who, samples};
use client::Request;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

const NEW_PASSWORD: &str = "seven purple kettles";

/// A number nobody had before, for names and EANs that must not repeat.
fn next() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1000);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn new_address() -> String {
    format!("somebody{}@example.org", next())
}

/// The request of `who` for an operation at a place.
pub(super) async fn request(app: &TestApp, operation: &Operation, place: &Place, who: Who) -> Request {
    let path = path(app, operation, place, who).await;
    let mut request = Request::new(&operation.method.to_uppercase(), &path);
    if matches!(operation.method, "put" | "delete") {
        let reader = if path.ends_with("/me") { who } else { place.manager };
        let known = app.get(reader, &path).await;
        request = request.header("if-match", known.header("etag").unwrap_or("\"1\""));
    }
    if operation.id() == "refresh" {
        let client = app.client();
        let answer = client.send_raw(credentials_of(Who::Manager)).await.unwrap();
        request = request.header("cookie", answer.header("set-cookie").unwrap().split(';').next().unwrap());
    }
    match body(app, operation, place).await {
        Some(body) => request.json_text(body.to_string()),
        None => request,
    }
}

fn credentials_of(who: Who) -> Request {
    let body = json!({ "email": who.email(), "password": PASSWORD });
    Request::new("POST", "/api/v1/auth/login").json_text(body.to_string())
}

/// The path with ids; what will be changed or deleted is made for this request.
async fn path(app: &TestApp, operation: &Operation, place: &Place, who: Who) -> String {
    let mut path = operation.path.to_owned();
    let changes = operation.method != "get";
    if path.contains("{user_id}") {
        let id = if changes { invited(app, place).await } else { place.tenant(app).manager };
        path = path.replace("{user_id}", &id.to_string());
    }
    if path.contains("{member_id}") {
        let body = samples::person("Somebody", &next().to_string());
        let id = if changes { made(app, place, "members", body).await } else { place.community(app).owner };
        path = path.replace("{member_id}", &id.to_string());
    }
    if path.contains("{meter_id}") {
        let body = samples::meter(&samples::ean(next()), app.clock.today());
        let id = if changes { made(app, place, "meters", body).await } else { place.community(app).meter };
        path = path.replace("{meter_id}", &id.to_string());
    }
    if path.contains("{community_id}") {
        // Only the manager may delete one, and only an empty one.
        let empty = operation.id() == "delete_community" && who == place.manager;
        let id = if empty { new_community(app, place).await } else { place.community(app).id };
        path = path.replace("{community_id}", &id.to_string());
    }
    path.replace("{organisation_id}", &place.tenant(app).id.to_string())
}

async fn body(app: &TestApp, operation: &Operation, place: &Place) -> Option<Value> {
    Some(match operation.id() {
        "login" => json!({ "email": Who::Manager.email(), "password": PASSWORD }),
        "accept_invitation" => json!({ "token": invitation_token(app).await, "password": NEW_PASSWORD }),
        "inspect_invitation" => json!({ "token": invitation_token(app).await }),
        "forgot_password" => json!({ "email": new_address() }),
        "reset_password" => json!({ "token": reset_token(app).await, "password": NEW_PASSWORD }),
        "update_me" => json!({ "name": "Another name", "locale": "fr" }),
        "create_organisation" | "update_organisation" => json!({ "name": format!("Organisation {}", next()) }),
        "invite_user" => samples::invitation(&new_address()),
        "update_user" => json!({ "roles": [{ "role": "manager" }] }),
        "create_community" => {
            samples::with(samples::community("Another"), "/organisation_id", place.tenant(app).id.to_string())
        }
        "update_community" => samples::community("Another name"),
        "create_member" | "update_member" => samples::person("Somebody", "Else"),
        "create_meter" => samples::meter(&samples::ean(next()), app.clock.today()),
        _ => {
            assert!(operation.value["requestBody"].is_null(), "{} needs a body in this test", operation.id());
            return None;
        }
    })
}

/// Something new in the place's community, made by its manager.
async fn made(app: &TestApp, place: &Place, kind: &str, body: Value) -> Uuid {
    let path = format!("/api/v1/communities/{}/{kind}", place.community(app).id);
    let made = app.post(place.manager, &path, &body).await.is(201).json();
    made["id"].as_str().unwrap().parse().unwrap()
}

async fn new_community(app: &TestApp, place: &Place) -> Uuid {
    let body = samples::with(samples::community("Empty"), "/organisation_id", place.tenant(app).id.to_string());
    let made = app.post(place.manager, "/api/v1/communities", &body).await.is(201).json();
    made["id"].as_str().unwrap().parse().unwrap()
}

/// Somebody who is invited to the place's organisation.
async fn invited(app: &TestApp, place: &Place) -> Uuid {
    let path = format!("/api/v1/organisations/{}/users", place.tenant(app).id);
    let made = app.post(place.manager, &path, &samples::invitation(&new_address())).await.is(201).json();
    made["id"].as_str().unwrap().parse().unwrap()
}

/// The token of a new invitation.
async fn invitation_token(app: &TestApp) -> String {
    let address = new_address();
    let path = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    app.post(Who::Manager, &path, &samples::invitation(&address)).await.is(201);
    app.mail_to(&address, 1).await.token()
}

/// The token of a mail for a new password, of a login made for this.
async fn reset_token(app: &TestApp) -> String {
    let address = new_address();
    let path = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    app.post(Who::Manager, &path, &samples::invitation(&address)).await.is(201);
    let token = app.mail_to(&address, 1).await.token();
    let accept = json!({ "token": token, "password": NEW_PASSWORD });
    app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &accept).await.is(200);
    app.post(Who::Anonymous, "/api/v1/auth/forgot-password", &json!({ "email": address })).await.is(202);
    app.mail_to(&address, 2).await.token()
}
