//! Meters over time: changed from a day on, corrected, cancelled, and each of these undone.

use super::one;
use crate::support::{Answer, PASSWORD, TestApp, Who, places, samples};
use api_types::{Configuration, ConfigurationChange, ConfigurationInput, Meter, MeterQuery, MeterState};
use chrono::{DateTime, NaiveDate, Utc};
use client::{Client, Request, Versioned};
use domain::quantity::Decimal;
use domain::vocabulary::{ConfigurationStatus, Rate};
use serde_json::{Value, json};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn from(date: &str) -> ConfigurationChange {
    ConfigurationChange { valid_from: day(date), ..ConfigurationChange::default() }
}

/// The community manager with the own meter.
struct Desk<'a> {
    app: &'a TestApp,
    client: Client,
}

impl<'a> Desk<'a> {
    async fn new(app: &'a TestApp) -> Self {
        Self { app, client: app.r#as(Who::CommunityManager).await }
    }

    async fn meter(&self) -> Versioned<Meter> {
        self.client.get_meter(self.app.ids.own.home.id, self.app.ids.own.home.meter).await.unwrap()
    }

    /// The periods, earliest first.
    async fn periods(&self) -> Vec<Configuration> {
        let all = self.meter().await.value.configurations;
        all.historical.into_iter().rev().chain(all.actual).chain(all.future).collect()
    }

    async fn add(&self, change: &ConfigurationChange) -> client::Created<Configuration> {
        let home = &self.app.ids.own.home;
        self.client.add_configuration(home.id, home.meter, None, change, None).await.unwrap()
    }

    async fn remove(&self, configuration: &Configuration, etag: &str) -> String {
        let home = &self.app.ids.own.home;
        self.client.delete_configuration(home.id, home.meter, configuration.id, etag).await.unwrap()
    }

    async fn replace(&self, of: &Configuration, etag: &str, input: &ConfigurationInput) -> Versioned<Configuration> {
        let home = &self.app.ids.own.home;
        self.client.update_configuration(home.id, home.meter, of.id, etag, input).await.unwrap()
    }

    /// Sends a change as it is.
    async fn post(&self, body: Value) -> Answer {
        self.app.post(Who::CommunityManager, &format!("{}/configurations", self.path()), &body).await
    }

    /// Replaces a configuration with what may be wrong.
    async fn put(&self, of: &Configuration, body: &Value) -> Answer {
        let path = format!("{}/configurations/{}", self.path(), of.id);
        let request = Request::new("PUT", path).header("if-match", &self.meter().await.etag);
        self.app.send(&self.client, request.json_text(body.to_string())).await
    }

    fn path(&self) -> String {
        one(self.app, self.app.ids.own.home.meter)
    }
}

/// The same without what a new row has for itself.
fn values(periods: &[Configuration]) -> Vec<(ConfigurationInput, Option<NaiveDate>)> {
    periods.iter().map(|period| (period.into(), period.valid_to)).collect()
}

/// The flow of the guide: an active meter gets 63 A and a bi-hourly rate from a day on.
#[tokio::test]
async fn a_change_holds_from_its_day_on_and_keeps_everything_else() {
    let app = TestApp::start().await;
    let desk = Desk::new(&app).await;
    let before = desk.meter().await.value.configurations.actual.unwrap();
    let change = ConfigurationChange {
        amperage_a: Some(Decimal::new(63, 0)),
        rate: Some(Rate::BiHourly),
        dso: Some("ORES".to_owned()),
        ..from("2026-12-01")
    };
    let added = desk.add(&change).await;
    assert_eq!(added.location, format!("{}/configurations/{}", desk.path(), added.value.id));
    let expected = Configuration {
        id: added.value.id,
        valid_from: day("2026-12-01"),
        amperage_a: Decimal::new(63, 0),
        rate: Rate::BiHourly,
        ..before.clone()
    };
    assert_eq!(added.value, expected, "owner and all else are carried forward");

    let meter = desk.meter().await;
    assert_eq!(added.etag, meter.etag, "a configuration goes by its meter's tag");
    let actual = Configuration { valid_to: Some(day("2026-12-01")), ..before };
    assert_eq!(meter.value.configurations.actual, Some(actual));
    assert_eq!(meter.value.configurations.future, std::slice::from_ref(&added.value));
    let home = &app.ids.own.home;
    let read = desk.client.get_configuration(home.id, home.meter, added.value.id).await.unwrap();
    assert_eq!((read.value, read.etag), (added.value, meter.etag));
}

#[tokio::test]
async fn absent_keeps_and_null_clears() {
    let app = TestApp::start().await;
    let desk = Desk::new(&app).await;
    let kept = desk.post(json!({ "valid_from": "2026-07-01" })).await.is(201).json();
    assert_eq!(
        (&kept["description"], &kept["member_id"]),
        (&json!("Roof of the barn"), &json!(app.ids.own.home.owner))
    );
    let cleared = desk.post(json!({ "valid_from": "2026-08-01", "description": null, "member_id": null })).await;
    let cleared = cleared.is(201).json();
    assert_eq!(
        (&cleared["description"], &cleared["member_id"], &cleared["member_name"]),
        (&json!(""), &Value::Null, &Value::Null)
    );
    for field in [
        "status",
        "sampling_power_kva",
        "generating_capacity_kva",
        "amperage_a",
        "production_chain",
        "injection_status",
        "dso",
        "rate",
        "client_type",
    ] {
        let body = samples::with(json!({ "valid_from": "2026-09-01" }), &format!("/{field}"), Value::Null);
        desk.post(body).await.invalid(&[(&format!("/{field}"), "required")]);
    }
    desk.post(json!({})).await.invalid(&[("/valid_from", "required")]);
    assert_eq!(desk.periods().await.len(), 3);
}

#[tokio::test]
async fn everything_wrong_is_told_at_once_and_nothing_is_stored() {
    let app = TestApp::start().await;
    let desk = Desk::new(&app).await;
    let before = desk.meter().await;
    let carried = json!({ "valid_from": "2026-12-01", "production_chain": "none", "amperage_a": -1,
        "sampling_power_kva": 9.2345, "description": "x".repeat(2001), "dso": "" });
    desk.post(carried).await.invalid(&[
        ("/injection_status", "injection_status_not_allowed"),
        ("/generating_capacity_kva", "capacity_not_allowed"),
        ("/amperage_a", "out_of_range"),
        ("/sampling_power_kva", "too_many_decimals"),
        ("/description", "too_long"),
        ("/dso", "required"),
    ]);
    let shape =
        json!({ "valid_from": "2026-02-30", "colour": "red", "rate": "weekly", "amperage_a": "63", "member_id": 7 });
    desk.post(shape).await.invalid(&[
        ("/valid_from", "invalid_date"),
        ("/colour", "unknown_field"),
        ("/rate", "unknown_value"),
        ("/amperage_a", "wrong_type"),
        ("/member_id", "wrong_type"),
    ]);
    desk.post(json!({ "valid_from": "1899-12-31" })).await.invalid(&[("/valid_from", "invalid_date")]);
    let nobody = json!({ "valid_from": "2026-12-01", "dso": "GRD", "member_id": app.ids.foreign.home.owner });
    desk.post(nobody).await.invalid(&[("/dso", "unknown_dso"), ("/member_id", "unknown_member")]);

    let actual = before.value.configurations.actual.clone().unwrap();
    let body = samples::configuration(day("2026-01-01"));
    let body = samples::with(samples::with(body, "/production_chain", "none"), "/amperage_a", 0);
    desk.put(&actual, &body).await.invalid(&[
        ("/injection_status", "injection_status_not_allowed"),
        ("/generating_capacity_kva", "capacity_not_allowed"),
        ("/amperage_a", "out_of_range"),
    ]);
    let missing = samples::without(samples::configuration(day("2026-01-01")), "/rate");
    desk.put(&actual, &missing).await.invalid(&[("/rate", "required")]);
    assert_eq!(desk.meter().await, before);
}

#[tokio::test]
async fn a_day_on_which_a_period_begins_is_taken() {
    let app = TestApp::start().await;
    let desk = Desk::new(&app).await;
    let later = desk.add(&from("2026-12-01")).await.value;
    let actual = desk.meter().await.value.configurations.actual.unwrap();
    for (at, taken) in [("2026-01-01", &actual), ("2026-12-01", &later)] {
        let problem = desk.post(json!({ "valid_from": at, "amperage_a": 63 })).await.problem(409, "period_exists");
        assert_eq!(places(&problem), [("/valid_from".to_owned(), "period_exists".to_owned())]);
        assert_eq!(problem["errors"][0]["params"]["configuration_id"], json!(taken.id));
    }
    let body = samples::configuration(day("2026-01-01"));
    desk.put(&later, &body).await.problem(409, "period_exists");
}

#[tokio::test]
async fn a_period_is_moved_between_its_neighbours() {
    let app = TestApp::start().await;
    let desk = Desk::new(&app).await;
    let middle = desk.add(&from("2026-10-01")).await.value;
    let last = desk.add(&from("2026-12-01")).await;
    let moved = desk.replace(&middle, &last.etag, &samples::typed(samples::configuration(day("2026-11-30")))).await;
    assert_eq!((moved.value.valid_from, moved.value.valid_to), (day("2026-11-30"), Some(day("2026-12-01"))));
    let ends: Vec<_> = desk.periods().await.iter().map(|period| period.valid_to).collect();
    assert_eq!(ends, [Some(day("2026-11-30")), Some(day("2026-12-01")), None]);

    for beyond in ["2025-12-31", "2026-12-02"] {
        let problem = desk.put(&moved.value, &samples::configuration(day(beyond))).await;
        let problem = problem.invalid(&[("/valid_from", "out_of_range")]);
        let params = json!({ "reason": "date", "min": "2026-01-02", "max": "2026-11-30" });
        assert_eq!(problem["errors"][0]["params"], params);
        assert_eq!(problem["errors"][0]["detail"], "The date lies outside 2026-01-02 to 2026-11-30.");
    }
}

#[tokio::test]
async fn the_only_period_stays() {
    let app = TestApp::start().await;
    let desk = Desk::new(&app).await;
    let meter = desk.meter().await;
    let only = meter.value.configurations.actual.unwrap();
    let path = format!("{}/configurations/{}", desk.path(), only.id);
    let delete = Request::new("DELETE", path).header("if-match", &meter.etag);
    app.send(&desk.client, delete).await.problem(409, "only_period");
}

/// What the screen offers after a change: the inverse call, guarded by the tag the change has given.
#[tokio::test]
async fn every_change_is_undone_by_its_inverse() {
    let app = TestApp::start().await;
    let desk = Desk::new(&app).await;
    let start = desk.periods().await;
    let added = desk.add(&ConfigurationChange { rate: Some(Rate::BiHourly), ..from("2026-12-01") }).await;
    desk.remove(&added.value, &added.etag).await;
    assert_eq!(desk.periods().await, start);

    let added = desk.add(&ConfigurationChange { amperage_a: Some(Decimal::new(63, 0)), ..from("2026-12-01") }).await;
    let before = desk.periods().await;
    let cancelled = desk.remove(&added.value, &added.etag).await;
    let home = &app.ids.own.home;
    let again = ConfigurationChange::from(&added.value);
    let again = desk.client.add_configuration(home.id, home.meter, Some(&cancelled), &again, None).await.unwrap();
    assert_eq!(values(&desk.periods().await), values(&before));

    let before = desk.periods().await;
    let input = ConfigurationInput { valid_from: day("2026-11-01"), rate: Rate::Impact, ..(&again.value).into() };
    let edited = desk.replace(&again.value, &again.etag, &input).await;
    desk.replace(&again.value, &edited.etag, &(&again.value).into()).await;
    assert_eq!(desk.periods().await, before);
}

#[tokio::test]
async fn a_meter_is_deactivated_and_reactivated_and_its_past_is_corrected() {
    let app = TestApp::start().await;
    let desk = Desk::new(&app).await;
    let state = async || {
        let query = MeterQuery { ean: Some(app.ids.own.home.ean.clone()), ..MeterQuery::default() };
        desk.client.list_meters(app.ids.own.home.id, &query).await.unwrap().items[0].status
    };
    let status = |status, date: &str| ConfigurationChange { status: Some(status), ..from(date) };
    desk.add(&status(ConfigurationStatus::Inactive, "2026-06-15")).await;
    assert_eq!(state().await, MeterState::Inactive, "from today on");
    desk.add(&status(ConfigurationStatus::Active, "2026-07-01")).await;
    assert_eq!(state().await, MeterState::Inactive, "until it is reactivated");
    // In the past, as if it had been known then.
    desk.add(&ConfigurationChange { amperage_a: Some(Decimal::new(25, 0)), ..from("2025-06-01") }).await;
    let periods = desk.periods().await;
    let amperes: Vec<_> = periods.iter().map(|period| period.amperage_a.to_string()).collect();
    assert_eq!(amperes, ["25", "40", "40", "40"]);
    let delete = Request::new("DELETE", desk.path()).header("if-match", &desk.meter().await.etag);
    app.send(&desk.client, delete).await.problem(409, "meter_has_history");
}

#[tokio::test]
async fn a_change_sent_again_is_made_once() {
    let app = TestApp::start().await;
    let desk = Desk::new(&app).await;
    let path = format!("{}/configurations", desk.path());
    let send = async || {
        let request = Request::new("POST", &path).header("idempotency-key", "a-key");
        app.send(&desk.client, request.json_text(r#"{"valid_from":"2026-12-01","amperage_a":63}"#)).await.is(201)
    };
    let (first, second) = (send().await, send().await);
    assert_eq!((first.text(), first.header("etag")), (second.text(), second.header("etag")));
    assert_eq!(desk.periods().await.len(), 2);
}

/// Today is a day in Brussels, also on the nights in which the clocks change.
#[tokio::test]
async fn a_period_begins_at_midnight_in_brussels() {
    let app = TestApp::start().await;
    let desk = Desk::new(&app).await;
    for date in ["2026-10-25", "2026-10-26", "2027-03-28", "2027-03-29"] {
        desk.add(&from(date)).await;
    }
    for (instant, actual) in [
        ("2026-10-24T21:59:59Z", "2026-01-01"),
        ("2026-10-24T22:00:00Z", "2026-10-25"),
        ("2026-10-25T22:59:59Z", "2026-10-25"),
        ("2026-10-25T23:00:00Z", "2026-10-26"),
        ("2027-03-27T22:59:59Z", "2026-10-26"),
        ("2027-03-27T23:00:00Z", "2027-03-28"),
        ("2027-03-28T21:59:59Z", "2027-03-28"),
        ("2027-03-28T22:00:00Z", "2027-03-29"),
    ] {
        let instant: DateTime<Utc> = instant.parse().unwrap();
        app.clock.advance(instant - api::clock::Clock::now(&app.clock));
        let client = app.logged_in(&Who::CommunityManager.email(), PASSWORD).await;
        let meter = client.get_meter(app.ids.own.home.id, app.ids.own.home.meter).await.unwrap().value;
        assert_eq!(meter.configurations.actual.unwrap().valid_from, day(actual), "{instant}");
    }
}
