//! What holds for every key and every quarter-hour.

use crate::build::{allocate, draft, input, names};
use crate::random::{cascades, keys, quarters, reading};
use crate::reference::Injection;
use domain::allocation::{AllocatedSeries, Gaps, Input, Plan, Producer, READING_MAX, run, totals};
use domain::key::{IterationDraft, Key, Method, Percent, Rule, RuleName};
use domain::quantity::Decimal;
use proptest::collection::vec;
use proptest::prelude::*;

fn columns(injections: &[Vec<Injection>]) -> Vec<(Vec<u32>, Option<usize>)> {
    let first = injections.first().map_or(&[][..], Vec::as_slice);
    let column = |p: usize| injections.iter().map(|step| step[p].0).collect();
    first.iter().enumerate().map(|(p, (_, consumer))| (column(p), *consumer)).collect()
}

/// A key, and readings of some quarter-hours of which any may be as large as readings get.
fn runs() -> impl Strategy<Value = (Key, Vec<Vec<u32>>, Vec<Vec<Injection>>)> {
    let any_reading = || prop_oneof![8 => reading(), 1 => 0..=READING_MAX, 1 => Just(READING_MAX)];
    (1_usize..20, 1_usize..70, 1_usize..4).prop_flat_map(move |(n, steps, producers)| {
        let owner = proptest::option::of(0..n);
        let injections =
            (vec(owner, producers), vec(vec(any_reading(), producers), steps)).prop_map(|(owners, steps)| {
                steps.into_iter().map(|step| step.into_iter().zip(owners.iter().copied()).collect()).collect()
            });
        (keys(n), vec(vec(any_reading(), steps), n), injections)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(250)))]

    #[test]
    fn energy_is_conserved_and_capped((key, demand, injections) in runs()) {
        let producers = columns(&injections);
        let input = Input {
            producers: producers.iter().map(|(wh, consumer)| Producer { wh, consumer: *consumer }).collect(),
            consumers: demand.iter().map(Vec::as_slice).collect(),
            gaps: Gaps::Refuse,
        };
        let mut series = AllocatedSeries::default();
        let outcome = run(&Plan::new(&key), &input, &[input.whole()], &mut series).unwrap();
        for step in 0..input.steps() {
            let production: u64 = producers.iter().map(|(wh, _)| u64::from(wh[step])).sum();
            let needed: u64 = demand.iter().map(|column| u64::from(column[step])).sum();
            let shared: u64 = series.allocated_wh.iter().map(|column| u64::from(column[step])).sum();
            prop_assert!(shared <= production.min(needed));
            for (got, needs) in series.allocated_wh.iter().zip(&demand) {
                prop_assert!(got[step] <= needs[step]);
            }
        }
        let total = &outcome.total;
        prop_assert_eq!(total.shared_wh, total.consumers.iter().map(|consumer| consumer.allocated_wh).sum::<u64>());
        prop_assert_eq!(total.surplus_wh(), total.producers.iter().map(|producer| producer.surplus_wh).sum::<u64>());
        prop_assert!(total.producers.iter().all(|producer| producer.surplus_wh <= producer.injected_wh));
        prop_assert!(total.shared_wh <= total.bound_wh);
        if key.always_reaches_bound() {
            prop_assert_eq!(total.shared_wh, total.bound_wh);
        }
        // Whoever asks for totals only is told the same.
        prop_assert_eq!(&totals(&Plan::new(&key), &input, &[input.whole()]).unwrap(), &outcome);
    }

    #[test]
    fn a_period_is_the_sum_of_its_parts((key, demand, injections) in runs(), cut in 0.0..1.0) {
        let producers = columns(&injections);
        let input = Input {
            producers: producers.iter().map(|(wh, consumer)| Producer { wh, consumer: *consumer }).collect(),
            consumers: demand.iter().map(Vec::as_slice).collect(),
            gaps: Gaps::Refuse,
        };
        let cut = (input.steps() as f64 * cut) as usize;
        let plan = Plan::new(&key);
        let whole = totals(&plan, &input, &[input.whole()]).unwrap();
        let parts = totals(&plan, &input, &[0..cut, cut..input.steps()]).unwrap();
        prop_assert_eq!(whole.total, parts.total);
    }

    #[test]
    fn an_empty_iteration_first_changes_nothing_and_last_takes_nothing_away(
        (key, demand, extra) in (1_usize..9).prop_flat_map(|n| (cascades(n), vec(reading(), n), cascades(n))),
        production in reading(),
    ) {
        let columns: Vec<Vec<u32>> = demand.iter().map(|&wh| vec![wh]).collect();
        let readings = [production];
        let input = input(&readings, &columns);
        let (before, allocated) = allocate(&key, &input);
        let with = |first: bool| {
            let mut drafts: Vec<IterationDraft> = key.iterations().iter().map(redraft).collect();
            let empty = IterationDraft { share_percent: Some(Decimal::new(0, 0)), ..redraft(&extra.iterations()[0]) };
            drafts.insert(if first { 0 } else { drafts.len() }, empty);
            allocate(&draft(&names(demand.len()), Method::Cascade, drafts).check().unwrap(), &input)
        };
        let (_, first) = with(true);
        prop_assert_eq!(&first, &allocated);
        let (last, _) = with(false);
        prop_assert!(last.total.shared_wh >= before.total.shared_wh);
    }

    #[test]
    fn the_order_of_consumers_matters_only_for_ties(
        (key, demand, injections) in quarters(),
        turn in 0_usize..9,
    ) {
        if key.method() != Method::Cascade {
            return Ok(());
        }
        let n = demand.len();
        let turned = |i: usize| (i + turn) % n;
        let iterations = key.iterations().iter().map(|iteration| {
            let mut draft = redraft(iteration);
            draft.weights_percent =
                draft.weights_percent.map(|weights| (0..n).map(|i| weights[turned(i)]).collect());
            draft
        });
        let other = draft(&names(n), Method::Cascade, iterations.collect()).check().unwrap();
        let production = [injections.iter().map(|(wh, _)| wh).sum::<u32>()];
        let columns: Vec<Vec<u32>> = demand.iter().map(|&wh| vec![wh]).collect();
        let turned_columns: Vec<Vec<u32>> = (0..n).map(|i| columns[turned(i)].clone()).collect();
        let (_, straight) = allocate(&key, &input(&production, &columns));
        let (_, around) = allocate(&other, &input(&production, &turned_columns));
        for i in 0..n {
            prop_assert!(straight[turned(i)][0].abs_diff(around[i][0]) <= 1);
        }
        let sum = |columns: &[Vec<u32>]| -> u32 { columns.iter().map(|column| column[0]).sum() };
        prop_assert_eq!(sum(&straight), sum(&around));
    }

    #[test]
    fn equal_is_exact_however_many(n in 1_usize..400) {
        // Shares of four decimals would be off by a Wh from some 5 kWh on.
        let columns = vec![vec![1_000_000]; n];
        let key = crate::build::cascade(n, &[("100", crate::build::Rule::Equal)]);
        let (_, got) = allocate(&key, &input(&[n as u32 * 10_000], &columns));
        prop_assert!(got.iter().all(|column| column[0] == 10_000));
    }
}

/// An iteration as it would be typed.
fn redraft(iteration: &domain::key::Iteration) -> IterationDraft {
    let weights = |weights: &[Percent]| Some(weights.iter().map(|weight| Some(weight.decimal())).collect());
    let (rule, weights_percent, refill) = match &iteration.rule {
        Rule::Prorata => (RuleName::Prorata, None, false),
        Rule::Equal => (RuleName::Equal, None, false),
        Rule::Weighted { weights: given, refill } => (RuleName::Weighted, weights(given), *refill),
        Rule::Mixed { weights } => {
            (RuleName::Mixed, Some(weights.iter().map(|weight| weight.map(Percent::decimal)).collect()), false)
        }
    };
    IterationDraft { share_percent: Some(iteration.share.decimal()), rule, weights_percent, refill }
}
