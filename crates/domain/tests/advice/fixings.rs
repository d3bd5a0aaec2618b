use crate::{day, found, percent, price};
use domain::advice::{AdviceState, Fixable, Fixed, NewFixing, Prices, Weighted, cancel_reason, overall, prices};
use domain::key::Percent;
use domain::quantity::Decimal;

fn fixing(on: &str, percent: i64) -> NewFixing {
    NewFixing::new(day("2027-01-01"), day(on), Decimal::new(percent, 0), "84,25", None).unwrap()
}

#[test]
fn a_fixing_is_of_the_past_above_the_minimum_and_within_the_whole() {
    let period = Fixable { start: day("2027-01-01"), fixed: percent(7000), minimum: percent(2000) };
    let today = day("2026-11-28");
    assert_eq!(fixing("2026-11-28", 30).check(period, today), Ok(()));
    assert_eq!(found(fixing("2026-11-29", 30).check(period, today)), ["/fixed_on out_of_range"]);
    assert_eq!(found(fixing("2027-01-01", 30).check(period, day("2027-06-01"))), ["/fixed_on out_of_range"]);
    assert_eq!(found(fixing("2026-11-28", 19).check(period, today)), ["/percent below_minimum_fixing"]);
    assert_eq!(found(fixing("2026-11-28", 31).check(period, today)), ["/percent fixed_over_100"]);
    assert_eq!(
        found(fixing("2026-11-29", 1).check(Fixable { fixed: Percent::WHOLE, ..period }, today)),
        ["/fixed_on out_of_range", "/percent below_minimum_fixing", "/percent fixed_over_100"]
    );
    let typed = NewFixing::new(day("2027-01-01"), today, Decimal::new(0, 0), "", None);
    assert_eq!(found(typed), ["/percent out_of_range", "/price_per_mwh required"]);
}

#[test]
fn a_cancellation_has_a_reason() {
    assert_eq!(cancel_reason(" not  confirmed ").unwrap(), "not confirmed");
    assert_eq!(found(cancel_reason("  ")), ["/reason required"]);
    assert_eq!(found(cancel_reason(&"x".repeat(501))), ["/reason too_long"]);
}

#[test]
fn an_advice_becomes_what_its_fixings_make_of_it() {
    let answered = |fixed| AdviceState::answered(percent(2000), percent(fixed));
    assert_eq!(answered(0), AdviceState::Cancelled);
    assert_eq!(answered(1999), AdviceState::PartiallyDone);
    assert_eq!(answered(2000), AdviceState::Done);
    assert_eq!(answered(3000), AdviceState::Done);
}

#[test]
fn history_is_never_taken_back() {
    use AdviceState as S;
    let allowed: &[(S, S)] = &[
        (S::Advised, S::Done),
        (S::Advised, S::PartiallyDone),
        (S::Advised, S::Missed),
        (S::Advised, S::Superseded),
        (S::PartiallyDone, S::Done),
        (S::PartiallyDone, S::PartiallyDone),
        (S::PartiallyDone, S::Cancelled),
        (S::Done, S::PartiallyDone),
        (S::Done, S::Cancelled),
    ];
    for &from in S::ALL {
        assert!(!from.may_become(S::Advised), "{from} stands again");
        for &to in S::ALL {
            assert_eq!(from.may_become(to), allowed.contains(&(from, to)), "{from} → {to}");
        }
        assert_eq!(from.is_open(), matches!(from, S::Advised | S::PartiallyDone));
    }
}

#[test]
fn averages_are_weighted_by_what_was_fixed() {
    let fixings =
        [Fixed { percent: percent(2000), price: price("80") }, Fixed { percent: percent(1000), price: price("95") }];
    let found = prices(&fixings, Some(price("100")));
    assert_eq!(found.fixed, percent(3000));
    assert_eq!(found.average, Some(price("85")));
    assert_eq!(found.expected, Some(price("95.5")));
    assert_eq!(prices(&fixings, None).expected, None);
    assert_eq!(prices(&[], None), Prices::default());
    // A third of a thousandth is rounded to the nearest.
    let third =
        [Fixed { percent: percent(100), price: price("0.001") }, Fixed { percent: percent(200), price: price("0") }];
    assert_eq!(prices(&third, None).average, Some(price("0")));
    let whole = [Fixed { percent: Percent::WHOLE, price: price("70") }];
    assert_eq!(prices(&whole, None).expected, Some(price("70")));
}

#[test]
fn periods_weigh_by_their_volume() {
    let cheap = [Fixed { percent: Percent::WHOLE, price: price("60") }];
    let dear = [Fixed { percent: percent(5000), price: price("100") }];
    let all = overall(&[
        Weighted { weight: 3, fixings: &cheap, forward: None },
        Weighted { weight: 1, fixings: &dear, forward: Some(price("80")) },
    ]);
    assert_eq!(all.fixed, percent(8750));
    assert_eq!(all.average, Some(price("65.714")));
    assert_eq!(all.forward, Some(price("80")));
    assert_eq!(all.expected, Some(price("67.5")));
    assert_eq!(overall(&[]), Prices::default());
}
