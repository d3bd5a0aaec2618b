//! Price paths, and what strategies would have paid on them: for the tests and the bench of fixing advice.
//!
//! A path is a year of trading days of a mean-reverting random walk with occasional shocks, in thousandths of EUR/MWh, from
//! a seed and in whole numbers, so that everywhere and always the same paths are walked. A forecast of it mixes what will
//! come with another path that has nothing to do with it; how much is its *skill* in percent. It is published anew every
//! 21 trading days, with a point every 21 days, and each strategy of ours recalculates the rest then, as the server does.

use chrono::{Datelike, NaiveDate};
use domain::advice::{Curve, PeriodState, is_trading_day, plan};
use domain::key::Percent;
use domain::market::Price;
use domain::optimisation::{ConsumptionPeriod, RiskAppetite, Span};

/// How a buyer goes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// As advised.
    Advised(RiskAppetite),
    /// Everything on the first day.
    AtOnce,
    /// The same part on the first trading day of each month.
    Monthly,
    /// As many parts as low lays, on random days.
    Random,
}

/// All of them, in the order they are shown.
pub const STRATEGIES: [Strategy; 6] = [
    Strategy::Advised(RiskAppetite::Low),
    Strategy::Advised(RiskAppetite::Moderate),
    Strategy::Advised(RiskAppetite::High),
    Strategy::AtOnce,
    Strategy::Monthly,
    Strategy::Random,
];

/// The smallest fixing of the contract: ten tranches at most.
const MINIMUM: Percent = Percent::of(10);
/// Trading days between two publications of a forecast, and between two of its points.
const PUBLISHED_EVERY: usize = 21;
const START: i64 = 80_000;

/// Whole numbers that look random, always the same from a seed (xorshift).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: i64) -> i64 {
        (self.next() >> 33) as i64 % limit
    }

    /// About normal, with a standard deviation of some 58 % of `size`.
    fn noise(&mut self, size: i64) -> i64 {
        (0..4).map(|_| self.below(size + 1) - size / 2).sum()
    }
}

/// A year of prices.
pub struct Path {
    days: Vec<NaiveDate>,
    prices: Vec<i64>,
    other: Vec<i64>,
    dice: Dice,
}

impl Path {
    pub fn new(seed: u64) -> Self {
        let start = NaiveDate::from_ymd_opt(2026, 1, 2).expect("a day");
        let end = NaiveDate::from_ymd_opt(2026, 12, 2).expect("a day");
        let days: Vec<NaiveDate> =
            start.iter_days().take_while(|day| *day < end).filter(|day| is_trading_day(*day)).collect();
        let mut dice = Dice::new(seed);
        let prices = walk(days.len(), &mut dice);
        let other = walk(days.len(), &mut dice);
        Self { days, prices, other, dice }
    }

    /// The average price of all days: what somebody pays who fixes a little every day.
    pub fn average(&self) -> i64 {
        self.prices.iter().sum::<i64>() / self.prices.len() as i64
    }

    /// What a strategy pays on average, with forecasts of a skill.
    pub fn paid(&mut self, strategy: Strategy, skill: i64) -> i64 {
        let fixed = match strategy {
            Strategy::Advised(risk) => self.advised(risk, skill),
            Strategy::AtOnce => vec![(0, 100)],
            Strategy::Monthly => self.monthly().into_iter().map(|day| (day, 1)).collect(),
            Strategy::Random => (0..10).map(|_| (self.dice.below(self.days.len() as i64) as usize, 1)).collect(),
        };
        let weight: i64 = fixed.iter().map(|(_, part)| part).sum();
        fixed.iter().map(|(day, part)| self.prices[*day] * part).sum::<i64>() / weight
    }

    fn monthly(&self) -> Vec<usize> {
        let begins = |day: usize| day == 0 || self.days[day - 1].month() != self.days[day].month();
        (0..self.days.len()).filter(|day| begins(*day)).collect()
    }

    /// Walks through the year: a new forecast now and then, the rest laid anew, what is due fixed.
    fn advised(&self, risk: RiskAppetite, skill: i64) -> Vec<(usize, i64)> {
        let period = period(risk);
        let (mut fixed, mut tranches, mut done) = (Percent::ZERO, Vec::new(), Vec::new());
        for (today, day) in self.days.iter().enumerate() {
            if today % PUBLISHED_EVERY == 0 {
                let state = PeriodState { period: &period, fixed, today: Percent::ZERO };
                tranches = plan(state, MINIMUM, *day, true, Some(&self.forecast(today, skill))).tranches;
            }
            for tranche in tranches.iter().filter(|tranche| tranche.on == *day) {
                fixed = fixed.plus(tranche.percent);
                done.push((today, i64::from(tranche.percent.millionths())));
            }
        }
        assert_eq!(fixed, Percent::WHOLE, "everything is fixed in the end");
        done
    }

    fn forecast(&self, today: usize, skill: i64) -> Curve {
        let point = |day: usize| {
            let change = (self.smooth(&self.prices, day) - self.prices[today]) * skill
                + (self.smooth(&self.other, day) - self.other[today]) * (100 - skill);
            (self.days[day], Price::from_thousandths(self.prices[today] + change / 100).expect("a price"))
        };
        let ahead = (today + PUBLISHED_EVERY..self.days.len()).step_by(PUBLISHED_EVERY).map(point);
        let now = (self.days[today], Price::from_thousandths(self.prices[today]).expect("a price"));
        Curve::new(std::iter::once(now).chain(ahead))
    }

    /// Nobody foresees single days: the average of about a month.
    fn smooth(&self, prices: &[i64], day: usize) -> i64 {
        let near = &prices[day.saturating_sub(10)..(day + 11).min(prices.len())];
        near.iter().sum::<i64>() / near.len() as i64
    }
}

fn walk(length: usize, dice: &mut Dice) -> Vec<i64> {
    let (mut price, mut mean) = (START, START);
    let mut prices = Vec::with_capacity(length);
    for _ in 0..length {
        prices.push(price);
        // Now and then something happens, and the market settles at another level.
        if dice.below(80) == 0 {
            mean += dice.noise(20_000);
        }
        price += (mean - price) / 25 + dice.noise(2_000);
    }
    prices
}

fn period(risk: RiskAppetite) -> ConsumptionPeriod {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    ConsumptionPeriod {
        span: Span { from: day(2027, 1, 1), to: day(2028, 1, 1) },
        risk,
        to_fix: Percent::WHOLE,
        // The same days for all, so that strategies differ by what they do and not by how long they may.
        window: Span { from: day(2026, 1, 1), to: day(2026, 12, 2) },
        target: None,
        volumes: None,
    }
}
