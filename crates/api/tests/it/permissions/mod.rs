//! Who may do what: every operation of the document, for every role, in every kind of place.

mod places;
mod requests;
mod table;

use crate::support::contract::{self, Operation};
use crate::support::{TestApp, Who, samples};
use client::Request;
use futures_util::{StreamExt, stream};
use places::Place;
use std::collections::BTreeMap;
use table::{ROLES, Row, Statuses};

/// A role's statuses at each operation and place must be those of the table; an operation that nobody
/// put into it fails the test.
#[tokio::test]
async fn every_operation_answers_every_role_as_the_table_says() {
    let expected = table::parse(include_str!("expected.txt"));
    let app = TestApp::start().await;
    let rows = contract::operations().into_iter();
    let rows = rows.flat_map(|operation| places::of(&operation).into_iter().map(move |place| (operation, place)));
    let found = stream::iter(rows).map(|(operation, place)| row(&app, operation, place));
    let found: BTreeMap<_, _> = found.buffer_unordered(AT_ONCE).collect().await;
    let difference = table::difference(&expected, &found);
    assert!(difference.is_empty(), "\n{difference}");
}

/// How many rows are tried at the same time; they do not meet each other.
const AT_ONCE: usize = 8;

async fn row(app: &TestApp, operation: Operation, place: Place) -> (Row, Statuses) {
    let mut statuses = [0; ROLES.len()];
    for (status, who) in statuses.iter_mut().zip(ROLES) {
        let request = requests::request(app, &operation, &place, who).await;
        // With the role's token and without its cookie, or logging out would end everybody's session.
        let client = match app.r#as(who).await.token() {
            Some(token) => app.anonymous.with_token(&token),
            None => app.client(),
        };
        *status = app.send(&client, request).await.status();
    }
    ((operation.id().to_owned(), place.name.to_owned()), statuses)
}

/// An id below another tenant's parent is unknown, also when the caller's own parent stands before it.
#[tokio::test]
async fn a_foreign_child_is_unknown_below_an_own_parent() {
    let app = TestApp::start().await;
    let (own, foreign) = (&app.ids.own, &app.ids.foreign);
    let mut tried = 0;
    for operation in contract::operations() {
        let path = operation.path.replace("{community_id}", &own.home.id.to_string());
        let path = path.replace("{organisation_id}", &own.id.to_string());
        for (parameter, children) in [
            ("{member_id}", [foreign.home.owner, own.sibling.owner]),
            ("{meter_id}", [foreign.home.meter, own.sibling.meter]),
            ("{key_id}", [foreign.home.key, own.sibling.key]),
            ("{import_id}", [foreign.home.owner, own.sibling.owner]),
            ("{reading_import_id}", [foreign.home.owner, own.sibling.owner]),
            ("{user_id}", [foreign.manager, foreign.home.owner]),
        ] {
            for child in children.iter().filter(|_| path.contains(parameter)) {
                let path = path.replace(parameter, &child.to_string());
                let path = path.replace("{version_id}", &child.to_string());
                let path = path.replace("{configuration_id}", &uuid::Uuid::now_v7().to_string());
                let period = operation.value["parameters"].as_array().is_some_and(|parameters| {
                    parameters.iter().any(|parameter| parameter["name"] == "from" && parameter["required"] == true)
                });
                let path = if period { path + "?from=2016-01-01&to=2016-01-02" } else { path };
                let request = Request::new(&operation.method.to_uppercase(), &path).header("if-match", "\"1\"");
                let request = match operation.id() {
                    "update_meter" => request.json_text(samples::identity(&samples::ean(70)).to_string()),
                    "add_configuration" => request.json_text(r#"{"valid_from":"2026-12-01"}"#),
                    "update_configuration" => request.json_text(samples::configuration(app.clock.today()).to_string()),
                    "answer_reading_import" => request.json_text("{}"),
                    "update_member" => request.json_text(samples::person("A", "B").to_string()),
                    "update_key" => request.json_text(samples::key("Another").to_string()),
                    "invite_portal_user" => {
                        request.json_text(samples::portal_invitation("somebody@example.org").to_string())
                    }
                    "update_user" => request.json_text(r#"{"roles":[{"role":"kam"}]}"#),
                    _ => request,
                };
                app.send(&app.r#as(Who::Manager).await, request).await.problem(404, "not_found");
                tried += 1;
            }
        }
    }
    assert!(tried >= 18, "only {tried} requests were tried");
}

/// An id of another tenant answers exactly like one that does not exist.
#[tokio::test]
async fn a_foreign_id_and_no_id_are_told_the_same() {
    let app = TestApp::start().await;
    let nobody = uuid::Uuid::now_v7();
    for (template, foreign) in [
        ("/api/v1/organisations/{}", app.ids.foreign.id),
        ("/api/v1/organisations/{}/users", app.ids.foreign.id),
        ("/api/v1/communities/{}", app.ids.foreign.home.id),
        ("/api/v1/communities/{}/meters", app.ids.foreign.home.id),
    ] {
        let mut told = Vec::new();
        for id in [foreign, nobody] {
            let answer = app.get(Who::Manager, &template.replace("{}", &id.to_string())).await;
            let mut problem = answer.problem(404, "not_found");
            problem["instance"].take();
            told.push(problem);
        }
        assert_eq!(told[0], told[1], "{template}");
    }
}

/// Rights are the database's at each request: what was taken away is gone with the next one.
#[tokio::test]
async fn a_right_that_is_taken_away_is_gone_at_once() {
    let app = TestApp::start().await;
    let (own, manager) = (&app.ids.own, app.r#as(Who::Manager).await);
    let path = format!("/api/v1/communities/{}/members", own.home.id);
    app.get(Who::CommunityManager, &path).await.is(200);
    let users = manager.list_users(own.id, &Default::default()).await.unwrap().items;
    let id = users.iter().find(|user| user.email == Who::CommunityManager.email()).unwrap().id;

    let user = manager.get_user(own.id, id).await.unwrap();
    let kam = samples::typed(serde_json::json!({ "roles": [{ "role": "kam" }] }));
    let user = manager.update_user(own.id, id, &user.etag, &kam).await.unwrap();
    app.get(Who::CommunityManager, &path).await.problem(404, "not_found");
    let organisation = format!("/api/v1/organisations/{}", own.id);
    app.get(Who::CommunityManager, &organisation).await.is(200);

    manager.remove_user(own.id, id, &user.etag).await.unwrap();
    app.get(Who::CommunityManager, &organisation).await.problem(404, "not_found");
    assert!(app.r#as(Who::CommunityManager).await.get_me().await.unwrap().value.roles.is_empty());
}

/// A caller without any right learns nothing from a wrong body, a missing version or another media type.
#[tokio::test]
async fn the_permission_is_asked_before_the_request_is_read() {
    let app = TestApp::start().await;
    for operation in contract::operations().iter().filter(|operation| !operation.value["security"].is_null()) {
        if operation.value["security"] == serde_json::json!([{}]) || operation.value["requestBody"].is_null() {
            continue;
        }
        let ids = [
            "{import_id}",
            "{reading_import_id}",
            "{customer_id}",
            "{optimisation_id}",
            "{fixing_id}",
            "{service_id}",
            "{market_id}",
            "{forecast_id}",
            "{organisation_id}",
            "{community_id}",
            "{member_id}",
            "{user_id}",
            "{meter_id}",
            "{key_id}",
            "{version_id}",
        ];
        let path = ids.iter().fold(operation.path.to_owned(), |path, id| path.replace(id, &app.ids.own.id.to_string()));
        let request = Request::new(&operation.method.to_uppercase(), path).json_text("{");
        app.send(&app.anonymous, request).await.problem(401, "unauthenticated");
    }
}
