//! Readings: time, files, reports, sums; by example, by property and over a real year.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod files;
mod limits;
mod random;
mod refusals;
mod reports;
mod sample;
mod sums;
mod time;
mod workbooks;

use chrono::{DateTime, NaiveDate, Utc};
use domain::identifier::IdScheme;
use domain::readings::file::{Answers, FaultCode, Faults, Limits, Reader, ReadingsFile};
use domain::readings::{Quarter, Series, Span};

/// How many random cases to try: fewer in WebAssembly, which repeats what native tests have found sound.
const fn cases(native: u32) -> u32 {
    if cfg!(target_family = "wasm") { native / 10 } else { native }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The quarter-hour that begins at an instant.
fn at(text: &str) -> Quarter {
    Quarter::at(text.parse::<DateTime<Utc>>().unwrap()).unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span { from: at(from), to: at(to) }
}

fn series(from: &str, readings: &[Option<u32>]) -> Series {
    Series::new(at(from), readings.iter().copied()).unwrap()
}

fn reader(answers: Answers) -> Reader {
    Reader::new(IdScheme::BeEan, answers, Limits::default())
}

/// Reads lines whose cells a sign separates.
fn read_with(answers: Answers, text: &str, separator: char) -> Result<ReadingsFile, Faults> {
    let mut reader = reader(answers);
    reader.rows(text.lines().map(|line| line.split(separator).collect::<Vec<_>>()));
    reader.finish()
}

fn read(text: &str, separator: char) -> Result<ReadingsFile, Faults> {
    read_with(Answers::default(), text, separator)
}

/// `code row:column` of every fault, or `code row` when it is about a whole row.
fn faults(result: Result<ReadingsFile, Faults>) -> Vec<String> {
    let Err(faults) = result else { return Vec::new() };
    assert_eq!(faults.count, faults.first.len());
    let place = |column: Option<u32>| column.map(|column| format!(":{column}")).unwrap_or_default();
    faults
        .first
        .iter()
        .map(|fault| format!("{} {}{}", fault.code, fault.place.row, place(fault.place.column)))
        .collect()
}

/// The code of the first fault.
fn code(result: Result<ReadingsFile, Faults>) -> FaultCode {
    result.unwrap_err().first.first().unwrap().code
}
