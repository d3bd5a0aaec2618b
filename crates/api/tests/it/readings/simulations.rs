//! Keys on the readings of the community, and on modelled ones.

use super::{LEAVING_OUT, apply, checked, wide};
use crate::support::{TestApp, Who, samples};
use api_types::{KeySearch, Simulation};
use domain::vocabulary::SeriesSource;
use serde_json::{Value, json};

/// An hour at the beginning of 2026, in which one meter takes and gives, and another takes.
async fn filled(app: &TestApp) {
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let other = samples::ean(2);
    let text = wide(
        &[(&home.ean, "offtake"), (&home.ean, "injection"), (&other, "offtake")],
        "2026-02-01T23:00:00Z",
        &[&["0.1", "0.5", "0.3"], &["0.1", "0.1", "0.3"], &["", "0", "0.3"], &["0.1", "0", "0.3"]],
    );
    apply(&client, &checked(&client, home.id, "a.csv", text).await, LEAVING_OUT).await;
}

fn key() -> Value {
    json!({ "name": "Prorata", "consumers": [{ "name": "A" }, { "name": "B" }],
        "iterations": [{ "share_percent": 100, "rule": "prorata" }] })
}

fn body(app: &TestApp, readings: &Value) -> Value {
    let home = &app.ids.own.home;
    let mut whole = json!({ "from": "2026-02-02", "to": "2026-02-03",
        "consumer_meter_ids": { "A": home.meter, "B": home.other_meter } });
    whole.as_object_mut().unwrap().extend(readings.as_object().unwrap().clone());
    json!({ "key": key(), "readings": whole, "gaps": "zero" })
}

async fn simulate(app: &TestApp, body: &Value) -> crate::support::Answer {
    let path = format!("/api/v1/communities/{}/simulations", app.ids.own.home.id);
    app.post(Who::CommunityManager, &path, body).await
}

#[tokio::test]
async fn a_key_runs_on_stored_readings() {
    let app = TestApp::start().await;
    filled(&app).await;
    let home = &app.ids.own.home;
    let answer = simulate(&app, &body(&app, &json!({ "production_meter_ids": [home.meter] }))).await.is(200);
    let simulation: Simulation = samples::typed(answer.json());
    assert_eq!((simulation.totals.steps, simulation.totals.production_wh), (96, 600));
    assert_eq!((simulation.totals.consumption_wh, simulation.totals.shared_wh), (1_500, 500));
    assert_eq!(simulation.months[0].month, "2026-02");
    // The producer is a consumer as well, so it is named.
    assert_eq!(simulation.producers[1].name.as_deref(), Some("A"));
    let sources: Vec<_> = simulation
        .sources
        .iter()
        .map(|of| (of.direction.as_str(), of.consumer.as_deref(), of.source, of.missing, of.total_wh))
        .collect();
    let measured = SeriesSource::Measured;
    assert_eq!(
        sources,
        [
            ("injection", Some("A"), measured, 92, 600),
            ("offtake", Some("A"), measured, 93, 300),
            ("offtake", Some("B"), measured, 92, 1_200)
        ]
    );
    assert_eq!(simulation.gaps_filled, 92 + 93 + 92);
    // Without a choice, whoever injects in the period produces.
    let all: Simulation = samples::typed(simulate(&app, &body(&app, &json!({}))).await.is(200).json());
    assert_eq!(all.totals, simulation.totals);
}

#[tokio::test]
async fn a_meter_takes_part_while_it_is_active() {
    let app = TestApp::start().await;
    filled(&app).await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let change = samples::typed(json!({ "valid_from": "2026-02-02", "status": "inactive" }));
    client.add_configuration(home.id, home.other_meter, None, &change, None).await.unwrap();
    let answer = simulate(&app, &body(&app, &json!({}))).await.is(200);
    let simulation: Simulation = samples::typed(answer.json());
    let other = simulation.sources.iter().find(|of| of.consumer.as_deref() == Some("B")).unwrap();
    assert_eq!((other.quarters, other.missing, other.total_wh), (0, 0, 0), "it takes nothing, which is no gap");
    assert_eq!(simulation.consumers[1].consumption_wh, 0);
}

#[tokio::test]
async fn a_meter_without_quarter_hours_is_modelled_and_marked() {
    let app = TestApp::start().await;
    filled(&app).await;
    let home = &app.ids.own.home;
    // Read monthly, and nothing is stored of this year.
    let year = json!({ "from": "2027-01-01", "to": "2028-01-01", "production_meter_ids": [home.meter] });
    let simulation: Simulation = samples::typed(simulate(&app, &body(&app, &year)).await.is(200).json());
    for of in &simulation.sources {
        assert_eq!((of.source, of.assumed, of.missing), (SeriesSource::Modelled, true, 0), "{of:?}");
    }
    assert_eq!(simulation.consumers[0].consumption_wh, 3_500_000);
    let mut said = year;
    said["modelled"] = json!([{ "meter_id": home.meter, "offtake_kwh": 4_200, "injection_kwh": 2_000 }]);
    let simulation: Simulation = samples::typed(simulate(&app, &body(&app, &said)).await.is(200).json());
    assert_eq!((simulation.totals.production_wh, simulation.consumers[0].consumption_wh), (2_000_000, 4_200_000));
    assert_eq!((simulation.sources[0].yearly_kwh, simulation.sources[0].assumed), (Some(2_000), false));
    // Quarter-hours that are there are used, unless a model is asked for.
    let model = json!({ "modelled": [{ "meter_id": home.meter }] });
    let simulation: Simulation = samples::typed(simulate(&app, &body(&app, &model)).await.is(200).json());
    let sources: Vec<_> = simulation.sources.iter().map(|of| of.source).collect();
    assert_eq!(sources, [SeriesSource::Modelled, SeriesSource::Modelled, SeriesSource::Measured]);
}

#[tokio::test]
async fn what_cannot_be_simulated_is_named() {
    let app = TestApp::start().await;
    filled(&app).await;
    let (home, foreign) = (&app.ids.own.home, app.ids.foreign.home.meter);
    let wrong = |readings: Value| body(&app, &readings);
    let refusing = |mut body: Value| {
        body["gaps"] = json!("refuse");
        body
    };
    for (body, places) in [
        (
            wrong(json!({ "consumer_meter_ids": { "A": home.meter } })),
            vec![("/readings/consumer_meter_ids/B", "series_missing")],
        ),
        (
            wrong(json!({ "consumer_meter_ids": { "A": home.meter, "B": foreign, "C": home.meter } })),
            vec![
                ("/readings/consumer_meter_ids/B", "unknown_meter"),
                ("/readings/consumer_meter_ids/C", "unknown_consumer"),
            ],
        ),
        (
            wrong(json!({ "production_meter_ids": [foreign] })),
            vec![("/readings/production_meter_ids/0", "unknown_meter")],
        ),
        (wrong(json!({ "production_meter_ids": [] })), vec![("/readings/production_meter_ids", "required")]),
        (wrong(json!({ "from": "2026-02-03" })), vec![("/readings/to", "invalid_date")]),
        (wrong(json!({ "to": "2036-02-03" })), vec![("/readings/to", "invalid_date")]),
        (
            wrong(json!({ "modelled": [{ "meter_id": home.meter, "offtake_kwh": -1 }] })),
            vec![("/readings/modelled/0/offtake_kwh", "out_of_range")],
        ),
        (
            refusing(wrong(json!({ "production_meter_ids": [home.meter] }))),
            vec![
                ("/readings/production_meter_ids/0", "missing_reading"),
                ("/readings/consumer_meter_ids/A", "missing_reading"),
                ("/readings/consumer_meter_ids/B", "missing_reading"),
            ],
        ),
    ] {
        simulate(&app, &body).await.invalid(&places);
    }
    let mut both = wrong(json!({}));
    both["series"] = json!({ "production_wh": [1], "consumption_wh": { "A": [1], "B": [1] } });
    simulate(&app, &both).await.invalid(&[("/readings", "not_allowed")]);
    simulate(&app, &json!({ "key": key() })).await.invalid(&[("/series", "required")]);
}

#[tokio::test]
async fn weights_are_searched_on_stored_readings() {
    let app = TestApp::start().await;
    filled(&app).await;
    let path = format!("/api/v1/communities/{}/key-searches", app.ids.own.home.id);
    let mut search = body(&app, &json!({}));
    search.as_object_mut().unwrap().remove("key");
    search["consumers"] = json!([{ "name": "A" }, { "name": "B" }]);
    let found: KeySearch = samples::typed(app.post(Who::CommunityManager, &path, &search).await.is(200).json());
    assert_eq!((found.best.totals.production_wh, found.sources.len()), (600, 3));
}
