//! The readings of one meter in one direction.

use super::quarter::{Quarter, Span};
use crate::allocation::{MISSING, READING_MAX};

/// Readings from a first quarter-hour on, gaps among them, in four bytes each.
///
/// It begins and ends with a reading, so two series with the same readings are equal. Inside it is the very column
/// that an allocation takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    first: Quarter,
    wh: Vec<u32>,
}

impl Default for Series {
    fn default() -> Self {
        Self { first: Quarter::MIN, wh: Vec::new() }
    }
}

impl Series {
    /// Readings of consecutive quarter-hours. None when one is above [`READING_MAX`], or time ends before they do.
    #[must_use]
    pub fn new(first: Quarter, readings: impl IntoIterator<Item = Option<u32>>) -> Option<Self> {
        let column = |reading: Option<u32>| match reading {
            Some(wh) => (wh <= READING_MAX).then_some(wh),
            None => Some(MISSING),
        };
        let wh: Vec<u32> = readings.into_iter().map(column).collect::<Option<_>>()?;
        let fits = wh.len() <= Span { from: first, to: Quarter::MAX }.len();
        fits.then(|| Self::from_column(first, wh))
    }

    /// Readings as the modules here hold them: everything above [`READING_MAX`] is a gap.
    pub(super) fn from_column(first: Quarter, mut wh: Vec<u32>) -> Self {
        for reading in &mut wh {
            if *reading > READING_MAX {
                *reading = MISSING;
            }
        }
        let Some(leading) = wh.iter().position(|reading| *reading != MISSING) else { return Self::default() };
        let trailing = wh.iter().rev().take_while(|reading| **reading == MISSING).count();
        wh.truncate(wh.len() - trailing);
        wh.drain(..leading);
        Self { first: first.nth(leading), wh }
    }

    /// From its first reading to its last; none when it has no reading.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        (!self.wh.is_empty()).then(|| Span { from: self.first, to: self.first.nth(self.wh.len()) })
    }

    /// The reading of a quarter-hour; none for a gap.
    #[must_use]
    pub fn get(&self, quarter: Quarter) -> Option<u32> {
        let reading = self.wh.get(quarter.index_from(self.first)?);
        reading.copied().filter(|wh| *wh != MISSING)
    }

    /// Every reading of a span, gaps among them.
    pub fn readings(&self, span: Span) -> impl Iterator<Item = (Quarter, Option<u32>)> + '_ {
        span.iter().map(|quarter| (quarter, self.get(quarter)))
    }

    /// The known readings.
    pub fn known(&self) -> impl Iterator<Item = (Quarter, u32)> + '_ {
        let numbered = self.wh.iter().enumerate().filter(|(_, wh)| **wh != MISSING);
        numbered.map(|(index, wh)| (self.first.nth(index), *wh))
    }

    /// The readings of a span as a column of an allocation, where a gap is [`MISSING`].
    #[must_use]
    pub fn column(&self, span: Span) -> Vec<u32> {
        self.readings(span).map(|(_, reading)| reading.unwrap_or(MISSING)).collect()
    }

    /// All it knows, in Wh. At most 2²² readings below 2³⁰, so it fits.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.known().map(|(_, wh)| u64::from(wh)).sum()
    }

    /// The gaps of a span: runs of quarter-hours without reading.
    #[must_use]
    pub fn gaps(&self, span: Span) -> Vec<Span> {
        let mut gaps: Vec<Span> = Vec::new();
        for (quarter, _) in self.readings(span).filter(|(_, reading)| reading.is_none()) {
            match gaps.last_mut() {
                Some(gap) if gap.to == quarter => gap.to = quarter.plus(1),
                _ => gaps.push(Span { from: quarter, to: quarter.plus(1) }),
            }
        }
        gaps
    }

    /// This series with the readings of another over it; a gap of the other leaves what was there.
    #[must_use]
    pub fn overlaid(&self, newer: &Self) -> Self {
        let Some(span) = newer.span() else { return self.clone() };
        let around = self.span().map_or(span, |own| own.around(span));
        let reading = |quarter| newer.get(quarter).or_else(|| self.get(quarter)).unwrap_or(MISSING);
        Self::from_column(around.from, around.iter().map(reading).collect())
    }
}
