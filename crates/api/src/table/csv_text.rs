//! CSV into rows: the encoding, the separator, the records.

use super::read::{Limits, Sheet, SheetRow};
use domain::Code;
use domain::violation::FieldViolation;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::borrow::Cow;

/// The separators that spreadsheets write, in the order in which they win a draw.
const SEPARATORS: [u8; 3] = [b';', b'\t', b','];

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Sheet, FieldViolation> {
    let text = decode(bytes).ok_or(Code::NotATable)?;
    let (separator, skipped) = separator(&text);
    let records = text.get(skipped..).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(records.as_bytes());
    // The line that only names the separator is a row of its own.
    let mut number = u32::from(skipped > 0);
    let mut sheet = Sheet::default();
    let mut record = csv::StringRecord::new();
    // Text that was decoded is UTF-8, and records may have any length: what is left are faults of reading memory.
    while reader.read_record(&mut record).map_err(|_| Code::NotATable)? {
        let start = record.position().map_or(0, csv::Position::byte);
        number += 1 + empty_lines(records, usize::try_from(start).unwrap_or(usize::MAX));
        let mut row = SheetRow::new(number);
        for (column, text) in record.iter().enumerate() {
            row.set(column, text, limits);
        }
        sheet.push(row, limits)?;
    }
    Ok(sheet)
}

/// How many empty lines the reader passes over before the record it finds from `start` on. A spreadsheet counts
/// them, and counts a text of several lines as one row.
fn empty_lines(records: &str, start: usize) -> u32 {
    let (before, after) = records.split_at_checked(start).unwrap_or_default();
    let gap = after.bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| *byte == b'\n').count();
    // The second half of the former record's own end.
    let own = usize::from(before.ends_with('\r') && after.starts_with('\n'));
    u32::try_from(gap - own).unwrap_or(u32::MAX)
}

/// The text of a file; none for what is no text. A mark at its beginning says which encoding; without one it is
/// UTF-8 when it can be, else what Windows writes in western Europe.
fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let is_document = bytes.starts_with(b"%PDF-") || bytes.starts_with(b"{\\rtf") || bytes.starts_with(b"<");
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(bytes.get(mark..)?).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    let is_binary = text
        .chars()
        .any(|c| (c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{80}'..='\u{9f}')) || c == '\u{fffd}');
    (!is_document && !is_binary).then_some(text)
}

/// The separator, and how many bytes at the beginning only say which it is (`sep=;`).
pub(super) fn separator(text: &str) -> (u8, usize) {
    let line = text.lines().next().unwrap_or_default();
    if let Some([separator]) = line.trim_end().strip_prefix("sep=").map(str::as_bytes)
        && SEPARATORS.contains(separator)
    {
        let end = text.find('\n').map_or(text.len(), |end| end + 1);
        return (*separator, end);
    }
    let count = |separator: u8| outside_quotes(text).filter(|byte| *byte == separator).count();
    // `max_by_key` gives the last of equals.
    (SEPARATORS.into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b';'), 0)
}

/// The bytes of the first record that are not between quotes.
fn outside_quotes(text: &str) -> impl Iterator<Item = u8> {
    let mut quoted = false;
    let record = text.trim_start().bytes().take_while(move |byte| {
        quoted ^= *byte == b'"';
        quoted || !matches!(byte, b'\r' | b'\n')
    });
    let mut quoted = false;
    record.filter(move |byte| {
        quoted ^= *byte == b'"';
        !quoted
    })
}
