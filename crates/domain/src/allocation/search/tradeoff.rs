//! From the key that shares most to the one that leaves nobody behind.
//!
//! Fairness here is the smallest coverage of all consumers. Asking that everybody be covered to a part `c` of their
//! consumption is the same as asking for a least weight each, where their curve reaches that amount; so every point
//! is a search for the best weights within bounds, and no weights both share more and leave nobody further behind.

use super::curve::Curve;
use super::rest::Rest;
use super::weights::{Limits, optimise};
use super::{Bounds, Proposal, SearchError, fractions, propose};
use crate::allocation::Input;
use std::ops::Range;

/// Keys of fixed weights, from the one that shares most to the one whose least covered consumer is covered best, in
/// `points` equal steps of that coverage; a single one when both are the same.
///
/// # Errors
/// When the input is refused, or no weights lie within the bounds.
pub fn tradeoff(
    input: &Input<'_>,
    ranges: &[Range<usize>],
    bounds: &Bounds,
    points: usize,
) -> Result<Vec<Proposal>, SearchError> {
    let most = super::best_weights(input, ranges, bounds)?;
    let mut path = Path::new(input, ranges.to_vec(), bounds, points, most)?;
    while path.advance()? {}
    Ok(path.finish())
}

/// A trade-off on its way, one point after the other.
#[derive(Debug)]
pub(super) struct Path<'a> {
    input: &'a Input<'a>,
    ranges: Vec<Range<usize>>,
    rest: Rest<'a>,
    curves: Vec<Curve>,
    needs: Vec<f64>,
    limits: Limits,
    /// The smallest coverage at either end.
    from: f64,
    to: f64,
    points: usize,
    proposals: Vec<Proposal>,
}

impl<'a> Path<'a> {
    /// Begins with the best weights within the bounds.
    pub(super) fn new(
        input: &'a Input<'a>,
        ranges: Vec<Range<usize>>,
        bounds: &Bounds,
        points: usize,
        most: Proposal,
    ) -> Result<Self, SearchError> {
        let limits = bounds.limits(input.consumers.len())?;
        let rest = Rest::new(input, &ranges)?;
        let curves = rest.curves();
        let needs: Vec<f64> = most.figures.consumers.iter().map(|consumer| consumer.consumption_wh as f64).collect();
        let coverage =
            |(curve, (&need, &weight)): (&Curve, (&f64, &f64))| (need > 0.0).then(|| curve.value(weight) / need);
        let weights = fractions(most.weights());
        let covered = curves.iter().zip(needs.iter().zip(&weights)).filter_map(coverage);
        let from = covered.fold(f64::INFINITY, f64::min);
        let to = best_coverage(&curves, &needs, &limits);
        let points = if from < to { points.max(2) } else { 1 };
        Ok(Self { input, ranges, rest, curves, needs, limits, from, to, points, proposals: vec![most] })
    }

    /// How many points there are found.
    pub(super) fn found(&self) -> usize {
        self.proposals.len()
    }

    /// Finds the next point; false when there is none.
    pub(super) fn advance(&mut self) -> Result<bool, SearchError> {
        let point = self.proposals.len();
        if point >= self.points {
            return Ok(false);
        }
        let coverage = self.from + (self.to - self.from) * point as f64 / (self.points - 1) as f64;
        let fair = at_least(&self.curves, &self.needs, &self.limits, coverage.min(self.to));
        let optimum = optimise(&self.curves, &fair);
        self.proposals.push(propose(&[], &self.rest, &optimum, self.input, &self.ranges)?);
        Ok(true)
    }

    /// The points.
    pub(super) fn finish(self) -> Vec<Proposal> {
        self.proposals
    }
}

/// The limits that also cover everybody to a part of their consumption.
fn at_least(curves: &[Curve], needs: &[f64], limits: &Limits, coverage: f64) -> Limits {
    let weight = |((curve, need), min): ((&Curve, &f64), &f64)| curve.weight_for(coverage * need).max(*min);
    let min = curves.iter().zip(needs).zip(&limits.min).map(weight);
    Limits { min: min.zip(&limits.max).map(|(min, max)| min.min(*max)).collect(), max: limits.max.clone() }
}

/// The largest part of their consumption to which everybody can be covered at once.
fn best_coverage(curves: &[Curve], needs: &[f64], limits: &Limits) -> f64 {
    let possible = |coverage: f64| {
        let each = curves.iter().zip(needs).zip(&limits.max);
        let reachable = each.into_iter().all(|((curve, need), max)| coverage * need <= curve.value(*max));
        reachable && at_least(curves, needs, limits, coverage).min.iter().sum::<f64>() <= 1.0
    };
    // Floats between 0 and 1 are ordered as their bits are.
    let (mut low, mut high) = (0_u64, 1.0_f64.to_bits());
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if possible(f64::from_bits(middle)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::from_bits(low)
}
