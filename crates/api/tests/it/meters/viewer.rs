//! What a member sees: the meters they own or owned, and nothing of the others.

use super::list;
use crate::support::{TestApp, Who, samples};
use client::Request;
use serde_json::json;

#[tokio::test]
async fn a_member_sees_their_own_meters_only() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    let unowned = samples::meter(&samples::ean(80), app.clock.today());
    let unowned = app.post(Who::CommunityManager, &list(&app), &unowned).await.is(201).json();

    let page = app.get(Who::Member, &list(&app)).await.is(200).json();
    assert_eq!(page["total"], 1);
    assert_eq!(page["items"][0]["id"], json!(home.meter));
    let own = app.get(Who::Member, &format!("{}/{}", list(&app), home.meter)).await.is(200).json();
    assert_eq!(own["configurations"]["actual"]["member_id"], json!(home.owner));
    for other in [json!(home.other_meter), unowned["id"].clone()] {
        let path = format!("{}/{}", list(&app), other.as_str().unwrap());
        app.get(Who::Member, &path).await.problem(404, "not_found");
    }
}

#[tokio::test]
async fn search_and_filters_tell_a_member_nothing_of_others() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    let total = async |query: String| app.get(Who::Member, &format!("{}?{query}", list(&app))).await.is(200).json();
    for query in [
        "q=park%20school".to_owned(),
        format!("member_id={}", home.other),
        format!("ean={}", samples::ean(2)),
        format!("q={}", samples::ean(2)),
    ] {
        assert_eq!(total(query.clone()).await["total"], 0, "{query}");
    }
    assert_eq!(total("q=household".to_owned()).await["total"], 1);
}

#[tokio::test]
async fn a_community_manager_who_is_a_member_too_sees_all() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let users = manager.list_users(app.ids.own.id, &Default::default()).await.unwrap().items;
    let id = users.iter().find(|user| user.email == Who::Member.email()).unwrap().id;
    let user = manager.get_user(app.ids.own.id, id).await.unwrap();
    let community = app.ids.own.home.id;
    let both = json!({ "roles": [
        { "role": "member", "community_id": community, "member_id": app.ids.own.home.owner },
        { "role": "community_manager", "community_id": community },
    ]});
    let both = manager.update_user(app.ids.own.id, id, &user.etag, &samples::typed(both)).await.unwrap();
    assert_eq!(app.get(Who::Member, &list(&app)).await.is(200).json()["total"], 2);

    // Managing one community says nothing of another.
    let elsewhere = json!({ "roles": [
        { "role": "member", "community_id": community, "member_id": app.ids.own.home.owner },
        { "role": "community_manager", "community_id": app.ids.own.sibling.id },
    ]});
    manager.update_user(app.ids.own.id, id, &both.etag, &samples::typed(elsewhere)).await.unwrap();
    assert_eq!(app.get(Who::Member, &list(&app)).await.is(200).json()["total"], 1);
}

#[tokio::test]
async fn two_member_records_of_one_login_are_both_seen() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let home = &app.ids.own.home;
    let users = manager.list_users(app.ids.own.id, &Default::default()).await.unwrap().items;
    let id = users.iter().find(|user| user.email == Who::Member.email()).unwrap().id;
    let user = manager.get_user(app.ids.own.id, id).await.unwrap();
    let both = json!({ "roles": [
        { "role": "member", "community_id": home.id, "member_id": home.owner },
        { "role": "member", "community_id": home.id, "member_id": home.other },
    ]});
    manager.update_user(app.ids.own.id, id, &user.etag, &samples::typed(both)).await.unwrap();
    assert_eq!(app.get(Who::Member, &list(&app)).await.is(200).json()["total"], 2);
    for meter in [home.meter, home.other_meter] {
        app.get(Who::Member, &format!("{}/{meter}", list(&app))).await.is(200);
    }
}

#[tokio::test]
async fn a_member_changes_nothing() {
    let app = TestApp::start().await;
    let path = format!("{}/{}", list(&app), app.ids.own.home.meter);
    let etag = app.get(Who::Member, &path).await.is(200).header("etag").unwrap().to_owned();
    let delete = Request::new("DELETE", &path).header("if-match", &etag);
    app.send(&app.r#as(Who::Member).await, delete).await.problem(403, "forbidden");
    app.post(Who::Member, &list(&app), &json!({})).await.problem(403, "forbidden");
}
