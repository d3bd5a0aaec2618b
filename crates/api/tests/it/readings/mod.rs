//! Readings: files in, what is stored of them, who sees it, what keys do on it.

mod imports;
mod layouts;
mod refusals;
mod rights;
mod simulations;
mod views;

use crate::support::{Answer, TestApp, Who};
use api_types::{ConfirmReadingImport, ReadingAnswers, ReadingImport, ReadingQuery, UndoReadingImport};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use client::{Client, Request, Upload, Versioned};
use domain::vocabulary::ReadingImportState;
use flate2::read::GzDecoder;
use std::fmt::Write;
use std::io::Read;
use std::time::Duration;
use uuid::Uuid;

/// The sample year, its meters, and the operator's files of two of its months.
const YEAR: &[u8] = include_bytes!("../../../../domain/data/community-2016-utc.csv.gz");
const METERS: &str = include_str!("../../../../domain/data/community-2016-meters.csv");
const MARCH: &[u8] = include_bytes!("../../../../domain/data/dso-export-2016-03.csv.gz");
const OCTOBER: &[u8] = include_bytes!("../../../../domain/data/dso-export-2016-10.csv.gz");

fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(bytes).read_to_string(&mut text).unwrap();
    text
}

fn upload(name: &str, bytes: impl Into<Vec<u8>>) -> Upload {
    Upload { file_name: name.to_owned(), bytes: bytes.into() }
}

/// A wide file: meters with their directions, and rows of quarter-hours from an instant on.
fn wide(meters: &[(&str, &str)], from: &str, rows: &[&[&str]]) -> String {
    let mut text = format!("interval_start,{}\n", join(meters.iter().map(|(ean, _)| *ean)));
    writeln!(text, "direction,{}", join(meters.iter().map(|(_, direction)| *direction))).unwrap();
    let mut at: DateTime<Utc> = from.parse().unwrap();
    for row in rows {
        writeln!(text, "{},{}", at.format("%Y-%m-%dT%H:%M:%SZ"), join(row.iter().copied())).unwrap();
        at += TimeDelta::minutes(15);
    }
    text
}

fn join<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    cells.collect::<Vec<_>>().join(",")
}

/// Sends bytes to be imported in the own community.
async fn send(app: &TestApp, bytes: &[u8]) -> Answer {
    let path = format!("/api/v1/communities/{}/reading-imports", app.ids.own.home.id);
    let mut request = Request::new("POST", path).header("content-type", "text/csv");
    request.body = Some(bytes.to_vec());
    app.send(&app.r#as(Who::CommunityManager).await, request).await
}

/// Has a file read.
async fn checked(client: &Client, community: Uuid, name: &str, bytes: impl Into<Vec<u8>>) -> Versioned<ReadingImport> {
    let unasked = ReadingAnswers::default();
    let created = client.create_reading_import(community, upload(name, bytes), &unasked, None).await.unwrap();
    Versioned { value: created.value, etag: created.etag }
}

const CREATING: ConfirmReadingImport = ConfirmReadingImport { create_unknown_meters: true };
const LEAVING_OUT: ConfirmReadingImport = ConfirmReadingImport { create_unknown_meters: false };
const STAYING: UndoReadingImport = UndoReadingImport { delete_created_meters: false };
const GOING: UndoReadingImport = UndoReadingImport { delete_created_meters: true };

/// Confirms an import and waits for its end.
async fn apply(
    client: &Client,
    import: &Versioned<ReadingImport>,
    how: ConfirmReadingImport,
) -> Versioned<ReadingImport> {
    let (community, id) = (import.value.community_id, import.value.id);
    let begun = client.confirm_reading_import(community, id, &import.etag, &how).await.unwrap();
    assert_eq!(begun.value.state, ReadingImportState::Applying);
    let ended = ended(client, community, id).await;
    assert_eq!((ended.value.state, ended.value.failure.as_deref()), (ReadingImportState::Applied, None));
    ended
}

/// The import once it is no longer being applied.
async fn ended(client: &Client, community: Uuid, id: Uuid) -> Versioned<ReadingImport> {
    for _ in 0..1_200 {
        let import = client.get_reading_import(community, id).await.unwrap();
        if import.value.state != ReadingImportState::Applying {
            return import;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the import does not end");
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A query of days.
fn days(from: &str, to: &str) -> ReadingQuery {
    ReadingQuery { from: day(from).into(), to: day(to).into(), resolution: None, points: None }
}
