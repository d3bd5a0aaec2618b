//! What the bench shows, as far as it must hold: see `benches/advice.rs` for the distributions.

use crate::cases;
use crate::paths::{Path, STRATEGIES, Strategy};
use domain::optimisation::RiskAppetite;

/// What each strategy pays over the average of its year, path by path.
fn over_average(skill: i64) -> Vec<(Strategy, Vec<i64>)> {
    let paths = u64::from(cases(200));
    let of = |strategy| {
        let excess = |seed| {
            let mut path = Path::new(seed);
            path.paid(strategy, skill) - path.average()
        };
        (strategy, (1..=paths).map(excess).collect())
    };
    STRATEGIES.into_iter().map(of).collect()
}

fn mean(values: &[i64]) -> i64 {
    values.iter().sum::<i64>() / values.len() as i64
}

fn of(found: &[(Strategy, Vec<i64>)], strategy: Strategy) -> &[i64] {
    &found.iter().find(|(known, _)| *known == strategy).unwrap().1
}

const LOW: Strategy = Strategy::Advised(RiskAppetite::Low);
const MODERATE: Strategy = Strategy::Advised(RiskAppetite::Moderate);
const HIGH: Strategy = Strategy::Advised(RiskAppetite::High);

#[test]
fn a_forecast_that_sees_something_pays_the_more_the_more_risk_is_taken() {
    for skill in [50, 100] {
        let found = over_average(skill);
        let means: Vec<i64> = [HIGH, MODERATE, LOW].iter().map(|strategy| mean(of(&found, *strategy))).collect();
        assert!(means.is_sorted(), "skill {skill}: {means:?}");
        for naive in [Strategy::AtOnce, Strategy::Monthly, Strategy::Random] {
            assert!(means[0] < mean(of(&found, naive)), "skill {skill}: {means:?} against {naive:?}");
        }
    }
}

/// Whatever is believed of the forecast, a low appetite is never far from the average of the year.
#[test]
fn low_risk_stays_near_the_average_whatever_the_forecast_is_worth() {
    let found = over_average(0);
    let deviation = |strategy| mean(&of(&found, strategy).iter().map(|excess| excess.abs()).collect::<Vec<_>>());
    assert!(deviation(LOW) < deviation(MODERATE), "{} {}", deviation(LOW), deviation(MODERATE));
    assert!(deviation(MODERATE) < deviation(HIGH), "{} {}", deviation(MODERATE), deviation(HIGH));
    assert!(deviation(LOW) * 2 < deviation(Strategy::AtOnce));
    assert!(deviation(LOW) < deviation(Strategy::Random));
}
