//! The allocation in exact rational arithmetic, written as the rules are worded and as slow as that is.

use domain::key::{Iteration, Key, Method, Percent, Rule};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

pub type Exact = BigRational;

/// What happens in a quarter-hour.
pub struct Quarter {
    /// Pool and sum given out of each iteration.
    pub passes: Vec<(Exact, Exact)>,
    /// What each consumer gets, unrounded.
    pub allocated: Vec<Exact>,
    /// The same in whole Wh.
    pub rounded: Vec<u64>,
    /// What goes back to each producer.
    pub returned: Vec<u64>,
}

/// A producer's injection, and its place among the consumers.
pub type Injection = (u32, Option<usize>);

pub fn exact(number: u64) -> Exact {
    Exact::from_integer(BigInt::from(number))
}

fn part(percent: Percent) -> Exact {
    Exact::new(BigInt::from(percent.millionths()), BigInt::from(1_000_000))
}

fn least(a: &Exact, b: &Exact) -> Exact {
    if a < b { a.clone() } else { b.clone() }
}

pub fn quarter(key: &Key, injections: &[Injection], demand: &[u32]) -> Quarter {
    let production: Exact = injections.iter().map(|(wh, _)| exact(u64::from(*wh))).sum();
    let mut rest: Vec<Exact> = demand.iter().map(|&wh| exact(u64::from(wh))).collect();
    let caps = rest.clone();
    let mut left: Option<Vec<Exact>> = None;
    let passes = match key.method() {
        Method::Cascade => cascade(key.iterations(), &production, &mut rest),
        Method::Priority => priority(key.ranks(), &production, &mut rest),
        _ => {
            let pools = flemish(key, injections, &mut rest);
            let surplus: Exact = pools.iter().cloned().sum();
            left = Some(pools);
            vec![(production.clone(), &production - surplus)]
        }
    };
    let allocated: Vec<Exact> = caps.iter().zip(&rest).map(|(cap, rest)| cap - rest).collect();
    let shared: Exact = allocated.iter().cloned().sum();
    let rounded = largest_remainder(&allocated, shared.floor().to_integer().to_u64().unwrap());
    let surplus = production.to_integer().to_u64().unwrap() - rounded.iter().sum::<u64>();
    let returned = if production.is_zero() {
        vec![0; injections.len()]
    } else {
        let in_proportion = injections.iter().map(|(wh, _)| exact(surplus) * exact(u64::from(*wh)) / &production);
        largest_remainder(&left.unwrap_or_else(|| in_proportion.collect()), surplus)
    };
    Quarter { passes, allocated, rounded, returned }
}

fn cascade(iterations: &[Iteration], production: &Exact, rest: &mut [Exact]) -> Vec<(Exact, Exact)> {
    let mut carry = Exact::zero();
    let mut passes = Vec::new();
    for iteration in iterations {
        let pool = part(iteration.share) * production + &carry;
        let before: Exact = rest.iter().cloned().sum();
        match &iteration.rule {
            Rule::Prorata => prorata(&(0..rest.len()).collect::<Vec<_>>(), &pool, rest),
            Rule::Equal => {
                let offer = &pool / exact(rest.len() as u64);
                take(rest, |_| offer.clone());
            }
            Rule::Weighted { weights, refill: false } => take(rest, |i| part(weights[i]) * &pool),
            Rule::Weighted { weights, refill: true } => refill(weights, &pool, rest),
            Rule::Mixed { weights } => {
                let open: Vec<usize> = (0..rest.len()).filter(|&i| weights[i].is_none()).collect();
                let given: Exact = weights.iter().flatten().copied().map(part).sum();
                prorata(&open, &(&pool * (Exact::one() - given)), rest);
                take(rest, |i| weights[i].map_or_else(Exact::zero, |weight| part(weight) * &pool));
            }
        }
        let got = before - rest.iter().cloned().sum::<Exact>();
        carry = &pool - &got;
        passes.push((pool, got));
    }
    passes
}

fn take(rest: &mut [Exact], offer: impl Fn(usize) -> Exact) {
    for (i, need) in rest.iter_mut().enumerate() {
        *need = &*need - least(need, &offer(i));
    }
}

fn prorata(of: &[usize], pool: &Exact, rest: &mut [Exact]) {
    let needed: Exact = of.iter().map(|&i| rest[i].clone()).sum();
    if needed.is_zero() {
        return;
    }
    for &i in of {
        let offer = pool * &rest[i] / &needed;
        rest[i] = &rest[i] - least(&rest[i], &offer);
    }
}

fn refill(weights: &[Percent], pool: &Exact, rest: &mut [Exact]) {
    let mut pool = pool.clone();
    loop {
        let open: Vec<usize> = (0..rest.len()).filter(|&i| !rest[i].is_zero()).collect();
        let sum: Exact = open.iter().map(|&i| part(weights[i])).sum();
        if sum.is_zero() || pool.is_zero() {
            return;
        }
        let mut got = Exact::zero();
        for i in open {
            let taken = least(&rest[i], &(part(weights[i]) / &sum * &pool));
            rest[i] = &rest[i] - &taken;
            got += taken;
        }
        pool -= got;
    }
}

fn priority(ranks: &[Vec<usize>], production: &Exact, rest: &mut [Exact]) -> Vec<(Exact, Exact)> {
    let mut pool = production.clone();
    let mut passes = Vec::new();
    for rank in ranks {
        let before: Exact = rest.iter().cloned().sum();
        prorata(rank, &pool, rest);
        let got = before - rest.iter().cloned().sum::<Exact>();
        passes.push((pool.clone(), got.clone()));
        pool -= got;
    }
    passes
}

/// What is left of each pool; every offer of every pool to every receiver is written out.
fn flemish(key: &Key, injections: &[Injection], rest: &mut [Exact]) -> Vec<Exact> {
    let n = rest.len();
    let weights: Vec<Exact> = match &key.iterations()[0].rule {
        Rule::Weighted { weights, .. } => weights.iter().copied().map(part).collect(),
        _ => vec![Exact::one() / exact(n as u64); n],
    };
    let mut pools: Vec<Exact> = injections.iter().map(|(wh, _)| exact(u64::from(*wh))).collect();
    let mut open: Vec<usize> = (0..n).collect();
    loop {
        let offer = |p: usize, i: usize| -> Exact {
            let others: Exact = open.iter().filter(|&&j| Some(j) != injections[p].1).map(|&j| weights[j].clone()).sum();
            if Some(i) == injections[p].1 || !open.contains(&i) || others.is_zero() {
                return Exact::zero();
            }
            let divisor = if key.method() == Method::Vast { Exact::one() } else { others };
            &weights[i] / divisor * &pools[p]
        };
        let offers: Vec<Vec<Exact>> = (0..pools.len()).map(|p| (0..n).map(|i| offer(p, i)).collect()).collect();
        let mut moved = false;
        for i in 0..n {
            let all: Exact = offers.iter().map(|pool| pool[i].clone()).sum();
            let got = least(&rest[i], &all);
            if got.is_zero() {
                continue;
            }
            moved = true;
            rest[i] = &rest[i] - &got;
            for (pool, offers) in pools.iter_mut().zip(&offers) {
                *pool = &*pool - &got * &offers[i] / &all;
            }
        }
        if key.method() != Method::Optimaal || !moved {
            return pools;
        }
        open.retain(|&i| !rest[i].is_zero());
    }
}

/// Whole numbers that total `target`: the largest fractions are rounded up, the first of equal ones first.
pub fn largest_remainder(amounts: &[Exact], target: u64) -> Vec<u64> {
    let mut rounded: Vec<u64> = amounts.iter().map(|amount| amount.floor().to_integer().to_u64().unwrap()).collect();
    let mut order: Vec<usize> = (0..amounts.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(amounts[i].fract()));
    let missing = target - rounded.iter().sum::<u64>();
    for &i in order.iter().take(missing as usize) {
        rounded[i] += 1;
    }
    rounded
}
