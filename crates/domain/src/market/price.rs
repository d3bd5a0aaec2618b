//! Prices: whole thousandths of a euro for a megawatt-hour.

use super::{Delivery, Load};
use crate::quantity::{Decimal, DecimalError};
use crate::violation::{Code, FieldViolation, Violations};
use chrono::{Datelike, NaiveDate};
use std::fmt;

/// A price in thousandths of EUR/MWh. It may lie below zero, as power prices do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Price(i64);

impl Price {
    /// Decimals kept.
    pub const DECIMALS: u8 = 3;
    /// As far from zero as a price may be: 100 000 EUR/MWh.
    pub const MAX: i64 = 100_000_000;

    /// From thousandths of EUR/MWh; none beyond the largest.
    #[must_use]
    pub const fn from_thousandths(thousandths: i64) -> Option<Self> {
        if thousandths >= -Self::MAX && thousandths <= Self::MAX { Some(Self(thousandths)) } else { None }
    }

    /// In thousandths of EUR/MWh.
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Reads `84.25`, `84,25`, `-3`.
    ///
    /// # Errors
    /// `required` when empty, `invalid_format`, `too_many_decimals`, `out_of_range`.
    pub fn parse(text: &str) -> Result<Self, FieldViolation> {
        if text.trim().is_empty() {
            return Err(Code::Required.into());
        }
        let out_of_range = || {
            let limit = Self::MAX / 1000;
            FieldViolation::with(Code::OutOfRange, "min", -limit).and("max", limit)
        };
        let decimals = || FieldViolation::with(Code::TooManyDecimals, "max", i64::from(Self::DECIMALS));
        let number = Decimal::parse(text).map_err(|error| match error {
            DecimalError::NotANumber => Code::InvalidFormat.into(),
            DecimalError::TooLarge => out_of_range(),
            DecimalError::TooManyDecimals => decimals(),
        })?;
        let thousandths = number.units(Self::DECIMALS).map_err(|error| match error {
            DecimalError::TooManyDecimals => decimals(),
            DecimalError::NotANumber | DecimalError::TooLarge => out_of_range(),
        })?;
        Self::from_thousandths(thousandths).ok_or_else(out_of_range)
    }
}

impl fmt::Display for Price {
    /// With at least two decimals, as money is written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, thousandths) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        match thousandths % 10 {
            0 => write!(f, "{sign}{whole}.{:02}", thousandths / 10),
            _ => write!(f, "{sign}{whole}.{thousandths:03}"),
        }
    }
}

/// The price of a product on a day of trading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PricePoint {
    /// The hours.
    pub load: Load,
    /// What is delivered.
    pub delivery: Delivery,
    /// The day of trading.
    pub day: NaiveDate,
    /// The price.
    pub price: Price,
}

/// A price as it was written.
#[derive(Debug, Clone, Copy)]
pub struct PriceDraft<'a> {
    /// The hours.
    pub load: &'a str,
    /// What is delivered.
    pub delivery: &'a str,
    /// The day of trading.
    pub day: NaiveDate,
    /// The price.
    pub price: &'a str,
}

impl PriceDraft<'_> {
    /// Checks a price of a market where `loads` are traded.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self, loads: &[Load]) -> Result<PricePoint, Violations> {
        let mut violations = Violations::default();
        let load = violations.check("/load", check_load(self.load, loads));
        let delivery = violations.check("/delivery", check_delivery(self.delivery));
        let day = violations.check("/date", check_day(self.day, delivery));
        let price = violations.check("/price", Price::parse(self.price));
        violations.into_result(|| Some(PricePoint { load: load?, delivery: delivery?, day: day?, price: price? }))
    }
}

/// The product of a market where `loads` are traded.
///
/// # Errors
/// Every violation, at `/load` and `/delivery`.
pub fn product(load: &str, delivery: &str, loads: &[Load]) -> Result<(Load, Delivery), Violations> {
    let mut violations = Violations::default();
    let load = violations.check("/load", check_load(load, loads));
    let delivery = violations.check("/delivery", check_delivery(delivery));
    violations.into_result(|| Some((load?, delivery?)))
}

/// The hours of a product, if the market has such products.
pub(super) fn check_load(text: &str, loads: &[Load]) -> Result<Load, FieldViolation> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Err(Code::Required.into());
    }
    let load: Load = text.parse().map_err(|_| unknown(loads))?;
    if loads.contains(&load) { Ok(load) } else { Err(unknown(loads)) }
}

fn unknown(loads: &[Load]) -> FieldViolation {
    let allowed: Vec<&str> = loads.iter().map(|load| load.as_str()).collect();
    FieldViolation::with(Code::UnknownValue, "allowed", allowed.join(", "))
}

pub(super) fn check_delivery(text: &str) -> Result<Delivery, FieldViolation> {
    let text = text.trim().to_uppercase();
    if text.is_empty() {
        return Err(Code::Required.into());
    }
    text.parse().map_err(|_| Code::InvalidFormat.into())
}

/// A day before the delivery begins: then a product is no longer traded. Of an unknown delivery it is any day.
pub(super) fn check_day(day: NaiveDate, delivery: Option<Delivery>) -> Result<NaiveDate, FieldViolation> {
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or(NaiveDate::MIN);
    let last = delivery.and_then(|delivery| delivery.from().pred_opt());
    if day >= first && day.year() <= 2100 && last.is_none_or(|last| day <= last) {
        return Ok(day);
    }
    let last = last.map_or_else(|| "2100-12-31".to_owned(), |last| last.to_string());
    Err(FieldViolation::with(Code::OutOfRange, "reason", "date").and("min", first.to_string()).and("max", last))
}
