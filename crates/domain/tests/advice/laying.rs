use crate::{day, percent};
use chrono::NaiveDate;
use domain::advice::{AdviceReason, lay};
use domain::optimisation::RiskAppetite;

/// As many days in a row.
fn days(count: u64) -> Vec<NaiveDate> {
    day("2026-03-01").iter_days().take(usize::try_from(count).unwrap()).collect()
}

/// `day of the row: hundredths of a percent` of each tranche.
fn laid(rest: u32, minimum: u32, risk: RiskAppetite, prices: &[i64]) -> Vec<(i64, u32)> {
    let days = days(prices.len() as u64);
    let price = |day: NaiveDate| Some(prices[usize::try_from((day - days[0]).num_days()).unwrap()]);
    let tranches = lay(&days, percent(rest), percent(minimum), risk, price);
    tranches.iter().map(|t| ((t.on - days[0]).num_days(), t.percent.millionths() / 100)).collect()
}

const FLAT: [i64; 9] = [5; 9];
const BUMPY: [i64; 9] = [9, 3, 8, 7, 2, 6, 4, 1, 5];

#[test]
fn low_spreads_evenly_whatever_the_forecast() {
    let expected = [(1, 2000), (3, 2000), (5, 2000), (7, 2000)];
    assert_eq!(laid(8000, 2000, RiskAppetite::Low, &FLAT), expected);
    assert_eq!(laid(8000, 2000, RiskAppetite::Low, &BUMPY), expected);
}

#[test]
fn moderate_takes_the_low_of_each_part_and_high_those_of_the_window() {
    assert_eq!(laid(8000, 2000, RiskAppetite::Moderate, &BUMPY), [(4, 4000), (7, 4000)]);
    assert_eq!(laid(8000, 2000, RiskAppetite::High, &BUMPY), [(7, 8000)]);
    assert_eq!(laid(9000, 1000, RiskAppetite::High, &BUMPY), [(1, 1000), (4, 4000), (7, 4000)]);
}

#[test]
fn equal_prices_are_spread_evenly_too() {
    assert_eq!(laid(8000, 2000, RiskAppetite::Moderate, &FLAT), [(2, 4000), (7, 4000)]);
    assert_eq!(laid(9000, 1000, RiskAppetite::High, &FLAT), [(2, 4000), (4, 4000), (6, 1000)]);
}

#[test]
fn percentages_are_as_round_as_the_contract_allows() {
    assert_eq!(laid(10_000, 3000, RiskAppetite::Low, &FLAT), [(2, 3400), (4, 3300), (6, 3300)]);
    assert_eq!(laid(10_000, 1250, RiskAppetite::Low, &FLAT).len(), 8);
    assert!(laid(10_000, 1250, RiskAppetite::Low, &FLAT).iter().all(|(_, percent)| *percent == 1250));
    assert_eq!(laid(3333, 1000, RiskAppetite::Low, &FLAT), [(2, 1111), (4, 1111), (6, 1111)]);
}

#[test]
fn what_a_contract_does_not_allow_is_not_laid() {
    assert_eq!(laid(1999, 2000, RiskAppetite::Low, &FLAT), []);
    assert_eq!(laid(8000, 2000, RiskAppetite::Low, &[]), []);
    assert_eq!(laid(0, 2000, RiskAppetite::Low, &FLAT), []);
}

#[test]
fn fewer_days_than_tranches_make_larger_tranches() {
    assert_eq!(laid(8000, 2000, RiskAppetite::Low, &[1, 1]), [(0, 4000), (1, 4000)]);
    assert_eq!(laid(8000, 2000, RiskAppetite::High, &[1]), [(0, 8000)]);
}

#[test]
fn at_most_twelve_tranches_are_laid() {
    assert_eq!(laid(10_000, 1, RiskAppetite::Low, &[1; 200]).len(), 12);
}

#[test]
fn without_a_forecast_all_appetites_spread_evenly() {
    let days = days(30);
    for risk in RiskAppetite::ALL {
        let tranches = lay(&days, percent(9000), percent(1000), *risk, |_| None);
        assert!(tranches.iter().all(|tranche| tranche.reason == AdviceReason::NoForecast));
        assert!(tranches[0].on > days[0] && tranches[tranches.len() - 1].on < days[29], "{risk}");
    }
}

/// A year of days, ten tranches, the first fixed on its day: the others stay where they are.
#[test]
fn the_rest_stays_in_place_when_a_tranche_is_fixed() {
    let days = days(220);
    let all = lay(&days, percent(10_000), percent(1000), RiskAppetite::Low, |_| Some(1));
    let rest: Vec<NaiveDate> = days.iter().copied().filter(|day| *day > all[0].on).collect();
    let again = lay(&rest, percent(9000), percent(1000), RiskAppetite::Low, |_| Some(1));
    assert_eq!(again.len(), 9);
    for (before, after) in all[1..].iter().zip(&again) {
        assert!((before.on - after.on).num_days().abs() <= 1, "{before:?} {after:?}");
    }
}
