//! What an import refuses, and that nothing of it is stored.

use super::{rows, send};
use crate::support::{TestApp, Who, samples};
use api_types::{Import, MeterQuery};
use serde_json::Value;

/// Codes and places of the first row's errors.
async fn errors_of(app: &TestApp, text: &str) -> Vec<(String, String)> {
    let import: Import = serde_json::from_value(send(app, text.as_bytes()).await.is(201).json()).unwrap();
    let rows = rows(&app.r#as(Who::CommunityManager).await, &import).await;
    assert_eq!(import.counts.create, 0, "{rows:?}");
    rows.last().unwrap().errors.iter().map(|error| (error.pointer.clone(), error.code.clone())).collect()
}

fn pair(pointer: &str, code: &str) -> Vec<(String, String)> {
    vec![(pointer.to_owned(), code.to_owned())]
}

async fn stored(app: &TestApp) -> Option<u64> {
    let client = app.r#as(Who::Manager).await;
    client.list_meters(app.ids.own.home.id, &MeterQuery::default()).await.unwrap().total
}

#[tokio::test]
async fn files_that_are_no_table_of_meters() {
    let app = TestApp::start().await;
    let wide: Vec<String> = (0..300).map(|n| format!("column {n}")).collect();
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";
    let header = format!("{}\n", samples::METER_HEADINGS);
    for (bytes, code) in [
        (&b""[..], "empty_file"),
        (header.as_bytes(), "no_rows"),
        (picture, "not_a_table"),
        (format!("ean;{}\n1;2\n", wide.join(";")).as_bytes(), "too_many_columns"),
        (b"street;city\nRue Haute;Namur\n", "missing_column"),
        (b"ean;EAN\n1;2\n", "duplicate_column"),
    ] {
        send(&app, bytes).await.invalid(&[("/file", code)]);
    }
    let mut large = b"ean\n".to_vec();
    large.resize(10_000_001, b'5');
    send(&app, &large).await.problem(413, "too_large");
    assert_eq!(stored(&app).await, Some(2));
}

#[tokio::test]
async fn rows_with_mistakes() {
    let app = TestApp::start().await;
    let good = samples::meter_row(&samples::ean(50));
    let file = |row: String| format!("{}\n{row}\n", samples::METER_HEADINGS);
    assert_eq!(errors_of(&app, &file(format!("{good}x;y;z"))).await[..1], pair("", "row_too_long"));
    let long = good.replace("Rue Haute", &"x".repeat(6_000));
    assert_eq!(errors_of(&app, &file(long)).await, pair("/address/street", "too_long"));
    let rate = good.replace("Mono-horaire", "sometimes");
    assert_eq!(errors_of(&app, &file(rate)).await, pair("/configuration/rate", "unknown_value"));
    let shortened = good.replace(&samples::ean(50), "5.41449E+17");
    assert_eq!(errors_of(&app, &file(shortened)).await, pair("/ean", "scientific_notation"));
    let owner = format!("{good}Nobody we know");
    assert_eq!(errors_of(&app, &file(owner)).await, pair("/configuration/member_id", "unknown_member"));
    let dso = good.replace("ORES", "OREZ");
    assert_eq!(errors_of(&app, &file(dso)).await, pair("/configuration/dso", "unknown_dso"));
    let several = good.replace("9,2", "much").replace("5000", "").replace(";3;", ";2;");
    let mut found = errors_of(&app, &file(several)).await;
    found.sort();
    let expected = [
        ("/address/postcode", "required"),
        ("/configuration/sampling_power_kva", "wrong_type"),
        ("/phases", "unknown_value"),
    ];
    assert_eq!(found, expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())), "all at once");
    assert_eq!(stored(&app).await, Some(2));
}

#[tokio::test]
async fn the_second_row_about_a_meter_names_the_first() {
    let app = TestApp::start().await;
    let ean = samples::ean(50);
    let spaced = format!("{} {}", &ean[..9], &ean[9..]);
    let file = samples::meter_file(&[&ean, &spaced]);
    let import: Import = serde_json::from_value(send(&app, file.as_bytes()).await.is(201).json()).unwrap();
    assert_eq!((import.counts.create, import.counts.error), (1, 1));
    let rows = rows(&app.r#as(Who::CommunityManager).await, &import).await;
    let error = &rows[1].errors[0];
    assert_eq!((rows[1].number, error.code.as_str()), (3, "duplicate_row"));
    assert_eq!(error.params.get("row"), Some(&Value::from(2)));
}
