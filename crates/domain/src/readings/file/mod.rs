//! Files of readings, row by row: the wide layout in UTC, the Flemish operator's export, the Walloon operators'
//! workbook.
//!
//! A [`Reader`] is given rows of cells, whatever they were split from, recognises the layout, and keeps nothing but
//! readings: four bytes each, and four more for the row they came from, up to [`Limits`]. It goes on after a mistake,
//! so that all are named at once. What only a person can know becomes a [`Question`]; the answer is an argument of the
//! next reading.
//!
//! Must never know: bytes, encodings, CSV or XLSX; which meters exist.

mod column;
mod dso;
mod fault;
mod notes;
mod number;
mod sequence;
mod stamp;
mod table;
mod wide;
mod workbook;

pub use fault::{Fault, FaultCode, Faults, Place, SheetKind};
pub use number::Unit;
pub use sequence::Stamped;

use super::{Direction, Quarter, Series};
use crate::identifier::{IdScheme, MeteringPointId};
use crate::violation::Param;
use crate::vocabulary::vocabulary;
use column::Column;
use dso::Dso;
use fault::Wrong;
use notes::Notes;
use wide::Wide;
use workbook::Workbook;

vocabulary! {
    /// The layouts of files.
    Layout {
        /// One column per meter, instants in UTC.
        Wide = "wide",
        /// One row per meter, register and quarter-hour, as the Flemish operator exports it.
        Dso = "dso",
        /// The sheets `Brut Rep`, `Partagé Rep`, `Net Rep`.
        Workbook = "workbook",
    }
}

/// How much a file may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most meters and directions.
    pub series: usize,
    /// Most quarter-hours, gaps among them, of all meters and rows together.
    pub quarters: usize,
}

impl Default for Limits {
    /// A hundred meters over five years, in 80 MB.
    fn default() -> Self {
        Self { series: 2_000, quarters: 20_000_000 }
    }
}

/// What somebody has said about a file that asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    /// Whether times are starts or ends.
    pub stamped: Option<Stamped>,
    /// The unit of its values, whatever it says itself.
    pub unit: Option<Unit>,
}

/// Something about a file that only a person can know. It has been read as if the answer were the usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// The times look like ends of quarter-hours; they were read as starts.
    EndStamped,
    /// The file says no unit; it was read as kWh.
    UnitMissing {
        /// What the values look like.
        likely: Unit,
    },
    /// The values do not look like the unit that the file says.
    UnitDoubtful {
        /// What the file says.
        declared: Unit,
        /// What they look like.
        likely: Unit,
    },
}

/// A metering point as files are checked for it.
pub type Point = MeteringPointId;

/// Whose readings a series holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SeriesKey {
    /// The metering point.
    pub point: Point,
    /// Which way the energy went.
    pub direction: Direction,
}

/// A series of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSeries {
    /// What it was measured, shared or left as; only [`SheetKind::Gross`] is a reading.
    pub kind: SheetKind,
    /// Whose it is.
    pub key: SeriesKey,
    /// What the file calls it.
    pub label: Option<String>,
    /// Its readings.
    pub series: Series,
    /// Billionths of a Wh by which the file's values are more than the whole Wh that were kept; below 0, less.
    pub remainder_nano_wh: i64,
}

/// Two rows that give different readings of one quarter-hour. Neither is taken: it stays a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Whose reading.
    pub series: SeriesKey,
    /// The quarter-hour.
    pub at: Quarter,
    /// The rows.
    pub rows: (u32, u32),
    /// What they say, in Wh; the first is not known any more when there were others between.
    pub wh: (Option<u32>, u32),
}

/// Quarter-hours that a file has more than once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repetitions {
    /// How many times it says the same again.
    pub equal: usize,
    /// How many times it says something else.
    pub different: usize,
    /// The first [`Repetitions::KEPT`] of those.
    pub conflicts: Vec<Conflict>,
}

impl Repetitions {
    /// How many conflicts are kept.
    pub const KEPT: usize = 100;
}

/// A file that was read without fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingsFile {
    /// Its layout.
    pub layout: Layout,
    /// The unit its values were read in.
    pub unit: Unit,
    /// Its series, in the order of the file.
    pub series: Vec<FileSeries>,
    /// What it has more than once.
    pub repetitions: Repetitions,
    /// What has to be answered before it can be imported.
    pub questions: Vec<Question>,
}

/// Reads a file from its rows.
#[derive(Debug, Clone)]
pub struct Reader {
    context: Context,
    notes: Notes,
    state: State,
}

/// What the layouts have to know of the whole.
#[derive(Debug, Clone)]
struct Context {
    scheme: IdScheme,
    answers: Answers,
    limits: Limits,
}

#[derive(Debug, Clone)]
enum State {
    /// Before the header.
    Start,
    Wide(Wide),
    Dso(Dso),
    Workbook(Workbook),
    /// The header was no known one; nothing below it can be understood.
    Unknown,
}

impl Reader {
    /// A reader for the meters of a country.
    #[must_use]
    pub fn new(scheme: IdScheme, answers: Answers, limits: Limits) -> Self {
        let notes = Notes::new(&limits, answers.unit);
        Self { context: Context { scheme, answers, limits }, notes, state: State::Start }
    }

    /// Begins a sheet of a workbook. Files of a single table, and workbooks that hold one, need not say so.
    pub fn sheet(&mut self, name: &str) {
        let kind = SheetKind::of_name(name);
        self.notes.sheet = kind;
        if matches!(self.state, State::Start) && kind.is_some() {
            self.state = State::Workbook(Workbook::default());
        }
        if let State::Workbook(workbook) = &mut self.state {
            workbook.sheet(kind);
        }
    }

    /// Takes a row with the number that a spreadsheet shows. Empty rows may be left out.
    pub fn row<S: AsRef<str>>(&mut self, number: u32, cells: &[S]) {
        let mut cells: Vec<&str> = cells.iter().map(|cell| plain(cell.as_ref())).collect();
        while cells.last().is_some_and(|cell| cell.is_empty()) {
            cells.pop();
        }
        if cells.is_empty() {
            return;
        }
        let (context, notes) = (&self.context, &mut self.notes);
        match &mut self.state {
            State::Start => self.state = header(number, &cells, context, notes),
            State::Wide(wide) => wide.row(number, &cells, context, notes),
            State::Dso(dso) => dso.row(number, &cells, context, notes),
            State::Workbook(workbook) => workbook.row(number, &cells, context, notes),
            State::Unknown => {}
        }
    }

    /// Takes consecutive rows from 1 on.
    pub fn rows<S: AsRef<str>, R: AsRef<[S]>>(&mut self, rows: impl IntoIterator<Item = R>) {
        for (number, row) in (1..).zip(rows) {
            self.row(number, row.as_ref());
        }
    }

    /// What was in the file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn finish(self) -> Result<ReadingsFile, Faults> {
        let mut notes = self.notes;
        let (layout, end_stamped, series) = match self.state {
            State::Start => (Layout::Wide, false, Vec::new()),
            State::Wide(wide) => (Layout::Wide, wide.looks_end_stamped(), wide.finish(&mut notes)),
            State::Dso(dso) => (Layout::Dso, false, dso.finish(&mut notes)),
            State::Workbook(book) => (Layout::Workbook, book.looks_end_stamped(), book.finish(&mut notes)),
            State::Unknown => return Err(notes.faults),
        };
        let is_empty = |series: &FileSeries| series.series.span().is_none();
        if notes.faults.count == 0 && notes.repetitions.different == 0 && series.iter().all(is_empty) {
            notes.sheet = None;
            notes.wrong(FaultCode::NoReadings, 1, None);
        }
        if notes.faults.count > 0 {
            return Err(notes.faults);
        }
        let asks = end_stamped && self.context.answers.stamped.is_none();
        let questions = asks.then_some(Question::EndStamped).into_iter().chain(notes.unit_question()).collect();
        Ok(ReadingsFile { layout, unit: notes.read_as(), series, repetitions: notes.repetitions, questions })
    }
}

/// Recognises a layout by its first row.
fn header(row: u32, cells: &[&str], context: &Context, notes: &mut Notes) -> State {
    if let Some(dso) = Dso::of_header(cells) {
        return State::Dso(dso);
    }
    if Wide::is_header(cells) {
        return State::Wide(Wide::new(row, cells, context, notes));
    }
    // A header in a single cell was split at the wrong sign, or not at all.
    let whole = cells.len() == 1 && cells.iter().any(|cell| cell.contains([';', ',', '\t', '|']));
    notes.wrong(if whole { FaultCode::WrongSeparator } else { FaultCode::UnknownHeader }, row, None);
    State::Unknown
}

impl Context {
    /// The metering point that a cell names; a fault when it names none.
    fn point(&self, text: &str, row: u32, cell: usize, notes: &mut Notes) -> Option<Point> {
        match Point::parse(self.scheme, text) {
            Ok((point, _)) => Some(point),
            Err(violation) => {
                let mut wrong = Wrong::from(FaultCode::InvalidEan);
                for (name, value) in violation.params {
                    wrong = wrong.and(name, value);
                }
                notes.wrong(wrong, row, Some(cell));
                None
            }
        }
    }

    /// Whether the file may have so many series; a fault when not.
    fn has_room(&self, series: usize, row: u32, notes: &mut Notes) -> bool {
        let fits = series <= self.limits.series;
        if !fits {
            notes.wrong(Wrong::with(FaultCode::TooManySeries, "max", Param::from(self.limits.series)), row, None);
        }
        fits
    }

    /// What the times of a table are: starts, unless somebody has said otherwise.
    fn stamped(&self) -> Stamped {
        self.answers.stamped.unwrap_or_default()
    }
}

impl FileSeries {
    fn of(kind: SheetKind, key: SeriesKey, column: Column) -> Self {
        let remainder_nano_wh = column.remainder();
        Self { kind, key, label: None, series: column.into_series(), remainder_nano_wh }
    }
}

/// A reading that lasts longer than a quarter-hour.
fn lasts(minutes: i64) -> Wrong {
    Wrong::with(FaultCode::NotAQuarterHour, "minutes", minutes)
}

/// The text of a cell, without what spreadsheets put around it to keep digits: `="…"`.
fn plain(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let inner = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inner.map_or(text, str::trim)
}
