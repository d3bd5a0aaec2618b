//! Rows of cells into a file, piece by piece.

use super::cell::{Cell, guarded};
use domain::quantity::Decimal;
use domain::vocabulary::Locale;
use rust_xlsxwriter::{Format as CellFormat, Workbook, XlsxError};
use std::io;

/// What makes Excel read a CSV file as UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
/// The most rows a sheet of XLSX has.
const MOST_ROWS: u32 = 1_048_576;

/// What a table is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Text with separators.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// Its media type.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// What names of its files end in.
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// How CSV is written so that a spreadsheet set to a language opens it: where the comma is the decimal mark,
/// columns are separated by semicolons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CsvStyle {
    separator: u8,
    decimal_mark: char,
}

impl CsvStyle {
    /// The style of a language's spreadsheets.
    pub(crate) const fn of(locale: Locale) -> Self {
        match locale {
            Locale::En => Self { separator: b',', decimal_mark: '.' },
            Locale::Fr | Locale::Nl | Locale::De => Self { separator: b';', decimal_mark: ',' },
        }
    }

    fn number(self, number: Decimal) -> String {
        let text = number.to_string();
        if self.decimal_mark == '.' { text } else { text.replace('.', &self.decimal_mark.to_string()) }
    }
}

/// Writes CSV: UTF-8 with its mark, texts guarded against being taken for formulas.
pub(crate) struct CsvWriter {
    writer: csv::Writer<Vec<u8>>,
    style: CsvStyle,
    started: bool,
}

impl CsvWriter {
    pub(crate) fn new(style: CsvStyle) -> Self {
        Self { writer: fresh(style), style, started: false }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// None that memory gives.
    pub(crate) fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let texts = cells.iter().map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => guarded(text),
            Cell::Number(number) => self.style.number(*number),
            Cell::Day(day) => day.to_string(),
        });
        self.writer.write_record(texts).map_err(io::Error::from)
    }

    /// What was written since the last time.
    ///
    /// # Errors
    /// None that memory gives.
    pub(crate) fn take(&mut self) -> io::Result<Vec<u8>> {
        let writer = std::mem::replace(&mut self.writer, fresh(self.style));
        let rows = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        let mark = if std::mem::replace(&mut self.started, true) { &[][..] } else { BYTE_ORDER_MARK };
        Ok([mark, rows.as_slice()].concat())
    }
}

fn fresh(style: CsvStyle) -> csv::Writer<Vec<u8>> {
    let mut builder = csv::WriterBuilder::new();
    builder.delimiter(style.separator).terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new())
}

/// Writes a workbook of one sheet. Rows go to a temporary file as they come, so that memory holds none of them.
pub(crate) struct XlsxWriter {
    workbook: Workbook,
    day: CellFormat,
    next_row: u32,
}

impl XlsxWriter {
    /// A workbook whose sheet begins with a row of bold headings that stays in sight.
    ///
    /// # Errors
    /// When the temporary file cannot be made, or the name is none for a sheet.
    pub(crate) fn new(sheet: &str, headings: &[&str]) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        let worksheet = workbook.add_worksheet_with_constant_memory()?;
        worksheet.set_name(sheet)?.set_freeze_panes(1, 0)?;
        let bold = CellFormat::new().set_bold();
        // Widths come before rows: those are on their way to the file already.
        for (column, heading) in (0..).zip(headings) {
            let width = u8::try_from(heading.chars().count()).unwrap_or(40).clamp(12, 40);
            worksheet.set_column_width(column, width + 2)?;
        }
        for (column, heading) in (0..).zip(headings) {
            worksheet.write_string_with_format(0, column, *heading, &bold)?;
        }
        Ok(Self { workbook, day: CellFormat::new().set_num_format("yyyy-mm-dd"), next_row: 1 })
    }

    /// Adds a row; nothing once the sheet is full.
    ///
    /// # Errors
    /// When the temporary file cannot be written, or a text is longer than a cell holds.
    pub(crate) fn row(&mut self, cells: &[Cell]) -> Result<(), XlsxError> {
        if self.next_row >= MOST_ROWS {
            return Ok(());
        }
        let worksheet = self.workbook.worksheet_from_index(0)?;
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => continue,
                Cell::Text(text) => worksheet.write_string(self.next_row, column, text)?,
                // A cell holds a float; the shortest text of it is the number again.
                Cell::Number(number) => match number.to_string().parse::<f64>() {
                    Ok(float) => worksheet.write_number(self.next_row, column, float)?,
                    Err(_) => worksheet.write_string(self.next_row, column, number.to_string())?,
                },
                Cell::Day(day) => worksheet.write_datetime_with_format(self.next_row, column, day, &self.day)?,
            };
        }
        self.next_row += 1;
        Ok(())
    }

    /// The file.
    ///
    /// # Errors
    /// When the temporary file cannot be read again.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.workbook.save_to_buffer()
    }
}
