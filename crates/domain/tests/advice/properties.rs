use crate::{cases, day, percent};
use chrono::{Days, NaiveDate};
use domain::advice::{Curve, MOST_TRANCHES, PeriodState, Tranche, UnplacedReason, is_trading_day, lay, plan};
use domain::key::Percent;
use domain::market::Price;
use domain::optimisation::{ConsumptionPeriod, RiskAppetite, Span};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn risk() -> impl Strategy<Value = RiskAppetite> {
    select(RiskAppetite::ALL.to_vec())
}

/// Percentages of every roundness.
fn some_percent() -> impl Strategy<Value = Percent> {
    let millionths = prop_oneof![
        (1_u32..=20).prop_map(|fives| fives * 50_000),
        (1_u32..=100).prop_map(|whole| whole * 10_000),
        (1_u32..=1000).prop_map(|tenths| tenths * 1000),
        1_u32..=1_000_000,
    ];
    millionths.prop_map(|millionths| Percent::from_millionths(millionths).unwrap())
}

/// Whole millionths times thousandths of what the forecast expects tranches to cost.
fn cost(tranches: &[Tranche], price: impl Fn(NaiveDate) -> i64) -> i128 {
    tranches.iter().map(|t| i128::from(t.percent.millionths()) * i128::from(price(t.on))).sum()
}

fn total(tranches: &[Tranche]) -> u32 {
    tranches.iter().map(|tranche| tranche.percent.millionths()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(2000)))]

    #[test]
    fn tranches_sum_exactly_and_none_is_below_the_minimum(
        rest in some_percent(), minimum in some_percent(), risk in risk(), prices in vec(-500_i64..500, 0..260),
    ) {
        let days: Vec<NaiveDate> = day("2026-03-01").iter_days().take(prices.len()).collect();
        let price = |day: NaiveDate| Some(prices[usize::try_from((day - days[0]).num_days()).unwrap()]);
        let tranches = lay(&days, rest, minimum, risk, price);
        if rest < minimum || days.is_empty() {
            prop_assert!(tranches.is_empty());
        } else {
            prop_assert_eq!(total(&tranches), rest.millionths());
            prop_assert!(tranches.iter().all(|tranche| tranche.percent >= minimum));
            prop_assert!(tranches.len() <= MOST_TRANCHES);
            prop_assert!(tranches.windows(2).all(|pair| pair[0].on < pair[1].on));
            prop_assert!(tranches.iter().all(|tranche| days.contains(&tranche.on)));
        }
    }

    /// Monotone in risk: from low to high the expected cost does not rise, tranches become no more, and the largest of
    /// them no smaller.
    #[test]
    fn more_risk_costs_no_more_and_spreads_no_further(
        rest in some_percent(), minimum in some_percent(), prices in vec(-50_i64..50, 1..260),
    ) {
        let days: Vec<NaiveDate> = day("2026-03-01").iter_days().take(prices.len()).collect();
        let price = |day: NaiveDate| prices[usize::try_from((day - days[0]).num_days()).unwrap()];
        let laid = RiskAppetite::ALL.iter().map(|risk| lay(&days, rest, minimum, *risk, |day| Some(price(day))));
        let laid: Vec<Vec<Tranche>> = laid.collect();
        for pair in laid.windows(2) {
            prop_assert!(cost(&pair[1], price) <= cost(&pair[0], price), "{pair:?}");
            prop_assert!(pair[1].len() <= pair[0].len());
            let largest = |tranches: &[Tranche]| tranches.iter().map(|tranche| tranche.percent).max();
            prop_assert!(largest(&pair[1]) >= largest(&pair[0]));
        }
    }

    #[test]
    fn a_plan_keeps_to_the_window_the_calendar_and_the_contract(
        risk in risk(), to_fix in some_percent(), fixed in some_percent(), today in some_percent(),
        minimum in some_percent(), covers in any::<bool>(), tomorrow in 0_u64..420, from in 0_u64..420,
        length in 0_u64..420, points in vec((0_u64..420, 0_i64..200_000), 0..12),
    ) {
        let begin = day("2026-01-01");
        let at = |days: u64| begin.checked_add_days(Days::new(days)).unwrap();
        let period = ConsumptionPeriod {
            span: Span { from: day("2027-01-01"), to: day("2028-01-01") },
            risk,
            to_fix,
            window: Span { from: at(from), to: at(from + length) },
            target: None,
            volumes: None,
        };
        let curve = Curve::new(points.iter().map(|(on, price)| (at(*on), Price::from_thousandths(*price).unwrap())));
        let state = PeriodState { period: &period, fixed, today };
        let planned = plan(state, minimum, at(tomorrow), covers, Some(&curve));
        let rest = to_fix.less(fixed).less(today);
        prop_assert_eq!(total(&planned.tranches) + planned.unplaced.millionths(), rest.millionths());
        prop_assert_eq!(planned.reason.is_some(), planned.unplaced > Percent::ZERO);
        if planned.reason == Some(UnplacedReason::BelowMinimum) {
            prop_assert!(rest < minimum);
        }
        let last = if covers { day("2027-01-01") } else { day("2026-11-01") };
        for tranche in &planned.tranches {
            prop_assert!(tranche.on >= at(tomorrow) && tranche.on >= period.window.from);
            prop_assert!(tranche.on < period.window.to && tranche.on < last);
            prop_assert!(risk == RiskAppetite::High || tranche.on < day("2026-12-02"));
            prop_assert!(is_trading_day(tranche.on) && tranche.percent >= minimum);
        }
        // The same question has the same answer.
        prop_assert_eq!(plan(state, minimum, at(tomorrow), covers, Some(&curve)), planned);
    }
}

#[test]
fn what_is_left_over_says_why() {
    let mut period = ConsumptionPeriod {
        span: Span { from: day("2027-01-01"), to: day("2028-01-01") },
        risk: RiskAppetite::Low,
        to_fix: percent(8000),
        window: Span { from: day("2026-01-01"), to: day("2026-12-02") },
        target: None,
        volumes: None,
    };
    let at = |period: &ConsumptionPeriod, fixed, tomorrow| {
        let state = PeriodState { period, fixed: percent(fixed), today: percent(0) };
        let planned = plan(state, percent(2000), day(tomorrow), true, None);
        (planned.tranches.len(), planned.unplaced, planned.reason)
    };
    assert_eq!(at(&period, 0, "2026-01-05"), (4, percent(0), None));
    assert_eq!(at(&period, 7000, "2026-01-05"), (0, percent(1000), Some(UnplacedReason::BelowMinimum)));
    assert_eq!(at(&period, 0, "2026-12-02"), (0, percent(8000), Some(UnplacedReason::NoDayLeft)));
    assert_eq!(at(&period, 9000, "2026-01-05"), (0, percent(0), None));
    // A weekend is no window.
    period.window = Span { from: day("2026-11-28"), to: day("2026-11-30") };
    assert_eq!(at(&period, 0, "2026-01-05"), (0, percent(8000), Some(UnplacedReason::NoDayLeft)));
}
