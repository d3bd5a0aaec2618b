//! What a file of readings holds, told before anything is stored.

use super::Direction;
use super::file::{FileSeries, Point, ReadingsFile, SheetKind};
use super::local::LocalDay;
use super::quarter::Span;
use chrono::NaiveDate;

/// The contents of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// From its first reading to its last, of all meters; none when it has none.
    pub period: Option<Span>,
    /// Its days by how long they are.
    pub days: Days,
    /// Each meter and direction, in the order of the file.
    pub meters: Vec<MeterReport>,
}

/// The days of a period, by their number of quarter-hours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// How many days of 96 it touches.
    pub usual: usize,
    /// Those of 92, when the clock goes forward.
    pub short: Vec<NaiveDate>,
    /// Those of 100, when it goes back.
    pub long: Vec<NaiveDate>,
}

/// What a file holds of one meter in one direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeterReport {
    /// The metering point.
    pub point: Point,
    /// Which way the energy went.
    pub direction: Direction,
    /// What was measured, or what an operator made of it.
    pub kind: SheetKind,
    /// Whether the community has this meter.
    pub known: bool,
    /// From its first reading to its last.
    pub span: Option<Span>,
    /// How many readings it has.
    pub readings: usize,
    /// All of them together, in Wh.
    pub total_wh: u64,
    /// Billionths of a Wh that rounding took away; below 0, added.
    pub remainder_nano_wh: i64,
    /// Quarter-hours of the file's period without a reading.
    pub gaps: Vec<Span>,
}

impl Report {
    /// Reports a file; `is_known` says which meters the community has.
    pub fn of(file: &ReadingsFile, is_known: impl Fn(&Point) -> bool) -> Self {
        let spans = file.series.iter().filter_map(|series| series.series.span());
        let period = spans.reduce(Span::around);
        let meters = file.series.iter().map(|series| meter(series, period, is_known(&series.key.point))).collect();
        Self { period, days: period.map(days).unwrap_or_default(), meters }
    }

    /// The meters that the community does not have, each once, in the order of the file.
    #[must_use]
    pub fn unknown(&self) -> Vec<&Point> {
        let mut unknown: Vec<&Point> = Vec::new();
        for meter in self.meters.iter().filter(|meter| !meter.known) {
            if !unknown.contains(&&meter.point) {
                unknown.push(&meter.point);
            }
        }
        unknown
    }

    /// The readings of a direction together, in Wh.
    #[must_use]
    pub fn total_wh(&self, direction: Direction) -> u64 {
        let measured = self.meters.iter().filter(|meter| meter.kind == SheetKind::Gross);
        measured.filter(|meter| meter.direction == direction).map(|meter| meter.total_wh).sum()
    }
}

fn meter(file: &FileSeries, period: Option<Span>, known: bool) -> MeterReport {
    MeterReport {
        point: file.key.point.clone(),
        direction: file.key.direction,
        kind: file.kind,
        known,
        span: file.series.span(),
        readings: file.series.known().count(),
        total_wh: file.series.total(),
        remainder_nano_wh: file.remainder_nano_wh,
        gaps: period.map(|period| file.series.gaps(period)).unwrap_or_default(),
    }
}

/// The days that a span touches.
#[must_use]
pub fn days(span: Span) -> Days {
    let mut days = Days::default();
    let mut at = span.from;
    while let Some(day) = LocalDay::of(super::local::date_of(at)).filter(|_| at < span.to) {
        match day.span().len() {
            92 => days.short.push(day.date()),
            100 => days.long.push(day.date()),
            _ => days.usual += 1,
        }
        at = day.span().to;
    }
    days
}
