//! What can be said of an account, and what is refused.

use super::{account, created, list, told};
use crate::support::{TestApp, Who, samples};
use client::Request;
use serde_json::{Value, json};

#[tokio::test]
async fn an_account_keeps_what_was_said() {
    let app = TestApp::start().await;
    let kam = app.r#as(Who::Kam).await;
    let mut body = samples::customer("Jo.Doe@example.org");
    body["reference"] = json!(" C-42 ");
    let made = kam.create_customer(app.ids.own.id, &samples::typed(body), Some("k")).await.unwrap();
    let customer = made.value.clone();
    assert_eq!(made.location, format!("/api/v1/customers/{}", customer.id));
    assert_eq!((customer.company.as_str(), customer.reference.as_deref()), ("Bakery", Some("C-42")));
    assert_eq!(
        (customer.contact.email.as_str(), customer.kam.email.as_str()),
        ("Jo.Doe@example.org", "kam@example.org")
    );
    let service = customer.services.first().unwrap();
    assert_eq!((service.max_optimisations, service.used_optimisations), (2, 0));
    assert_eq!(serde_json::to_value(&service.forecasts).unwrap(), json!(["application", "client"]));
    let read = kam.get_customer(customer.id).await.unwrap();
    assert_eq!(read.value.services, customer.services);
    // Sent back as it is, it is no change.
    let same = kam.update_customer(customer.id, &read.etag, &(&read.value).into()).await.unwrap();
    assert_eq!(same.value.updated_at, customer.updated_at);
}

/// Rules 2, 4, 5 and 6, all that is wrong at once.
#[tokio::test]
async fn every_rule_is_told_at_its_place() {
    let app = TestApp::start().await;
    let good = || samples::customer("somebody@example.org");
    let with = |pointer: &str, value: Value| samples::with(good(), pointer, value);
    for (body, expected) in [
        (with("/company", json!(" ")), vec!["/company required"]),
        (with("/company", json!("x".repeat(201))), vec!["/company too_long"]),
        (with("/contact/phone", json!("call me")), vec!["/contact/phone invalid_phone"]),
        (with("/contact/email", json!("nobody")), vec!["/contact/email invalid_email"]),
        (with("/contact/last_name", json!("")), vec!["/contact/last_name required"]),
        (with("/editor", json!(null)), vec!["/editor required"]),
        (with("/access", json!(false)), vec!["/editor editor_not_allowed", "/services services_not_allowed"]),
        (with("/services/0/end_date", json!("2026-05-31")), vec!["/services/0/end_date out_of_range"]),
        (with("/services/0/max_optimisations", json!(-1)), vec!["/services/0/max_optimisations out_of_range"]),
        (with("/services/0/forecasts", json!(["client"])), vec!["/services/0/forecasts client_forecast_needs_base"]),
        (with("/services/0/forecasts", json!([])), vec!["/services/0/forecasts required"]),
        (with("/services/0/forecasts", json!(["manager"])), vec!["/services/0/forecasts manager_forecast_unavailable"]),
        (with("/services/0/market_id", json!(app.ids.own.id)), vec!["/services/0/market_id unknown_market"]),
        (
            with("/services", json!([samples::service(0), samples::service(0)])),
            vec!["/services/1/market_id duplicate_market"],
        ),
        (with("/editor", json!("nobody")), vec!["/editor unknown_value"]),
        (with("/colour", json!("red")), vec!["/colour unknown_field"]),
        (
            json!({"company": "", "contact": {"last_name": "", "first_name": "", "phone": "", "email": ""},
                "access": true, "services": []}),
            vec![
                "/company required",
                "/contact/email required",
                "/contact/first_name required",
                "/contact/last_name required",
                "/contact/phone required",
                "/editor required",
            ],
        ),
    ] {
        let problem = app.post(Who::Kam, &list(&app), &body).await.problem(422, "invalid_input");
        let mut found = told(&problem);
        found.sort();
        assert_eq!(found, expected, "{body}");
    }
    assert_eq!(
        app.get(Who::Manager, &format!("{}?q=somebody", list(&app))).await.json()["total"],
        0,
        "nothing is stored"
    );
    for body in [
        json!({"company": "Plain", "contact": good()["contact"], "access": false}),
        json!({"company": "Nulls", "contact": samples::with(good(), "/contact/email", "nulls@example.org")["contact"],
            "access": false, "editor": null, "services": [], "reference": null, "locale": null}),
    ] {
        app.post(Who::Kam, &list(&app), &body).await.is(201);
    }
}

#[tokio::test]
async fn an_e_mail_is_one_accounts_and_never_changes() {
    let app = TestApp::start().await;
    let path = account(&app, "Jo@example.org").await;
    // Also where the other account is another manager's: rule 2 is the organisation's.
    let again = app.post(Who::OtherKam, &list(&app), &samples::customer("JO@EXAMPLE.org")).await;
    assert_eq!(told(&again.problem(409, "customer_exists")), ["/contact/email customer_exists"]);
    let foreign = format!("/api/v1/organisations/{}/customers", app.ids.foreign.id);
    app.post(Who::Stranger, &foreign, &samples::customer("jo@example.org")).await.is(201);
    let put = async |email: &str, demo: bool| {
        let mut body = samples::with(samples::customer_change(), "/contact/email", email);
        body["demo"] = json!(demo);
        let etag = app.get(Who::Kam, &path).await.header("etag").unwrap().to_owned();
        let request = Request::new("PUT", &path).header("if-match", &etag).json_text(body.to_string());
        app.send(&app.r#as(Who::Kam).await, request).await
    };
    let refused = put("other@example.org", true).await.problem(422, "invalid_input");
    assert_eq!(told(&refused), ["/contact/email immutable", "/demo immutable"]);
    let kept = put("JO@example.org", false).await.is(200).json();
    assert_eq!((&kept["contact"]["email"], &kept["editor"]), (&json!("Jo@example.org"), &json!("kam")));
}

#[tokio::test]
async fn a_reference_is_one_accounts_when_there_is_one() {
    let app = TestApp::start().await;
    let body = |email: &str, reference: Value| samples::with(samples::customer(email), "/reference", reference);
    created(&app, Who::Kam, &body("one@example.org", json!("C-1"))).await;
    let again = app.post(Who::OtherKam, &list(&app), &body("two@example.org", json!("c-1"))).await;
    assert_eq!(told(&again.problem(409, "reference_taken")), ["/reference reference_taken"]);
    created(&app, Who::Kam, &body("two@example.org", json!(null))).await;
    created(&app, Who::Kam, &body("three@example.org", json!(null))).await;
    let found = app.get(Who::Kam, &format!("{}?q=c-1", list(&app))).await.is(200).json();
    assert_eq!(found["total"], 1);
}

#[tokio::test]
async fn services_are_a_part_of_their_account() {
    let app = TestApp::start().await;
    let kam = app.r#as(Who::Kam).await;
    let made =
        kam.create_customer(app.ids.own.id, &samples::typed(samples::customer("a@example.org")), None).await.unwrap();
    let id = made.value.id;
    let service = |n: usize| samples::typed(samples::service(n));
    let added = kam.add_customer_service(id, Some(&made.etag), &service(3), Some("k")).await.unwrap();
    let stale = kam.add_customer_service(id, Some(&made.etag), &service(4), None).await.unwrap_err();
    assert_eq!(stale.code(), Some("stale"));
    let twice = kam.add_customer_service(id, None, &service(3), None).await.unwrap_err();
    assert_eq!(twice.code(), Some("service_exists"));
    let mut longer: api_types::MarketServiceInput = service(3);
    longer.max_optimisations = 7;
    let changed = kam.update_customer_service(id, added.value.id, &added.etag, &longer).await.unwrap();
    assert_eq!((changed.value.id, changed.value.max_optimisations), (added.value.id, 7));
    let all = kam.list_customer_services(id).await.unwrap();
    assert_eq!((all.etag.as_str(), all.value.items.len()), (changed.etag.as_str(), 2));
    kam.remove_customer_service(id, added.value.id, &all.etag).await.unwrap();
    let left = kam.get_customer(id).await.unwrap();
    assert_eq!(left.value.services.len(), 1);
    let foreign = app.ids.own.other_customer;
    let other = app.r#as(Who::OtherKam).await.get_customer(foreign).await.unwrap().value.services[0].id;
    let unknown = kam.remove_customer_service(id, other, &left.etag).await.unwrap_err();
    assert_eq!(unknown.code(), Some("not_found"));
}
