//! Changes of a timeline: a period from a day on, another day or other values for one, one less.
//!
//! Whatever is done, periods neither overlap nor leave a hole: each ends on the day the next one begins,
//! and the last one has no end. Every change says which rows to write, in an order in which no two rows
//! ever begin or end on the same day, and how it is undone.

use super::Period;
use chrono::NaiveDate;

/// What holds during a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<K, V> {
    /// Names it.
    pub key: K,
    /// When it holds.
    pub period: Period,
    /// What holds.
    pub value: V,
}

/// A whole timeline: earliest first, without overlap and without hole, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods<K, V>(Vec<Entry<K, V>>);

/// What somebody does to a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<K, V> {
    /// From a day until the next period begins, something else holds. The period that contains the day ends on it;
    /// before the first period it becomes the first.
    Insert {
        /// Names the new period.
        key: K,
        /// Its first day.
        from: NaiveDate,
        /// What holds.
        value: V,
    },
    /// A period holds something else, or begins on another day between its neighbours; the one before follows.
    Replace {
        /// Which one.
        key: K,
        /// Its first day.
        from: NaiveDate,
        /// What holds.
        value: V,
    },
    /// As if a period had never been: the one before lasts until the next. Without one before, the next is the first.
    Remove {
        /// Which one.
        key: K,
    },
}

/// A row to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write<K, V> {
    /// This one goes.
    Delete(K),
    /// This one ends on another day, or no longer.
    End {
        /// Which one.
        key: K,
        /// First day after it.
        to: Option<NaiveDate>,
    },
    /// This one is new.
    Insert(Entry<K, V>),
    /// This one has other values, or another first day.
    Update(Entry<K, V>),
}

/// What a change came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed<K, V> {
    /// The rows to write, in this order.
    pub writes: Vec<Write<K, V>>,
    /// What undoes it.
    pub inverse: Change<K, V>,
}

/// Why a timeline cannot be changed like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused<K> {
    /// No period has this key.
    #[error("no such period")]
    Unknown,
    /// This period begins on that day already.
    #[error("a period begins on that day")]
    PeriodExists(K),
    /// A period stays between its neighbours: the first and last day it may begin on, where there are limits.
    #[error("beyond a neighbour")]
    OutOfRange {
        /// The day after the one before begins.
        first: Option<NaiveDate>,
        /// The day before the next one begins.
        last: Option<NaiveDate>,
    },
    /// Without this period nothing would ever hold.
    #[error("the only period")]
    OnlyPeriod,
}

impl<K: Copy + Eq, V: Clone> Periods<K, V> {
    /// A timeline of these entries, in any order; none where they overlap, leave a hole or come to an end.
    #[must_use]
    pub fn new(mut entries: Vec<Entry<K, V>>) -> Option<Self> {
        entries.sort_by_key(|entry| entry.period.from);
        let joined = entries.windows(2).all(|pair| match pair {
            [before, after] => before.period.from < after.period.from && before.period.to == Some(after.period.from),
            _ => true,
        });
        let open = entries.last().is_some_and(|last| last.period.to.is_none());
        (joined && open).then_some(Self(entries))
    }

    /// The entries, earliest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry<K, V>] {
        &self.0
    }

    /// What holds on a day; nothing before the first period.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<&Entry<K, V>> {
        self.0.iter().find(|entry| entry.period.contains(day))
    }

    /// What a new period from a day on carries forward: what holds on that day, or before the first period
    /// what will hold first.
    #[must_use]
    pub fn carried(&self, from: NaiveDate) -> Option<&Entry<K, V>> {
        self.on(from).or_else(|| self.0.first())
    }

    /// Makes a change.
    ///
    /// # Errors
    /// Why it cannot be made; nothing has changed then.
    pub fn apply(&mut self, change: Change<K, V>) -> Result<Changed<K, V>, Refused<K>> {
        match change {
            Change::Insert { key, from, value } => self.insert(key, from, value),
            Change::Replace { key, from, value } => self.replace(key, from, value),
            Change::Remove { key } => self.remove(key),
        }
    }

    fn insert(&mut self, key: K, from: NaiveDate, value: V) -> Result<Changed<K, V>, Refused<K>> {
        self.check_free(from, None)?;
        let at = self.0.partition_point(|entry| entry.period.from < from);
        let to = self.0.get(at).map(|next| next.period.from);
        let entry = Entry { key, period: Period { from, to }, value };
        let mut writes = Vec::from_iter(self.end_before(at, Some(from)));
        writes.push(Write::Insert(entry.clone()));
        self.0.insert(at, entry);
        Ok(Changed { writes, inverse: Change::Remove { key } })
    }

    fn replace(&mut self, key: K, from: NaiveDate, value: V) -> Result<Changed<K, V>, Refused<K>> {
        let at = self.position(key)?;
        self.check_free(from, Some(key))?;
        self.check_between(at, from)?;
        let old = self.0[at].clone();
        let entry = Entry { key, period: Period { from, ..old.period }, value };
        self.0[at] = entry.clone();
        let moved = from != old.period.from;
        let mut writes = Vec::from_iter(if moved { self.end_before(at, Some(from)) } else { None });
        writes.push(Write::Update(entry));
        Ok(Changed { writes, inverse: Change::Replace { key, from: old.period.from, value: old.value } })
    }

    fn remove(&mut self, key: K) -> Result<Changed<K, V>, Refused<K>> {
        let at = self.position(key)?;
        if self.0.len() == 1 {
            return Err(Refused::OnlyPeriod);
        }
        let Entry { period, value, .. } = self.0.remove(at);
        let mut writes = vec![Write::Delete(key)];
        writes.extend(self.end_before(at, period.to));
        Ok(Changed { writes, inverse: Change::Insert { key, from: period.from, value } })
    }

    fn position(&self, key: K) -> Result<usize, Refused<K>> {
        self.0.iter().position(|entry| entry.key == key).ok_or(Refused::Unknown)
    }

    /// No period but `own` begins on the day.
    fn check_free(&self, from: NaiveDate, own: Option<K>) -> Result<(), Refused<K>> {
        let taken = self.0.iter().find(|entry| entry.period.from == from && Some(entry.key) != own);
        taken.map_or(Ok(()), |entry| Err(Refused::PeriodExists(entry.key)))
    }

    /// The period at `at` may begin on the day: after the one before does, and before it ends.
    fn check_between(&self, at: usize, from: NaiveDate) -> Result<(), Refused<K>> {
        let before = at.checked_sub(1).and_then(|before| self.0.get(before)).map(|before| before.period.from);
        let end = self.0.get(at).and_then(|entry| entry.period.to);
        if before.is_none_or(|before| before < from) && end.is_none_or(|end| from < end) {
            return Ok(());
        }
        let (first, last) = (before.and_then(|day| day.succ_opt()), end.and_then(|day| day.pred_opt()));
        Err(Refused::OutOfRange { first, last })
    }

    /// Lets the period before the one at `at` last until a day.
    fn end_before(&mut self, at: usize, to: Option<NaiveDate>) -> Option<Write<K, V>> {
        let before = self.0.get_mut(at.checked_sub(1)?)?;
        before.period.to = to;
        Some(Write::End { key: before.key, to })
    }
}
