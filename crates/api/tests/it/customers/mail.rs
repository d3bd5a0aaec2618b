//! The mail of an account: one, whatever happens, in the customer's language, and to be seen on its way.

use super::{created, list};
use crate::support::{TestApp, Who, samples};
use client::Request;
use serde_json::json;

#[tokio::test]
async fn one_account_writes_one_mail_in_the_customers_language() {
    let app = TestApp::start().await;
    let subjects = [
        ("en", "Parc Energy gives Bakery access to Clef"),
        ("fr", "Parc Energy donne à Bakery accès à Clef"),
        ("nl", "Parc Energy geeft Bakery toegang tot Clef"),
        ("de", "Parc Energy gibt Bakery Zugang zu Clef"),
    ];
    for (locale, subject) in subjects {
        let address = format!("{locale}@example.org");
        let mut body = samples::customer(&address);
        body["locale"] = json!(locale);
        created(&app, Who::Kam, &body).await;
        let mail = app.mail_to(&address, 1).await;
        assert_eq!(mail.subject, subject);
        assert!(mail.text.contains(&address), "the login is in it: {}", mail.text);
        assert!(
            !mail.link.split('#').next().unwrap().contains(&mail.token()),
            "the token stands in the fragment alone"
        );
        assert!(mail.token().len() >= 43, "256 bits");
    }
    // Nobody's language: that of the caller.
    let body = samples::without(samples::customer("whose@example.org"), "/locale");
    created(&app, Who::Kam, &body).await;
    assert!(app.mail_to("whose@example.org", 1).await.subject.contains("gives"));
}

#[tokio::test]
async fn no_access_no_mail() {
    let app = TestApp::start().await;
    let mut body = samples::without(samples::without(samples::customer("none@example.org"), "/editor"), "/services");
    body["access"] = json!(false);
    let path = created(&app, Who::Kam, &body).await;
    assert_eq!(app.get(Who::Kam, &path).await.is(200).json()["invitation"], json!(null));
    let resend = Request::new("POST", format!("{path}/resend-invitation"));
    app.send(&app.r#as(Who::Kam).await, resend).await.problem(409, "customer_without_access");
    // Whatever was to be sent has been sent before this one.
    created(&app, Who::Kam, &samples::customer("last@example.org")).await;
    app.mail_to("last@example.org", 1).await;
    assert!(app.mails_to("none@example.org").await.is_empty());
    // Access that is given later invites, once.
    let put = async || {
        let etag = app.get(Who::Kam, &path).await.header("etag").unwrap().to_owned();
        let body = samples::customer_change().to_string();
        let request = Request::new("PUT", &path).header("if-match", &etag).json_text(body);
        app.send(&app.r#as(Who::Kam).await, request).await.is(200)
    };
    put().await;
    assert_eq!(put().await.json()["invitation"]["state"], "sent");
    app.mail_to("none@example.org", 1).await;
}

#[tokio::test]
async fn a_repeated_creation_writes_no_second_mail() {
    let app = TestApp::start().await;
    let kam = app.r#as(Who::Kam).await;
    let body = samples::customer("once@example.org").to_string();
    let request = || Request::new("POST", list(&app)).header("idempotency-key", "once").json_text(body.clone());
    let first = app.send(&kam, request()).await.is(201).json();
    let second = app.send(&kam, request()).await.is(201).json();
    assert_eq!(first["id"], second["id"]);
    let refused = Request::new("POST", list(&app)).json_text(body.clone());
    app.send(&kam, refused).await.problem(409, "customer_exists");
    created(&app, Who::Kam, &samples::customer("last@example.org")).await;
    app.mail_to("last@example.org", 1).await;
    assert_eq!(app.mails_to("once@example.org").await.len(), 1);
}

/// The account alone invites its customer: no second link beside it, that would outlive a new one or a freeze.
#[tokio::test]
async fn the_users_page_does_not_invite_a_customer_beside_the_account() {
    let app = TestApp::start().await;
    created(&app, Who::Kam, &samples::customer("jo@example.org")).await;
    app.mail_to("jo@example.org", 1).await;
    let users = format!("/api/v1/organisations/{}/users", app.ids.own.id);
    let found = app.get(Who::Manager, &format!("{users}?q=jo@example.org")).await.is(200).json();
    let id = found["items"][0]["id"].as_str().unwrap();
    let resend = Request::new("POST", format!("{users}/{id}/resend-invitation"));
    app.send(&app.r#as(Who::Manager).await, resend).await.problem(409, "invited_with_account");
    created(&app, Who::Kam, &samples::customer("last@example.org")).await;
    app.mail_to("last@example.org", 1).await;
    assert_eq!(app.mails_to("jo@example.org").await.len(), 1);
}

/// Where the login exists already: the answer is the same, its own password accepts, and the role is added to it.
#[tokio::test]
async fn an_existing_login_gets_the_role_and_the_creator_learns_nothing() {
    let app = TestApp::start().await;
    let kam = app.r#as(Who::Kam).await;
    let mut told = Vec::new();
    for address in ["stranger@example.org", "nobody@example.org", "member@example.org"] {
        let request = Request::new("POST", list(&app)).json_text(samples::customer(address).to_string());
        let mut answer = app.send(&kam, request).await.is(201).json();
        for own in ["/id", "/contact/email", "/services/0/id"] {
            answer.pointer_mut(own).unwrap().take();
        }
        told.push(answer);
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[2], told[1], "also for somebody whom the organisation knows");
    for (address, roles) in [("stranger@example.org", 2), ("member@example.org", 2)] {
        let before = app.logged_in(address, crate::support::PASSWORD).await;
        assert_eq!(before.get_me().await.unwrap().value.roles.len(), 1, "nothing before it is accepted");
        let token = app.mail_to(address, 1).await.token();
        let accept = json!({ "token": token, "password": "seven purple kettles" });
        app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &accept).await.problem(401, "invalid_credentials");
        let accept = json!({ "token": token, "password": crate::support::PASSWORD });
        app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &accept).await.is(200);
        assert_eq!(before.get_me().await.unwrap().value.roles.len(), roles);
    }
}
