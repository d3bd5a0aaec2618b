//! What is refused as input, and how the place is named.

use crate::build::{Rule, cascade, input};
use domain::allocation::{
    Column, Gaps, Input, InputError, MISSING, Plan, Producer, READING_MAX, STEPS_MAX, SeriesDraft, totals,
};
use domain::key::Key;

fn plan(n: usize) -> Plan {
    Plan::new(&key(n))
}

fn key(n: usize) -> Key {
    cascade(n, &[("100", Rule::Prorata)])
}

fn refused(n: usize, input: &Input<'_>) -> InputError {
    totals(&plan(n), input, &[input.whole()]).unwrap_err()
}

#[test]
fn columns_fit_the_key_and_each_other() {
    let columns = vec![vec![1; 3], vec![1; 2]];
    assert_eq!(refused(3, &input(&[1; 3], &columns)), InputError::Consumers { expected: 3, found: 2 });
    let error = InputError::Length { column: Column::Consumer(1), expected: 3, found: 2 };
    assert_eq!(refused(2, &input(&[1; 3], &columns)), error);
    let beyond = totals(&plan(1), &input(&[1; 3], &columns[..1]), &[0..3, 2..4]).unwrap_err();
    assert_eq!(beyond, InputError::Range { end: 4, steps: 3 });
    let mut unknown = input(&[1; 3], &columns[..1]);
    unknown.producers[0].consumer = Some(1);
    assert_eq!(refused(1, &unknown), InputError::UnknownConsumer { producer: 0 });
    let long = vec![0; STEPS_MAX + 1];
    assert_eq!(refused(1, &input(&long, std::slice::from_ref(&long))), InputError::TooLong { steps: STEPS_MAX + 1 });
}

#[test]
fn a_bad_reading_is_named_by_column_and_step() {
    for step in [0, 15, 16, 63, 64, 99] {
        let mut columns = vec![vec![5; 100]; 10];
        columns[9][step] = MISSING;
        let error = InputError::Missing { column: Column::Consumer(9), step };
        assert_eq!(refused(10, &input(&[9; 100], &columns)), error);
        columns[9][step] = READING_MAX + 1;
        let error = InputError::TooLarge { column: Column::Consumer(9), step };
        assert_eq!(refused(10, &input(&[9; 100], &columns)), error);
        let mut production = vec![9; 100];
        production[step] = MISSING;
        let error = InputError::Missing { column: Column::Producer(0), step };
        assert_eq!(refused(10, &input(&production, &vec![vec![5; 100]; 10])), error);
    }
}

#[test]
fn gaps_count_as_zero_only_when_asked_and_are_counted() {
    let columns = vec![vec![4, MISSING], vec![6, 6]];
    let mut input = input(&[10, 10], &columns);
    input.gaps = Gaps::Zero;
    let outcome = totals(&plan(2), &input, &[input.whole()]).unwrap();
    assert_eq!((outcome.gaps_filled, outcome.total.shared_wh, outcome.total.consumption_wh), (1, 16, 16));
    input.gaps = Gaps::Refuse;
    assert_eq!(refused(2, &input), InputError::Missing { column: Column::Consumer(0), step: 1 });
}

#[test]
fn nothing_at_all_is_no_panic() {
    let empty = Input { producers: Vec::new(), consumers: vec![&[]], gaps: Gaps::Refuse };
    assert_eq!(totals(&plan(1), &empty, &[]).unwrap().total.steps, 0);
    let dark = Input { producers: Vec::new(), consumers: vec![&[7, 7]], gaps: Gaps::Refuse };
    let total = totals(&plan(1), &dark, &[dark.whole()]).unwrap().total;
    assert_eq!((total.consumption_wh, total.shared_wh, total.self_consumption()), (14, 0, None));
    let idle = Input {
        producers: vec![Producer { wh: &[0, 9], consumer: None }],
        consumers: vec![&[0, 0]],
        gaps: Gaps::Refuse,
    };
    let total = totals(&plan(1), &idle, &[idle.whole()]).unwrap().total;
    assert_eq!((total.surplus_wh(), total.producers[0].surplus_wh), (9, 9));
    assert_eq!((total.self_sufficiency(), total.share_of_bound(), total.fairness()), (None, None, None));
    assert_eq!(total.iterations[0].carry().decimal().to_string(), "9");
}

/// `pointer code` of what is wrong with the series of consumers `A` and `B/C`.
fn drafted(draft: &SeriesDraft<'_>) -> Vec<String> {
    use domain::key::{ConsumerDraft, KeyDraft};
    let mut named = KeyDraft {
        name: "Key",
        description: "",
        consumers: vec![ConsumerDraft { name: "A", meter: None }, ConsumerDraft { name: "B/C", meter: None }],
        method: domain::key::Method::Cascade,
        iterations: Vec::new(),
        ranks: None,
    };
    named.iterations.push(crate::build::iteration(crate::build::percent("100"), &Rule::Prorata));
    match draft.check(&named.check().unwrap()) {
        Ok(_) => Vec::new(),
        Err(violations) => violations.into_iter().map(|v| format!("{} {}", v.pointer, v.code)).collect(),
    }
}

#[test]
fn series_of_a_request_are_checked_by_name() {
    let (full, short, holes, negative) = ([Some(1), Some(2)], [Some(1)], [Some(1), None], [Some(1), Some(-2)]);
    let huge = [Some(i64::from(READING_MAX) + 1), Some(i64::MAX)];
    let series = |a: &'static str, b: &'static str| SeriesDraft {
        production_wh: Some(&[Some(1), Some(2)]),
        consumption_wh: vec![(a, &[Some(1), Some(2)]), (b, &[Some(1), Some(2)])],
        ..SeriesDraft::default()
    };
    assert!(drafted(&series("a", " B/C")).is_empty());
    assert_eq!(
        drafted(&series("A", "D")),
        ["/series/consumption_wh/D unknown_consumer", "/series/consumption_wh/B~1C series_missing",]
    );
    assert_eq!(drafted(&series("A", "a"))[0], "/series/consumption_wh/a duplicate_consumer");
    let with = |readings| {
        drafted(&SeriesDraft { consumption_wh: vec![("A", readings), ("B/C", &full)], ..series("A", "B/C") })
    };
    assert_eq!(with(&short), ["/series/consumption_wh/A series_length"]);
    assert_eq!(with(&holes), ["/series/consumption_wh/A/1 missing_reading"]);
    assert_eq!(with(&negative), ["/series/consumption_wh/A/1 negative_reading"]);
    assert_eq!(with(&huge), ["/series/consumption_wh/A/0 out_of_range"]);
    let zero =
        SeriesDraft { consumption_wh: vec![("A", &holes), ("B/C", &full)], gaps: Gaps::Zero, ..series("A", "B/C") };
    assert!(drafted(&zero).is_empty());
    let none = SeriesDraft { production_wh: None, ..series("A", "B/C") };
    assert_eq!(drafted(&none), ["/series/production_wh required"]);
    let own = SeriesDraft { production_wh: None, injection_wh: vec![("A", &full)], ..series("A", "B/C") };
    assert!(drafted(&own).is_empty());
}

#[test]
fn checked_series_are_an_input() {
    let draft = SeriesDraft {
        production_wh: Some(&[Some(10), Some(10)]),
        injection_wh: vec![("B", &[Some(0), Some(5)])],
        consumption_wh: vec![("B", &[Some(6), Some(6)]), ("A", &[Some(4), None])],
        gaps: Gaps::Zero,
    };
    let readings = draft.check(&key(2)).unwrap();
    let input = readings.input();
    assert_eq!((input.producers.len(), input.producers[1].consumer), (2, Some(1)));
    assert_eq!(input.consumers, [&[4, MISSING][..], &[6, 6][..]]);
    assert_eq!(totals(&plan(2), &input, &[input.whole()]).unwrap().total.shared_wh, 16);
}
