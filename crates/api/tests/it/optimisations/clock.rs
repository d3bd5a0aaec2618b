use super::{created, fixing, on, open, states};
use crate::support::{TestApp, Who, samples};
use chrono::TimeDelta;
use domain::advice::{AdviceState as S, CalendarReason as R};
use domain::quantity::Decimal;

#[tokio::test]
async fn a_day_that_passes_unused_is_missed_and_the_rest_laid_again() {
    let app = TestApp::start().await;
    let (kam, made) = created(&app, samples::optimisation()).await;
    let first = kam.get_calendar(made.id).await.unwrap();
    let due = open(&first)[0].clone();
    // On the day itself it stands.
    let kam = on(&app, due.advised_on, Who::Kam).await;
    assert_eq!(kam.get_calendar(made.id).await.unwrap().version, 1);
    let kam = on(&app, due.advised_on + TimeDelta::days(1), Who::Kam).await;
    let second = kam.get_calendar(made.id).await.unwrap();
    assert_eq!((second.version, second.reasons.as_slice()), (2, &[R::AdviceMissed][..]));
    let missed = second.periods[0].advice.iter().find(|advice| advice.id == due.id).unwrap();
    assert_eq!((missed.state, missed.closed_version), (S::Missed, Some(2)));
    assert_eq!(second.periods[0].advised_percent, Decimal::new(80, 0));
    assert_eq!(kam.get_calendar(made.id).await.unwrap().version, 2, "missed once");
    // Registered too late, it answers nothing, and what was missed stays so.
    let late = kam.register_fixing(made.id, &fixing(due.advised_on, 20), None).await.unwrap().value;
    assert_eq!(late.advice_id, None);
    assert!(states(&kam.get_calendar(made.id).await.unwrap()).contains(&S::Missed));
}

#[tokio::test]
async fn nothing_is_advised_once_the_delivery_begins() {
    let app = TestApp::start().await;
    let (_, made) = created(&app, samples::optimisation()).await;
    let kam = on(&app, "2028-01-01".parse().unwrap(), Who::Kam).await;
    let calendar = kam.get_calendar(made.id).await.unwrap();
    assert!(open(&calendar).is_empty());
    assert_eq!(calendar.periods[0].unplaced_percent, Decimal::new(80, 0));
    assert_eq!(states(&calendar), [S::Missed; 4]);
}

#[tokio::test]
async fn what_was_missed_counts_before_anybody_has_looked() {
    let app = TestApp::start().await;
    let (kam, made) = created(&app, samples::optimisation()).await;
    let due = open(&kam.get_calendar(made.id).await.unwrap())[0].clone();
    let organisation = app.ids.own.id;
    let kam = on(&app, due.advised_on, Who::Kam).await;
    let monitoring = kam.get_monitoring(organisation).await.unwrap();
    assert_eq!((monitoring.advice_due_count, monitoring.missed_count), (1, 0));
    assert_eq!(monitoring.advice_due[0].advice_id, due.id);
    let tomorrow = due.advised_on + TimeDelta::days(1);
    let kam = on(&app, tomorrow, Who::Kam).await;
    let monitoring = kam.get_monitoring(organisation).await.unwrap();
    assert_eq!(monitoring.missed.iter().map(|entry| entry.advice_id).collect::<Vec<_>>(), [due.id]);
    // Another key account manager sees nothing of it, the manager all.
    let other = on(&app, tomorrow, Who::OtherKam).await.get_monitoring(organisation).await.unwrap();
    assert_eq!((other.missed_count, other.optimisation_count), (0, 0));
    let all = on(&app, tomorrow, Who::Manager).await.get_monitoring(organisation).await.unwrap();
    assert_eq!((all.missed_count, all.optimisation_count), (1, 1));
}
