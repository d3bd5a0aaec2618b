//! Readings to try a key on, read from a wide CSV. Pure.
//!
//! The first line names a metering point for each column, the second says `offtake` or `injection`, the third is a
//! label; each further line begins with the start of its quarter-hour in UTC, followed by kWh with at most three
//! decimals. An empty cell is a gap, never 0.

use chrono::{DateTime, NaiveDate, Utc};
use domain::allocation::{MISSING, READING_MAX, STEPS_MAX};
use domain::readings::{Quarter, Span};
use domain::time::brussels_date;
use std::ops::Range;
use uuid::Uuid;

/// Readings of a community over a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Year {
    /// When each quarter-hour begins.
    pub starts: Vec<DateTime<Utc>>,
    /// What is consumed.
    pub consumers: Vec<Series>,
    /// What is shared.
    pub producers: Vec<Series>,
    /// How many readings are missing.
    pub gaps: usize,
}

/// One column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    /// The metering point.
    pub ean: String,
    /// What it is called.
    pub label: String,
    /// The meter of the community, where it is known.
    pub meter: Option<Uuid>,
    /// Wh, quarter-hour by quarter-hour; [`MISSING`] for a gap.
    pub wh: Vec<u32>,
    /// Nobody measured it: it is on a standard shape.
    pub modelled: bool,
}

/// Why a file cannot be read, and in which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The part of the key of its words.
    pub reason: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// The column's metering point, or what stands there.
    pub what: String,
}

fn wrong(reason: &'static str, line: usize, what: impl Into<String>) -> Unreadable {
    Unreadable { reason, line, what: what.into() }
}

const QUARTER_HOUR: i64 = 900;

impl Year {
    /// Reads a file that has everything a key needs.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let year = Self::read_any(text)?;
        match year.lacks() {
            Some(reason) => Err(wrong(reason, 2, "")),
            None => Ok(year),
        }
    }

    /// What a key cannot do without, by the part of the key of its words.
    pub fn lacks(&self) -> Option<&'static str> {
        match (self.producers.is_empty(), self.consumers.is_empty()) {
            (true, _) => Some("no_injection"),
            (_, true) => Some("no_offtake"),
            _ => None,
        }
    }

    /// Reads a file, whatever is in it.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn read_any(text: &str) -> Result<Self, Unreadable> {
        let text = text.trim_start_matches('\u{feff}');
        let separator = if text.lines().next().is_some_and(|line| line.contains(';')) { ';' } else { ',' };
        let (mut rest, mut number) = (text, 1);
        let mut head = |reason| {
            let (cells, length) = record(rest, separator).ok_or_else(|| wrong(reason, 1, ""))?;
            number += rest[..length].matches('\n').count();
            rest = &rest[length..];
            Ok(cells)
        };
        let (eans, directions, labels) = (head("empty")?, head("header")?, head("header")?);
        let lines = rest.lines().enumerate().map(|(i, line)| (number + i, line.trim_end_matches('\r')));
        let injects = directions_of(&directions, &eans)?;
        let mut columns: Vec<Series> = eans
            .iter()
            .enumerate()
            .map(|(i, ean)| {
                let label = labels.get(i).filter(|label| !label.is_empty()).unwrap_or(ean);
                Series { ean: ean.clone(), label: label.clone(), ..Series::default() }
            })
            .collect();
        let mut year = Self::default();
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            year.line(number, line, separator, &mut columns)?;
        }
        if year.starts.is_empty() {
            return Err(wrong("no_readings", 4, ""));
        }
        for (column, injects) in columns.into_iter().zip(injects) {
            if injects { year.producers.push(column) } else { year.consumers.push(column) }
        }
        Ok(year)
    }

    fn line(&mut self, number: usize, line: &str, separator: char, columns: &mut [Series]) -> Result<(), Unreadable> {
        let (start, values) = line.split_once(separator).ok_or_else(|| wrong("cells", number, line))?;
        let start: DateTime<Utc> = start.trim().parse().map_err(|_| wrong("instant", number, start))?;
        if self.starts.last().is_some_and(|last| (start - *last).num_seconds() != QUARTER_HOUR) {
            return Err(wrong("order", number, start.to_rfc3339()));
        }
        if self.starts.len() == STEPS_MAX {
            return Err(wrong("too_long", number, ""));
        }
        self.starts.push(start);
        let mut cells = values.split(separator);
        for column in columns.iter_mut() {
            let cell = cells.next().ok_or_else(|| wrong("cells", number, ""))?.trim();
            let wh = if cell.is_empty() { Some(MISSING) } else { watt_hours(cell) };
            let wh = wh.ok_or_else(|| wrong("number", number, format!("{}: {cell}", column.ean)))?;
            self.gaps += usize::from(wh == MISSING);
            column.wh.push(wh);
        }
        if cells.next().is_some() { Err(wrong("cells", number, "")) } else { Ok(()) }
    }

    /// Counts anew how many readings are missing, after series were left out.
    pub fn count_gaps(&mut self) {
        let series = self.consumers.iter().chain(&self.producers);
        self.gaps = series.flat_map(|series| &series.wh).filter(|&&wh| wh == MISSING).count();
    }

    /// Its quarter-hours.
    pub fn span(&self) -> Option<Span> {
        let ends = Quarter::at(*self.starts.first()?).zip(Quarter::at(*self.starts.last()?));
        ends.map(|(first, last)| Span { from: first, to: last.plus(1) })
    }

    /// The days there are, first and last.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        Some((brussels_date(*self.starts.first()?), brussels_date(*self.starts.last()?)))
    }

    /// The quarter-hours of a day in Brussels: 92, 96 or 100 of them, fewer at the ends.
    pub fn day(&self, day: NaiveDate) -> Range<usize> {
        let begins = |day: NaiveDate| self.starts.partition_point(|&start| brussels_date(start) < day);
        begins(day)..day.succ_opt().map_or(self.starts.len(), begins)
    }

    /// The quarter-hour in which most is produced, among some.
    pub fn sunniest(&self, of: Range<usize>) -> usize {
        let produced = |step: usize| -> u64 {
            let wh = self.producers.iter().map(|series| series.wh.get(step).copied().unwrap_or(MISSING));
            wh.filter(|&wh| wh != MISSING).map(u64::from).sum()
        };
        let start = of.start;
        of.rev().max_by_key(|&step| produced(step)).unwrap_or(start)
    }
}

/// The first line of a table without its first cell, and how long it is. In quotes, a cell may hold separators and lines
/// of its own, as descriptions do.
fn record(text: &str, separator: char) -> Option<(Vec<String>, usize)> {
    let (mut cells, mut cell, mut quoted, mut length) = (Vec::new(), String::new(), false, 0);
    for c in text.chars() {
        length += c.len_utf8();
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => break,
            c if c == separator && !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    let cells = cells.into_iter().skip(1).map(|cell| cell.trim().trim_start_matches('=').to_owned()).collect();
    (length > 0).then_some((cells, length))
}

fn directions_of(directions: &[String], eans: &[String]) -> Result<Vec<bool>, Unreadable> {
    if directions.len() != eans.len() {
        return Err(wrong("header", 2, ""));
    }
    let injects = |direction: &String| match direction.as_str() {
        "injection" => Ok(true),
        "offtake" => Ok(false),
        other => Err(wrong("direction", 2, other)),
    };
    directions.iter().map(injects).collect()
}

/// kWh with at most three decimals, point or comma, as whole Wh.
fn watt_hours(kwh: &str) -> Option<u32> {
    let (whole, decimals) = kwh.split_once(['.', ',']).unwrap_or((kwh, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() > 7 || decimals.len() > 3 || (whole.is_empty() && decimals.is_empty()) {
        return None;
    }
    if !digits(whole) || !digits(decimals) {
        return None;
    }
    let number = |text: &str| text.bytes().fold(0_u64, |sum, byte| sum * 10 + u64::from(byte - b'0'));
    let scale = 10_u64.pow(3 - u32::try_from(decimals.len()).ok()?);
    u32::try_from(number(whole) * 1000 + number(decimals) * scale).ok().filter(|&wh| wh <= READING_MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HEAD: &str = "interval_start,1,2,3\ndirection,offtake,offtake,injection\nlabel,Shop,,Roof\n";

    fn file(lines: &str) -> Result<Year, Unreadable> {
        Year::read(&format!("{HEAD}{lines}"))
    }

    #[test]
    fn a_file_is_read() {
        let year = file("2016-06-20T10:00:00Z,0.100,,2.5\r\n2016-06-20T10:15:00Z,1,0.25,3\n").unwrap();
        assert_eq!((year.starts.len(), year.gaps), (2, 1));
        assert_eq!(
            year.consumers[0],
            Series { ean: "1".into(), label: "Shop".into(), wh: vec![100, 1000], ..Series::default() }
        );
        assert_eq!((year.consumers[1].label.as_str(), &year.consumers[1].wh), ("2", &vec![MISSING, 250]));
        assert_eq!((year.producers[0].wh.as_slice(), year.sunniest(0..2)), (&[2500, 3000][..], 1));
    }

    #[test]
    fn semicolons_and_commas_are_read_too() {
        let text = "\u{feff}t;=\"541\";9\ndirection;offtake;injection\nlabel;A;B\n2016-01-01T00:00:00Z;0,5;1\n";
        let year = Year::read(text).unwrap();
        assert_eq!((year.consumers[0].ean.as_str(), year.consumers[0].wh[0]), ("541", 500));
    }

    #[test]
    fn a_label_may_have_lines_and_separators() {
        let text =
            "t,1,2\r\ndirection,offtake,injection\r\nlabel,\"Shop, at\nthe corner\",B\r\n2016-01-01T00:00:00Z,1,x\r\n";
        let fault = Year::read(text).unwrap_err();
        assert_eq!((fault.reason, fault.line), ("number", 5));
        let year = Year::read(&text.replace('x', "1")).unwrap();
        assert_eq!((year.consumers[0].label.as_str(), year.producers[0].wh[0]), ("Shop, at\nthe corner", 1000));
    }

    #[test]
    fn a_mistake_names_its_line() {
        let first = "2016-06-20T10:00:00Z,1,1,1\n";
        for (lines, reason, line) in [
            ("", "no_readings", 4),
            ("yesterday,1,1,1", "instant", 4),
            ("2016-06-20T10:00:00Z,1,1", "cells", 4),
            ("2016-06-20T10:00:00Z,1,1,1,1", "cells", 4),
            ("2016-06-20T10:00:00Z,1,x,1", "number", 4),
            ("2016-06-20T10:00:00Z,1,-1,1", "number", 4),
            ("2016-06-20T10:00:00Z,1,0.0001,1", "number", 4),
            (&format!("{first}2016-06-20T10:30:00Z,1,1,1"), "order", 5),
            (&format!("{first}{first}"), "order", 5),
        ] {
            let found = file(lines).unwrap_err();
            assert_eq!((found.reason, found.line), (reason, line), "{lines}");
        }
        assert_eq!(Year::read("").unwrap_err().reason, "empty");
        assert_eq!(Year::read("a,1\ndirection,sideways\nlabel,x\n").unwrap_err().reason, "direction");
        assert_eq!(
            Year::read("a,1\ndirection,offtake\nlabel,x\n2016-01-01T00:00:00Z,1").unwrap_err().reason,
            "no_injection"
        );
    }

    #[test]
    fn a_day_is_one_in_brussels() {
        let start: DateTime<Utc> = "2016-03-26T23:00:00Z".parse().unwrap();
        let starts = (0..300).map(|i| start + chrono::Duration::minutes(15 * i)).collect();
        let year = Year { starts, ..Year::default() };
        let day = |text: &str| year.day(text.parse().unwrap());
        assert_eq!(day("2016-03-27"), 0..92, "an hour is left out");
        assert_eq!(day("2016-03-28"), 92..188);
        assert_eq!(day("2016-03-20"), 0..0);
    }

    #[test]
    fn watt_hours_are_exact() {
        for (kwh, wh) in [("0.087", Some(87)), ("12,3", Some(12_300)), (".5", Some(500)), ("7", Some(7000)), ("", None)]
        {
            assert_eq!(watt_hours(kwh), wh, "{kwh}");
        }
        assert_eq!(watt_hours("9999999"), None, "beyond what a meter can show");
    }
}
