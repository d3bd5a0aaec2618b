//! The audit log: every change leaves its entry, with who, when and what was before.

use crate::support::{Answer, TestApp, Who, samples};
use chrono::TimeDelta;
use client::Request;
use serde_json::{Value, json};

async fn organisation_log(app: &TestApp, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/organisations/{}/audit-log?{query}", app.ids.own.id);
    app.get(Who::Manager, &path).await.is(200).json()["items"].as_array().unwrap().clone()
}

async fn newest(app: &TestApp) -> Value {
    organisation_log(app, "limit=1").await.remove(0)
}

fn change<'a>(entry: &'a Value, field: &str) -> Option<(&'a Value, &'a Value)> {
    let changes = entry["changes"].as_array().unwrap();
    changes.iter().find(|change| change["field"] == field).map(|change| (&change["old"], &change["new"]))
}

async fn put(app: &TestApp, path: &str, body: &Value) -> Answer {
    let etag = app.get(Who::Manager, path).await.is(200).header("etag").unwrap().to_owned();
    let request = Request::new("PUT", path).header("if-match", &etag).json_text(body.to_string());
    app.send(&app.r#as(Who::Manager).await, request).await.is(200)
}

async fn delete(app: &TestApp, path: &str) {
    let etag = app.get(Who::Manager, path).await.is(200).header("etag").unwrap().to_owned();
    app.send(&app.r#as(Who::Manager).await, Request::new("DELETE", path).header("if-match", &etag)).await.is(204);
}

/// Asserts the newest entry's action, object and actor.
async fn assert_newest(app: &TestApp, action: &str, id: &Value) -> Value {
    let entry = newest(app).await;
    assert_eq!(entry["action"], action, "{entry}");
    assert_eq!(&entry["entity_id"], id, "{entry}");
    assert_eq!(entry["entity"], action.split('.').next().unwrap());
    assert_eq!((&entry["actor"], &entry["at"]), (&json!("Test manager"), &json!("2026-06-15T10:00:00Z")), "{entry}");
    entry
}

#[tokio::test]
async fn every_change_of_a_community_is_told() {
    let app = TestApp::start().await;
    let body = samples::with(samples::community("Rue Haute"), "/organisation_id", app.ids.own.id.to_string());
    let community = app.post(Who::Manager, "/api/v1/communities", &body).await.is(201).json();
    let entry = assert_newest(&app, "community.created", &community["id"]).await;
    assert_eq!(change(&entry, "name"), Some((&Value::Null, &json!("Rue Haute"))));

    let path = format!("/api/v1/communities/{}", community["id"].as_str().unwrap());
    put(&app, &path, &samples::community("Rue Basse")).await;
    let entry = assert_newest(&app, "community.updated", &community["id"]).await;
    assert_eq!(entry["changes"], json!([{ "field": "name", "old": "Rue Haute", "new": "Rue Basse" }]));

    let member = app.post(Who::Manager, &format!("{path}/members"), &samples::person("A", "B")).await.is(201).json();
    let entry = assert_newest(&app, "member.created", &member["id"]).await;
    assert_eq!((&entry["label"], &entry["community_id"]), (&json!("A B"), &community["id"]));
    let member_path = format!("{path}/members/{}", member["id"].as_str().unwrap());
    put(&app, &member_path, &samples::with(samples::person("A", "B"), "/phone", "+32 81 55 00 00")).await;
    let entry = assert_newest(&app, "member.updated", &member["id"]).await;
    assert_eq!(entry["changes"], json!([{ "field": "phone", "old": null, "new": "+32 81 55 00 00" }]));

    let meter = samples::meter(&samples::ean(20), app.clock.today());
    let meter = app.post(Who::Manager, &format!("{path}/meters"), &meter).await.is(201).json();
    let entry = assert_newest(&app, "meter.created", &meter["id"]).await;
    assert_eq!(entry["label"], samples::ean(20));
    assert_eq!(change(&entry, "ean"), Some((&Value::Null, &json!(samples::ean(20)))));

    let meter_path = format!("{path}/meters/{}", meter["id"].as_str().unwrap());
    let identity = samples::with(samples::identity(&samples::ean(20)), "/address/city", "Liège");
    put(&app, &meter_path, &identity).await;
    let entry = assert_newest(&app, "meter.updated", &meter["id"]).await;
    assert_eq!(entry["changes"], json!([{ "field": "address.city", "old": "Namur", "new": "Liège" }]));

    let body = json!({ "valid_from": "2026-12-01", "amperage_a": 63 });
    let added = app.post(Who::Manager, &format!("{meter_path}/configurations"), &body).await.is(201).json();
    let entry = assert_newest(&app, "meter.configuration_added", &meter["id"]).await;
    assert_eq!(entry["label"], format!("{}, 2026-12-01 –", samples::ean(20)));
    assert_eq!(
        entry["changes"],
        json!([
            { "field": "configuration.valid_from", "old": null, "new": "2026-12-01" },
            { "field": "configuration.amperage_a", "old": 40, "new": 63 },
        ])
    );
    let added_path = format!("{meter_path}/configurations/{}", added["id"].as_str().unwrap());
    let body = samples::with(samples::configuration("2026-12-01".parse().unwrap()), "/amperage_a", 50);
    put(&app, &added_path, &body).await;
    let entry = assert_newest(&app, "meter.configuration_updated", &meter["id"]).await;
    assert_eq!(entry["changes"], json!([{ "field": "configuration.amperage_a", "old": 63, "new": 50 }]));
    delete(&app, &added_path).await;
    let entry = assert_newest(&app, "meter.configuration_deleted", &meter["id"]).await;
    assert_eq!(change(&entry, "configuration.amperage_a"), Some((&json!(50), &json!(40))));

    delete(&app, &meter_path).await;
    assert_newest(&app, "meter.deleted", &meter["id"]).await;
    delete(&app, &member_path).await;
    assert_newest(&app, "member.deleted", &member["id"]).await;
    delete(&app, &path).await;
    assert_newest(&app, "community.deleted", &community["id"]).await;
}

#[tokio::test]
async fn every_change_of_an_organisation_and_its_users_is_told_and_no_secret() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/organisations/{}", app.ids.own.id);
    put(&app, &path, &json!({ "name": "Parc Énergie" })).await;
    assert_newest(&app, "organisation.updated", &json!(app.ids.own.id)).await;

    let user = app.post(Who::Manager, &format!("{path}/users"), &samples::invitation("new@example.org")).await;
    let user = user.is(201).json();
    assert_newest(&app, "user.invited", &user["id"]).await;
    let user_path = format!("{path}/users/{}", user["id"].as_str().unwrap());
    app.send(&app.r#as(Who::Manager).await, Request::new("POST", format!("{user_path}/resend-invitation")))
        .await
        .is(200);
    assert_eq!(newest(&app).await["entity_id"], user["id"]);
    put(&app, &user_path, &json!({ "roles": [{ "role": "kam" }] })).await;
    let entry = assert_newest(&app, "user.updated", &user["id"]).await;
    assert!(change(&entry, "roles").is_some(), "{entry}");

    let token = app.mail_to("new@example.org", 2).await.token();
    let accept = json!({ "token": token, "password": "seven purple kettles" });
    app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &accept).await.is(200);
    let entry = newest(&app).await;
    assert_eq!((&entry["action"], &entry["actor"]), (&json!("user.joined"), &json!("New Manager")), "{entry}");
    delete(&app, &user_path).await;
    assert_newest(&app, "user.removed", &user["id"]).await;

    let all = json!(organisation_log(&app, "limit=200").await).to_string();
    assert!(!all.contains(&token) && !all.contains("argon2") && !all.contains("kettles"), "{all}");
}

#[tokio::test]
async fn the_log_is_filtered_by_object_action_actor_and_period() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    let path = format!("/api/v1/communities/{}", home.id);
    let members = format!("{path}/members");
    app.clock.advance(TimeDelta::days(2));
    let member = app.post(Who::CommunityManager, &members, &samples::person("A", "Second")).await.is(201).json();
    put(&app, &format!("{members}/{}", member["id"].as_str().unwrap()), &samples::person("A", "Third")).await;
    let labels = async |query: &str| {
        let page = app.get(Who::CommunityManager, &format!("{path}/audit-log?{query}")).await.is(200).json();
        let items = page["items"].as_array().unwrap().clone();
        items.iter().map(|entry| entry["label"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (seeded, second, third) = (["Park School", "Household A"], "A Second", "A Third");
    assert_eq!(labels("action=member.updated").await, [third]);
    assert_eq!(labels("action=member.created").await, [second, seeded[0], seeded[1]]);
    assert_eq!(labels("from=2026-06-16").await, [third, second]);
    assert_eq!(labels("from=2026-06-17&to=2026-06-18&action=member.created").await, [second]);
    assert_eq!(labels("to=2026-06-17&action=member.created").await, seeded);
    assert!(labels("from=2026-06-18").await.is_empty());

    let actors = app.get(Who::CommunityManager, &format!("{path}/audit-log/actors")).await.is(200).json();
    let actors = actors["items"].as_array().unwrap();
    let names: Vec<_> = actors.iter().map(|actor| actor["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Test community", "Test manager"]);
    let id = actors[0]["id"].as_str().unwrap();
    assert_eq!(labels(&format!("actor_id={id}")).await, [second]);
    assert_eq!(labels(&format!("actor_id={id}&q=third")).await, [""; 0]);
    let organisation = format!("/api/v1/organisations/{}/audit-log/actors", app.ids.own.id);
    let all = app.get(Who::Manager, &organisation).await.is(200).json();
    assert_eq!(all["items"].as_array().unwrap().len(), 2);

    let problem = app.get(Who::CommunityManager, &format!("{path}/audit-log?from=2026-02-30&actor_id=7")).await;
    problem.invalid(&[("?from", "invalid_date"), ("?actor_id", "invalid_format")]);
}

#[tokio::test]
async fn a_refused_change_leaves_no_entry() {
    let app = TestApp::start().await;
    let before = organisation_log(&app, "limit=200").await;
    let path = format!("/api/v1/communities/{}/meters", app.ids.own.home.id);
    let taken = samples::meter(&app.ids.own.home.ean, app.clock.today());
    app.post(Who::Manager, &path, &taken).await.problem(409, "ean_taken");
    app.post(Who::Manager, &path, &json!({})).await.problem(422, "invalid_input");
    app.post(Who::Member, &path, &taken).await.problem(403, "forbidden");
    let member = format!("/api/v1/communities/{}/members/{}", app.ids.own.home.id, app.ids.own.home.owner);
    let stale =
        Request::new("PUT", member).header("if-match", "\"0\"").json_text(samples::person("A", "B").to_string());
    app.send(&app.r#as(Who::Manager).await, stale).await.problem(412, "stale");
    assert_eq!(organisation_log(&app, "limit=200").await, before);
}

#[tokio::test]
async fn a_log_holds_its_own_tenant_only() {
    let app = TestApp::start().await;
    let own = json!(organisation_log(&app, "limit=200").await).to_string();
    assert!(own.contains("Quartier du Canal") && !own.contains("Elsewhere"), "{own}");
    let path = format!("/api/v1/communities/{}/audit-log?limit=200", app.ids.own.home.id);
    let home = app.get(Who::CommunityManager, &path).await.is(200).json()["items"].take();
    for entry in home.as_array().unwrap() {
        assert_eq!(entry["community_id"], json!(app.ids.own.home.id));
    }
    assert!(!home.to_string().contains("Quartier du Canal"));
}

#[tokio::test]
async fn a_log_is_filtered_searched_and_sorted() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/communities/{}/members", app.ids.own.home.id);
    for name in ["Éloi", "Basile"] {
        app.clock.advance(TimeDelta::seconds(1));
        app.post(Who::Manager, &path, &samples::person("Member", name)).await.is(201);
    }
    let labels = async |query: &str| {
        let entries = organisation_log(&app, query).await;
        entries.iter().map(|entry| entry["label"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(labels("entity=member&limit=2").await, ["Member Basile", "Member Éloi"]);
    assert_eq!(labels("q=eloi").await, ["Member Éloi"]);
    assert_eq!(labels("q=test%20manager&sort=at").await, ["Member Éloi", "Member Basile"], "by the actor's name");
    let id = app.ids.own.home.meter;
    assert_eq!(labels(&format!("entity_id={id}")).await, std::slice::from_ref(&app.ids.own.home.ean));
    assert!(labels("entity=nothing").await.is_empty());

    let (mut count, mut cursor) = (0, String::new());
    loop {
        let path = format!("/api/v1/organisations/{}/audit-log?limit=2{cursor}", app.ids.own.id);
        let page = app.get(Who::Manager, &path).await.is(200).json();
        count += page["items"].as_array().unwrap().len();
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(count, organisation_log(&app, "limit=200").await.len());
}
