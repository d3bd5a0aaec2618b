//! What was fixed, against what was hoped for and what the market says. Averages are rounded to the nearest thousandth.

use crate::key::Percent;
use crate::market::Price;

/// A fixing that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed {
    /// How much.
    pub percent: Percent,
    /// At what price.
    pub price: Price,
}

/// The price of a delivery, as far as it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prices {
    /// How much is fixed.
    pub fixed: Percent,
    /// The average of what is fixed; none while nothing is.
    pub average: Option<Price>,
    /// The market's price of what is not; none where it has none.
    pub forward: Option<Price>,
    /// The average when the rest is fixed at the market's price.
    pub expected: Option<Price>,
}

/// A consumption period with its weight in the delivery: its volume, or its days.
#[derive(Debug, Clone)]
pub struct Weighted<'a> {
    /// The weight, not below 0.
    pub weight: i64,
    /// What is fixed of it.
    pub fixings: &'a [Fixed],
    /// The market's price of it.
    pub forward: Option<Price>,
}

/// The price of one period.
#[must_use]
pub fn prices(fixings: &[Fixed], forward: Option<Price>) -> Prices {
    overall(&[Weighted { weight: 1, fixings, forward }])
}

/// The price of all periods together.
#[must_use]
pub fn overall(periods: &[Weighted<'_>]) -> Prices {
    let whole = i128::from(Percent::WHOLE.millionths());
    let (mut weights, mut fixed, mut cost) = (0_i128, 0_i128, 0_i128);
    // The cost of the open rest at the market's price; none as soon as one rest has no price.
    let (mut open, mut forwards, mut forward_weights) = (Some(0_i128), 0_i128, 0_i128);
    for Weighted { weight, fixings, forward } in periods {
        let weight = i128::from(*weight);
        let part: i128 = fixings.iter().map(|fixing| i128::from(fixing.percent.millionths())).sum();
        weights += weight;
        fixed += weight * part;
        cost += weight * fixings.iter().map(share).sum::<i128>();
        if let Some(forward) = forward {
            forwards += weight * i128::from(forward.thousandths());
            forward_weights += weight;
        }
        let rest = (whole - part).max(0) * weight;
        open = match (open, forward) {
            (Some(open), Some(forward)) => Some(open + rest * i128::from(forward.thousandths())),
            (Some(open), None) if rest == 0 => Some(open),
            _ => None,
        };
    }
    let expected = open.and_then(|open| ratio(cost + open, weights * whole));
    Prices {
        fixed: ratio_of(fixed, weights),
        average: ratio(cost, fixed),
        forward: ratio(forwards, forward_weights),
        expected,
    }
}

fn share(fixing: &Fixed) -> i128 {
    i128::from(fixing.percent.millionths()) * i128::from(fixing.price.thousandths())
}

/// A quotient as a price; none of nothing.
fn ratio(sum: i128, weights: i128) -> Option<Price> {
    nearest(sum, weights).and_then(Price::from_thousandths)
}

/// A quotient as a percentage, rounded down so that 100 % is said of the whole alone.
fn ratio_of(sum: i128, weights: i128) -> Percent {
    let millionths = if weights > 0 { sum / weights } else { 0 };
    u32::try_from(millionths).ok().and_then(Percent::from_millionths).unwrap_or(Percent::WHOLE)
}

fn nearest(sum: i128, weights: i128) -> Option<i64> {
    (weights > 0).then(|| (2 * sum + weights).div_euclid(2 * weights)).and_then(|value| i64::try_from(value).ok())
}
