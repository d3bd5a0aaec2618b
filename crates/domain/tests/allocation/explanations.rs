//! One quarter-hour in slow motion.

use crate::build::{Rule, cascade, input, key_by, percents, ranks};
use crate::random::quarters;
use crate::reference::quarter;
use domain::allocation::{ExplainedPass, Gaps, Input, Plan, Producer, explain};
use domain::key::{Key, Method};
use num_traits::ToPrimitive;
use proptest::prelude::*;

/// `pool: need-offered-taken … carry` of an iteration.
fn words(pass: &ExplainedPass) -> String {
    let offers =
        pass.offers.iter().map(|o| format!("{}-{}-{}", o.need.decimal(), o.offered.decimal(), o.taken.decimal()));
    format!("{}: {} > {}", pass.pool.decimal(), offers.collect::<Vec<_>>().join(" "), pass.carry.decimal())
}

fn check(key: &Key, production: u32, demand: &[u32], expected: &[&str]) {
    let columns: Vec<Vec<u32>> = demand.iter().map(|&wh| vec![wh]).collect();
    let found = explain(&Plan::new(key), &input(&[production], &columns), 0).unwrap();
    assert_eq!(found.passes.iter().map(words).collect::<Vec<_>>(), expected);
}

#[test]
fn every_rule_says_what_it_offers() {
    let weighted = || Rule::Weighted(percents("50 50"));
    check(
        &cascade(2, &[("60", weighted()), ("40", Rule::Prorata)]),
        10,
        &[1, 20],
        &["6: 1-3-1 20-3-3 > 2", "6: 0-0-0 17-6-6 > 0"],
    );
    check(&cascade(3, &[("100", Rule::Equal)]), 10, &[1, 2, 9], &["10: 1-3.333-1 2-3.333-2 9-3.333-3.333 > 3.667"]);
    check(&cascade(2, &[("100", Rule::Refill(percents("50 50")))]), 10, &[1, 20], &["10: 1-5-1 20-5-9 > 0"]);
    check(&cascade(3, &[("100", crate::build::mixed("50 - -"))]), 10, &[9, 1, 3], &["10: 9-5-5 1-1.25-1 3-3.75-3 > 1"]);
    check(&ranks(3, &[&[1], &[0, 2]]), 10, &[6, 4, 6], &["10: 6-0-0 4-10-4 6-0-0 > 6", "6: 6-3-3 0-0-0 6-3-3 > 0"]);
    check(&cascade(1, &[("100", Rule::Prorata)]), 0, &[5], &[]);
    check(&cascade(1, &[("100", Rule::Prorata)]), 5, &[0], &["5: 0-0-0 > 5"]);
}

#[test]
fn an_injector_is_offered_nothing_of_its_own() {
    let key = key_by(Method::Relatief, 2, &[("100", Rule::Equal)]);
    let input = Input {
        producers: vec![Producer { wh: &[8], consumer: Some(0) }, Producer { wh: &[4], consumer: None }],
        consumers: vec![&[9], &[9]],
        gaps: Gaps::Refuse,
    };
    let found = explain(&Plan::new(&key), &input, 0).unwrap();
    assert_eq!(found.passes.iter().map(words).collect::<Vec<_>>(), ["12: 9-2-2 9-10-9 > 1"]);
    assert_eq!((found.allocated_wh, found.surplus_wh), (vec![2, 9], vec![1, 0]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(300)))]

    #[test]
    fn what_is_taken_is_what_is_given((key, demand, injections) in quarters()) {
        let producers = injections.iter().map(|(wh, consumer)| Producer { wh: std::slice::from_ref(wh), consumer: *consumer });
        let input = Input {
            producers: producers.collect(),
            consumers: demand.iter().map(std::slice::from_ref).collect(),
            gaps: Gaps::Refuse,
        };
        let found = explain(&Plan::new(&key), &input, 0).unwrap();
        let exact = quarter(&key, &injections, &demand);
        for (i, amount) in exact.allocated.iter().enumerate() {
            let taken: u128 = found.passes.iter().map(|pass| pass.offers[i].taken.units()).sum();
            let taken = taken as f64 / f64::from(1 << 30);
            prop_assert!((taken - amount.to_f64().unwrap()).abs() < 1e-6, "{taken} {amount}");
        }
        prop_assert_eq!(found.allocated_wh.iter().map(|&wh| u64::from(wh)).sum::<u64>(), found.shared_wh);
    }
}
