//! A file of many rows, given one after another and never held as a whole: CSV, CSV packed with gzip, every sheet of a
//! workbook.

use super::csv_text;
use super::xlsx;
use domain::Code;
use domain::violation::FieldViolation;
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, WINDOWS_1252};
use flate2::read::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// How much a file may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StreamLimits {
    /// Most bytes it may unpack to.
    pub(crate) unpacked: u64,
    /// Most columns.
    pub(crate) columns: usize,
    /// Most bytes of a line of text.
    pub(crate) line: usize,
}

/// Takes rows as they come.
pub(crate) trait Rows {
    /// A sheet of a workbook begins.
    fn sheet(&mut self, name: &str);

    /// A row with the number that a spreadsheet shows.
    fn row(&mut self, number: u32, cells: &[&str]);
}

/// What begins a file that was packed with gzip.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// Bytes that are decoded at a time.
const BLOCK: usize = 64 * 1024;

/// Gives the rows of a file.
///
/// # Errors
/// `empty_file`; `not_a_table` for pictures, documents and other binaries; `too_many_columns`, `unpacks_too_large`.
pub(crate) fn stream(bytes: &[u8], limits: &StreamLimits, rows: &mut impl Rows) -> Result<(), FieldViolation> {
    match bytes {
        [] => Err(Code::EmptyFile.into()),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => xlsx::stream(bytes, limits, rows),
        _ if bytes.starts_with(&GZIP) => text(|| MultiGzDecoder::new(bytes), limits, rows),
        _ => text(|| bytes, limits, rows),
    }
}

/// Gives the rows of a text, which is read twice: once to know its encoding, then for its rows.
fn text<R: Read>(source: impl Fn() -> R, limits: &StreamLimits, rows: &mut impl Rows) -> Result<(), FieldViolation> {
    let encoding = encoding(source(), limits)?;
    let mut lines = BufReader::with_capacity(BLOCK, Text::new(source(), encoding));
    let separator = separator(&mut lines)?;
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        let lines_read = whole_line(&mut lines, &mut line, limits.line)?;
        if lines_read == 0 {
            return Ok(());
        }
        number += 1;
        let text = std::str::from_utf8(&line).map_err(|_| Code::NotATable)?;
        let text = text.trim_end_matches(['\r', '\n']);
        if number == 1 && text.strip_prefix("sep=").is_some_and(|rest| rest.len() == 1) {
            continue;
        }
        give(number, text, char::from(separator), limits, rows)?;
    }
}

/// Gives a line as a row. Quotes are looked at only where there are any that separate.
fn give(
    number: u32,
    line: &str,
    separator: char,
    limits: &StreamLimits,
    rows: &mut impl Rows,
) -> Result<(), FieldViolation> {
    let quoted = line.starts_with('"') || line.contains(&format!("{separator}\"")[..]);
    if !quoted {
        let cells: Vec<&str> = line.split(separator).collect();
        return check(cells.len(), number, limits).map(|()| rows.row(number, &cells));
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b';'))
        .has_headers(false)
        .flexible(true)
        .from_reader(line.as_bytes());
    let mut record = csv::StringRecord::new();
    if reader.read_record(&mut record).map_err(|_| Code::NotATable)? {
        let cells: Vec<&str> = record.iter().collect();
        check(cells.len(), number, limits)?;
        rows.row(number, &cells);
    }
    Ok(())
}

/// That a row has no more cells than a file may have columns.
pub(super) fn check(cells: usize, row: u32, limits: &StreamLimits) -> Result<(), FieldViolation> {
    if cells <= limits.columns {
        return Ok(());
    }
    let violation = FieldViolation::with(Code::TooManyColumns, "max", limits.columns);
    Err(violation.and("count", cells).and("row", i64::from(row)))
}

/// Reads a line, and those after it while a quoted text goes on; gives how many lines that were.
fn whole_line(lines: &mut impl BufRead, line: &mut Vec<u8>, limit: usize) -> Result<u32, FieldViolation> {
    let mut count = 0;
    loop {
        let room = u64::try_from(limit + 1 - line.len().min(limit)).unwrap_or(u64::MAX);
        let read = lines.by_ref().take(room).read_until(b'\n', line).map_err(|_| Code::NotATable)?;
        if line.len() > limit {
            return Err(Code::NotATable.into());
        }
        count += u32::from(read > 0);
        let is_open = line.iter().filter(|byte| **byte == b'"').count() % 2 == 1;
        if read == 0 || !is_open {
            return Ok(count);
        }
    }
}

/// The separator of a text that begins like this.
fn separator(lines: &mut impl BufRead) -> Result<u8, FieldViolation> {
    let block = lines.fill_buf().map_err(|_| Code::NotATable)?;
    let end = block.iter().position(|byte| *byte == b'\n').unwrap_or(block.len());
    let head = std::str::from_utf8(block.get(..end).unwrap_or_default()).unwrap_or_default();
    Ok(csv_text::separator(head).0)
}

/// The encoding of a text. A mark at its beginning says which; without one it is UTF-8 when all of it can be, else what
/// Windows writes in western Europe.
fn encoding(source: impl Read, limits: &StreamLimits) -> Result<&'static Encoding, FieldViolation> {
    let mut source = source.take(limits.unpacked + 1);
    let mut first = vec![0; 4];
    let filled = fill(&mut source, &mut first).map_err(|_| Code::NotATable)?;
    first.truncate(filled);
    let (encoding, marked) = Encoding::for_bom(&first).map_or((UTF_8, false), |(encoding, _)| (encoding, true));
    let is_document = [&b"%PDF"[..], b"{\\rt", b"<"].iter().any(|mark| first.starts_with(mark));
    let mut text = Text::new(io::Cursor::new(first).chain(&mut source), encoding);
    let mut block = vec![0; BLOCK];
    let (mut is_binary, mut is_empty) = (is_document, true);
    loop {
        let length = text.read(&mut block).map_err(|_| Code::NotATable)?;
        let Some(read) = block.get(..length).filter(|read| !read.is_empty()) else { break };
        is_binary |= read.iter().any(|byte| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127));
        is_empty = is_empty && read.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';' | b','));
        if is_binary {
            break;
        }
    }
    let is_broken = text.is_broken;
    drop(text);
    if source.limit() == 0 {
        let max_mb = (limits.unpacked / 1_000_000).max(1).to_string();
        return Err(FieldViolation::with(Code::UnpacksTooLarge, "max_mb", max_mb));
    }
    match (is_binary, is_empty, is_broken) {
        (true, _, _) => Err(Code::NotATable.into()),
        (_, true, _) => Err(Code::EmptyFile.into()),
        (_, _, true) if marked => Err(Code::NotATable.into()),
        (_, _, true) => Ok(WINDOWS_1252),
        _ => Ok(encoding),
    }
}

/// Fills a buffer as far as there is something.
fn fill(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// A text of any encoding as UTF-8, without the mark at its beginning.
struct Text<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// What of `raw` is still to be decoded.
    left: std::ops::Range<usize>,
    /// Whether the source has ended, and its end was decoded.
    ended: (bool, bool),
    /// Whether something was not of the encoding.
    is_broken: bool,
}

impl<R: Read> Text<R> {
    fn new(source: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { source, decoder, raw: vec![0; BLOCK], left: 0..0, ended: (false, false), is_broken: false }
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // The decoder wants room for a whole character.
        if into.len() < 16 {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        loop {
            if self.left.is_empty() && !self.ended.0 {
                let read = self.source.read(&mut self.raw)?;
                self.left = 0..read;
                self.ended.0 = read == 0;
            }
            if self.ended.1 {
                return Ok(0);
            }
            let raw = self.raw.get(self.left.clone()).unwrap_or_default();
            let (result, read, written, broken) = self.decoder.decode_to_utf8(raw, into, self.ended.0);
            self.left.start += read;
            self.is_broken |= broken;
            self.ended.1 = self.ended.0 && result == CoderResult::InputEmpty;
            if written > 0 || self.ended.1 {
                return Ok(written);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    const LIMITS: StreamLimits = StreamLimits { unpacked: 1_000_000, columns: 10, line: 1_000 };

    #[derive(Default)]
    struct Seen(Vec<(u32, Vec<String>)>);

    impl Rows for Seen {
        fn sheet(&mut self, _: &str) {}

        fn row(&mut self, number: u32, cells: &[&str]) {
            self.0.push((number, cells.iter().map(|&cell| cell.to_owned()).collect()));
        }
    }

    fn read(bytes: &[u8]) -> Result<Vec<(u32, Vec<String>)>, Code> {
        let mut seen = Seen::default();
        stream(bytes, &LIMITS, &mut seen).map_err(|violation| violation.code).map(|()| seen.0)
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn rows_come_with_their_numbers() {
        let text = "a;b,c\r\n\r\n=\"541\";\"x;y\"\r\n\"two\nlines\";2\n3;4";
        let expected: Vec<(u32, Vec<String>)> = [
            (1, vec!["a", "b,c"]),
            (2, vec![""]),
            (3, vec!["=\"541\"", "x;y"]),
            (4, vec!["two\nlines", "2"]),
            (5, vec!["3", "4"]),
        ]
        .into_iter()
        .map(|(number, cells)| (number, cells.into_iter().map(str::to_owned).collect()))
        .collect();
        assert_eq!(read(text.as_bytes()).unwrap(), expected);
        assert_eq!(read(&packed(text.as_bytes())).unwrap(), expected);
    }

    #[test]
    fn encodings_are_found() {
        let text = "ville;n°\nLiège;œ\n";
        let expected = read(text.as_bytes()).unwrap();
        let (ansi, _, _) = WINDOWS_1252.encode(text);
        assert_eq!(read(&ansi).unwrap(), expected);
        assert_eq!(read(format!("\u{feff}{text}").as_bytes()).unwrap(), expected);
        let wide: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide).unwrap(), expected);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for (bytes, code) in [
            (&b""[..], Code::EmptyFile),
            (b"\xef\xbb\xbf \r\n;;\r\n", Code::EmptyFile),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Code::NotATable),
            (b"\xff\xd8\xff\xe0\0\x10JFIF\0", Code::NotATable),
            (b"%PDF-1.7\n", Code::NotATable),
            (b"\x1f\x8b and no archive", Code::NotATable),
            (b"PK\x03\x04 and no archive", Code::NotATable),
        ] {
            assert_eq!(read(bytes), Err(code), "{bytes:?}");
        }
        assert_eq!(read(&packed(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")), Err(Code::NotATable));
        assert_eq!(read("x".repeat(2_000).as_bytes()), Err(Code::NotATable));
        assert_eq!(read("x;".repeat(20).as_bytes()), Err(Code::TooManyColumns));
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_read() {
        let bomb = packed(&"1;2\n".repeat(300_000).into_bytes());
        assert!(bomb.len() < 20_000);
        assert_eq!(read(&bomb), Err(Code::UnpacksTooLarge));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_give_rows_or_a_refusal(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..600)) {
            let _ = read(&bytes);
            let _ = read(&packed(&bytes));
        }
    }
}
