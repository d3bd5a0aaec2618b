//! The wide layout: a row of EANs, a row of directions, perhaps one of labels and one of units; then an instant with
//! its distance from UTC and the readings, in kWh unless the file says otherwise.

use super::fault::{FaultCode, SheetKind, Wrong};
use super::notes::Notes;
use super::number::Unit;
use super::table::Table;
use super::{Context, FileSeries, Point, SeriesKey};
use crate::readings::Direction;
use crate::text::fold;
use std::collections::HashMap;

/// What the first cell of a header may say of the times below it.
const STARTS: [&str; 6] = ["interval_start", "start", "from", "begin", "timestamp", "utc"];
const ENDS: [&str; 5] = ["interval_end", "end", "to", "until", "fin"];

/// Most characters of a label that are kept.
const LABEL_MAX: usize = 200;

/// A file of this layout.
#[derive(Debug, Clone)]
pub(super) struct Wide {
    width: usize,
    says_end: bool,
    points: Vec<(usize, Option<Point>)>,
    directions: Option<Vec<Option<Direction>>>,
    labels: Vec<String>,
    units: Vec<Option<Unit>>,
    table: Option<Table>,
}

impl Wide {
    /// Whether a row is the header of this layout.
    pub(super) fn is_header(cells: &[&str]) -> bool {
        let first = fold(cells.first().copied().unwrap_or_default());
        cells.len() > 1 && (STARTS.contains(&first.as_str()) || ENDS.contains(&first.as_str()))
    }

    /// Reads the header.
    pub(super) fn new(row: u32, cells: &[&str], context: &Context, notes: &mut Notes) -> Self {
        let first = fold(cells.first().copied().unwrap_or_default());
        let point = |(cell, text): (usize, &&str)| (cell, context.point(text, row, cell, notes));
        Self {
            width: cells.len(),
            says_end: ENDS.contains(&first.as_str()),
            points: cells.iter().enumerate().skip(1).map(point).collect(),
            directions: None,
            labels: Vec::new(),
            units: Vec::new(),
            table: None,
        }
    }

    /// Takes a row below the header.
    pub(super) fn row(&mut self, row: u32, cells: &[&str], context: &Context, notes: &mut Notes) {
        if self.table.is_none() {
            match fold(cells.first().copied().unwrap_or_default()).as_str() {
                "direction" => {
                    self.directions = Some(cells.iter().map(|text| Direction::named_in(text)).collect());
                    return;
                }
                "label" => {
                    self.labels = cells.iter().map(|text| text.chars().take(LABEL_MAX).collect()).collect();
                    return;
                }
                "unit" => {
                    self.units = self.units_of(row, cells, notes);
                    return;
                }
                _ => {}
            }
            let mut heads = self.heads(row, notes);
            if !context.has_room(heads.len(), row, notes) {
                heads.clear();
            }
            let table = Table::new(SheetKind::Gross, self.width, context.stamped(), false).with(heads);
            self.table = Some(table);
        }
        if let Some(table) = &mut self.table {
            table.row(row, cells, notes);
        }
    }

    fn units_of(&self, row: u32, cells: &[&str], notes: &mut Notes) -> Vec<Option<Unit>> {
        let units: Vec<_> = cells.iter().map(|text| Unit::named_in(text)).collect();
        for (cell, _) in &self.points {
            if units.get(*cell).copied().flatten().is_none() {
                notes.wrong(FaultCode::UnknownUnit, row, Some(*cell));
            }
        }
        units
    }

    /// The columns whose meter and direction are known; each of the others is a fault.
    fn heads(&self, row: u32, notes: &mut Notes) -> Vec<(usize, SeriesKey, Option<Unit>)> {
        let mut heads = Vec::with_capacity(self.points.len());
        for (cell, point) in &self.points {
            let direction = self.directions.as_ref().and_then(|directions| directions.get(*cell).copied().flatten());
            let Some(direction) = direction else {
                notes.wrong(Wrong::from(FaultCode::MissingDirection), row, Some(*cell));
                continue;
            };
            let unit = self.units.get(*cell).copied().flatten().unwrap_or(Unit::KilowattHour);
            if let Some(point) = point.clone() {
                heads.push((*cell, SeriesKey { point, direction }, Some(unit)));
            }
        }
        heads
    }

    /// What each column is called; the first label of those that are of one series.
    fn labels_by_key(&self) -> HashMap<SeriesKey, String> {
        let mut labels = HashMap::new();
        for (cell, point) in &self.points {
            let direction = self.directions.as_ref().and_then(|directions| directions.get(*cell).copied().flatten());
            let label = self.labels.get(*cell).filter(|label| !label.is_empty());
            if let (Some(point), Some(direction), Some(label)) = (point.clone(), direction, label) {
                labels.entry(SeriesKey { point, direction }).or_insert_with(|| label.clone());
            }
        }
        labels
    }

    /// Whether the header or the times say that they are ends.
    pub(super) fn looks_end_stamped(&self) -> bool {
        self.says_end || self.table.as_ref().is_some_and(Table::looks_end_stamped)
    }

    /// What the file held.
    pub(super) fn finish(self, notes: &mut Notes) -> Vec<FileSeries> {
        let labels = self.labels_by_key();
        let mut series = self.table.map(|table| table.finish(notes)).unwrap_or_default();
        for series in &mut series {
            series.label = labels.get(&series.key).cloned();
        }
        series
    }
}
