//! The order of rows: which quarter-hour each is of.
//!
//! A wall clock shows an hour of October twice, and only the order of rows tells which is which: the first time unless
//! the rows above have reached it. So rows must ascend; one that goes back is refused, unless it repeats a
//! quarter-hour that the file has had already.

use super::fault::{FaultCode, Wrong};
use super::stamp::{Days, Stamp};
use crate::readings::local::{Clock, Wall};
use crate::readings::quarter::{Quarter, Span};
use crate::violation::Param;
use crate::vocabulary::vocabulary;
use chrono::NaiveDate;

/// How much may still be kept of a file, in quarter-hours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    max: usize,
    left: usize,
}

impl Room {
    pub(super) const fn new(max: usize) -> Self {
        Self { max, left: max }
    }

    /// Takes some of it.
    pub(super) fn take(&mut self, quarters: usize) -> Result<(), Wrong> {
        match self.left.checked_sub(quarters) {
            Some(left) => self.left = left,
            None => return Err(Wrong::with(FaultCode::TooManyReadings, "max", Param::from(self.max))),
        }
        Ok(())
    }
}

vocabulary! {
    /// Whether a file's times say when readings begin or when they end.
    #[derive(Default)]
    Stamped {
        /// When they begin.
        #[default]
        Start = "start",
        /// When they end: a quarter-hour later.
        End = "end",
    }
}

/// The rows of one series, or of the columns of one table.
#[derive(Debug, Clone, Default)]
pub(super) struct Sequence {
    stamped: Stamped,
    first: Option<Quarter>,
    /// By quarter-hour from the first: the row it stands in; 0 for none.
    rows: Vec<u32>,
    days: Days,
    /// The shortest step from one row to the next.
    least_step: Option<i32>,
}

impl Sequence {
    pub(super) fn new(stamped: Stamped) -> Self {
        Self { stamped, ..Self::default() }
    }

    /// The quarter-hour of a row.
    pub(super) fn place(&mut self, stamp: Stamp, row: u32, room: &mut Room) -> Result<Quarter, Wrong> {
        let instant = match stamp {
            Stamp::Instant(instant) => instant,
            Stamp::Wall(date, quarter) => self.on_the_wall(date, quarter)?,
        };
        let quarter = instant.plus(-self.delay());
        self.days.shown(quarter)?;
        let first = *self.first.get_or_insert(quarter);
        let index = quarter.index_from(first).ok_or(FaultCode::NotAscending)?;
        if let Some(above) = self.rows.get_mut(index) {
            // Of several rows, the first is the one to be named.
            return if *above == 0 { Err(FaultCode::NotAscending.into()) } else { Ok(quarter) };
        }
        if let Some(last) = self.last() {
            let step = quarter.since(last);
            self.least_step = Some(self.least_step.map_or(step, |least| least.min(step)));
        }
        room.take(index + 1 - self.rows.len())?;
        self.rows.resize(index, 0);
        self.rows.push(row);
        Ok(quarter)
    }

    /// How much later than the beginning of a reading its time is.
    const fn delay(&self) -> i32 {
        match self.stamped {
            Stamped::Start => 0,
            Stamped::End => 1,
        }
    }

    /// The latest quarter-hour so far.
    fn last(&self) -> Option<Quarter> {
        self.span().map(|span| span.to.plus(-1))
    }

    fn on_the_wall(&mut self, date: NaiveDate, quarter: u8) -> Result<Quarter, Wrong> {
        match self.days.on(date)?.at(quarter) {
            Wall::Once(instant) => Ok(instant),
            Wall::Never => Err(FaultCode::NotALocalTime.into()),
            Wall::Twice(first, second) => {
                let reached = self.last().map(|last| last.plus(self.delay()));
                match reached {
                    Some(last) if last >= second => Err(FaultCode::ThirdRepetition.into()),
                    Some(last) if last >= first => Ok(second),
                    _ => Ok(first),
                }
            }
        }
    }

    /// The date of a quarter-hour, and what its clock shows.
    pub(super) fn shown(&mut self, quarter: Quarter) -> Result<(NaiveDate, Clock), Wrong> {
        self.days.shown(quarter)
    }

    /// The row that a quarter-hour stands in.
    pub(super) fn row_of(&self, quarter: Quarter) -> Option<u32> {
        let row = self.rows.get(quarter.index_from(self.first?)?);
        row.copied().filter(|row| *row > 0)
    }

    /// From the first row to the last.
    pub(super) fn span(&self) -> Option<Span> {
        let first = self.first.filter(|_| !self.rows.is_empty())?;
        Some(Span { from: first, to: first.nth(self.rows.len()) })
    }

    /// The minutes between rows when no two are a quarter-hour apart: the readings are then of something longer.
    pub(super) fn coarse_minutes(&self) -> Option<i64> {
        self.least_step.filter(|step| *step > 1).map(|step| i64::from(step) * 15)
    }

    /// Whether the times look like those of ends: they begin a quarter past midnight and stop at midnight.
    pub(super) fn looks_end_stamped(&self) -> bool {
        let Some(span) = self.span().filter(|_| self.stamped == Stamped::Start) else { return false };
        let mut days = self.days;
        let mut local = |quarter| days.shown(quarter).is_ok_and(|(_, clock)| clock.quarter == 0);
        let utc = |quarter: Quarter| quarter.number() % 96 == 0;
        let last = span.to.plus(-1);
        let (before, ends) = (span.from.plus(-1), last > span.from);
        ends && ((local(before) && local(last)) || (utc(before) && utc(last)))
    }
}
