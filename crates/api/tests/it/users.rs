//! The users of an organisation: their roles, who gives which, and the last manager.

use crate::support::{TestApp, Who, places, samples};
use api_types::{OrganisationUser, RoleAt, TransferAllCustomers, UserQuery};
use client::{Request, Versioned};
use domain::role::Role;
use serde_json::{Value, json};
use uuid::Uuid;

async fn user_of(app: &TestApp, who: Who) -> Versioned<OrganisationUser> {
    let manager = app.r#as(Who::Manager).await;
    let query = UserQuery { q: Some(who.email()), ..UserQuery::default() };
    let found = manager.list_users(app.ids.own.id, &query).await.unwrap().items;
    assert_eq!(found.len(), 1, "{found:?}");
    manager.get_user(app.ids.own.id, found[0].id).await.unwrap()
}

/// The same, once somebody else looks after their customer accounts.
async fn without_accounts(app: &TestApp, who: Who) -> Versioned<OrganisationUser> {
    let user = user_of(app, who).await;
    let all = TransferAllCustomers { from_kam_id: user.value.id, to_kam_id: app.ids.own.manager };
    app.r#as(Who::Manager).await.transfer_all_customers(app.ids.own.id, &all, None).await.unwrap();
    user
}

#[tokio::test]
async fn the_list_shows_this_organisations_users_only() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let page = manager.list_users(app.ids.own.id, &Default::default()).await.unwrap();
    let mut emails: Vec<_> = page.items.iter().map(|user| user.email.as_str()).collect();
    emails.sort_unstable();
    let names = ["community", "customer", "kam2", "kam", "manager", "member", "other.customer"];
    let expected = names.map(|name| format!("{name}@example.org"));
    assert_eq!(emails, expected);
    let members = UserQuery { role: Some(Role::Member), ..UserQuery::default() };
    let members = manager.list_users(app.ids.own.id, &members).await.unwrap().items;
    let role =
        RoleAt { role: Role::Member, community_id: Some(app.ids.own.home.id), member_id: Some(app.ids.own.home.owner) };
    assert_eq!(members.iter().map(|user| user.roles.clone()).collect::<Vec<_>>(), [vec![role]]);
}

#[tokio::test]
async fn the_last_manager_neither_goes_nor_steps_down() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let last = user_of(&app, Who::Manager).await;
    let kam = samples::typed(json!({ "roles": [{ "role": "kam" }] }));
    let code = |error: client::Error| error.code().map(str::to_owned);
    let removed = manager.remove_user(app.ids.own.id, last.value.id, &last.etag).await.unwrap_err();
    assert_eq!(code(removed).as_deref(), Some("last_manager"));
    let demoted = manager.update_user(app.ids.own.id, last.value.id, &last.etag, &kam).await.unwrap_err();
    assert_eq!(code(demoted).as_deref(), Some("last_manager"));

    // Somebody who is only invited does not count.
    let invitation = samples::typed(samples::invitation("second@example.org"));
    manager.invite_user(app.ids.own.id, &invitation, None).await.unwrap();
    let removed = manager.remove_user(app.ids.own.id, last.value.id, &last.etag).await.unwrap_err();
    assert_eq!(code(removed).as_deref(), Some("last_manager"));

    let token = app.mail_to("second@example.org", 1).await.token();
    let accept = json!({ "token": token, "password": "seven purple kettles" });
    app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &accept).await.is(200);
    manager.remove_user(app.ids.own.id, last.value.id, &last.etag).await.unwrap();
}

#[tokio::test]
async fn two_managers_who_remove_each_other_at_once_leave_one() {
    let app = TestApp::start().await;
    let (first, organisation) = (app.r#as(Who::Manager).await, app.ids.own.id);
    let invitation = samples::typed(samples::invitation("second@example.org"));
    let invited = first.invite_user(organisation, &invitation, None).await.unwrap();
    let token = app.mail_to("second@example.org", 1).await.token();
    let accept = json!({ "token": token, "password": "seven purple kettles" });
    app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &accept).await.is(200);
    let second = app.logged_in("second@example.org", "seven purple kettles").await;

    let one = user_of(&app, Who::Manager).await;
    let two = first.get_user(organisation, invited.value.id).await.unwrap();
    let (a, b) = tokio::join!(
        first.remove_user(organisation, two.value.id, &two.etag),
        second.remove_user(organisation, one.value.id, &one.etag),
    );
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
}

#[tokio::test]
async fn roles_are_replaced_as_a_whole() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let user = without_accounts(&app, Who::Kam).await;
    let body = samples::typed(json!({ "roles": [
        { "role": "community_manager", "community_id": app.ids.own.home.id },
        { "role": "community_manager", "community_id": app.ids.own.sibling.id },
        { "role": "community_manager", "community_id": app.ids.own.sibling.id },
    ]}));
    let user = manager.update_user(app.ids.own.id, user.value.id, &user.etag, &body).await.unwrap();
    assert_eq!(user.value.roles.len(), 2, "the same role twice is one role");
    let me = app.r#as(Who::Kam).await.get_me().await.unwrap().value;
    assert!(me.roles.iter().all(|role| role.role == Role::CommunityManager));
    assert_eq!(me.roles.len(), 2);
}

/// Sends roles for the key account manager and for a new user: both are checked alike.
async fn refused(app: &TestApp, roles: Value) -> Vec<(String, String)> {
    let manager = app.r#as(Who::Manager).await;
    let user = user_of(app, Who::Kam).await;
    let path = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    let body = json!({ "roles": roles });
    let put = Request::new("PUT", format!("{path}/{}", user.value.id)).header("if-match", &user.etag);
    let update = places(&app.send(&manager, put.json_text(body.to_string())).await.problem(422, "invalid_input"));
    let body = samples::with(samples::invitation("new@example.org"), "/roles", roles);
    let invite = places(&app.post(Who::Manager, &path, &body).await.problem(422, "invalid_input"));
    assert_eq!(update, invite);
    assert_eq!(user_of(app, Who::Kam).await.value, user.value, "nothing was stored");
    assert!(app.mails_to("new@example.org").await.is_empty());
    update
}

#[tokio::test]
async fn nobody_gives_a_role_above_their_own_or_at_a_place_it_does_not_have() {
    let app = TestApp::start().await;
    let (home, foreign) = (app.ids.own.home.id, &app.ids.foreign.home);
    let unknown = Uuid::now_v7();
    for (roles, at, code) in [
        (json!([{ "role": "operator" }]), "/roles/0/role", "role_not_grantable"),
        (json!([{ "role": "manager", "community_id": home }]), "/roles/0/community_id", "role_scope_mismatch"),
        (json!([{ "role": "community_manager" }]), "/roles/0/community_id", "role_scope_mismatch"),
        (json!([{ "role": "member", "community_id": home }]), "/roles/0/member_id", "role_scope_mismatch"),
        (
            json!([{ "role": "kam" }, { "role": "community_manager", "community_id": foreign.id }]),
            "/roles/1/community_id",
            "unknown_community",
        ),
        (
            json!([{ "role": "community_manager", "community_id": unknown }]),
            "/roles/0/community_id",
            "unknown_community",
        ),
        (
            json!([{ "role": "member", "community_id": home, "member_id": foreign.owner }]),
            "/roles/0/member_id",
            "unknown_member",
        ),
        (
            json!([{ "role": "member", "community_id": home, "member_id": app.ids.own.sibling.owner }]),
            "/roles/0/member_id",
            "unknown_member",
        ),
        (json!([]), "/roles", "required"),
        (json!(vec![json!({ "role": "kam" }); 21]), "/roles", "too_many"),
        (json!([{ "role": "king" }]), "/roles/0/role", "unknown_value"),
        (json!([{ "role": "kam", "since": "today" }]), "/roles/0/since", "unknown_field"),
    ] {
        assert_eq!(refused(&app, roles.clone()).await, [(at.to_owned(), code.to_owned())], "{roles}");
    }
}

#[tokio::test]
async fn somebody_is_invited_once_whatever_the_case_of_their_address() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    app.post(Who::Manager, &path, &samples::invitation("New@Example.org")).await.is(201);
    for email in ["new@example.org", "MANAGER@example.org"] {
        let problem = app.post(Who::Manager, &path, &samples::invitation(email)).await.problem(409, "user_exists");
        assert_eq!(places(&problem), [("/email".to_owned(), "user_exists".to_owned())]);
    }
}

#[tokio::test]
async fn an_invitation_answers_the_same_whether_or_not_the_login_exists() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    let mut answers = Vec::new();
    for email in ["nobody@example.org".to_owned(), Who::Stranger.email()] {
        let mut answer = app.post(Who::Manager, &path, &samples::invitation(&email)).await.is(201).json();
        let id = answer["id"].take();
        assert_ne!(id, json!(app.ids.foreign.manager), "the id is of this organisation's relation");
        assert_eq!(answer["email"].take(), json!(email));
        answers.push(answer);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1]["name"], "New Manager", "the login's own name is not told");
}

#[tokio::test]
async fn an_invitation_is_checked() {
    let app = TestApp::start().await;
    let path = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    let body = json!({ "email": 7, "name": "", "locale": "es", "roles": "manager" });
    app.post(Who::Manager, &path, &body).await.invalid(&[
        ("/email", "wrong_type"),
        ("/name", "required"),
        ("/locale", "unknown_value"),
        ("/roles", "wrong_type"),
    ]);
    let body = json!({ "email": "no address", "name": " ", "locale": "en", "roles": [{ "role": "operator" }] });
    app.post(Who::Manager, &path, &body).await.invalid(&[
        ("/email", "invalid_email"),
        ("/name", "required"),
        ("/roles/0/role", "role_not_grantable"),
    ]);
}

#[tokio::test]
async fn a_removed_user_keeps_the_login_and_what_it_holds_elsewhere() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let kam = user_of(&app, Who::Kam).await;
    let refused = manager.remove_user(app.ids.own.id, kam.value.id, &kam.etag).await.unwrap_err();
    assert_eq!(refused.code(), Some("looks_after_customers"));
    let kam = without_accounts(&app, Who::Kam).await;
    manager.remove_user(app.ids.own.id, kam.value.id, &kam.etag).await.unwrap();
    let me = app.r#as(Who::Kam).await.get_me().await.unwrap().value;
    assert_eq!((me.user.email, me.roles.len()), (Who::Kam.email(), 0));
    let gone = manager.get_user(app.ids.own.id, kam.value.id).await.unwrap_err();
    assert_eq!(gone.code(), Some("not_found"));
    let path = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    app.post(Who::Manager, &path, &samples::invitation(&Who::Kam.email())).await.is(201);
}
