use crate::{day, price, span};
use chrono::{Datelike, NaiveDate, Weekday};
use domain::advice::{Curve, is_trading_day, product_chain};

#[test]
fn exchanges_close_at_weekends_and_on_six_days_of_the_year() {
    let closed = |year: i32| -> Vec<String> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days = first.iter_days().take_while(|day| day.year() == year);
        days.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_trading_day(*day))
            .map(|day| day.format("%m-%d").to_string())
            .collect()
    };
    assert_eq!(closed(2024), ["01-01", "03-29", "04-01", "05-01", "12-25", "12-26"]);
    assert_eq!(closed(2026), ["01-01", "04-03", "04-06", "05-01", "12-25"]);
    assert_eq!(closed(2027), ["01-01", "03-26", "03-29"]);
    assert!(!is_trading_day(day("2026-11-28")) && !is_trading_day(day("2026-11-29")));
    assert!(is_trading_day(day("2026-11-30")));
}

#[test]
fn a_curve_is_straight_between_its_points_and_flat_beyond_them() {
    let curve = Curve::new([(day("2026-01-11"), price("90.5")), (day("2026-01-01"), price("80"))]);
    let at = |text: &str| curve.at(day(text)).unwrap();
    assert_eq!([at("2025-06-01"), at("2026-01-01"), at("2026-01-02")], [80_000, 80_000, 81_050]);
    assert_eq!([at("2026-01-10"), at("2026-01-11"), at("2030-01-01")], [89_450, 90_500, 90_500]);
    // Rounded down below zero too.
    let falling = Curve::new([(day("2026-01-01"), price("0")), (day("2026-01-04"), price("-0.001"))]);
    assert_eq!(falling.at(day("2026-01-02")), Some(-1));
    assert_eq!(Curve::default().at(day("2026-01-01")), None);
}

#[test]
fn a_period_is_priced_by_the_nearest_product() {
    let chain = |from: &str, to: &str| -> Vec<String> {
        product_chain(span(from, to)).iter().map(ToString::to_string).collect()
    };
    assert_eq!(chain("2027-02-01", "2027-03-01"), ["2027-02", "2027-Q1", "2027"]);
    assert_eq!(chain("2027-04-01", "2027-07-01"), ["2027-Q2", "2027"]);
    assert_eq!(chain("2027-01-01", "2028-01-01"), ["2027"]);
    assert_eq!(chain("2027-04-01", "2028-01-01"), ["2027"]);
    assert_eq!(chain("2027-02-01", "2027-04-01"), ["2027-Q1", "2027"]);
}
