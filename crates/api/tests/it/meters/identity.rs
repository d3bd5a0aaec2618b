//! What identifies a meter, replaced.

use super::one;
use crate::support::{Answer, TestApp, Who, samples};
use client::Request;
use serde_json::{Value, json};

/// The community manager replaces what identifies the own meter.
async fn put(app: &TestApp, body: &Value) -> Answer {
    let path = one(app, app.ids.own.home.meter);
    let etag = app.get(Who::CommunityManager, &path).await.is(200).header("etag").unwrap().to_owned();
    let request = Request::new("PUT", &path).header("if-match", &etag).json_text(body.to_string());
    app.send(&app.r#as(Who::CommunityManager).await, request).await
}

#[tokio::test]
async fn a_replaced_device_keeps_the_meters_history() {
    let app = TestApp::start().await;
    let path = one(&app, app.ids.own.home.meter);
    let before = app.get(Who::CommunityManager, &path).await.is(200).json();
    let body = samples::with(samples::identity(&app.ids.own.home.ean), "/meter_number", "ZX-77");
    let after = put(&app, &samples::with(body, "/reading_frequency", "quarter_hourly")).await.is(200).json();
    assert_eq!((&after["meter_number"], &after["reading_frequency"]), (&json!("ZX-77"), &json!("quarter_hourly")));
    assert_eq!(after["configurations"], before["configurations"]);
    assert_eq!(after["updated_by"], "Test community");
}

#[tokio::test]
async fn the_rules_are_those_of_a_new_meter() {
    let app = TestApp::start().await;
    let good = samples::identity(&app.ids.own.home.ean);
    let with = |pointer: &str, value: Value| samples::with(good.clone(), pointer, value);
    put(&app, &with("/voltage_system", json!("mono_230")))
        .await
        .invalid(&[("/voltage_system", "voltage_system_mismatch")]);
    put(&app, &with("/ean", json!("17"))).await.invalid(&[("/ean", "invalid_ean")]);
    put(&app, &with("/configuration", json!({}))).await.invalid(&[("/configuration", "unknown_field")]);
    put(&app, &with("/ean", json!(samples::ean(2)))).await.problem(409, "ean_taken");
    let both = samples::with(with("/phases", json!(2)), "/address/city", " ");
    put(&app, &both).await.invalid(&[("/phases", "unknown_value"), ("/address/city", "required")]);
    put(&app, &json!({})).await.problem(422, "invalid_input");
}

#[tokio::test]
async fn warnings_are_those_of_the_meter_as_it_is_now() {
    let app = TestApp::start().await;
    let body = samples::identity("541449123456789012");
    let one_phase = samples::with(samples::with(body, "/phases", 1), "/voltage_system", "mono_230");
    let meter = put(&app, &one_phase).await.is(200).json();
    let codes: Vec<_> = meter["warnings"].as_array().unwrap().iter().map(|note| note["code"].clone()).collect();
    assert_eq!(codes, ["ean_check_digit"]);
    let meter = put(&app, &samples::identity(&samples::ean(50))).await.is(200).json();
    assert_eq!((&meter["ean"], &meter["warnings"]), (&json!(samples::ean(50)), &json!([])));
}
