//! Communities.

use crate::support::{TestApp, Who, samples};
use api_types::{CommunityQuery, NewCommunity};
use client::Request;
use domain::role::Role;
use domain::vocabulary::Region;
use serde_json::{Value, json};
use uuid::Uuid;

fn new(app: &TestApp, name: &str) -> Value {
    samples::with(samples::community(name), "/organisation_id", app.ids.own.id.to_string())
}

#[tokio::test]
async fn everybody_lists_the_communities_they_may_read() {
    let app = TestApp::start().await;
    let names = async |who: Who| {
        let page = app.r#as(who).await.list_communities(&Default::default()).await.unwrap();
        page.items.into_iter().map(|community| community.name).collect::<Vec<_>>()
    };
    assert_eq!(names(Who::Manager).await, ["Quartier du Canal", "Quartier du Parc"]);
    assert_eq!(names(Who::CommunityManager).await, ["Quartier du Parc"]);
    assert_eq!(names(Who::Member).await, ["Quartier du Parc"]);
    assert_eq!(names(Who::Stranger).await, ["Elsewhere"]);
    for who in [Who::Operator, Who::Kam, Who::Customer] {
        assert!(names(who).await.is_empty(), "{who:?}");
    }
}

#[tokio::test]
async fn a_community_says_what_the_caller_may_do_in_it_and_how_large_it_is() {
    let app = TestApp::start().await;
    for who in [Who::Manager, Who::CommunityManager, Who::Member] {
        let community = app.r#as(who).await.get_community(app.ids.own.home.id).await.unwrap().value;
        let role = match who {
            Who::Manager => Role::Manager,
            Who::CommunityManager => Role::CommunityManager,
            _ => Role::Member,
        };
        let here = |permission: &&domain::role::Permission| {
            ["community", "members", "meters", "keys", "readings"]
                .iter()
                .any(|part| permission.as_str().starts_with(part))
                && permission.as_str() != "community:create"
        };
        let expected: Vec<_> = role.permissions().iter().filter(here).copied().collect();
        assert_eq!(community.permissions, expected, "{who:?}");
        assert_eq!((community.member_count, community.meter_count), (2, 2));
    }
}

#[tokio::test]
async fn a_community_is_created_changed_and_deleted() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let body: NewCommunity = samples::typed(new(&app, "Rue Haute"));
    let created = manager.create_community(&body, None).await.unwrap();
    assert_eq!(created.location, format!("/api/v1/communities/{}", created.value.id));
    assert_eq!((created.value.member_count, created.value.organisation_id), (0, app.ids.own.id));

    let change =
        json!({ "name": "Rue Basse", "region": "brussels", "type": "local", "contact_phone": "+32 2 555 00 00" });
    let changed = manager.update_community(created.value.id, &created.etag, &samples::typed(change)).await.unwrap();
    assert_eq!((changed.value.name.as_str(), changed.value.region), ("Rue Basse", Region::Brussels));
    assert_eq!(changed.value.contact_email, None, "what a replacement leaves out is gone");
    assert_eq!(manager.get_community(created.value.id).await.unwrap(), changed);

    manager.delete_community(created.value.id, &changed.etag).await.unwrap();
    assert_eq!(manager.get_community(created.value.id).await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn a_community_with_members_or_meters_stays() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let home = manager.get_community(app.ids.own.home.id).await.unwrap();
    let refused = manager.delete_community(home.value.id, &home.etag).await.unwrap_err();
    assert_eq!((refused.status(), refused.code()), (Some(409), Some("community_not_empty")));
}

#[tokio::test]
async fn a_deleted_community_takes_its_roles_along() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let created = manager.create_community(&samples::typed(new(&app, "Short-lived")), None).await.unwrap();
    let invitation = json!({ "email": "cm@example.org", "name": "CM", "locale": "en",
        "roles": [{ "role": "community_manager", "community_id": created.value.id }] });
    let user = manager.invite_user(app.ids.own.id, &samples::typed(invitation), None).await.unwrap();
    manager.delete_community(created.value.id, &created.etag).await.unwrap();
    let user = manager.get_user(app.ids.own.id, user.value.id).await.unwrap().value;
    assert!(user.roles.is_empty(), "{:?}", user.roles);
}

#[tokio::test]
async fn every_wrong_field_is_named_and_nothing_is_stored() {
    let app = TestApp::start().await;
    let before = app.r#as(Who::Manager).await.list_communities(&Default::default()).await.unwrap();
    let post = async |body: Value| app.post(Who::Manager, "/api/v1/communities", &body).await;
    post(json!({})).await.invalid(&[
        ("/organisation_id", "required"),
        ("/name", "required"),
        ("/region", "required"),
        ("/type", "required"),
    ]);
    let body = json!({ "organisation_id": "7", "name": "", "region": "mars", "type": 3, "contact_email": "x",
        "contact_phone": "y".repeat(41), "colour": "red" });
    post(body).await.invalid(&[
        ("/organisation_id", "invalid_format"),
        ("/name", "required"),
        ("/region", "unknown_value"),
        ("/type", "wrong_type"),
        ("/contact_phone", "too_long"),
        ("/colour", "unknown_field"),
    ]);
    let body = samples::with(new(&app, " "), "/type", "local");
    let body = samples::with(samples::with(body, "/contact_email", "x"), "/contact_phone", "call me");
    post(body).await.invalid(&[
        ("/name", "required"),
        ("/type", "type_not_in_region"),
        ("/contact_email", "invalid_email"),
        ("/contact_phone", "invalid_phone"),
    ]);
    for organisation in [app.ids.foreign.id, Uuid::now_v7()] {
        let body = samples::with(new(&app, "Rue Haute"), "/organisation_id", organisation.to_string());
        post(body).await.invalid(&[("/organisation_id", "unknown_value")]);
    }
    assert_eq!(app.r#as(Who::Manager).await.list_communities(&Default::default()).await.unwrap(), before);
}

#[tokio::test]
async fn the_list_is_filtered_and_searched() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let brussels = json!({ "organisation_id": app.ids.own.id, "name": "Forêt", "region": "brussels", "type": "local" });
    manager.create_community(&samples::typed(brussels), None).await.unwrap();
    let count = async |query: &str| {
        let answer = app.get(Who::Manager, &format!("/api/v1/communities?{query}")).await.is(200).json();
        answer["total"].as_u64().unwrap()
    };
    assert_eq!(count("region=brussels").await, 1);
    assert_eq!(count("q=FORET").await, 1);
    assert_eq!(count("q=quartier%20parc").await, 1);
    assert_eq!(count(&format!("organisation_id={}", app.ids.own.id)).await, 3);
    assert_eq!(count(&format!("organisation_id={}", app.ids.foreign.id)).await, 0);
    assert_eq!(manager.list_communities(&CommunityQuery::default()).await.unwrap().total, Some(3));
}

#[tokio::test]
async fn a_member_reads_the_community_and_changes_nothing() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/communities/{}", app.ids.own.home.id);
    let etag = app.get(Who::Member, &path).await.is(200).header("etag").unwrap().to_owned();
    let put = Request::new("PUT", &path).header("if-match", &etag).json_text(samples::community("Mine").to_string());
    app.send(&app.r#as(Who::Member).await, put).await.problem(403, "forbidden");
}
