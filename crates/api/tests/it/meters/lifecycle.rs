//! From creation to deletion.

use super::list;
use crate::support::{TestApp, Who, places, samples};
use api_types::{Meter, MeterQuery, MeterState, NewMeter};
use chrono::{Days, Months, TimeDelta};
use client::Created;
use serde_json::{Value, json};

/// The community manager creates a meter.
async fn create(app: &TestApp, body: Value) -> Created<Meter> {
    let body: NewMeter = samples::typed(body);
    app.r#as(Who::CommunityManager).await.create_meter(app.ids.own.home.id, &body, None).await.unwrap()
}

/// The flow of the guide: create, type the EAN into the search, open what is found.
#[tokio::test]
async fn a_created_meter_is_found_by_its_ean_and_opened() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::CommunityManager).await;
    let body = samples::meter("541449123456789012", app.clock.today());
    let body = samples::with(body, "/configuration/member_id", app.ids.own.home.owner.to_string());
    let created = create(&app, body).await;
    assert_eq!(created.location, format!("{}/{}", list(&app), created.value.id));
    let mut warnings: Vec<_> = created.value.warnings.iter().map(|note| note.code.as_str()).collect();
    warnings.sort_unstable();
    assert_eq!(warnings, ["ean_check_digit"], "unusual, and stored all the same");

    let query = MeterQuery { ean: Some("123 456-789".to_owned()), ..MeterQuery::default() };
    let found = client.list_meters(app.ids.own.home.id, &query).await.unwrap();
    assert_eq!((found.total, found.items.len()), (Some(1), 1));
    let row = &found.items[0];
    assert_eq!((row.id, row.ean.as_str(), row.status), (created.value.id, "541449123456789012", MeterState::Active));
    assert_eq!(row.member_name.as_deref(), Some("Household A"));

    let opened = client.get_meter(app.ids.own.home.id, row.id).await.unwrap();
    assert_eq!((&opened.value, &opened.etag), (&created.value, &created.etag));
    let actual = opened.value.configurations.actual.unwrap();
    assert_eq!((actual.valid_from, actual.valid_to), (app.clock.today(), None));
    assert!(opened.value.configurations.historical.is_empty() && opened.value.configurations.future.is_empty());
}

#[tokio::test]
async fn every_field_comes_back_as_it_was_sent() {
    let app = TestApp::start().await;
    let sent = samples::meter(&samples::ean(40), app.clock.today());
    let answer = app.post(Who::CommunityManager, &list(&app), &sent).await.is(201).json();
    for field in ["ean", "meter_number", "address", "phases", "reading_frequency", "tariff_group", "voltage_system"] {
        assert_eq!(answer[field], sent[field], "{field}");
    }
    for (field, value) in sent["configuration"].as_object().unwrap() {
        assert_eq!(&answer["configurations"]["actual"][field], value, "{field}");
    }
    assert_eq!(answer["warnings"], json!([]));
    assert_eq!(answer["updated_by"], "Test community");
    assert_eq!(answer["created_at"], "2026-06-15T10:00:00Z");
}

#[tokio::test]
async fn what_may_be_left_out_has_its_default() {
    let app = TestApp::start().await;
    let mut body = samples::meter(&samples::ean(41), app.clock.today());
    for field in [
        "/address/box",
        "/address/country",
        "/voltage_system",
        "/configuration/description",
        "/configuration/member_id",
    ] {
        body = samples::without(body, field);
    }
    let meter = create(&app, body).await.value;
    assert_eq!((meter.address.country.as_str(), meter.address.r#box), ("BE", None));
    let actual = meter.configurations.actual.unwrap();
    assert_eq!((actual.description.as_str(), actual.member_id), ("", None));
    assert_eq!(actual.status, domain::vocabulary::ConfigurationStatus::Active);
}

#[tokio::test]
async fn before_its_activation_a_meter_is_scheduled_and_then_it_is_active() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::CommunityManager).await;
    let community = app.ids.own.home.id;
    let activation = app.clock.today() + Days::new(3);
    let meter = create(&app, samples::meter(&samples::ean(42), activation)).await.value;
    assert!(meter.configurations.actual.is_none() && meter.configurations.historical.is_empty());
    assert_eq!(meter.configurations.future.len(), 1);

    let state = async || {
        let query = MeterQuery { ean: Some(meter.ean.clone()), ..MeterQuery::default() };
        app.logged_in(&Who::CommunityManager.email(), crate::support::PASSWORD)
            .await
            .list_meters(community, &query)
            .await
            .unwrap()
            .items
            .remove(0)
    };
    let row = state().await;
    assert_eq!((row.status, row.valid_from), (MeterState::Scheduled, activation));
    let scheduled = MeterQuery { status: Some(MeterState::Scheduled), ..MeterQuery::default() };
    assert_eq!(client.list_meters(community, &scheduled).await.unwrap().total, Some(1));

    // 21:59 of the day before in UTC is 23:59 in Brussels; a minute later the day has begun there.
    let midnight = activation.and_hms_opt(0, 0, 0).unwrap().and_utc() - TimeDelta::hours(2);
    app.clock.advance(midnight - TimeDelta::minutes(1) - api::clock::Clock::now(&app.clock));
    assert_eq!(state().await.status, MeterState::Scheduled);
    app.clock.advance(TimeDelta::minutes(1));
    assert_eq!(state().await.status, MeterState::Active);
    let client = app.logged_in(&Who::CommunityManager.email(), crate::support::PASSWORD).await;
    let meter = client.get_meter(community, meter.id).await.unwrap().value;
    assert_eq!(meter.configurations.actual.unwrap().valid_from, activation);
    assert!(meter.configurations.future.is_empty());
}

#[tokio::test]
async fn an_activation_in_the_past_holds_until_today() {
    let app = TestApp::start().await;
    let meter = create(&app, samples::meter(&samples::ean(43), app.clock.today() - Months::new(60))).await.value;
    assert_eq!(meter.configurations.actual.unwrap().valid_from, app.clock.today() - Months::new(60));
}

#[tokio::test]
async fn an_ean_is_unique_in_its_community_and_not_beyond() {
    let app = TestApp::start().await;
    let body = samples::meter(&app.ids.own.home.ean, app.clock.today());
    let problem = app.post(Who::CommunityManager, &list(&app), &body).await.problem(409, "ean_taken");
    assert_eq!(places(&problem), [("/ean".to_owned(), "ean_taken".to_owned())]);
    let spelled = samples::with(body.clone(), "/ean", format!("=\"{}\"", app.ids.own.home.ean));
    app.post(Who::CommunityManager, &list(&app), &spelled).await.problem(409, "ean_taken");
    let sibling = format!("/api/v1/communities/{}/meters", app.ids.own.sibling.id);
    app.post(Who::Manager, &sibling, &body).await.is(201);
}

#[tokio::test]
async fn of_many_who_create_the_same_ean_at_once_one_succeeds() {
    let app = TestApp::start().await;
    let body = samples::meter(&samples::ean(44), app.clock.today());
    let path = list(&app);
    let each = (0..8).map(|_| app.post(Who::CommunityManager, &path, &body));
    let mut statuses: Vec<u16> =
        futures_util::future::join_all(each).await.iter().map(|answer| answer.status()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
}

#[tokio::test]
async fn a_meter_created_by_mistake_is_deleted() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::CommunityManager).await;
    let community = app.ids.own.home.id;
    let meter = create(&app, samples::meter(&samples::ean(45), app.clock.today())).await;
    client.delete_meter(community, meter.value.id, &meter.etag).await.unwrap();
    assert_eq!(client.get_meter(community, meter.value.id).await.unwrap_err().code(), Some("not_found"));
    assert_eq!(
        client.delete_meter(community, meter.value.id, &meter.etag).await.unwrap_err().code(),
        Some("not_found")
    );
    create(&app, samples::meter(&samples::ean(45), app.clock.today())).await;
}

#[tokio::test]
async fn what_is_unusual_is_stored_with_a_warning_at_its_field() {
    let app = TestApp::start().await;
    let today = app.clock.today();
    let warnings = async |body: Value| {
        let mut warnings: Vec<_> =
            create(&app, body).await.value.warnings.into_iter().map(|note| (note.pointer, note.code)).collect();
        warnings.sort();
        warnings
    };
    let at = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    let no_prefix = samples::with(samples::meter("123456789012345678", today), "/configuration/dso", "ORES");
    assert_eq!(warnings(no_prefix).await, [at("/ean", "ean_check_digit"), at("/ean", "ean_prefix")]);
    let powerful = samples::with(samples::meter(&samples::ean(46), today), "/configuration/sampling_power_kva", 43.6);
    assert_eq!(warnings(powerful).await, [at("/configuration/sampling_power_kva", "power_over_connection")]);
    assert_eq!(warnings(samples::meter(&samples::ean(47), today)).await, []);
}
