//! How many rounds of fixed weights are worth having.
//!
//! Each round hands out what the former ones left, by the weights that are best for just that: its share is 0 %, only the
//! first one's is 100 %. Every round is at its own optimum, which [`super::Certificate`] proves; that no other *sequence*
//! shares more is not claimed, but nothing shares more than the bound, which the figures name.

use super::rest::Rest;
use super::weights::Limits;
use super::{Bounds, Proposal, SearchError, fractions, propose};
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
    let mut course = Course::new(input, ranges.to_vec(), bounds, most)?;
    while course.advance()? {}
    Ok(course.finish(worth))
}

/// Rounds on their way, one after the other.
#[derive(Debug)]
pub(super) struct Course<'a> {
    input: &'a Input<'a>,
    ranges: Vec<Range<usize>>,
    rest: Rest<'a>,
    limits: Limits,
    most: usize,
    proposals: Vec<Proposal>,
}

impl<'a> Course<'a> {
    /// Before the first round.
    pub(super) fn new(
        input: &'a Input<'a>,
        ranges: Vec<Range<usize>>,
        bounds: &Bounds,
        most: usize,
    ) -> Result<Self, SearchError> {
        let limits = bounds.limits(input.consumers.len())?;
        let rest = Rest::new(input, &ranges)?;
        Ok(Self { input, ranges, rest, limits, most: most.clamp(1, ITERATIONS_MAX), proposals: Vec::new() })
    }

    /// Most rounds there can be.
    pub(super) const fn most(&self) -> usize {
        self.most
    }

    /// The rounds found so far.
    pub(super) fn proposals(&self) -> &[Proposal] {
        &self.proposals
    }

    /// Finds the next round; false when there is none.
    pub(super) fn advance(&mut self) -> Result<bool, SearchError> {
        if let Some(last) = self.proposals.last() {
            if last.figures.reaches_bound() || self.proposals.len() == self.most {
                return Ok(false);
            }
            self.rest.settle(fractions(last.weights()));
            // What somebody must or may have is a matter of the first round; the others hand out what is left of it.
            let consumers = self.input.consumers.len();
            self.limits = Bounds::none(consumers).limits(consumers)?;
        }
        let before = self.proposals.last().map_or(&[][..], |proposal| &proposal.iterations);
        let proposal = propose(before, &self.rest, &self.rest.best(&self.limits), self.input, &self.ranges)?;
        self.proposals.push(proposal);
        Ok(true)
    }

    /// The rounds, and how many are enough.
    pub(super) fn finish(self, worth: Percent) -> Rounds {
        let enough = enough(&self.proposals, worth);
        Rounds { proposals: self.proposals, enough }
    }
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
