//! Values of cells, exactly: no float comes near them.
//!
//! A reading is kept in whole Wh. Nine decimals of a value count; what a spreadsheet leaves behind them, such as
//! `0.30000000000000004`, is noise and rounds away. What is then left of a Wh is rounded to the nearest, a half
//! upwards, each reading on its own so that a second import finds the same; the differences are summed and reported.

use super::fault::{FaultCode, Wrong};
use crate::allocation::READING_MAX;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The unit of a file's values.
    Unit {
        /// Energy of the quarter-hour in Wh.
        WattHour = "Wh",
        /// Energy of the quarter-hour in kWh.
        KilowattHour = "kWh",
        /// Average power over the quarter-hour in kW: a quarter of it is kWh.
        Kilowatt = "kW",
    }
}

/// Decimals that count.
const DECIMALS: usize = 9;
/// Units of [`Number::nano`] in one.
const NANO: i64 = 1_000_000_000;

impl Unit {
    /// Wh in one of it.
    const fn watt_hours(self) -> i64 {
        match self {
            Self::WattHour => 1,
            Self::KilowattHour => 1_000,
            Self::Kilowatt => 250,
        }
    }

    /// The unit that stands somewhere in a heading, such as `Consommation (kWh)`; none when there is none.
    #[must_use]
    pub fn named_in(text: &str) -> Option<Self> {
        let mut words = text.split(|c: char| !c.is_alphabetic());
        words.find_map(|word| Self::ALL.iter().copied().find(|unit| word.eq_ignore_ascii_case(unit.as_str())))
    }
}

/// A value as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// In billionths.
    pub(super) nano: i64,
    /// Its decimal mark, if it has one.
    pub(super) mark: Option<char>,
}

impl Number {
    /// Reads digits with at most one comma or point among them.
    pub(super) fn parse(text: &str) -> Result<Self, Wrong> {
        let (negative, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mark = digits.chars().find(|c| matches!(c, ',' | '.'));
        let (whole, fraction) = mark.and_then(|mark| digits.split_once(mark)).unwrap_or((digits, ""));
        if fraction.contains([',', '.']) && all_digits(&fraction.replace([',', '.'], "")) {
            return Err(FaultCode::MixedDecimalMarks.into());
        }
        if !all_digits(whole) || !all_digits(fraction) || whole.len() + fraction.len() == 0 {
            return Err(FaultCode::NotANumber.into());
        }
        let nano = nano(whole, fraction).ok_or_else(too_large)?;
        if negative && nano > 0 {
            return Err(FaultCode::NegativeReading.into());
        }
        Ok(Self { nano, mark })
    }

    /// Whether it is a whole number.
    pub(super) const fn is_whole(self) -> bool {
        self.nano % NANO == 0
    }

    /// In whole Wh, and by how many billionths of a Wh the value was more; below 0, less.
    pub(super) fn wh(self, unit: Unit) -> Result<(u32, i64), Wrong> {
        let exact = self.nano.checked_mul(unit.watt_hours()).ok_or_else(too_large)?;
        let wh = exact / NANO + i64::from(exact % NANO >= NANO / 2);
        let reading = u32::try_from(wh).ok().filter(|wh| *wh <= READING_MAX).ok_or_else(too_large)?;
        Ok((reading, exact - wh * NANO))
    }
}

/// More than a reading may be.
pub(super) fn too_large() -> Wrong {
    Wrong::with(FaultCode::ReadingTooLarge, "max_wh", i64::from(READING_MAX))
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Billionths; none when they are more than fit.
fn nano(whole: &str, fraction: &str) -> Option<i64> {
    let kept = fraction.bytes().chain(std::iter::repeat(b'0')).take(DECIMALS);
    let mut nano: i64 = 0;
    for digit in whole.bytes().chain(kept) {
        nano = nano.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
    }
    let round_up = fraction.as_bytes().get(DECIMALS).is_some_and(|&digit| digit >= b'5');
    nano.checked_add(i64::from(round_up))
}
