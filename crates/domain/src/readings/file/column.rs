//! Readings of one column while a file is read.

use super::fault::{FaultCode, Wrong};
use super::number::too_large;
use super::sequence::Room;
use crate::allocation::{MISSING, READING_MAX};
use crate::readings::quarter::Quarter;
use crate::readings::series::Series;

/// No row has said anything of the quarter-hour. The other two are above every reading like this one, so all three
/// end as gaps of a [`Series`].
const ABSENT: u32 = MISSING;
/// A row has an empty cell.
const BLANK: u32 = MISSING - 1;
/// Two rows have different readings; nobody can say which is right.
const DISPUTED: u32 = MISSING - 2;

/// What became of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Put {
    /// It is the only one of its quarter-hour.
    Kept,
    /// The file has it already.
    Equal,
    /// The file has another one already, if that is known.
    Different(Option<u32>),
}

/// Readings by quarter-hour from the first, ascending apart from repetitions.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    first: Option<Quarter>,
    wh: Vec<u32>,
    /// By how many billionths of a Wh the values were more than what is kept.
    remainder: i64,
}

impl Column {
    /// Keeps a reading, or a blank.
    pub(super) fn put(&mut self, quarter: Quarter, reading: Option<u32>, room: &mut Room) -> Result<Put, Wrong> {
        let first = *self.first.get_or_insert(quarter);
        let index = quarter.index_from(first).ok_or(FaultCode::NotAscending)?;
        if index >= self.wh.len() {
            room.take(index + 1 - self.wh.len())?;
            self.wh.resize(index + 1, ABSENT);
        }
        let (Some(kept), reading) = (self.wh.get_mut(index), reading.unwrap_or(BLANK)) else { return Ok(Put::Kept) };
        Ok(match *kept {
            ABSENT | BLANK => {
                *kept = reading;
                Put::Kept
            }
            _ if reading == BLANK => Put::Kept,
            old if old == reading => Put::Equal,
            old => {
                *kept = DISPUTED;
                Put::Different((old != DISPUTED).then_some(old))
            }
        })
    }

    /// Notes what was rounded away.
    pub(super) const fn round(&mut self, remainder: i64) {
        self.remainder = self.remainder.saturating_add(remainder);
    }

    /// Billionths of a Wh that were rounded away; below 0, added.
    pub(super) const fn remainder(&self) -> i64 {
        self.remainder
    }

    /// Every quarter-hour that a row has said something of.
    fn entries(&self) -> impl Iterator<Item = (Quarter, u32)> + '_ {
        let first = self.first.unwrap_or(Quarter::MIN);
        self.wh.iter().enumerate().filter(|(_, wh)| **wh != ABSENT).map(move |(i, wh)| (first.nth(i), *wh))
    }

    /// Adds the readings of another register of the same meter. A quarter-hour that only one of them mentions has
    /// that reading; where one is blank or disputed, the sum is not known.
    pub(super) fn add(&mut self, other: &Self, room: &mut Room) -> Result<(), (Quarter, Wrong)> {
        let Some(first) = self.first.into_iter().chain(other.first).min() else { return Ok(()) };
        let shift = self.first.and_then(|own| own.index_from(first)).unwrap_or(0);
        room.take(shift).map_err(|wrong| (first, wrong))?;
        self.wh.splice(..0, std::iter::repeat_n(ABSENT, shift));
        self.first = Some(first);
        self.round(other.remainder);
        for (quarter, wh) in other.entries() {
            let index = quarter.index_from(first).unwrap_or(0);
            if index >= self.wh.len() {
                room.take(index + 1 - self.wh.len()).map_err(|wrong| (quarter, wrong))?;
                self.wh.resize(index + 1, ABSENT);
            }
            let Some(own) = self.wh.get_mut(index) else { continue };
            *own = match (*own, wh) {
                (ABSENT, wh) => wh,
                (0..=READING_MAX, 0..=READING_MAX) => *own + wh,
                (0..=READING_MAX, wh) => wh,
                (own, _) => own,
            };
            if *own > READING_MAX && *own < DISPUTED {
                return Err((quarter, too_large()));
            }
        }
        Ok(())
    }

    /// What is left when the file has been read.
    pub(super) fn into_series(self) -> Series {
        self.first.map_or_else(Series::default, |first| Series::from_column(first, self.wh))
    }
}
