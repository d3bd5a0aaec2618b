//! Percentages of a key: whole millionths, so that a total is 100 % exactly or it is not.

use crate::quantity::Decimal;
use crate::violation::{Code, FieldViolation};

/// A percentage from 0 to 100 with at most four decimals, held in millionths of one: 33.3334 % is 333 334.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Percent(u32);

impl Percent {
    /// Decimals that a percentage may have.
    pub const DECIMALS: u8 = 4;
    /// 0 %.
    pub const ZERO: Self = Self(0);
    /// The smallest there is above 0 %.
    pub const SMALLEST: Self = Self(1);
    /// 100 %.
    pub const WHOLE: Self = Self(1_000_000);

    /// A whole number of percent; 100 % for more.
    #[must_use]
    pub const fn of(percent: u8) -> Self {
        if percent < 100 { Self(percent as u32 * 10_000) } else { Self::WHOLE }
    }

    /// What is left of it without `other`; nothing when that is more.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Both together, 100 % at most.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        let sum = self.0 + other.0;
        if sum < Self::WHOLE.0 { Self(sum) } else { Self::WHOLE }
    }

    /// A percentage that is not 0.
    ///
    /// # Errors
    /// `out_of_range`, `too_many_decimals`.
    pub fn above_zero(value: Decimal) -> Result<Self, FieldViolation> {
        match Self::try_from(value)? {
            Self::ZERO => {
                Err(FieldViolation::with(Code::OutOfRange, "min", Self::SMALLEST.decimal()).and("max", 100_i64))
            }
            percent => Ok(percent),
        }
    }

    /// From millionths of one; `None` above 100 %.
    #[must_use]
    pub const fn from_millionths(millionths: u32) -> Option<Self> {
        if millionths <= Self::WHOLE.0 { Some(Self(millionths)) } else { None }
    }

    /// In millionths of one.
    #[must_use]
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// As the number a person reads: 33.3334.
    #[must_use]
    pub const fn decimal(self) -> Decimal {
        percentage(self.0 as i64)
    }

    /// What is missing to 100 %; `None` when the parts pass it. It is what a form proposes for the next part.
    #[must_use]
    pub fn rest(parts: &[Self]) -> Option<Self> {
        u32::try_from(i64::from(Self::WHOLE.0) - total(parts)).ok().map(Self)
    }

    /// `self` in `n` parts that differ by one millionth at most and total `self` exactly; the first are the larger.
    #[must_use]
    pub fn split(self, n: usize) -> Vec<Self> {
        let parts = u32::try_from(n).unwrap_or(u32::MAX).max(1);
        let (each, extra) = (self.0 / parts, self.0 % parts);
        (0..parts).take(n).map(|i| Self(each + u32::from(i < extra))).collect()
    }
}

/// The sum of percentages in millionths; it may pass 100 %.
#[must_use]
pub fn total(parts: &[Percent]) -> i64 {
    parts.iter().map(|part| i64::from(part.0)).sum()
}

/// Millionths, of any size and sign, as a percentage to read.
#[must_use]
pub const fn percentage(millionths: i64) -> Decimal {
    Decimal::new(millionths, Percent::DECIMALS)
}

impl TryFrom<Decimal> for Percent {
    type Error = FieldViolation;

    fn try_from(value: Decimal) -> Result<Self, FieldViolation> {
        let units = value.units(Self::DECIMALS);
        if units == Err(crate::quantity::DecimalError::TooManyDecimals) {
            return Err(FieldViolation::with(Code::TooManyDecimals, "max", i64::from(Self::DECIMALS)));
        }
        let millionths = units.ok().and_then(|units| u32::try_from(units).ok()).and_then(Self::from_millionths);
        millionths.ok_or_else(|| FieldViolation::with(Code::OutOfRange, "min", 0_i64).and("max", 100_i64))
    }
}
