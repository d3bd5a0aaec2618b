//! Two people change a meter at the same time: one wins, the other is told, and nothing is mixed.

use super::one;
use crate::support::{TestApp, Who};
use client::Request;
use serde_json::{Value, json};

/// Posts both changes at the same time, and gives the statuses in order with the answers.
async fn race(app: &TestApp, etag: Option<&str>, bodies: [Value; 2]) -> [(u16, Value); 2] {
    let path = format!("{}/configurations", one(app, app.ids.own.home.meter));
    let (manager, other) = (app.r#as(Who::Manager).await, app.r#as(Who::CommunityManager).await);
    let request = |body: &Value| {
        let request = Request::new("POST", &path).json_text(body.to_string());
        etag.map_or(request.clone(), |etag| request.header("if-match", etag))
    };
    let (first, second) = tokio::join!(app.send(&manager, request(&bodies[0])), app.send(&other, request(&bodies[1])));
    let mut answers = [first, second].map(|answer| (answer.status(), answer.json()));
    answers.sort_by_key(|(status, _)| *status);
    answers
}

async fn read(app: &TestApp) -> (String, Value) {
    let answer = app.get(Who::Manager, &one(app, app.ids.own.home.meter)).await.is(200);
    (answer.header("etag").unwrap().to_owned(), answer.json())
}

#[tokio::test]
async fn of_two_changes_of_the_version_that_both_have_read_one_is_made() {
    let app = TestApp::start().await;
    for (round, month) in (1..).zip(["07", "08", "09", "10", "11"]) {
        let (etag, _) = read(&app).await;
        let change = |day: u8, field: &str, value: Value| json!({ "valid_from": format!("2026-{month}-{day:02}"), field: value });
        let bodies = [change(1, "amperage_a", json!(50 + round)), change(2, "rate", json!("impact"))];
        let [(won, added), (lost, problem)] = race(&app, Some(&etag), bodies).await;
        assert_eq!((won, lost, &problem["code"]), (201, 412, &json!("stale")));
        let (_, meter) = read(&app).await;
        let future = meter["configurations"]["future"].as_array().unwrap().clone();
        assert_eq!((future.len(), future.last()), (round, Some(&added)), "the winner's alone");
    }
}

#[tokio::test]
async fn of_two_changes_from_the_same_day_one_is_made() {
    let app = TestApp::start().await;
    let bodies = [
        json!({ "valid_from": "2026-12-01", "amperage_a": 63 }),
        json!({ "valid_from": "2026-12-01", "rate": "impact" }),
    ];
    let [(won, added), (lost, problem)] = race(&app, None, bodies).await;
    assert_eq!((won, lost, &problem["code"]), (201, 409, &json!("period_exists")));
    assert_eq!(problem["errors"][0]["params"]["configuration_id"], added["id"]);
    assert_eq!(
        (added["amperage_a"] == 63, added["rate"] == "impact"),
        (added["rate"] != "impact", added["amperage_a"] != 63)
    );
    assert_eq!(read(&app).await.1["configurations"]["future"], json!([added]));
}

#[tokio::test]
async fn a_named_version_must_be_the_present_one() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::Manager).await;
    let path = format!("{}/configurations", one(&app, app.ids.own.home.meter));
    let post = |etag: &str, date: &str| {
        let body = json!({ "valid_from": date }).to_string();
        app.send(&client, Request::new("POST", &path).header("if-match", etag).json_text(body))
    };
    for stale in ["\"0\"", "\"99\"", "nonsense", "\"\""] {
        post(stale, "2026-12-01").await.problem(412, "stale");
    }
    let added = post("*", "2026-12-01").await.is(201);
    post(added.header("etag").unwrap(), "2027-01-01").await.is(201);
    post(added.header("etag").unwrap(), "2027-02-01").await.problem(412, "stale");
}
