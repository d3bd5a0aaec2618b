//! What a key is applied to: one column of readings per producer and per consumer, borrowed as they are.
//!
//! Columns are what a database of readings and a parsed file both have; the engine never copies them. A reading is a
//! whole number of Wh below 2³⁰ (4 GW over a quarter-hour), a missing one is [`MISSING`].

use crate::key::CONSUMERS_MAX;
use std::ops::Range;

/// Stands for a reading that is missing.
pub const MISSING: u32 = u32::MAX;

/// The largest reading, in Wh. One bit less than the largest number of 30 bits is checked by a single `or`.
pub const READING_MAX: u32 = (1 << 30) - 1;

/// Most quarter-hours of an input, 59 years: no sum of theirs passes 64 bits.
pub const STEPS_MAX: usize = 1 << 21;

/// Most producers of an input.
pub const PRODUCERS_MAX: usize = CONSUMERS_MAX;

/// Readings of a period, quarter-hour by quarter-hour, all columns of one length.
#[derive(Debug, Clone, Default)]
pub struct Input<'a> {
    /// What is shared, one column per producer.
    pub producers: Vec<Producer<'a>>,
    /// What is consumed, one column per consumer in the order of the key.
    pub consumers: Vec<&'a [u32]>,
    /// What a missing reading means.
    pub gaps: Gaps,
}

/// A producer's injection.
#[derive(Debug, Clone, Copy)]
pub struct Producer<'a> {
    /// Wh per quarter-hour.
    pub wh: &'a [u32],
    /// Its place among the consumers when it is one of them; the Flemish methods give it nothing of its own energy.
    pub consumer: Option<usize>,
}

/// What a missing reading means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gaps {
    /// The input is refused.
    #[default]
    Refuse,
    /// It counts as 0; how many did is part of the result.
    Zero,
}

/// A column of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// That of a producer.
    Producer(usize),
    /// That of a consumer.
    Consumer(usize),
}

/// Why an input is refused, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// Another number of columns than the key has consumers.
    #[error("{found} columns for {expected} consumers")]
    Consumers {
        /// Consumers of the key.
        expected: usize,
        /// Columns given.
        found: usize,
    },
    /// More producers than [`PRODUCERS_MAX`].
    #[error("{found} producers")]
    Producers {
        /// Producers given.
        found: usize,
    },
    /// More quarter-hours than [`STEPS_MAX`].
    #[error("{steps} steps")]
    TooLong {
        /// Quarter-hours given.
        steps: usize,
    },
    /// A producer names a consumer that the key does not have.
    #[error("producer {producer} is an unknown consumer")]
    UnknownConsumer {
        /// The producer.
        producer: usize,
    },
    /// A column is longer or shorter than the first one.
    #[error("{column:?} has {found} readings, not {expected}")]
    Length {
        /// The column.
        column: Column,
        /// Readings of the first column.
        expected: usize,
        /// Readings of this one.
        found: usize,
    },
    /// A range reaches beyond the readings.
    #[error("a range ends at {end} of {steps} steps")]
    Range {
        /// Its end.
        end: usize,
        /// Quarter-hours there are.
        steps: usize,
    },
    /// A reading is missing.
    #[error("{column:?} has no reading at step {step}")]
    Missing {
        /// The column.
        column: Column,
        /// The quarter-hour, from 0.
        step: usize,
    },
    /// A reading is above [`READING_MAX`].
    #[error("the reading of {column:?} at step {step} is too large")]
    TooLarge {
        /// The column.
        column: Column,
        /// The quarter-hour, from 0.
        step: usize,
    },
}

impl Input<'_> {
    /// Quarter-hours of the input.
    #[must_use]
    pub fn steps(&self) -> usize {
        let first = self.producers.first().map(|producer| producer.wh).or_else(|| self.consumers.first().copied());
        first.map_or(0, <[u32]>::len)
    }

    /// All its quarter-hours.
    #[must_use]
    pub fn whole(&self) -> Range<usize> {
        0..self.steps()
    }

    /// That there is a column for each consumer, that all are of one length and that the ranges lie inside. Readings
    /// are checked as they are read.
    pub(super) fn check(&self, consumers: usize, ranges: &[Range<usize>]) -> Result<(), InputError> {
        if self.consumers.len() != consumers {
            return Err(InputError::Consumers { expected: consumers, found: self.consumers.len() });
        }
        if self.producers.len() > PRODUCERS_MAX {
            return Err(InputError::Producers { found: self.producers.len() });
        }
        let unknown = |producer: &Producer<'_>| producer.consumer.is_some_and(|consumer| consumer >= consumers);
        if let Some(producer) = self.producers.iter().position(unknown) {
            return Err(InputError::UnknownConsumer { producer });
        }
        let producers = self.producers.iter().enumerate().map(|(i, producer)| (Column::Producer(i), producer.wh));
        let consumers = self.consumers.iter().enumerate().map(|(i, wh)| (Column::Consumer(i), *wh));
        let expected = self.steps();
        if expected > STEPS_MAX {
            return Err(InputError::TooLong { steps: expected });
        }
        if let Some(range) = ranges.iter().find(|range| range.end > expected) {
            return Err(InputError::Range { end: range.end, steps: expected });
        }
        match producers.chain(consumers).find(|(_, wh)| wh.len() != expected) {
            Some((column, wh)) => Err(InputError::Length { column, expected, found: wh.len() }),
            None => Ok(()),
        }
    }
}
