//! Bytes into readings.

use crate::error::Error;
use crate::table::{self, Rows, StreamLimits};
use api_types::{FieldError, ReadingAnswers, reading_fault};
use domain::identifier::IdScheme;
use domain::readings::file::{Answers, Faults, Limits, Reader, ReadingsFile};
use domain::violation::Violations;

/// The largest file, in bytes.
pub(crate) const MOST_BYTES: usize = 64_000_000;

/// A hundred meters over a year, a row for each quarter-hour, are some 400 MB.
const LIMITS: StreamLimits = StreamLimits { unpacked: 250_000_000, columns: 4_000, line: 200_000 };

struct Sink(Reader);

impl Rows for Sink {
    fn sheet(&mut self, name: &str) {
        self.0.sheet(name);
    }

    fn row(&mut self, number: u32, cells: &[&str]) {
        self.0.row(number, cells);
    }
}

/// The readings of a file.
///
/// # Errors
/// What is wrong with it, at `/file`; each with its row and, in a workbook, its sheet.
pub(crate) fn read(bytes: &[u8], scheme: IdScheme, answers: ReadingAnswers) -> Result<ReadingsFile, Error> {
    let answers = Answers { stamped: answers.stamped, unit: answers.unit };
    let mut sink = Sink(Reader::new(scheme, answers, Limits::default()));
    table::stream(bytes, &LIMITS, &mut sink).map_err(|violation| {
        let mut violations = Violations::default();
        violations.add_with("/file", violation.code, violation.params);
        Error::from(violations)
    })?;
    sink.0.finish().map_err(refused)
}

fn refused(faults: Faults) -> Error {
    let count = faults.count;
    let errors: Vec<FieldError> = faults.first.into_iter().map(|fault| reading_fault("/file", fault)).collect();
    let detail = match errors.first() {
        Some(first) if count == 1 => first.detail.clone(),
        Some(first) => format!("{} There are {count} mistakes in the file.", first.detail),
        None => "The file cannot be read.".to_owned(),
    };
    Error::invalid(errors).told(detail)
}
