//! A fixing as it is registered, and the reason it is cancelled for.

use crate::key::Percent;
use crate::market::Price;
use crate::quantity::Decimal;
use crate::text::required_text;
use crate::violation::{Code, FieldViolation, Params, Violations};
use chrono::NaiveDate;
use uuid::Uuid;

/// Longest reason of a cancellation.
pub const CANCEL_REASON_MAX: usize = 500;

/// A fixing that was made with the supplier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewFixing {
    /// The first day of the consumption period.
    pub period: NaiveDate,
    /// The day it was fixed.
    pub on: NaiveDate,
    /// How much.
    pub percent: Percent,
    /// At what price.
    pub price: Price,
    /// The advice it answers.
    pub advice: Option<Uuid>,
}

/// The consumption period that a fixing is for, as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixable {
    /// Its first day.
    pub start: NaiveDate,
    /// How much of it is fixed.
    pub fixed: Percent,
    /// The smallest percentage that the contract lets one fix at once.
    pub minimum: Percent,
}

impl NewFixing {
    /// Checks a fixing by itself.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn new(
        period: NaiveDate,
        on: NaiveDate,
        percent: Decimal,
        price: &str,
        advice: Option<Uuid>,
    ) -> Result<Self, Violations> {
        let mut found = Violations::default();
        let percent = found.check("/percent", Percent::above_zero(percent));
        let price = found.check("/price_per_mwh", Price::parse(price));
        found.into_result(|| Some(Self { period, on, percent: percent?, price: price?, advice }))
    }

    /// Checks it against the period it is for: fixed by `today` and before the delivery, at least the contract's minimum,
    /// and not more than is left.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self, period: Fixable, today: NaiveDate) -> Result<(), Violations> {
        let mut found = Violations::default();
        let before_delivery = period.start.pred_opt().unwrap_or(period.start);
        let last = before_delivery.min(today);
        if self.on > last {
            let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or(NaiveDate::MIN);
            let range = FieldViolation::with(Code::OutOfRange, "reason", "date")
                .and("min", first.to_string())
                .and("max", last.to_string());
            found.add_with("/fixed_on", range.code, range.params);
        }
        if self.percent < period.minimum {
            let params = Params::from([("min", period.minimum.decimal().into())]);
            found.add_with("/percent", Code::BelowMinimumFixing, params);
        }
        let left = Percent::WHOLE.less(period.fixed);
        if self.percent > left {
            let params = Params::from([("left_percent", left.decimal().into())]);
            found.add_with("/percent", Code::FixedOver100, params);
        }
        found.into_result(|| Some(()))
    }
}

/// The reason of a cancellation, checked.
///
/// # Errors
/// Every violation, by JSON pointer.
pub fn cancel_reason(text: &str) -> Result<String, Violations> {
    let mut found = Violations::default();
    let reason = found.check("/reason", required_text(text, 1, CANCEL_REASON_MAX));
    found.into_result(|| reason)
}
