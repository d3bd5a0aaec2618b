//! The months of a series of quarter-hours.

use crate::readings::Span;
use crate::time::brussels_date;
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use std::ops::Range;

/// A calendar month in Brussels, and which quarter-hours belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its year.
    pub year: i32,
    /// 1 for January.
    pub month: u32,
    /// Its quarter-hours: from the first of the series' to the one after the last.
    pub steps: Range<usize>,
}

impl Month {
    /// Whether it is there, but for a day at most: a year of UTC lacks an hour of its first month in Brussels, and has
    /// one of a thirteenth.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let days = NaiveDate::from_ymd_opt(self.year, self.month, 1)
            .and_then(|first| Some(Span::of_days(first, first.checked_add_months(Months::new(1))?)));
        days.is_some_and(|days| self.steps.len() + DAY >= days.len())
    }
}

/// The quarter-hours of a usual day.
const DAY: usize = 96;

/// Cuts quarter-hours, given by their starts in ascending order, where a month begins in Brussels.
#[must_use]
pub fn months(starts: &[DateTime<Utc>]) -> Vec<Month> {
    let mut months = Vec::new();
    let mut from = 0;
    while let Some(&start) = starts.get(from) {
        let month_of = |instant: DateTime<Utc>| (brussels_date(instant).year(), brussels_date(instant).month());
        let (year, month) = month_of(start);
        let count = starts[from..].partition_point(|&instant| month_of(instant) <= (year, month)).max(1);
        months.push(Month { year, month, steps: from..from + count });
        from += count;
    }
    months
}
