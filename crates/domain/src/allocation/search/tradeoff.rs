//! From the key that shares most to the one that leaves nobody behind.
//!
//! Fairness here is the smallest coverage of all consumers. Asking that everybody be covered to a part `c` of their
//! consumption is the same as asking for a least weight each, where their curve reaches that amount; so every point
//! is a search for the best weights within bounds, and no weights both share more and leave nobody further behind.

use super::curve::Curve;
use super::rest::Rest;
use super::weights::Limits;
use super::{Bounds, Proposal, SearchError, propose};
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
    let limits = bounds.limits(input.consumers.len())?;
    let rest = Rest::new(input, ranges)?;
    let curves = rest.curves();
    let most = propose(&[], &rest, &super::weights::optimise(&curves, &limits), input, ranges)?;
    let needs: Vec<f64> = most.figures.consumers.iter().map(|consumer| consumer.consumption_wh as f64).collect();
    let coverage = |(curve, (&need, &weight)): (&Curve, (&f64, &f64))| (need > 0.0).then(|| curve.value(weight) / need);
    let weights: Vec<f64> = most.weights().iter().map(|weight| f64::from(weight.millionths()) / 1e6).collect();
    let covered = curves.iter().zip(needs.iter().zip(&weights)).filter_map(coverage);
    let from = covered.fold(f64::INFINITY, f64::min);
    let to = best_coverage(&curves, &needs, &limits);
    let mut proposals = vec![most];
    if from < to {
        for point in 1..points.max(2) {
            let coverage = from + (to - from) * point as f64 / (points.max(2) - 1) as f64;
            let fair = at_least(&curves, &needs, &limits, coverage.min(to));
            let optimum = super::weights::optimise(&curves, &fair);
            proposals.push(propose(&[], &rest, &optimum, input, ranges)?);
        }
    }
    Ok(proposals)
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
