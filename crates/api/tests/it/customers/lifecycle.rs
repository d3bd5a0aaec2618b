//! From the invitation to the end of an account, by the clock of the server.

use super::{account, created, list};
use crate::support::{TestApp, Who, samples};
use chrono::TimeDelta;
use client::Request;
use serde_json::{Value, json};

const NEW_PASSWORD: &str = "seven purple kettles";

async fn post(app: &TestApp, who: Who, path: &str) -> crate::support::Answer {
    app.send(&app.r#as(who).await, Request::new("POST", path)).await
}

async fn accept(app: &TestApp, token: &str) -> crate::support::Answer {
    let body = json!({ "token": token, "password": NEW_PASSWORD });
    app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &body).await
}

async fn invitation(app: &TestApp, path: &str) -> Value {
    app.get(Who::Kam, path).await.is(200).json()["invitation"].clone()
}

#[tokio::test]
async fn the_customer_comes_in_by_the_link_and_the_account_shows_how_far_they_are() {
    let app = TestApp::start().await;
    let path = account(&app, "jo@example.org").await;
    let token = app.mail_to("jo@example.org", 1).await.token();
    assert_eq!(invitation(&app, &path).await["state"], "sent");
    let inspected = app.post(Who::Anonymous, "/api/v1/auth/inspect-invitation", &json!({ "token": token })).await;
    assert_eq!(
        (inspected.json()["name"].clone(), inspected.json()["login_exists"].clone()),
        (json!("Contact A"), json!(false))
    );
    assert_eq!(invitation(&app, &path).await["state"], "opened");
    accept(&app, &token).await.is(200);
    let shown = invitation(&app, &path).await;
    assert_eq!((&shown["state"], &shown["mail"]), (&json!("accepted"), &json!("kept")));
    accept(&app, &token).await.problem(422, "link_unusable");
    post(&app, Who::Kam, &format!("{path}/resend-invitation")).await.problem(409, "already_accepted");
    let customer = app.logged_in("jo@example.org", NEW_PASSWORD).await;
    let me = customer.get_me().await.unwrap().value;
    assert_eq!((me.roles.len(), me.roles[0].customer_name.as_deref()), (1, Some("Bakery")));
    assert!(path.ends_with(&me.roles[0].customer_id.unwrap().to_string()));
}

#[tokio::test]
async fn a_link_runs_out_and_is_void_after_another() {
    let app = TestApp::start().await;
    let path = account(&app, "jo@example.org").await;
    let first = app.mail_to("jo@example.org", 1).await.token();
    let resent = post(&app, Who::Kam, &format!("{path}/resend-invitation")).await.is(200).json();
    assert_eq!(resent["invitation"]["state"], "sent");
    let second = app.mail_to("jo@example.org", 2).await.token();
    accept(&app, &first).await.problem(422, "link_unusable");
    app.clock.advance(TimeDelta::days(7));
    assert_eq!(
        app.logged_in("kam@example.org", crate::support::PASSWORD).await.get_me().await.unwrap().value.roles.len(),
        1
    );
    let kam = app.logged_in("kam@example.org", crate::support::PASSWORD).await;
    let shown = app.send(&kam, Request::new("GET", &path)).await.is(200).json();
    assert_eq!(shown["invitation"]["state"], "expired");
    accept(&app, &second).await.problem(422, "link_unusable");
    app.send(&kam, Request::new("POST", format!("{path}/resend-invitation"))).await.is(200);
    accept(&app, &app.mail_to("jo@example.org", 3).await.token()).await.is(200);
}

/// Rule 10: what the customer has open ends with the access, whichever way that ends.
#[tokio::test]
async fn losing_access_ends_the_session_at_once_and_keeps_the_data() {
    let app = TestApp::start().await;
    let id = app.ids.own.customer;
    let (path, customer) = (format!("/api/v1/customers/{id}"), app.r#as(Who::Customer).await);
    let is_out = async || app.send(&customer, Request::new("GET", "/api/v1/me")).await.status() == 401;
    assert!(!is_out().await);
    post(&app, Who::Kam, &format!("{path}/freeze")).await.is(200);
    assert!(is_out().await);
    let login = app.client().login(&crate::support::login("customer@example.org", crate::support::PASSWORD)).await;
    assert_eq!(login.err().unwrap().code(), Some("invalid_credentials"), "as for a wrong password");
    let body = json!({ "email": "customer@example.org" });
    app.post(Who::Anonymous, "/api/v1/auth/forgot-password", &body).await.is(202);
    post(&app, Who::Kam, &format!("{path}/unfreeze")).await.is(200);
    let again = app.logged_in("customer@example.org", crate::support::PASSWORD).await;
    assert_eq!(again.get_customer(id).await.unwrap().value.services.len(), 1);
    assert!(app.mails_to("customer@example.org").await.is_empty(), "no mail while it was frozen");

    let kam = app.r#as(Who::Kam).await;
    let known = kam.get_customer(id).await.unwrap();
    let mut change: api_types::UpdateCustomer = (&known.value).into();
    (change.access, change.editor, change.services) = (false, None, None);
    let closed = kam.update_customer(id, &known.etag, &change).await.unwrap();
    assert_eq!((closed.value.services.len(), closed.value.editor), (0, None));
    assert_eq!(app.send(&again, Request::new("GET", "/api/v1/me")).await.status(), 401);
    (change.access, change.editor) = (true, Some(domain::customer::Editor::Kam));
    let open = kam.update_customer(id, &closed.etag, &change).await.unwrap();
    assert_eq!(open.value.services.len(), 1, "what they had is there again");
    assert!(app.logged_in("customer@example.org", crate::support::PASSWORD).await.get_customer(id).await.is_ok());
    assert!(app.mails_to("customer@example.org").await.is_empty(), "who accepted once is not invited again");
}

/// Rule 7, as days go by: nothing before the first day, nothing after the last, and extending brings it back.
#[tokio::test]
async fn a_service_gives_information_from_its_first_day_to_its_last() {
    let app = TestApp::start().await;
    let kam = app.r#as(Who::Kam).await;
    let id = app.ids.own.customer;
    let known = kam.get_customer(id).await.unwrap();
    let mut service: api_types::MarketServiceInput = known.value.services.first().unwrap().into();
    let today = app.clock.today();
    (service.start_date, service.end_date) = (today + TimeDelta::days(1), today + TimeDelta::days(2));
    let service_id = known.value.services[0].id;
    kam.update_customer_service(id, service_id, &known.etag, &service).await.unwrap();
    let prices = format!("/api/v1/markets/{}/prices", service.market_id);
    for (day, state, status) in [(0, "scheduled", 403), (1, "active", 200), (2, "active", 200), (3, "expired", 403)] {
        // Brussels is two hours ahead in summer: the day begins at ten in the evening.
        let customer = app.logged_in("customer@example.org", crate::support::PASSWORD).await;
        let shown = customer.get_customer(id).await.unwrap().value;
        assert_eq!(serde_json::to_value(shown.services[0].state).unwrap(), state, "day {day}");
        assert_eq!(app.send(&customer, Request::new("GET", &prices)).await.status(), status, "day {day}");
        app.clock.advance(TimeDelta::hours(24));
    }
    let kam = app.logged_in("kam@example.org", crate::support::PASSWORD).await;
    let known = kam.get_customer(id).await.unwrap();
    service.end_date = today + TimeDelta::days(30);
    kam.update_customer_service(id, service_id, &known.etag, &service).await.unwrap();
    let customer = app.logged_in("customer@example.org", crate::support::PASSWORD).await;
    app.send(&customer, Request::new("GET", &prices)).await.is(200);
}

#[tokio::test]
async fn a_demo_is_gone_after_a_day_and_its_address_is_free() {
    let app = TestApp::start().await;
    let mut body = samples::customer("demo@example.org");
    body["demo"] = json!(true);
    let path = created(&app, Who::Kam, &body).await;
    let erased_at = app.get(Who::Kam, &path).await.is(200).json()["erased_at"].clone();
    assert_eq!(erased_at, "2026-06-16T10:00:00Z");
    app.clock.advance(TimeDelta::hours(24));
    let kam = app.logged_in("kam@example.org", crate::support::PASSWORD).await;
    app.send(&kam, Request::new("GET", &path)).await.problem(404, "not_found");
    let listed = kam.list_customers(app.ids.own.id, &samples::typed(json!({ "kind": "demo" }))).await.unwrap();
    assert_eq!(listed.total, Some(0));
    let request = Request::new("POST", list(&app)).json_text(body.to_string());
    app.send(&kam, request).await.is(201);
}

#[tokio::test]
async fn a_deleted_account_is_restored_until_it_is_erased() {
    let app = TestApp::start().await;
    let kam = app.r#as(Who::Kam).await;
    let made =
        kam.create_customer(app.ids.own.id, &samples::typed(samples::customer("jo@example.org")), None).await.unwrap();
    let id = made.value.id;
    kam.delete_customer(id, &made.etag).await.unwrap();
    let deleted = kam.get_customer(id).await.unwrap();
    assert_eq!(serde_json::to_value(deleted.value.state).unwrap(), "deleted");
    let twice = kam.delete_customer(id, &deleted.etag).await.unwrap_err();
    assert_eq!(twice.code(), Some("customer_deleted"));
    let query = |state: Value| samples::typed(json!({ "q": "jo@example.org", "state": state }));
    for (state, expected) in [(json!(null), 0), (json!("deleted"), 1), (json!("active"), 0)] {
        let listed = kam.list_customers(app.ids.own.id, &query(state)).await.unwrap();
        assert_eq!(listed.total, Some(expected));
    }
    let restored = kam.restore_customer(id, Some(&deleted.etag), Some("k")).await.unwrap();
    assert_eq!((restored.value.erased_at, restored.value.services.len()), (None, 1));
    kam.delete_customer(id, &restored.etag).await.unwrap();
    app.clock.advance(TimeDelta::days(30));
    let kam = app.logged_in("kam@example.org", crate::support::PASSWORD).await;
    assert_eq!(kam.restore_customer(id, None, None).await.unwrap_err().code(), Some("not_found"));
}

#[tokio::test]
async fn what_was_done_stands_in_the_accounts_log() {
    let app = TestApp::start().await;
    let path = account(&app, "jo@example.org").await;
    post(&app, Who::Kam, &format!("{path}/freeze")).await.is(200);
    post(&app, Who::Kam, &format!("{path}/freeze")).await.is(200);
    let log = app.get(Who::Kam, &format!("{path}/audit-log?sort=at")).await.is(200).json();
    let actions: Vec<&str> = log["items"].as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["customer.created", "customer.invited", "customer.frozen"], "doing it again does nothing");
    let created = &log["items"][0]["changes"];
    assert!(created.as_array().unwrap().iter().any(|change| change["field"] == "contact.email"), "{created}");
}
