//! What a consumption period is advised as of a day, from what holds for it and what was fixed already.

use super::{Curve, Tranche, UnplacedReason, is_trading_day, lay};
use crate::key::Percent;
use crate::optimisation::ConsumptionPeriod;
use chrono::NaiveDate;

/// Where a consumption period stands.
#[derive(Debug, Clone, Copy)]
pub struct PeriodState<'a> {
    /// What holds for it.
    pub period: &'a ConsumptionPeriod,
    /// How much of it is fixed.
    pub fixed: Percent,
    /// How much of it is advised for today and still to be fixed.
    pub today: Percent,
}

/// What a period is advised.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeriodPlan {
    /// The tranches, earliest first.
    pub tranches: Vec<Tranche>,
    /// What is wanted and can be neither fixed nor advised.
    pub unplaced: Percent,
    /// Why; nothing when nothing is left over.
    pub reason: Option<UnplacedReason>,
}

/// Advises a period from `tomorrow` on, under a contract with the smallest fixing `minimum`.
#[must_use]
pub fn plan(
    state: PeriodState<'_>,
    minimum: Percent,
    tomorrow: NaiveDate,
    covers_short_term: bool,
    curve: Option<&Curve>,
) -> PeriodPlan {
    let PeriodState { period, fixed, today } = state;
    let rest = period.to_fix.less(fixed).less(today);
    if rest == Percent::ZERO {
        return PeriodPlan::default();
    }
    let unplaced = |reason| PeriodPlan { tranches: Vec::new(), unplaced: rest, reason: Some(reason) };
    if rest < minimum {
        return unplaced(UnplacedReason::BelowMinimum);
    }
    let days = days(period.window.from.max(tomorrow), period.advice_ends(covers_short_term));
    let tranches = lay(&days, rest, minimum, period.risk, |day| curve.and_then(|curve| curve.at(day)));
    if tranches.is_empty() {
        unplaced(UnplacedReason::NoDayLeft)
    } else {
        PeriodPlan { tranches, ..PeriodPlan::default() }
    }
}

/// The trading days from one day up to another.
fn days(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    from.iter_days().take_while(|day| *day < to).filter(|day| is_trading_day(*day)).collect()
}
