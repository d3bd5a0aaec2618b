//! What one version of a calendar advises otherwise than another.

use super::ChangeKind;
use crate::key::Percent;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A day that a version of a calendar advises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdviceDay {
    /// The first day of the consumption period.
    pub period: NaiveDate,
    /// The day to fix.
    pub on: NaiveDate,
    /// How much.
    pub percent: Percent,
}

/// A day that two versions advise differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The first day of the consumption period.
    pub period: NaiveDate,
    /// The day to fix.
    pub on: NaiveDate,
    /// How much before; nothing when the day is new.
    pub before: Option<Percent>,
    /// How much after; nothing when the day is gone.
    pub after: Option<Percent>,
}

impl Change {
    /// What is different.
    #[must_use]
    pub const fn kind(&self) -> ChangeKind {
        match (self.before, self.after) {
            (None, _) => ChangeKind::Added,
            (Some(_), None) => ChangeKind::Removed,
            (Some(_), Some(_)) => ChangeKind::Changed,
        }
    }
}

/// The days that differ between two versions, by period and day. Several tranches of one day count as their sum.
#[must_use]
pub fn difference(before: &[AdviceDay], after: &[AdviceDay]) -> Vec<Change> {
    let mut days: BTreeMap<(NaiveDate, NaiveDate), (Option<Percent>, Option<Percent>)> = BTreeMap::new();
    for day in before {
        let (known, _) = days.entry((day.period, day.on)).or_default();
        *known = Some(known.map_or(day.percent, |known| known.plus(day.percent)));
    }
    for day in after {
        let (_, known) = days.entry((day.period, day.on)).or_default();
        *known = Some(known.map_or(day.percent, |known| known.plus(day.percent)));
    }
    let changes = days.into_iter().filter(|(_, (before, after))| before != after);
    changes.map(|((period, on), (before, after))| Change { period, on, before, after }).collect()
}
