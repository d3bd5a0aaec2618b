//! How many rounds of fixed weights are worth having.
//!
//! Each round hands out what the former ones left, by the weights that are best for just that: its share is 0 %, only the
//! first one's is 100 %. Every round is at its own optimum, which [`super::Certificate`] proves; that no other *sequence*
//! shares more is not claimed, but nothing shares more than the bound, which the figures name.

use super::rest::Rest;
use super::{Bounds, Proposal, SearchError, propose};
use crate::allocation::Input;
use crate::key::{ITERATIONS_MAX, Percent};
use std::ops::Range;

/// Keys of one, two, … rounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Rounds {
    /// One proposal for each number of rounds, from 1.
    pub proposals: Vec<Proposal>,
    /// How many rounds are enough.
    pub enough: usize,
}

/// Finds keys of up to `most` rounds, fewer when the bound is reached before.
///
/// Enough are the fewest after which all further ones together add less than `worth` of the bound.
///
/// # Errors
/// When the input is refused, or no weights of the first round lie within the bounds.
pub fn best_rounds(
    input: &Input<'_>,
    ranges: &[Range<usize>],
    bounds: &Bounds,
    most: usize,
    worth: Percent,
) -> Result<Rounds, SearchError> {
    let mut limits = bounds.limits(input.consumers.len())?;
    let mut rest = Rest::new(input, ranges)?;
    let mut proposals: Vec<Proposal> = Vec::new();
    for _ in 0..most.clamp(1, ITERATIONS_MAX) {
        let before = proposals.last().map_or(&[][..], |proposal| &proposal.iterations);
        let proposal = propose(before, &rest, &rest.best(&limits), input, ranges)?;
        let weights = proposal.weights().iter().map(|weight| f64::from(weight.millionths()) / 1e6).collect();
        let done = proposal.figures.reaches_bound();
        proposals.push(proposal);
        if done {
            break;
        }
        rest = rest.after(weights);
        // What somebody must or may have is a matter of the first round; the others hand out what is left of it.
        limits = Bounds::none(input.consumers.len()).limits(input.consumers.len())?;
    }
    let enough = enough(&proposals, worth);
    Ok(Rounds { proposals, enough })
}

fn enough(proposals: &[Proposal], worth: Percent) -> usize {
    let shared = |proposal: &Proposal| u128::from(proposal.figures.shared_wh);
    let most = proposals.iter().map(shared).max().unwrap_or(0);
    let missed = |proposal: &&Proposal| {
        let bound = u128::from(proposal.figures.bound_wh);
        (most - shared(proposal)) * 1_000_000 > bound * u128::from(worth.millionths())
    };
    proposals.iter().take_while(missed).count() + 1
}
