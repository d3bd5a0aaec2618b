use super::{account, input};
use crate::support::{TestApp, Who, samples};
use api_types::{MarketServiceInput, NewCustomer};
use chrono::TimeDelta;
use client::Client;
use domain::market::MARKETS;
use serde_json::json;
use uuid::Uuid;

/// An account with room for two optimisations on Belgian power.
async fn serviced(app: &TestApp) -> Uuid {
    let body: NewCustomer = samples::typed(samples::customer("quota@example.org"));
    app.r#as(Who::Kam).await.create_customer(app.ids.own.id, &body, None).await.unwrap().value.id
}

async fn code(client: &Client, customer: Uuid, market: usize) -> String {
    let body = samples::with(samples::optimisation(), "/market_id", MARKETS[market].id.to_string());
    match client.create_optimisation(customer, &input(body), None).await {
        Ok(_) => "created".to_owned(),
        Err(error) => error.code().unwrap_or_default().to_owned(),
    }
}

async fn serve(app: &TestApp, customer: Uuid, market: usize, from: i64, to: i64) {
    let kam = app.r#as(Who::Kam).await;
    let day = |days| json!(app.clock.today() + TimeDelta::days(days));
    let mut body = samples::service(market);
    (body["start_date"], body["end_date"]) = (day(from), day(to));
    let body: MarketServiceInput = samples::typed(body);
    kam.add_customer_service(customer, None, &body, None).await.unwrap();
}

#[tokio::test]
async fn each_limit_of_a_service_has_its_own_code() {
    let app = TestApp::start().await;
    let (kam, customer) = (app.r#as(Who::Kam).await, serviced(&app).await);
    assert_eq!(code(&kam, customer, 1).await, "market_not_activated");
    serve(&app, customer, 1, 1, 30).await;
    assert_eq!(code(&kam, customer, 1).await, "service_not_started");
    serve(&app, customer, 3, -30, -1).await;
    assert_eq!(code(&kam, customer, 3).await, "service_expired");
    assert_eq!(code(&kam, customer, 0).await, "created");
    assert_eq!(code(&kam, customer, 0).await, "created");
    assert_eq!(code(&kam, customer, 0).await, "optimisation_quota_reached");
    let shown = kam.get_customer(customer).await.unwrap().value;
    let used: Vec<_> = shown.services.iter().map(|service| service.used_optimisations).collect();
    assert_eq!(used, [2, 0, 0]);
    // What is deleted makes room.
    let known = kam.list_optimisations(customer, &Default::default()).await.unwrap().items;
    let manager = app.r#as(Who::Manager).await;
    let read = manager.get_optimisation(known[0].id).await.unwrap();
    assert!(!read.value.may_edit, "the customer edits");
    let refused = manager.delete_optimisation(known[0].id, &read.etag).await.unwrap_err();
    assert_eq!(refused.code(), Some("forbidden"));
}

#[tokio::test]
async fn of_two_at_once_with_room_for_one_one_is_created() {
    let app = TestApp::start().await;
    let (kam, customer) = (app.r#as(Who::Kam).await, serviced(&app).await);
    assert_eq!(code(&kam, customer, 0).await, "created");
    let (one, two) = tokio::join!(code(&kam, customer, 0), code(&kam, customer, 0));
    let mut found = [one, two];
    found.sort();
    assert_eq!(found, ["created", "optimisation_quota_reached"]);
    assert_eq!(kam.list_optimisations(customer, &Default::default()).await.unwrap().total, Some(2));
}

/// A number that is lowered below what there is would say nothing: it is refused at its field, and kept as it is.
#[tokio::test]
async fn a_number_is_not_lowered_below_what_is_used() {
    let app = TestApp::start().await;
    let (kam, customer) = (app.r#as(Who::Kam).await, serviced(&app).await);
    assert_eq!(code(&kam, customer, 0).await, "created");
    assert_eq!(code(&kam, customer, 0).await, "created");
    let known = kam.get_customer(customer).await.unwrap();
    let service = &known.value.services[0];
    let path = format!("/api/v1/customers/{customer}/services/{}", service.id);
    let put = async |path: &str, body: serde_json::Value| {
        let request = client::Request::new("PUT", path).header("if-match", &known.etag).json_text(body.to_string());
        app.send(&kam, request).await
    };
    let mut body = samples::service(0);
    body["max_optimisations"] = json!(1);
    let problem = put(&path, body.clone()).await.problem(422, "invalid_input");
    let told =
        (&problem["errors"][0]["pointer"], &problem["errors"][0]["code"], &problem["errors"][0]["params"]["used"]);
    assert_eq!(told, (&json!("/max_optimisations"), &json!("below_used"), &json!(2)));
    let mut whole = samples::customer_change();
    whole["services"] = json!([body]);
    let problem = put(&format!("/api/v1/customers/{customer}"), whole).await.problem(422, "invalid_input");
    assert_eq!(problem["errors"][0]["pointer"], "/services/0/max_optimisations");
    assert_eq!(kam.get_customer(customer).await.unwrap().etag, known.etag);
}

#[tokio::test]
async fn without_access_there_is_no_limit_and_no_market_to_activate() {
    let app = TestApp::start().await;
    let (kam, customer) = (app.r#as(Who::Kam).await, account(&app, "free@example.org").await);
    for market in [0, 1, 0, 0] {
        assert_eq!(code(&kam, customer, market).await, "created");
    }
    let body = samples::with(samples::optimisation(), "/baseline/origin", "client");
    let path = format!("/api/v1/customers/{customer}/optimisations");
    let problem = app.post(Who::Kam, &path, &body).await.problem(422, "invalid_input");
    assert_eq!(problem["errors"][0]["code"], "forecast_not_shared");
    let unknown = samples::with(samples::optimisation(), "/market_id", Uuid::now_v7().to_string());
    let problem = app.post(Who::Kam, &path, &unknown).await.problem(422, "invalid_input");
    assert_eq!(problem["errors"][0]["code"], "unknown_market");
    let over = samples::with(samples::optimisation(), "/delivery_from", "2025-01-01");
    let over = samples::with(over, "/delivery_to", "2026-01-01");
    app.post(Who::Kam, &path, &over).await.problem(422, "invalid_input");
}
