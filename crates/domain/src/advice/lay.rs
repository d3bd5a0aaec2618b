//! Tranches on days: the three ways of laying them. The formula stands in the docs of [`super`].

use super::AdviceReason;
use crate::key::Percent;
use crate::optimisation::RiskAppetite;
use chrono::NaiveDate;

/// Most tranches of a period: about one a month of a year's window; more would be work without spreading further.
pub const MOST_TRANCHES: usize = 12;

/// A part of a period to be fixed on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tranche {
    /// The day.
    pub on: NaiveDate,
    /// How much.
    pub percent: Percent,
    /// Why this day.
    pub reason: AdviceReason,
}

/// A tranche with the days it may be laid on, by their positions: from `from` up to but not including `to`.
#[derive(Debug, Clone, Copy)]
struct Slot {
    from: usize,
    to: usize,
    percent: u32,
}

/// Lays `rest` on some of `days`, which are in order, in tranches of at least `minimum`, by the forecast `price` of a day.
/// Nothing when there is no day or `rest` is below `minimum`.
#[must_use]
pub fn lay(
    days: &[NaiveDate],
    rest: Percent,
    minimum: Percent,
    risk: RiskAppetite,
    price: impl Fn(NaiveDate) -> Option<i64>,
) -> Vec<Tranche> {
    let percents = split(rest, minimum, days.len());
    if percents.is_empty() {
        return Vec::new();
    }
    let prices: Option<Vec<i64>> = days.iter().map(|&day| price(day)).collect();
    let reason = match (&prices, risk) {
        (None, _) => AdviceReason::NoForecast,
        (Some(_), RiskAppetite::Low) => AdviceReason::EvenSpread,
        (Some(_), RiskAppetite::Moderate) => AdviceReason::LowOfPart,
        (Some(_), RiskAppetite::High) => AdviceReason::LowOfWindow,
    };
    // Without a forecast all days are equal.
    let prices = prices.unwrap_or_else(|| vec![0; days.len()]);
    let even = spread(days.len(), percents.len());
    let placed = match risk {
        RiskAppetite::Low => even.into_iter().zip(percents).collect(),
        RiskAppetite::Moderate => lows_of_slots(&join(&slots(&even, &percents, days.len())), &prices),
        RiskAppetite::High => {
            let joined = join(&join(&slots(&even, &percents, days.len())));
            lows_of_window(&joined.iter().map(|slot| slot.percent).collect::<Vec<_>>(), &prices)
        }
    };
    let tranche = |(day, percent): (usize, u32)| {
        Some(Tranche { on: *days.get(day)?, percent: Percent::from_millionths(percent)?, reason })
    };
    placed.into_iter().filter_map(tranche).collect()
}

/// `rest` in as many parts as the minimum and the days allow, the larger first; each at least `minimum`.
fn split(rest: Percent, minimum: Percent, days: usize) -> Vec<u32> {
    let (rest, minimum) = (rest.millionths(), minimum.millionths().max(1));
    let count = usize::try_from(rest / minimum).unwrap_or(usize::MAX).min(MOST_TRANCHES).min(days);
    let Ok(parts @ 1..) = u32::try_from(count) else { return Vec::new() };
    let unit = unit(rest, minimum);
    let (each, extra) = ((rest / unit) / parts, (rest / unit) % parts);
    (0..parts).map(|i| (each + u32::from(i < extra)) * unit).collect()
}

/// The coarsest of 1 %, 0.1 %, … that divides both. As the minimum is whole in it, rounding down to it stays at the
/// minimum or above.
fn unit(rest: u32, minimum: u32) -> u32 {
    let mut unit = 10_000;
    while unit > 1 && !(rest.is_multiple_of(unit) && minimum.is_multiple_of(unit)) {
        unit /= 10;
    }
    unit
}

/// `count` of `length` positions at equal distances, also from both ends; all different as long as `count ≤ length`.
fn spread(length: usize, count: usize) -> Vec<usize> {
    (1..=count).map(|i| i * length / (count + 1)).collect()
}

/// Each tranche with the days nearer to it than to its neighbours.
fn slots(even: &[usize], percents: &[u32], length: usize) -> Vec<Slot> {
    let ends = even.windows(2).map(|pair| usize::midpoint(pair[0], pair[1]) + 1).chain([length]);
    let mut from = 0;
    let slot = |(&percent, to)| {
        let slot = Slot { from, to, percent };
        from = to;
        slot
    };
    percents.iter().zip(ends).map(slot).collect()
}

/// Neighbours joined in twos; an odd last one stays alone.
fn join(slots: &[Slot]) -> Vec<Slot> {
    let joined = |pair: &[Slot]| match pair {
        [first, second] => Some(Slot { from: first.from, to: second.to, percent: first.percent + second.percent }),
        [only] => Some(*only),
        _ => None,
    };
    slots.chunks(2).filter_map(joined).collect()
}

/// Each tranche on the lowest day of its slot.
fn lows_of_slots(slots: &[Slot], prices: &[i64]) -> Vec<(usize, u32)> {
    let low = |slot: &Slot| {
        let lowest = lowest(&prices[slot.from..slot.to], 1).first().copied().unwrap_or_default();
        (slot.from + lowest, slot.percent)
    };
    slots.iter().map(low).collect()
}

/// The tranches on the lowest days of all, the largest on the lowest; in the order of the days.
fn lows_of_window(percents: &[u32], prices: &[i64]) -> Vec<(usize, u32)> {
    let mut percents = percents.to_vec();
    percents.sort_unstable_by(|a, b| b.cmp(a));
    let mut days = lowest(prices, percents.len());
    days.sort_by_key(|&day| (prices[day], day));
    let mut placed: Vec<(usize, u32)> = days.into_iter().zip(percents).collect();
    placed.sort_unstable();
    placed
}

/// The positions of the `count` lowest prices, in order; among equal ones of which not all are needed, evenly spread.
fn lowest(prices: &[i64], count: usize) -> Vec<usize> {
    let mut sorted = prices.to_vec();
    sorted.sort_unstable();
    let Some(&limit) = count.checked_sub(1).and_then(|last| sorted.get(last)) else { return Vec::new() };
    let at = |wanted: fn(&i64, &i64) -> bool| -> Vec<usize> {
        prices.iter().enumerate().filter(|(_, price)| wanted(price, &limit)).map(|(day, _)| day).collect()
    };
    let (mut found, equal) = (at(|price, limit| price < limit), at(|price, limit| price == limit));
    let needed = count - found.len();
    found.extend(spread(equal.len(), needed).into_iter().map(|i| equal[i]));
    found.sort_unstable();
    found
}
