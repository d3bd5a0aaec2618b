//! The caller.

use crate::support::{TestApp, Who, samples};
use client::Request;
use domain::role::{Permission, Role};
use serde_json::json;

#[tokio::test]
async fn each_role_is_told_its_place_and_what_it_permits() {
    let app = TestApp::start().await;
    let own = &app.ids.own;
    for (who, role, community, member) in [
        (Who::Manager, Role::Manager, None, None),
        (Who::CommunityManager, Role::CommunityManager, Some(own.home.id), None),
        (Who::Member, Role::Member, Some(own.home.id), Some(own.home.owner)),
        (Who::Kam, Role::Kam, None, None),
        (Who::Customer, Role::Customer, None, None),
    ] {
        let me = app.r#as(who).await.get_me().await.unwrap().value;
        assert_eq!(me.user.email, who.email());
        assert_eq!(me.roles.len(), 1, "{who:?}");
        let held = &me.roles[0];
        assert_eq!((held.role, held.organisation_id), (role, Some(own.id)));
        assert_eq!((held.community_id, held.member_id), (community, member));
        assert_eq!(held.organisation_name.as_deref(), Some("Parc Energy"));
        assert_eq!(held.community_name.as_deref(), community.map(|_| "Quartier du Parc"));
        assert_eq!(held.permissions, role.permissions());
        assert_eq!(me.permissions.len(), role.permissions().len());
    }
    let operator = app.r#as(Who::Operator).await.get_me().await.unwrap().value;
    assert_eq!((operator.roles[0].role, operator.roles[0].organisation_id), (Role::Operator, None));
    assert!(operator.permissions.contains(&Permission::PlatformAdminister));
}

#[tokio::test]
async fn a_user_changes_their_name_and_language() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::Member).await;
    let before = client.get_me().await.unwrap();
    let body = samples::typed(json!({ "name": "  Another   Name ", "locale": "de" }));
    let after = client.update_me(&before.etag, &body).await.unwrap();
    assert_eq!(after.value.user.name, "Another Name");
    assert_eq!(client.get_me().await.unwrap(), after);
    assert_eq!(client.update_me(&before.etag, &body).await.unwrap_err().code(), Some("stale"));

    let users = app.r#as(Who::Manager).await.list_users(app.ids.own.id, &Default::default()).await.unwrap();
    assert!(users.items.iter().any(|user| user.name == "Another Name"), "the organisation sees the new name");
}

#[tokio::test]
async fn a_users_own_fields_are_checked() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::Member).await;
    let etag = client.get_me().await.unwrap().etag;
    let put = async |body: serde_json::Value| {
        let request = Request::new("PUT", "/api/v1/me").header("if-match", &etag).json_text(body.to_string());
        app.send(&client, request).await
    };
    put(json!({ "name": " ", "locale": "en" })).await.invalid(&[("/name", "required")]);
    put(json!({ "name": "x".repeat(201), "locale": "es", "email": "other@example.org" })).await.invalid(&[
        ("/name", "too_long"),
        ("/locale", "unknown_value"),
        ("/email", "unknown_field"),
    ]);
}
