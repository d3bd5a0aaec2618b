//! Consumption periods: how a delivery is cut, and the window of days in which each part may be fixed.
//!
//! Parts follow the calendar, because what is traded does: a delivery from April by years is nine months, then whole
//! years. Windows are half-open. Without another wish a window begins on the day after the optimisation was created and
//! ends when the delivery begins (high appetite) or [`SHORT_TERM_DAYS`] before it (others).

use super::{MinimumPeriod, OptimisationFields, OwnPeriod, RiskAppetite};
use crate::key::Percent;
use crate::market::Price;
use chrono::{Datelike, Days, Months, NaiveDate};

/// How long before a delivery the short term begins.
pub const SHORT_TERM_DAYS: u32 = 30;
/// How many months before a delivery nothing is known on a market whose short term is not covered.
pub const UNCOVERED_MONTHS: u32 = 2;

/// The days from `from` up to but not including `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// First day after it.
    pub to: NaiveDate,
}

/// A part of the delivery that is fixed by itself, with all that holds for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumptionPeriod {
    /// Its days.
    pub span: Span,
    /// How much risk the buyer accepts.
    pub risk: RiskAppetite,
    /// How much to fix.
    pub to_fix: Percent,
    /// The days that may be advised.
    pub window: Span,
    /// What the buyer hopes to pay.
    pub target: Option<Price>,
    /// What will be consumed, in Wh by tariff index.
    pub volumes: Option<Vec<i64>>,
}

impl Span {
    /// How many days it has; none when it ends before it begins.
    #[must_use]
    pub fn days(self) -> i64 {
        (self.to - self.from).num_days().max(0)
    }
}

impl MinimumPeriod {
    /// The first day of the calendar period after the one that contains `day`.
    fn next(self, day: NaiveDate) -> Option<NaiveDate> {
        let months = match self {
            Self::Month => 1,
            Self::Quarter => 3 - day.month0() % 3,
            Self::Year => 12 - day.month0(),
        };
        day.with_day(1)?.checked_add_months(Months::new(months))
    }
}

/// A delivery in parts: calendar months, quarters or years, of which the first and the last may be shorter.
#[must_use]
pub fn cut(delivery: Span, by: MinimumPeriod) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut from = delivery.from;
    while from < delivery.to {
        let to = by.next(from).map_or(delivery.to, |next| next.min(delivery.to));
        parts.push(Span { from, to });
        from = to;
    }
    parts
}

/// The first day on which nothing is advised any more for a delivery that begins on `start`.
pub(super) fn usual_end(risk: RiskAppetite, start: NaiveDate) -> NaiveDate {
    match risk {
        RiskAppetite::High => start,
        RiskAppetite::Low | RiskAppetite::Moderate => before(start, SHORT_TERM_DAYS),
    }
}

/// The day `days` before another; the other one at the beginning of time.
fn before(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(days.into())).unwrap_or(day)
}

impl OptimisationFields {
    /// The consumption periods of an optimisation that was created on `created_on`, earliest first.
    #[must_use]
    pub fn periods(&self, created_on: NaiveDate) -> Vec<ConsumptionPeriod> {
        let spans = cut(self.delivery, self.minimum_period).into_iter();
        spans.map(|span| self.period(span, self.own(span.from), created_on)).collect()
    }

    /// What is different in the period that begins on a day.
    #[must_use]
    pub fn own(&self, from: NaiveDate) -> Option<&OwnPeriod> {
        self.own.iter().find(|own| own.from == from)
    }

    fn period(&self, span: Span, own: Option<&OwnPeriod>, created_on: NaiveDate) -> ConsumptionPeriod {
        let risk = own.and_then(|own| own.risk).unwrap_or(self.risk);
        let tomorrow = created_on.succ_opt().unwrap_or(created_on);
        ConsumptionPeriod {
            span,
            risk,
            to_fix: own.and_then(|own| own.to_fix).unwrap_or(self.to_fix),
            window: Span {
                from: own.and_then(|own| own.window_from).unwrap_or(tomorrow),
                to: own.and_then(|own| own.window_to).unwrap_or_else(|| usual_end(risk, span.from)),
            },
            target: own.and_then(|own| own.target).or(self.target),
            volumes: own.and_then(|own| own.volumes.clone()),
        }
    }
}

impl ConsumptionPeriod {
    /// The first day on which nothing is advised any more: the end of the window, at most the beginning of the delivery,
    /// of the short term for those who get no advice there, and of the time before a delivery that the market's forecasts
    /// do not reach.
    #[must_use]
    pub fn advice_ends(&self, covers_short_term: bool) -> NaiveDate {
        let start = self.span.from;
        let uncovered = start.checked_sub_months(Months::new(UNCOVERED_MONTHS)).unwrap_or(start);
        let covered = if covers_short_term { start } else { uncovered };
        self.window.to.min(usual_end(self.risk, start)).min(covered)
    }
}
