//! Keys as files, out and in again.

use super::path;
use crate::support::{TestApp, Who, samples};
use api_types::{
    ImportedKeyState, KeyExportQuery, KeyFileFormat, KeyFileQuery, KeyImportMode, KeyImportQuery, KeyState,
};
use client::{Client, Request};
use domain::vocabulary::Locale;
use serde_json::{Value, json};
use uuid::Uuid;

const JSON: &str = "application/json";
const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PREVIEW: KeyImportQuery = KeyImportQuery { mode: None };
const APPLY: KeyImportQuery = KeyImportQuery { mode: Some(KeyImportMode::Apply) };

/// A key with a meter in the own community.
async fn linked(app: &TestApp) -> (Client, Uuid) {
    let client = app.r#as(Who::CommunityManager).await;
    let meter = app.ids.own.home.meter.to_string();
    let body = samples::typed(samples::with(samples::key("Linked, \"été\""), "/consumers/0/meter_id", meter));
    let key = client.create_key(app.ids.own.home.id, &body, None).await.unwrap();
    (client, key.value.id)
}

async fn total(app: &TestApp) -> Value {
    app.get(Who::Manager, &path(app)).await.is(200).json()["total"].take()
}

#[tokio::test]
async fn every_format_comes_back_as_the_same_key() {
    let app = TestApp::start().await;
    let ((client, id), community) = (linked(&app).await, app.ids.own.home.id);
    for (format, media) in [(KeyFileFormat::Json, JSON), (KeyFileFormat::Csv, CSV), (KeyFileFormat::Xlsx, XLSX)] {
        let query = KeyFileQuery { format: Some(format), language: Some(Locale::Nl) };
        let file = client.export_key(community, id, &query).await.unwrap();
        let same = client.import_keys(community, &APPLY, media, file.clone()).await.unwrap();
        assert_eq!((same.keys[0].state, same.keys[0].key_id), (ImportedKeyState::Unchanged, Some(id)), "{format:?}");

        // Elsewhere the meter is another community's, and so no meter at all.
        let manager = app.r#as(Who::Manager).await;
        let elsewhere = manager.import_keys(app.ids.own.sibling.id, &APPLY, media, file).await.unwrap();
        let errors: Vec<_> = elsewhere.keys[0].errors.iter().map(|e| (e.pointer.as_str(), e.code.as_str())).collect();
        assert_eq!(errors, [("/consumers/0/ean", "unknown_meter")]);
    }
    assert_eq!(total(&app).await, 2);
}

#[tokio::test]
async fn a_file_is_looked_at_first_and_then_saved() {
    let app = TestApp::start().await;
    let ((client, id), community) = (linked(&app).await, app.ids.own.home.id);
    let text = "Key,Consumer,Share 1,Rule 1,Weight 1\r\n\
        New,A,100,weighted,60\r\n,B,,,40\r\n\
        \"linked, \"\"ETE\"\"\",A,100,prorata,\r\n\
        Wrong,A,99,prorata,\r\n";
    let states = |import: &api_types::KeyImport| import.keys.iter().map(|key| (key.row, key.state)).collect::<Vec<_>>();
    let expected =
        [(Some(2), ImportedKeyState::Create), (Some(4), ImportedKeyState::Change), (Some(5), ImportedKeyState::Error)];
    let seen = client.import_keys(community, &PREVIEW, CSV, text.into()).await.unwrap();
    assert_eq!((seen.applied, states(&seen)), (false, expected.to_vec()));
    assert_eq!((seen.keys[0].key_id, seen.keys[1].key_id), (None, Some(id)));
    assert_eq!(seen.keys[2].errors[0].code, "shares_not_100");
    assert_eq!(total(&app).await, 2, "nothing is stored");

    let saved = client.import_keys(community, &APPLY, CSV, text.into()).await.unwrap();
    assert_eq!((saved.applied, states(&saved)), (true, expected.to_vec()));
    let new = client.get_key(community, saved.keys[0].key_id.unwrap()).await.unwrap().value;
    assert_eq!((new.name.as_str(), new.version_number, new.consumers.len()), ("New", 1, 2));
    let changed = client.get_key(community, id).await.unwrap().value;
    assert_eq!((changed.version_number, changed.consumers.len()), (2, 1));
    let again = client.import_keys(community, &APPLY, CSV, text.into()).await.unwrap();
    assert_eq!(again.keys[0].state, ImportedKeyState::Unchanged);
    assert_eq!(total(&app).await, 3);
}

#[tokio::test]
async fn a_list_is_exported_with_its_filters() {
    let app = TestApp::start().await;
    let ((client, id), community) = (linked(&app).await, app.ids.own.home.id);
    client.archive_key(community, id, None, None).await.unwrap();
    let names = async |query: KeyExportQuery| {
        let file: Value = serde_json::from_slice(&client.export_keys(community, &query).await.unwrap()).unwrap();
        file["keys"].as_array().unwrap().iter().map(|key| key["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(KeyExportQuery::default()).await.len(), 2);
    let active = KeyExportQuery { state: Some(KeyState::Active), ..KeyExportQuery::default() };
    assert_eq!(names(active).await, ["Seeded"]);
    let searched = KeyExportQuery { q: Some("ete".to_owned()), ..KeyExportQuery::default() };
    assert_eq!(names(searched).await, ["Linked, \"été\""]);
    let answer =
        client.send_raw(Request::new("GET", format!("{}/export?format=csv&language=fr", path(&app)))).await.unwrap();
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"keys.csv\""));
    assert!(
        String::from_utf8(answer.body)
            .unwrap()
            .starts_with("\u{feff}Clé;Description;Méthode;Consommateur;EAN;Rang;Part 1")
    );
    app.get(Who::Manager, &format!("{}/export?format=pdf&limit=5", path(&app)))
        .await
        .invalid(&[("?format", "unknown_value"), ("?limit", "unknown_field")]);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_says_why() {
    let app = TestApp::start().await;
    let client = app.r#as(Who::CommunityManager).await;
    let imports = format!("{}/imports", path(&app));
    let send = async |media: &str, body: &[u8]| {
        let mut request = Request::new("POST", &imports).header("content-type", media);
        request.body = Some(body.to_vec());
        app.send(&client, request).await
    };
    send(CSV, b"Name,Consumer\nA,B\n").await.invalid(&[("/file", "missing_column")]);
    send(CSV, b"").await.invalid(&[("/file", "empty_file")]);
    send(CSV, &[0x89, b'P', b'N', b'G', 0, 1, 2]).await.invalid(&[("/file", "not_a_table")]);
    send(JSON, br#"{"keys":[{"name":1,"consumers":[]}],"x":1}"#)
        .await
        .invalid(&[("/keys/0/name", "wrong_type"), ("/x", "unknown_field")]);
    send("text/plain", b"x").await.problem(415, "unsupported_media_type");
    let twice = json!({ "keys": [
        { "name": "One", "consumers": [{ "name": "A" }], "iterations": [{ "share_percent": 100, "rule": "equal" }] },
        { "name": "ONE", "consumers": [{ "name": "B" }], "iterations": [{ "share_percent": 100, "rule": "equal" }] }
    ] });
    let seen = send(JSON, twice.to_string().as_bytes()).await.is(200).json();
    assert_eq!(seen["keys"][0]["state"], "create");
    assert_eq!(seen["keys"][1]["errors"][0]["code"], "duplicate_row");
}
