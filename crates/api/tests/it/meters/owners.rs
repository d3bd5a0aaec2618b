//! A change of owner, seen by both on the days around it: each their own periods, and nothing of the other.

use super::{list, one};
use crate::support::{PASSWORD, TestApp, Who, samples};
use chrono::{NaiveDate, TimeDelta};
use client::Client;
use serde_json::{Value, json};
use uuid::Uuid;

/// The day on which the meter of household A becomes the school's; today is 2026-06-15.
const DAY: &str = "2026-06-20";

/// A login for the school, which owns another meter already.
async fn school(app: &TestApp) -> String {
    let home = &app.ids.own.home;
    let address = "school@example.org";
    let roles = json!([{ "role": "member", "community_id": home.id, "member_id": home.other }]);
    let invitation = samples::with(samples::invitation(address), "/roles", roles);
    app.post(Who::Manager, &format!("/api/v1/organisations/{}/users", app.ids.own.id), &invitation).await.is(201);
    let token = app.mail_to(address, 1).await.token();
    let accept = json!({ "token": token, "password": "seven purple kettles" });
    app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &accept).await.is(200);
    address.to_owned()
}

/// What somebody sees of the meter: each period's days, owner and description, and its whole text.
async fn seen(app: &TestApp, client: &Client, meter: Uuid) -> (Vec<String>, String) {
    let answer = app.send(client, client::Request::new("GET", one(app, meter))).await;
    if answer.status() == 404 {
        return (Vec::new(), answer.text());
    }
    let body = answer.json();
    let timeline = &body["configurations"];
    let groups = ["historical", "actual", "future"].map(|name| timeline[name].clone());
    let periods = groups.into_iter().flat_map(|group| match group {
        Value::Array(periods) => periods,
        Value::Null => Vec::new(),
        period => vec![period],
    });
    let text = |period: Value| {
        let to = period["valid_to"].as_str().unwrap_or("..").to_owned();
        format!("{}/{to} {}", period["valid_from"].as_str().unwrap(), period["description"].as_str().unwrap())
    };
    (periods.map(text).collect(), answer.text())
}

/// Where the meter stands in somebody's list, with the owner's name.
async fn listed(app: &TestApp, client: &Client) -> Option<(String, String)> {
    let query = format!("{}?ean={}", list(app), app.ids.own.home.ean);
    let page = app.send(client, client::Request::new("GET", query)).await.is(200).json();
    let row = page["items"].as_array().unwrap().first()?;
    Some((row["status"].as_str().unwrap().to_owned(), row["member_name"].as_str().unwrap().to_owned()))
}

#[tokio::test]
async fn on_the_days_of_a_change_each_owner_sees_their_own_periods() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    let new_owner = school(&app).await;
    let configurations = format!("{}/configurations", one(&app, home.meter));
    let body = json!({ "valid_from": DAY, "member_id": home.other, "description": "Gymnasium", "amperage_a": 63 });
    let theirs = app.post(Who::CommunityManager, &configurations, &body).await.is(201).json();
    // Later still it changes for the new owner, which the former one cannot learn either.
    let later = json!({ "valid_from": "2026-09-01", "description": "Extension" });
    app.post(Who::CommunityManager, &configurations, &later).await.is(201);

    let former_sees = [format!("2026-01-01/{DAY} Roof of the barn")];
    let new_sees = [format!("{DAY}/2026-09-01 Gymnasium"), "2026-09-01/.. Extension".to_owned()];
    let in_list = |status: &str, name: &str| Some((status.to_owned(), name.to_owned()));
    let now = app.clock.today();
    for (today, former_state, new_state) in
        [("2026-06-19", "active", "scheduled"), (DAY, "inactive", "active"), ("2026-06-21", "inactive", "active")]
    {
        let date: NaiveDate = today.parse().unwrap();
        app.clock.advance(TimeDelta::days((date - app.clock.today()).num_days()));
        let former = app.logged_in(&Who::Member.email(), PASSWORD).await;
        let new = app.logged_in(&new_owner, "seven purple kettles").await;

        let (periods, text) = seen(&app, &former, home.meter).await;
        assert_eq!(periods, former_sees, "{today}");
        for secret in ["Park School", "Gymnasium", "Extension", "2026-09-01", &home.other.to_string()] {
            assert!(!text.contains(secret), "{today}: the former owner reads {secret}");
        }
        assert_eq!(listed(&app, &former).await, in_list(former_state, "Household A"), "{today}");

        let (periods, text) = seen(&app, &new, home.meter).await;
        assert_eq!(periods, new_sees, "{today}");
        for secret in ["Household", "Roof of the barn", "2026-01-01", &home.owner.to_string()] {
            assert!(!text.contains(secret), "{today}: the new owner reads {secret}");
        }
        assert_eq!(listed(&app, &new).await, in_list(new_state, "Park School"), "{today}");

        let path = format!("{configurations}/{}", theirs["id"].as_str().unwrap());
        app.send(&former, client::Request::new("GET", &path)).await.problem(404, "not_found");
        app.send(&new, client::Request::new("GET", &path)).await.is(200);
    }
    assert!(now < app.clock.today());
}

#[tokio::test]
async fn who_owned_a_meter_before_sees_both_times_and_nothing_between() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    let configurations = format!("{}/configurations", one(&app, home.meter));
    for (from, owner) in [("2026-03-01", home.other), ("2026-05-01", home.owner)] {
        let body = json!({ "valid_from": from, "member_id": owner });
        app.post(Who::CommunityManager, &configurations, &body).await.is(201);
    }
    let member = app.r#as(Who::Member).await;
    let (mut periods, _) = seen(&app, &member, home.meter).await;
    periods.sort();
    assert_eq!(periods, ["2026-01-01/2026-03-01 Roof of the barn", "2026-05-01/.. Roof of the barn"]);
}

#[tokio::test]
async fn a_member_changes_no_period() {
    let app = TestApp::start().await;
    let path = one(&app, app.ids.own.home.meter);
    let meter = app.get(Who::Member, &path).await.is(200);
    let (etag, body) = (meter.header("etag").unwrap().to_owned(), meter.json());
    let own = format!("{path}/configurations/{}", body["configurations"]["actual"]["id"].as_str().unwrap());
    app.get(Who::Member, &own).await.is(200);
    let member = app.r#as(Who::Member).await;
    let change = json!({ "valid_from": "2026-12-01" });
    app.post(Who::Member, &format!("{path}/configurations"), &change).await.problem(403, "forbidden");
    let put = client::Request::new("PUT", &own).header("if-match", &etag);
    app.send(&member, put.json_text(samples::configuration(app.clock.today()).to_string()))
        .await
        .problem(403, "forbidden");
    let delete = client::Request::new("DELETE", &own).header("if-match", &etag);
    app.send(&member, delete).await.problem(403, "forbidden");
    let identity = client::Request::new("PUT", &path).header("if-match", &etag);
    app.send(&member, identity.json_text(samples::identity(&app.ids.own.home.ean).to_string()))
        .await
        .problem(403, "forbidden");
}
