//! Periods of local days, half-open: how a timeline looks on a given day, and how it is changed.
//!
//! Must never know: what it is that holds during a period, or what day it is.

mod change;

use chrono::NaiveDate;

pub use change::{Change, Changed, Entry, Periods, Refused, Write};

/// The days from `from` up to but not including `to`; open-ended without `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// First day after it.
    pub to: Option<NaiveDate>,
}

impl Period {
    /// Whether `day` is one of its days.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && self.reaches(day)
    }

    /// Whether it holds `day` or any later day.
    #[must_use]
    pub fn reaches(self, day: NaiveDate) -> bool {
        self.to.is_none_or(|to| day < to)
    }
}

/// A timeline as seen on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline<T> {
    /// The entry whose period contains the day.
    pub actual: Option<T>,
    /// Entries that ended, latest first.
    pub historical: Vec<T>,
    /// Entries that have not begun, earliest first.
    pub future: Vec<T>,
}

impl<T> Timeline<T> {
    /// Sorts entries, whose periods do not overlap, into what was, is and will be on `day`.
    pub fn on(day: NaiveDate, entries: impl IntoIterator<Item = T>, period: impl Fn(&T) -> Period) -> Self {
        let mut timeline = Self { actual: None, historical: Vec::new(), future: Vec::new() };
        for entry in entries {
            let held = period(&entry);
            if held.contains(day) {
                timeline.actual = Some(entry);
            } else if held.from > day {
                timeline.future.push(entry);
            } else {
                timeline.historical.push(entry);
            }
        }
        timeline.historical.sort_by_key(|entry| std::cmp::Reverse(period(entry).from));
        timeline.future.sort_by_key(|entry| period(entry).from);
        timeline
    }

    /// The entry to show where only one fits: today's, else the next one, else the last one.
    #[must_use]
    pub fn shown(&self) -> Option<&T> {
        self.actual.as_ref().or_else(|| self.future.first()).or_else(|| self.historical.first())
    }
}
