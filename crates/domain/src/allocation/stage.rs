//! What one iteration does to the demand that remains in a quarter-hour.
//!
//! Every function takes `rest`, what each consumer still needs, and a pool of energy; it takes off `rest` what each one
//! gets and returns the sum of it. `left` is the sum of `rest`. Energies are Wh with decimals here; nothing is rounded.

use super::lanes::{LANES, Lanes, smaller, total};

/// What whole millionths total.
pub const MILLION: f64 = 1_000_000.0;

/// Offers by the remaining demand: everybody gets the same part of what they still need.
pub fn prorata(rest: &mut [Lanes], left: f64, pool: f64) -> f64 {
    if pool >= left {
        rest.fill([0.0; LANES]);
        return left;
    }
    let part = pool / left;
    for group in rest {
        for need in group {
            *need -= *need * part;
        }
    }
    pool
}

/// Offers the same to everybody.
pub fn equal(rest: &mut [Lanes], consumers: f64, pool: f64) -> f64 {
    let offer = pool / consumers;
    let mut got = [0.0; LANES];
    for needs in rest {
        for lane in 0..LANES {
            let taken = smaller(needs[lane], offer);
            needs[lane] -= taken;
            got[lane] += taken;
        }
    }
    total(got)
}

/// Offers by weights, which total one.
pub fn weighted(rest: &mut [Lanes], weights: &[Lanes], pool: f64) -> f64 {
    let mut got = [0.0; LANES];
    for (needs, weights) in rest.iter_mut().zip(weights) {
        for lane in 0..LANES {
            let taken = smaller(needs[lane], weights[lane] * pool);
            needs[lane] -= taken;
            got[lane] += taken;
        }
    }
    total(got)
}

/// Offers by weights, again and again, until the pool is empty or everybody with a weight is served.
///
/// In the end everyone with a weight has the same level, `got ÷ weight`, except those who need less. The level rises
/// from round to round as in the rounds of the rule, each of which finds the consumers it saturates; when a round
/// finds none, the level is right and the energy is handed out. Weights are whole millionths here, whose sums are exact.
pub fn refill(rest: &mut [Lanes], millionths: &[Lanes], pool: f64) -> f64 {
    let mut open = MILLION;
    let mut level = pool / open;
    loop {
        let (mut served, mut thirsty) = ([0.0; LANES], [0.0; LANES]);
        for (needs, weights) in rest.iter().zip(millionths) {
            for lane in 0..LANES {
                let enough = needs[lane] <= weights[lane] * level;
                served[lane] += if enough { needs[lane] } else { 0.0 };
                thirsty[lane] += if enough { 0.0 } else { weights[lane] };
            }
        }
        let still_open = total(thirsty);
        if still_open <= 0.0 {
            return weighted(rest, millionths, f64::MAX);
        }
        let raised = (pool - total(served)) / still_open;
        if still_open >= open || raised <= level {
            return weighted(rest, millionths, level);
        }
        (open, level) = (still_open, raised);
    }
}

/// Offers by weights to some and by remaining demand to the others.
///
/// `others` holds 1 for those without a weight and 0 for the rest; `part` is what the others share of the pool.
pub fn mixed(rest: &mut [Lanes], weights: &[Lanes], others: &[Lanes], part: f64, pool: f64) -> f64 {
    let mut needed = [0.0; LANES];
    for (needs, others) in rest.iter().zip(others) {
        for lane in 0..LANES {
            needed[lane] += needs[lane] * others[lane];
        }
    }
    let (needed, shared) = (total(needed), pool * part);
    let cover = if shared >= needed { 1.0 } else { shared / needed };
    let mut got = [0.0; LANES];
    for ((needs, weights), others) in rest.iter_mut().zip(weights).zip(others) {
        for lane in 0..LANES {
            let offer = weights[lane] * pool + needs[lane] * others[lane] * cover;
            let taken = smaller(needs[lane], offer);
            needs[lane] -= taken;
            got[lane] += taken;
        }
    }
    total(got)
}

/// What [`rank`] offers to each consumer.
pub fn offers_to_rank(rank: &[usize], pool: f64, rest: &[Lanes]) -> Vec<f64> {
    let needs = rest.as_flattened();
    let needed: f64 = rank.iter().map(|&i| needs[i]).sum();
    let mut offers = vec![0.0; needs.len()];
    for &i in rank {
        offers[i] = if needed > 0.0 { pool * needs[i] / needed } else { 0.0 };
    }
    offers
}

/// Serves one rank by remaining demand; `rank` holds the places of its consumers.
pub fn rank(rest: &mut [Lanes], rank: &[usize], pool: f64) -> f64 {
    let needed: f64 = rank.iter().map(|&i| rest[i / LANES][i % LANES]).sum();
    let served = pool >= needed;
    let part = if served { 1.0 } else { pool / needed };
    for &i in rank {
        let need = &mut rest[i / LANES][i % LANES];
        *need -= *need * part;
    }
    if served { needed } else { pool }
}
