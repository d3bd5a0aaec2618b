//! Who gets what of the shared energy, quarter-hour by quarter-hour, exactly and fast, on a server and in a browser.
//!
//! # The rule
//!
//! In every quarter-hour the producers share `P` and consumer `i` takes `C_i` from the grid. Iteration `k` of a cascade
//! handles `pool = s_k·P + carry`, offers it by its rule to the demand that *remains*, and passes on whatever is not
//! taken, offered or not. So `a_i ≤ C_i` and `Σ a_i ≤ P` always, and no key shares more than `min(P, ΣC)`. Quarter-hours
//! never exchange energy. What a key leaves goes back to the producers in proportion to their injection.
//!
//! | rule | offer | there called |
//! |---|---|---|
//! | prorata | `pool · R_i ÷ ΣR` | *dynamique* (CWaPE), *prorata* (Brugel), *dynamisch* (Austria) |
//! | equal | `pool ÷ n` | *fixe égalitaire* (CWaPE) |
//! | weighted | `w_i · pool` | *fixe spécifique* (CWaPE), *fixe un tour* (Brugel), *statisch* (Austria) |
//! | weighted with refill | the same, to the unsaturated, until nothing is left | *fixe plusieurs tours* (Brugel) |
//! | mixed | weights to some, the rest of the pool prorata to the others | |
//! | *vast*, *relatief*, *optimaal* | one pool per injector ([`Method`](crate::key::Method)) | Fluvius |
//! | ranks | one after the other, prorata inside | *priorité* (Luxembourg) |
//!
//! Sources: the regulators' and grid operators' published descriptions (CWaPE; Brugel and Sibelga, *méthodes de
//! répartition*; VREG and Fluvius, *verdeelsleutels*; E-Control; ILR). Largest remainder is Hamilton's method; Jain's
//! index is that of Jain, Chiu and Hawe (1984).
//!
//! # Numbers
//!
//! The right result is that of exact rational arithmetic. Inside a quarter-hour the engine uses 64-bit floats and rounds
//! nothing; then each `a_i` becomes whole Wh, once, by largest remainder, keeping `⌊Σ a_i⌋` and every cap `C_i`, ties to
//! the consumer who stands first. From there on there are only whole numbers. Floats and a tolerance of half of 2⁻²⁰ Wh
//! (module `round`) reach the exact floor as long as a quarter-hour's total stays below some 10⁸ Wh; above, up to the largest
//! input, everything still adds up, and a total may be 1 Wh off.
//!
//! Nothing depends on the machine: additions happen in one fixed order (module `lanes`), multiplications and additions are
//! never fused, no function of a mathematical library is called. The same bits come out natively, in WebAssembly, on
//! one core and on many.
//!
//! # Shape
//!
//! [`Plan`] is a key made ready; [`Input`] borrows a column of readings per producer and consumer; [`totals`] gives the
//! key [`Figures`] of each range of quarter-hours, such as [`months()`], in memory that grows with consumers and not with
//! time; [`run`] does the same and tells a [`Sink`] of every quarter-hour; [`Pieces`] does either and can be stopped;
//! [`explain()`] shows one in slow motion; [`search`] looks for better weights.
//!
//! Must never know: where readings come from, what a member pays, how a result is drawn.

mod engine;
mod explain;
mod figures;
mod flemish;
mod input;
mod lanes;
mod months;
mod pieces;
mod plan;
mod returns;
mod round;
pub mod search;
mod series;
mod sink;
mod stage;
mod tile;

pub use explain::{ExplainedPass, Explanation, Offer, explain};
pub use figures::{ConsumerFigures, Fairness, Figures, FineWh, IterationFigures, ProducerFigures, ratio};
pub use input::{Column, Gaps, Input, InputError, MISSING, PRODUCERS_MAX, Producer, READING_MAX, STEPS_MAX};
pub use months::{Month, months};
pub use pieces::Pieces;
pub use plan::{Pass, Plan};
pub use series::{Readings, SeriesDraft};
pub use sink::{AllocatedSeries, Digest, Sink, Step};

use engine::Worker;
use std::ops::Range;

/// The figures of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Of all ranges together.
    pub total: Figures,
    /// Of each range, in the order asked for.
    pub ranges: Vec<Figures>,
    /// Missing readings that counted as 0.
    pub gaps_filled: u64,
}

/// Allocates ranges of quarter-hours one after the other and tells `sink` of every quarter-hour.
///
/// # Errors
/// The first thing wrong with the input, and where; what `sink` has been told by then is void.
pub fn run(
    plan: &Plan,
    input: &Input<'_>,
    ranges: &[Range<usize>],
    sink: &mut dyn Sink,
) -> Result<Outcome, InputError> {
    gather(plan, input, ranges, |range| {
        let mut worker = Worker::new(plan, input);
        worker.run(range, Some(&mut *sink))?;
        Ok(worker.finish())
    })
}

/// The figures of ranges of quarter-hours; on all cores with the feature `parallel`, to the same bit.
///
/// # Errors
/// The first thing wrong with the input, and where.
pub fn totals(plan: &Plan, input: &Input<'_>, ranges: &[Range<usize>]) -> Result<Outcome, InputError> {
    gather(plan, input, ranges, |range| work(plan, input, range))
}

/// The fingerprint of everything a key does over a whole input.
///
/// # Errors
/// The first thing wrong with the input, and where.
pub fn digest(plan: &Plan, input: &Input<'_>) -> Result<u64, InputError> {
    let mut digest = Digest::default();
    run(plan, input, &[input.whole()], &mut digest)?;
    Ok(digest.value())
}

fn gather(
    plan: &Plan,
    input: &Input<'_>,
    ranges: &[Range<usize>],
    mut work: impl FnMut(Range<usize>) -> Result<(Figures, u64), InputError>,
) -> Result<Outcome, InputError> {
    input.check(plan.consumers(), ranges)?;
    let total = Figures::new(plan.passes(), plan.consumers(), input.producers.len());
    let mut outcome = Outcome { total, ..Outcome::default() };
    for range in ranges {
        let (figures, gaps) = work(range.clone())?;
        outcome.gaps_filled += gaps;
        outcome.total.merge(&figures);
        outcome.ranges.push(figures);
    }
    Ok(outcome)
}

#[cfg(not(feature = "parallel"))]
fn work(plan: &Plan, input: &Input<'_>, range: Range<usize>) -> Result<(Figures, u64), InputError> {
    let mut worker = Worker::new(plan, input);
    worker.run(range, None)?;
    Ok(worker.finish())
}

/// A range in blocks, each on whichever core is free. Sums of blocks are whole numbers, so their order is no matter.
#[cfg(feature = "parallel")]
fn work(plan: &Plan, input: &Input<'_>, range: Range<usize>) -> Result<(Figures, u64), InputError> {
    use rayon::prelude::*;
    /// Readings of a block, about: a few milliseconds of work.
    const READINGS: usize = 250_000;
    let tiles = READINGS / tile::TILE / (input.consumers.len() + input.producers.len()).max(1);
    let length = tiles.max(1) * tile::TILE;
    let starts: Vec<usize> = range.clone().step_by(length).collect();
    let blocks: Vec<Result<(Figures, u64), InputError>> = starts
        .into_par_iter()
        .map(|start| {
            let mut worker = Worker::new(plan, input);
            worker.run(start..range.end.min(start + length), None)?;
            Ok(worker.finish())
        })
        .collect();
    let mut sum = (Figures::new(plan.passes(), plan.consumers(), input.producers.len()), 0);
    for block in blocks {
        let (figures, gaps) = block?;
        sum.0.merge(&figures);
        sum.1 += gaps;
    }
    Ok(sum)
}
