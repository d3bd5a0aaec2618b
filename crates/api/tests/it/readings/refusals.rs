//! Files that are not what they say: refused, with the reason and the row.

use super::{OCTOBER, checked, send, unpacked, wide};
use crate::support::{TestApp, Who};
use api_types::ReadingImportQuery;
use client::Request;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::io::Write;

const EAN: &str = "541449020000000018";

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The first mistake of a file: its code, and the row it is in.
async fn mistake(app: &TestApp, bytes: &[u8]) -> (String, Value) {
    let problem = send(app, bytes).await.problem(422, "invalid_input");
    let first = &problem["errors"][0];
    assert_eq!(first["pointer"], "/file", "{problem}");
    (first["code"].as_str().unwrap().to_owned(), first["params"]["row"].clone())
}

#[tokio::test]
async fn every_wrong_file_is_refused_with_its_reason_and_row() {
    let app = TestApp::start().await;
    let head = format!("interval_start,{EAN}\ndirection,offtake\n");
    let text = |rows: &str| format!("{head}{rows}").into_bytes();
    let october = unpacked(OCTOBER);
    // An hour that the clock showed twice, a third time: the rows of the second time once more after it.
    let lines: Vec<&str> = october.lines().collect();
    let again = lines.iter().rposition(|line| line.starts_with("30-10-2016;02:45") && line.contains(EAN)).unwrap();
    let mut third = lines[..=again].to_vec();
    third.push("30-10-2016;02:00:00;30-10-2016;02:15:00;=\"541449020000000018\";=\"1SAG000000018\";Digitale meter;Afname Dag;0,087;kWh;Uitgelezen;");
    let third = third.join("\n");
    for (what, bytes, code, row) in [
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "not_a_table", Value::Null),
        ("a packed picture", packed(b"\xff\xd8\xff\xe0\0\x10JFIF\0"), "not_a_table", Value::Null),
        ("nothing", Vec::new(), "empty_file", Value::Null),
        ("a header only", text(""), "no_readings", 1.into()),
        ("another header", b"meter;value\n1;2\n".to_vec(), "unknown_header", 1.into()),
        (
            "a wrong separator",
            format!("interval_start|{EAN}\ndirection|offtake\n").into_bytes(),
            "wrong_separator",
            1.into(),
        ),
        (
            "comma and point",
            text("2016-01-01T00:00:00Z,0.1\n2016-01-01T00:15:00Z,\"0,2\"\n"),
            "mixed_decimal_marks",
            4.into(),
        ),
        ("no EAN", text("").iter().chain(b"").copied().collect::<Vec<u8>>(), "no_readings", 1.into()),
        ("a day", text("2016-01-01,0.1\n"), "not_an_instant", 3.into()),
        ("no offset", text("2016-01-01T00:00:00,0.1\n"), "missing_offset", 3.into()),
        ("a minute", text("2016-01-01T00:07:00Z,0.1\n"), "not_a_quarter_hour", 3.into()),
        ("hours", text("2016-01-01T00:00:00Z,0.1\n2016-01-01T01:00:00Z,0.1\n"), "not_a_quarter_hour", 3.into()),
        ("back in time", text("2016-01-01T00:15:00Z,0.1\n2016-01-01T00:00:00Z,0.1\n"), "not_ascending", 4.into()),
        ("below 0", text("2016-01-01T00:00:00Z,-0.1\n"), "negative_reading", 3.into()),
        ("a word", text("2016-01-01T00:00:00Z,none\n"), "not_a_number", 3.into()),
        ("another century", text("1916-01-01T00:00:00Z,0.1\n"), "out_of_years", 3.into()),
    ] {
        assert_eq!(mistake(&app, &bytes).await, (code.to_owned(), row), "{what}");
    }
    let (code, row) = mistake(&app, third.as_bytes()).await;
    assert_eq!((code.as_str(), row), ("third_repetition", (again + 2).into()));
    let client = app.r#as(Who::CommunityManager).await;
    let kept = client.list_reading_imports(app.ids.own.home.id, &ReadingImportQuery::default()).await.unwrap();
    assert!(kept.items.is_empty(), "nothing is kept of what was refused");
}

#[tokio::test]
async fn every_mistake_of_a_file_is_told_at_once() {
    let app = TestApp::start().await;
    let text = format!("interval_start,{EAN},123\ndirection,offtake,sideways\n2016-01-01T00:00:00Z,x,1\n");
    let problem = send(&app, text.as_bytes()).await.problem(422, "invalid_input");
    let codes: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["invalid_ean", "missing_direction", "not_a_number"]);
    assert!(problem["detail"].as_str().unwrap().contains("3 mistakes"), "{problem}");
    assert_eq!(problem["errors"][2]["params"]["column"], 2);
}

#[tokio::test]
async fn a_bomb_and_a_giant_are_refused() {
    let app = TestApp::start().await;
    // Packed, so that 250 MB come in as some kilobytes.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let block = vec![b'1'; 1_000_000];
    for _ in 0..251 {
        encoder.write_all(&block).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 1_000_000);
    assert_eq!(mistake(&app, &bomb).await.0, "unpacks_too_large");

    let client = app.r#as(Who::CommunityManager).await;
    let path = format!("/api/v1/communities/{}/reading-imports", app.ids.own.home.id);
    let mut request = Request::new("POST", path).header("content-type", "text/csv");
    request.body = Some(vec![b'1'; 64_000_001]);
    app.send(&client, request).await.problem(413, "too_large");
}

#[tokio::test]
async fn what_contradicts_itself_is_no_reading() {
    let app = TestApp::start().await;
    let (client, home) = (app.r#as(Who::CommunityManager).await, &app.ids.own.home);
    let text = wide(&[(&home.ean, "offtake")], "2016-01-01T00:00:00Z", &[&["0.1"], &["0.2"], &["0.3"]]);
    let text = format!("{text}2016-01-01T00:15:00Z,0.2\n2016-01-01T00:30:00Z,0.4\n");
    let report = checked(&client, home.id, "twice.csv", text).await.value.report;
    assert_eq!((report.duplicates.equal, report.duplicates.different), (1, 1));
    let conflict = &report.duplicates.conflicts[0];
    assert_eq!((conflict.first_row, conflict.second_row), (5, 7));
    assert_eq!((conflict.first_wh, conflict.second_wh), (Some(300), 400));
    assert_eq!(report.counts.new, 2);
    // When nothing else is left, there is nothing to import.
    let text = wide(&[(&home.ean, "offtake")], "2016-01-01T00:00:00Z", &[&["0.1"]]);
    send(&app, format!("{text}2016-01-01T00:00:00Z,0.2\n").as_bytes()).await.invalid(&[("/file", "no_rows")]);
}
