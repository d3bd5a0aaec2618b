//! Days with prices, read from a file or a spreadsheet's clipboard. Pure.
//!
//! The first cell of a line is a day or a month, the others are prices. What parts the cells (tab, semicolon or comma)
//! and the decimal mark are found out; a line of names at the top is left out. A line that cannot be read is told by
//! its number and spoils no other.

use chrono::NaiveDate;
use domain::quantity::Decimal;
use std::collections::BTreeMap;

/// A line that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<const N: usize> {
    /// The day, or the first day of the month.
    pub day: NaiveDate,
    /// Its prices.
    pub prices: [Decimal; N],
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Its number, from 1.
    pub line: usize,
    /// Why not, for the words.
    pub reason: &'static str,
    /// The text that could not be read.
    pub text: String,
}

/// What was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<const N: usize> {
    /// The lines that were read, by day.
    pub rows: Vec<Row<N>>,
    /// The others.
    pub mistakes: Vec<Mistake>,
}

/// Reads lines with a day and `N` prices.
pub fn read<const N: usize>(text: &str) -> Rows<N> {
    let text = text.trim_start_matches('\u{feff}');
    let separator = separator(text);
    let mut found = BTreeMap::new();
    let mut mistakes = Vec::new();
    let mut begun = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let read = row::<N>(&cells(line, separator));
        let is_head = !begun && matches!(read, Err(("day", _)));
        begun = true;
        let mistake = |reason, text| Mistake { line: number + 1, reason, text };
        match read {
            _ if is_head => {}
            Ok(row) if found.contains_key(&row.day) => mistakes.push(mistake("twice", row.day.to_string())),
            Ok(row) => {
                found.insert(row.day, row);
            }
            Err((reason, text)) => mistakes.push(mistake(reason, text)),
        }
    }
    Rows { rows: found.into_values().collect(), mistakes }
}

/// What parts the cells: whatever the first line has of these. A comma is the last resort, as it may part decimals.
fn separator(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    ['\t', ';', ','].into_iter().find(|separator| first.contains(*separator)).unwrap_or(';')
}

fn cells(line: &str, separator: char) -> Vec<&str> {
    line.split(separator).map(|cell| cell.trim().trim_matches('"').trim()).collect()
}

fn row<const N: usize>(cells: &[&str]) -> Result<Row<N>, (&'static str, String)> {
    let (first, others) = cells.split_first().ok_or(("cells", String::new()))?;
    let day = day(first).ok_or_else(|| ("day", (*first).to_owned()))?;
    if others.len() < N || others[N..].iter().any(|cell| !cell.is_empty()) {
        return Err(("cells", cells.join(" · ")));
    }
    let mut prices = [Decimal::default(); N];
    for (price, text) in prices.iter_mut().zip(others) {
        *price = Decimal::parse(text).map_err(|_| ("price", (*text).to_owned()))?;
    }
    Ok(Row { day, prices })
}

/// A day or a month as spreadsheets write them: `2026-12-01`, `01/12/2026`, `1.12.2026`, `2026-12`, `12/2026`.
fn day(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten();
    let numbers: Vec<u32> = parts.iter().map(|part| number(part)).collect::<Option<_>>()?;
    let is_year = |at: usize| parts.get(at).is_some_and(|part| part.len() == 4);
    let (year, month, day) = match *numbers {
        [year, month, day] if is_year(0) => (year, month, day),
        [day, month, year] if is_year(2) => (year, month, day),
        [year, month] if is_year(0) => (year, month, 1),
        [month, year] if is_year(1) => (year, month, 1),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn files_of_any_country_are_read() {
        let expected = [("2026-12-01", ["80", "85.5", "90"]), ("2027-01-01", ["81", "86", "91.25"])];
        for text in [
            "date;low;mid;high\n2026-12-01;80;85,5;90\r\n2027-01-01;81;86;91,25\n",
            "\u{feff}2026-12-01,80,85.5,90\n2027-01-01,81,86,91.25",
            "01/12/2026\t80\t85,50\t90\n\n1.1.2027\t81\t86\t91,25\n",
            "\"2027-01\";\"81\";\"86\";\"91,25\"\n12/2026;80;85,5;90;\n",
        ] {
            let Rows { rows, mistakes } = read::<3>(text);
            assert_eq!(mistakes, [], "{text}");
            let rows: Vec<_> =
                rows.iter().map(|row| (row.day.to_string(), row.prices.map(|p| p.to_string()))).collect();
            let expected: Vec<_> =
                expected.iter().map(|(day, prices)| (day.to_string(), prices.map(String::from))).collect();
            assert_eq!(rows, expected, "{text}");
        }
    }

    #[test]
    fn a_bad_line_is_told_and_spoils_no_other() {
        let text =
            "day;price\n2026-12-01;80\n2026-13-01;81\n2026-12-02;\n2026-12-03\n2026-12-01;82\n2026-12-04;83;84\n";
        let Rows { rows, mistakes } = read::<1>(text);
        assert_eq!(rows.len(), 1);
        let mistakes: Vec<_> = mistakes.iter().map(|mistake| (mistake.line, mistake.reason)).collect();
        assert_eq!(mistakes, [(3, "day"), (4, "price"), (5, "cells"), (6, "twice"), (7, "cells")]);
    }

    #[test]
    fn a_blank_is_no_price() {
        let Rows { rows, mistakes } = read::<3>("2026-12-01;80;;90");
        assert!(rows.is_empty());
        assert_eq!((mistakes[0].line, mistakes[0].reason), (1, "price"));
        assert_eq!(read::<1>(""), Rows { rows: vec![], mistakes: vec![] });
    }
}
