//! A file into rows of text, whatever it is; or why it is no table.

use super::{cell, csv_text, xlsx};
use domain::Code;
use domain::violation::FieldViolation;

/// How much a table may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Most rows, the header among them.
    pub(crate) rows: usize,
    /// Most columns.
    pub(crate) columns: usize,
    /// Most characters of a cell that are kept.
    pub(crate) cell: usize,
    /// Most bytes an XLSX file may unpack to.
    pub(crate) unpacked: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rows: 20_001, columns: 100, cell: 5_000, unpacked: 200_000_000 }
    }
}

/// The rows of a table that have anything in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// In the order of the file; the first is usually the header.
    pub(crate) rows: Vec<SheetRow>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SheetRow {
    /// Its number as a spreadsheet shows it, counted from 1.
    pub(crate) number: u32,
    /// Its cells, without empty ones at its end.
    pub(crate) cells: Vec<String>,
    /// The first cell, counted from 0, that was longer than the limit and of which only the beginning is kept.
    pub(crate) cut: Option<usize>,
}

impl SheetRow {
    /// The text of a cell; empty where the row is shorter.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

impl Sheet {
    /// Adds a row, unless it is empty.
    pub(super) fn push(&mut self, row: SheetRow, limits: &Limits) -> Result<(), FieldViolation> {
        let Some(row) = row.trimmed() else { return Ok(()) };
        if row.cells.len() > limits.columns {
            let violation = FieldViolation::with(Code::TooManyColumns, "max", limits.columns);
            return Err(violation.and("count", row.cells.len()).and("row", i64::from(row.number)));
        }
        if self.rows.len() >= limits.rows {
            return Err(FieldViolation::with(Code::TooManyRows, "max", limits.rows - 1));
        }
        self.rows.push(row);
        Ok(())
    }
}

impl SheetRow {
    pub(super) const fn new(number: u32) -> Self {
        Self { number, cells: Vec::new(), cut: None }
    }

    /// Sets a cell, cut at the limit. Columns beyond the limit are counted, but their texts are not kept.
    pub(super) fn set(&mut self, column: usize, text: &str, limits: &Limits) {
        let text = cell::plain(text);
        if text.is_empty() {
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        let end = text.char_indices().nth(limits.cell).map(|(end, _)| end);
        if end.is_some() {
            self.cut = self.cut.or(Some(column));
        }
        if let Some(cell) = self.cells.get_mut(column).filter(|_| column <= limits.columns) {
            end.and_then(|end| text.get(..end)).unwrap_or(text).clone_into(cell);
        }
    }

    fn trimmed(mut self) -> Option<Self> {
        // Texts of columns beyond the limit were not kept, so the length alone says that they are there.
        (!self.cells.is_empty()).then(|| {
            self.cells.shrink_to_fit();
            self
        })
    }
}

/// Reads a file.
///
/// # Errors
/// `empty_file`; `not_a_table` for pictures, documents and other binaries; `too_many_rows`, `too_many_columns`,
/// `unpacks_too_large`.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Sheet, FieldViolation> {
    let sheet = match bytes {
        [] => Sheet::default(),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => xlsx::read(bytes, limits)?,
        _ => csv_text::read(bytes, limits)?,
    };
    if sheet.rows.is_empty() { Err(Code::EmptyFile.into()) } else { Ok(sheet) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::table::{Cell, CsvStyle, XlsxWriter};
    use chrono::NaiveDate;
    use domain::quantity::Decimal;
    use domain::vocabulary::Locale;
    use std::io::{Cursor, Write};

    fn texts(bytes: &[u8]) -> Vec<Vec<String>> {
        read(bytes, &Limits::default()).unwrap().rows.into_iter().map(|row| row.cells).collect()
    }

    fn code(bytes: &[u8]) -> Code {
        read(bytes, &Limits::default()).unwrap_err().code
    }

    #[test]
    fn separators_are_found() {
        for text in
            ["a;b,c;d\n1;2,5;x\n", "a\tb,c\td\n1\t2,5\tx", "sep=;\na;b,c;d\n1;2,5;x", "a,\"b,c\",d\n1,\"2,5\",x"]
        {
            assert_eq!(texts(text.as_bytes()), [["a", "b,c", "d"], ["1", "2,5", "x"]], "{text}");
        }
        assert_eq!(texts(b"ean\n541448820000000008"), [["ean"], ["541448820000000008"]]);
    }

    #[test]
    fn encodings_are_found() {
        let text = "ville;n°\nLiège;œ";
        let expected = [["ville", "n°"], ["Liège", "œ"]];
        assert_eq!(texts(text.as_bytes()), expected);
        assert_eq!(texts(format!("\u{feff}{text}").as_bytes()), expected);
        let (ansi, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(texts(&ansi), expected);
        let wide: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(texts(&wide), expected);
    }

    #[test]
    fn rows_keep_their_numbers_and_empty_ones_go() {
        let sheet = read(b"a;b\r\n;;\r\n\r\n1;\"two\r\nlines\"\r\n3;4\r\n", &Limits::default()).unwrap();
        let found: Vec<_> = sheet.rows.iter().map(|row| (row.number, row.cell(0), row.cell(1))).collect();
        assert_eq!(found, [(1, "a", "b"), (4, "1", "two\r\nlines"), (5, "3", "4")]);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(code(b""), Code::EmptyFile);
        assert_eq!(code(b"\xef\xbb\xbf \r\n;;\r\n"), Code::EmptyFile);
        assert_eq!(code(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Code::NotATable);
        assert_eq!(code(b"\xff\xd8\xff\xe0\0\x10JFIF\0"), Code::NotATable);
        assert_eq!(code(b"%PDF-1.7\n"), Code::NotATable);
        assert_eq!(code(b"PK\x03\x04 and no archive"), Code::NotATable);
        assert_eq!(code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Code::NotATable);
    }

    #[test]
    fn limits_hold() {
        let wide = vec!["x"; 300].join(";");
        assert_eq!(code(wide.as_bytes()), Code::TooManyColumns);
        assert_eq!(code("a\n".repeat(20_002).as_bytes()), Code::TooManyRows);
        let long = format!("a;b\n1;{}", "é".repeat(5_001));
        let sheet = read(long.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(sheet.rows.get(1).unwrap().cut, Some(1));
        assert_eq!(sheet.rows.get(1).unwrap().cell(1).chars().count(), 5_000);
    }

    fn workbook(rows: &[Vec<Cell>]) -> Vec<u8> {
        let mut writer = XlsxWriter::new("Sheet", &["EAN", "kVA", "from"]).unwrap();
        for row in rows {
            writer.row(row).unwrap();
        }
        writer.finish().unwrap()
    }

    #[test]
    fn what_is_written_as_xlsx_is_read_again() {
        let row = vec![
            Cell::text("541448820000000008"),
            Cell::Number(Decimal::new(92, 1)),
            Cell::Day(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()),
        ];
        let bytes = workbook(&[row, vec![Cell::text("=1+1"), Cell::Empty, Cell::Number(Decimal::new(-4, 0))]]);
        assert_eq!(
            texts(&bytes),
            [vec!["EAN", "kVA", "from"], vec!["541448820000000008", "9.2", "2026-01-31"], vec!["=1+1", "", "-4"]]
        );
    }

    #[test]
    fn a_number_that_lost_its_digits_says_so() {
        let bytes = workbook(&[vec![Cell::Number(Decimal::new(541_448_820_000_000_008, 0))]]);
        let cell = texts(&bytes).remove(1).remove(0);
        assert!(crate::table::is_scientific_notation(&cell), "{cell}");
    }

    #[test]
    fn an_archive_that_unpacks_to_too_much_is_refused() {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(&vec![b' '; 100_000]).unwrap();
        let bytes = archive.finish().unwrap().into_inner();
        let limits = Limits { unpacked: 99_999, ..Limits::default() };
        assert_eq!(read(&bytes, &limits).unwrap_err().code, Code::UnpacksTooLarge);
        assert_eq!(code(&bytes), Code::NotATable);
    }

    #[test]
    fn what_is_written_as_csv_is_read_again() {
        for locale in Locale::ALL {
            let style = CsvStyle::of(*locale);
            let mut writer = crate::table::CsvWriter::new(style);
            writer.row(&[Cell::text("a"), Cell::text("b;c,d"), Cell::Number(Decimal::new(-15, 1))]).unwrap();
            writer.row(&[Cell::text("=x"), Cell::Empty, Cell::text("say \"hi\"\nto é")]).unwrap();
            let rows = texts(&writer.take().unwrap());
            let number = if *locale == Locale::En { "-1.5" } else { "-1,5" };
            assert_eq!(rows, [vec!["a", "b;c,d", number], vec!["=x", "", "say \"hi\"\nto é"]]);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_give_a_table_or_a_refusal(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..600)) {
            let _ = read(&bytes, &Limits::default());
        }

        #[test]
        fn any_text_gives_a_table_or_a_refusal(text in "[a-z;,\"\t\r\n=' é]{0,200}") {
            let _ = read(text.as_bytes(), &Limits::default());
        }
    }
}
