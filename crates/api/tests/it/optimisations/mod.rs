//! Optimisations: who may do what in every state of an account, the quota, calendars and their versions, fixings, the
//! clock, and who is told.

mod calendars;
mod clock;
mod quota;
mod rights;
mod telling;

use crate::support::{PASSWORD, TestApp, Who, samples};
use api_types::{AdviceCalendar, FixingAdvice, FixingInput, NewCustomer, Optimisation, OptimisationInput};
use chrono::NaiveDate;
use client::Client;
use domain::advice::AdviceState;
use serde_json::{Value, json};
use uuid::Uuid;

/// An account of `Who::Kam` without access: the key account manager edits, and nothing limits the number.
async fn account(app: &TestApp, email: &str) -> Uuid {
    let mut body = samples::without(samples::without(samples::customer(email), "/editor"), "/services");
    body["access"] = json!(false);
    let body: NewCustomer = samples::typed(body);
    app.r#as(Who::Kam).await.create_customer(app.ids.own.id, &body, None).await.unwrap().value.id
}

fn input(body: Value) -> OptimisationInput {
    samples::typed(body)
}

/// An optimisation of a new account, and the client of its editor.
async fn created(app: &TestApp, body: Value) -> (Client, Optimisation) {
    let kam = app.r#as(Who::Kam).await;
    let customer = account(app, &format!("{}@example.org", Uuid::now_v7().simple())).await;
    let made = kam.create_optimisation(customer, &input(body), None).await.unwrap().value;
    (kam, made)
}

/// On another day: whoever was logged in has to log in again.
async fn on(app: &TestApp, day: NaiveDate, who: Who) -> Client {
    app.clock.advance(day - app.clock.today());
    app.logged_in(&who.email(), PASSWORD).await
}

/// The advice that stands.
fn open(calendar: &AdviceCalendar) -> Vec<&FixingAdvice> {
    let all = calendar.periods.iter().flat_map(|period| &period.advice);
    all.filter(|advice| advice.state == AdviceState::Advised).collect()
}

fn states(calendar: &AdviceCalendar) -> Vec<AdviceState> {
    calendar.periods.iter().flat_map(|period| &period.advice).map(|advice| advice.state).collect()
}

fn fixing(on: NaiveDate, percent: i64) -> FixingInput {
    samples::typed(samples::with(samples::fixing(on), "/percent", percent))
}
