//! Percentages to the millionth, and every mistake at its place; checking says the same and stores nothing.

use super::{path, post};
use crate::support::{TestApp, Who, samples};
use serde_json::{Value, json};

/// A key of prorata iterations with these shares.
fn shares(shares: &[f64]) -> Value {
    let iteration = |share: &f64| json!({ "share_percent": share, "rule": "prorata" });
    samples::with(samples::key("Shares"), "/iterations", shares.iter().map(iteration).collect::<Vec<_>>())
}

#[tokio::test]
async fn shares_that_total_100_percent_save_and_come_back_as_they_were() {
    let app = TestApp::start().await;
    for parts in [[70.0, 20.0, 10.0], [60.0, 30.0, 10.0], [33.3334, 33.3333, 33.3333], [99.9999, 0.0001, 0.0]] {
        let key = post(&app, &shares(&parts)).await.is(201).json();
        let saved = app.get(Who::Manager, &format!("{}/{}", path(&app), key["id"].as_str().unwrap())).await.json();
        for (iteration, part) in saved["iterations"].as_array().unwrap().iter().zip(parts) {
            assert_eq!(iteration["share_percent"].to_string(), json!(part).to_string().trim_end_matches(".0"));
        }
    }
}

#[tokio::test]
async fn a_total_that_is_not_100_percent_says_what_is_missing() {
    let app = TestApp::start().await;
    let problem = post(&app, &shares(&[33.0, 33.0, 33.0])).await.invalid(&[("/iterations", "shares_not_100")]);
    let params = &problem["errors"][0]["params"];
    assert_eq!((&params["total_percent"], &params["missing_percent"]), (&json!(99), &json!(1)));
    let problem = post(&app, &shares(&[50.0, 50.0001])).await.invalid(&[("/iterations", "shares_not_100")]);
    assert_eq!(problem["errors"][0]["params"]["excess_percent"], json!(0.0001));

    let body = samples::with(samples::key("Weights"), "/iterations/0/weights_percent", json!([40, 40, 10]));
    let problem = post(&app, &body).await.invalid(&[("/iterations/0/weights_percent", "shares_not_100")]);
    let params = &problem["errors"][0]["params"];
    assert_eq!((&params["iteration"], &params["missing_percent"]), (&json!(1), &json!(10)));
}

#[tokio::test]
async fn decimals_are_counted_at_their_field() {
    let app = TestApp::start().await;
    post(&app, &shares(&[50.00001, 49.99999])).await.invalid(&[
        ("/iterations/0/share_percent", "too_many_decimals"),
        ("/iterations/1/share_percent", "too_many_decimals"),
    ]);
    let body =
        samples::with(samples::key("Weights"), "/iterations/0/weights_percent", json!([33.33333, 33.33333, 33.33334]));
    let at = |i: usize| format!("/iterations/0/weights_percent/{i}");
    let (first, second, third) = (at(0), at(1), at(2));
    post(&app, &body).await.invalid(&[
        (&first, "too_many_decimals"),
        (&second, "too_many_decimals"),
        (&third, "too_many_decimals"),
    ]);
}

#[tokio::test]
async fn every_mistake_is_named_at_once_and_checking_finds_the_same() {
    let app = TestApp::start().await;
    let before = app.get(Who::Manager, &path(&app)).await.json()["total"].take();
    let body = json!({
        "name": " ", "description": "x".repeat(2001),
        "consumers": [{ "name": "A" }, { "name": "a " }, { "name": "B", "meter_id": app.ids.foreign.home.meter }],
        "iterations": [
            { "share_percent": 101, "rule": "prorata", "refill": true },
            { "share_percent": 30, "rule": "weighted", "weights_percent": [50, null, 50] },
            { "share_percent": 30, "rule": "equal", "weights_percent": [50, 25, 25] },
        ],
        "ranks": [["A"]]
    });
    let expected = [
        ("/name", "required"),
        ("/description", "too_long"),
        ("/consumers/1/name", "duplicate_consumer"),
        ("/iterations/0/share_percent", "out_of_range"),
        ("/iterations/0/refill", "not_allowed"),
        ("/iterations/1/weights_percent/1", "required"),
        ("/iterations/2/weights_percent", "not_allowed"),
        ("/ranks", "not_allowed"),
    ];
    post(&app, &body).await.invalid(&expected);
    let validate = format!("{}/validate", path(&app));
    app.post(Who::CommunityManager, &validate, &body).await.invalid(&expected);
    let shape = json!({
        "name": 1, "consumers": [{ "nom": "A" }], "method": "best", "iterations": [{ "share_percent": null, "rule": "half" }]
    });
    post(&app, &shape).await.invalid(&[
        ("/name", "wrong_type"),
        ("/consumers/0/name", "required"),
        ("/consumers/0/nom", "unknown_field"),
        ("/method", "unknown_value"),
        ("/iterations/0/share_percent", "required"),
        ("/iterations/0/rule", "unknown_value"),
    ]);
    let empty = json!({ "name": "Empty", "consumers": [], "iterations": [] });
    post(&app, &empty).await.invalid(&[("/consumers", "empty_key"), ("/iterations", "empty_key")]);
    assert_eq!(app.get(Who::Manager, &path(&app)).await.json()["total"], before);
}

#[tokio::test]
async fn a_consumer_stands_for_a_meter_of_the_community_alone() {
    let app = TestApp::start().await;
    let (own, foreign) = (&app.ids.own, &app.ids.foreign);
    let linked = |meter: uuid::Uuid| samples::with(samples::key("Linked"), "/consumers/1/meter_id", meter.to_string());
    let key = post(&app, &linked(own.home.meter)).await.is(201).json();
    assert_eq!(key["consumers"][1], json!({ "name": "Cons2", "meter_id": own.home.meter, "ean": own.home.ean }));
    for meter in [own.sibling.meter, foreign.home.meter, uuid::Uuid::now_v7()] {
        let expected = [("/consumers/1/meter_id", "unknown_meter")];
        post(&app, &linked(meter)).await.invalid(&expected);
        let validate = format!("{}/validate", path(&app));
        app.post(Who::CommunityManager, &validate, &linked(meter)).await.invalid(&expected);
    }
    let twice = samples::with(linked(own.home.meter), "/consumers/0/meter_id", own.home.meter.to_string());
    post(&app, &twice).await.invalid(&[("/consumers/1/meter_id", "duplicate_consumer")]);
}

#[tokio::test]
async fn a_key_that_can_be_saved_is_told_with_its_facts() {
    let app = TestApp::start().await;
    let validate = format!("{}/validate", path(&app));
    let checked = app.post(Who::CommunityManager, &validate, &samples::key(" A  key ")).await.is(200).json();
    assert_eq!((&checked["key"]["name"], &checked["always_reaches_bound"]), (&json!("A key"), &json!(true)));
    assert_eq!((&checked["key"]["method"], &checked["warnings"]), (&json!("cascade"), &json!([])));
    let four = samples::with(shares(&[25.0; 4]), "/iterations/3/rule", "equal");
    let checked = app.post(Who::CommunityManager, &validate, &four).await.is(200).json();
    assert_eq!(checked["always_reaches_bound"], false);
    assert_eq!(checked["warnings"][0]["code"], "iterations_over_regional_limit");
    assert_eq!(checked["warnings"][0]["params"], json!({ "max": 3, "count": 4 }));
}

#[tokio::test]
async fn every_method_is_saved_as_it_was_sent() {
    let app = TestApp::start().await;
    let weighted = json!([{ "share_percent": 100, "rule": "weighted", "weights_percent": [50, 30.5, 19.5] }]);
    let ranks = json!([["Cons2"], ["Cons1", "Cons3"]]);
    for method in ["vast", "relatief", "optimaal"] {
        let body =
            samples::with(samples::with(samples::key(method), "/method", method), "/iterations", weighted.clone());
        let key = post(&app, &body).await.is(201).json();
        assert_eq!((&key["method"], &key["ranks"]), (&json!(method), &Value::Null));
        assert_eq!(key["iterations"][0]["weights_percent"], json!([50, 30.5, 19.5]));
    }
    let body = samples::without(samples::with(samples::key("Ranks"), "/method", "priority"), "/iterations");
    let key = post(&app, &samples::with(body, "/ranks", ranks.clone())).await.is(201).json();
    assert_eq!((&key["ranks"], &key["iterations"][0]["rule"]), (&ranks, &json!("prorata")));
    let mixed = json!([{ "share_percent": 100, "rule": "mixed", "weights_percent": [50, null, 12.25] }]);
    let key = post(&app, &samples::with(samples::key("Mixed"), "/iterations", mixed)).await.is(201).json();
    assert_eq!(key["iterations"][0]["weights_percent"], json!([50, null, 12.25]));
}
