//! Days and clocks of Europe/Brussels.
//!
//! Clocks change at 01:00 UTC, as all of the European Union has done since 1996: in March the hour from 02:00 is
//! missing, in October it comes twice. A whole day needs one look at the time zone; its quarter-hours are counted.

use super::quarter::{Quarter, Span};
use crate::time::brussels_date;
use chrono::{Datelike, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Brussels;

/// The years that readings may be of.
pub const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;

/// Quarter-hours before the hour that is missing or comes twice.
const BEFORE_CHANGE: i32 = 8;
/// Quarter-hours of an hour.
const HOUR: i32 = 4;
/// Quarter-hours of a day without a change.
const DAY: i32 = 96;

/// A calendar day in Brussels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalDay {
    date: NaiveDate,
    span: Span,
}

/// What a clock on the wall showed when a quarter-hour began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Quarter-hours since 00:00 on its face, 0 to 95.
    pub quarter: u8,
    /// Whether it showed the same an hour before.
    pub again: bool,
}

/// The quarter-hours that begin when a clock on the wall shows something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wall {
    /// The usual case.
    Once(Quarter),
    /// In October: the first and the second time.
    Twice(Quarter, Quarter),
    /// In March: the clock skips it.
    Never,
}

impl LocalDay {
    /// The day of a date; none outside [`YEARS`].
    #[must_use]
    pub fn of(date: NaiveDate) -> Option<Self> {
        let span = Span { from: midnight(date), to: midnight(date.succ_opt()?) };
        YEARS.contains(&date.year()).then_some(Self { date, span })
    }

    /// Its date.
    #[must_use]
    pub const fn date(&self) -> NaiveDate {
        self.date
    }

    /// Its 92, 96 or 100 quarter-hours.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// How many quarter-hours the clock repeats on this day; below 0, how many it skips.
    fn change(&self) -> i32 {
        self.span.to.since(self.span.from) - DAY
    }

    /// When the clock shows `quarter` quarter-hours past 00:00; [`Wall::Never`] from 96 on.
    #[must_use]
    pub fn at(&self, quarter: u8) -> Wall {
        let shown = i32::from(quarter);
        let from = self.span.from;
        match (self.change(), shown) {
            (_, DAY..) => Wall::Never,
            (_, ..BEFORE_CHANGE) => Wall::Once(from.plus(shown)),
            (change, _) if shown >= BEFORE_CHANGE + HOUR => Wall::Once(from.plus(shown + change)),
            (0, _) => Wall::Once(from.plus(shown)),
            (1.., _) => Wall::Twice(from.plus(shown), from.plus(shown + HOUR)),
            _ => Wall::Never,
        }
    }

    /// What the clock shows at a quarter-hour of this day; none for those of other days.
    #[must_use]
    pub fn clock(&self, quarter: Quarter) -> Option<Clock> {
        if !self.span.contains(quarter) {
            return None;
        }
        let passed = quarter.since(self.span.from);
        let change = self.change();
        let unchanged = BEFORE_CHANGE + change.max(0);
        let shown = if passed < unchanged { passed } else { passed - change };
        let again = change > 0 && (unchanged..unchanged + HOUR).contains(&passed);
        u8::try_from(shown).ok().map(|quarter| Clock { quarter, again })
    }
}

/// The quarter-hour that begins with a day. No clock changes at midnight.
pub(super) fn midnight(date: NaiveDate) -> Quarter {
    let beyond = if date.year() < *YEARS.start() { Quarter::MIN } else { Quarter::MAX };
    let local = Brussels.from_local_datetime(&date.and_time(NaiveTime::MIN)).earliest();
    local.and_then(|local| Quarter::at(local.with_timezone(&Utc))).unwrap_or(beyond)
}

/// The date in Brussels at a quarter-hour.
pub(super) fn date_of(quarter: Quarter) -> NaiveDate {
    brussels_date(quarter.start())
}
