//! Fixing advice: on which days to fix how much of a consumption period, and what became of it.
//!
//! # How days are found
//!
//! For each period, in whole millionths of one so that every sum is exact:
//!
//! 1. **Rest.** `R = wanted − fixed − advised for today`. What was advised for today stands: a promise for the day is not
//!    moved on the day itself. Nothing is laid when `R = 0`. When `R` is less than the contract's minimum `m`, it cannot be
//!    fixed and is reported as [`UnplacedReason::BelowMinimum`].
//! 2. **Days.** The trading days ([`is_trading_day`]) from the later of tomorrow and the window's begin up to the end of
//!    advice ([`crate::optimisation::ConsumptionPeriod::advice_ends`]): the window's end, at most the delivery's begin, 30
//!    days before it for low and moderate appetites, two months before it where the market's forecasts do not reach
//!    further. Without a day, `R` is reported as [`UnplacedReason::NoDayLeft`].
//! 3. **Low: evenly.** `n = min(⌊R ÷ m⌋, 12, number of days L)` tranches of `R ÷ n`, rounded to the coarsest unit of 1 %,
//!    0.1 %, … that divides both `R` and `m`, larger ones first: so every tranche is at least `m` and the sum is `R`. Tranche
//!    `i` of `n` is laid on day `⌊i·L ÷ (n+1)⌋`. Laying equal distances on both sides, and not the middles of slots, is what
//!    keeps the days where they are when the first of them is fixed and the rest is laid anew.
//! 4. **Moderate: between.** Each low tranche has a slot, the days nearer to it than to its neighbours. Slots are joined in
//!    twos from the first, with their tranches, and each joined tranche is laid on the day of its slot with the lowest
//!    forecast.
//! 5. **High: the forecast's lows.** Moderate tranches are joined in twos again, and laid on the days with the lowest
//!    forecast of the whole window, the largest on the lowest.
//! 6. **Equal forecasts** are chosen from as evenly as low spreads. So a flat forecast, or none, spreads evenly whatever
//!    the appetite, and never piles up at the beginning.
//!
//! # What follows
//!
//! By the same forecast the expected cost never rises from low to moderate to high: a moderate tranche costs at most what
//! its two low ones do, as their days are in its slot; and the cheapest days of the window, the larger tranches on the
//! cheaper ones, cost at most what any days cost with tranches that are split finer. At the same time the tranches become
//! fewer and the largest grows: the price of the lower cost is that it is spread less. Both are tested as properties, and
//! the bench `advice` shows on price paths what it is worth when the forecast is wrong.
//!
//! # Assumptions
//!
//! Prices of base load of the very period, else of the quarter, else of the year that contains it; between two points of a
//! forecast its price moves in a straight line, before the first and after the last it stays.
//!
//! Must never know: what day it is, how forecasts are stored, who fixes.

mod curve;
mod days;
mod difference;
mod fixing;
mod lay;
mod plan;
mod prices;
mod states;

pub use curve::{Curve, product_chain};
pub use days::is_trading_day;
pub use difference::{AdviceDay, Change, difference};
pub use fixing::{CANCEL_REASON_MAX, Fixable, NewFixing, cancel_reason};
pub use lay::{MOST_TRANCHES, Tranche, lay};
pub use plan::{PeriodPlan, PeriodState, plan};
pub use prices::{Fixed, Prices, Weighted, overall, prices};

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What became of an advice. Once it is no longer `advised` it is history.
    AdviceState {
        /// It stands.
        Advised = "advised",
        /// All of it was fixed.
        Done = "done",
        /// Some of it was fixed.
        PartiallyDone = "partially_done",
        /// The day passed and nothing was fixed.
        Missed = "missed",
        /// A later version of the calendar advises otherwise.
        Superseded = "superseded",
        /// It was fixed, and all its fixings were cancelled.
        Cancelled = "cancelled",
    }
    /// Why a day was advised.
    AdviceReason {
        /// The tranches are spread evenly.
        EvenSpread = "even_spread",
        /// The forecast is lowest on this day of its part of the window.
        LowOfPart = "low_of_part",
        /// The forecast is among the lowest of the window.
        LowOfWindow = "low_of_window",
        /// There is no forecast, so the tranches are spread evenly.
        NoForecast = "no_forecast",
    }
    /// Why something that is wanted is not advised.
    UnplacedReason {
        /// It is less than the contract lets one fix at once.
        BelowMinimum = "below_minimum",
        /// No trading day is left in the window.
        NoDayLeft = "no_day_left",
    }
    /// Why a calendar was calculated anew.
    CalendarReason {
        /// The optimisation was created.
        Created = "created",
        /// The baseline forecast was published anew.
        ForecastPublished = "forecast_published",
        /// The appetite for risk changed.
        RiskChanged = "risk_changed",
        /// Another forecast or scenario was chosen.
        BaselineChanged = "baseline_changed",
        /// A window changed.
        WindowChanged = "window_changed",
        /// How much to fix changed.
        PercentChanged = "percent_changed",
        /// The delivery or the contract's minimum changed.
        ContractChanged = "contract_changed",
        /// A fixing was registered.
        FixingRegistered = "fixing_registered",
        /// A fixing was cancelled.
        FixingCancelled = "fixing_cancelled",
        /// An advised day passed unused.
        AdviceMissed = "advice_missed",
    }
    /// How two versions differ on a day.
    ChangeKind {
        /// The day is new.
        Added = "added",
        /// The day is gone.
        Removed = "removed",
        /// Another percentage.
        Changed = "changed",
    }
    /// Whether a fixing holds.
    FixingState {
        /// It does.
        Done = "done",
        /// It was cancelled, with a reason.
        Cancelled = "cancelled",
    }
}
