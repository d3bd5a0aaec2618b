//! What a product delivers: a calendar year, a quarter or a month.

use crate::vocabulary::{UnknownValue, vocabulary};
use chrono::{Datelike, Months, NaiveDate};
use std::fmt;
use std::str::FromStr;

vocabulary! {
    /// How long a product delivers.
    DeliveryUnit {
        /// A month.
        Month = "month",
        /// A quarter.
        Quarter = "quarter",
        /// A calendar year.
        Year = "year",
    }
}

impl DeliveryUnit {
    /// How many months it lasts.
    #[must_use]
    pub const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// The time a product delivers in: `2027`, `2027-Q1` or `2027-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Delivery {
    from: NaiveDate,
    unit: DeliveryUnit,
}

impl Delivery {
    /// The delivery of a unit that contains a day.
    #[must_use]
    pub fn containing(day: NaiveDate, unit: DeliveryUnit) -> Self {
        let month = day.month0() / unit.months() * unit.months() + 1;
        Self { from: NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day), unit }
    }

    /// How long it delivers.
    #[must_use]
    pub const fn unit(self) -> DeliveryUnit {
        self.unit
    }

    /// Its first day.
    #[must_use]
    pub const fn from(self) -> NaiveDate {
        self.from
    }

    /// The day after its last one.
    #[must_use]
    pub fn to(self) -> NaiveDate {
        self.from.checked_add_months(Months::new(self.unit.months())).unwrap_or(NaiveDate::MAX)
    }

    /// The one that follows it.
    #[must_use]
    pub fn next(self) -> Self {
        Self { from: self.to(), unit: self.unit }
    }
}

impl fmt::Display for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.from.year();
        match self.unit {
            DeliveryUnit::Year => write!(f, "{year}"),
            DeliveryUnit::Quarter => write!(f, "{year}-Q{}", self.from.month0() / 3 + 1),
            DeliveryUnit::Month => write!(f, "{year}-{:02}", self.from.month()),
        }
    }
}

impl FromStr for Delivery {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        let digits = |text: &str, length: usize| {
            let plain = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
            if plain { text.parse::<u32>().map_err(|_| UnknownValue) } else { Err(UnknownValue) }
        };
        let (year, rest) = text.split_once('-').map_or((text, None), |(year, rest)| (year, Some(rest)));
        let year = i32::try_from(digits(year, 4)?).map_err(|_| UnknownValue)?;
        if !(2000..=2100).contains(&year) {
            return Err(UnknownValue);
        }
        let (unit, month) = match rest.map(|rest| (rest, rest.strip_prefix('Q'))) {
            None => (DeliveryUnit::Year, 1),
            Some((_, Some(quarter))) => match digits(quarter, 1)? {
                quarter @ 1..=4 => (DeliveryUnit::Quarter, quarter * 3 - 2),
                _ => return Err(UnknownValue),
            },
            Some((month, None)) => (DeliveryUnit::Month, digits(month, 2)?),
        };
        let from = NaiveDate::from_ymd_opt(year, month, 1).ok_or(UnknownValue)?;
        Ok(Self { from, unit })
    }
}
