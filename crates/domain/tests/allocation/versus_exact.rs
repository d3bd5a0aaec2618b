//! The engine against exact arithmetic on random keys and quarter-hours.

use crate::random::{quarters, refilled_quarters_of_many};
use crate::reference::{Exact, Injection, Quarter, exact, quarter};
use domain::allocation::{Gaps, Input, Pass, Plan, Producer, Sink, Step, run};
use domain::key::Key;
use num_traits::{Signed, ToPrimitive};
use proptest::prelude::*;

/// Everything the engine says of a quarter-hour.
#[derive(Default)]
struct Heard {
    shared: u64,
    allocated: Vec<u32>,
    surplus: Vec<u32>,
    passes: Vec<Pass>,
}

impl Sink for Heard {
    fn step(&mut self, step: &Step<'_>) {
        self.shared = step.shared_wh;
        self.allocated = step.allocated_wh.to_vec();
        self.surplus = step.surplus_wh.to_vec();
        self.passes = step.passes.to_vec();
    }
}

fn engine(key: &Key, demand: &[u32], injections: &[Injection]) -> Heard {
    let producers =
        injections.iter().map(|(wh, consumer)| Producer { wh: std::slice::from_ref(wh), consumer: *consumer });
    let input = Input {
        producers: producers.collect(),
        consumers: demand.iter().map(std::slice::from_ref).collect(),
        gaps: Gaps::Refuse,
    };
    let mut heard = Heard::default();
    run(&Plan::new(key), &input, &[input.whole()], &mut heard).unwrap();
    heard
}

fn millionth() -> Exact {
    Exact::new(1.into(), 1_000_000.into())
}

/// Whether rounding turns on differences that a float cannot see: then two right answers exist.
fn on_a_knife_edge(exact: &Quarter) -> bool {
    let mut fractions: Vec<Exact> = exact.allocated.iter().map(Exact::fract).collect();
    fractions.push(exact.allocated.iter().cloned().sum::<Exact>().fract());
    fractions.sort();
    let near = |a: &Exact, b: &Exact| a != b && (a - b).abs() < millionth() * Exact::from_integer(2.into());
    let whole = Exact::from_integer(1.into());
    fractions.windows(2).any(|pair| near(&pair[0], &pair[1]))
        || fractions.iter().any(|fraction| near(fraction, &whole) || near(fraction, &exact0()))
}

fn exact0() -> Exact {
    exact(0)
}

/// What the engine says of a quarter-hour is what exact arithmetic says.
fn agrees(key: &Key, demand: &[u32], injections: &[Injection]) -> Result<(), TestCaseError> {
    let right = quarter(key, injections, demand);
    let heard = engine(key, demand, injections);

    let shared: Exact = right.allocated.iter().cloned().sum();
    let floor = shared.floor().to_integer().to_u64().unwrap();
    let almost_next = (&shared + millionth()).floor().to_integer().to_u64().unwrap();
    prop_assert!(heard.shared == floor || heard.shared == almost_next, "{} of {shared}", heard.shared);
    prop_assert_eq!(heard.allocated.iter().map(|&wh| u64::from(wh)).sum::<u64>(), heard.shared);
    for (&wh, amount) in heard.allocated.iter().zip(&right.allocated) {
        prop_assert!((exact(u64::from(wh)) - amount).abs() < Exact::from_integer(1.into()) + millionth());
    }
    if !on_a_knife_edge(&right) {
        let rounded: Vec<u64> = heard.allocated.iter().map(|&wh| u64::from(wh)).collect();
        prop_assert_eq!(&rounded, &right.rounded);
    }
    if injections.iter().any(|(wh, _)| *wh > 0) {
        prop_assert_eq!(heard.passes.len(), right.passes.len());
        for (pass, (pool, got)) in heard.passes.iter().zip(&right.passes) {
            prop_assert!((pass.pool - pool.to_f64().unwrap()).abs() < 1e-6, "{pass:?} {pool}");
            prop_assert!((pass.allocated - got.to_f64().unwrap()).abs() < 1e-6, "{pass:?} {got}");
        }
    }
    for ((&wh, &back), (injected, _)) in heard.surplus.iter().zip(&right.returned).zip(injections) {
        prop_assert!(u64::from(wh).abs_diff(back) <= 1 && wh <= *injected, "{:?} {:?}", heard.surplus, right.returned);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(1500)))]

    #[test]
    fn each_consumer_within_one_wh_and_the_floor_exactly((key, demand, injections) in quarters()) {
        agrees(&key, &demand, &injections)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(100)))]

    /// Groups of lanes, and refilling that takes many rounds.
    #[test]
    fn among_many_consumers_too((key, demand, injections) in refilled_quarters_of_many()) {
        agrees(&key, &demand, &injections)?;
    }
}
