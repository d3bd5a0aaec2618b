//! Why a file is refused, what is asked about it, and where.

use crate::violation::{Param, Params};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// Codes of what is wrong with a file of readings; stable names of the API.
    FaultCode {
        /// The first row is the header of no known layout.
        UnknownHeader = "unknown_header",
        /// Cells were split at the wrong sign: the whole header is one cell, or decimal commas cut values in two.
        WrongSeparator = "wrong_separator",
        /// The row has `found` cells where the header has `max`.
        RowTooLong = "row_too_long",
        /// The column says neither offtake nor injection.
        MissingDirection = "missing_direction",
        /// Not a metering point identifier of the community's country; see `reason`.
        InvalidEan = "invalid_ean",
        /// The register is neither one of offtake nor one of injection.
        UnknownRegister = "unknown_register",
        /// The unit is none of Wh, kWh and kW.
        UnknownUnit = "unknown_unit",
        /// Not a date with a time.
        NotAnInstant = "not_an_instant",
        /// The time does not say how far it lies from UTC.
        MissingOffset = "missing_offset",
        /// The date lies outside the years `min` to `max`.
        OutOfYears = "out_of_years",
        /// The reading is not of a quarter-hour: it begins at another minute, or lasts `minutes`.
        NotAQuarterHour = "not_a_quarter_hour",
        /// The clock never showed this time: it is in the hour that March skips.
        NotALocalTime = "not_a_local_time",
        /// The clock showed this time twice, and the file has it a third time.
        ThirdRepetition = "third_repetition",
        /// The row is earlier than one above it.
        NotAscending = "not_ascending",
        /// Not a number.
        NotANumber = "not_a_number",
        /// Decimal commas and decimal points are mixed.
        MixedDecimalMarks = "mixed_decimal_marks",
        /// The reading is below 0.
        NegativeReading = "negative_reading",
        /// The reading is above `max_wh`.
        ReadingTooLarge = "reading_too_large",
        /// The file has more than `max` meters and directions.
        TooManySeries = "too_many_series",
        /// The file spans more than `max` quarter-hours of all its meters together.
        TooManyReadings = "too_many_readings",
        /// There is no reading below the header.
        NoReadings = "no_readings",
    }
}

vocabulary! {
    /// The sheets of an operator's workbook.
    SheetKind {
        /// What was measured: the readings.
        Gross = "gross",
        /// What the operator shared out of it.
        Shared = "shared",
        /// What is left of it.
        Net = "net",
    }
}

/// A place in a file, as a spreadsheet counts: from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The sheet, in a workbook with several.
    pub sheet: Option<SheetKind>,
    /// The row.
    pub row: u32,
    /// The column, when it is about a single cell.
    pub column: Option<u32>,
}

/// Something that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub code: FaultCode,
    /// Where.
    pub place: Place,
    /// Values of the message.
    pub params: Params,
}

/// Everything that is wrong with a file; nothing of it is imported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    /// The first [`Faults::KEPT`] of them, in the order of the file.
    pub first: Vec<Fault>,
    /// How many there are.
    pub count: usize,
}

impl Faults {
    /// How many are kept: a file with the wrong separator is wrong in every row.
    pub const KEPT: usize = 100;

    pub(super) fn add(&mut self, fault: Fault) {
        self.count += 1;
        if self.first.len() < Self::KEPT {
            self.first.push(fault);
        }
    }
}

/// A fault before its place is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) code: FaultCode,
    params: Params,
}

impl From<FaultCode> for Wrong {
    fn from(code: FaultCode) -> Self {
        Self { code, params: Params::new() }
    }
}

impl Wrong {
    pub(super) fn with(code: FaultCode, name: &'static str, value: impl Into<Param>) -> Self {
        Self { code, params: Params::from([(name, value.into())]) }
    }

    pub(super) fn and(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.insert(name, value.into());
        self
    }

    pub(super) fn at(self, place: Place) -> Fault {
        Fault { code: self.code, place, params: self.params }
    }
}
