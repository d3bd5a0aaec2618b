//! Random keys and quarter-hours, with the corners that matter: zeros, equals, scarcity, plenty.

use crate::build::{Rule, draft, iteration, names};
use crate::reference::Injection;
use domain::key::{Key, Method, percentage};
use domain::quantity::Decimal;
use proptest::collection::vec;
use proptest::prelude::*;

/// Parts that total 100 %, most of them odd, some 0.
pub fn parts(n: usize) -> impl Strategy<Value = Vec<Decimal>> {
    let odd = vec(0_i64..1_000_000, n).prop_map(|raw| scale(&raw));
    let round = vec(0_i64..5, n).prop_map(|raw| scale(&raw));
    prop_oneof![3 => odd, 1 => round]
}

fn scale(raw: &[i64]) -> Vec<Decimal> {
    let sum: i64 = raw.iter().sum();
    let mut parts: Vec<i64> = raw.iter().map(|part| if sum == 0 { 0 } else { part * 1_000_000 / sum }).collect();
    parts[0] += 1_000_000 - parts.iter().sum::<i64>();
    parts.into_iter().map(percentage).collect()
}

fn rule(n: usize) -> impl Strategy<Value = Rule> {
    let some = (parts(n), vec(any::<bool>(), n)).prop_map(|(weights, keep)| {
        let all = keep.iter().all(|&keep| keep);
        Rule::Mixed(weights.into_iter().zip(keep).map(|(weight, keep)| (keep || all).then_some(weight)).collect())
    });
    prop_oneof![
        2 => Just(Rule::Prorata),
        1 => Just(Rule::Equal),
        2 => parts(n).prop_map(Rule::Weighted),
        2 => parts(n).prop_map(Rule::Refill),
        1 => some,
    ]
}

pub fn cascades(n: usize) -> impl Strategy<Value = Key> {
    (1_usize..=4).prop_flat_map(move |count| {
        (parts(count), vec(rule(n), count)).prop_map(move |(shares, rules)| {
            let iterations = shares.into_iter().zip(&rules).map(|(share, rule)| iteration(share, rule)).collect();
            draft(&names(n), Method::Cascade, iterations).check().unwrap()
        })
    })
}

pub fn flemish(n: usize) -> impl Strategy<Value = Key> {
    let method = prop_oneof![Just(Method::Vast), Just(Method::Relatief), Just(Method::Optimaal)];
    (method, parts(n), any::<bool>()).prop_map(move |(method, weights, equal)| {
        let rule = if equal { Rule::Equal } else { Rule::Weighted(weights) };
        draft(&names(n), method, vec![iteration(Decimal::new(100, 0), &rule)]).check().unwrap()
    })
}

pub fn priorities(n: usize) -> impl Strategy<Value = Key> {
    vec(0_usize..3, n).prop_map(move |places| {
        let names = names(n);
        let mut draft = draft(&names, Method::Priority, Vec::new());
        let rank = |r: usize| -> Vec<&str> { (0..n).filter(|&i| places[i] == r).map(|i| names[i].as_str()).collect() };
        draft.ranks = Some((0..3).map(rank).filter(|rank| !rank.is_empty()).collect());
        draft.check().unwrap()
    })
}

/// Any key for `n` consumers.
pub fn keys(n: usize) -> impl Strategy<Value = Key> {
    prop_oneof![4 => cascades(n), 2 => flemish(n), 1 => priorities(n)]
}

/// A reading: nothing, a few Wh so that there are ties, a household's, a large one.
pub fn reading() -> impl Strategy<Value = u32> {
    prop_oneof![1 => Just(0_u32), 3 => 1_u32..6, 5 => 1_u32..2_000, 1 => 1_u32..2_000_000]
}

/// What each of up to three producers injects, and who they are.
pub fn injections(n: usize) -> impl Strategy<Value = Vec<Injection>> {
    vec((reading(), proptest::option::weighted(0.6, 0..n)), 1..4)
}

/// A key, its consumers' demand and the injections of a quarter-hour.
pub fn quarters() -> impl Strategy<Value = (Key, Vec<u32>, Vec<Injection>)> {
    (1_usize..=9).prop_flat_map(|n| (keys(n), vec(reading(), n), injections(n)))
}

/// A key that refills twice, its ninety to a hundred and fifty consumers' demand, and one injection of up to all of it.
pub fn refilled_quarters_of_many() -> impl Strategy<Value = (Key, Vec<u32>, Vec<Injection>)> {
    let of = |n: usize| (parts(n), parts(n), 1_i64..100, vec(reading(), n), 0_u64..=1_000);
    (90_usize..=150).prop_flat_map(of).prop_map(|(first, second, share, demand, thousandths)| {
        let names = names(demand.len());
        let iterations = [(share, first), (100 - share, second)]
            .map(|(share, weights)| iteration(Decimal::new(share, 0), &Rule::Refill(weights)));
        let key = draft(&names, Method::Cascade, iterations.into()).check().unwrap();
        let all: u64 = demand.iter().map(|&wh| u64::from(wh)).sum();
        let production = u32::try_from(all * thousandths / 1_000).unwrap();
        (key, demand, vec![(production, None)])
    })
}
