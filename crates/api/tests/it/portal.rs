//! Access of members to the portal: invited, accepted, seen, withdrawn.

use crate::support::{PASSWORD, TestApp, Who, samples};
use api_types::{AuditQuery, InvitePortalUser, PortalUser, UserState};
use chrono::TimeDelta;
use client::{Client, Created, Versioned};
use domain::vocabulary::PortalAccess;
use serde_json::json;
use uuid::Uuid;

const NEW: &str = "seven purple kettles";
const GUEST: &str = "household.b@example.org";

/// The community manager invites somebody to see a member's meters.
async fn invite(app: &TestApp, member: Uuid, email: &str) -> Result<Created<PortalUser>, client::Error> {
    let client = app.r#as(Who::CommunityManager).await;
    let body: InvitePortalUser = samples::typed(samples::portal_invitation(email));
    client.invite_portal_user(app.ids.own.home.id, member, &body, None).await
}

async fn accept(app: &TestApp, token: &str, password: &str) -> Client {
    let body = json!({ "token": token, "password": password });
    let answer = app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &body).await.is(200).json();
    app.anonymous.with_token(answer["access_token"].as_str().unwrap())
}

async fn access_of(app: &TestApp, member: Uuid) -> PortalAccess {
    let client = app.r#as(Who::CommunityManager).await;
    client.get_member(app.ids.own.home.id, member).await.unwrap().value.portal_access
}

async fn read(app: &TestApp, member: Uuid, user: Uuid) -> Versioned<PortalUser> {
    let client = app.r#as(Who::CommunityManager).await;
    client.get_portal_user(app.ids.own.home.id, member, user).await.unwrap()
}

#[tokio::test]
async fn a_member_is_invited_accepts_and_sees_their_own_meters_only() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    assert_eq!(access_of(&app, home.other).await, PortalAccess::None);
    let invited = invite(&app, home.other, GUEST).await.unwrap();
    let path = format!("/api/v1/communities/{}/members/{}/portal-users", home.id, home.other);
    assert_eq!(invited.location, format!("{path}/{}", invited.value.id));
    assert_eq!((invited.value.state, invited.value.email.as_str()), (UserState::Invited, GUEST));
    assert_eq!(access_of(&app, home.other).await, PortalAccess::Invited);

    let mail = app.mail_to(GUEST, 1).await;
    assert!(mail.subject.ends_with("vos compteurs dans Clef"), "{}", mail.subject);
    let member = accept(&app, &mail.token(), NEW).await;
    assert_eq!(read(&app, home.other, invited.value.id).await.value.state, UserState::Active);
    assert_eq!(access_of(&app, home.other).await, PortalAccess::Active);

    let meters = member.list_meters(home.id, &Default::default()).await.unwrap();
    assert_eq!(meters.items.iter().map(|meter| meter.id).collect::<Vec<_>>(), [home.other_meter]);
    assert_eq!(member.get_meter(home.id, home.meter).await.unwrap_err().status(), Some(404));
    let communities = member.list_communities(&Default::default()).await.unwrap();
    assert_eq!(communities.items.iter().map(|community| community.id).collect::<Vec<_>>(), [home.id]);
    assert_eq!(member.list_members(home.id, &Default::default()).await.unwrap_err().status(), Some(403));
    assert_eq!(member.get_member(home.id, home.other).await.unwrap_err().status(), Some(403));
    assert_eq!(member.list_community_audit(home.id, &AuditQuery::default()).await.unwrap_err().status(), Some(403));
    let users = member.list_portal_users(home.id, home.other, &Default::default()).await;
    assert_eq!(users.unwrap_err().status(), Some(403));
    assert_eq!(member.list_users(app.ids.own.id, &Default::default()).await.unwrap_err().status(), Some(403));
}

#[tokio::test]
async fn nobody_is_invited_twice_and_a_community_manager_gives_no_more_than_this() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    invite(&app, home.other, GUEST).await.unwrap();
    let again = invite(&app, home.other, "Household.B@example.org").await.unwrap_err();
    assert_eq!((again.status(), again.code()), (Some(409), Some("user_exists")));

    // Whom the organisation invited to more is the organisation's business.
    let users = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    app.post(Who::Manager, &users, &samples::invitation("boss@example.org")).await.is(201);
    let refused = invite(&app, home.other, "boss@example.org").await.unwrap_err();
    assert_eq!(refused.code(), Some("user_exists"));
    app.post(Who::CommunityManager, &users, &samples::invitation("more@example.org")).await.problem(403, "forbidden");

    let path = format!("/api/v1/communities/{}/members/{}/portal-users", home.id, home.other);
    let wrong = json!({ "email": "nobody", "name": " ", "locale": "en" });
    app.post(Who::CommunityManager, &path, &wrong).await.invalid(&[("/email", "invalid_email"), ("/name", "required")]);
    let role = samples::with(samples::portal_invitation("a@example.org"), "/roles", json!([{ "role": "manager" }]));
    app.post(Who::CommunityManager, &path, &role).await.invalid(&[("/roles", "unknown_field")]);
    assert_eq!(invite(&app, app.ids.own.sibling.owner, "a@example.org").await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn one_invitation_opens_two_member_records() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    let first = invite(&app, home.other, GUEST).await.unwrap().value;
    let former = app.mail_to(GUEST, 1).await.token();
    let second = invite(&app, home.owner, GUEST).await.unwrap().value;
    assert_eq!(first.id, second.id, "one user of the organisation");
    let token = app.mail_to(GUEST, 2).await.token();
    let void = json!({ "token": former, "password": NEW });
    app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &void).await.problem(422, "link_unusable");
    let member = accept(&app, &token, NEW).await;
    assert_eq!(member.list_meters(home.id, &Default::default()).await.unwrap().total, Some(2));
}

#[tokio::test]
async fn a_user_of_the_organisation_gets_the_access_at_once_and_is_told() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    let email = Who::Kam.email();
    let given = invite(&app, home.other, &email).await.unwrap().value;
    assert_eq!(given.state, UserState::Active);
    let mail = app.mail_to(&email, 1).await;
    assert!(!mail.link.contains('#'), "there is nothing to accept: {}", mail.link);
    let kam = app.r#as(Who::Kam).await;
    assert_eq!(kam.list_meters(home.id, &Default::default()).await.unwrap().total, Some(1));

    // What else they hold stays when the access goes.
    let client = app.r#as(Who::CommunityManager).await;
    let etag = read(&app, home.other, given.id).await.etag;
    client.withdraw_portal_access(home.id, home.other, given.id, &etag).await.unwrap();
    assert_eq!(kam.list_meters(home.id, &Default::default()).await.unwrap_err().status(), Some(404));
    let roles: Vec<_> = kam.get_me().await.unwrap().value.roles.iter().map(|role| role.role).collect();
    assert_eq!(roles, [domain::role::Role::Kam]);
}

#[tokio::test]
async fn a_login_of_another_organisation_accepts_with_its_own_password() {
    let app = TestApp::start().await;
    let email = Who::Stranger.email();
    let invited = invite(&app, app.ids.own.home.other, &email).await.unwrap().value;
    assert_eq!(invited.state, UserState::Invited, "nothing tells that the login exists");
    let stranger = accept(&app, &app.mail_to(&email, 1).await.token(), PASSWORD).await;
    assert_eq!(stranger.list_meters(app.ids.own.home.id, &Default::default()).await.unwrap().total, Some(1));
}

#[tokio::test]
async fn an_invitation_runs_out_and_is_sent_again() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    let invited = invite(&app, home.other, GUEST).await.unwrap().value;
    let former = app.mail_to(GUEST, 1).await.token();
    app.clock
        .advance(invited.invitation_expires_at.unwrap() - api::clock::Clock::now(&app.clock) + TimeDelta::seconds(1));
    let client = app.logged_in(&Who::CommunityManager.email(), PASSWORD).await;
    let expired = client.get_portal_user(home.id, home.other, invited.id).await.unwrap().value;
    assert_eq!((expired.state, expired.invitation_expires_at), (UserState::InvitationExpired, None));
    let renewed = client.resend_portal_invitation(home.id, home.other, invited.id, None).await.unwrap().value;
    assert_eq!(renewed.state, UserState::Invited);
    let token = app.mail_to(GUEST, 2).await.token();
    assert_ne!(token, former);
    accept(&app, &token, NEW).await;
    let late = client.resend_portal_invitation(home.id, home.other, invited.id, None).await.unwrap_err();
    assert_eq!(late.code(), Some("already_accepted"));
}

#[tokio::test]
async fn access_is_withdrawn_at_once_and_an_open_link_is_void() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    let client = app.r#as(Who::CommunityManager).await;
    let invited = invite(&app, home.other, GUEST).await.unwrap();
    let token = app.mail_to(GUEST, 1).await.token();
    client.withdraw_portal_access(home.id, home.other, invited.value.id, &invited.etag).await.unwrap();
    let body = json!({ "token": token, "password": NEW });
    app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &body).await.problem(422, "link_unusable");

    let invited = invite(&app, home.other, GUEST).await.unwrap().value;
    let member = accept(&app, &app.mail_to(GUEST, 2).await.token(), NEW).await;
    let stale = client.withdraw_portal_access(home.id, home.other, invited.id, "\"1\"").await.unwrap_err();
    assert_eq!(stale.status(), Some(412));
    let etag = read(&app, home.other, invited.id).await.etag;
    client.withdraw_portal_access(home.id, home.other, invited.id, &etag).await.unwrap();
    assert_eq!(member.list_meters(home.id, &Default::default()).await.unwrap_err().status(), Some(404));
    assert_eq!(access_of(&app, home.other).await, PortalAccess::None);
}

#[tokio::test]
async fn the_list_tells_who_has_access_and_the_log_how_it_came() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    invite(&app, home.other, GUEST).await.unwrap();
    let names = async |access: &str| {
        let path = format!("/api/v1/communities/{}/members?portal_access={access}", home.id);
        let page = app.get(Who::CommunityManager, &path).await.is(200).json();
        let items = page["items"].as_array().unwrap().clone();
        assert!(items.iter().all(|member| member["portal_access"] == access), "{items:?}");
        items.iter().map(|member| member["display_name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("active").await, ["Household A"]);
    assert_eq!(names("invited").await, ["Park School"]);
    assert!(names("none").await.is_empty());

    accept(&app, &app.mail_to(GUEST, 1).await.token(), NEW).await;
    let client = app.r#as(Who::CommunityManager).await;
    let query = AuditQuery { entity_id: Some(home.other), limit: Some(2), ..AuditQuery::default() };
    let log = client.list_community_audit(home.id, &query).await.unwrap().items;
    let told: Vec<_> = log.iter().map(|entry| (entry.action.as_str(), entry.label.as_str())).collect();
    assert_eq!(told, [("member.access_accepted", "Park School"), ("member.access_offered", "Park School")]);
    assert_eq!((log[0].changes[0].field.as_str(), &log[0].changes[0].new), ("login", &json!(GUEST)));
}
