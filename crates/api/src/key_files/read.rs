//! Files into keys, as they say them.

use super::FileKey;
use super::words::{self, Column, Part, RuleWord};
use crate::table::{Limits, Sheet, SheetRow, read as read_table};
use api_types::PortableConsumer;
use domain::key::{ITERATIONS_MAX, IterationDraft, RuleName};
use domain::quantity::Decimal;
use domain::text::fold;
use domain::violation::{Code, FieldViolation, Params, Violations};
use std::collections::{BTreeMap, HashMap};

/// The keys of a table.
///
/// # Errors
/// Why it is no table of keys, at `/file`.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<FileKey>, Violations> {
    let refused = |FieldViolation { code, params }| {
        let mut found = Violations::default();
        found.add_with("/file", code, params);
        found
    };
    let Sheet { rows } = read_table(bytes, &Limits::default()).map_err(refused)?;
    let Some((header, rows)) = rows.split_first() else { return Err(refused(Code::EmptyFile.into())) };
    if rows.is_empty() {
        return Err(refused(Code::NoRows.into()));
    }
    let header = Header::read(header).map_err(refused)?;
    let mut keys: Vec<Draft> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let name = header.cell(row, Column::Key);
        // A row without a name goes on with the key above.
        let place = match (name, keys.len().checked_sub(1)) {
            ("", Some(last)) => last,
            _ => *places.entry(fold(name)).or_insert_with(|| {
                keys.push(Draft::new(name, row.number));
                keys.len() - 1
            }),
        };
        if let Some(key) = keys.get_mut(place) {
            key.add(row, &header);
        }
    }
    Ok(keys.into_iter().map(Draft::finish).collect())
}

/// Which column of the table is what.
struct Header {
    columns: HashMap<Column, usize>,
    parts: BTreeMap<usize, HashMap<Part, usize>>,
}

impl Header {
    fn read(row: &SheetRow) -> Result<Self, FieldViolation> {
        let (mut columns, mut parts) = (HashMap::new(), BTreeMap::<usize, HashMap<Part, usize>>::new());
        for (place, heading) in row.cells.iter().enumerate() {
            let former = match (words::read_column(heading), words::read_part(heading)) {
                (Some(column), _) => columns.insert(column, place),
                (None, Some((part, number))) => parts.entry(number).or_default().insert(part, place),
                (None, None) => None,
            };
            if former.is_some() {
                return Err(FieldViolation::with(Code::DuplicateColumn, "column", heading.as_str()));
            }
        }
        for column in [Column::Key, Column::Consumer] {
            if !columns.contains_key(&column) {
                let heading = words::heading(column, domain::vocabulary::Locale::En);
                return Err(FieldViolation::with(Code::MissingColumn, "column", heading));
            }
        }
        match parts.keys().next_back() {
            Some(&last) if last > ITERATIONS_MAX => Err(FieldViolation::with(Code::TooMany, "max", ITERATIONS_MAX)),
            _ => Ok(Self { columns, parts }),
        }
    }

    fn cell<'r>(&self, row: &'r SheetRow, column: Column) -> &'r str {
        self.columns.get(&column).map_or("", |&place| row.cell(place))
    }
}

/// A key while its rows come.
struct Draft {
    key: FileKey,
    iterations: BTreeMap<usize, Cells>,
    ranks: BTreeMap<u32, Vec<String>>,
}

/// The cells of an iteration.
#[derive(Default)]
struct Cells {
    share: String,
    rule: String,
    weights: Vec<(usize, String)>,
}

impl Draft {
    fn new(name: &str, row: u32) -> Self {
        let key = FileKey { row: Some(row), name: name.to_owned(), ..FileKey::default() };
        Self { key, iterations: BTreeMap::new(), ranks: BTreeMap::new() }
    }

    fn add(&mut self, row: &SheetRow, header: &Header) {
        let consumer = self.key.consumers.len();
        let name = header.cell(row, Column::Consumer).to_owned();
        let ean = Some(header.cell(row, Column::Ean).to_owned()).filter(|ean| !ean.is_empty());
        let unread = &mut self.key.unread;
        once(&mut self.key.description, header.cell(row, Column::Description), "/description", unread);
        let method = header.cell(row, Column::Method);
        if !method.is_empty() {
            match words::read_method(method) {
                None => unread.add("/method", Code::UnknownValue),
                Some(method) if self.key.method.is_some_and(|known| known != method) => {
                    unread.add("/method", Code::NotAllowed);
                }
                Some(method) => self.key.method = Some(method),
            }
        }
        let rank = header.cell(row, Column::Rank);
        if !rank.is_empty() {
            match rank.parse() {
                Ok(rank) => self.ranks.entry(rank).or_default().push(name.clone()),
                Err(_) => unread.add("/ranks", Code::WrongType),
            }
        }
        for (&number, columns) in &header.parts {
            let cell = |part: Part| columns.get(&part).map_or("", |&place| row.cell(place));
            let at = |field: &str| format!("/iterations/{}/{field}", number - 1);
            if [Part::Share, Part::Rule, Part::Weight].iter().all(|part| cell(*part).is_empty()) {
                continue;
            }
            let cells = self.iterations.entry(number).or_default();
            once(&mut cells.share, cell(Part::Share), &at("share_percent"), unread);
            once(&mut cells.rule, cell(Part::Rule), &at("rule"), unread);
            if !cell(Part::Weight).is_empty() {
                cells.weights.push((consumer, cell(Part::Weight).to_owned()));
            }
        }
        self.key.consumers.push(PortableConsumer { name, ean });
    }

    fn finish(mut self) -> FileKey {
        let last = self.iterations.keys().next_back().copied().unwrap_or(0);
        let consumers = self.key.consumers.len();
        for number in 1..=last {
            let cells = self.iterations.remove(&number).unwrap_or_default();
            let at = format!("/iterations/{}", number - 1);
            self.key.iterations.push(cells.draft(&at, consumers, &mut self.key.unread));
        }
        self.key.ranks = (!self.ranks.is_empty()).then(|| self.ranks.into_values().collect());
        self.key
    }
}

impl Cells {
    fn draft(self, at: &str, consumers: usize, unread: &mut Violations) -> IterationDraft {
        let rule = words::read_rule(&self.rule);
        if rule.is_none() {
            let code = if self.rule.is_empty() { Code::Required } else { Code::UnknownValue };
            unread.add(format!("{at}/rule"), code);
        }
        let share_percent = percent(&self.share, || format!("{at}/share_percent"), unread);
        let mut weights = vec![None; consumers];
        for (consumer, cell) in &self.weights {
            weights[*consumer] = percent(cell, || format!("{at}/weights_percent/{consumer}"), unread);
        }
        let (rule, refill) = match rule {
            None | Some(RuleWord::Prorata) => (RuleName::Prorata, false),
            Some(RuleWord::Equal) => (RuleName::Equal, false),
            Some(RuleWord::Weighted) => (RuleName::Weighted, false),
            Some(RuleWord::Refill) => (RuleName::Weighted, true),
            Some(RuleWord::Mixed) => (RuleName::Mixed, false),
        };
        let weighs = matches!(rule, RuleName::Weighted | RuleName::Mixed) || !self.weights.is_empty();
        IterationDraft { share_percent, rule, weights_percent: weighs.then_some(weights), refill }
    }
}

/// A percentage as somebody wrote it, such as `33,3334 %`; nothing where there is none.
fn percent(cell: &str, at: impl Fn() -> String, unread: &mut Violations) -> Option<Decimal> {
    let text = cell.trim().trim_end_matches('%');
    if text.trim().is_empty() {
        return None;
    }
    let number = Decimal::parse(text);
    if number.is_err() {
        unread.add_with(at(), Code::WrongType, Params::new());
    }
    number.ok()
}

/// Keeps what a key or an iteration says once; another row may repeat it, but not say something else.
fn once(known: &mut String, cell: &str, at: &str, unread: &mut Violations) {
    if known.is_empty() {
        cell.clone_into(known);
    } else if !cell.is_empty() && fold(cell) != fold(known) {
        unread.add(at, Code::NotAllowed);
    }
}
