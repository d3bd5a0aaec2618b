//! The export of the Flemish operator: a row per meter, register and quarter-hour, with the times of a clock in
//! Brussels from and to. Day and night registers of a meter are added.

use super::column::{Column, Put};
use super::fault::{FaultCode, SheetKind, Wrong};
use super::notes::Notes;
use super::number::Unit;
use super::sequence::{Sequence, Stamped};
use super::stamp::{Stamp, clock, date, quarter_of};
use super::table::too_long;
use super::{Conflict, Context, FileSeries, SeriesKey};
use crate::readings::Direction;
use crate::readings::quarter::Quarter;
use crate::text::fold;
use std::collections::{HashMap, HashSet};

/// The columns that are read, in the order of [`Heads`].
const HEADS: [&str; 8] =
    ["van (datum)", "van (tijdstip)", "tot (datum)", "tot (tijdstip)", "ean-code", "register", "volume", "eenheid"];

/// Which cell holds what.
type Heads = [usize; 8];

/// One register of one meter.
#[derive(Debug, Clone)]
struct Register {
    key: SeriesKey,
    /// Its name, folded.
    name: String,
    sequence: Sequence,
    column: Column,
    /// The first row, to name one.
    row: u32,
}

/// A file of this layout.
#[derive(Debug, Clone)]
pub(super) struct Dso {
    width: usize,
    heads: Heads,
    registers: Vec<Register>,
    /// Registers by the texts of their EAN and name; none for texts that are not understood.
    places: HashMap<(String, String), Option<usize>>,
    /// The texts and the register of the row above: nearly every row has the same.
    last: Option<((String, String), usize)>,
}

impl Dso {
    /// The layout's header, if a row is one.
    pub(super) fn of_header(cells: &[&str]) -> Option<Self> {
        let folded: Vec<String> = cells.iter().map(|text| fold(text)).collect();
        let mut heads = Heads::default();
        for (place, head) in heads.iter_mut().zip(HEADS) {
            *place = folded.iter().position(|text| text == head)?;
        }
        Some(Self { width: cells.len(), heads, registers: Vec::new(), places: HashMap::new(), last: None })
    }

    /// Takes a row below the header.
    pub(super) fn row(&mut self, row: u32, cells: &[&str], context: &Context, notes: &mut Notes) {
        if let Some(wrong) = too_long(cells.len(), self.width) {
            return notes.wrong(wrong, row, None);
        }
        let [from_date, from_time, to_date, to_time, ean, register, volume, unit] = self.heads;
        let text = |cell: usize| cells.get(cell).copied().unwrap_or_default();
        let Some(place) = self.register(row, text(ean), text(register), context, notes) else { return };
        let Some(register) = self.registers.get_mut(place) else { return };
        let date = match date(text(from_date)) {
            Ok(date) => date,
            Err(wrong) => return notes.wrong(wrong, row, Some(from_date)),
        };
        let clock = clock(text(from_time)).and_then(quarter_of);
        let place = |quarter| register.sequence.place(Stamp::Wall(date, quarter), row, &mut notes.room);
        let quarter = match clock.and_then(place) {
            Ok(quarter) => quarter,
            Err(wrong) => return notes.wrong(wrong, row, Some(from_time)),
        };
        if let Err(wrong) = check_end(&mut register.sequence, quarter, text(to_date), text(to_time)) {
            return notes.wrong(wrong, row, Some(to_time));
        }
        let Some(unit_read) = Unit::named_in(text(unit)) else {
            return notes.wrong(FaultCode::UnknownUnit, row, Some(unit));
        };
        if let Err(wrong) = register.put(quarter, row, text(volume), unit_read, notes) {
            notes.wrong(wrong, row, Some(volume));
        }
    }

    /// The place of a register; none, with a fault, when its texts are not understood.
    fn register(&mut self, row: u32, ean: &str, name: &str, context: &Context, notes: &mut Notes) -> Option<usize> {
        if let Some(((last_ean, last_name), place)) = &self.last
            && last_ean == ean
            && last_name == name
        {
            return Some(*place);
        }
        let texts = (ean.to_owned(), name.to_owned());
        let place = match self.places.get(&texts) {
            Some(known) => *known,
            None => self.new_register(row, &texts, context, notes),
        };
        self.last = place.map(|place| (texts, place));
        place
    }

    /// The place of a register whose texts have not been met: a new one, or one that was written otherwise before.
    fn new_register(
        &mut self,
        row: u32,
        texts: &(String, String),
        context: &Context,
        notes: &mut Notes,
    ) -> Option<usize> {
        let (ean, name) = texts;
        let [.., ean_cell, register_cell, _, _] = self.heads;
        let point = context.point(ean, row, ean_cell, notes);
        let direction = Direction::named_in(name);
        if direction.is_none() {
            notes.wrong(FaultCode::UnknownRegister, row, Some(register_cell));
        }
        let (key, name) = (point.zip(direction).map(|(point, direction)| SeriesKey { point, direction }), fold(name));
        let known = |register: &Register| key.as_ref() == Some(&register.key) && register.name == name;
        let mut place = self.registers.iter().position(known);
        if place.is_none()
            && let Some(key) = key
        {
            if !context.has_room(self.registers.len() + 1, row, notes) {
                return None;
            }
            place = Some(self.registers.len());
            let sequence = Sequence::new(Stamped::Start);
            self.registers.push(Register { key, name, sequence, column: Column::default(), row });
        }
        // A text that is not understood is named once, not in each of its rows; but not any number is remembered.
        if place.is_some() || self.places.len() < context.limits.series {
            self.places.insert(texts.clone(), place);
        }
        place
    }

    /// What the file held, registers of a meter and direction together.
    pub(super) fn finish(self, notes: &mut Notes) -> Vec<FileSeries> {
        let mut found: Vec<(SeriesKey, Column)> = Vec::new();
        let whole: HashSet<SeriesKey> =
            self.registers.iter().filter(|register| !register.is_part()).map(|register| register.key.clone()).collect();
        let mut places: HashMap<SeriesKey, usize> = HashMap::new();
        for register in self.registers {
            if let Some(wrong) = register.sequence.coarse_minutes().map(super::lasts) {
                notes.wrong(wrong, register.row, None);
            }
            match places.get(&register.key).and_then(|place| found.get_mut(*place)) {
                // What is neither day nor night may well be their sum: it stands alone or not at all.
                Some(_) if whole.contains(&register.key) => {
                    notes.wrong(FaultCode::UnknownRegister, register.row, None);
                }
                Some((_, column)) => {
                    if let Err((quarter, wrong)) = column.add(&register.column, &mut notes.room) {
                        let row = register.sequence.row_of(quarter).unwrap_or(register.row);
                        notes.wrong(wrong, row, None);
                    }
                }
                None => {
                    places.insert(register.key.clone(), found.len());
                    found.push((register.key, register.column));
                }
            }
        }
        found.into_iter().map(|(key, column)| FileSeries::of(SheetKind::Gross, key, column)).collect()
    }
}

impl Register {
    /// Whether it is one of the two registers that make up a direction.
    fn is_part(&self) -> bool {
        self.name.contains("dag") || self.name.contains("nacht")
    }

    fn put(&mut self, at: Quarter, row: u32, text: &str, unit: Unit, notes: &mut Notes) -> Result<(), Wrong> {
        let reading = notes.reading(text, Some(unit))?;
        match self.column.put(at, reading.map(|(wh, _)| wh), &mut notes.room)? {
            Put::Kept => self.column.round(reading.map_or(0, |(_, remainder)| remainder)),
            Put::Equal => notes.repeated(None),
            Put::Different(old) => {
                let rows = (self.sequence.row_of(at).unwrap_or(row), row);
                let wh = (old, reading.map_or(0, |(wh, _)| wh));
                notes.repeated(Some(Conflict { series: self.key.clone(), at, rows, wh }));
            }
        }
        Ok(())
    }
}

/// That a row ends a quarter-hour after it begins. Where the clock goes back at its end, the export shows the time
/// after the change, but some show the one before.
fn check_end(sequence: &mut Sequence, start: Quarter, to_date: &str, to_time: &str) -> Result<(), Wrong> {
    let end = (date(to_date)?, quarter_of(clock(to_time)?)?);
    let (begun, clock) = sequence.shown(start)?;
    let (next_date, next_clock) = sequence.shown(start.plus(1))?;
    let next = (next_date, next_clock.quarter);
    if end == next || end == (begun, clock.quarter + 1) {
        return Ok(());
    }
    let days = (end.0 - next.0).num_days();
    Err(super::lasts(15 + days * 24 * 60 + (i64::from(end.1) - i64::from(next.1)) * 15))
}
