//! The sample year: what is in it, and what keys make of it, to the bit.

use crate::build::{Rule, allocate, cascade};
use crate::golden::{GOLDEN, fingerprint, input};
use crate::year::Year;
use domain::allocation::{Plan, totals};

#[test]
fn the_year_is_whole() {
    let year = Year::read();
    assert_eq!((year.starts.len(), year.consumers.len(), year.producers.len()), (35_136, 12, 2));
    let sum = |column: &[u32]| column.iter().map(|&wh| u64::from(wh)).sum::<u64>();
    assert_eq!(sum(&year.consumers[0]), 3_400_013);
    assert_eq!(sum(&year.producers[0]), 55_000_018);
}

#[test]
fn every_compiler_gives_the_same_bits() {
    let year = Year::read();
    for &(name, method, iterations, expected) in GOLDEN {
        let found = fingerprint(&year, method, iterations);
        assert_eq!(found, expected, "{name}: {found:#018x}");
    }
}

#[test]
fn listening_changes_nothing() {
    let year = Year::read();
    let key = cascade(12, &[("50", Rule::Equal), ("50", Rule::Prorata)]);
    let (heard, series) = allocate(&key, &input(&year));
    let silent = totals(&Plan::new(&key), &input(&year), &[input(&year).whole()]).unwrap();
    assert_eq!(heard, silent);
    for (column, figures) in series.iter().zip(&heard.total.consumers) {
        assert_eq!(column.iter().map(|&wh| u64::from(wh)).sum::<u64>(), figures.allocated_wh);
    }
}
