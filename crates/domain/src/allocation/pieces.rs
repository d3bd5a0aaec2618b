//! An allocation in pieces: whoever runs it knows how far it is, and may stop between two of them.

use super::engine::Worker;
use super::figures::Figures;
use super::input::{Input, InputError};
use super::plan::Plan;
use super::sink::Sink;
use super::tile::TILE;
use super::{Outcome, work};
use std::ops::Range;

/// Readings of a piece, about: a twentieth of a second of work.
const READINGS: usize = 2_000_000;

/// An allocation under way. Whole or in pieces, every number of it is the same.
#[derive(Debug)]
pub struct Pieces<'a> {
    plan: &'a Plan,
    input: &'a Input<'a>,
    ranges: Vec<Range<usize>>,
    /// The range at work, and where in it the next piece begins.
    range: usize,
    start: usize,
    /// Quarter-hours of a piece.
    length: usize,
    outcome: Outcome,
}

impl<'a> Pieces<'a> {
    /// Before the first piece.
    ///
    /// # Errors
    /// The first thing wrong with the input but its readings, and where.
    pub fn new(plan: &'a Plan, input: &'a Input<'a>, ranges: &[Range<usize>]) -> Result<Self, InputError> {
        input.check(plan.consumers(), ranges)?;
        let nothing = Figures::new(plan.passes(), plan.consumers(), input.producers.len());
        let outcome = Outcome { total: nothing.clone(), ranges: vec![nothing; ranges.len()], gaps_filled: 0 };
        let tiles = READINGS / TILE / (input.consumers.len() + input.producers.len()).max(1);
        let start = ranges.first().map_or(0, |range| range.start);
        Ok(Self { plan, input, ranges: ranges.to_vec(), range: 0, start, length: tiles.max(1) * TILE, outcome })
    }

    /// How many quarter-hours are behind, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let (behind, ahead) = self.ranges.split_at(self.range);
        let at_work = ahead.first().map_or(0, |range| self.start - range.start);
        (behind.iter().map(Range::len).sum::<usize>() + at_work, self.ranges.iter().map(Range::len).sum())
    }

    /// Allocates the next piece, telling `sink` of each quarter-hour; false when there is none.
    ///
    /// # Errors
    /// The first reading that is refused, and where.
    pub fn advance(&mut self, sink: Option<&mut dyn Sink>) -> Result<bool, InputError> {
        let Some(range) = self.ranges.get(self.range) else { return Ok(false) };
        let piece = self.start..range.end.min(self.start + self.length);
        let (figures, gaps) = match sink {
            None => work(self.plan, self.input, piece.clone())?,
            Some(sink) => {
                let mut worker = Worker::new(self.plan, self.input);
                worker.run(piece.clone(), Some(sink))?;
                worker.finish()
            }
        };
        self.outcome.total.merge(&figures);
        self.outcome.ranges[self.range].merge(&figures);
        self.outcome.gaps_filled += gaps;
        self.start = piece.end;
        if piece.end == range.end {
            self.range += 1;
            self.start = self.ranges.get(self.range).map_or(piece.end, |next| next.start);
        }
        Ok(true)
    }

    /// The figures of all pieces so far.
    #[must_use]
    pub fn finish(self) -> Outcome {
        self.outcome
    }
}
