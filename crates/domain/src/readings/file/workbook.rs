//! The workbook of the Walloon operators: sheets `Brut Rep`, `Partagé Rep` and `Net Rep` of what was measured, what was
//! shared of it and what is left. Row 1 says the kind of each column, row 2 its EAN, rows 3 and 4 more; readings begin
//! in row 5. Direction (`A+`, `A-` or a word) and unit stand somewhere in the header, the unit perhaps beside it.

use super::fault::{FaultCode, SheetKind};
use super::notes::Notes;
use super::number::Unit;
use super::table::Table;
use super::{Context, FileSeries, SeriesKey};
use crate::readings::Direction;
use crate::text::fold;

/// The row of the EANs.
const EAN_ROW: u32 = 2;
/// The first row of readings.
const FIRST_ROW: u32 = 5;

impl SheetKind {
    /// The kind of sheet that has a name; accents and case do not matter.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        match fold(name).as_str() {
            "brut rep" => Some(Self::Gross),
            "partage rep" => Some(Self::Shared),
            "net rep" => Some(Self::Net),
            _ => None,
        }
    }
}

/// A sheet that is being read.
#[derive(Debug, Clone)]
enum State {
    /// The rows of the header so far, with their numbers.
    Header(Vec<(u32, Vec<String>)>),
    Body(Table),
}

/// A workbook with sheets of this layout.
#[derive(Debug, Clone, Default)]
pub(super) struct Workbook {
    sheets: Vec<(SheetKind, State)>,
    /// Whether rows belong to the last of them.
    open: bool,
}

impl Workbook {
    /// Begins a sheet; rows of other sheets are passed over.
    pub(super) fn sheet(&mut self, kind: Option<SheetKind>) {
        self.open = kind.is_some();
        self.sheets.extend(kind.map(|kind| (kind, State::Header(Vec::new()))));
    }

    /// Takes a row of the sheet.
    pub(super) fn row(&mut self, row: u32, cells: &[&str], context: &Context, notes: &mut Notes) {
        let series: usize = self.sheets.iter().map(|(_, state)| state.series()).sum();
        let Some((kind, state)) = self.sheets.last_mut().filter(|_| self.open) else { return };
        if let State::Header(header) = state {
            if row < FIRST_ROW {
                header.push((row, cells.iter().map(|&text| text.to_owned()).collect()));
                return;
            }
            let table = table(*kind, header, context, notes);
            if !context.has_room(series + table.series(), row, notes) {
                self.open = false;
                return;
            }
            *state = State::Body(table);
        }
        if let State::Body(table) = state
            && !is_summary(cells)
        {
            table.row(row, cells, notes);
        }
    }

    /// Whether the times of a sheet look like ends.
    pub(super) fn looks_end_stamped(&self) -> bool {
        self.sheets.iter().any(|(_, state)| matches!(state, State::Body(table) if table.looks_end_stamped()))
    }

    /// What the workbook held.
    pub(super) fn finish(self, notes: &mut Notes) -> Vec<FileSeries> {
        let mut found = Vec::new();
        for (kind, state) in self.sheets {
            if let State::Body(table) = state {
                notes.sheet = Some(kind);
                found.extend(table.finish(notes));
            }
        }
        found
    }
}

impl State {
    const fn series(&self) -> usize {
        match self {
            Self::Header(_) => 0,
            Self::Body(table) => table.series(),
        }
    }
}

/// The columns that a header announces. A column without anything in row 2 is not one of readings.
fn table(kind: SheetKind, header: &[(u32, Vec<String>)], context: &Context, notes: &mut Notes) -> Table {
    let width = header.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let eans = header.iter().find(|(row, _)| *row == EAN_ROW).map(|(_, cells)| cells.as_slice()).unwrap_or_default();
    if eans.iter().skip(1).all(String::is_empty) {
        notes.wrong(FaultCode::UnknownHeader, EAN_ROW, None);
    }
    // Of the cells of a column, that of the EAN says nothing else: an Austrian one may well contain `kW`.
    let texts = |cell: usize| {
        let others = header.iter().filter(|(row, _)| *row != EAN_ROW);
        others.filter_map(move |(_, cells)| cells.get(cell)).map(String::as_str)
    };
    let beside = texts(0).find_map(Unit::named_in);
    let mut heads = Vec::new();
    for (cell, ean) in eans.iter().enumerate().skip(1).filter(|(_, ean)| !ean.is_empty()) {
        let Some(point) = context.point(ean, EAN_ROW, cell, notes) else { continue };
        let Some(direction) = texts(cell).find_map(Direction::named_in) else {
            notes.wrong(FaultCode::MissingDirection, 1, Some(cell));
            continue;
        };
        heads.push((cell, SeriesKey { point, direction }, texts(cell).find_map(Unit::named_in).or(beside)));
    }
    Table::new(kind, width, context.stamped(), true).with(heads)
}

/// Whether a row sums up the others.
fn is_summary(cells: &[&str]) -> bool {
    matches!(fold(cells.first().copied().unwrap_or_default()).as_str(), "total" | "totaux" | "totaal")
}
