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
///
/// Among many consumers the first rounds are done with a sample of them. What a level would hand out grows ever more
/// slowly with the level, so one round of all, from wherever the sample ended, comes out at or below the right level.
pub fn refill(rest: &mut [Lanes], millionths: &[Lanes], pool: f64) -> f64 {
    let mut level = pool / MILLION;
    // What those not served have of the weights at the level that the present one was computed from.
    let mut open = MILLION;
    if let Some(guess) = level_of_sample(rest, millionths, pool) {
        let (served, thirsty) = at_level(pairs(rest, millionths, 1), guess);
        // A sample that is served while the pool is not enough for all tells nothing.
        if thirsty > 0.0 {
            (open, level) = (thirsty, (pool - served) / thirsty);
        }
    }
    match raise(|level| at_level(pairs(rest, millionths, 1), level), pool, open, level) {
        Some(level) => weighted(rest, millionths, level),
        None => weighted(rest, millionths, f64::MAX),
    }
}

/// Raises the level until a round saturates nobody more; none when everybody is served.
fn raise(round: impl Fn(f64) -> (f64, f64), pool: f64, mut open: f64, mut level: f64) -> Option<f64> {
    loop {
        let (served, still_open) = round(level);
        if still_open <= 0.0 {
            return None;
        }
        let raised = (pool - served) / still_open;
        if still_open == open || raised <= level {
            return Some(level);
        }
        (open, level) = (still_open, raised);
    }
}

/// What those consumers need whom a level serves, and the weights of the others.
fn at_level<'a>(pairs: impl Iterator<Item = (&'a Lanes, &'a Lanes)>, level: f64) -> (f64, f64) {
    let (mut served, mut thirsty) = ([0.0; LANES], [0.0; LANES]);
    for (needs, weights) in pairs {
        for lane in 0..LANES {
            let enough = needs[lane] <= weights[lane] * level;
            served[lane] += if enough { needs[lane] } else { 0.0 };
            thirsty[lane] += if enough { 0.0 } else { weights[lane] };
        }
    }
    (total(served), total(thirsty))
}

/// Every so manieth group of consumers: what they need and their weights.
fn pairs<'a>(
    rest: &'a [Lanes],
    weights: &'a [Lanes],
    every: usize,
) -> impl Iterator<Item = (&'a Lanes, &'a Lanes)> + Clone {
    rest.iter().zip(weights).step_by(every)
}

/// The level of a part of the consumers with their part of the pool; none for few, or when it serves them all.
fn level_of_sample(rest: &[Lanes], millionths: &[Lanes], pool: f64) -> Option<f64> {
    const EVERY: usize = 4;
    if rest.len() < 3 * EVERY {
        return None;
    }
    let sample = pairs(rest, millionths, EVERY);
    let mut weights = [0.0; LANES];
    for (_, group) in sample.clone() {
        for lane in 0..LANES {
            weights[lane] += group[lane];
        }
    }
    let weights = total(weights);
    // Their level before any of them is served is that of all.
    raise(|level| at_level(sample.clone(), level), pool * (weights / MILLION), weights, pool / MILLION)
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
