//! A request for each operation that succeeds for whoever may send it: with something of its own to change,
//! its present version, and a good body.

use super::places::Place;
use crate::calculations;
use crate::support::contract::Operation;
use crate::support::{PASSWORD, TestApp, Who, samples};
use chrono::{Days, NaiveDate};
use client::Request;
use domain::market::MARKETS;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
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
    if operation.id() == "answer_reading_import" {
        request = request.header("if-match", "\"1\"");
    } else if matches!(operation.method, "put" | "delete") {
        let reader = if path.ends_with("/me") { who } else { place.manager };
        let known = app.get(reader, &path).await;
        request = request.header("if-match", known.header("etag").unwrap_or("\"1\""));
    }
    if operation.id() == "refresh" {
        let client = app.client();
        let answer = client.send_raw(credentials_of(Who::Manager)).await.unwrap();
        request = request.header("cookie", answer.header("set-cookie").unwrap().split(';').next().unwrap());
    }
    if operation.id() == "create_reading_import" {
        return readings(app, request, place);
    }
    if operation.id() == "confirm_import" {
        request = request.header("if-match", "\"1\"");
    }
    if operation.id().ends_with("_import") && operation.method == "post" && operation.id().starts_with("create_") {
        return file(request, operation.id() == "create_meter_import");
    }
    if ["import_prices", "import_forecast", "import_client_forecast"].contains(&operation.id()) {
        let text = if operation.id() == "import_prices" { samples::PRICE_FILE } else { samples::FORECAST_FILE };
        request.body = Some(text.as_bytes().to_vec());
        return request.header("content-type", "text/csv");
    }
    match body(app, operation, place).await {
        Some(body) => request.json_text(body.to_string()),
        None => request,
    }
}

/// A file with one new row.
fn file(mut request: Request, meters: bool) -> Request {
    let text = match meters {
        true => samples::meter_file(&[&samples::ean(next())]),
        false => format!("last_name,email\nSomebody,{}\n", new_address()),
    };
    request.body = Some(text.into_bytes());
    request.header("content-type", "text/csv")
}

/// A file with a new reading of the place's meter.
fn readings(app: &TestApp, mut request: Request, place: &Place) -> Request {
    let kwh = next();
    let text =
        format!("interval_start,{}\ndirection,offtake\n2016-01-01T00:00:00Z,{kwh}.5\n", place.community(app).ean);
    request.body = Some(text.into_bytes());
    request.header("content-type", "text/csv")
}

/// A checked file of readings, made by the place's manager.
async fn checked_readings(app: &TestApp, place: &Place) -> Uuid {
    let path = format!("/api/v1/communities/{}/reading-imports", place.community(app).id);
    let request = readings(app, Request::new("POST", path), place);
    let made = app.send(&app.r#as(place.manager).await, request).await.is(201).json();
    made["id"].as_str().unwrap().parse().unwrap()
}

/// A checked file of members, made by the place's manager.
async fn checked(app: &TestApp, place: &Place) -> Uuid {
    let path = format!("/api/v1/communities/{}/members/imports", place.community(app).id);
    let request = file(Request::new("POST", path), false);
    let made = app.send(&app.r#as(place.manager).await, request).await.is(201).json();
    made["id"].as_str().unwrap().parse().unwrap()
}

/// A search that was done beside the request, for the place's manager. Other rows of the table search at the same time,
/// and an organisation may have few under way.
async fn calculated(app: &TestApp, place: &Place) -> Uuid {
    let path = format!("/api/v1/communities/{}/key-searches", place.community(app).id);
    let client = app.r#as(place.manager).await;
    loop {
        let request = Request::new("POST", &path).header("prefer", "respond-async").json_text(search().to_string());
        let begun = app.send(&client, request).await;
        if begun.status() == 202 {
            let id = begun.json()["id"].as_str().unwrap().parse().unwrap();
            calculations::ended(&client, place.community(app).id, id).await;
            return id;
        }
        begun.problem(409, "too_many_calculations");
        tokio::time::sleep(Duration::from_millis(20)).await;
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
    if path.contains("/portal-users/") {
        let (member, user) = portal_user(app, place).await;
        path = path.replace("{member_id}", &member.to_string()).replace("{user_id}", &user.to_string());
    }
    if path.contains("{user_id}") {
        let id = if changes { invited(app, place).await } else { place.tenant(app).manager };
        path = path.replace("{user_id}", &id.to_string());
    }
    if path.contains("{member_id}") {
        let body = samples::person("Somebody", &next().to_string());
        let id = if changes { made(app, place, "members", body).await } else { place.community(app).owner };
        path = path.replace("{member_id}", &id.to_string());
    }
    if path.contains("{configuration_id}") {
        let (meter, id) =
            if changes { configured(app, place).await } else { (place.community(app).meter, actual(app, place).await) };
        path = path.replace("{meter_id}", &meter.to_string()).replace("{configuration_id}", &id.to_string());
    }
    if path.contains("{meter_id}") {
        let body = samples::meter(&samples::ean(next()), app.clock.today());
        let id = if changes { made(app, place, "meters", body).await } else { place.community(app).meter };
        path = path.replace("{meter_id}", &id.to_string());
    }
    if path.contains("{key_id}") {
        let body = samples::key(&format!("Key {}", next()));
        let id = if changes { made(app, place, "keys", body).await } else { place.community(app).key };
        path = path.replace("{key_id}", &id.to_string());
    }
    if path.contains("/keys/") && path.contains("{version_id}") {
        let community = place.community(app);
        let key = format!("/api/v1/communities/{}/keys/{}", community.id, community.key);
        let key = app.get(place.manager, &key).await.is(200).json();
        path = path.replace("{version_id}", key["version_id"].as_str().unwrap());
    }
    if path.contains("{import_id}") {
        path = path.replace("{import_id}", &checked(app, place).await.to_string());
    }
    if path.contains("{calculation_id}") {
        path = path.replace("{calculation_id}", &calculated(app, place).await.to_string());
    }
    if path.contains("{reading_import_id}") {
        path = path.replace("{reading_import_id}", &checked_readings(app, place).await.to_string());
    }
    if matches!(operation.id(), "get_readings" | "export_readings" | "export_community_readings" | "list_corrections") {
        path += "?from=2016-01-01&to=2016-01-02";
    }
    if path == "/api/v1/events" {
        path += "?seconds=1";
    }
    if path.contains("{optimisation_id}") {
        path = optimisation_path(app, place, &path, who).await;
    }
    if path.contains("{notification_id}") {
        path = path.replace("{notification_id}", &Uuid::now_v7().to_string());
    }
    if path == "/api/v1/calendar-feed" {
        let link = app.r#as(Who::Kam).await.create_calendar_link().await.unwrap().url;
        path = format!("{path}?{}", link.split_once('?').unwrap().1);
    }
    if path.contains("{customer_id}") {
        let (customer, service, forecast) = customer(app, place, changes && who != Who::Customer).await;
        path = path.replace("{customer_id}", &customer.to_string()).replace("{service_id}", &service.to_string());
        path = path.replace("{forecast_id}", &forecast.to_string());
    }
    if path.contains("{market_id}") {
        path = path.replace("{market_id}", &MARKETS[0].id.to_string());
        path = path.replace("{forecast_id}", &application_forecast(app).await.to_string());
    }
    match operation.id() {
        "import_forecast" => path += &format!("?organisation_id={}", place.tenant(app).id),
        "import_client_forecast" => path += &format!("?market_id={}", MARKETS[0].id),
        _ => {}
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
        "invite_portal_user" => samples::portal_invitation(&new_address()),
        "update_user" => json!({ "roles": [{ "role": "manager" }] }),
        "create_community" => {
            samples::with(samples::community("Another"), "/organisation_id", place.tenant(app).id.to_string())
        }
        "update_community" => samples::community("Another name"),
        "create_customer" => samples::customer(&new_address()),
        "update_customer" => samples::customer_change(),
        "create_optimisation" => samples::optimisation(),
        "update_optimisation" => samples::optimisation(),
        "register_fixing" => samples::fixing(app.clock.today()),
        "cancel_fixing" => json!({ "reason": "The supplier did not confirm." }),
        "update_notification_settings" => json!({ "recipients": [] }),
        "add_customer_service" => samples::service(1),
        "update_customer_service" => samples::service(0),
        "transfer_customer" => json!({ "kam_id": place.tenant(app).manager }),
        "transfer_all_customers" => {
            json!({ "from_kam_id": place.tenant(app).manager, "to_kam_id": place.tenant(app).manager })
        }
        "publish_forecast" => samples::with(samples::forecast(), "/organisation_id", place.tenant(app).id.to_string()),
        "publish_client_forecast" => samples::with(samples::forecast(), "/market_id", MARKETS[0].id.to_string()),
        "create_member" | "update_member" => samples::person("Somebody", "Else"),
        "create_meter" => samples::meter(&samples::ean(next()), app.clock.today()),
        "update_meter" => samples::identity(&samples::ean(next())),
        "add_configuration" => json!({ "valid_from": later(app), "amperage_a": 63 }),
        "update_configuration" => samples::configuration(later(app)),
        "create_key" | "update_key" | "validate_key" => samples::key(&format!("Key {}", next())),
        "import_keys" => json!({ "keys": [] }),
        "answer_reading_import" => json!({ "unit": "Wh" }),
        "simulate" => json!({ "key": samples::key("Unsaved"), "series": series() }),
        "search_key" => search(),
        _ => {
            assert!(operation.value["requestBody"].is_null(), "{} needs a body in this test", operation.id());
            return None;
        }
    })
}

/// A search for the consumers of `samples::key`.
fn search() -> Value {
    let key = samples::key("");
    let consumers = key["consumers"].as_array().unwrap().iter().map(|consumer| json!({ "name": consumer["name"] }));
    json!({ "consumers": consumers.collect::<Vec<_>>(), "series": series() })
}

/// Readings for the consumers of `samples::key`.
fn series() -> Value {
    json!({
        "production_wh": [1000, 0],
        "consumption_wh": { "Cons1": [300, 0], "Cons2": [300, 5], "Cons3": [300, 5] }
    })
}

/// Something new in the place's community, made by its manager.
async fn made(app: &TestApp, place: &Place, kind: &str, body: Value) -> Uuid {
    let path = format!("/api/v1/communities/{}/{kind}", place.community(app).id);
    let made = app.post(place.manager, &path, &body).await.is(201).json();
    made["id"].as_str().unwrap().parse().unwrap()
}

/// A new meter with a second configuration.
async fn configured(app: &TestApp, place: &Place) -> (Uuid, Uuid) {
    let meter = made(app, place, "meters", samples::meter(&samples::ean(next()), app.clock.today())).await;
    let change = json!({ "valid_from": later(app), "amperage_a": 50 });
    (meter, made(app, place, &format!("meters/{meter}/configurations"), change).await)
}

/// What holds today of the meter that is there.
async fn actual(app: &TestApp, place: &Place) -> Uuid {
    let community = place.community(app);
    let path = format!("/api/v1/communities/{}/meters/{}", community.id, community.meter);
    let meter = app.get(place.manager, &path).await.is(200).json();
    meter["configurations"]["actual"]["id"].as_str().unwrap().parse().unwrap()
}

fn later(app: &TestApp) -> NaiveDate {
    app.clock.today() + Days::new(30)
}

async fn new_community(app: &TestApp, place: &Place) -> Uuid {
    let body = samples::with(samples::community("Empty"), "/organisation_id", place.tenant(app).id.to_string());
    let made = app.post(place.manager, "/api/v1/communities", &body).await.is(201).json();
    made["id"].as_str().unwrap().parse().unwrap()
}

/// The path with an optimisation of the place's account whose editor is the key account manager, or of that of the
/// customer who calls; with a fixing and the first version of its calendar.
async fn optimisation_path(app: &TestApp, place: &Place, path: &str, who: Who) -> String {
    let own = who == Who::Customer && place.customer(app) == app.ids.own.customer;
    let customer = if own { place.customer(app) } else { edited_by_kam(app, place).await };
    let kam = app.r#as(place.kam()).await;
    let optimisation = kam.create_optimisation(customer, &samples::typed(samples::optimisation()), None).await;
    let id = optimisation.unwrap().value.id;
    let path = path.replace("{optimisation_id}", &id.to_string());
    let version = kam.get_calendar(id).await.unwrap().version_id;
    let path = path.replace("{version_id}", &version.to_string());
    if !path.contains("{fixing_id}") {
        return path;
    }
    let editor = if own { app.r#as(who).await } else { kam };
    let fixing: api_types::FixingInput = samples::typed(samples::fixing(app.clock.today()));
    let made = editor.register_fixing(id, &fixing, None).await.unwrap().value;
    path.replace("{fixing_id}", &made.id.to_string())
}

/// A new account of the place without access, so that whoever looks after it edits its optimisations.
async fn edited_by_kam(app: &TestApp, place: &Place) -> Uuid {
    let body = samples::customer(&new_address());
    let mut body = samples::without(samples::without(body, "/editor"), "/services");
    body["access"] = json!(false);
    let path = format!("/api/v1/organisations/{}/customers", place.tenant(app).id);
    let made = app.post(place.kam(), &path, &body).await.is(201).json();
    made["id"].as_str().unwrap().parse().unwrap()
}

/// An account of the place with a service and, for one that is only read, a client's forecast. What will be changed is
/// made for this request.
async fn customer(app: &TestApp, place: &Place, fresh: bool) -> (Uuid, Uuid, Uuid) {
    let path = if fresh {
        let path = format!("/api/v1/organisations/{}/customers", place.tenant(app).id);
        let made = app.post(place.kam(), &path, &samples::customer(&new_address())).await.is(201).json();
        format!("/api/v1/customers/{}", made["id"].as_str().unwrap())
    } else {
        format!("/api/v1/customers/{}", place.customer(app))
    };
    let known = app.get(place.kam(), &path).await.is(200).json();
    let id = |value: &Value| value["id"].as_str().unwrap().parse().unwrap();
    (id(&known), id(&known["services"][0]), place.tenant(app).forecast)
}

/// The forecast of the application that is there.
async fn application_forecast(app: &TestApp) -> Uuid {
    let path = format!("/api/v1/markets/{}/forecasts?origin=application", MARKETS[0].id);
    let found = app.get(Who::Operator, &path).await.is(200).json();
    found["items"][0]["id"].as_str().unwrap().parse().unwrap()
}

/// Somebody who is invited to the place's organisation.
async fn invited(app: &TestApp, place: &Place) -> Uuid {
    let path = format!("/api/v1/organisations/{}/users", place.tenant(app).id);
    let made = app.post(place.manager, &path, &samples::invitation(&new_address())).await.is(201).json();
    made["id"].as_str().unwrap().parse().unwrap()
}

/// A new member of the place's community, and somebody who is invited to see their meters.
async fn portal_user(app: &TestApp, place: &Place) -> (Uuid, Uuid) {
    let member = made(app, place, "members", samples::person("Somebody", &next().to_string())).await;
    let kind = format!("members/{member}/portal-users");
    (member, made(app, place, &kind, samples::portal_invitation(&new_address())).await)
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
