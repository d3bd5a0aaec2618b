//! Whether weights hold on months that they were not fitted to.

use super::{Bounds, SearchError, best_weights};
use crate::allocation::plan::Plan;
use crate::allocation::{Input, totals};
use std::ops::Range;

/// One range, held out from the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// What the weights found on all other ranges share in it.
    pub shared_wh: u64,
    /// What the weights found on this very range share in it: nobody could have known them.
    pub hindsight_wh: u64,
    /// What any key can share in it at most.
    pub bound_wh: u64,
}

impl Fold {
    /// What part of what hindsight would have shared is shared.
    #[must_use]
    pub fn of_hindsight(&self) -> Option<f64> {
        crate::allocation::ratio(self.shared_wh, self.hindsight_wh)
    }
}

/// Holds out each range in turn, such as each month of a year, and looks how the weights of the others do in it.
///
/// # Errors
/// When the input is refused, or no weights lie within the bounds.
pub fn validate(input: &Input<'_>, ranges: &[Range<usize>], bounds: &Bounds) -> Result<Vec<Fold>, SearchError> {
    (0..ranges.len()).map(|i| hold_out(input, ranges, bounds, i)).collect()
}

/// Holds out one of the ranges.
pub(super) fn hold_out(
    input: &Input<'_>,
    ranges: &[Range<usize>],
    bounds: &Bounds,
    i: usize,
) -> Result<Fold, SearchError> {
    let (before, after) = ranges.split_at(i);
    let others = [before, &after[1..]].concat();
    let own = &after[..1];
    let fitted = best_weights(input, &others, bounds)?;
    let figures = totals(&Plan::cascade(&fitted.iterations, input.consumers.len()), input, own)?.total;
    let hindsight = best_weights(input, own, bounds)?;
    Ok(Fold { shared_wh: figures.shared_wh, hindsight_wh: hindsight.figures.shared_wh, bound_wh: figures.bound_wh })
}
