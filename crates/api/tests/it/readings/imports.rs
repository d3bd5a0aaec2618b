//! The report of a file, what is stored once it is confirmed, and taking it back.

use super::{
    CREATING, GOING, LEAVING_OUT, MARCH, METERS, OCTOBER, STAYING, YEAR, apply, checked, day, days, unpacked, upload,
    wide,
};
use crate::support::{TestApp, Who, samples};
use api_types::{
    CorrectionQuery, Event, EventQuery, MeterQuery, ReadingAnswers, ReadingExportQuery, ReadingImportQuery, TableFormat,
};
use chrono::{DateTime, Utc};
use client::Client;
use domain::readings::Resolution;
use domain::vocabulary::{Locale, ReadingImportState};
use std::time::Duration;
use uuid::Uuid;

/// The meter of an identifier.
async fn meter(client: &Client, community: Uuid, ean: &str) -> Uuid {
    let query = MeterQuery { ean: Some(ean.to_owned()), ..MeterQuery::default() };
    client.list_meters(community, &query).await.unwrap().items[0].id
}

fn exported(format: Option<TableFormat>, resolution: Resolution) -> ReadingExportQuery {
    ReadingExportQuery {
        from: day("2016-01-01").into(),
        // A year of UTC ends within the first hour of the next year in Brussels.
        to: day("2017-01-02").into(),
        resolution: Some(resolution),
        format,
        language: Some(Locale::En),
    }
}

/// Identifiers with kWh, as a table's columns add up.
fn totals(table: &str) -> Vec<(String, u64)> {
    let mut rows = table.trim_start_matches('\u{feff}').lines().map(|line| line.split(',').collect::<Vec<_>>());
    let eans: Vec<&str> = rows.next().unwrap().into_iter().skip(1).collect();
    let mut sums = vec![0; eans.len()];
    for row in rows.skip(2) {
        for (sum, cell) in sums.iter_mut().zip(&row[1..]) {
            *sum += wh(cell);
        }
    }
    eans.into_iter().map(str::to_owned).zip(sums).collect()
}

/// A number of kWh with up to three decimals, in Wh.
fn wh(kwh: &str) -> u64 {
    let (whole, fraction) = kwh.trim().split_once('.').unwrap_or((kwh, ""));
    format!("{whole}{fraction:0<3}").parse().unwrap_or_else(|_| panic!("{kwh:?} is a number"))
}

#[tokio::test]
async fn a_year_comes_in_and_goes_out_to_the_wh() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, app.ids.own.home.id);
    let import = checked(&client, home, "community-2016-utc.csv.gz", YEAR).await;
    let report = &import.value.report;
    // Two of its meters are those of the community.
    assert_eq!((report.unknown_meters, report.meters.len()), (12, 14));
    assert_eq!((report.counts.new, report.counts.corrections, report.counts.unchanged), (14 * 35_136, 0, 0));
    assert_eq!(report.days.short, [day("2016-03-27")]);
    assert_eq!(report.days.long, [day("2016-10-30")]);
    assert_eq!(report.meters[0].label.as_deref(), Some("Household A"));
    let expected: Vec<(String, u64)> = METERS
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|cells| (cells[0].to_owned(), wh(cells[3])))
        .collect();
    let told: Vec<_> = report.meters.iter().map(|meter| (meter.ean.clone(), meter.total_wh)).collect();
    assert_eq!(told, expected);
    let before = client.get_community_coverage(home).await.unwrap();
    assert!(before.items.is_empty(), "nothing is stored before it is confirmed");

    let applied = apply(&client, &import, CREATING).await.value;
    let result = applied.result.unwrap();
    assert_eq!((result.counts.new, result.left_out, result.created_meters.len()), (14 * 35_136, 0, 12));
    let created = client.get_meter(home, result.created_meters[0].id).await.unwrap().value;
    let actual = created.configurations.actual.unwrap();
    assert_eq!(actual.valid_from, day("2016-01-01"));
    assert!(actual.description.starts_with("Household C\nCreated with the readings of community-2016"), "{actual:?}");

    for (format, resolution) in [(None, Resolution::Quarter), (Some(TableFormat::Csv), Resolution::Month)] {
        let file = client.export_community_readings(home, &exported(format, resolution)).await.unwrap();
        let text = String::from_utf8(file.bytes).unwrap();
        assert_eq!(totals(&text), expected, "{resolution}");
        if resolution == Resolution::Quarter {
            assert_eq!(text.lines().count(), 35_136 + 96 + 3);
            // What goes out comes in again, and is what is stored.
            let again = checked(&client, home, "again.csv", text).await;
            assert_eq!(again.value.report.counts.unchanged, 14 * 35_136);
        }
    }
    let household = meter(&client, home, &expected[0].0).await;
    for (from, to, quarters) in [("2016-03-27", "2016-03-28", 92), ("2016-10-30", "2016-10-31", 100)] {
        let readings = client.get_readings(home, household, &days(from, to)).await.unwrap();
        assert_eq!(readings.items.len(), quarters, "{from}");
        assert!(readings.items.iter().all(|item| item.offtake_wh.is_some() && item.injection_wh.is_none()));
    }
    // The operator's files of March and October have the clock of Brussels, and the very same readings.
    for (name, file, quarters) in [("march.csv", MARCH, 2_976 - 4), ("october.csv", OCTOBER, 2_976 + 4)] {
        let import = checked(&client, home, name, unpacked(file)).await;
        let counts = import.value.report.counts;
        assert_eq!((counts.new, counts.corrections, counts.unchanged), (0, 0, 3 * quarters), "{name}");
        let refused = client.confirm_reading_import(home, import.value.id, &import.etag, &CREATING).await.unwrap_err();
        assert_eq!(refused.code(), Some("nothing_to_import"), "{name}");
    }
}

/// October with three values changed, and what they were.
fn changed() -> (String, usize) {
    let mut lines: Vec<String> = unpacked(OCTOBER).lines().map(str::to_owned).collect();
    let mut changed = 0;
    for line in lines.iter_mut().skip(1).step_by(1_000).take(3) {
        let mut cells: Vec<&str> = line.split(';').collect();
        cells[8] = "9,999";
        *line = cells.join(";");
        changed += 1;
    }
    (lines.join("\r\n"), changed)
}

#[tokio::test]
async fn corrections_are_shown_kept_and_taken_back() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, app.ids.own.home.id);
    let first = apply(&client, &checked(&client, home, "october.csv.gz", OCTOBER).await, CREATING).await;
    let household = app.ids.own.home.meter;
    let october = days("2016-10-01", "2016-11-01");
    let before = client.get_readings(home, household, &october).await.unwrap();

    let (text, count) = changed();
    let import = checked(&client, home, "corrected.csv", text).await;
    let report = &import.value.report;
    assert_eq!((report.counts.new, report.counts.corrections as usize), (0, count));
    assert_eq!(report.corrections.len(), count);
    assert!(report.corrections.iter().all(|correction| correction.new_wh == 9_999 && correction.old_wh != 9_999));
    let at = report.corrections[0].start;
    let second = apply(&client, &import, LEAVING_OUT).await;
    assert_eq!(second.value.result.as_ref().unwrap().counts.corrections as usize, count);
    let after = client.get_readings(home, household, &october).await.unwrap();
    let reading = |of: &api_types::Readings| of.items.iter().find(|item| item.start == at).unwrap().offtake_wh;
    assert_eq!(reading(&after), Some(9_999));
    let query = CorrectionQuery { from: october.from, to: october.to };
    let corrections = client.list_corrections(home, household, &query).await.unwrap();
    assert_eq!(corrections.count, corrections.items.len() as u64);
    let told = &corrections.items[0];
    assert_eq!((told.start, told.new_wh, u64::from(told.old_wh)), (at, 9_999, reading(&before).unwrap()));
    assert_eq!((told.by.as_deref(), told.file_name.as_str()), (Some("Test community"), "corrected.csv"));
    assert!(!told.undone);

    // The first import has to wait for the second.
    let overtaken = client.undo_reading_import(home, first.value.id, &first.etag, &STAYING).await.unwrap_err();
    assert_eq!(overtaken.code(), Some("readings_overtaken"));
    client.undo_reading_import(home, second.value.id, &second.etag, &STAYING).await.unwrap();
    assert_eq!(client.get_readings(home, household, &october).await.unwrap(), before);
    let undone = client.get_reading_import(home, second.value.id).await.unwrap();
    assert_eq!(undone.value.state, ReadingImportState::Undone);
    assert_eq!(undone.value.undone_by.as_deref(), Some("Test community"));
    assert!(client.list_corrections(home, household, &query).await.unwrap().items.iter().all(|one| one.undone));
    let again = client.undo_reading_import(home, second.value.id, &undone.etag, &STAYING).await.unwrap_err();
    assert_eq!(again.code(), Some("import_closed"));

    client.undo_reading_import(home, first.value.id, &first.etag, &STAYING).await.unwrap();
    assert!(client.get_community_coverage(home).await.unwrap().items.is_empty());
    let listed = client.list_reading_imports(home, &ReadingImportQuery::default()).await.unwrap().items;
    let states: Vec<_> = listed.iter().map(|import| (import.file_name.as_str(), import.state)).collect();
    let undone = ReadingImportState::Undone;
    assert_eq!(states, [("corrected.csv", undone), ("october.csv.gz", undone)]);
}

#[tokio::test]
async fn unknown_meters_are_left_out_unless_they_are_wanted() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let text = wide(
        &[(&home.ean, "offtake"), ("541449020000000094", "offtake")],
        "2016-01-01T00:00:00Z",
        &[&["0.1", "0.2"], &["", "0.3"]],
    );
    let import = checked(&client, home.id, "two.csv", text.clone()).await;
    assert_eq!(import.value.report.meters[0].missing, 1, "a blank is a gap");
    let applied = apply(&client, &import, LEAVING_OUT).await.value;
    let result = applied.result.unwrap();
    assert_eq!((result.counts.new, result.left_out, result.created_meters.len()), (1, 2, 0));
    // What is left of it are the readings of the unknown one.
    let again = checked(&client, home.id, "two.csv", text).await;
    let refused = client.confirm_reading_import(home.id, again.value.id, &again.etag, &LEAVING_OUT).await.unwrap_err();
    assert_eq!(refused.code(), Some("nothing_to_import"));
    let applied = apply(&client, &again, CREATING).await.value;
    let result = applied.result.unwrap();
    assert_eq!((result.counts.new, result.counts.unchanged, result.created_meters.len()), (2, 1, 1));
}

#[tokio::test]
async fn meters_that_only_an_import_knows_go_with_it() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, app.ids.own.home.id);
    let eans = [5_001, 5_002, 5_003].map(samples::ean);
    let columns = eans.each_ref().map(|ean| (ean.as_str(), "offtake"));
    let text = wide(&columns, "2016-01-01T00:00:00Z", &[&["0.1", "0.2", "0.3"]]);
    let first = apply(&client, &checked(&client, home, "three.csv", text).await, CREATING).await;
    assert_eq!(first.value.result.as_ref().unwrap().created_meters.len(), 3);
    let [alone, measured, named] =
        [meter(&client, home, &eans[0]), meter(&client, home, &eans[1]), meter(&client, home, &eans[2])];
    let (alone, measured, named) = (alone.await, measured.await, named.await);
    let text = wide(&columns[1..2], "2016-01-02T00:00:00Z", &[&["0.4"]]);
    apply(&client, &checked(&client, home, "later.csv", text).await, LEAVING_OUT).await;
    let mut key = samples::key("Of one");
    key["consumers"][0]["meter_id"] = serde_json::json!(named);
    app.post(Who::CommunityManager, &format!("/api/v1/communities/{home}/keys"), &key).await.is(201);

    client.undo_reading_import(home, first.value.id, &first.etag, &GOING).await.unwrap();
    assert_eq!(client.get_meter(home, alone).await.unwrap_err().status(), Some(404));
    assert!(client.get_meter(home, measured).await.is_ok(), "another import brought readings of it");
    assert!(client.get_meter(home, named).await.is_ok(), "it stands in a key");
}

#[tokio::test]
async fn what_a_file_asks_is_answered_first() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    // From a quarter past midnight to midnight: these look like ends.
    let rows: Vec<&[&str]> = vec![&["0.1"]; 96];
    let text = wide(&[(&home.ean, "offtake")], "2016-01-01T00:15:00Z", &rows);
    let import = checked(&client, home.id, "ends.csv", text.clone()).await;
    let [question] = import.value.questions.as_slice() else { panic!("{:?}", import.value.questions) };
    assert_eq!(question.kind.as_str(), "end_stamped");
    let listed = client.list_reading_imports(home.id, &ReadingImportQuery::default()).await.unwrap();
    assert!(listed.items[0].has_questions);
    let confirm = client.confirm_reading_import(home.id, import.value.id, &import.etag, &LEAVING_OUT).await;
    assert_eq!(confirm.unwrap_err().code(), Some("questions_open"));

    let instant = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    assert_eq!(import.value.report.period.from, instant("2016-01-01T00:15:00Z"));
    let ends = ReadingAnswers { stamped: Some(domain::readings::file::Stamped::End), unit: None };
    let id = import.value.id;
    let stale = client.answer_reading_import(home.id, id, "\"7\"", &ends).await.unwrap_err();
    assert_eq!(stale.code(), Some("stale"));
    let answered = client.answer_reading_import(home.id, id, &import.etag, &ends).await.unwrap();
    assert_eq!((answered.value.questions.len(), answered.value.answers), (0, ends));
    assert_eq!(answered.value.report.period.from, instant("2016-01-01T00:00:00Z"));
    apply(&client, &answered, LEAVING_OUT).await;
    let readings = client.get_readings(home.id, home.meter, &days("2016-01-01", "2016-01-02")).await.unwrap();
    assert_eq!((readings.totals.offtake_known, readings.totals.quarters), (92, 96), "four lie in the day before");

    // Known before it asks, nothing is asked.
    let said = client.create_reading_import(home.id, upload("ends.csv", text), &ends, None).await.unwrap().value;
    assert!(said.questions.is_empty() && said.report.counts.unchanged == 96);
}

#[tokio::test]
async fn an_import_is_sent_once_and_confirmed_once() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let text = wide(&[(&home.ean, "offtake")], "2016-01-01T00:00:00Z", &[&["0.1"]]);
    let create = |text: String| {
        let client = client.clone();
        async move {
            client.create_reading_import(home.id, upload("a.csv", text), &ReadingAnswers::default(), Some("one")).await
        }
    };
    let one = create(text.clone()).await.unwrap();
    assert_eq!(create(text).await.unwrap().value.id, one.value.id);
    let other = create(wide(&[(&home.ean, "offtake")], "2016-01-01T00:00:00Z", &[&["0.2"]])).await.unwrap_err();
    assert_eq!(other.code(), Some("idempotency_mismatch"));
    let stale = client.confirm_reading_import(home.id, one.value.id, "\"7\"", &LEAVING_OUT).await.unwrap_err();
    assert_eq!(stale.code(), Some("stale"));
    let import = client.get_reading_import(home.id, one.value.id).await.unwrap();
    let applied = apply(&client, &import, LEAVING_OUT).await;
    let closed = client.confirm_reading_import(home.id, one.value.id, &applied.etag, &LEAVING_OUT).await.unwrap_err();
    assert_eq!(closed.code(), Some("import_closed"));
    // A meter with readings stays.
    let meter = client.get_meter(home.id, home.meter).await.unwrap();
    let kept = client.delete_meter(home.id, home.meter, &meter.etag).await.unwrap_err();
    assert_eq!(kept.code(), Some("meter_has_readings"));
    // One that was not applied is forgotten.
    let waiting =
        checked(&client, home.id, "b.csv", wide(&[(&home.ean, "offtake")], "2016-01-01T00:00:00Z", &[&["1"]]));
    let waiting = waiting.await;
    client.undo_reading_import(home.id, waiting.value.id, &waiting.etag, &STAYING).await.unwrap();
    assert_eq!(client.get_reading_import(home.id, waiting.value.id).await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn excesses_over_the_connection_are_told() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    // 9.2 kVA carry 2,300 Wh in a quarter-hour, from the activation on.
    let text = wide(&[(&home.ean, "offtake")], "2026-01-31T23:00:00Z", &[&["2.346"], &["2.347"], &["3.5"]]);
    let report = checked(&client, home.id, "high.csv", text).await.value.report;
    let [excess] = report.meters[0].excesses.as_slice() else { panic!("{:?}", report.meters) };
    assert_eq!((excess.bound.as_str(), excess.most_wh, excess.count), ("sampling_power", 2_300, 2));
    assert_eq!((excess.highest_wh, excess.highest_at.to_rfc3339().as_str()), (3_500, "2026-01-31T23:30:00+00:00"));
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
                let Event::ReadingImport(event) = event else { panic!("{event:?}") };
                heard.push((event.import_id, event.state));
            }
            heard
        }
    };
    let work = async {
        tokio::time::sleep(Duration::from_millis(700)).await;
        let text = wide(&[(&home.ean, "offtake")], "2016-01-01T00:00:00Z", &[&["0.1"]]);
        apply(&client, &checked(&client, home.id, "a.csv", text).await, LEAVING_OUT).await.value.id
    };
    let (manager, member, stranger, id) =
        tokio::join!(listen(Who::Manager), listen(Who::Member), listen(Who::Stranger), work);
    assert_eq!(manager.last(), Some(&(id, ReadingImportState::Applied)), "{manager:?}");
    assert_eq!((member, stranger), (Vec::new(), Vec::new()));
}
