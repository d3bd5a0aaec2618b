//! A table with one row per quarter-hour and one column per meter and direction.

use super::column::{Column, Put};
use super::fault::{FaultCode, SheetKind, Wrong};
use super::notes::Notes;
use super::number::Unit;
use super::sequence::{Sequence, Stamped};
use super::stamp::{Stamp, stamp};
use super::{Conflict, FileSeries, SeriesKey};
use std::collections::HashMap;

/// One column of readings.
#[derive(Debug, Clone)]
struct Member {
    /// Which cell of a row, from 0.
    cell: usize,
    /// Its place in [`Table::columns`]; two cells share one when they are of the same meter and direction.
    column: usize,
    unit: Option<Unit>,
}

/// The columns below a header.
#[derive(Debug, Clone)]
pub(super) struct Table {
    kind: SheetKind,
    width: usize,
    members: Vec<Member>,
    columns: Vec<(SeriesKey, Column)>,
    sequence: Sequence,
    /// Whether a time without its distance from UTC is one of a clock in Brussels.
    on_the_wall: bool,
}

impl Table {
    pub(super) fn new(kind: SheetKind, width: usize, stamped: Stamped, on_the_wall: bool) -> Self {
        let sequence = Sequence::new(stamped);
        Self { kind, width, members: Vec::new(), columns: Vec::new(), sequence, on_the_wall }
    }

    /// Adds the columns of a header.
    pub(super) fn with(mut self, heads: Vec<(usize, SeriesKey, Option<Unit>)>) -> Self {
        let mut places = HashMap::new();
        for (cell, key, unit) in heads {
            let column = *places.entry(key.clone()).or_insert(self.columns.len());
            if column == self.columns.len() {
                self.columns.push((key, Column::default()));
            }
            self.members.push(Member { cell, column, unit });
        }
        self
    }

    /// How many series it has.
    pub(super) const fn series(&self) -> usize {
        self.columns.len()
    }

    /// Takes a row of readings.
    pub(super) fn row(&mut self, row: u32, cells: &[&str], notes: &mut Notes) {
        if let Some(wrong) = too_long(cells.len(), self.width) {
            return notes.wrong(wrong, row, None);
        }
        let quarter = stamp(cells.first().copied().unwrap_or_default()).and_then(|stamp| {
            if matches!(stamp, Stamp::Wall(..)) && !self.on_the_wall {
                return Err(FaultCode::MissingOffset.into());
            }
            self.sequence.place(stamp, row, &mut notes.room)
        });
        let quarter = match quarter {
            Ok(quarter) => quarter,
            Err(wrong) => return notes.wrong(wrong, row, Some(0)),
        };
        for member in &self.members {
            let Some((key, column)) = self.columns.get_mut(member.column) else { continue };
            let text = cells.get(member.cell).copied().unwrap_or_default();
            let put = notes.reading(text, member.unit).and_then(|reading| {
                let put = column.put(quarter, reading.map(|(wh, _)| wh), &mut notes.room)?;
                column.round(reading.filter(|_| put == Put::Kept).map_or(0, |(_, remainder)| remainder));
                Ok((put, reading))
            });
            match put {
                Ok((Put::Kept, _)) => {}
                Ok((Put::Equal, _)) => notes.repeated(None),
                Ok((Put::Different(old), reading)) => {
                    let rows = (self.sequence.row_of(quarter).unwrap_or(row), row);
                    let new = reading.map_or(0, |(wh, _)| wh);
                    notes.repeated(Some(Conflict { series: key.clone(), at: quarter, rows, wh: (old, new) }));
                }
                Err(wrong) => notes.wrong(wrong, row, Some(member.cell)),
            }
        }
    }

    /// Whether its times look like ends.
    pub(super) fn looks_end_stamped(&self) -> bool {
        self.sequence.looks_end_stamped()
    }

    /// What it held.
    pub(super) fn finish(self, notes: &mut Notes) -> Vec<FileSeries> {
        if let Some(wrong) = self.sequence.coarse_minutes().map(super::lasts) {
            let row = self.sequence.span().and_then(|span| self.sequence.row_of(span.from)).unwrap_or_default();
            notes.wrong(wrong, row, Some(0));
        }
        let kind = self.kind;
        self.columns.into_iter().map(|(key, column)| FileSeries::of(kind, key, column)).collect()
    }
}

/// A row with more cells than its header: one more for every value when a comma was both decimal and separator.
pub(super) fn too_long(found: usize, width: usize) -> Option<Wrong> {
    let code = if width > 1 && found == 2 * width - 1 { FaultCode::WrongSeparator } else { FaultCode::RowTooLong };
    (found > width).then(|| Wrong::with(code, "max", width).and("found", found))
}
