//! Markets: the catalogue, prices by file, forecasts by form and file, and who sees them.

use crate::customers::told;
use crate::support::{TestApp, Who, samples};
use api_types::{ForecastImportQuery, MarketFileMode, PriceImportQuery, PriceQuery};
use client::Request;
use domain::market::MARKETS;
use serde_json::{Value, json};
use uuid::Uuid;

fn market(n: usize) -> Uuid {
    MARKETS[n].id
}

fn path(kind: &str) -> String {
    format!("/api/v1/markets/{}/{kind}", market(0))
}

/// Sends a CSV file.
async fn file(app: &TestApp, who: Who, path: &str, text: &str) -> crate::support::Answer {
    let mut request = Request::new("POST", path).header("content-type", "text/csv");
    request.body = Some(text.as_bytes().to_vec());
    app.send(&app.r#as(who).await, request).await
}

#[tokio::test]
async fn the_catalogue_is_the_same_for_everybody() {
    let app = TestApp::start().await;
    let expected: Vec<api_types::Market> = MARKETS.iter().map(api_types::Market::from).collect();
    for who in [Who::Manager, Who::Stranger, Who::Member, Who::Customer] {
        assert_eq!(app.r#as(who).await.list_markets().await.unwrap().items, expected);
    }
    let kam = app.r#as(Who::Kam).await;
    assert_eq!(kam.get_market(market(3)).await.unwrap(), expected[3]);
    assert_eq!(kam.get_market(app.ids.own.id).await.unwrap_err().code(), Some("not_found"));
}

#[tokio::test]
async fn prices_are_looked_at_then_stored_and_sent_twice_they_change_nothing() {
    let app = TestApp::start().await;
    let operator = app.r#as(Who::Operator).await;
    let text =
        "date;load;delivery;price\n2026-06-02;base;2028;84,25\n2026-06-01;base;2028;84\n2026-06-01;peak;2027-Q1;-0,5\n";
    let send = async |mode| {
        let query = PriceImportQuery { mode };
        operator.import_prices(market(0), &query, "text/csv", text.as_bytes().to_vec()).await.unwrap()
    };
    let counts = |import: api_types::PriceImport| (import.applied, import.create, import.change, import.unchanged);
    assert_eq!(counts(send(None).await), (false, 3, 0, 0));
    let read = async |query: Value| {
        let query: PriceQuery = samples::typed(query);
        operator.list_prices(market(0), &query).await.unwrap()
    };
    assert_eq!(read(json!({})).await.series, [], "nothing is stored yet");
    assert_eq!(counts(send(Some(MarketFileMode::Apply)).await), (true, 3, 0, 0));
    assert_eq!(counts(send(Some(MarketFileMode::Apply)).await), (true, 0, 0, 3));
    let history = read(json!({})).await;
    assert_eq!((history.currency.as_str(), history.unit.as_str()), ("EUR", "MWh"));
    let series: Vec<_> = history.series.iter().map(|s| (s.load.as_str(), s.delivery.as_str())).collect();
    assert_eq!(series, [("base", "2028"), ("peak", "2027-Q1")]);
    let points: Vec<_> = history.series[0].points.iter().map(|p| (p.date.to_string(), p.price.as_str())).collect();
    assert_eq!(points, [("2026-06-01".to_owned(), "84.00"), ("2026-06-02".to_owned(), "84.25")]);
    assert_eq!(read(json!({ "delivery": "2027-Q1" })).await.series[0].points[0].price, "-0.50");
    assert_eq!(read(json!({ "load": "peak", "from": "2026-06-02" })).await.series, []);
    app.get(Who::Kam, &path("prices?delivery=soon")).await.problem(422, "invalid_input");
    app.get(Who::Kam, &path("prices?from=2020-01-01&to=2026-01-01")).await.problem(422, "invalid_input");
}

#[tokio::test]
async fn a_wrong_row_stores_nothing_of_its_file() {
    let app = TestApp::start().await;
    let text = "date,load,delivery,price\n2026-06-01,base,2028,84\n2026-06-02,base,2028,\n2026-06-03,night,2028,1\n";
    let answer = file(&app, Who::Operator, &path("prices/imports?mode=apply"), text).await.is(200).json();
    assert_eq!((&answer["applied"], answer["errors"].as_array().unwrap().len()), (&json!(false), 2));
    assert_eq!(
        answer["errors"][0],
        json!({"row": 3, "errors": [
            {"pointer": "/price", "code": "required", "detail": "A value is required."}
        ]})
    );
    assert_eq!(app.get(Who::Operator, &path("prices")).await.json()["series"], json!([]));
    let gas = format!("/api/v1/markets/{}/prices/imports", market(3));
    let peak =
        file(&app, Who::Operator, &gas, "date,load,delivery,price\n2026-06-01,peak,2028,30\n").await.is(200).json();
    assert_eq!(peak["errors"][0]["errors"][0]["code"], "unknown_value", "gas has no peak");
    for (text, code) in
        [("", "empty_file"), ("nonsense", "no_rows"), ("date,delivery\n2026-06-01,2028\n", "missing_column")]
    {
        let refused = file(&app, Who::Operator, &path("prices/imports"), text).await.problem(422, "invalid_input");
        assert_eq!(told(&refused), [format!("/file {code}")]);
    }
    let request = Request::new("POST", path("prices/imports")).json_text("{}");
    app.send(&app.r#as(Who::Operator).await, request).await.problem(415, "unsupported_media_type");
}

#[tokio::test]
async fn a_forecast_is_published_and_never_changes() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let body = |comment: &str| {
        let body = samples::with(samples::forecast(), "/organisation_id", app.ids.own.id.to_string());
        samples::typed(samples::with(body, "/comment", comment))
    };
    let first = manager.publish_forecast(market(0), &body("First"), Some("k")).await.unwrap();
    let again = manager.publish_forecast(market(0), &body("First"), Some("k")).await.unwrap();
    assert_eq!(again.value.id, first.value.id, "a repeated request publishes once");
    let second = manager.publish_forecast(market(0), &body("Second"), None).await.unwrap();
    assert_eq!((first.value.version, second.value.version), (1, 2));
    assert_eq!(first.value.series[0].points[0].high, "91.001");
    let read = manager.get_forecast(market(0), first.value.id).await.unwrap();
    assert_eq!(read.value, first.value);
    let listed = app.get(Who::Kam, &path("forecasts?origin=manager")).await.is(200).json();
    let versions: Vec<i64> =
        listed["items"].as_array().unwrap().iter().map(|f| f["version"].as_i64().unwrap()).collect();
    assert_eq!(versions, [2, 1], "newest first");
    assert_eq!(listed["items"][0]["products"], json!([{ "load": "base", "delivery": "2028" }]));
    let foreign = path(&format!("forecasts/{}", first.value.id));
    app.get(Who::Stranger, &foreign).await.problem(404, "not_found");
    app.get(Who::Operator, &foreign).await.problem(404, "not_found");
    assert_eq!(app.get(Who::Stranger, &path("forecasts")).await.is(200).json()["total"], 1, "the application's");
}

#[tokio::test]
async fn whoever_publishes_for_the_application_is_the_operator() {
    let app = TestApp::start().await;
    let own = samples::with(samples::forecast(), "/organisation_id", app.ids.own.id.to_string());
    for (who, body, status) in [
        (Who::Operator, samples::forecast(), 201),
        (Who::Manager, samples::forecast(), 403),
        (Who::Kam, samples::forecast(), 403),
        (Who::Customer, samples::forecast(), 403),
        (Who::Operator, own.clone(), 403),
        (Who::Kam, own.clone(), 403),
        (Who::Stranger, own.clone(), 404),
        (Who::Manager, own, 201),
    ] {
        let answer = app.post(who, &path("forecasts"), &body).await;
        assert_eq!(answer.status(), status, "{who:?} {}", body["organisation_id"]);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_forecast_is_told_at_its_place() {
    let app = TestApp::start().await;
    let with = |pointer: &str, value: Value| samples::with(samples::forecast(), pointer, value);
    let at = "/series/0/points";
    for (body, expected) in [
        (with("/series", json!([])), vec!["/series required".to_owned()]),
        (with("/series/0/load", json!("night")), vec!["/series/0/load unknown_value".to_owned()]),
        (with("/series/0/delivery", json!("2028-Q5")), vec!["/series/0/delivery invalid_format".to_owned()]),
        (with(at, json!([])), vec![format!("{at} required")]),
        (with("/series/0/points/0/low", json!("81")), vec![format!("{at}/0/mid scenarios_cross")]),
        (with("/series/0/points/1/date", json!("2026-07-01")), vec![format!("{at}/1/date not_ascending")]),
        (with("/series/0/points/1/date", json!("2028-01-01")), vec![format!("{at}/1/date out_of_range")]),
        (with("/series/0/points/1/mid", json!("much")), vec![format!("{at}/1/mid invalid_format")]),
        (with("/series/0/points/1/mid", json!("81.0001")), vec![format!("{at}/1/mid too_many_decimals")]),
    ] {
        let problem = app.post(Who::Operator, &path("forecasts"), &body).await.problem(422, "invalid_input");
        assert_eq!(told(&problem), expected, "{body}");
    }
    let twice = samples::forecast()["series"][0].clone();
    let problem = app.post(Who::Operator, &path("forecasts"), &with("/series", json!([twice, twice]))).await;
    assert_eq!(told(&problem.problem(422, "invalid_input")), ["/series/1/delivery duplicate_product"]);
}

#[tokio::test]
async fn a_forecast_comes_in_by_file() {
    let app = TestApp::start().await;
    let manager = app.r#as(Who::Manager).await;
    let send = async |mode, text: &str| {
        let query = ForecastImportQuery { mode, organisation_id: Some(app.ids.own.id) };
        manager.import_forecast(market(0), &query, "text/csv", text.as_bytes().to_vec()).await.unwrap()
    };
    let text = "date,delivery,low,mid,high\n2026-08-01,2028,70,80,90\n2026-07-01,2028,71,81,91\n";
    let seen = send(None, text).await;
    assert_eq!((seen.published, seen.series[0].points[0].mid.as_str()), (None, "81.00"));
    let wrong = send(Some(MarketFileMode::Apply), &format!("{text}2026-07-01,2028,1,2,3\n")).await;
    assert_eq!((wrong.published, wrong.errors.len(), wrong.errors[0].row), (None, 1, 4));
    let published = send(Some(MarketFileMode::Apply), text).await.published.unwrap();
    assert_eq!(published.version, 1);
    let read = manager.get_forecast(market(0), published.id).await.unwrap().value;
    assert_eq!(read.series, seen.series);
}

/// A customer sees the forecasts that an active service shares, and no other.
#[tokio::test]
async fn a_customer_sees_what_is_shared() {
    let app = TestApp::start().await;
    let body = samples::with(samples::forecast(), "/organisation_id", app.ids.own.id.to_string());
    let manager_forecast = app.post(Who::Manager, &path("forecasts"), &body).await.is(201).json();
    let account = format!("/api/v1/customers/{}", app.ids.own.customer);
    let share = async |forecasts: Value| {
        let known = app.get(Who::Kam, &account).await.is(200);
        let service = known.json()["services"][0]["id"].as_str().unwrap().to_owned();
        let body = samples::with(samples::service(0), "/forecasts", forecasts).to_string();
        let request = Request::new("PUT", format!("{account}/services/{service}")).json_text(body);
        let request = request.header("if-match", known.header("etag").unwrap());
        app.send(&app.r#as(Who::Kam).await, request).await.is(200);
    };
    let seen = async || {
        let listed = app.get(Who::Customer, &path("forecasts")).await.is(200).json();
        let origins = listed["items"].as_array().unwrap().iter().map(|f| f["origin"].as_str().unwrap().to_owned());
        origins.collect::<Vec<_>>()
    };
    let read = path(&format!("forecasts/{}", manager_forecast["id"].as_str().unwrap()));
    assert_eq!(seen().await, ["application"]);
    app.get(Who::Customer, &read).await.problem(404, "not_found");
    share(json!(["manager"])).await;
    assert_eq!(seen().await, ["manager"]);
    app.get(Who::Customer, &read).await.is(200);
    share(json!(["application", "manager"])).await;
    assert_eq!(seen().await.len(), 2);
    // Another market of theirs is none of their business.
    let other = format!("/api/v1/markets/{}/forecasts", market(1));
    app.get(Who::Customer, &other).await.problem(403, "forbidden");

    let customer = app.r#as(Who::Customer).await;
    let own = samples::typed(samples::with(samples::forecast(), "/market_id", market(0).to_string()));
    let refused = customer.publish_client_forecast(app.ids.own.customer, &own, None).await.unwrap_err();
    assert_eq!(refused.code(), Some("client_forecast_not_shared"));
    share(json!(["application", "client"])).await;
    let published = customer.publish_client_forecast(app.ids.own.customer, &own, Some("k")).await.unwrap();
    assert_eq!(published.value.version, 2, "one was seeded");
    let kam = app.r#as(Who::Kam).await;
    let theirs = kam.list_client_forecasts(app.ids.own.customer, &Default::default()).await.unwrap();
    assert_eq!(theirs.items[0].id, published.value.id);
    assert_eq!(kam.get_client_forecast(app.ids.own.customer, published.value.id).await.unwrap().value, published.value);
    assert_eq!(seen().await, ["application"], "a client's own stand at the account");
    let elsewhere = samples::typed(samples::with(samples::forecast(), "/market_id", market(1).to_string()));
    let refused = customer.publish_client_forecast(app.ids.own.customer, &elsewhere, None).await.unwrap_err();
    assert_eq!(refused.code(), Some("market_not_activated"));
    let text = samples::FORECAST_FILE.as_bytes().to_vec();
    let query = api_types::ClientForecastImportQuery { mode: Some(MarketFileMode::Apply), market_id: market(0) };
    let imported = customer.import_client_forecast(app.ids.own.customer, &query, "text/csv", text).await.unwrap();
    assert_eq!(imported.published.unwrap().version, 3);
}
