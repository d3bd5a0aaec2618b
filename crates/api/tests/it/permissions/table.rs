//! The expected statuses as a table, and how it differs from what was found.

use crate::support::Who;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The columns, in the order of the table.
pub(super) const ROLES: [Who; 7] =
    [Who::Anonymous, Who::Operator, Who::Manager, Who::CommunityManager, Who::Member, Who::Kam, Who::Customer];

/// An operation at a place.
pub(super) type Row = (String, String);
/// A status for each role.
pub(super) type Statuses = [u16; ROLES.len()];

/// The rows of the table; comments and its head are skipped.
pub(super) fn parse(text: &str) -> BTreeMap<Row, Statuses> {
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).skip(1) {
        let mut words = line.split_whitespace();
        let (Some(operation), Some(place)) = (words.next(), words.next()) else { panic!("no row: {line}") };
        let statuses: Vec<u16> = words.map(|word| word.parse().unwrap()).collect();
        let statuses = statuses.try_into().unwrap_or_else(|_| panic!("not a status for each role: {line}"));
        let former = rows.insert((operation.to_owned(), place.to_owned()), statuses);
        assert!(former.is_none(), "twice: {line}");
    }
    rows
}

/// One line per row that is not as expected, or that only one side has; empty when both are the same.
pub(super) fn difference(expected: &BTreeMap<Row, Statuses>, found: &BTreeMap<Row, Statuses>) -> String {
    let mut lines = String::new();
    let mut keys: Vec<_> = expected.keys().chain(found.keys()).collect();
    keys.sort();
    keys.dedup();
    for (operation, place) in keys {
        let key = (operation.clone(), place.clone());
        let text = match (expected.get(&key), found.get(&key)) {
            (Some(expected), Some(found)) if expected == found => continue,
            (Some(expected), Some(found)) => each(expected, found),
            (Some(_), None) => "is expected, and the document has no such operation".to_owned(),
            (None, Some(found)) => format!("is not classified; add a line: {}", line(found)),
            (None, None) => continue,
        };
        writeln!(lines, "{operation} {place}: {text}").unwrap();
    }
    lines
}

fn each(expected: &Statuses, found: &Statuses) -> String {
    let differing = ROLES.iter().zip(expected.iter().zip(found)).filter(|(_, (expected, found))| expected != found);
    let texts: Vec<String> =
        differing.map(|(role, (expected, found))| format!("{} gets {found}, not {expected}", role.name())).collect();
    texts.join("; ")
}

fn line(statuses: &Statuses) -> String {
    statuses.map(|status| status.to_string()).join(" ")
}

#[test]
fn a_difference_names_operation_place_and_role() {
    let table = |text: &str| parse(&format!("# comment\n\nhead\n{text}"));
    let expected = table("a own 401 200 200 200 200 200 200\nb - 200 200 200 200 200 200 200");
    let found = table("a own 401 200 200 403 200 200 200\nc - 200 200 200 200 200 200 200");
    assert_eq!(difference(&expected, &expected), "");
    assert_eq!(
        difference(&expected, &found),
        "a own: community gets 403, not 200\n\
         b -: is expected, and the document has no such operation\n\
         c -: is not classified; add a line: 200 200 200 200 200 200 200\n"
    );
}
