//! Who may do what with an optimisation, in every state its account can be in: one table.

use super::{created, fixing, input};
use crate::support::{PASSWORD, TestApp, Who, samples};
use chrono::TimeDelta;
use client::{Client, Request};
use domain::market::MARKETS;
use serde_json::{Value, json};
use uuid::Uuid;

const NEW_PASSWORD: &str = "seven purple kettles";

/// What is asked, in the order of the columns below: reading parameters and the calendar, creating one, changing
/// parameters, changing who is told, registering a fixing.
const TABLE: &str = "
    case             manager                  kam                      other_kam                customer
    editor_customer  200 200 201 403 403 403  200 200 201 403 403 403  404 404 404 404 404 404  200 200 201 200 200 201
    editor_kam       200 200 201 200 200 201  200 200 201 200 200 201  404 404 404 404 404 404  200 200 201 403 403 403
    scheduled        200 200 409 403 403 403  200 200 409 403 403 403  404 404 404 404 404 404  200 403 409 200 200 403
    expired          200 200 409 403 403 403  200 200 409 403 403 403  404 404 404 404 404 404  200 403 409 200 200 403
    other_market     200 200 409 403 403 403  200 200 409 403 403 403  404 404 404 404 404 404  200 403 409 200 200 403
    no_access        200 200 201 200 200 201  200 200 201 200 200 201  404 404 404 404 404 404  401 401 401 401 401 401
    frozen           200 200 201 403 403 403  200 200 201 403 403 403  404 404 404 404 404 404  401 401 401 401 401 401
    deleted          200 200 409 403 403 403  200 200 409 403 403 403  404 404 404 404 404 404  401 401 401 401 401 401
    demo_expired     404 404 404 404 404 404  404 404 404 404 404 404  404 404 404 404 404 404  401 401 401 401 401 401
";

struct Case {
    app: TestApp,
    account: Uuid,
    optimisation: Uuid,
    customer: Client,
}

impl Case {
    async fn new(name: &str) -> Self {
        let app = TestApp::start().await;
        let mut body = samples::customer("client@example.org");
        body["demo"] = json!(name == "demo_expired");
        body["services"][0]["max_optimisations"] = json!(100);
        if name == "editor_kam" {
            body["editor"] = json!("kam");
        }
        let kam = app.r#as(Who::Kam).await;
        let account = kam.create_customer(app.ids.own.id, &samples::typed(body), None).await.unwrap().value.id;
        let token = app.mail_to("client@example.org", 1).await.token();
        let accept = json!({ "token": token, "password": NEW_PASSWORD });
        app.post(Who::Anonymous, "/api/v1/auth/accept-invitation", &accept).await.is(200);
        let customer = app.logged_in("client@example.org", NEW_PASSWORD).await;
        let made = kam.create_optimisation(account, &input(samples::optimisation()), None).await.unwrap();
        let case = Self { app, account, optimisation: made.value.id, customer };
        case.bring_about(name).await;
        case
    }

    async fn bring_about(&self, name: &str) {
        let kam = self.app.r#as(Who::Kam).await;
        let read = kam.get_customer(self.account).await.unwrap();
        let service = read.value.services[0].clone();
        let day = |days: i64| json!(self.app.clock.today() + TimeDelta::days(days));
        let mut body = samples::service(0);
        match name {
            "scheduled" => (body["start_date"], body["end_date"]) = (day(1), day(30)),
            "expired" => (body["start_date"], body["end_date"]) = (day(-30), day(-1)),
            "other_market" => {
                kam.remove_customer_service(self.account, service.id, &read.etag).await.unwrap();
                return;
            }
            "no_access" => {
                let mut change = samples::without(samples::customer_change(), "/editor");
                change["access"] = json!(false);
                kam.update_customer(self.account, &read.etag, &samples::typed(change)).await.unwrap();
                return;
            }
            "frozen" => {
                kam.freeze_customer(self.account, None, None).await.unwrap();
                return;
            }
            "deleted" => {
                kam.delete_customer(self.account, &read.etag).await.unwrap();
                return;
            }
            "demo_expired" => {
                self.app.clock.advance(TimeDelta::hours(24));
                return;
            }
            _ => return,
        }
        kam.update_customer_service(self.account, service.id, &read.etag, &samples::typed(body)).await.unwrap();
    }

    async fn ask(&self, client: &Client) -> Vec<String> {
        let one = format!("/api/v1/optimisations/{}", self.optimisation);
        let get = |path: String| Request::new("GET", path);
        let create = format!("/api/v1/customers/{}/optimisations", self.account);
        let fixing = samples::fixing(self.app.clock.today());
        let requests = [
            get(one.clone()),
            get(format!("{one}/calendar")),
            Request::new("POST", create).json_text(samples::optimisation().to_string()),
            self.put(client, &one, &samples::optimisation()).await,
            self.put(client, &format!("{one}/notifications"), &json!({ "recipients": [] })).await,
            Request::new("POST", format!("{one}/fixings")).json_text(fixing.to_string()),
        ];
        let mut found = Vec::new();
        for request in requests {
            found.push(self.app.send(client, request).await.status().to_string());
        }
        found
    }

    /// What is there, said again: it changes nothing for those that come after.
    async fn put(&self, client: &Client, path: &str, body: &Value) -> Request {
        let known = self.app.send(client, Request::new("GET", path)).await;
        let etag = known.header("etag").unwrap_or("\"1\"").to_owned();
        Request::new("PUT", path).header("if-match", &etag).json_text(body.to_string())
    }
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
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A customer whose service is over reads that there is an optimisation, and nothing of what it advises.
#[tokio::test]
async fn an_expired_service_hides_the_figures_and_extending_it_brings_them_back() {
    let case = Case::new("expired").await;
    let listed = case.customer.list_optimisations(case.account, &Default::default()).await.unwrap().items;
    assert_eq!((listed[0].fixed_percent, listed[0].next_advice_on, listed[0].missed_count), (None, None, None));
    let dashboard = case.customer.get_customer_dashboard(case.account).await.unwrap();
    assert_eq!((dashboard.advice_due.len(), dashboard.optimisations[0].prices.clone()), (0, None));
    let seen = case.app.r#as(Who::Kam).await.get_customer_dashboard(case.account).await.unwrap();
    assert!(!seen.advice_due.is_empty() && seen.optimisations[0].prices.is_some());

    let kam = case.app.r#as(Who::Kam).await;
    let read = kam.get_customer(case.account).await.unwrap();
    let service = read.value.services[0].id;
    let extended = samples::typed(samples::service(0));
    kam.update_customer_service(case.account, service, &read.etag, &extended).await.unwrap();
    let calendar = case.customer.get_calendar(case.optimisation).await.unwrap();
    assert_eq!(calendar.periods[0].advice.len(), 4);
    assert_eq!(MARKETS[0].id, read.value.services[0].market_id);
}

/// A fixing, a version, a service or a forecast of another one is unknown below an own parent, also where both are one's
/// own.
#[tokio::test]
async fn a_child_of_another_is_unknown_below_an_own_parent() {
    let app = TestApp::start().await;
    let ((kam, own), (_, other)) =
        (created(&app, samples::optimisation()).await, created(&app, samples::optimisation()).await);
    let fixed = kam.register_fixing(other.id, &fixing(app.clock.today(), 20), None).await.unwrap().value.id;
    let version = async |id: Uuid| kam.get_calendar(id).await.unwrap().version_id;
    let (mine, theirs) = (version(own.id).await, version(other.id).await);
    let (one, account) =
        (format!("/api/v1/optimisations/{}", own.id), format!("/api/v1/customers/{}", app.ids.own.customer));
    let published = format!("/api/v1/markets/{}/forecasts?origin=application", MARKETS[0].id);
    let published = app.get(Who::Kam, &published).await.is(200).json()["items"][0]["id"].clone();
    let mut requests: Vec<Request> = [
        format!("{one}/fixings/{fixed}"),
        format!("{one}/calendar/versions/{theirs}"),
        format!("{one}/calendar/versions/{theirs}/difference"),
        format!("{one}/calendar/versions/{mine}/difference?with={theirs}"),
        format!("{account}/forecasts/{}", app.ids.foreign.forecast),
        format!("/api/v1/markets/{}/forecasts/{}", MARKETS[1].id, published.as_str().unwrap()),
        format!("/api/v1/markets/{}/forecasts/{}", MARKETS[0].id, app.ids.own.forecast),
    ]
    .map(|path| Request::new("GET", path))
    .into();
    let reason = json!({ "reason": "Not mine" }).to_string();
    requests.push(Request::new("POST", format!("{one}/fixings/{fixed}/cancel")).json_text(reason));
    for (who, customer) in [(Who::OtherKam, app.ids.own.other_customer), (Who::Stranger, app.ids.foreign.customer)] {
        let known = app.r#as(who).await.get_customer(customer).await.unwrap().value;
        let path = format!("{account}/services/{}", known.services[0].id);
        let etag = kam.get_customer(app.ids.own.customer).await.unwrap().etag;
        let put = Request::new("PUT", &path).header("if-match", &etag).json_text(samples::service(0).to_string());
        requests.extend([put, Request::new("DELETE", &path).header("if-match", &etag)]);
    }
    for request in requests {
        app.send(&kam, request).await.problem(404, "not_found");
    }
}
