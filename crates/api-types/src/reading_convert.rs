//! Periods of requests for readings into spans of quarter-hours.

use crate::{Boundary, CorrectionQuery, CoverageQuery, ReadingExportQuery, ReadingQuery, StoredSeries};
use chrono::{Datelike, Days, NaiveDate};
use domain::Violations;
use domain::readings::{LocalDay, Quarter, Resolution, Span, YEARS};
use domain::violation::{Code, Param, Params};

/// Most calendar periods of an answer.
pub const READINGS_MAX: usize = 110_000;
/// Most days of a simulation.
pub const SIMULATION_DAYS_MAX: u64 = 1_100;
/// Most days of a coverage.
const COVERAGE_DAYS_MAX: u64 = 7_306;
/// Quarter-hours of an hour.
const HOUR: usize = 4;

impl Boundary {
    /// The quarter-hour that begins there; none when none does, or outside the years of readings.
    #[must_use]
    pub fn quarter(self) -> Option<Quarter> {
        match self {
            Self::Day(day) => midnight(day),
            Self::Instant(instant) => Quarter::at(instant),
        }
    }
}

/// The quarter-hour that begins with a day, of the years of readings or the day after them.
fn midnight(day: NaiveDate) -> Option<Quarter> {
    let last = || Some(LocalDay::of(day.pred_opt()?)?.span().to);
    LocalDay::of(day).map(|day| day.span().from).or_else(last)
}

impl ReadingQuery {
    /// The quarter-hours asked for.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<Span, Violations> {
        let resolution = self.resolution.unwrap_or(Resolution::Quarter);
        let span = span_of(self.from, self.to, resolution)?;
        let mut violations = Violations::default();
        if self.points.is_some() && resolution != Resolution::Quarter {
            violations.add("?points", Code::NotAllowed);
        }
        violations.into_result(|| Some(span))
    }
}

impl ReadingExportQuery {
    /// The quarter-hours asked for.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<Span, Violations> {
        span_of(self.from, self.to, self.resolution.unwrap_or(Resolution::Quarter))
    }
}

impl CorrectionQuery {
    /// The quarter-hours asked for.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<Span, Violations> {
        span_of(self.from, self.to, Resolution::Quarter)
    }
}

impl CoverageQuery {
    /// The days asked for, where they are said, within those of readings.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self, known: Option<(NaiveDate, NaiveDate)>) -> Result<Option<Span>, Violations> {
        let from = self.from.or(known.map(|(first, _)| first)).or(self.to.and_then(|to| to.pred_opt()));
        let to = self.to.or(known.map(|(_, after)| after)).or(self.from.and_then(|from| from.succ_opt()));
        let Some((from, to)) = from.zip(to) else { return Ok(None) };
        // What was not said gives way to what was.
        let (from, to) = match (self.from, self.to) {
            (None, Some(to)) if from >= to => (to.pred_opt().unwrap_or(to), to),
            (Some(from), None) if from >= to => (from, from.succ_opt().unwrap_or(from)),
            _ => (from, to),
        };
        days(("?from", from), ("?to", to), COVERAGE_DAYS_MAX).map(Some)
    }
}

impl StoredSeries {
    /// The quarter-hours of its period.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<Span, Violations> {
        days(("/from", self.from), ("/to", self.to), SIMULATION_DAYS_MAX)
    }
}

/// The quarter-hours of whole days, at most so many.
fn days(from: (&str, NaiveDate), to: (&str, NaiveDate), max: u64) -> Result<Span, Violations> {
    let ((from_at, first), (to_at, after)) = (from, to);
    let mut violations = Violations::default();
    let beginning = checked(&mut violations, from_at, Boundary::Day(first));
    let end = checked(&mut violations, to_at, Boundary::Day(after));
    let latest = first.checked_add_days(Days::new(max)).unwrap_or(NaiveDate::MAX);
    if violations.is_empty() && (after <= first || after > latest) {
        let params = limits(first.succ_opt().unwrap_or(first), latest);
        violations.add_with(to_at, Code::InvalidDate, params);
    }
    violations.into_result(|| Some(Span { from: beginning?, to: end? }))
}

fn span_of(from: Boundary, to: Boundary, resolution: Resolution) -> Result<Span, Violations> {
    let mut violations = Violations::default();
    let (first, after) = (checked(&mut violations, "?from", from), checked(&mut violations, "?to", to));
    if let (Some(from), Some(to)) = (first, after) {
        let span = Span { from, to };
        let periods = match resolution {
            Resolution::Quarter => span.len(),
            Resolution::Hour => span.len() / HOUR,
            // A century has fewer days.
            Resolution::Day | Resolution::Week | Resolution::Month | Resolution::Year => 0,
        };
        if span.is_empty() {
            violations.add("?to", Code::InvalidDate);
        } else if periods > READINGS_MAX {
            violations.add_with("?to", Code::TooMany, Params::from([("max", Param::from(READINGS_MAX))]));
        }
    }
    violations.into_result(|| Some(Span { from: first?, to: after? }))
}

/// The quarter-hour at a boundary; a violation at `pointer` when there is none.
fn checked(violations: &mut Violations, pointer: &str, boundary: Boundary) -> Option<Quarter> {
    let quarter = boundary.quarter();
    if quarter.is_none() {
        let day = |year: i32, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        let year = match boundary {
            Boundary::Day(day) => day.year(),
            Boundary::Instant(instant) => instant.year(),
        };
        let params = if YEARS.contains(&year) {
            Params::new()
        } else {
            limits(day(*YEARS.start(), 1, 1), day(*YEARS.end(), 12, 31))
        };
        violations.add_with(pointer, Code::InvalidDate, params);
    }
    quarter
}

fn limits(min: NaiveDate, max: NaiveDate) -> Params {
    Params::from([("min", Param::from(min.to_string())), ("max", Param::from(max.to_string()))])
}
