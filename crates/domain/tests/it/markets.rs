//! Markets: the catalogue, products, prices and forecasts.

use crate::{any_text, found, outcome, param};
use chrono::NaiveDate;
use domain::market::{
    Commodity, Delivery, DeliveryUnit, ForecastDraft, ForecastPointDraft, ForecastSeriesDraft, Load, MARKETS,
    POINTS_MAX, Price, PriceDraft, SERIES_MAX, Scenario, find, product,
};
use proptest::prelude::*;

const POWER: &[Load] = &[Load::Base, Load::Peak];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_catalogue_has_six_markets_each_once() {
    let codes: Vec<&str> = MARKETS.iter().map(|market| market.code).collect();
    assert_eq!(codes, ["be_power", "fr_power", "pun", "ttf", "peg", "psv"]);
    for market in MARKETS {
        assert_eq!(find(market.code), Some(market));
        assert_eq!(MARKETS.iter().filter(|other| other.id == market.id).count(), 1);
        let has_peak = market.loads.contains(&Load::Peak);
        assert_eq!(has_peak, market.commodity == Commodity::Electricity, "{}: gas knows no peak hours", market.code);
    }
    assert_eq!(find("nowhere"), None);
}

#[test]
fn a_delivery_is_a_year_a_quarter_or_a_month() {
    for (text, from, to, next) in [
        ("2027", "2027-01-01", "2028-01-01", "2028"),
        ("2027-Q1", "2027-01-01", "2027-04-01", "2027-Q2"),
        ("2027-Q4", "2027-10-01", "2028-01-01", "2028-Q1"),
        ("2027-12", "2027-12-01", "2028-01-01", "2028-01"),
    ] {
        let delivery: Delivery = text.parse().unwrap();
        assert_eq!((delivery.from(), delivery.to()), (day(from), day(to)), "{text}");
        assert_eq!((delivery.to_string().as_str(), delivery.next().to_string().as_str()), (text, next));
    }
    for text in
        ["", "27", "2027-Q0", "2027-Q5", "2027-13", "2027-1", "2027-Q", "1999", "2101", "2027-01-01", "２０２７"]
    {
        assert!(text.parse::<Delivery>().is_err(), "{text}");
    }
    let inside = day("2028-02-29");
    let units = [DeliveryUnit::Year, DeliveryUnit::Quarter, DeliveryUnit::Month];
    let containing = units.map(|unit| Delivery::containing(inside, unit).to_string());
    assert_eq!(containing, ["2028", "2028-Q1", "2028-02"]);
}

#[test]
fn a_price_has_three_decimals_and_may_be_negative() {
    for (typed, shown) in
        [("84.25", "84.25"), ("84,255", "84.255"), ("-3", "-3.00"), (" 0 ", "0.00"), ("100000", "100000.00")]
    {
        assert_eq!(Price::parse(typed).unwrap().to_string(), shown);
    }
    for (typed, code) in [
        ("", "required"),
        ("cheap", "invalid_format"),
        ("84.2555", "too_many_decimals"),
        ("100000.001", "out_of_range"),
        ("-100001", "out_of_range"),
    ] {
        assert_eq!(outcome(&Price::parse(typed)), code, "{typed}");
    }
    assert_eq!(Price::from_thousandths(Price::MAX + 1), None);
}

#[test]
fn a_price_is_of_a_product_of_its_market_before_the_delivery() {
    let good = PriceDraft { load: "base", delivery: "2027", day: day("2026-12-31"), price: "84.25" };
    assert_eq!(good.check(POWER).unwrap().price.thousandths(), 84_250);
    for (draft, expected) in [
        (PriceDraft { day: day("2027-01-01"), ..good }, "/date out_of_range"),
        (PriceDraft { load: "night", ..good }, "/load unknown_value"),
        (PriceDraft { load: "", ..good }, "/load required"),
        (PriceDraft { delivery: "soon", ..good }, "/delivery invalid_format"),
        (PriceDraft { price: "", ..good }, "/price required"),
    ] {
        assert_eq!(found(&draft.check(POWER).unwrap_err()), [expected]);
    }
    let peak = PriceDraft { load: "Peak", ..good };
    assert!(peak.check(POWER).is_ok(), "whatever its case");
    let refused = peak.check(&[Load::Base]).unwrap_err();
    assert_eq!(param(&refused.as_slice()[0].params, "allowed"), "base");
    assert_eq!(product("peak", "2027-q1", POWER).unwrap().1.to_string(), "2027-Q1");
}

fn point(text: &str, low: &'static str, mid: &'static str, high: &'static str) -> ForecastPointDraft<'static> {
    ForecastPointDraft { day: day(text), low, mid, high }
}

fn series(delivery: &'static str, points: Vec<ForecastPointDraft<'static>>) -> ForecastSeriesDraft<'static> {
    ForecastSeriesDraft { load: "base", delivery, points }
}

fn wrong(series: Vec<ForecastSeriesDraft<'_>>) -> Vec<String> {
    let draft = ForecastDraft { comment: "", series };
    draft.check(POWER).err().map(|violations| found(&violations)).unwrap_or_default()
}

#[test]
fn a_forecast_is_days_in_order_each_with_its_band() {
    let days = vec![point("2026-12-01", "71", "84.25", "98"), point("2027-12-31", "80", "80", "80")];
    let draft = ForecastDraft { comment: " After the cold spell ", series: vec![series("2028", days)] };
    let fields = draft.check(POWER).unwrap();
    assert_eq!(fields.comment, "After the cold spell");
    let first = fields.series[0].points[0];
    let prices = Scenario::ALL.iter().map(|of| first.price(*of).to_string()).collect::<Vec<_>>();
    assert_eq!(prices, ["71.00", "84.25", "98.00"]);

    for (points, expected) in [
        (vec![], "/series/0/points required"),
        (vec![point("2026-12-01", "90", "84", "98")], "/series/0/points/0/mid scenarios_cross"),
        (vec![point("2026-12-01", "71", "84", "83.999")], "/series/0/points/0/high scenarios_cross"),
        (vec![point("2028-01-01", "71", "84", "98")], "/series/0/points/0/date out_of_range"),
        (vec![point("2026-12-01", "71", "", "98")], "/series/0/points/0/mid required"),
        (
            vec![point("2026-12-02", "1", "2", "3"), point("2026-12-02", "1", "2", "3")],
            "/series/0/points/1/date not_ascending",
        ),
    ] {
        assert_eq!(wrong(vec![series("2028", points)]), [expected]);
    }
    let one = || vec![point("2026-12-01", "1", "2", "3")];
    assert_eq!(wrong(vec![]), ["/series required"]);
    assert_eq!(wrong(vec![series("2028", one()), series("2028", one())]), ["/series/1/delivery duplicate_product"]);
    assert_eq!(wrong(vec![series("2028", one()), series("2028-Q1", one())]), Vec::<String>::new());
    assert!(wrong(vec![series("2028", one()); SERIES_MAX + 1]).contains(&"/series too_many".to_owned()));
    let crowd = vec![point("2026-12-01", "1", "2", "3"); POINTS_MAX + 1];
    assert!(wrong(vec![series("2028", crowd)]).contains(&"/series/0/points too_many".to_owned()));
}

proptest! {
    /// No text brings the parsers to their knees, and what was read is read again.
    #[test]
    fn any_text_is_answered(text in any_text()) {
        if let Ok(price) = Price::parse(&text) {
            prop_assert_eq!(Price::parse(&price.to_string()).unwrap(), price);
        }
        if let Ok(delivery) = text.parse::<Delivery>() {
            prop_assert_eq!(delivery.to_string(), text);
        }
    }

    /// Every day lies in exactly one delivery of each unit, and each follows the one before without a gap.
    #[test]
    fn deliveries_cover_the_calendar(days in 0_i64..36_000) {
        let today = day("2000-01-01") + chrono::TimeDelta::days(days);
        for unit in [DeliveryUnit::Year, DeliveryUnit::Quarter, DeliveryUnit::Month] {
            let delivery = Delivery::containing(today, unit);
            prop_assert!(delivery.from() <= today && today < delivery.to());
            prop_assert_eq!(delivery.next().from(), delivery.to());
            prop_assert_eq!(delivery.to_string().parse::<Delivery>().unwrap(), delivery);
        }
    }
}
