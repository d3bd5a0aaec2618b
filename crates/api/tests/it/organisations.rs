//! Organisations: who sees which, and what can be changed of them.

use crate::support::{TestApp, Who, samples};
use api_types::{NameSort, OrganisationQuery};
use client::Request;
use serde_json::json;

#[tokio::test]
async fn everybody_lists_their_own_and_the_operator_all() {
    let app = TestApp::start().await;
    let names = async |who: Who| {
        let page = app.r#as(who).await.list_organisations(&Default::default()).await.unwrap();
        assert_eq!(page.total, Some(page.items.len() as u64));
        page.items.into_iter().map(|organisation| organisation.name).collect::<Vec<_>>()
    };
    assert_eq!(names(Who::Operator).await, ["Other Energy", "Parc Energy"]);
    assert_eq!(names(Who::Stranger).await, ["Other Energy"]);
    for who in [Who::Manager, Who::CommunityManager, Who::Member, Who::Kam, Who::Customer] {
        assert_eq!(names(who).await, ["Parc Energy"], "{who:?}");
    }
}

#[tokio::test]
async fn the_operator_creates_one_and_invites_its_first_manager() {
    let app = TestApp::start().await;
    let operator = app.r#as(Who::Operator).await;
    let created = operator.create_organisation(&samples::typed(json!({ "name": "  Énergie  du Hain " })), None).await;
    let created = created.unwrap();
    assert_eq!(created.value.name, "Énergie du Hain");
    assert_eq!(created.location, format!("/api/v1/organisations/{}", created.value.id));
    let read = operator.get_organisation(created.value.id).await.unwrap();
    assert_eq!((&read.value, &read.etag), (&created.value, &created.etag));

    let invitation = samples::typed(samples::invitation("first@example.org"));
    operator.invite_user(created.value.id, &invitation, None).await.unwrap();
    let token = app.mail_to("first@example.org", 1).await.token();
    let accept = json!({ "token": token, "password": "seven purple kettles" });
    let session = app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &accept).await.is(200).json();
    let first = app.anonymous.with_token(session["access_token"].as_str().unwrap());
    let users = first.list_users(created.value.id, &Default::default()).await.unwrap();
    assert_eq!(users.items.len(), 1);
}

#[tokio::test]
async fn the_operator_invites_managers_only() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    for role in ["kam", "community_manager", "member", "customer", "operator"] {
        let body = samples::with(samples::invitation("new@example.org"), "/roles/0/role", role);
        app.post(Who::Operator, &path, &body).await.invalid(&[("/roles/0/role", "role_not_grantable")]);
    }
}

#[tokio::test]
async fn a_name_is_replaced_and_checked() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let before = manager.get_organisation(app.ids.own.id).await.unwrap();
    let body = samples::typed(json!({ "name": "Parc Énergie" }));
    let after = manager.update_organisation(app.ids.own.id, &before.etag, &body).await.unwrap();
    assert_eq!((after.value.name.as_str(), after.value.updated_by.as_deref()), ("Parc Énergie", Some("Test manager")));

    let path = format!("/api/v1/organisations/{}", app.ids.own.id);
    for (body, expected) in [
        (json!({}), ("/name", "required")),
        (json!({ "name": " \u{a0} " }), ("/name", "required")),
        (json!({ "name": "x".repeat(201) }), ("/name", "too_long")),
        (json!({ "name": ["Parc"] }), ("/name", "wrong_type")),
        (json!({ "name": "Parc", "plan": "free" }), ("/plan", "unknown_field")),
    ] {
        let put = Request::new("PUT", &path).header("if-match", &after.etag).json_text(body.to_string());
        app.send(&manager, put).await.invalid(&[expected]);
    }
    assert_eq!(manager.get_organisation(app.ids.own.id).await.unwrap(), after, "nothing was stored");
}

#[tokio::test]
async fn the_list_is_searched_sorted_and_read_page_by_page() {
    let app = TestApp::start().await;
    let operator = app.r#as(Who::Operator).await;
    for name in ["Ärmel", "zorn", "Ärmel", "Beta"] {
        operator.create_organisation(&samples::typed(json!({ "name": name })), None).await.unwrap();
    }
    let query = |cursor| OrganisationQuery {
        limit: Some(2),
        sort: Some(NameSort::NameDescending),
        cursor,
        ..OrganisationQuery::default()
    };
    let (mut names, mut cursor) = (Vec::new(), None);
    loop {
        let page = operator.list_organisations(&query(cursor)).await.unwrap();
        assert_eq!(page.total, Some(6));
        names.extend(page.items.into_iter().map(|organisation| organisation.name));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(names, ["zorn", "Parc Energy", "Other Energy", "Beta", "Ärmel", "Ärmel"]);
    let found = OrganisationQuery { q: Some("ARM".to_owned()), ..OrganisationQuery::default() };
    assert_eq!(operator.list_organisations(&found).await.unwrap().total, Some(2));
}
