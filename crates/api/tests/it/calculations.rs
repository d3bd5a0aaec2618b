//! Simulations and searches beside the requests: the same results, known progress, and an end at any time.

use crate::support::{TestApp, Who, samples};
use api_types::{Calculation, KeySearchInput, SimulationInput};
use client::{Calculated, Client, Created, Request, Versioned, Wait};
use domain::vocabulary::{CalculationKind, CalculationState};
use serde_json::json;
use std::time::Duration;
use uuid::Uuid;

/// A calculation once it is over.
pub(crate) async fn ended(client: &Client, community: Uuid, id: Uuid) -> Versioned<Calculation> {
    for _ in 0..600 {
        let calculation = client.get_calculation(community, id).await.unwrap();
        if !matches!(calculation.value.state, CalculationState::Waiting | CalculationState::Running) {
            return calculation;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the calculation does not end");
}

fn later<T: std::fmt::Debug>(calculated: Calculated<T>) -> Created<Calculation> {
    match calculated {
        Calculated::Later(begun) => *begun,
        Calculated::Now(result) => panic!("there is a result: {result:?}"),
    }
}

fn now<T: std::fmt::Debug>(calculated: Calculated<T>) -> T {
    match calculated {
        Calculated::Now(result) => *result,
        Calculated::Later(begun) => panic!("it goes on beside the request: {begun:?}"),
    }
}

fn search(consumers: usize, steps: usize) -> KeySearchInput {
    let wh = |seed: usize| (0..steps).map(|t| (t * seed + seed) % 97).collect::<Vec<_>>();
    let names = (0..consumers).map(|i| format!("C{i}"));
    samples::typed(json!({
        "consumers": names.clone().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "series": {
            "production_wh": wh(31),
            "consumption_wh": names.enumerate().map(|(i, name)| (name, wh(i * 2 + 3))).collect::<std::collections::BTreeMap<_, _>>()
        },
        "start": "2026-01-01T00:00:00Z", "rounds_max": 10, "tradeoff_points": 20
    }))
}

fn simulation(steps: usize) -> SimulationInput {
    let zeros = vec![0; steps];
    samples::typed(json!({
        "key": { "name": "Key", "consumers": [{ "name": "A" }, { "name": "B" }],
            "iterations": [{ "share_percent": 100, "rule": "prorata" }] },
        "series": { "production_wh": zeros, "consumption_wh": { "A": zeros, "B": zeros } }, "include_series": true
    }))
}

#[tokio::test]
async fn beside_the_request_comes_the_same() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, app.ids.own.home.id);
    let body = search(3, 4000);
    let found = now(client.search_key(home, &body, Wait::AMoment).await.unwrap());
    let begun = later(client.search_key(home, &body, Wait::No).await.unwrap());
    assert_eq!(begun.location, format!("/api/v1/communities/{home}/calculations/{}", begun.value.id));
    assert_eq!((begun.value.kind, begun.value.state), (CalculationKind::KeySearch, CalculationState::Waiting));
    assert_eq!((begun.value.community_id, begun.value.created_by.is_some()), (home, true));
    let done = ended(&client, home, begun.value.id).await.value;
    assert_eq!((done.state, done.failure.as_deref()), (CalculationState::Done, None));
    assert!(done.ended_at.is_some() && done.simulation.is_none());
    assert_eq!(done.key_search, Some(found));

    let body = simulation(5);
    let simulated = now(client.simulate(home, &body, Wait::AMoment).await.unwrap());
    let begun = later(client.simulate(home, &body, Wait::No).await.unwrap());
    let done = ended(&client, home, begun.value.id).await;
    assert_eq!((done.value.kind, done.value.simulation), (CalculationKind::Simulation, Some(simulated)));
    let known = Request::new("GET", &begun.location).header("if-none-match", &done.etag);
    app.send(&client, known).await.is(304);
    client.cancel_calculation(home, begun.value.id, &begun.etag).await.unwrap_err();
    client.cancel_calculation(home, begun.value.id, &done.etag).await.unwrap();
    app.get(Who::CommunityManager, &begun.location).await.problem(404, "not_found");
}

#[tokio::test]
async fn what_is_wrong_is_said_at_once() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, app.ids.own.home.id);
    let mut body = search(2, 3);
    body.consumers[0].min_percent = Some(domain::quantity::Decimal::new(60, 0));
    body.consumers[1].min_percent = Some(domain::quantity::Decimal::new(60, 0));
    let refused = client.search_key(home, &body, Wait::No).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().errors[0].code, "shares_not_100");
}

#[tokio::test]
async fn much_is_calculated_beside_the_request() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, app.ids.own.home.id);
    let begun = later(client.simulate(home, &simulation(1_800_001), Wait::AMoment).await.unwrap());
    let path = &begun.location;
    app.get(Who::Manager, path).await.is(200);
    app.get(Who::Stranger, path).await.problem(404, "not_found");
    let done = ended(&client, home, begun.value.id).await.value;
    let simulated = done.simulation.unwrap();
    assert_eq!((simulated.totals.steps, done.progress.done), (1_800_001, done.progress.total));
    assert_eq!(simulated.allocations_wh.unwrap()["B"].len(), 1_800_001);
}

/// A search that would go on for minutes frees its turn within moments.
#[tokio::test]
async fn what_is_cancelled_stops() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, app.ids.own.home.id);
    let long = search(40, 20_000);
    let mut begun = Vec::new();
    for _ in 0..2 {
        begun.push(later(client.search_key(home, &long, Wait::No).await.unwrap()));
    }
    let refused = client.search_key(home, &search(2, 3), Wait::No).await.unwrap_err();
    assert_eq!(refused.code(), Some("too_many_calculations"));
    let others = app.r#as(Who::Stranger).await;
    let foreign = later(others.search_key(app.ids.foreign.home.id, &search(2, 3), Wait::No).await.unwrap());
    for calculation in begun {
        let read = client.get_calculation(home, calculation.value.id).await.unwrap();
        assert!(matches!(read.value.state, CalculationState::Waiting | CalculationState::Running), "{read:?}");
        client.cancel_calculation(home, calculation.value.id, &read.etag).await.unwrap();
        app.get(Who::CommunityManager, &calculation.location).await.problem(404, "not_found");
    }
    let short = later(client.search_key(home, &search(2, 3), Wait::No).await.unwrap());
    assert_eq!(ended(&client, home, short.value.id).await.value.state, CalculationState::Done);
    assert_eq!(ended(&others, app.ids.foreign.home.id, foreign.value.id).await.value.state, CalculationState::Done);
}
