//! Calendar periods of Brussels: what readings are summed over.

use super::local::{date_of, midnight};
use super::quarter::{Quarter, Span};
use crate::vocabulary::vocabulary;
use chrono::{Datelike, Days, Months, NaiveDate};

vocabulary! {
    /// How finely readings are looked at.
    Resolution {
        /// As they were measured.
        Quarter = "quarter",
        /// By hour. The hour that comes twice in October is two hours.
        Hour = "hour",
        /// By day, of 92, 96 or 100 quarter-hours.
        Day = "day",
        /// By week, from Monday.
        Week = "week",
        /// By calendar month.
        Month = "month",
        /// By calendar year.
        Year = "year",
    }
}

/// Quarter-hours of an hour. Brussels lies whole hours from UTC, so hours begin together.
const HOUR: i32 = 4;

impl Resolution {
    /// The calendar period that a quarter-hour belongs to.
    #[must_use]
    pub fn period(self, quarter: Quarter) -> Span {
        match self {
            Self::Quarter => Span { from: quarter, to: quarter.plus(1) },
            Self::Hour => {
                let from = quarter.plus(-quarter.number().rem_euclid(HOUR));
                Span { from, to: from.plus(HOUR) }
            }
            Self::Day | Self::Week | Self::Month | Self::Year => {
                let (first, after) = self.days(date_of(quarter));
                Span { from: midnight(first), to: midnight(after) }
            }
        }
    }

    /// The first day of the period that a day belongs to, and the first day after it. Quarter-hours and hours are
    /// looked at a day at a time.
    #[must_use]
    pub fn days(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        let first = match self {
            Self::Quarter | Self::Hour | Self::Day => Some(day),
            Self::Week => day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())),
            Self::Month => day.with_day(1),
            Self::Year => NaiveDate::from_yo_opt(day.year(), 1),
        };
        let first = first.unwrap_or(day);
        let after = match self {
            Self::Quarter | Self::Hour | Self::Day => first.succ_opt(),
            Self::Week => first.checked_add_days(Days::new(7)),
            Self::Month => first.checked_add_months(Months::new(1)),
            Self::Year => first.checked_add_months(Months::new(12)),
        };
        (first, after.unwrap_or(NaiveDate::MAX))
    }

    /// The first day of the period before that of a day: where *previous* leads.
    #[must_use]
    pub fn previous(self, day: NaiveDate) -> NaiveDate {
        let (first, _) = self.days(day);
        first.pred_opt().map_or(first, |before| self.days(before).0)
    }

    /// Cuts a span where periods begin. The first and the last part may be less than a whole period.
    pub fn cut(self, span: Span) -> impl Iterator<Item = Span> {
        let mut from = span.from;
        std::iter::from_fn(move || {
            let part = self.period(from).and(Span { from, to: span.to });
            // The last quarter-hour there is ends where it begins, so a part may be empty before the span is.
            from = part.to;
            (!part.is_empty()).then_some(part)
        })
    }
}

impl Span {
    /// The quarter-hours of whole days in Brussels, from the first up to but not including `after`.
    #[must_use]
    pub fn of_days(first: NaiveDate, after: NaiveDate) -> Self {
        Self { from: midnight(first), to: midnight(after) }
    }
}
