//! Who may do what with an account, in every state it can be in: one table.

use super::created;
use crate::support::{PASSWORD, TestApp, Who, samples};
use chrono::TimeDelta;
use client::{Client, Request};
use domain::market::MARKETS;
use serde_json::{Value, json};

const NEW_PASSWORD: &str = "seven purple kettles";

/// What is asked, in the order of the columns below.
const QUESTIONS: [&str; 6] = ["account", "change", "forecasts", "log", "prices", "may_edit"];

/// What each party gets, in the order of [`QUESTIONS`]; `yes` and `no` say whether the caller edits optimisations. `-`
/// stands for a customer who cannot even log in.
const TABLE: &str = "
    case                  manager                  kam                      other_kam                customer
    editor_customer       200 200 200 200 200 no   200 200 200 200 200 no   404 404 404 404 200 -    200 403 200 403 200 yes
    editor_kam            200 200 200 200 200 yes  200 200 200 200 200 yes  404 404 404 404 200 -    200 403 200 403 200 no
    scheduled             200 200 200 200 200 no   200 200 200 200 200 no   404 404 404 404 200 -    200 403 200 403 403 yes
    last_day              200 200 200 200 200 no   200 200 200 200 200 no   404 404 404 404 200 -    200 403 200 403 200 yes
    expired               200 200 200 200 200 no   200 200 200 200 200 no   404 404 404 404 200 -    200 403 200 403 403 yes
    other_market          200 200 200 200 200 no   200 200 200 200 200 no   404 404 404 404 200 -    200 403 200 403 403 yes
    no_access             200 200 200 200 200 yes  200 200 200 200 200 yes  404 404 404 404 200 -    -
    frozen                200 200 200 200 200 no   200 200 200 200 200 no   404 404 404 404 200 -    -
    deleted               200 409 200 200 200 no   200 409 200 200 200 no   404 404 404 404 200 -    -
    demo_expired          404 404 404 404 200 -    404 404 404 404 200 -    404 404 404 404 200 -    -
";

/// An account whose customer has accepted and is logged in.
struct Case {
    app: TestApp,
    path: String,
    customer: Client,
}

impl Case {
    async fn new(name: &str) -> Self {
        let app = TestApp::start().await;
        let mut body = samples::customer("client@example.org");
        body["demo"] = json!(name == "demo_expired");
        if name == "editor_kam" {
            body["editor"] = json!("kam");
        }
        let day = |days: i64| json!(app.clock.today() + TimeDelta::days(days));
        let (start, end) = match name {
            "scheduled" => (1, 30),
            "last_day" => (-30, 0),
            "expired" => (-30, -1),
            _ => (0, 30),
        };
        body["services"][0]["start_date"] = day(start);
        body["services"][0]["end_date"] = day(end);
        if name == "other_market" {
            body["services"][0]["market_id"] = json!(MARKETS[1].id);
        }
        let path = created(&app, Who::Kam, &body).await;
        let token = app.mail_to("client@example.org", 1).await.token();
        let accept = json!({ "token": token, "password": NEW_PASSWORD });
        app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &accept).await.is(200);
        let customer = app.logged_in("client@example.org", NEW_PASSWORD).await;
        let case = Self { app, path, customer };
        case.bring_about(name).await;
        case
    }

    async fn bring_about(&self, name: &str) {
        let kam = self.app.r#as(Who::Kam).await;
        match name {
            "no_access" => {
                let mut body = samples::without(samples::customer_change(), "/editor");
                body["access"] = json!(false);
                self.put(&kam, &body).await.is(200);
            }
            "frozen" => {
                self.app.send(&kam, Request::new("POST", format!("{}/freeze", self.path))).await.is(200);
            }
            "deleted" => {
                let etag = self.etag(&kam).await;
                self.app.send(&kam, Request::new("DELETE", &self.path).header("if-match", &etag)).await.is(204);
            }
            "demo_expired" => self.app.clock.advance(TimeDelta::hours(24)),
            _ => {}
        }
    }

    async fn etag(&self, client: &Client) -> String {
        let known = self.app.send(client, Request::new("GET", &self.path)).await;
        known.header("etag").unwrap_or("\"1\"").to_owned()
    }

    async fn put(&self, client: &Client, body: &Value) -> crate::support::Answer {
        let etag = self.etag(client).await;
        let request = Request::new("PUT", &self.path).header("if-match", &etag).json_text(body.to_string());
        self.app.send(client, request).await
    }

    /// The answers to all questions.
    async fn ask(&self, client: &Client) -> Vec<String> {
        let get = async |path: String| self.app.send(client, Request::new("GET", path)).await;
        let account = get(self.path.clone()).await;
        if account.status() == 401 {
            return vec!["-".to_owned()];
        }
        let mut answers = vec![account.status().to_string()];
        let may_edit = (account.status() == 200).then(|| {
            let permissions = account.json()["permissions"].clone();
            let held = permissions.as_array().unwrap().contains(&json!("optimisations:write"));
            if held { "yes" } else { "no" }
        });
        // What is there, said again: it changes nothing for those that come after.
        let change = if account.status() == 200 { unchanged(&account.json()) } else { samples::customer_change() };
        answers.push(self.put(client, &change).await.status().to_string());
        for path in [
            format!("{}/forecasts", self.path),
            format!("{}/audit-log", self.path),
            format!("/api/v1/markets/{}/prices", MARKETS[0].id),
        ] {
            answers.push(get(path).await.status().to_string());
        }
        answers.push(may_edit.unwrap_or("-").to_owned());
        assert_eq!(answers.len(), QUESTIONS.len());
        answers
    }
}

fn unchanged(account: &Value) -> Value {
    let mut body = json!({});
    for field in ["company", "reference", "contact", "locale", "access", "editor"] {
        body[field] = account[field].clone();
    }
    body
}

#[tokio::test]
async fn every_party_may_do_in_every_state_what_the_table_says() {
    let mut wrong = String::new();
    for line in TABLE.lines().map(str::trim).filter(|line| !line.is_empty()).skip(1) {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap();
        let expected = words.collect::<Vec<_>>().join(" ");
        let case = Case::new(name).await;
        let mut found = Vec::new();
        for who in [Who::Manager, Who::Kam, Who::OtherKam] {
            let client = case.app.logged_in(&who.email(), PASSWORD).await;
            found.extend(case.ask(&client).await);
        }
        found.extend(case.ask(&case.customer).await);
        let found = found.join(" ");
        if found != expected {
            wrong += &format!("\n{name}\n  expected {expected}\n  found    {found}");
        }
        let can_log_in = !expected.ends_with(" -");
        let login = case.app.client().login(&crate::support::login("client@example.org", NEW_PASSWORD)).await;
        assert_eq!(login.is_ok(), can_log_in, "{name}");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A KAM gives an account away and sees it no more with the very next request.
#[tokio::test]
async fn a_transfer_takes_the_account_away_at_once() {
    let app = TestApp::start().await;
    let (kam, other, manager) = (app.r#as(Who::Kam).await, app.r#as(Who::OtherKam).await, app.r#as(Who::Manager).await);
    let own = app.ids.own.customer;
    let kams = kam.list_kams(app.ids.own.id).await.unwrap().items;
    assert_eq!(
        kams.iter().map(|kam| kam.email.as_str()).collect::<Vec<_>>(),
        ["kam@example.org", "kam2@example.org", "manager@example.org"]
    );
    let id = |email: &str| kams.iter().find(|kam| kam.email == email).unwrap().id;
    let to = api_types::TransferCustomer { kam_id: id("kam2@example.org") };
    let given = kam.transfer_customer(own, None, &to, Some("k")).await.unwrap();
    assert_eq!((given.value.kam.id, given.value.permissions.as_slice()), (to.kam_id, &[][..]));
    assert_eq!(kam.get_customer(own).await.unwrap_err().code(), Some("not_found"));
    assert_eq!(kam.list_customers(app.ids.own.id, &Default::default()).await.unwrap().total, Some(0));
    assert_eq!(other.get_customer(own).await.unwrap().value.id, own);
    let seen = app.r#as(Who::Customer).await.get_customer(own).await.unwrap().value;
    assert_eq!((seen.kam.email.as_str(), seen.invitation), ("kam2@example.org", None));
    assert_eq!(seen.kam.name, "Test kam2");

    let all = api_types::TransferAllCustomers { from_kam_id: to.kam_id, to_kam_id: id("kam@example.org") };
    let refused = kam.transfer_all_customers(app.ids.own.id, &all, None).await.unwrap_err();
    assert_eq!(refused.code(), Some("forbidden"));
    let moved = manager.transfer_all_customers(app.ids.own.id, &all, Some("k")).await.unwrap();
    assert_eq!(moved.transferred, 2);
    let again = manager.transfer_all_customers(app.ids.own.id, &all, Some("k")).await.unwrap();
    assert_eq!(again.transferred, 2, "a repeated request answers what the first did");
    assert_eq!(other.list_customers(app.ids.own.id, &Default::default()).await.unwrap().total, Some(0));
    let nobody = api_types::TransferCustomer { kam_id: app.ids.foreign.manager };
    let refused = manager.transfer_customer(own, None, &nobody, None).await.unwrap_err();
    assert_eq!(refused.code(), Some("invalid_input"));
}
