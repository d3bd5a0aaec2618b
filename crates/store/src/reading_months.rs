//! A month of readings as one column: how quarter-hours become bytes, and which month they belong to.
//!
//! Months are those of UTC: they have no clock changes, so a quarter-hour's place in its month is a subtraction. A
//! reading is written as its Wh and one more, in as few bytes as hold it; 0 is followed by how many quarter-hours are
//! without reading. What a month ends with needs no such run. So one reading takes one to two bytes, and a column of
//! corrections takes little more than its corrections.

use crate::entity::reading_month;
use crate::error::{Error, Result, parsed};
use chrono::{Datelike, NaiveDate, NaiveTime};
use domain::readings::{Direction, Quarter, Series, Span};

/// Months of a year.
const YEAR: i64 = 12;

/// A calendar month of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Month(i64);

impl Month {
    /// The month of a quarter-hour.
    pub(crate) fn of(quarter: Quarter) -> Self {
        let start = quarter.start();
        Self(i64::from(start.year()) * YEAR + i64::from(start.month0()))
    }

    /// The month that a row is of.
    pub(crate) const fn from_number(number: i64) -> Self {
        Self(number)
    }

    /// As it stands in a row.
    pub(crate) const fn number(self) -> i64 {
        self.0
    }

    /// Its quarter-hours.
    pub(crate) fn span(self) -> Result<Span> {
        let quarter = |month: i64| {
            let (year, month) = (month.div_euclid(YEAR), month.rem_euclid(YEAR) + 1);
            let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, u32::try_from(month).ok()?, 1)?;
            // The month after the last one there is begins beyond the last quarter-hour.
            Some(Quarter::at(day.and_time(NaiveTime::MIN).and_utc()).unwrap_or(Quarter::MAX))
        };
        let span = quarter(self.0).zip(quarter(self.0 + 1)).map(|(from, to)| Span { from, to });
        span.ok_or_else(|| Error::Inconsistent(format!("a month {}", self.0)))
    }

    /// The months that a span touches.
    pub(crate) fn all_of(span: Span) -> impl Iterator<Item = Self> {
        let last = if span.is_empty() { Self::of(span.from).0 - 1 } else { Self::of(span.to.plus(-1)).0 };
        (Self::of(span.from).0..=last).map(Self)
    }
}

/// Quarter-hours of a month, each with its reading or without.
pub(crate) type Column = Vec<Option<u32>>;

/// Writes a column.
pub(crate) fn pack(column: &[Option<u32>]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(column.len() * 2);
    let mut gap = 0;
    for reading in column {
        match reading {
            None => gap += 1,
            Some(wh) => {
                if gap > 0 {
                    put(0, &mut bytes);
                    put(gap, &mut bytes);
                    gap = 0;
                }
                put(u64::from(*wh) + 1, &mut bytes);
            }
        }
    }
    bytes
}

/// Reads a column of `length` quarter-hours.
pub(crate) fn unpack(bytes: &[u8], length: usize) -> Result<Column> {
    let broken = || Error::Inconsistent("a column of readings".to_owned());
    let mut column = Column::with_capacity(length);
    let mut rest = bytes;
    while !rest.is_empty() {
        let token = take(&mut rest).ok_or_else(broken)?;
        let count = if token == 0 { take(&mut rest).ok_or_else(broken)? } else { 1 };
        let count = usize::try_from(count).ok().filter(|count| *count <= length - column.len()).ok_or_else(broken)?;
        let reading = token.checked_sub(1).map(u32::try_from).transpose().map_err(|_| broken())?;
        column.resize(column.len() + count, reading);
    }
    column.resize(length, None);
    Ok(column)
}

/// Appends a number, seven bits to a byte, the lowest first; the highest bit says that more follow.
fn put(mut number: u64, bytes: &mut Vec<u8>) {
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            return bytes.push(low);
        }
        bytes.push(low | 0x80);
    }
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

impl reading_month::Model {
    /// The direction of its readings.
    pub(crate) fn way(&self) -> Result<Direction> {
        parsed("direction", &self.direction)
    }

    /// Its quarter-hours, each with its reading or without.
    pub(crate) fn column(&self) -> Result<(Span, Column)> {
        let span = Month::from_number(self.month).span()?;
        Ok((span, unpack(&self.wh, span.len())?))
    }

    /// The same row with other readings; none when there is none.
    pub(crate) fn holding(self, span: Span, column: &[Option<u32>]) -> Option<Self> {
        let known = || span.iter().zip(column).filter_map(|(at, reading)| reading.map(|wh| (at, wh)));
        let (first, _) = known().next()?;
        let (last, _) = known().last()?;
        Some(Self {
            readings: i64::try_from(known().count()).unwrap_or(i64::MAX),
            total_wh: known().map(|(_, wh)| i64::from(wh)).sum(),
            first_quarter: i64::from(first.number()),
            last_quarter: i64::from(last.number()),
            wh: pack(column),
            ..self
        })
    }
}

/// The readings of a span out of months in order.
pub(crate) fn series(months: &[reading_month::Model], within: Span) -> Result<Series> {
    let Some(first) = months.first() else { return Ok(Series::default()) };
    let beginning = Month::from_number(first.month).span()?.from;
    let mut readings = Column::new();
    for month in months {
        let (span, column) = month.column()?;
        // A month without readings has no row.
        readings.resize(Span { from: beginning, to: span.from }.len(), None);
        let inside = |(at, reading): (Quarter, Option<u32>)| reading.filter(|_| within.contains(at));
        readings.extend(span.iter().zip(column).map(inside));
    }
    Series::new(beginning, readings).ok_or_else(|| Error::Inconsistent("readings above what one may be".to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::{DateTime, Utc};

    fn quarter(text: &str) -> Quarter {
        Quarter::at(text.parse::<DateTime<Utc>>().unwrap()).unwrap()
    }

    #[test]
    fn a_column_comes_back_as_it_was() {
        let most = domain::allocation::READING_MAX;
        for column in [
            vec![],
            vec![None; 5],
            vec![Some(0); 5],
            vec![Some(0), Some(126), Some(127), Some(16_382), Some(16_383), Some(most)],
            vec![None, Some(7), None, None, Some(0), None],
        ] {
            assert_eq!(unpack(&pack(&column), column.len()).unwrap(), column);
        }
        assert!(pack(&[None; 2_976]).is_empty());
        let mut sparse = vec![None; 2_976];
        sparse[2_000] = Some(87);
        assert_eq!(pack(&sparse).len(), 4);
    }

    #[test]
    fn broken_bytes_are_no_column() {
        for bytes in [&[0][..], &[0, 6], &[1; 6], &[0x80], &[0xff; 6], &[0xff, 0xff, 0xff, 0xff, 0x7f]] {
            assert!(unpack(bytes, 5).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn months_follow_each_other() {
        let span = Span { from: quarter("2015-12-31T23:45:00Z"), to: quarter("2016-03-01T00:00:00Z") };
        let months: Vec<Month> = Month::all_of(span).collect();
        assert_eq!(months.len(), 3);
        let spans: Vec<Span> = months.iter().map(|month| month.span().unwrap()).collect();
        assert_eq!(spans[1], Span { from: quarter("2016-01-01T00:00:00Z"), to: quarter("2016-02-01T00:00:00Z") });
        assert_eq!((spans[0].to, spans[1].to, spans[2].to), (spans[1].from, spans[2].from, span.to));
        assert_eq!(Month::all_of(Span { to: span.from, ..span }).count(), 0);
        assert_eq!(Month::of(Quarter::MAX).span().unwrap().to, Quarter::MAX);
    }
}
