//! Best weights, and that they are.

use crate::build::input;
use crate::golden;
use crate::year::Year;
use domain::allocation::search::{Bounds, Proposal, SearchError, best_rounds, best_weights, tradeoff, validate};
use domain::allocation::{Input, MISSING, months};
use domain::key::{Percent, Rule, total};
use proptest::collection::vec;
use proptest::prelude::*;

/// What weights share, worked out apart from the engine: per consumer the quarter-hours sorted by the weight that serves
/// them, with sums from the start.
struct Judge(Vec<(Vec<f64>, Vec<f64>, Vec<f64>)>);

impl Judge {
    fn new(input: &Input<'_>) -> Self {
        let production: Vec<f64> = (0..input.steps())
            .map(|step| input.producers.iter().map(|producer| f64::from(producer.wh[step])).sum())
            .collect();
        let of = |column: &&[u32]| {
            let mut sorted: Vec<(f64, f64)> =
                column.iter().zip(&production).filter(|(_, p)| **p > 0.0).map(|(&c, &p)| (f64::from(c), p)).collect();
            sorted.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
            let mut sums = (vec![], vec![0.0], vec![0.0]);
            for (need, production) in sorted {
                sums.0.push(need / production);
                sums.1.push(sums.1.last().unwrap() + need);
                sums.2.push(sums.2.last().unwrap() + production);
            }
            sums
        };
        Self(input.consumers.iter().map(of).collect())
    }

    fn given(&self, consumer: usize, weight: f64) -> f64 {
        let (ratios, needs, productions) = &self.0[consumer];
        let served = ratios.partition_point(|&ratio| ratio <= weight);
        needs[served] + weight * (productions.last().unwrap() - productions[served])
    }

    fn shared(&self, weights: &[f64]) -> f64 {
        weights.iter().enumerate().map(|(i, &weight)| self.given(i, weight)).sum()
    }

    fn min_coverage(&self, input: &Input<'_>, weights: &[f64]) -> f64 {
        let need = |i: usize| input.consumers[i].iter().map(|&wh| f64::from(wh)).sum::<f64>();
        weights.iter().enumerate().map(|(i, &weight)| self.given(i, weight) / need(i)).fold(f64::MAX, f64::min)
    }
}

/// Random weights that total 1: some near `center`, some anywhere.
fn weights(n: usize, center: &[f64], count: usize) -> impl Iterator<Item = Vec<f64>> {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..count).map(move |round| {
        let near = [0.0, 0.001, 0.02, 0.3][round % 4];
        let raw: Vec<f64> = (0..n)
            .map(|i| if near > 0.0 { center[i] * (1.0 + near * (random() - 0.5)) } else { -random().ln() })
            .collect();
        let sum: f64 = raw.iter().sum();
        raw.into_iter().map(|weight| weight / sum).collect()
    })
}

fn parts(percents: &[Percent]) -> Vec<f64> {
    percents.iter().map(|percent| f64::from(percent.millionths()) / 1e6).collect()
}

fn check_certificate(found: &Proposal) {
    assert!(found.certificate.gap().abs() < 1e-9, "gap {}", found.certificate.gap());
    assert_eq!(total(found.weights()), 1_000_000);
    let certificate = &found.certificate;
    assert!(certificate.cost_of_rounding_weights() >= -1e-6 * certificate.objective);
    // A quarter-hour loses less than 1 Wh to the floor of its total.
    assert!((0.0..found.figures.steps as f64).contains(&(found.cost_of_rounding_wh() + 1e-3)));
}

#[test]
fn ten_thousand_random_weights_share_no_more_on_the_real_year() {
    let year = Year::read();
    let input = golden::input(&year);
    let found = best_weights(&input, &[input.whole()], &Bounds::none(12)).unwrap();
    check_certificate(&found);
    let shown: Vec<String> = found.weights().iter().map(|weight| weight.decimal().to_string()).collect();
    let certificate = &found.certificate;
    println!("weights {} %", shown.join(" "));
    println!(
        "self-consumption {:.4} of {:.4}",
        found.figures.self_consumption().unwrap(),
        found.figures.bound_wh as f64 / found.figures.production_wh as f64
    );
    println!(
        "gap {:e}, four decimals cost {:.3} Wh, whole Wh {:.3} Wh",
        certificate.gap(),
        certificate.cost_of_rounding_weights(),
        found.cost_of_rounding_wh()
    );

    let judge = Judge::new(&input);
    let best = judge.shared(&parts(found.weights()));
    assert!((best - certificate.with_rounded_weights).abs() < 1e-9 * best);
    for weights in weights(12, &parts(found.weights()), 10_000) {
        let shared = judge.shared(&weights);
        assert!(shared <= certificate.objective * (1.0 + 1e-12), "{shared} {weights:?}");
        assert!(shared <= certificate.dual_bound * (1.0 + 1e-12));
    }
    // The same on every machine.
    assert_eq!(shown.join(" "), GOLDEN_WEIGHTS);
    assert!(!found.figures.reaches_bound());
}

const GOLDEN_WEIGHTS: &str = "0.5277 1.0009 0.8417 1.0472 0.4284 24.8989 13.3187 9.5264 21.6541 6.6483 11.6662 8.4415";

#[test]
fn bounds_are_kept_and_the_best_within_them_is_found() {
    let year = Year::read();
    let input = golden::input(&year);
    let bounds = Bounds {
        min: (0..12).map(|i| Percent::from_millionths(if i < 3 { 70_000 } else { 10_000 }).unwrap()).collect(),
        max: (0..12).map(|i| Percent::from_millionths(if i == 8 { 150_001 } else { 200_000 }).unwrap()).collect(),
    };
    let found = best_weights(&input, &[input.whole()], &bounds).unwrap();
    check_certificate(&found);
    for ((weight, min), max) in found.weights().iter().zip(&bounds.min).zip(&bounds.max) {
        assert!(min <= weight && weight <= max, "{weight:?}");
    }
    assert_eq!(found.weights()[0].millionths(), 70_000);
    assert_eq!(found.weights()[8].millionths(), 150_001);
    let (judge, free) = (Judge::new(&input), parts(found.weights()));
    let within = |weights: &Vec<f64>| {
        let bounds = weights.iter().zip(parts(&bounds.min)).zip(parts(&bounds.max));
        bounds.into_iter().all(|((&weight, min), max)| min <= weight && weight <= max)
    };
    // Moving weight from one consumer to another, as far as bounds allow, gains nothing.
    for (from, to) in (0..12).flat_map(|from| (0..12).map(move |to| (from, to))) {
        let mut moved = free.clone();
        moved[from] -= 0.0005;
        moved[to] += 0.0005;
        if within(&moved) {
            assert!(judge.shared(&moved) <= found.certificate.objective * (1.0 + 1e-12));
        }
    }
}

#[test]
fn impossible_bounds_are_refused() {
    let columns = vec![vec![5, 5], vec![5, 5]];
    let input = input(&[4, 4], &columns);
    let percent = |percents: [u32; 2]| percents.map(|p| Percent::from_millionths(p * 10_000).unwrap()).to_vec();
    let search = |min, max| best_weights(&input, &[input.whole()], &Bounds { min: percent(min), max: percent(max) });
    assert_eq!(search([60, 50], [100, 100]), Err(SearchError::TooMuch));
    assert_eq!(search([0, 0], [40, 50]), Err(SearchError::TooLittle));
    assert_eq!(search([50, 0], [40, 100]), Err(SearchError::Contradiction { consumer: 0 }));
    assert_eq!(best_weights(&input, &[input.whole()], &Bounds::none(3)), Err(SearchError::Count));
    assert!(search([50, 50], [50, 50]).is_ok());
    // Weights that are all given leave nothing to choose, and their proof is as finite, whatever floats add up to.
    let shares = [333_334, 333_333, 333_333].map(|millionths| Percent::from_millionths(millionths).unwrap()).to_vec();
    let three = vec![vec![5, 1], vec![5, 0], vec![1, 9]];
    let given = Bounds { min: shares, max: vec![Percent::WHOLE; 3] };
    let input = crate::build::input(&[4, 4], &three);
    let found = best_weights(&input, &[input.whole()], &given).unwrap();
    assert_eq!(found.weights(), given.min);
    check_certificate(&found);
    let holes = vec![vec![5, MISSING], vec![5, 5]];
    let input = crate::build::input(&[4, 4], &holes);
    assert!(matches!(best_weights(&input, &[input.whole()], &Bounds::none(2)), Err(SearchError::Input(_))));
}

#[test]
fn weight_is_free_when_everybody_can_be_served() {
    let columns = vec![vec![10, 30], vec![20, 0], vec![0, 0]];
    let plenty = input(&[100, 100], &columns);
    let found = best_weights(&plenty, &[plenty.whole()], &Bounds::none(3)).unwrap();
    assert!(found.certificate.price.abs() < f64::EPSILON);
    assert_eq!((found.figures.shared_wh, found.figures.reaches_bound()), (60, true));
    assert!(found.weights()[0].millionths() >= 300_000 && found.weights()[1].millionths() >= 200_000);
    // Nothing to share, and nobody to share with, is no reason to fail.
    let idle = vec![vec![0, 0], vec![0, 0]];
    for production in [[0, 0], [7, 7]] {
        let input = input(&production, &idle);
        let found = best_weights(&input, &[input.whole()], &Bounds::none(2)).unwrap();
        assert_eq!((total(found.weights()), found.figures.shared_wh), (1_000_000, 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(200)))]

    #[test]
    fn no_weights_of_whole_percents_are_better(
        columns in vec(vec(0_u32..60, 1..6), 2..4),
        production in vec(0_u32..90, 6),
    ) {
        let steps = columns.iter().map(Vec::len).min().unwrap();
        let columns: Vec<Vec<u32>> = columns.iter().map(|column| column[..steps].to_vec()).collect();
        let input = input(&production[..steps], &columns);
        let found = best_weights(&input, &[input.whole()], &Bounds::none(columns.len())).unwrap();
        prop_assert!(found.certificate.gap().abs() < 1e-9);
        prop_assert_eq!(total(found.weights()), 1_000_000);
        let judge = Judge::new(&input);
        for a in 0..=100_u32 {
            for b in 0..=(100 - a) {
                let last = 100 - a - b;
                if columns.len() == 2 && b > 0 {
                    break;
                }
                let weights: Vec<f64> = [a, b, last].iter().map(|&w| f64::from(w) / 100.0).collect();
                let weights = if columns.len() == 2 { vec![weights[0], weights[2]] } else { weights };
                prop_assert!(judge.shared(&weights) <= found.certificate.objective + 1e-9);
            }
        }
    }
}

#[test]
fn every_round_shares_more_until_it_is_not_worth_it() {
    let year = Year::read();
    let input = golden::input(&year);
    let worth = Percent::from_millionths(10_000).unwrap();
    let found = best_rounds(&input, &[input.whole()], &Bounds::none(12), 4, worth).unwrap();
    let shared: Vec<u64> = found.proposals.iter().map(|proposal| proposal.figures.shared_wh).collect();
    println!("shared by rounds {shared:?} of {}, {} are enough", found.proposals[0].figures.bound_wh, found.enough);
    assert_eq!(shared.len(), 4);
    assert!(shared.windows(2).all(|pair| pair[0] < pair[1]));
    assert!((1..=4).contains(&found.enough));
    for (round, proposal) in found.proposals.iter().enumerate() {
        assert_eq!(proposal.iterations.len(), round + 1);
        assert!(proposal.certificate.gap().abs() < 1e-9, "{round}: {}", proposal.certificate.gap());
        let shares: Vec<u32> = proposal.iterations.iter().map(|iteration| iteration.share.millionths()).collect();
        assert_eq!((shares[0], shares[1..].iter().sum::<u32>()), (1_000_000, 0));
    }
    // What the rounds were found on is what the engine makes of them.
    let last = &found.proposals[1];
    let gained = last.figures.shared_wh as f64 - found.proposals[0].figures.shared_wh as f64;
    assert!((gained - last.certificate.with_rounded_weights).abs() < last.figures.steps as f64);
    assert!(matches!(last.iterations[1].rule, Rule::Weighted { refill: false, .. }));
}

#[test]
fn fairness_is_bought_at_the_best_price() {
    let year = Year::read();
    let input = golden::input(&year);
    let found = tradeoff(&input, &[input.whole()], &Bounds::none(12), 4).unwrap();
    assert_eq!(found.len(), 4);
    let judge = Judge::new(&input);
    let points: Vec<(f64, f64)> = found
        .iter()
        .map(|proposal| {
            let fairness = proposal.figures.fairness().unwrap();
            println!(
                "self-consumption {:.4}, smallest coverage {:.4}, Jain {:.4}",
                proposal.figures.self_consumption().unwrap(),
                fairness.min_coverage,
                fairness.jain.unwrap()
            );
            (proposal.certificate.objective, judge.min_coverage(&input, &parts(proposal.weights())))
        })
        .collect();
    assert!(points.windows(2).all(|pair| pair[0].0 >= pair[1].0 && pair[0].1 < pair[1].1), "{points:?}");
    for proposal in &found {
        assert!(proposal.certificate.gap().abs() < 1e-9);
    }
    let center = parts(found[2].weights());
    for weights in weights(12, &center, 2_000) {
        let (shared, coverage) = (judge.shared(&weights), judge.min_coverage(&input, &weights));
        for (best, least) in &points {
            assert!(coverage < *least + 1e-6 || shared <= best * (1.0 + 1e-9), "{shared} {coverage}");
        }
    }
}

#[test]
fn weights_are_tried_on_months_they_do_not_know() {
    let year = Year::read();
    let input = golden::input(&year);
    let months: Vec<_> = months(&year.starts).into_iter().map(|month| month.steps).collect();
    // Four quarters of a year; the thirteenth month is the last hour of the UTC year.
    let quarters: Vec<_> = months.chunks(3).take(4).map(|quarter| quarter[0].start..quarter[2].end).collect();
    let folds = validate(&input, &quarters, &Bounds::none(12)).unwrap();
    assert_eq!(folds.len(), 4);
    for fold in folds {
        println!("{fold:?} {:?}", fold.of_hindsight());
        assert!(fold.shared_wh <= fold.hindsight_wh + 100 && fold.hindsight_wh <= fold.bound_wh);
        assert!(fold.of_hindsight().unwrap() > 0.9);
    }
}

#[test]
fn one_range_alone_is_fitted_to_nothing() {
    let columns = vec![vec![5, 5], vec![5, 5]];
    let input = input(&[4, 4], &columns);
    let folds = validate(&input, &[input.whole()], &Bounds::none(2)).unwrap();
    assert_eq!((folds[0].shared_wh, folds[0].hindsight_wh, folds[0].bound_wh), (8, 8, 8));
}
