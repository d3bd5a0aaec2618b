//! XLSX into rows: the first sheet that has anything in it, or every sheet one after another; read cell by cell.
//!
//! Never through calamine's ranges: two cells in opposite corners of a sheet would have it make room for all between.

use super::read::{Limits, Sheet, SheetRow};
use super::stream::{self, Rows, StreamLimits};
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use chrono::{NaiveDate, TimeDelta};
use domain::Code;
use domain::violation::FieldViolation;
use std::io::{self, Cursor, Read};

/// Files inside the archive, sheets and styles among them; a workbook has some dozens.
const MOST_ENTRIES: usize = 2_000;
/// From here on a spreadsheet no longer keeps every digit of a whole number.
const DIGITS_LOST: f64 = 1e15;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Sheet, FieldViolation> {
    check_unpacked(bytes, limits.unpacked)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    for name in workbook.sheet_names() {
        let sheet = read_sheet(&mut workbook, &name, limits)?;
        if !sheet.rows.is_empty() {
            return Ok(sheet);
        }
    }
    Ok(Sheet::default())
}

/// Gives the rows of every sheet. A day comes with its time.
pub(super) fn stream(bytes: &[u8], limits: &StreamLimits, rows: &mut impl Rows) -> Result<(), FieldViolation> {
    check_unpacked(bytes, limits.unpacked)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    for name in workbook.sheet_names() {
        let mut cells = match workbook.worksheet_cells_reader(&name) {
            // A sheet of diagrams has no cells.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            cells => cells.map_err(unreadable)?,
        };
        rows.sheet(&name);
        let (mut number, mut row) = (0, Vec::new());
        while let Some(cell) = cells.next_cell().map_err(unreadable)? {
            let (line, column) = cell.get_position();
            if line.saturating_add(1) != number {
                give(number, &mut row, rows);
                number = line.saturating_add(1);
            }
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            stream::check(column.saturating_add(1), number, limits)?;
            row.resize(row.len().max(column + 1), String::new());
            if let Some(text) = row.get_mut(column) {
                *text = moment(cell.get_value());
            }
        }
        give(number, &mut row, rows);
    }
    Ok(())
}

fn give(number: u32, row: &mut Vec<String>, rows: &mut impl Rows) {
    if !row.is_empty() {
        let cells: Vec<&str> = row.iter().map(String::as_str).collect();
        rows.row(number, &cells);
        row.clear();
    }
}

/// The text of a cell, of a day with its time. A spreadsheet counts days, and a part of one is never quite a number of
/// seconds: the nearest is meant.
fn moment(value: &DataRef<'_>) -> String {
    match value {
        DataRef::DateTime(instant) if instant.is_datetime() => {
            let (year, month, day, hour, minute, second, milli) = instant.to_ymd_hms_milli();
            let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
            let time = date.and_then(|date| date.and_hms_opt(hour.into(), minute.into(), second.into()));
            let rounded = time.map(|time| time + TimeDelta::seconds(i64::from(milli >= 500)));
            rounded.map(|time| time.format("%Y-%m-%dT%H:%M:%S").to_string()).unwrap_or_default()
        }
        other => text(other),
    }
}

/// Unpacks everything once and keeps nothing: what an archive declares of its sizes may be a lie.
fn check_unpacked(bytes: &[u8], limit: u64) -> Result<(), FieldViolation> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Code::NotATable)?;
    let too_large = || FieldViolation::with(Code::UnpacksTooLarge, "max_mb", (limit / 1_000_000).max(1).to_string());
    if archive.len() > MOST_ENTRIES {
        return Err(too_large());
    }
    let mut left = limit;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| Code::NotATable)?;
        if entry.size() > left {
            return Err(too_large());
        }
        let unpacked = io::copy(&mut entry.take(left + 1), &mut io::sink()).map_err(|_| Code::NotATable)?;
        left = left.checked_sub(unpacked).ok_or_else(too_large)?;
    }
    Ok(())
}

fn read_sheet<R: Read + io::Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
    limits: &Limits,
) -> Result<Sheet, FieldViolation> {
    let mut sheet = Sheet::default();
    let mut cells = match workbook.worksheet_cells_reader(name) {
        // A sheet of diagrams has no cells.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(sheet),
        cells => cells.map_err(unreadable)?,
    };
    let mut row = SheetRow::new(0);
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (line, column) = cell.get_position();
        let number = line.saturating_add(1);
        if number != row.number {
            sheet.push(std::mem::replace(&mut row, SheetRow::new(number)), limits)?;
        }
        row.set(usize::try_from(column).unwrap_or(usize::MAX - 1), &text(cell.get_value()), limits);
    }
    sheet.push(row, limits)?;
    Ok(sheet)
}

fn unreadable(_: XlsxError) -> FieldViolation {
    Code::NotATable.into()
}

/// The text a person would have typed.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(instant) if instant.is_datetime() => {
            let (year, month, day, ..) = instant.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(duration) => number_text(duration.as_f64()),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn number_text(number: f64) -> String {
    if number.abs() >= DIGITS_LOST {
        // As the spreadsheet shows it: the reader then explains what happened to its digits.
        return format!("{number:.5E}").replace('E', "E+");
    }
    number.to_string()
}
