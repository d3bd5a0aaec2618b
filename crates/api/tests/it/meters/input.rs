//! Bad input: each answered with the place and the code of everything that is wrong, and nothing stored.

use super::list;
use crate::support::{TestApp, Who, samples};
use serde_json::{Value, json};
use uuid::Uuid;

/// Sends a spoilt meter and asserts what is said of it, and that nothing was stored.
async fn check(app: &TestApp, body: Value, expected: &[(&str, &str)]) -> Value {
    let answer = app.post(Who::CommunityManager, &list(app), &body).await;
    let problem = answer.invalid(expected);
    let stored = app.get(Who::CommunityManager, &list(app)).await.is(200).json();
    assert_eq!(stored["total"], 2, "stored all the same: {body}");
    problem
}

fn good(app: &TestApp) -> Value {
    samples::meter(&samples::ean(60), app.clock.today())
}

async fn spoilt(app: &TestApp, pointer: &str, value: impl Into<Value>, code: &str) -> Value {
    check(app, samples::with(good(app), pointer, value), &[(pointer, code)]).await
}

#[tokio::test]
async fn an_ean_that_is_none_is_refused_with_the_reason() {
    let app = TestApp::start().await;
    for (ean, reason) in [
        ("54144882000000000", "length"),
        ("5414488200000000081", "length"),
        ("54144882000000000A", "characters"),
        ("five four one four", "characters"),
        ("000000000000000000", "all_zeros"),
        ("5.41449E+17", "scientific_notation"),
        ("５４１４４８８２００００００００٠8", "characters"),
    ] {
        let problem = spoilt(&app, "/ean", ean, "invalid_ean").await;
        assert_eq!(problem["errors"][0]["params"]["reason"], reason, "{ean}");
    }
    spoilt(&app, "/ean", "", "required").await;
    spoilt(&app, "/ean", "5".repeat(65), "invalid_ean").await;
    spoilt(&app, "/ean", 541_448_820_000_000_008_u64, "wrong_type").await;
    spoilt(&app, "/ean", Value::Null, "required").await;
}

#[tokio::test]
async fn what_a_spreadsheet_or_a_typist_adds_to_an_ean_is_taken_off() {
    let app = TestApp::start().await;
    let spellings: [fn(&str) -> String; 3] = [
        |ean| format!("=\"{ean}\""),
        |ean| format!(" {}.{}-{} ", &ean[..6], &ean[6..12], &ean[12..]),
        |ean| format!("{}\u{a0}{}\u{202f}{}", &ean[..6], &ean[6..12], &ean[12..]),
    ];
    for (n, spelling) in (61..).zip(spellings) {
        let ean = samples::ean(n);
        let body = samples::meter(&spelling(&ean), app.clock.today());
        let meter = app.post(Who::CommunityManager, &list(&app), &body).await.is(201).json();
        assert_eq!(meter["ean"], ean);
    }
}

#[tokio::test]
async fn numbers_are_checked_for_type_range_and_decimals() {
    let app = TestApp::start().await;
    for field in ["sampling_power_kva", "generating_capacity_kva", "amperage_a"] {
        let pointer = format!("/configuration/{field}");
        spoilt(&app, &pointer, -0.5, "out_of_range").await;
        spoilt(&app, &pointer, 1_000_001, "out_of_range").await;
        spoilt(&app, &pointer, "40", "wrong_type").await;
        spoilt(&app, &pointer, json!([40]), "wrong_type").await;
        spoilt(&app, &pointer, Value::Null, "required").await;
        spoilt(&app, &pointer, 9.2345, "too_many_decimals").await;
    }
    spoilt(&app, "/configuration/amperage_a", 0, "out_of_range").await;
    spoilt(&app, "/phases", 2, "unknown_value").await;
    for phases in [json!(0), json!(4), json!(-1), json!(300)] {
        spoilt(&app, "/phases", phases, "out_of_range").await;
    }
    spoilt(&app, "/phases", 1.5, "wrong_type").await;
    spoilt(&app, "/phases", true, "wrong_type").await;
}

#[tokio::test]
async fn numbers_beyond_any_type_are_refused_too() {
    let app = TestApp::start().await;
    for number in ["1e400", "-1e400", "123456789012345678901234567890", "0.00000000000000000001"] {
        let body = good(&app).to_string().replace("9.2", number);
        let request = client::Request::new("POST", list(&app)).json_text(body);
        let answer = app.send(&app.r#as(Who::CommunityManager).await, request).await;
        assert!(matches!(answer.status(), 400 | 422), "{number}: {answer}");
    }
}

#[tokio::test]
async fn words_must_be_among_the_known_ones() {
    let app = TestApp::start().await;
    for pointer in [
        "/reading_frequency",
        "/tariff_group",
        "/voltage_system",
        "/configuration/production_chain",
        "/configuration/injection_status",
        "/configuration/rate",
        "/configuration/client_type",
        "/configuration/status",
    ] {
        spoilt(&app, pointer, "weekly", "unknown_value").await;
        spoilt(&app, pointer, "ACTIVE", "unknown_value").await;
        spoilt(&app, pointer, 1, "wrong_type").await;
    }
    spoilt(&app, "/configuration/dso", "GRD", "unknown_dso").await;
}

#[tokio::test]
async fn dates_must_exist_and_lie_within_reach() {
    let app = TestApp::start().await;
    for date in
        ["2026-02-30", "2026-13-01", "26-01-01", "01/02/2026", "2026-01-01T00:00:00Z", "tomorrow", "+2026-01-01"]
    {
        spoilt(&app, "/configuration/valid_from", date, "invalid_date").await;
    }
    for date in ["1899-12-31", "2200-01-01", "0001-01-01", "9999-12-31"] {
        spoilt(&app, "/configuration/valid_from", date, "invalid_date").await;
    }
    spoilt(&app, "/configuration/valid_from", "", "invalid_date").await;
    spoilt(&app, "/configuration/valid_from", 20_260_101, "wrong_type").await;
}

#[tokio::test]
async fn an_owner_must_be_a_member_of_this_community() {
    let app = TestApp::start().await;
    let pointer = "/configuration/member_id";
    for id in [app.ids.own.sibling.owner, app.ids.foreign.home.owner, app.ids.own.home.id, Uuid::now_v7()] {
        spoilt(&app, pointer, id.to_string(), "unknown_member").await;
    }
    spoilt(&app, pointer, "7", "invalid_format").await;
    spoilt(&app, pointer, 7, "wrong_type").await;
}

#[tokio::test]
async fn an_inactive_member_owns_no_new_meter() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::CommunityManager).await;
    let body = samples::with(samples::person("Gone", "Away"), "/status", "inactive");
    let member = client.create_member(app.ids.own.home.id, &samples::typed(body), None).await.unwrap().value;
    spoilt(&app, "/configuration/member_id", member.id.to_string(), "member_inactive").await;
}

#[tokio::test]
async fn chain_injection_and_capacity_go_together() {
    let app = TestApp::start().await;
    let none = samples::with(good(&app), "/configuration/production_chain", "none");
    check(
        &app,
        none.clone(),
        &[
            ("/configuration/injection_status", "injection_status_not_allowed"),
            ("/configuration/generating_capacity_kva", "capacity_not_allowed"),
        ],
    )
    .await;
    spoilt(&app, "/configuration/injection_status", "none", "injection_status_required").await;
    spoilt(&app, "/voltage_system", "mono_230", "voltage_system_mismatch").await;
}

#[tokio::test]
async fn texts_are_checked_for_length_and_emptiness() {
    let app = TestApp::start().await;
    for (pointer, max) in [
        ("/meter_number", 50),
        ("/address/street", 200),
        ("/address/number", 20),
        ("/address/postcode", 12),
        ("/address/city", 100),
    ] {
        spoilt(&app, pointer, "x".repeat(max + 1), "too_long").await;
        spoilt(&app, pointer, "", "required").await;
        spoilt(&app, pointer, " \t ", "required").await;
        spoilt(&app, pointer, Value::Null, "required").await;
    }
    spoilt(&app, "/address/box", "x".repeat(21), "too_long").await;
    spoilt(&app, "/configuration/description", "x".repeat(2001), "too_long").await;
    let at_the_limit = samples::with(good(&app), "/configuration/description", "é".repeat(2000));
    app.post(Who::CommunityManager, &list(&app), &at_the_limit).await.is(201);
}

#[tokio::test]
async fn a_nul_in_a_text_is_dropped_or_refused() {
    let app = TestApp::start().await;
    let post = async |body: Value| app.post(Who::CommunityManager, &list(&app), &body).await;
    for (pointer, code) in [("/ean", "invalid_ean"), ("/configuration/dso", "unknown_dso")] {
        post(samples::with(good(&app), pointer, "a\u{0}b")).await.invalid(&[(pointer, code)]);
    }
    let mut body = good(&app);
    for pointer in ["/meter_number", "/address/street", "/configuration/description"] {
        body = samples::with(body, pointer, "a\u{0}b");
    }
    let meter = post(body).await.is(201).json();
    assert_eq!((&meter["meter_number"], &meter["address"]["street"]), (&json!("ab"), &json!("ab")));
}

#[tokio::test]
async fn everything_wrong_is_told_at_once() {
    let app = TestApp::start().await;
    check(
        &app,
        json!({}),
        &[
            ("/ean", "required"),
            ("/meter_number", "required"),
            ("/address", "required"),
            ("/phases", "required"),
            ("/reading_frequency", "required"),
            ("/tariff_group", "required"),
            ("/configuration", "required"),
        ],
    )
    .await;
    let mut body = good(&app);
    for (pointer, value) in [
        ("/ean", json!("17")),
        ("/meter_number", json!("")),
        ("/address/street", json!(" ")),
        ("/address/country", json!("Belgium")),
        ("/phases", json!(2)),
        ("/configuration/sampling_power_kva", json!(-1)),
        ("/configuration/amperage_a", json!(0.0001)),
        ("/configuration/valid_from", json!("1850-01-01")),
        ("/configuration/injection_status", json!("none")),
    ] {
        body = samples::with(body, pointer, value);
    }
    check(
        &app,
        body,
        &[
            ("/ean", "invalid_ean"),
            ("/meter_number", "required"),
            ("/address/street", "required"),
            ("/address/country", "invalid_format"),
            ("/phases", "unknown_value"),
            ("/configuration/sampling_power_kva", "out_of_range"),
            ("/configuration/amperage_a", "too_many_decimals"),
            ("/configuration/valid_from", "invalid_date"),
            ("/configuration/injection_status", "injection_status_required"),
        ],
    )
    .await;
}

#[tokio::test]
async fn what_is_no_object_is_told_where() {
    let app = TestApp::start().await;
    for body in [json!([]), json!("meter"), json!(7), Value::Null, json!(true)] {
        let problem = app.post(Who::CommunityManager, &list(&app), &body).await.problem(422, "invalid_input");
        assert_eq!(problem["errors"][0]["pointer"], "", "{body}");
    }
    spoilt(&app, "/address", "Rue Haute 12A", "wrong_type").await;
    spoilt(&app, "/configuration", json!([]), "wrong_type").await;
}
