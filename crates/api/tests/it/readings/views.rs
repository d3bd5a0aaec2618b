//! Readings by resolution, what is known, and what a question for them may be.

use super::{LEAVING_OUT, apply, checked, day, days, wide};
use crate::support::{TestApp, Who};
use api_types::{CoverageQuery, ReadingExportQuery, ReadingQuery, TableFormat};
use domain::readings::Resolution;
use domain::vocabulary::Locale;

/// A day and a half from midnight in Brussels, every quarter-hour of so many Wh as its number, with a gap of an hour
/// in the first day.
async fn filled(app: &TestApp) {
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let cells: Vec<String> =
        (1..=144).map(|n| if (5..9).contains(&n) { String::new() } else { format!("0.{n:03}") }).collect();
    let rows: Vec<[&str; 2]> = cells.iter().map(|cell| [cell.as_str(), "0"]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
    let text = wide(&[(&home.ean, "offtake"), (&home.ean, "injection")], "2016-06-30T22:00:00Z", &rows);
    apply(&client, &checked(&client, home.id, "june.csv", text).await, LEAVING_OUT).await;
}

fn by(resolution: Resolution) -> ReadingQuery {
    ReadingQuery { resolution: Some(resolution), ..days("2016-07-01", "2016-07-03") }
}

#[tokio::test]
async fn sums_are_exact_and_gaps_are_null() {
    let app = TestApp::start().await;
    filled(&app).await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let read = async |query: ReadingQuery| client.get_readings(home.id, home.meter, &query).await.unwrap();
    let quarters = read(by(Resolution::Quarter)).await;
    assert_eq!(
        (quarters.items.len(), quarters.items[0].offtake_wh, quarters.items[4].offtake_wh),
        (192, Some(1), None)
    );
    let hours = read(by(Resolution::Hour)).await;
    let first: Vec<_> = hours.items.iter().take(3).map(|item| (item.offtake_wh, item.offtake_known)).collect();
    assert_eq!(first, [(Some(10), 4), (None, 0), (Some(9 + 10 + 11 + 12), 4)]);
    let total: u64 = (1..=144).filter(|n| !(5..9).contains(n)).sum();
    let of_day: u64 = (1..=96).filter(|n| !(5..9).contains(n)).sum();
    for (resolution, sums) in [
        (Resolution::Day, vec![(Some(of_day), 92, 96), (Some(total - of_day), 48, 96)]),
        (Resolution::Week, vec![(Some(total), 140, 192)]),
        (Resolution::Month, vec![(Some(total), 140, 192)]),
        (Resolution::Year, vec![(Some(total), 140, 192)]),
    ] {
        let readings = read(by(resolution)).await;
        let found: Vec<_> =
            readings.items.iter().map(|item| (item.offtake_wh, item.offtake_known, item.quarters)).collect();
        assert_eq!(found, sums, "{resolution}");
        assert_eq!((readings.totals.offtake_wh, readings.totals.injection_wh), (Some(total), Some(0)));
        assert_eq!((readings.totals.offtake_known, readings.totals.quarters), (140, 192));
    }
}

#[tokio::test]
async fn few_points_hide_no_peak() {
    let app = TestApp::start().await;
    filled(&app).await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let query = ReadingQuery { points: Some(4), ..days("2016-07-01", "2016-07-03") };
    let readings = client.get_readings(home.id, home.meter, &query).await.unwrap();
    assert!(readings.items.is_empty());
    let highest: Vec<_> =
        readings.points.iter().map(|point| point.offtake.map(|of| (of.min_wh, of.max_wh, of.known))).collect();
    assert_eq!(highest, [Some((1, 48, 44)), Some((49, 96, 48)), Some((97, 144, 48)), None]);
    assert_eq!(readings.points[0].offtake.unwrap().max_at.to_rfc3339(), "2016-07-01T09:45:00+00:00");
    assert_eq!(readings.totals.offtake_known, 140);
}

#[tokio::test]
async fn coverage_is_told_by_day() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let nothing = client.get_coverage(home.id, home.meter, &CoverageQuery::default()).await.unwrap();
    assert!(nothing.offtake.is_none() && nothing.items.is_empty());
    filled(&app).await;
    let coverage = client.get_coverage(home.id, home.meter, &CoverageQuery::default()).await.unwrap();
    let told: Vec<_> = coverage.items.iter().map(|of| (of.day, of.quarters, of.offtake, of.injection)).collect();
    assert_eq!(told, [(day("2016-07-01"), 96, 92, 96), (day("2016-07-02"), 96, 48, 48)]);
    let known = coverage.offtake.unwrap();
    assert_eq!((known.readings, known.from.to_rfc3339().as_str()), (140, "2016-06-30T22:00:00+00:00"));
    let wanted = CoverageQuery { from: Some(day("2016-10-29")), to: Some(day("2016-11-01")) };
    let wanted = client.get_coverage(home.id, home.meter, &wanted).await.unwrap();
    assert_eq!(wanted.items.iter().map(|of| of.quarters).collect::<Vec<_>>(), [96, 100, 96]);
    let of_community = client.get_community_coverage(home.id).await.unwrap();
    assert_eq!(of_community.items.len(), 1);
    assert_eq!((of_community.items[0].ean.as_str(), of_community.items[0].offtake), (home.ean.as_str(), Some(known)));
}

#[tokio::test]
async fn tables_come_in_the_caller_s_style() {
    let app = TestApp::start().await;
    filled(&app).await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let query = |resolution, format, language| ReadingExportQuery {
        from: day("2016-07-01").into(),
        to: day("2016-07-02").into(),
        resolution: Some(resolution),
        format,
        language: Some(language),
    };
    let day_of = query(Resolution::Day, None, Locale::Fr);
    let file = client.export_readings(home.id, home.meter, &day_of).await.unwrap();
    assert_eq!(file.file_name, format!("readings-{}.csv", home.ean));
    let text = String::from_utf8(file.bytes).unwrap();
    let expected = format!(
        "\u{feff}interval_start;{0};{0}\r\ndirection;offtake;injection\r\nlabel;Roof of the barn;Roof of the barn\r\n2016-07-01;4,630;0\r\n",
        home.ean
    );
    assert_eq!(text.replace("4,63;", "4,630;"), expected);
    let workbook = query(Resolution::Quarter, Some(TableFormat::Xlsx), Locale::Fr);
    let file = client.export_readings(home.id, home.meter, &workbook).await.unwrap();
    let again = checked(&client, home.id, &file.file_name, file.bytes).await.value;
    assert_eq!((again.report.counts.unchanged, again.report.counts.new), (92 + 96, 0));
}

#[tokio::test]
async fn questions_that_make_no_sense_are_refused() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    let path = format!("/api/v1/communities/{}/meters/{}", home.id, home.meter);
    let ask = async |query: &str| app.get(Who::CommunityManager, &format!("{path}/{query}")).await;
    for (query, place, code) in [
        ("readings?to=2016-01-02", "?from", "required"),
        ("readings?from=2016-01-02&to=2016-01-02", "?to", "invalid_date"),
        ("readings?from=1999-01-02&to=2016-01-02", "?from", "invalid_date"),
        ("readings?from=2016-01-01T00:07:00Z&to=2016-01-02", "?from", "invalid_date"),
        ("readings?from=2016-01-01&to=2026-01-01", "?to", "too_many"),
        ("readings?from=2016-01-01&to=2016-01-02&resolution=day&points=5", "?points", "not_allowed"),
        ("readings?from=2016-01-01&to=2016-01-02&points=0", "?points", "out_of_range"),
        ("readings?from=2016-01-01&to=2016-01-02&resolution=minute", "?resolution", "unknown_value"),
        ("coverage?from=2016-01-02&to=2016-01-01", "?to", "invalid_date"),
        ("coverage?from=2016-01-01&to=2056-01-01", "?to", "invalid_date"),
        ("readings/export?from=2016-01-01&to=2026-01-01", "?to", "too_many"),
        ("readings/corrections?from=2016-01-01&to=2015-01-01", "?to", "invalid_date"),
    ] {
        ask(query).await.invalid(&[(place, code)]);
    }
    ask("readings?from=yesterday&to=2016-01-02").await.invalid(&[("?from", "invalid_format")]);
    ask("readings?from=2016-01-01&to=2026-01-01&resolution=day").await.is(200);
}
