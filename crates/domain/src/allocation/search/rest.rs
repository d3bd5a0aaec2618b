//! What there is to hand out and to need, after some rounds of fixed weights.
//!
//! Nothing is copied: a consumer's remaining demand is worked out from its column and the rounds before.

use super::SearchError;
use super::curve::Curve;
use super::weights::{Limits, Optimum, optimise};
use crate::allocation::input::{Input, MISSING};
use crate::allocation::lanes::smaller;
use std::ops::Range;

/// Energy below this is what floats leave of nothing, in Wh.
const NOTHING: f64 = 1e-6;

/// The readings of a search, after the rounds that are decided.
#[derive(Debug, Clone)]
pub struct Rest<'a> {
    consumers: &'a [&'a [u32]],
    /// Quarter-hours with production.
    steps: Vec<usize>,
    /// What this round hands out in each of them.
    pool: Vec<f64>,
    /// Pools and weights of the rounds before.
    rounds: Vec<(Vec<f64>, Vec<f64>)>,
}

impl<'a> Rest<'a> {
    /// Before the first round. Readings themselves are checked by the engine, when it runs what is proposed.
    pub fn new(input: &'a Input<'a>, ranges: &[Range<usize>]) -> Result<Self, SearchError> {
        input.check(input.consumers.len(), ranges)?;
        let production = |step: usize| -> u64 { input.producers.iter().map(|p| u64::from(present(p.wh[step]))).sum() };
        let of_ranges = ranges.iter().cloned().flatten().map(|step| (step, production(step)));
        let (steps, pool) = of_ranges.filter(|(_, wh)| *wh > 0).map(|(step, wh)| (step, wh as f64)).unzip();
        Ok(Self { consumers: &input.consumers, steps, pool, rounds: Vec::new() })
    }

    /// The best weights of this round.
    pub fn best(&self, limits: &Limits) -> Optimum {
        optimise(&self.curves(), limits)
    }

    /// What each consumer would be given, by weight.
    pub fn curves(&self) -> Vec<Curve> {
        (0..self.consumers.len()).map(|i| Curve::new(self.quarters(i).filter(|(_, pool)| *pool > NOTHING))).collect()
    }

    /// What weights share in this round, nothing rounded.
    pub fn shared_by(&self, weights: &[f64]) -> f64 {
        self.surplus_value(weights, 0.0)
    }

    /// What weights share in this round beyond what they cost at a price.
    pub fn surplus_value(&self, weights: &[f64], price: f64) -> f64 {
        let value = |(i, &weight): (usize, &f64)| -> f64 {
            let given: f64 = self.quarters(i).map(|(need, pool)| smaller(need, weight * pool)).sum();
            given - price * weight
        };
        weights.iter().enumerate().map(value).sum()
    }

    /// Decides this round: from now on the next one is searched.
    pub fn settle(&mut self, weights: Vec<f64>) {
        let mut carry = self.pool.clone();
        for (i, &weight) in weights.iter().enumerate() {
            for (carry, (need, pool)) in carry.iter_mut().zip(self.quarters(i)) {
                *carry -= smaller(need, weight * pool);
            }
        }
        let left = carry.into_iter().map(|wh| if wh > NOTHING { wh } else { 0.0 }).collect();
        let pool = std::mem::replace(&mut self.pool, left);
        self.rounds.push((pool, weights));
    }

    /// A consumer's remaining demand and the pool of this round, quarter-hour by quarter-hour.
    fn quarters(&self, consumer: usize) -> impl Iterator<Item = (f64, f64)> {
        let column = self.consumers[consumer];
        self.steps.iter().zip(&self.pool).enumerate().map(move |(t, (&step, &pool))| {
            let mut need = f64::from(present(column[step]));
            for (pool, weights) in &self.rounds {
                need -= smaller(need, weights[consumer] * pool[t]);
            }
            (need, pool)
        })
    }
}

/// A reading, where there is one.
const fn present(wh: u32) -> u32 {
    if wh == MISSING { 0 } else { wh }
}
