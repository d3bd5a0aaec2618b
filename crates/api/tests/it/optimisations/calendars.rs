use super::{created, fixing, input, on, open, states};
use crate::support::{PASSWORD, TestApp, Who, samples};
use api_types::{CalendarDifferenceQuery, FixingCancellation, ForecastInput};
use chrono::TimeDelta;
use domain::advice::{AdviceState as S, CalendarReason as R, ChangeKind};
use domain::market::MARKETS;
use domain::quantity::Decimal;

#[tokio::test]
async fn a_calendar_lays_what_is_wanted_in_the_window() {
    let app = TestApp::start().await;
    let (kam, made) = created(&app, samples::optimisation()).await;
    let calendar = kam.get_calendar(made.id).await.unwrap();
    assert_eq!((calendar.version, calendar.latest_version, calendar.reasons.as_slice()), (1, 1, &[R::Created][..]));
    let advice = open(&calendar);
    assert_eq!(advice.len(), 4);
    assert!(advice.iter().all(|advice| advice.percent == Decimal::new(20, 0)));
    let period = &calendar.periods[0];
    assert_eq!(period.window_from, app.clock.today() + TimeDelta::days(1));
    assert_eq!(period.window_to.to_string(), "2027-12-02");
    assert!(
        advice.iter().all(|advice| period.window_from <= advice.advised_on && advice.advised_on < period.window_to)
    );
    assert!(calendar.basis.forecast_id.is_some());
    assert!(advice.iter().all(|advice| advice.forecast_price_per_mwh.is_some()));
}

#[tokio::test]
async fn a_fixing_settles_its_advice_and_makes_the_next_version() {
    let app = TestApp::start().await;
    let (kam, made) = created(&app, samples::optimisation()).await;
    let first = kam.get_calendar(made.id).await.unwrap();
    let due = open(&first)[0].clone();
    let kam = on(&app, due.advised_on, Who::Kam).await;
    let done = kam.register_fixing(made.id, &fixing(due.advised_on, 20), None).await.unwrap().value;
    assert_eq!(done.advice_id, Some(due.id), "the open advice for that day");

    let second = kam.get_calendar(made.id).await.unwrap();
    assert_eq!((second.version, second.reasons.as_slice()), (2, &[R::FixingRegistered][..]));
    assert_eq!(states(&second)[0], S::Done);
    assert_eq!(open(&second).len(), 3);
    assert_eq!(second.prices.fixed_percent, Decimal::new(20, 0));
    assert_eq!(second.prices.average_price_per_mwh.as_deref(), Some("84.25"));
    // What was, is told as it was.
    let then = kam.get_calendar_version(made.id, first.version_id).await.unwrap();
    assert_eq!(then.periods[0].advice, first.periods[0].advice);
    assert_eq!(then.prices.fixed_percent, Decimal::new(0, 0));

    let reason = FixingCancellation { reason: "Not confirmed".to_owned() };
    let cancelled = kam.cancel_fixing(made.id, done.id, &reason, None, None).await.unwrap().value;
    assert_eq!(cancelled.cancel_reason.as_deref(), Some("Not confirmed"));
    let third = kam.get_calendar(made.id).await.unwrap();
    assert_eq!((third.version, states(&third)[0]), (3, S::Cancelled));
    assert_eq!(third.periods[0].advised_percent, Decimal::new(80, 0), "what was fixed is open again");
    let twice = kam.cancel_fixing(made.id, done.id, &reason, None, None).await.unwrap_err();
    assert_eq!(twice.code(), Some("fixing_cancelled"));
    let versions = kam.list_calendar_versions(made.id, &Default::default()).await.unwrap();
    assert_eq!(versions.items.iter().map(|version| version.version).collect::<Vec<_>>(), [3, 2, 1]);
}

#[tokio::test]
async fn a_part_of_an_advice_leaves_the_rest_to_be_laid_again() {
    let app = TestApp::start().await;
    let body = samples::with(samples::optimisation(), "/risk_appetite", "high");
    let (kam, made) = created(&app, body).await;
    let due = open(&kam.get_calendar(made.id).await.unwrap())[0].clone();
    assert_eq!(due.percent, Decimal::new(80, 0), "high lays it on the lowest day");
    let kam = on(&app, due.advised_on, Who::Kam).await;
    kam.register_fixing(made.id, &fixing(due.advised_on, 30), None).await.unwrap();
    let calendar = kam.get_calendar(made.id).await.unwrap();
    let answered = calendar.periods[0].advice.iter().find(|advice| advice.id == due.id).unwrap();
    assert_eq!((answered.state, answered.fixed_percent), (S::PartiallyDone, Decimal::new(30, 0)));
    assert_eq!(calendar.periods[0].advised_percent, Decimal::new(50, 0));
    assert!(open(&calendar).iter().all(|advice| advice.advised_on > app.clock.today()));
}

#[tokio::test]
async fn changed_parameters_make_a_version_that_can_be_compared() {
    let app = TestApp::start().await;
    let (kam, made) = created(&app, samples::optimisation()).await;
    let read = kam.get_optimisation(made.id).await.unwrap();
    let mut body = read.value.to_input();
    body.contract_name = "Another name".to_owned();
    let renamed = kam.update_optimisation(made.id, &read.etag, &body).await.unwrap();
    assert_eq!(renamed.value.calendar_version, 1, "a name changes no advice");
    body.percent_to_fix = Decimal::new(60, 0);
    let changed = kam.update_optimisation(made.id, &renamed.etag, &body).await.unwrap();
    assert_eq!(changed.value.calendar_version, 2);
    let calendar = kam.get_calendar(made.id).await.unwrap();
    assert_eq!(calendar.reasons, [R::PercentChanged]);
    let query = CalendarDifferenceQuery::default();
    let difference = kam.compare_calendar_versions(made.id, calendar.version_id, &query).await.unwrap();
    assert_eq!((difference.version, difference.with), (2, 1));
    assert!(difference.changes.iter().any(|change| change.kind == ChangeKind::Removed));
    let same = CalendarDifferenceQuery { with: Some(calendar.version_id) };
    let nothing = kam.compare_calendar_versions(made.id, calendar.version_id, &same).await.unwrap();
    assert!(nothing.changes.is_empty());
    let stale = kam.update_optimisation(made.id, &read.etag, &body).await.unwrap_err();
    assert_eq!(stale.code(), Some("stale"));
    body.market_id = MARKETS[1].id;
    let moved = kam.update_optimisation(made.id, &changed.etag, &body).await.unwrap_err();
    assert_eq!(moved.code(), Some("invalid_input"));
}

#[tokio::test]
async fn a_new_publication_of_the_baseline_calculates_the_calendar_anew() {
    let app = TestApp::start().await;
    let (kam, made) = created(&app, samples::with(samples::optimisation(), "/risk_appetite", "high")).await;
    let before = kam.get_calendar(made.id).await.unwrap();
    let kam = on(&app, app.clock.today() + TimeDelta::days(1), Who::Kam).await;
    let mut forecast = samples::forecast();
    forecast["series"][0]["points"][1]["mid"] = "75".into();
    let forecast: ForecastInput = samples::typed(forecast);
    let operator = app.logged_in(&Who::Operator.email(), PASSWORD).await;
    operator.publish_forecast(MARKETS[0].id, &forecast, None).await.unwrap();
    let after = kam.get_calendar(made.id).await.unwrap();
    assert_eq!((after.version, after.reasons.as_slice()), (2, &[R::ForecastPublished][..]));
    assert_ne!(after.basis.forecast_id, before.basis.forecast_id);
    assert_ne!(open(&after)[0].advised_on, open(&before)[0].advised_on, "the low is elsewhere now");
    assert_eq!(kam.get_calendar(made.id).await.unwrap().version, 2, "and only once");
}

#[tokio::test]
async fn what_the_contract_and_the_day_do_not_allow_is_refused() {
    let app = TestApp::start().await;
    let (kam, made) = created(&app, samples::optimisation()).await;
    let today = app.clock.today();
    for (pointer, value, at, code) in [
        ("/percent", 19.into(), "/percent", "below_minimum_fixing"),
        ("/fixed_on", (today + TimeDelta::days(1)).to_string().into(), "/fixed_on", "out_of_range"),
        ("/period_from", "2028-02-01".into(), "/period_from", "unknown_period"),
        ("/price_per_mwh", "cheap".into(), "/price_per_mwh", "invalid_format"),
        ("/advice_id", uuid::Uuid::now_v7().to_string().into(), "/advice_id", "unknown_advice"),
    ] {
        let value: serde_json::Value = value;
        let body = samples::with(samples::fixing(today), pointer, value);
        let path = format!("/api/v1/optimisations/{}/fixings", made.id);
        let problem = app.post(Who::Kam, &path, &body).await.problem(422, "invalid_input");
        assert_eq!(problem["errors"][0]["pointer"], at);
        assert_eq!(problem["errors"][0]["code"], code);
    }
    kam.register_fixing(made.id, &fixing(today, 90), None).await.unwrap();
    let over = kam.register_fixing(made.id, &fixing(today, 20), None).await.unwrap_err();
    assert_eq!(over.code(), Some("invalid_input"));
    // What is fixed hangs on the delivery as it was cut.
    let read = kam.get_optimisation(made.id).await.unwrap();
    let recut = samples::with(samples::optimisation(), "/minimum_period", "quarter");
    let refused = kam.update_optimisation(made.id, &read.etag, &input(recut)).await.unwrap_err();
    assert_eq!(refused.code(), Some("optimisation_fixed"));
}
