//! Sums over calendar periods, and fewer points for charts.

use super::calendar::Resolution;
use super::quarter::{Quarter, Span};
use super::series::Series;

/// What a series adds up to over a part of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// The part of time.
    pub span: Span,
    /// The known readings together, in Wh.
    pub wh: u64,
    /// How many of its quarter-hours are known.
    pub known: usize,
}

impl Sum {
    /// Whether every quarter-hour is known.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.known == self.span.len()
    }

    /// The energy, unless there is no reading at all: then nothing is known, which is not 0.
    #[must_use]
    pub fn energy(&self) -> Option<u64> {
        (self.known > 0).then_some(self.wh)
    }
}

/// The sum over one span.
#[must_use]
pub fn sum(series: &Series, span: Span) -> Sum {
    let none = Sum { span, wh: 0, known: 0 };
    // Beyond the series there is nothing to look at.
    let inside = series.span().map_or(Span { to: span.from, ..span }, |own| own.and(span));
    series.readings(inside).filter_map(|(_, reading)| reading).fold(none, |sum, wh| Sum {
        wh: sum.wh + u64::from(wh),
        known: sum.known + 1,
        ..sum
    })
}

/// Sums by calendar period. Of periods that begin before the span or end after it, only the part inside is summed and
/// counted. By [`Resolution::Day`] they are the coverage of each day.
#[must_use]
pub fn sums(series: &Series, span: Span, resolution: Resolution) -> Vec<Sum> {
    resolution.cut(span).map(|part| sum(series, part)).collect()
}

/// A point of a chart that stands for several quarter-hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extremes {
    /// The quarter-hours it stands for.
    pub span: Span,
    /// The lowest known reading and when it first was.
    pub min: Option<(Quarter, u32)>,
    /// The highest known reading and when it first was.
    pub max: Option<(Quarter, u32)>,
    /// How many of them are known.
    pub known: usize,
}

/// A span in at most `points` parts that differ by no more than one quarter-hour in length, each with its extremes:
/// however few they are, the highest peak is in them. No parts for 0 points.
#[must_use]
pub fn extremes(series: &Series, span: Span, points: usize) -> Vec<Extremes> {
    let points = points.min(span.len());
    let length = span.len() as u64;
    // In 64 bits: in a browser, a century times its points is more than a `usize`.
    let offset = |index: usize| usize::try_from(length * index as u64 / points.max(1) as u64);
    let edge = |index: usize| offset(index).map_or(span.to, |offset| span.from.nth(offset));
    (0..points).map(|index| extremes_of(series, Span { from: edge(index), to: edge(index + 1) })).collect()
}

fn extremes_of(series: &Series, span: Span) -> Extremes {
    let mut found = Extremes { span, min: None, max: None, known: 0 };
    for (quarter, reading) in series.readings(span) {
        let Some(wh) = reading else { continue };
        found.known += 1;
        if found.min.is_none_or(|(_, min)| wh < min) {
            found.min = Some((quarter, wh));
        }
        if found.max.is_none_or(|(_, max)| wh > max) {
            found.max = Some((quarter, wh));
        }
    }
    found
}
