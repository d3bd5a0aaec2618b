//! Dates and times of cells.

use super::fault::{FaultCode, Wrong};
use crate::readings::local::{Clock, LocalDay, YEARS, date_of};
use crate::readings::quarter::Quarter;
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// When a row says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    /// With its distance from UTC.
    Instant(Quarter),
    /// As a clock in Brussels showed it.
    Wall(NaiveDate, u8),
}

/// Reads `2016-01-31T00:15:00Z`, with `+01:00` instead of `Z` or with neither; also `31-01-2016 00:15`.
pub(super) fn stamp(text: &str) -> Result<Stamp, Wrong> {
    let (day, time) = text.split_once(['T', ' ']).ok_or(FaultCode::NotAnInstant)?;
    let date = date(day)?;
    let time = time.trim();
    let (clock_text, offset) = match time.find(['Z', '+', '-']) {
        Some(place) => time.split_at(place),
        None => (time, ""),
    };
    let clock = clock(clock_text.trim())?;
    if offset.is_empty() {
        return Ok(Stamp::Wall(date, quarter_of(clock)?));
    }
    let east = minutes_east(offset).ok_or(FaultCode::NotAnInstant)?;
    let utc = NaiveDateTime::new(date, clock).checked_sub_signed(Duration::minutes(east));
    let quarter = utc.ok_or(FaultCode::NotAnInstant)?.and_utc();
    Ok(Stamp::Instant(Quarter::at(quarter).ok_or(FaultCode::NotAQuarterHour)?))
}

/// Reads `31-01-2016`, `31/01/2016`, `31.01.2016` or `2016-01-31`.
pub(super) fn date(text: &str) -> Result<NaiveDate, Wrong> {
    let mut parts = text.trim().split(['-', '/', '.']);
    let mut next = || parts.next().filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let (Some(first), Some(month), Some(last), None) = (next(), next(), next(), next()) else {
        return Err(FaultCode::NotAnInstant.into());
    };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let number = |text: &str| text.parse::<u32>().ok();
    let date = || NaiveDate::from_ymd_opt(year.parse().ok()?, number(month)?, number(day)?);
    let date = date().filter(|_| year.len() == 4).ok_or(FaultCode::NotAnInstant)?;
    if YEARS.contains(&date.year()) { Ok(date) } else { Err(out_of_years()) }
}

/// Reads `00:15` or `00:15:00`, also with fractions of a second.
pub(super) fn clock(text: &str) -> Result<NaiveTime, Wrong> {
    let time = NaiveTime::parse_from_str(text, "%H:%M:%S%.f").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M"));
    time.map_err(|_| FaultCode::NotAnInstant.into())
}

/// The quarter of its day that begins at a time.
pub(super) fn quarter_of(time: NaiveTime) -> Result<u8, Wrong> {
    let begins = time.minute().is_multiple_of(15) && time.second() == 0 && time.nanosecond() == 0;
    let quarter = u8::try_from(time.hour() * 4 + time.minute() / 15).ok().filter(|_| begins);
    quarter.ok_or_else(|| FaultCode::NotAQuarterHour.into())
}

fn out_of_years() -> Wrong {
    Wrong::with(FaultCode::OutOfYears, "min", i64::from(*YEARS.start())).and("max", i64::from(*YEARS.end()))
}

/// Finds days, and keeps the last: rows come by the day, and looking one up takes longer than all else.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Days {
    last: Option<LocalDay>,
}

impl Days {
    /// The day of a date.
    pub(super) fn on(&mut self, date: NaiveDate) -> Result<LocalDay, Wrong> {
        if self.last.is_none_or(|day| day.date() != date) {
            self.last = LocalDay::of(date);
        }
        self.last.ok_or_else(out_of_years)
    }

    /// The day of a quarter-hour, and what its clock shows.
    pub(super) fn shown(&mut self, quarter: Quarter) -> Result<(NaiveDate, Clock), Wrong> {
        if self.last.is_none_or(|day| !day.span().contains(quarter)) {
            self.last = LocalDay::of(date_of(quarter));
        }
        let shown = self.last.and_then(|day| Some((day.date(), day.clock(quarter)?)));
        shown.ok_or_else(out_of_years)
    }
}

/// Minutes of `Z`, `+01:00`, `+0100` or `+01`.
fn minutes_east(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+')?),
    };
    let digits = digits.replace(':', "");
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = digits.parse().ok().filter(|_| all_digits)?;
    let minutes = match digits.len() {
        2 => number * 60,
        4 => number / 100 * 60 + number % 100,
        _ => return None,
    };
    (minutes <= 14 * 60).then_some(sign * minutes)
}
