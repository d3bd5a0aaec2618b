//! Whole Wh: ties, caps, and amounts that floats barely know.

use crate::build::{Rule, cascade, once, percents};

#[test]
fn ties_go_by_position() {
    let key = cascade(3, &[("100", Rule::Prorata)]);
    assert_eq!(once(&key, 100, &[70, 70, 70]), [34, 33, 33]);
    assert_eq!(once(&key, 101, &[70, 70, 70]), [34, 34, 33]);
    assert_eq!(once(&key, 1, &[5, 5, 5]), [1, 0, 0]);
}

#[test]
fn the_largest_remainder_comes_first() {
    let key = cascade(3, &[("100", Rule::Weighted(percents("50.5 24.4 25.1")))]);
    // 5.05, 2.44, 2.51: the last fraction is the largest.
    assert_eq!(once(&key, 10, &[100, 100, 100]), [5, 2, 3]);
}

#[test]
fn weights_that_miss_a_wh_by_a_millionth_do_not_reach_it() {
    // The total is a whole number less one millionth, and its floor is the one below.
    let key = cascade(2, &[("100", Rule::Weighted(percents("33.3333 66.6667")))]);
    // A is served with 1; B gets 0.666667 · 999 997 = 666 664.999 999.
    assert_eq!(once(&key, 999_997, &[1, 1_000_000]), [1, 666_664]);
    // And one millionth more is the whole number: 0.5 · 2.
    let half = cascade(2, &[("100", Rule::Weighted(percents("50 50")))]);
    assert_eq!(once(&half, 2, &[1, 1]), [1, 1]);
}

#[test]
fn thirds_of_thirds_still_add_up() {
    let key = cascade(3, &[("33.3333", Rule::Equal), ("33.3333", Rule::Prorata), ("33.3334", Rule::Equal)]);
    for production in 0..500 {
        let got = once(&key, production, &[1000, 1000, 1000]);
        assert_eq!(got.iter().sum::<u32>(), production, "{got:?}");
    }
}

#[test]
fn many_small_shares_are_not_lost() {
    let n = 5000;
    let key = cascade(n, &[("100", Rule::Equal)]);
    for production in [1, 4999, 5000, 5001, 12_345] {
        let got = once(&key, production, &vec![3; n]);
        assert_eq!(got.iter().sum::<u32>(), production.min(15_000));
        assert!(got.iter().max().unwrap() - got.iter().min().unwrap() <= 1);
    }
}

#[test]
fn the_largest_readings_still_add_up() {
    let most = domain::allocation::READING_MAX;
    for rule in [Rule::Prorata, Rule::Equal, Rule::Refill(percents("0.0001 99.9998 0.0001"))] {
        let got = once(&cascade(3, &[("100", rule)]), most, &[most, most, most]);
        assert_eq!(got.iter().map(|&wh| u64::from(wh)).sum::<u64>(), u64::from(most));
    }
}
