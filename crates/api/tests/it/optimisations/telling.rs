use super::{created, input, on, open};
use crate::support::{TestApp, Who, samples};
use api_types::{CalendarFeedQuery, NotificationQuery, NotificationSettingsInput};
use chrono::TimeDelta;
use domain::notification::{NotificationEvent as E, RecipientKind as K};
use serde_json::json;
use std::time::Duration;

/// A server that looks at the clock all the time.
async fn attentive() -> TestApp {
    TestApp::start_with(|settings| settings.advise_every = Duration::from_millis(50)).await
}

async fn events(app: &TestApp, who: Who) -> Vec<E> {
    let client = on(app, app.clock.today(), who).await;
    let told = client.list_notifications(&NotificationQuery::default()).await.unwrap().items;
    told.into_iter().map(|one| one.event).collect()
}

/// What somebody was told, once it is at least `count`.
async fn told(app: &TestApp, who: Who, count: usize) -> Vec<E> {
    for _ in 0..100 {
        let found = events(app, who).await;
        if found.len() >= count {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} was told {:?}", who.name(), events(app, who).await);
}

#[tokio::test]
async fn advice_of_the_day_is_told_once_and_what_passed_unused_too() {
    let app = attentive().await;
    let (kam, made) = created(&app, samples::optimisation()).await;
    let due = open(&kam.get_calendar(made.id).await.unwrap())[0].clone();
    assert!(events(&app, Who::Kam).await.is_empty());
    app.clock.advance(due.advised_on - app.clock.today());
    assert_eq!(told(&app, Who::Kam, 1).await, [E::AdviceDue]);
    app.mail_to(&Who::Kam.email(), 1).await;
    app.clock.advance(TimeDelta::days(1));
    let mut found = told(&app, Who::Kam, 3).await;
    found.sort();
    assert_eq!(found, [E::AdviceDue, E::CalendarChanged, E::AdviceMissed]);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(events(&app, Who::Kam).await.len(), 3, "each once");
    assert!(events(&app, Who::OtherKam).await.is_empty());
    assert!(events(&app, Who::Manager).await.is_empty());

    let client = on(&app, app.clock.today(), Who::Kam).await;
    let unread = NotificationQuery { unread: Some(true), ..Default::default() };
    let first = client.list_notifications(&unread).await.unwrap().items[0].id;
    assert!(client.read_notification(first).await.unwrap().read_at.is_some());
    assert_eq!(client.read_all_notifications().await.unwrap().count, 2);
    assert!(client.list_notifications(&unread).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn the_customers_side_is_told_while_its_service_is_active_alone() {
    let app = attentive().await;
    let (kam, customer) = (app.r#as(Who::Kam).await, app.ids.own.customer);
    let made = kam.create_optimisation(customer, &input(samples::optimisation()), None).await.unwrap().value;
    let client = app.r#as(Who::Customer).await;
    let read = client.get_notification_settings(made.id).await.unwrap();
    let kinds: Vec<K> = read.value.recipients.iter().map(|recipient| recipient.kind).collect();
    assert_eq!((kinds, read.value.may_edit), (vec![K::Kam, K::Contact], true));
    let body: NotificationSettingsInput = samples::typed(json!({ "recipients": [
        { "kind": "contact", "events": ["advice_due"], "in_app": true, "mail": false },
        { "kind": "other", "email": "buyer@example.org", "name": "Purchasing", "locale": "nl", "events": ["advice_due"] }
    ] }));
    let set = client.update_notification_settings(made.id, &read.etag, &body).await.unwrap();
    assert!(set.value.recipients.iter().all(|recipient| recipient.reachable));
    let due = open(&client.get_calendar(made.id).await.unwrap())[0].clone();
    app.clock.advance(due.advised_on - app.clock.today());
    assert_eq!(told(&app, Who::Customer, 1).await, [E::AdviceDue]);
    app.mail_to("buyer@example.org", 1).await;
    assert!(events(&app, Who::Kam).await.is_empty(), "nobody chose the key account manager");
}

#[tokio::test]
async fn the_end_of_a_service_is_told_and_a_trial_is_called_one() {
    let app = attentive().await;
    let kam = app.r#as(Who::Kam).await;
    let mut body = samples::customer("trial@example.org");
    let day = |days: i64| json!(app.clock.today() + TimeDelta::days(days));
    body["services"][0]["start_date"] = day(-6);
    body["services"][0]["end_date"] = day(8);
    kam.create_customer(app.ids.own.id, &samples::typed(body), None).await.unwrap();
    app.clock.advance(TimeDelta::days(1));
    assert_eq!(told(&app, Who::Kam, 1).await, [E::TrialEnding]);
    app.clock.advance(TimeDelta::days(6));
    assert_eq!(told(&app, Who::Kam, 2).await, [E::TrialEnding, E::TrialEnding]);
}

#[tokio::test]
async fn a_calendar_is_followed_by_its_link_until_it_is_taken_back() {
    let app = TestApp::start().await;
    let (kam, made) = created(&app, samples::optimisation()).await;
    assert_eq!(kam.get_calendar_link().await.unwrap().created_at, None);
    let token = |url: &str| CalendarFeedQuery { token: url.rsplit_once('=').unwrap().1.to_owned() };
    let link = kam.create_calendar_link().await.unwrap();
    let feed = app.anonymous.get_calendar_feed(&token(&link.url)).await.unwrap();
    let text = String::from_utf8(feed).unwrap();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 4, "{text}");
    // Long lines go on in the next one.
    let text = text.replace("\r\n ", "");
    assert!(text.contains("Fix 20 %: Bakery") && text.contains(&made.id.to_string()), "{text}");
    assert!(kam.get_calendar_link().await.unwrap().last_used_at.is_some());
    let other = app.r#as(Who::OtherKam).await.create_calendar_link().await.unwrap();
    let empty = app.anonymous.get_calendar_feed(&token(&other.url)).await.unwrap();
    assert!(!String::from_utf8(empty).unwrap().contains("VEVENT"));
    // A new link makes the former void, and revoking that one, too.
    let newer = kam.create_calendar_link().await.unwrap();
    let gone = app.anonymous.get_calendar_feed(&token(&link.url)).await.unwrap_err();
    assert_eq!(gone.code(), Some("not_found"));
    kam.revoke_calendar_link().await.unwrap();
    let gone = app.anonymous.get_calendar_feed(&token(&newer.url)).await.unwrap_err();
    assert_eq!(gone.code(), Some("not_found"));
}

#[tokio::test]
async fn all_advice_stands_in_one_calendar_by_day() {
    let app = TestApp::start().await;
    let (kam, made) = created(&app, samples::optimisation()).await;
    created(&app, samples::optimisation()).await;
    let query = api_types::CalendarQuery { limit: Some(3), ..Default::default() };
    let page = kam.list_calendar_entries(app.ids.own.id, &query).await.unwrap();
    assert_eq!((page.items.len(), page.total), (3, Some(8)));
    let rest = api_types::CalendarQuery { limit: Some(10), cursor: page.next_cursor.clone(), ..Default::default() };
    let rest = kam.list_calendar_entries(app.ids.own.id, &rest).await.unwrap();
    let days: Vec<_> = page.items.iter().chain(&rest.items).map(|entry| entry.advised_on).collect();
    assert!(days.len() == 8 && days.is_sorted());
    let one = api_types::CalendarQuery { customer_id: Some(made.customer_id), ..Default::default() };
    assert_eq!(kam.list_calendar_entries(app.ids.own.id, &one).await.unwrap().total, Some(4));
}
