//! Exact quantities. No float is stored or compared anywhere.

use crate::violation::{Code, FieldViolation, Params};
use std::fmt;

/// A decimal number as somebody wrote it: `mantissa × 10^-scale`, without trailing zeros.
///
/// On the wire it is a JSON number. Reading goes through the shortest text that gives the same
/// float back, so every number of up to 15 digits arrives exactly as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Decimal {
    mantissa: i64,
    scale: u8,
}

/// Why a text is no [`Decimal`]. The API recognises these sentences in serde's errors, so they are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Not a number.
    #[error("not a number")]
    NotANumber,
    /// More digits than fit.
    #[error("too large a number")]
    TooLarge,
    /// More than twelve decimals.
    #[error("too many decimals")]
    TooManyDecimals,
}

impl Decimal {
    const MAX_SCALE: u8 = 12;

    /// `mantissa × 10^-scale`, brought to its shortest form.
    #[must_use]
    pub const fn new(mut mantissa: i64, mut scale: u8) -> Self {
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Self { mantissa, scale }
    }

    /// Reads `12`, `-0.5`, `12,5` (decimal comma) with spaces of any width around and between digits.
    ///
    /// # Errors
    /// When the text is no plain decimal number, or too long for one.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (negative, digits) = match compact.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, compact.strip_prefix('+').unwrap_or(&compact)),
        };
        let (whole, fraction) = match digits.split_once(['.', ',']) {
            Some((whole, fraction)) => (whole, fraction),
            None => (digits, ""),
        };
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
            return Err(DecimalError::NotANumber);
        }
        let fraction = fraction.trim_end_matches('0');
        let scale = u8::try_from(fraction.len()).map_err(|_| DecimalError::TooManyDecimals)?;
        if scale > Self::MAX_SCALE {
            return Err(DecimalError::TooManyDecimals);
        }
        // Digits are collected below zero, where `i64` reaches one further.
        let mut below: i64 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            below = below
                .checked_mul(10)
                .and_then(|m| m.checked_sub(i64::from(digit - b'0')))
                .ok_or(DecimalError::TooLarge)?;
        }
        let mantissa = if negative { Some(below) } else { below.checked_neg() };
        Ok(Self::new(mantissa.ok_or(DecimalError::TooLarge)?, scale))
    }

    /// The number in units of `10^-decimals`.
    ///
    /// # Errors
    /// [`DecimalError::TooManyDecimals`] when it has more decimals, [`DecimalError::TooLarge`] on overflow.
    pub fn units(self, decimals: u8) -> Result<i64, DecimalError> {
        let missing = decimals.checked_sub(self.scale).ok_or(DecimalError::TooManyDecimals)?;
        10_i64
            .checked_pow(u32::from(missing))
            .and_then(|factor| self.mantissa.checked_mul(factor))
            .ok_or(DecimalError::TooLarge)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.mantissa.unsigned_abs(), width = usize::from(self.scale) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(self.scale));
        if fraction.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

#[cfg(feature = "serde")]
mod wire {
    use super::{Decimal, DecimalError};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    impl Serialize for Decimal {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if self.scale == 0 {
                return serializer.serialize_i64(self.mantissa);
            }
            // The shortest decimal text of a float is the one it was read from.
            let float: f64 = self.to_string().parse().map_err(serde::ser::Error::custom)?;
            serializer.serialize_f64(float)
        }
    }

    impl<'de> Deserialize<'de> for Decimal {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Visitor;
            impl de::Visitor<'_> for Visitor {
                type Value = Decimal;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("a number")
                }
                fn visit_i64<E: de::Error>(self, value: i64) -> Result<Decimal, E> {
                    Ok(Decimal::new(value, 0))
                }
                fn visit_u64<E: de::Error>(self, value: u64) -> Result<Decimal, E> {
                    i64::try_from(value).map(|v| Decimal::new(v, 0)).map_err(|_| E::custom(DecimalError::TooLarge))
                }
                fn visit_f64<E: de::Error>(self, value: f64) -> Result<Decimal, E> {
                    Decimal::parse(&value.to_string()).map_err(E::custom)
                }
            }
            deserializer.deserialize_any(Visitor)
        }
    }
}

macro_rules! quantity {
    ($($(#[$meta:meta])* $name:ident, $decimals:literal, $min:literal ..= $max:literal;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(i64);

        impl $name {
            /// Decimals kept.
            pub const DECIMALS: u8 = $decimals;
            /// Smallest value, in stored units.
            pub const MIN_UNITS: i64 = $min;
            /// Largest value, in stored units.
            pub const MAX_UNITS: i64 = $max;

            /// From stored units.
            #[must_use]
            pub const fn from_units(units: i64) -> Self { Self(units) }

            /// In stored units.
            #[must_use]
            pub const fn units(self) -> i64 { self.0 }

            /// As a decimal number.
            #[must_use]
            pub const fn decimal(self) -> Decimal { Decimal::new(self.0, $decimals) }
        }

        impl TryFrom<Decimal> for $name {
            type Error = FieldViolation;
            fn try_from(value: Decimal) -> Result<Self, FieldViolation> {
                let range = || FieldViolation {
                    code: Code::OutOfRange,
                    params: Params::from([
                        ("min", Decimal::new($min, $decimals).to_string().into()),
                        ("max", Decimal::new($max, $decimals).to_string().into()),
                    ]),
                };
                match value.units($decimals) {
                    Ok(units) if (Self::MIN_UNITS..=Self::MAX_UNITS).contains(&units) => Ok(Self(units)),
                    Err(DecimalError::TooManyDecimals) => {
                        Err(FieldViolation::with(Code::TooManyDecimals, "max", i64::from(Self::DECIMALS)))
                    }
                    Ok(_) | Err(_) => Err(range()),
                }
            }
        }
    )+};
}

quantity! {
    /// Apparent power in whole volt-amperes, shown in kVA with three decimals; 0 to 1 000 000 kVA.
    Kva, 3, 0 ..= 1_000_000_000;
    /// Current in whole milliamperes, shown in A with three decimals; above 0, up to 100 000 A.
    Amperes, 3, 1 ..= 100_000_000;
}
