//! What is learnt of a file as a whole while its rows go by.

use super::fault::{FaultCode, Faults, Place, SheetKind, Wrong};
use super::number::{Number, Unit};
use super::sequence::Room;
use super::{Conflict, Limits, Question, Repetitions};

/// Readings above this, in units of their own, are no kWh of a quarter-hour but Wh: 4 MW is industry.
const LARGE: i64 = 1_000;
const NANO: i64 = 1_000_000_000;

/// Faults, repetitions and what the values look like.
#[derive(Debug, Clone)]
pub(super) struct Notes {
    pub(super) faults: Faults,
    pub(super) room: Room,
    pub(super) repetitions: Repetitions,
    pub(super) sheet: Option<SheetKind>,
    /// The unit that somebody has said it is, whatever the file says.
    answer: Option<Unit>,
    mark: Option<char>,
    /// Values that are neither blank nor 0.
    values: usize,
    fractions: usize,
    largest: i64,
    declared: Option<Unit>,
    /// A value had no unit to go with.
    unit_missing: bool,
}

impl Notes {
    pub(super) fn new(limits: &Limits, answer: Option<Unit>) -> Self {
        Self {
            faults: Faults::default(),
            room: Room::new(limits.quarters),
            repetitions: Repetitions::default(),
            sheet: None,
            answer,
            mark: None,
            values: 0,
            fractions: 0,
            largest: 0,
            declared: None,
            unit_missing: false,
        }
    }

    /// Records what is wrong with a row, or with a cell of it; cells are counted from 0.
    pub(super) fn wrong(&mut self, wrong: impl Into<Wrong>, row: u32, cell: Option<usize>) {
        let column = cell.map(|cell| u32::try_from(cell).unwrap_or(u32::MAX).saturating_add(1));
        self.faults.add(wrong.into().at(Place { sheet: self.sheet, row, column }));
    }

    /// A reading in whole Wh with what was rounded away; none for a blank.
    pub(super) fn reading(&mut self, text: &str, unit: Option<Unit>) -> Result<Option<(u32, i64)>, Wrong> {
        if text.is_empty() {
            return Ok(None);
        }
        let number = Number::parse(text)?;
        if let Some(mark) = number.mark
            && *self.mark.get_or_insert(mark) != mark
        {
            return Err(FaultCode::MixedDecimalMarks.into());
        }
        self.values += usize::from(number.nano > 0);
        self.fractions += usize::from(!number.is_whole());
        self.largest = self.largest.max(number.nano);
        self.declared = self.declared.or(unit);
        self.unit_missing |= unit.is_none();
        number.wh(self.unit(unit)).map(Some)
    }

    /// The unit that values are read in; kWh where nothing says it, and then it is asked about.
    fn unit(&self, declared: Option<Unit>) -> Unit {
        self.answer.or(declared).unwrap_or(Unit::KilowattHour)
    }

    /// The unit of the file.
    pub(super) fn read_as(&self) -> Unit {
        self.unit(self.declared)
    }

    /// Whether the values look like the unit they are said to be in.
    pub(super) fn unit_question(&self) -> Option<Question> {
        if self.answer.is_some() || self.values == 0 {
            return None;
        }
        let whole_and_large = self.fractions == 0 && self.largest > LARGE * NANO;
        let parts_and_small = self.fractions > 0 && self.largest < LARGE * NANO;
        let likely = match self.declared {
            None | Some(Unit::KilowattHour | Unit::Kilowatt) if whole_and_large => Some(Unit::WattHour),
            Some(Unit::WattHour) if parts_and_small => Some(Unit::KilowattHour),
            _ => None,
        };
        match (likely, self.unit_missing) {
            (likely, true) => Some(Question::UnitMissing { likely: likely.unwrap_or(Unit::KilowattHour) }),
            (Some(likely), false) => Some(Question::UnitDoubtful { declared: self.read_as(), likely }),
            (None, false) => None,
        }
    }

    /// Counts a repetition, and keeps it when it says something else.
    pub(super) fn repeated(&mut self, conflict: Option<Conflict>) {
        match conflict {
            None => self.repetitions.equal += 1,
            Some(conflict) => {
                self.repetitions.different += 1;
                if self.repetitions.conflicts.len() < Repetitions::KEPT {
                    self.repetitions.conflicts.push(conflict);
                }
            }
        }
    }
}
