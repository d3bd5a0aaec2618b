use crate::inputs::Typed;
use crate::{day, percent, span};
use domain::optimisation::{MinimumPeriod, RiskAppetite, Span, cut};

fn starts(spans: &[Span]) -> Vec<String> {
    spans.iter().map(|span| span.from.to_string()).collect()
}

#[test]
fn a_delivery_is_cut_by_the_calendar() {
    let delivery = span("2027-04-01", "2029-02-01");
    let by = |minimum| cut(delivery, minimum);
    assert_eq!(starts(&by(MinimumPeriod::Year)), ["2027-04-01", "2028-01-01", "2029-01-01"]);
    assert_eq!(by(MinimumPeriod::Quarter).len(), 8);
    assert_eq!(by(MinimumPeriod::Month).len(), 22);
    for minimum in MinimumPeriod::ALL {
        let parts = by(*minimum);
        assert_eq!((parts[0].from, parts[parts.len() - 1].to), (delivery.from, delivery.to));
        assert!(parts.windows(2).all(|pair| pair[0].to == pair[1].from), "{minimum}");
    }
}

#[test]
fn a_window_runs_from_tomorrow_to_the_delivery_or_thirty_days_before_it() {
    let mut typed = Typed::default();
    let window = |typed: &Typed| typed.check().unwrap().periods(day("2026-11-28"))[0].window;
    typed.risk = RiskAppetite::High;
    assert_eq!(window(&typed), span("2026-11-29", "2027-01-01"));
    typed.risk = RiskAppetite::Moderate;
    assert_eq!(window(&typed), span("2026-11-29", "2026-12-02"));
    typed.risk = RiskAppetite::Low;
    assert_eq!(window(&typed), span("2026-11-29", "2026-12-02"));
}

#[test]
fn a_period_of_its_own_differs_where_it_says_so() {
    let mut typed = Typed::default();
    typed.period("2028-01-01").risk = Some(RiskAppetite::High);
    let own = typed.period("2028-01-01");
    own.percent_to_fix = Some("45".to_owned());
    own.window_from = Some(day("2027-03-01"));
    let periods = typed.check().unwrap().periods(day("2026-11-28"));
    assert_eq!((periods[0].risk, periods[0].to_fix), (RiskAppetite::Moderate, percent(8000)));
    assert_eq!((periods[1].risk, periods[1].to_fix), (RiskAppetite::High, percent(4500)));
    assert_eq!(periods[1].window, span("2027-03-01", "2028-01-01"));
}

#[test]
fn advice_ends_with_the_window_the_short_term_and_what_the_market_covers() {
    let mut typed = Typed::default();
    let ends =
        |typed: &Typed, covers| typed.check().unwrap().periods(day("2026-01-05"))[0].advice_ends(covers).to_string();
    assert_eq!([ends(&typed, true), ends(&typed, false)], ["2026-12-02", "2026-11-01"]);
    typed.risk = RiskAppetite::High;
    assert_eq!([ends(&typed, true), ends(&typed, false)], ["2027-01-01", "2026-11-01"]);
    typed.period("2027-01-01").window_to = Some(day("2026-09-15"));
    assert_eq!([ends(&typed, true), ends(&typed, false)], ["2026-09-15", "2026-09-15"]);
}
