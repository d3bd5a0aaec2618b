//! Invitations: mailed, looked at, accepted once.

use super::{attempt, auth, is_good};
use crate::support::{PASSWORD, TestApp, Who, samples};
use api_types::{OrganisationUser, UserState};
use chrono::TimeDelta;
use client::Created;
use serde_json::{Value, json};

const NEW: &str = "seven purple kettles";

/// The own organisation's manager invites somebody.
async fn invite(app: &TestApp, body: Value) -> Created<OrganisationUser> {
    let manager = app.r#as(Who::Manager).await;
    manager.invite_user(app.ids.own.id, &samples::typed(body), None).await.unwrap()
}

async fn accept(app: &TestApp, token: &str, password: &str) -> crate::support::Answer {
    auth(app, &app.client(), "accept-invitation", json!({ "token": token, "password": password })).await
}

async fn inspect(app: &TestApp, token: &str) -> crate::support::Answer {
    auth(app, &app.anonymous, "inspect-invitation", json!({ "token": token })).await
}

#[tokio::test]
async fn a_new_login_accepts_by_choosing_a_password() {
    let app = TestApp::start().await;
    let invited = invite(&app, samples::invitation("new@example.org")).await.value;
    assert_eq!(invited.state, UserState::Invited);
    let mail = app.mail_to("new@example.org", 1).await;
    assert!(mail.text.contains("Parc Energy") && mail.text.contains(&mail.link), "{}", mail.text);

    let offer = inspect(&app, &mail.token()).await.is(200).json();
    assert_eq!(
        offer,
        json!({
            "email": "new@example.org", "name": "New Manager", "organisation_name": "Parc Energy",
            "locale": "en", "login_exists": false
        })
    );
    let answer = accept(&app, &mail.token(), NEW).await.is(200);
    assert!(answer.header("set-cookie").is_some());
    let client = app.anonymous.with_token(answer.json()["access_token"].as_str().unwrap());
    let me = client.get_me().await.unwrap().value;
    assert_eq!((me.user.name.as_str(), me.roles.len()), ("New Manager", 1));
    assert_eq!(me.roles[0].organisation_id, Some(app.ids.own.id));
    attempt(&app, "new@example.org", NEW).await.is(200);
    let user = app.r#as(Who::Manager).await.get_user(app.ids.own.id, invited.id).await.unwrap().value;
    assert_eq!((user.state, user.invitation_expires_at), (UserState::Active, None));
}

#[tokio::test]
async fn the_mail_speaks_the_language_of_the_invited() {
    let app = TestApp::start().await;
    let mut subjects = Vec::new();
    for locale in ["en", "fr", "nl", "de"] {
        let email = format!("{locale}@example.org");
        invite(&app, samples::with(samples::invitation(&email), "/locale", locale)).await;
        subjects.push(app.mail_to(&email, 1).await.subject);
    }
    subjects.sort();
    subjects.dedup();
    assert_eq!(subjects.len(), 4, "{subjects:?}");
}

#[tokio::test]
async fn an_invitation_is_accepted_once() {
    let app = TestApp::start().await;
    invite(&app, samples::invitation("new@example.org")).await;
    let token = app.mail_to("new@example.org", 1).await.token();
    accept(&app, &token, NEW).await.is(200);
    accept(&app, &token, NEW).await.problem(422, "link_unusable");
    inspect(&app, &token).await.problem(422, "link_unusable");
}

#[tokio::test]
async fn an_existing_login_accepts_by_its_own_password() {
    let app = TestApp::start().await;
    let email = Who::Stranger.email();
    invite(&app, samples::invitation(&email)).await;
    let token = app.mail_to(&email, 1).await.token();
    assert_eq!(inspect(&app, &token).await.is(200).json()["login_exists"], true);
    accept(&app, &token, NEW).await.problem(401, "invalid_credentials");
    accept(&app, &token, PASSWORD).await.is(200);
    attempt(&app, &email, PASSWORD).await.is(200);
    let me = app.r#as(Who::Stranger).await.get_me().await.unwrap().value;
    let organisations: Vec<_> = me.roles.iter().filter_map(|role| role.organisation_id).collect();
    assert!(organisations.contains(&app.ids.own.id) && organisations.contains(&app.ids.foreign.id));
}

#[tokio::test]
async fn an_invitation_gives_nothing_before_it_is_accepted() {
    let app = TestApp::start().await;
    invite(&app, samples::invitation(&Who::Stranger.email())).await;
    let path = format!("/api/v1/organisations/{}", app.ids.own.id);
    app.get(Who::Stranger, &path).await.problem(404, "not_found");
    assert_eq!(app.r#as(Who::Stranger).await.get_me().await.unwrap().value.roles.len(), 1);
}

#[tokio::test]
async fn a_new_link_voids_the_former_one() {
    let app = TestApp::start().await;
    let invited = invite(&app, samples::invitation("new@example.org")).await.value;
    let first = app.mail_to("new@example.org", 1).await.token();
    let manager = app.r#as(Who::Manager).await;
    manager.resend_invitation(app.ids.own.id, invited.id, None).await.unwrap();
    let second = app.mail_to("new@example.org", 2).await.token();
    accept(&app, &first, NEW).await.problem(422, "link_unusable");
    accept(&app, &second, NEW).await.is(200);
    let path = format!("/api/v1/organisations/{}/users/{}/resend-invitation", app.ids.own.id, invited.id);
    app.send(&manager, client::Request::new("POST", path)).await.problem(409, "already_accepted");
}

#[tokio::test]
async fn an_invitation_ends_after_some_days_and_can_be_renewed() {
    let app = TestApp::start().await;
    let invited = invite(&app, samples::invitation("new@example.org")).await.value;
    let token = app.mail_to("new@example.org", 1).await.token();
    app.clock
        .advance(invited.invitation_expires_at.unwrap() - api::clock::Clock::now(&app.clock) + TimeDelta::seconds(1));
    inspect(&app, &token).await.problem(422, "link_unusable");
    accept(&app, &token, NEW).await.problem(422, "link_unusable");

    let manager = app.logged_in(&Who::Manager.email(), PASSWORD).await;
    let user = manager.get_user(app.ids.own.id, invited.id).await.unwrap().value;
    assert_eq!(user.state, UserState::InvitationExpired);
    let renewed = manager.resend_invitation(app.ids.own.id, invited.id, None).await.unwrap().value;
    assert_eq!(renewed.state, UserState::Invited);
    let token = app.mail_to("new@example.org", 2).await.token();
    accept(&app, &token, NEW).await.is(200);
}

#[tokio::test]
async fn the_chosen_password_is_checked_and_a_refused_one_leaves_the_link() {
    let app = TestApp::start().await;
    invite(&app, samples::invitation("new@example.org")).await;
    let token = app.mail_to("new@example.org", 1).await.token();
    accept(&app, &token, "short").await.invalid(&[("/password", "password_too_short")]);
    accept(&app, &token, "parcenergyparcenergy").await.invalid(&[("/password", "password_too_common")]);
    let token_of = accept(&app, &token, NEW).await.is(200).json();
    assert!(is_good(&app, token_of["access_token"].as_str().unwrap()).await);
}

#[tokio::test]
async fn a_removed_user_cannot_accept_any_more() {
    let app = TestApp::start().await;
    let invited = invite(&app, samples::invitation("new@example.org")).await;
    let token = app.mail_to("new@example.org", 1).await.token();
    let manager = app.r#as(Who::Manager).await;
    manager.remove_user(app.ids.own.id, invited.value.id, &invited.etag).await.unwrap();
    accept(&app, &token, NEW).await.problem(422, "link_unusable");
}
