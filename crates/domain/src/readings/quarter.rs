//! Quarter-hours as instants, and runs of them.

use chrono::{DateTime, Utc};

/// A quarter-hour, known by the instant at which it begins.
///
/// It is kept as its number since 1970, which has no clock changes: the next one is always one further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(i32);

/// Seconds of a quarter-hour.
const SECONDS: i64 = 900;

impl Quarter {
    /// The first one, that of 1 January 1999 at 00:00 UTC: a year more than readings may have, for the weeks and
    /// years that reach over.
    pub const MIN: Self = Self(1_016_832);
    /// The last one, that of 31 December 2100 at 23:45 UTC.
    pub const MAX: Self = Self(4_593_311);

    /// The quarter-hour that begins at an instant; none when none does, or outside [`Self::MIN`] and [`Self::MAX`].
    #[must_use]
    pub fn at(instant: DateTime<Utc>) -> Option<Self> {
        let seconds = instant.timestamp();
        let begins = seconds % SECONDS == 0 && instant.timestamp_subsec_nanos() == 0;
        begins.then_some(seconds / SECONDS).and_then(Self::from_number)
    }

    /// The quarter-hour with a number.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        let quarter = Self(i32::try_from(number).ok()?);
        (Self::MIN..=Self::MAX).contains(&quarter).then_some(quarter)
    }

    /// Quarter-hours since 1 January 1970 at 00:00 UTC: the key by which a reading is stored.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The instant at which it begins.
    #[must_use]
    pub fn start(self) -> DateTime<Utc> {
        DateTime::from_timestamp(i64::from(self.0) * SECONDS, 0).unwrap_or_default()
    }

    /// The one so many quarter-hours later, or earlier below 0; the first or last there is when it lies beyond.
    #[must_use]
    pub fn plus(self, quarters: i32) -> Self {
        Self(self.0.saturating_add(quarters)).clamp(Self::MIN, Self::MAX)
    }

    /// How many quarter-hours it is later than another; below 0 when it is earlier.
    #[must_use]
    pub const fn since(self, other: Self) -> i32 {
        self.0 - other.0
    }

    /// Its place in a list that begins with `first`.
    pub(super) fn index_from(self, first: Self) -> Option<usize> {
        usize::try_from(self.since(first)).ok()
    }

    /// The one at a place of a list that begins with this one.
    pub(super) fn nth(self, index: usize) -> Self {
        self.plus(i32::try_from(index).unwrap_or(i32::MAX))
    }
}

/// The quarter-hours from `from` up to but not including `to`; none when `to` is not later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first.
    pub from: Quarter,
    /// The one after the last.
    pub to: Quarter,
}

impl Span {
    /// How many they are.
    #[must_use]
    pub fn len(self) -> usize {
        self.to.index_from(self.from).unwrap_or(0)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.to <= self.from
    }

    /// Whether a quarter-hour is one of them.
    #[must_use]
    pub fn contains(self, quarter: Quarter) -> bool {
        self.from <= quarter && quarter < self.to
    }

    /// Those that are also in another.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }

    /// From the first to the last of both.
    #[must_use]
    pub fn around(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }

    /// One after another.
    pub fn iter(self) -> impl Iterator<Item = Quarter> {
        (self.from.0..self.to.0).map(Quarter)
    }
}
