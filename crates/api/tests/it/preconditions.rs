//! `ETag`, `If-Match` and `If-None-Match`, on every resource alike.

use crate::support::{TestApp, Who, contract, samples};
use client::Request;
use serde_json::{Value, json};

/// A resource: its path, who reads and changes it, and a good body, if it can be replaced.
struct Resource {
    path: String,
    who: Who,
    body: Option<Value>,
}

/// The only configuration of the other meter.
async fn configuration(app: &TestApp) -> String {
    let path = format!("/api/v1/communities/{}/meters/{}", app.ids.own.home.id, app.ids.own.home.other_meter);
    let meter = app.get(Who::Manager, &path).await.is(200).json();
    meter["configurations"]["actual"]["id"].as_str().unwrap().to_owned()
}

async fn resources(app: &TestApp) -> Vec<Resource> {
    let (organisation, home) = (app.ids.own.id, &app.ids.own.home);
    let resource =
        |path: String, body: Option<Value>| Resource { path: format!("/api/v1/{path}"), who: Who::Manager, body };
    vec![
        resource("me".to_owned(), Some(json!({ "name": "Another", "locale": "nl" }))),
        resource(format!("organisations/{organisation}"), Some(json!({ "name": "Another" }))),
        resource(
            format!("organisations/{organisation}/users/{}", app.ids.own.manager),
            Some(json!({ "roles": [{ "role": "manager" }, { "role": "kam" }] })),
        ),
        resource(format!("communities/{}", home.id), Some(samples::community("Another"))),
        resource(format!("communities/{}/members/{}", home.id, home.owner), Some(samples::person("A", "B"))),
        resource(
            format!("communities/{}/meters/{}", home.id, home.meter),
            Some(samples::with(samples::identity(&home.ean), "/meter_number", "another")),
        ),
        resource(
            format!("communities/{}/meters/{}/configurations/{}", home.id, home.other_meter, configuration(app).await),
            Some(samples::configuration(app.clock.today())),
        ),
    ]
}

#[tokio::test]
async fn an_unchanged_resource_is_not_sent_again() {
    let app = TestApp::start().await;
    for Resource { path, who, .. } in resources(&app).await {
        let client = app.r#as(who).await;
        let etag = app.get(who, &path).await.is(200).header("etag").unwrap().to_owned();
        assert!(etag.starts_with('"') && etag.ends_with('"'), "{path}: {etag} is no strong tag");
        for known in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}"), "*".to_owned()] {
            let request = Request::new("GET", &path).header("if-none-match", &known);
            let answer = app.send(&client, request).await.is(304);
            assert_eq!((answer.header("etag"), answer.text().as_str()), (Some(etag.as_str()), ""), "{path}");
        }
        app.send(&client, Request::new("GET", &path).header("if-none-match", "\"0\"")).await.is(200);
    }
}

#[tokio::test]
async fn a_change_needs_the_version_that_was_read() {
    let app = TestApp::start().await;
    for Resource { path, who, body } in resources(&app).await {
        let Some(body) = body else { continue };
        let client = app.r#as(who).await;
        let read = app.get(who, &path).await.is(200);
        let etag = read.header("etag").unwrap().to_owned();
        let put = || Request::new("PUT", &path).json_text(body.to_string());
        app.send(&client, put()).await.problem(428, "precondition_required");
        app.send(&client, put().header("if-match", "*")).await.problem(428, "precondition_required");
        for stale in ["\"0\"", "\"999999\"", "nonsense", "\"\"", "\"99999999999999999999\""] {
            app.send(&client, put().header("if-match", stale)).await.problem(412, "stale");
        }
        assert_eq!(app.get(who, &path).await.text(), read.text(), "nothing was stored");

        let changed = app.send(&client, put().header("if-match", &etag)).await.is(200);
        let new = changed.header("etag").unwrap();
        assert_ne!(new, etag, "{path}");
        let read = app.get(who, &path).await;
        assert_eq!((read.text(), read.header("etag")), (changed.text(), Some(new)), "{path}");
        app.send(&client, put().header("if-match", &etag)).await.problem(412, "stale");
    }
}

#[tokio::test]
async fn a_deletion_needs_the_version_that_was_read() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::Manager).await;
    let path = format!("/api/v1/communities/{}/meters/{}", app.ids.own.home.id, app.ids.own.home.meter);
    let etag = app.get(Who::Manager, &path).await.is(200).header("etag").unwrap().to_owned();
    app.send(&client, Request::new("DELETE", &path)).await.problem(428, "precondition_required");
    app.send(&client, Request::new("DELETE", &path).header("if-match", "\"0\"")).await.problem(412, "stale");
    app.send(&client, Request::new("DELETE", &path).header("if-match", &etag)).await.is(204);
}

#[tokio::test]
async fn of_many_changes_of_one_version_one_succeeds() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/communities/{}/members/{}", app.ids.own.home.id, app.ids.own.home.other);
    let etag = app.get(Who::Manager, &path).await.is(200).header("etag").unwrap().to_owned();
    let client = app.r#as(Who::Manager).await;
    let put = |n: usize| {
        let body = samples::person("Number", &n.to_string());
        app.send(&client, Request::new("PUT", &path).header("if-match", &etag).json_text(body.to_string()))
    };
    let answers = futures_util::future::join_all((0..10).map(put)).await;
    let mut statuses: Vec<u16> = answers.iter().map(crate::support::Answer::status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [&[200_u16] as &[u16], &[412; 9]].concat());
}

/// What the document promises: a version with every resource, and asked for with every change. An action may take one.
#[test]
fn every_change_documents_its_version() {
    for operation in contract::operations() {
        let parameters = operation.value["parameters"].as_array().cloned().unwrap_or_default();
        let named = |name: &str| parameters.iter().find(|parameter| parameter["name"] == json!(name));
        // A secret link has no versions: whoever revokes it means the one there is.
        let versioned = operation.id() != "revoke_calendar_link";
        let (changes, asked) = (matches!(operation.method, "put" | "delete") && versioned, named("If-Match"));
        assert_eq!(asked.is_some_and(|parameter| parameter["required"] == true), changes, "{}", operation.id());
        assert!(asked.is_none() || operation.method != "get", "{}", operation.id());
        // What has a version says it, and may be asked for by it.
        let tells = operation.method == "get" && !operation.value["responses"]["200"]["headers"]["ETag"].is_null();
        assert_eq!(named("If-None-Match").is_some(), tells, "{}", operation.id());
        let changed = operation.id().strip_prefix("get_").map(|thing| format!("update_{thing}"));
        let is_changed = contract::operations().iter().any(|other| Some(other.id()) == changed.as_deref());
        assert!(tells || !is_changed, "{}", operation.id());
    }
}
