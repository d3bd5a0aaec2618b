//! Creating, changing, archiving, copying and deleting keys; versions that never change.

use super::{path, post};
use crate::support::{TestApp, Who, samples};
use api_types::{AllocationKey, KeyInput, KeyVersionQuery};
use client::{Client, Created, Request};
use serde_json::{Value, json};

async fn created(app: &TestApp, name: &str) -> (Client, Created<AllocationKey>) {
    let client = app.r#as(Who::CommunityManager).await;
    let body: KeyInput = samples::typed(samples::key(name));
    let key = client.create_key(app.ids.own.home.id, &body, None).await.unwrap();
    (client, key)
}

async fn newest_entry(app: &TestApp) -> Value {
    let log = format!("/api/v1/communities/{}/audit-log?limit=1", app.ids.own.home.id);
    app.get(Who::Manager, &log).await.is(200).json()["items"][0].take()
}

#[tokio::test]
async fn every_save_is_a_version_and_earlier_ones_stay() {
    let app = TestApp::start().await;
    let (client, first) = created(&app, "Key").await;
    let community = app.ids.own.home.id;
    assert_eq!(first.location, format!("{}/{}", path(&app), first.value.id));
    assert_eq!((first.value.version_number, first.value.community_id), (1, community));
    assert_eq!(first.value.updated_by.as_deref(), Some("Test community"));

    let mut body = first.value.to_input();
    body.name = "Key of summer".to_owned();
    body.iterations.remove(0);
    body.iterations[0].share_percent = domain::quantity::Decimal::new(100, 0);
    let second = client.update_key(community, first.value.id, &first.etag, &body).await.unwrap();
    assert_eq!((second.value.version_number, second.value.name.as_str()), (2, "Key of summer"));
    assert_ne!(second.value.version_id, first.value.version_id);
    let entry = newest_entry(&app).await;
    assert_eq!((&entry["action"], &entry["label"]), (&json!("key.updated"), &json!("Key of summer")));
    assert_eq!(entry["changes"][0], json!({ "field": "name", "old": "Key", "new": "Key of summer" }));
    assert_eq!(entry["changes"][1]["old"][0]["weights_percent"], json!([40, 40, 20]));

    let stale = client.update_key(community, first.value.id, &first.etag, &body).await.unwrap_err();
    assert_eq!(stale.code(), Some("stale"));
    let same = client.update_key(community, first.value.id, &second.etag, &body).await.unwrap();
    assert_eq!(same.value.version_number, 2, "what says the same makes no version");

    let old = client.get_key_version(community, first.value.id, first.value.version_id).await.unwrap();
    assert_eq!((old.number, old.to_input()), (1, first.value.to_input()));
    let versions = client.list_key_versions(community, first.value.id, &KeyVersionQuery::default()).await.unwrap();
    let found: Vec<_> = versions.items.iter().map(|v| (v.number, v.iteration_count, v.consumer_count)).collect();
    assert_eq!(found, [(2, 1, 3), (1, 2, 3)]);
}

#[tokio::test]
async fn a_change_must_name_the_version_it_is_of() {
    let app = TestApp::start().await;
    let (client, key) = created(&app, "Key").await;
    let at = format!("{}/{}", path(&app), key.value.id);
    let put = || Request::new("PUT", &at).json_text(samples::key("Other").to_string());
    app.send(&client, put()).await.problem(428, "precondition_required");
    app.send(&client, put().header("if-match", "\"9\"")).await.problem(412, "stale");
    app.send(&client, Request::new("DELETE", &at)).await.problem(428, "precondition_required");
    let archive = || Request::new("POST", format!("{at}/archive"));
    app.send(&client, archive().header("if-match", "\"9\"")).await.problem(412, "stale");
    app.send(&client, archive()).await.is(200);
}

#[tokio::test]
async fn a_key_is_archived_and_restored() {
    let app = TestApp::start().await;
    let (client, key) = created(&app, "Key").await;
    let (community, id) = (app.ids.own.home.id, key.value.id);
    let archived = client.archive_key(community, id, Some(&key.etag), None).await.unwrap();
    assert!(archived.value.archived_at.is_some());
    assert_eq!(newest_entry(&app).await["action"], "key.archived");
    let again = client.archive_key(community, id, None, None).await.unwrap();
    assert_eq!(again, archived, "nothing happens twice");
    let restored = client.restore_key(community, id, Some(&archived.etag), None).await.unwrap();
    assert_eq!((restored.value.archived_at, restored.value.version_number), (None, 1));
    assert_eq!(newest_entry(&app).await["action"], "key.restored");
}

#[tokio::test]
async fn a_copy_has_the_first_free_name() {
    let app = TestApp::start().await;
    let (client, key) = created(&app, "Key").await;
    let community = app.ids.own.home.id;
    let copy = client.duplicate_key(community, key.value.id, Some("once")).await.unwrap();
    assert_eq!((copy.value.name.as_str(), copy.value.version_number), ("Key (2)", 1));
    assert_eq!(copy.value.iterations, key.value.iterations);
    let again = client.duplicate_key(community, key.value.id, Some("once")).await.unwrap();
    assert_eq!(again.value.id, copy.value.id, "the same request under one key");
    let third = client.duplicate_key(community, copy.value.id, None).await.unwrap();
    assert_eq!(third.value.name, "Key (3)");
    let location = format!("{}/{}", path(&app), third.value.id);
    assert_eq!(third.location, location);
}

#[tokio::test]
async fn a_deleted_key_is_gone_and_its_meter_free_again() {
    let app = TestApp::start().await;
    let community = app.ids.own.home.id;
    let client = app.r#as(Who::CommunityManager).await;
    let meter = samples::typed(samples::meter(&samples::ean(77), app.clock.today()));
    let meter = client.create_meter(community, &meter, None).await.unwrap();
    let linked = samples::with(samples::key("Linked"), "/consumers/0/meter_id", meter.value.id.to_string());
    let key = post(&app, &linked).await.is(201);
    let id = key.json()["id"].as_str().unwrap().to_owned();
    let etag = key.header("etag").unwrap().to_owned();
    // Also an earlier version keeps the meter.
    let at = format!("{}/{id}", path(&app));
    let unlinked = Request::new("PUT", &at).header("if-match", &etag).json_text(samples::key("Free").to_string());
    let etag = app.send(&client, unlinked).await.is(200).header("etag").unwrap().to_owned();
    let meter_path = format!("/api/v1/communities/{community}/meters/{}", meter.value.id);
    let delete_meter = || Request::new("DELETE", &meter_path).header("if-match", &meter.etag);
    let problem = app.send(&client, delete_meter()).await.problem(409, "in_use");
    assert_eq!(problem["errors"][0]["params"]["keys"], json!(["Free"]));

    app.send(&client, Request::new("DELETE", &at).header("if-match", &etag)).await.is(204);
    assert_eq!(newest_entry(&app).await["action"], "key.deleted");
    for gone in [at.clone(), format!("{at}/versions")] {
        app.get(Who::CommunityManager, &gone).await.problem(404, "not_found");
    }
    app.send(&client, delete_meter()).await.is(204);
}

#[tokio::test]
async fn a_version_belongs_to_its_key() {
    let app = TestApp::start().await;
    let (client, one) = created(&app, "One").await;
    let (_, other) = created(&app, "Other").await;
    let refused = client.get_key_version(app.ids.own.home.id, one.value.id, other.value.version_id).await;
    assert_eq!(refused.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn a_repeated_creation_has_one_effect() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::CommunityManager).await;
    let body: KeyInput = samples::typed(samples::key("Once"));
    let community = app.ids.own.home.id;
    let first = client.create_key(community, &body, Some("a-key")).await.unwrap();
    assert_eq!(client.create_key(community, &body, Some("a-key")).await.unwrap(), first);
    let found = app.get(Who::Manager, &format!("{}?q=once", path(&app))).await.is(200).json();
    assert_eq!(found["total"], 1);
}
