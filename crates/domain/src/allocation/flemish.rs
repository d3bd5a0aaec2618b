//! The Flemish methods: one pool per injector, of which the injector takes nothing.
//!
//! Pool `p` offers receiver `i ≠ p` the part `w_i ÷ d_p` of its energy `E_p`, where `d_p` is 1 (*vast*) or the sum of
//! the other receivers' weights (*relatief*). With `q_p = E_p ÷ d_p` all offers to `i` are `w_i · (Σ q − q_i)`, so a
//! round costs one look at each receiver and each pool, not at each pair. A receiver takes from the pools in proportion
//! to what they offer, and refuses in that proportion: what it refuses goes back to them. *Optimaal* repeats the round
//! on what is left, without the receivers that need nothing more; each round serves at least one receiver for good.

use super::lanes::{LANES, Lanes, row, smaller, sum, total};
use super::stage::MILLION;
use crate::key::Method;

/// A Flemish key, ready to be applied.
#[derive(Debug, Clone)]
pub struct Flemish {
    millionths: Vec<Lanes>,
    renormalised: bool,
    repeated: bool,
}

/// The injectors' energy during one quarter-hour.
#[derive(Debug, Clone, Default)]
pub struct Pools {
    pools: Vec<Pool>,
    /// Weights that take part in a round.
    weights: Vec<Lanes>,
    /// What each receiver's own pools offer per unit of weight.
    own: Vec<Lanes>,
    /// The part of its weight for which a receiver refuses what is offered.
    refused: Vec<Lanes>,
}

#[derive(Debug, Clone, Copy)]
struct Pool {
    consumer: Option<usize>,
    left: f64,
    /// Energy per unit of weight in a round.
    level: f64,
}

impl Pools {
    /// Of these injectors, each with its place among the consumers when it is one.
    pub fn new(injectors: impl Iterator<Item = Option<usize>>, groups: usize) -> Self {
        let pools: Vec<Pool> = injectors.map(|consumer| Pool { consumer, left: 0.0, level: 0.0 }).collect();
        let empty = vec![[0.0; LANES]; groups];
        Self { pools, weights: empty.clone(), own: empty.clone(), refused: empty }
    }

    /// Fills them for a quarter-hour.
    pub fn fill(&mut self, injections: impl Iterator<Item = u32>) {
        for (pool, injection) in self.pools.iter_mut().zip(injections) {
            pool.left = f64::from(injection);
        }
    }

    /// What is left in each, in their order.
    pub fn left(&self) -> impl Iterator<Item = f64> {
        self.pools.iter().map(|pool| pool.left)
    }
}

impl Flemish {
    /// A method with the weights of the receivers.
    pub fn new(method: Method, millionths: &[f64]) -> Self {
        let repeated = method == Method::Optimaal;
        Self {
            millionths: row(millionths.iter().copied()),
            renormalised: repeated || method == Method::Relatief,
            repeated,
        }
    }

    /// Serves `rest` from the pools; the sum of what the receivers got.
    pub fn serve(&self, rest: &mut [Lanes], pools: &mut Pools) -> f64 {
        pools.weights.copy_from_slice(&self.millionths);
        let mut open = sum(&self.millionths);
        let mut shared = 0.0;
        loop {
            let levels = self.offer(open, pools);
            shared += take(rest, levels, pools);
            self.settle(open, pools);
            if !self.repeated {
                return shared;
            }
            let before = open;
            open = leave_out_served(rest, pools);
            if open <= 0.0 || open >= before {
                return shared;
            }
        }
    }

    /// What the first round offers to each receiver.
    pub fn offers(&self, pools: &mut Pools) -> Vec<f64> {
        pools.weights.copy_from_slice(&self.millionths);
        let levels = self.offer(sum(&self.millionths), pools);
        let offers = pools.weights.as_flattened().iter().zip(pools.own.as_flattened());
        offers.map(|(weight, own)| weight * (levels - own).max(0.0)).collect()
    }

    /// Sets each pool's level; their sum.
    fn offer(&self, open: f64, pools: &mut Pools) -> f64 {
        pools.own.fill([0.0; LANES]);
        let mut levels = 0.0;
        for pool in &mut pools.pools {
            let others = open - at(&pools.weights, pool.consumer);
            let divisor = if self.renormalised { others } else { MILLION };
            // A pool whose owner holds all the weight has nobody to offer to.
            pool.level = if others > 0.0 { pool.left / divisor } else { 0.0 };
            levels += pool.level;
            if let Some(i) = pool.consumer {
                pools.own[i / LANES][i % LANES] += pool.level;
            }
        }
        levels
    }

    /// Takes off each pool what was offered and gives back what was refused.
    fn settle(&self, open: f64, pools: &mut Pools) {
        let refused = sum(&pools.refused);
        for pool in &mut pools.pools {
            let offered = pool.level * (open - at(&pools.weights, pool.consumer));
            let back = pool.level * (refused - at(&pools.refused, pool.consumer));
            // Renormalised, a pool offers all it has: what a float leaves of the difference is not energy.
            let kept = if self.renormalised && pool.level > 0.0 { 0.0 } else { pool.left - offered };
            pool.left = (kept + back).max(0.0);
        }
    }
}

/// Every receiver takes what it needs of what it is offered; the sum of it.
fn take(rest: &mut [Lanes], levels: f64, pools: &mut Pools) -> f64 {
    let mut got = [0.0; LANES];
    let rows = rest.iter_mut().zip(&pools.weights).zip(&pools.own).zip(&mut pools.refused);
    for (((needs, weights), own), refused) in rows {
        for lane in 0..LANES {
            let offer = weights[lane] * (levels - own[lane]).max(0.0);
            let taken = smaller(needs[lane], offer);
            needs[lane] -= taken;
            got[lane] += taken;
            refused[lane] = if taken < offer { weights[lane] * ((offer - taken) / offer) } else { 0.0 };
        }
    }
    total(got)
}

/// Leaves out of the next round who needs nothing more; the sum of the weights that stay.
fn leave_out_served(rest: &[Lanes], pools: &mut Pools) -> f64 {
    for (needs, weights) in rest.iter().zip(&mut pools.weights) {
        for lane in 0..LANES {
            weights[lane] = if needs[lane] > 0.0 { weights[lane] } else { 0.0 };
        }
    }
    sum(&pools.weights)
}

fn at(row: &[Lanes], consumer: Option<usize>) -> f64 {
    consumer.map_or(0.0, |i| row[i / LANES][i % LANES])
}
