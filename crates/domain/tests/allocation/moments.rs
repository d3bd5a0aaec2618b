//! Months in Brussels, and figures by month.

use crate::build::{Rule, cascade};
use crate::year::Year;
use chrono::{DateTime, TimeDelta, Utc};
use domain::allocation::{Gaps, Input, Plan, Producer, months, totals};

fn quarters(from: &str, count: i32) -> Vec<DateTime<Utc>> {
    let from: DateTime<Utc> = from.parse().unwrap();
    (0..count).map(|i| from + TimeDelta::minutes(15) * i).collect()
}

#[test]
fn a_month_begins_at_midnight_in_brussels() {
    let found = months(&quarters("2026-03-31T20:00:00Z", 16));
    let cut: Vec<_> = found.iter().map(|month| (month.year, month.month, month.steps.clone())).collect();
    assert_eq!(cut, [(2026, 3, 0..8), (2026, 4, 8..16)]);
    assert!(months(&[]).is_empty());
}

#[test]
fn a_year_of_utc_has_one_hour_of_the_next() {
    let year = Year::read();
    let found = months(&year.starts);
    let lengths: Vec<usize> = found.iter().map(|month| month.steps.len()).collect();
    // March has an hour less and October one more; the first hour of January belongs to the night before in UTC.
    let days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut expected: Vec<usize> = days.iter().map(|days| days * 96).collect();
    (expected[0], expected[2], expected[9]) = (expected[0] - 4, expected[2] - 4, expected[9] + 4);
    expected.push(4);
    assert_eq!(lengths, expected);
    assert_eq!((found[12].year, found[12].month), (2017, 1));
}

#[test]
fn months_add_up_to_the_year() {
    let year = Year::read();
    let input = Input {
        producers: year.producers.iter().map(|wh| Producer { wh, consumer: None }).collect(),
        consumers: year.consumers.iter().map(Vec::as_slice).collect(),
        gaps: Gaps::Refuse,
    };
    let plan = Plan::new(&cascade(12, &[("60", Rule::Equal), ("40", Rule::Prorata)]));
    let ranges: Vec<_> = months(&year.starts).into_iter().map(|month| month.steps).collect();
    let by_month = totals(&plan, &input, &ranges).unwrap();
    let whole = totals(&plan, &input, &[input.whole()]).unwrap();
    assert_eq!(by_month.total, whole.total);
    assert_eq!(by_month.ranges.len(), 13);
    assert_eq!(by_month.ranges.iter().map(|month| month.shared_wh).sum::<u64>(), whole.total.shared_wh);
}
