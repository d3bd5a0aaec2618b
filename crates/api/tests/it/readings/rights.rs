//! Who sees which readings: a member those of their own meters, while these are theirs.

use super::{LEAVING_OUT, apply, checked, day, days, wide};
use crate::support::{TestApp, Who, samples};
use api_types::{ConfigurationChange, CorrectionQuery, CoverageQuery, ReadingExportQuery, ReadingQuery};
use domain::readings::Resolution;
use serde_json::json;

/// Two days around the one on which the member's meter goes to the company.
async fn handed_over(app: &TestApp, hand_over: &str, from: &str) {
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let change: ConfigurationChange = samples::typed(json!({ "valid_from": hand_over, "member_id": home.other }));
    client.add_configuration(home.id, home.meter, None, &change, None).await.unwrap();
    let rows: Vec<&[&str]> = vec![&["0.1", "0.2"]; 200];
    let meters = [(home.ean.as_str(), "offtake"), (&samples::ean(2), "offtake")];
    apply(&client, &checked(&client, home.id, "a.csv", wide(&meters, from, &rows)).await, LEAVING_OUT).await;
    let rows: Vec<&[&str]> = vec![&["0.3", "0.2"]; 200];
    apply(&client, &checked(&client, home.id, "b.csv", wide(&meters, from, &rows)).await, LEAVING_OUT).await;
}

#[tokio::test]
async fn on_the_day_of_a_change_the_meter_is_the_new_owner_s() {
    // A day of 92 quarter-hours: the clock goes forward on 29 March 2026.
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    handed_over(&app, "2026-03-29", "2026-03-27T23:00:00Z").await;
    let by_day = ReadingQuery { resolution: Some(Resolution::Day), ..days("2026-03-28", "2026-03-30") };
    let known = async |who| {
        let client = app.r#as(who).await;
        let readings = client.get_readings(home.id, home.meter, &by_day).await.unwrap();
        readings.items.iter().map(|item| item.offtake_known).collect::<Vec<_>>()
    };
    assert_eq!(known(Who::CommunityManager).await, [96, 92]);
    assert_eq!(known(Who::Member).await, [96, 0]);

    let member = app.r#as(Who::Member).await;
    let coverage = member.get_coverage(home.id, home.meter, &CoverageQuery::default()).await.unwrap();
    assert_eq!(coverage.offtake.unwrap().readings, 96);
    assert_eq!(coverage.items.len(), 1);
    let corrections = CorrectionQuery { from: day("2026-01-01").into(), to: day("2026-12-31").into() };
    let corrections = member.list_corrections(home.id, home.meter, &corrections).await.unwrap();
    assert_eq!(corrections.count, 96);
    let all = member.get_community_coverage(home.id).await.unwrap();
    assert_eq!(all.items.iter().map(|item| item.meter_id).collect::<Vec<_>>(), [home.meter], "no meter of others");
    let export = ReadingExportQuery {
        from: day("2026-03-28").into(),
        to: day("2026-03-30").into(),
        resolution: Some(Resolution::Day),
        format: None,
        language: None,
    };
    let file = member.export_community_readings(home.id, &export).await.unwrap();
    let text = String::from_utf8(file.bytes).unwrap();
    assert!(text.ends_with("2026-03-28,28.8\r\n2026-03-29,\r\n"), "{text}");
    assert!(!text.contains(&samples::ean(2)), "{text}");
}

#[tokio::test]
async fn what_was_never_theirs_is_unknown() {
    let app = TestApp::start().await;
    let home = &app.ids.own.home;
    handed_over(&app, "2026-10-25", "2026-10-23T22:00:00Z").await;
    let member = app.r#as(Who::Member).await;
    let query = days("2026-10-24", "2026-10-26");
    let of_other = member.get_readings(home.id, home.other_meter, &query).await.unwrap_err();
    assert_eq!(of_other.status(), Some(404));
    let coverage = member.get_coverage(home.id, home.other_meter, &CoverageQuery::default()).await.unwrap_err();
    assert_eq!(coverage.status(), Some(404));
    // After the hand-over nothing of it is theirs; the meter itself still is, of the time before.
    let later = member.get_readings(home.id, home.meter, &days("2026-10-25", "2026-10-26")).await.unwrap();
    assert_eq!((later.totals.offtake_wh, later.totals.quarters), (None, 100));
    let imports = format!("/api/v1/communities/{}/reading-imports", home.id);
    app.get(Who::Member, &imports).await.problem(403, "forbidden");
}
