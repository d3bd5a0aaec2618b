//! Simulations and searches: worked examples through the whole program, and every bad input named.

use crate::support::{Answer, TestApp, Who, samples};
use client::Request;
use serde_json::{Map, Value, json};

async fn simulate(app: &TestApp, body: &Value) -> Answer {
    let path = format!("/api/v1/communities/{}/simulations", app.ids.own.home.id);
    app.post(Who::CommunityManager, &path, body).await
}

async fn search(app: &TestApp, body: &Value) -> Answer {
    let path = format!("/api/v1/communities/{}/key-searches", app.ids.own.home.id);
    app.post(Who::CommunityManager, &path, body).await
}

/// A key of consumers `A`, `B`, … with these fields, on these readings.
fn body(consumers: usize, fields: &Value, series: &Value) -> Value {
    let names = ["A", "B", "C", "D"].into_iter().take(consumers);
    let mut key = json!({ "name": "Key", "consumers": names.map(|name| json!({ "name": name })).collect::<Vec<_>>() });
    key.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    json!({ "key": key, "series": series, "include_series": true })
}

fn one(rule: &str, more: &Value) -> Value {
    let mut iteration: Map<String, Value> = more.as_object().unwrap().clone();
    iteration.extend([("share_percent".to_owned(), json!(100)), ("rule".to_owned(), json!(rule))]);
    json!({ "iterations": [iteration] })
}

/// Consumption by name, in the order of the alphabet.
fn series(production: &[i64], consumption: &[&[i64]]) -> Value {
    let named: Map<String, Value> =
        ["A", "B", "C", "D"].into_iter().zip(consumption).map(|(name, wh)| (name.to_owned(), json!(wh))).collect();
    json!({ "production_wh": production, "consumption_wh": named })
}

/// What everybody is given, by name.
async fn given(app: &TestApp, body: Value) -> Value {
    simulate(app, &body).await.is(200).json()["allocations_wh"].take()
}

#[tokio::test]
async fn worked_examples_of_every_rule() {
    let app = TestApp::start().await;
    // Brussels, one round at 25 % each, then the rest prorata: C and D share 1 Wh of 5 by 1 to 4, in fifths of a Wh.
    let hybrid = json!({ "iterations": [
        { "share_percent": 100, "rule": "equal" }, { "share_percent": 0, "rule": "prorata" }
    ] });
    let fifths = series(&[40], &[&[5], &[10], &[15], &[30]]);
    let answer = simulate(&app, &body(4, &hybrid, &fifths)).await.is(200).json();
    assert_eq!(answer["allocations_wh"], json!({ "A": [5], "B": [10], "C": [11], "D": [14] }));
    assert_eq!(
        answer["iterations"],
        json!([
            { "pool_wh": 40, "allocated_wh": 35, "carry_wh": 5 },
            { "pool_wh": 5, "allocated_wh": 5, "carry_wh": 0 }
        ])
    );
    let given = async |fields, series: &Value| given(&app, body(4, &fields, series)).await;
    let demand = series(&[100], &[&[10], &[20], &[50], &[90]]);
    let weights = json!({ "weights_percent": [25, 25, 25, 25] });
    assert_eq!(given(one("equal", &json!({})), &demand).await, json!({ "A": [10], "B": [20], "C": [25], "D": [25] }));
    assert_eq!(given(one("weighted", &weights), &demand).await["D"], json!([25]));
    let refill = json!({ "weights_percent": [25, 25, 25, 25], "refill": true });
    assert_eq!(given(one("weighted", &refill), &demand).await, json!({ "A": [10], "B": [20], "C": [35], "D": [35] }));
    let scarce = series(&[34], &[&[10], &[20], &[50], &[90]]);
    assert_eq!(given(one("prorata", &json!({})), &scarce).await, json!({ "A": [2], "B": [4], "C": [10], "D": [18] }));
    let mixed = json!({ "weights_percent": [10, null, null, 50] });
    assert_eq!(given(one("mixed", &mixed), &demand).await, json!({ "A": [10], "B": [11], "C": [29], "D": [50] }));
}

#[tokio::test]
async fn worked_examples_of_every_method() {
    let app = TestApp::start().await;
    // A injects 100 and needs 50, B needs 10, C needs 200.
    let series = json!({ "injection_wh": { "A": [100] }, "consumption_wh": { "A": [50], "B": [10], "C": [200] } });
    for (method, expected, surplus) in
        [("vast", [0, 10, 25], 65), ("relatief", [0, 10, 50], 40), ("optimaal", [0, 10, 90], 0)]
    {
        let fields = one("weighted", &json!({ "weights_percent": [50, 25, 25] }));
        let fields = samples::with(fields, "/method", method);
        let answer = simulate(&app, &body(3, &fields, &series)).await.is(200).json();
        let [a, b, c] = expected;
        assert_eq!(answer["allocations_wh"], json!({ "A": [a], "B": [b], "C": [c] }), "{method}");
        assert_eq!(
            answer["producers"],
            json!([{ "name": "A", "injected_wh": 100, "surplus_wh": surplus }]),
            "{method}"
        );
    }
    let ranks = json!({ "method": "priority", "ranks": [["C"], ["A", "B"]] });
    let demand = self::series(&[100], &[&[30], &[30], &[60]]);
    assert_eq!(given(&app, body(3, &ranks, &demand)).await, json!({ "A": [20], "B": [20], "C": [60] }));
}

#[tokio::test]
async fn figures_ratios_and_months() {
    let app = TestApp::start().await;
    let mut body = body(2, &one("equal", &json!({})), &series(&[1000, 0, 300], &[&[300, 0, 400], &[300, 5, 100]]));
    body["start"] = json!("2026-01-31T22:30:00Z");
    body["include_series"] = json!(false);
    let answer = simulate(&app, &body).await.is(200).json();
    assert_eq!(
        answer["totals"],
        json!({ "steps": 3, "production_wh": 1300, "consumption_wh": 1105, "shared_wh": 850, "surplus_wh": 450,
            "residual_wh": 255, "self_consumption": 850.0 / 1300.0, "self_sufficiency": 850.0 / 1105.0,
            "bound_wh": 900, "share_of_bound": 850.0 / 900.0, "reaches_bound": false })
    );
    assert_eq!(answer["consumers"][1]["coverage"], json!(400.0 / 405.0));
    assert_eq!(answer.get("allocations_wh"), None, "only when asked for");
    let months: Vec<_> =
        answer["months"].as_array().unwrap().iter().map(|m| (&m["month"], &m["totals"]["steps"])).collect();
    assert_eq!(months, [(&json!("2026-01"), &json!(2)), (&json!("2026-02"), &json!(1))]);
    let idle = simulate(&app, &self::body(1, &one("prorata", &json!({})), &series(&[0], &[&[0]]))).await.is(200).json();
    assert_eq!((&idle["totals"]["self_consumption"], &idle["fairness"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_saved_key_is_simulated_in_any_version() {
    let app = TestApp::start().await;
    let (home, client) = (&app.ids.own.home, app.r#as(Who::CommunityManager).await);
    let key = client.get_key(home.id, home.key).await.unwrap();
    let changed =
        samples::with(samples::key("Seeded"), "/iterations", json!([{ "share_percent": 100, "rule": "equal" }]));
    client.update_key(home.id, home.key, &key.etag, &samples::typed(changed)).await.unwrap();
    let series =
        json!({ "production_wh": [100], "consumption_wh": { "Cons1": [100], "Cons2": [100], "Cons3": [100] } });
    let given = async |more: Value| {
        let mut body = json!({ "series": series, "include_series": true });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        simulate(&app, &body).await
    };
    let latest = given(json!({ "key_id": home.key })).await.is(200).json();
    assert_eq!(latest["allocations_wh"], json!({ "Cons1": [34], "Cons2": [33], "Cons3": [33] }));
    let first = given(json!({ "key_id": home.key, "version_id": key.value.version_id })).await.is(200).json();
    assert_eq!(first["iterations"].as_array().unwrap().len(), 2);

    given(json!({})).await.invalid(&[("/key", "required")]);
    given(json!({ "key_id": app.ids.foreign.home.key })).await.invalid(&[("/key_id", "unknown_key")]);
    given(json!({ "key_id": app.ids.own.sibling.key })).await.invalid(&[("/key_id", "unknown_key")]);
    given(json!({ "key_id": home.key, "version_id": home.key })).await.invalid(&[("/version_id", "unknown_key")]);
    given(json!({ "key_id": home.key, "key": samples::key("Both") })).await.invalid(&[("/key_id", "not_allowed")]);
    let bad = samples::with(samples::key("Bad"), "/iterations/0/share_percent", 69);
    given(json!({ "key": bad })).await.invalid(&[("/key/iterations", "shares_not_100")]);
}

#[tokio::test]
async fn bad_readings_are_named() {
    let app = TestApp::start().await;
    let prorata = || one("prorata", &json!({}));
    let named = async |series: Value, expected: &[(&str, &str)]| {
        simulate(&app, &body(2, &prorata(), &series)).await.invalid(expected)
    };
    let problem = named(
        json!({ "production_wh": [1, -2, null], "consumption_wh": { "A": [1], "X": [1, 2, 3] } }),
        &[
            ("/series/production_wh/1", "negative_reading"),
            ("/series/production_wh/2", "missing_reading"),
            ("/series/consumption_wh/A", "series_length"),
            ("/series/consumption_wh/X", "unknown_consumer"),
            ("/series/consumption_wh/B", "series_missing"),
        ],
    )
    .await;
    let length = problem["errors"].as_array().unwrap().iter().find(|e| e["code"] == "series_length").unwrap();
    assert_eq!(length["params"], json!({ "expected": 3, "length": 1 }));
    named(json!({ "consumption_wh": { "A": [1], "B": [1] } }), &[("/series/production_wh", "required")]).await;
    named(
        json!({ "production_wh": [1.5, "x"], "consumption_wh": { "A": [1, 1] } }),
        &[("/series/production_wh/0", "wrong_type"), ("/series/production_wh/1", "wrong_type")],
    )
    .await;
    let mut zero =
        body(2, &prorata(), &json!({ "production_wh": [10, null], "consumption_wh": { "A": [5, 1], "B": [null, 1] } }));
    zero["gaps"] = json!("zero");
    let answer = simulate(&app, &zero).await.is(200).json();
    assert_eq!((&answer["gaps"], &answer["gaps_filled"]), (&json!("zero"), &json!(2)));
    for start in ["2026-01-01T00:07:00Z", "1815-06-18T10:00:00Z"] {
        let code = if start.starts_with('1') { "invalid_date" } else { "invalid_format" };
        let mut body = body(1, &prorata(), &series(&[1], &[&[1]]));
        body["start"] = json!(start);
        simulate(&app, &body).await.invalid(&[("/start", code)]);
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_with_its_limit() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/communities/{}/simulations", app.ids.own.home.id);
    let request = Request::new("POST", &path).json_text(vec![b' '; 20_000_001]);
    let problem = app.send(&app.r#as(Who::CommunityManager).await, request).await.problem(413, "too_large");
    assert!(problem["detail"].as_str().unwrap().contains("20000000"), "{problem}");
    let media = Request::new("POST", &path).header("content-type", "text/csv");
    app.send(&app.r#as(Who::CommunityManager).await, media).await.problem(415, "unsupported_media_type");
}

#[tokio::test]
async fn the_best_weights_come_with_their_proof() {
    let app = TestApp::start().await;
    let production: Vec<i64> = (0..6000).map(|t| 100 + t * 7 % 90).collect();
    let demand = |factor: i64| (0..6000).map(|t| t * factor % 97).collect::<Vec<i64>>();
    let body = json!({
        "consumers": [{ "name": "A", "min_percent": 10.5 }, { "name": "B" }, { "name": "C", "max_percent": 40 }],
        "series": { "production_wh": production, "consumption_wh": { "A": demand(11), "B": demand(13), "C": demand(31) } },
        "start": "2026-01-01T00:00:00Z", "rounds_max": 3, "tradeoff_points": 3
    });
    let found = search(&app, &body).await.is(200).json();
    let best = &found["best"];
    assert!(best["certificate"]["gap"].as_f64().unwrap().abs() < 1e-9, "{best}");
    assert!(best["certificate"]["cost_of_rounding_wh"].is_number());
    let rounds = found["rounds"].as_array().unwrap();
    assert_eq!(rounds[0], *best);
    let shared = |proposal: &Value| proposal["totals"]["shared_wh"].as_u64().unwrap();
    assert!(rounds.windows(2).all(|pair| shared(&pair[0]) <= shared(&pair[1])));
    assert_eq!(found["tradeoff"].as_array().unwrap().len(), 3);
    assert_eq!(
        found["validation"].as_array().unwrap().iter().map(|f| &f["month"]).collect::<Vec<_>>(),
        ["2026-01", "2026-02"],
        "of March there are some days only"
    );

    // What is proposed is saved as it is, and does what was promised.
    let names = json!([{ "name": "A" }, { "name": "B" }, { "name": "C" }]);
    let key = json!({ "name": "Best", "consumers": names, "iterations": best["iterations"] });
    let path = format!("/api/v1/communities/{}/keys", app.ids.own.home.id);
    let saved = app.post(Who::CommunityManager, &path, &key).await.is(201).json();
    let again = simulate(&app, &json!({ "key_id": saved["id"], "series": body["series"] })).await.is(200).json();
    assert_eq!(again["totals"], best["totals"]);
}

#[tokio::test]
async fn a_search_with_nothing_to_find_says_why() {
    let app = TestApp::start().await;
    let with = |consumers: Value| json!({ "consumers": consumers, "series": series(&[10], &[&[5], &[5]]) });
    let both = |a: Value, b: Value| with(json!([{ "name": "A", "min_percent": a }, { "name": "B", "max_percent": b }]));
    search(&app, &with(json!([]))).await.invalid(&[("/consumers", "empty_key")]);
    search(&app, &both(json!(50.00001), json!(101)))
        .await
        .invalid(&[("/consumers/0/min_percent", "too_many_decimals"), ("/consumers/1/max_percent", "out_of_range")]);
    let too_little = with(json!([{ "name": "A", "max_percent": 30 }, { "name": "B", "max_percent": 30.5 }]));
    let problem = search(&app, &too_little).await.invalid(&[("/consumers", "shares_not_100")]);
    assert_eq!(problem["errors"][0]["params"]["missing_percent"], json!(39.5));
    let contrary = with(json!([{ "name": "A", "min_percent": 30, "max_percent": 20 }, { "name": "B" }]));
    search(&app, &contrary).await.invalid(&[("/consumers/0/max_percent", "out_of_range")]);
    let mut many = both(json!(0), json!(100));
    (many["rounds_max"], many["tradeoff_points"], many["worth_percent"]) = (json!(11), json!(1), json!(-1));
    search(&app, &many).await.invalid(&[
        ("/rounds_max", "out_of_range"),
        ("/tradeoff_points", "out_of_range"),
        ("/worth_percent", "out_of_range"),
    ]);
    // Weights that are all given leave nothing to choose.
    let fixed = with(json!([{ "name": "A", "min_percent": 66.6667 }, { "name": "B", "min_percent": 33.3333 }]));
    let found = search(&app, &fixed).await.is(200).json();
    assert_eq!(found["best"]["iterations"][0]["weights_percent"], json!([66.6667, 33.3333]));
    assert!(found["best"]["certificate"]["dual_bound_wh"].as_f64().unwrap() < 100.0);
}
