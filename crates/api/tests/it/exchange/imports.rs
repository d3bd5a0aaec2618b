//! Files of meters: the report, and what is stored once it is confirmed.

use super::{apply, ended, rows, send, upload};
use crate::support::{TestApp, Who, samples};
use api_types::{Event, EventQuery, MeterQuery, TableQuery};
use client::Request;
use domain::vocabulary::{ImportRowState, ImportState};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_file_is_checked_then_applied_and_the_second_time_changes_nothing() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let file = samples::meter_file(&[&samples::ean(50), &samples::ean(51)]).replacen(
        ";Résidentiel;\n",
        ";Résidentiel;Park School\n",
        1,
    );
    let import = client.create_meter_import(home.id, upload(&file), None).await.unwrap();
    assert_eq!(
        (import.value.counts.create, import.value.counts.error),
        (2, 0),
        "{:?}",
        rows(&client, &import.value).await
    );
    assert_eq!(import.value.file_name, "list.csv");
    assert!(import.value.columns.iter().all(|column| column.field.is_some()));
    let before = client.list_meters(home.id, &MeterQuery::default()).await.unwrap();
    assert_eq!(before.total, Some(2), "nothing is stored before it is confirmed");

    let applied = apply(&client, home.id, import.value.id).await.value;
    assert_eq!((applied.state, applied.failure.as_deref()), (ImportState::Applied, None));
    let first = &rows(&client, &applied).await[0];
    let meter = client.get_meter(home.id, first.target_id.unwrap()).await.unwrap().value;
    let actual = meter.configurations.actual.unwrap();
    assert_eq!((meter.ean.as_str(), actual.member_name.as_deref()), (samples::ean(50).as_str(), Some("Park School")));
    assert_eq!((actual.sampling_power_kva.to_string().as_str(), meter.phases), ("9.2", 3));

    let again = client.create_meter_import(home.id, upload(&file), None).await.unwrap().value;
    assert_eq!((again.counts.create, again.counts.change, again.counts.unchanged), (0, 0, 2));
    let answer = app
        .post(
            Who::CommunityManager,
            &format!("/api/v1/communities/{}/imports/{}/confirm", home.id, again.id),
            &json!({}),
        )
        .await;
    answer.problem(409, "nothing_to_import");
    let refused = client.confirm_import(home.id, again.id, "\"7\"").await.unwrap_err();
    assert_eq!(refused.code(), Some("stale"));
}

#[tokio::test]
async fn a_change_holds_from_its_day_on_and_leaves_the_rest() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let file = format!(
        "Rate;ean;activation date;colour\nbi-hourly;{};2026-07-01;red\nimpact;{};;\n",
        home.ean,
        samples::ean(2)
    );
    let import = client.create_meter_import(home.id, upload(&file), None).await.unwrap().value;
    assert_eq!(import.counts.change, 2, "{:?}", rows(&client, &import).await);
    assert_eq!(import.columns[3].field, None, "an unknown column is told");
    let changes = &rows(&client, &import).await[0].changes;
    let told: Vec<_> = changes.iter().map(|c| (c.field.as_str(), c.old.clone(), c.new.clone())).collect();
    assert_eq!(
        told,
        [
            ("configuration.valid_from", json!("2026-01-01"), json!("2026-07-01")),
            ("configuration.rate", json!("simple"), json!("bi_hourly"))
        ]
    );
    assert_eq!(apply(&client, home.id, import.id).await.value.state, ImportState::Applied);
    let meter = client.get_meter(home.id, home.meter).await.unwrap().value;
    let next = &meter.configurations.future[0];
    assert_eq!((next.valid_from.to_string().as_str(), next.rate.as_str()), ("2026-07-01", "bi_hourly"));
    let actual = meter.configurations.actual.as_ref().unwrap();
    assert_eq!((next.member_id, &next.description), (actual.member_id, &actual.description), "carried forward");
    let other = client.get_meter(home.id, home.other_meter).await.unwrap().value;
    assert_eq!(other.configurations.actual.unwrap().valid_from, app.clock.today(), "without a day, from today on");

    let again = client.create_meter_import(home.id, upload(&file), None).await.unwrap().value;
    assert_eq!((again.counts.change, again.counts.unchanged), (0, 2));
}

#[tokio::test]
async fn what_identifies_a_meter_is_changed_too() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let file = format!("ean,city,amperage_a,valid_from\n{},Jambes,63,2026-01-01\n", home.ean);
    let import = client.create_meter_import(home.id, upload(&file), None).await.unwrap().value;
    assert_eq!(apply(&client, home.id, import.id).await.value.failure, None);
    let meter = client.get_meter(home.id, home.meter).await.unwrap().value;
    assert_eq!(meter.address.city, "Jambes");
    let actual = meter.configurations.actual.unwrap();
    assert_eq!(
        (actual.amperage_a.to_string().as_str(), meter.configurations.historical.len()),
        ("63", 0),
        "a correction"
    );
}

#[tokio::test]
async fn bad_rows_are_left_out_and_come_back_to_be_mended() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let bad = samples::meter_row(&samples::ean(61)).replace("Mono-horaire", "Tri-horaire");
    let file = format!("{}{bad}\n", samples::meter_file(&[&samples::ean(60)]));
    let import = client.create_meter_import(home.id, upload(&file), None).await.unwrap().value;
    assert_eq!((import.counts.create, import.counts.error), (1, 1));
    let applied = apply(&client, home.id, import.id).await.value;
    assert_eq!(applied.state, ImportState::Applied);
    let table = TableQuery { format: None, language: Some(domain::vocabulary::Locale::Fr) };
    let mend = client.export_import_errors(home.id, import.id, &table).await.unwrap();
    let text = String::from_utf8(mend.bytes).unwrap();
    assert!(
        text.starts_with('\u{feff}') && text.contains("Tri-horaire") && !text.contains(&samples::ean(60)),
        "{text}"
    );
    assert!(text.lines().next().unwrap().ends_with(";Erreur"), "{text}");
    let mended = client
        .create_meter_import(home.id, upload(&text.replace("Tri-horaire", "Bi-horaire")), None)
        .await
        .unwrap()
        .value;
    assert_eq!((mended.counts.create, mended.counts.error), (1, 0));
}

#[tokio::test]
async fn what_was_changed_meanwhile_makes_the_whole_import_fail() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let new = samples::ean(70);
    let file = samples::meter_file(&[&new, &home.ean]);
    let import = client.create_meter_import(home.id, upload(&file), None).await.unwrap().value;
    assert_eq!((import.counts.create, import.counts.change), (1, 1));
    let meter = client.get_meter(home.id, home.meter).await.unwrap();
    let identity = samples::typed(samples::with(samples::identity(&home.ean), "/meter_number", "other"));
    client.update_meter(home.id, home.meter, &meter.etag, &identity).await.unwrap();

    let failed = apply(&client, home.id, import.id).await;
    assert_eq!((failed.value.state, failed.value.failure.as_deref()), (ImportState::Failed, Some("stale")));
    let query = MeterQuery { ean: Some(new), ..MeterQuery::default() };
    assert_eq!(client.list_meters(home.id, &query).await.unwrap().total, Some(0), "not a part of it is stored");
    let refused = client.confirm_import(home.id, import.id, &failed.etag).await.unwrap_err();
    assert_eq!(refused.code(), Some("import_closed"));
}

#[tokio::test]
async fn an_import_is_confirmed_once_and_in_the_version_that_was_read() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let import = client
        .create_meter_import(home.id, upload(&samples::meter_file(&[&samples::ean(80)])), Some("one"))
        .await
        .unwrap();
    let same = client
        .create_meter_import(home.id, upload(&samples::meter_file(&[&samples::ean(80)])), Some("one"))
        .await
        .unwrap();
    assert_eq!(import.value.id, same.value.id, "sent twice, checked once");
    let stale = client.confirm_import(home.id, import.value.id, "\"7\"").await.unwrap_err();
    assert_eq!(stale.code(), Some("stale"));
    let begun = client.confirm_import(home.id, import.value.id, &import.etag).await.unwrap();
    assert_eq!(begun.value.state, ImportState::Applying);
    let applied = ended(&client, home.id, import.value.id).await;
    assert_eq!(applied.value.state, ImportState::Applied);
    let refused = client.confirm_import(home.id, import.value.id, &import.etag).await.unwrap_err();
    assert!(matches!(refused.code(), Some("stale" | "import_running")), "{refused}");
    client.discard_import(home.id, import.value.id, &applied.etag).await.unwrap();
    assert_eq!(client.get_import(home.id, import.value.id).await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn those_who_may_hear_it_are_told_how_far_it_is() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let listen = |who| {
        let app = &app;
        async move {
            let mut events = app.r#as(who).await.stream_events(&EventQuery { seconds: Some(3) }).await.unwrap();
            let mut heard = Vec::new();
            while let Some(event) = events.next().await.unwrap() {
                let Event::Import(event) = event else { panic!("{event:?}") };
                heard.push(event);
            }
            heard
        }
    };
    let work = async {
        tokio::time::sleep(Duration::from_millis(700)).await;
        let file = samples::meter_file(&[&samples::ean(90)]);
        let import = client.create_meter_import(home.id, upload(&file), None).await.unwrap().value;
        apply(&client, home.id, import.id).await.value.id
    };
    let (manager, member, stranger, id) =
        tokio::join!(listen(Who::Manager), listen(Who::Member), listen(Who::Stranger), work);
    let states: Vec<_> = manager.iter().map(|event| (event.import_id, event.state)).collect();
    assert_eq!(states, [(id, ImportState::Applying), (id, ImportState::Applied)]);
    assert_eq!((member, stranger), (Vec::new(), Vec::new()));
}

#[tokio::test]
async fn nobody_listens_to_any_number_of_streams() {
    let app = TestApp::start().await;
    let (client, query) = (app.r#as(Who::Manager).await, EventQuery { seconds: Some(600) });
    let mut open = Vec::new();
    for _ in 0..8 {
        open.push(client.stream_events(&query).await.unwrap());
    }
    let refused = client.stream_events(&query).await.unwrap_err();
    assert_eq!((refused.code(), refused.status()), (Some("rate_limited"), Some(429)));
    app.r#as(Who::Member).await.stream_events(&query).await.unwrap();
}

#[tokio::test]
async fn thousands_of_rows_are_checked_and_applied_in_seconds() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let eans: Vec<String> = (100_000..103_000).map(samples::ean).collect();
    let eans: Vec<&str> = eans.iter().map(String::as_str).collect();
    let started = std::time::Instant::now();
    let import = client.create_meter_import(home.id, upload(&samples::meter_file(&eans)), None).await.unwrap().value;
    assert_eq!(import.counts.create, 3_000);
    let applied = apply(&client, home.id, import.id).await.value;
    assert_eq!(applied.state, ImportState::Applied);
    // A build without optimisation on a busy machine; released, ten thousand take a few seconds.
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_form_and_a_workbook_are_taken_as_well() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    let client = app.r#as(Who::CommunityManager).await;
    let path = format!("/api/v1/communities/{}/meters/imports", home.id);
    let form = |field: &str| {
        let file = samples::meter_file(&[&samples::ean(95)]);
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"mètres.csv\"\r\nContent-Type: text/csv\r\n\r\n{file}\r\n--x--\r\n"
        );
        let mut request = Request::new("POST", &path).header("content-type", "multipart/form-data; boundary=x");
        request.body = Some(body.into_bytes());
        request
    };
    let import = app.send(&client, form("file")).await.is(201).json();
    assert_eq!((import["file_name"].as_str(), import["counts"]["create"].as_u64()), (Some("mètres.csv"), Some(1)));
    app.send(&client, form("picture")).await.invalid(&[("/picture", "unknown_field")]);
    app.send(&client, Request::new("POST", &path).json_text("{}")).await.problem(415, "unsupported_media_type");

    let table = TableQuery { format: Some(api_types::TableFormat::Xlsx), language: None };
    let template = client.export_meter_template(home.id, &table).await.unwrap();
    let import = client
        .create_meter_import(home.id, client::Upload { file_name: template.file_name, bytes: template.bytes }, None)
        .await
        .unwrap()
        .value;
    let rows = rows(&client, &import).await;
    assert_eq!((rows.len(), rows[0].state), (1, ImportRowState::Create), "{rows:?}");
    send(&app, b"ean\n5414").await.is(201);
}
