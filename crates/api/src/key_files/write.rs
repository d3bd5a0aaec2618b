//! Keys into files.

use super::words::{self, Column, Part, RuleWord};
use crate::error::Error;
use crate::table::{Cell, CsvStyle, CsvWriter, Format, XlsxWriter};
use api_types::{KeyIteration, PortableConsumer, PortableKey, rank_names};
use domain::key::{Iteration, Key, Percent, Rule};
use domain::quantity::Decimal;
use domain::vocabulary::Locale;

/// A key with its meters' identifiers instead of their ids.
pub(crate) fn portable(key: &Key, eans: &[Option<String>]) -> PortableKey {
    let consumer = |(consumer, ean): (&domain::key::Consumer, &Option<String>)| PortableConsumer {
        name: consumer.name.clone(),
        ean: ean.clone(),
    };
    PortableKey {
        name: key.name().to_owned(),
        description: key.description().to_owned(),
        method: key.method(),
        consumers: key.consumers().iter().zip(eans).map(consumer).collect(),
        iterations: key.iterations().iter().map(KeyIteration::from).collect(),
        ranks: rank_names(key),
    }
}

/// Keys, each with its meters' identifiers, as a table.
///
/// # Errors
/// When a workbook cannot be written.
pub(crate) fn table(keys: &[(Key, Vec<Option<String>>)], format: Format, locale: Locale) -> Result<Vec<u8>, Error> {
    let iterations = keys.iter().map(|(key, _)| key.iterations().len()).max().unwrap_or(1);
    let headings = headings(iterations, locale);
    let rows = keys.iter().flat_map(|(key, eans)| rows(key, eans, locale));
    match format {
        Format::Csv => {
            let mut writer = CsvWriter::new(CsvStyle::of(locale));
            let headings: Vec<Cell> = headings.into_iter().map(Cell::text).collect();
            writer.row(&headings).map_err(Error::internal)?;
            rows.into_iter().try_for_each(|row| writer.row(&row)).map_err(Error::internal)?;
            writer.take().map_err(Error::internal)
        }
        Format::Xlsx => {
            let texts: Vec<&str> = headings.iter().map(String::as_str).collect();
            let mut writer = XlsxWriter::new("keys", &texts).map_err(Error::internal)?;
            rows.into_iter().try_for_each(|row| writer.row(&row)).map_err(Error::internal)?;
            writer.finish().map_err(Error::internal)
        }
    }
}

fn headings(iterations: usize, locale: Locale) -> Vec<String> {
    let fixed = words::COLUMNS.map(|(column, _)| words::heading(column, locale).to_owned());
    let parts =
        (1..=iterations).flat_map(|number| words::PARTS.map(|(part, _)| words::part_heading(part, number, locale)));
    fixed.into_iter().chain(parts).collect()
}

/// A row for each consumer; what is said of the key as a whole stands in its first row.
fn rows(key: &Key, eans: &[Option<String>], locale: Locale) -> Vec<Vec<Cell>> {
    let mut ranks = vec![None; key.consumers().len()];
    for (rank, places) in (1..).zip(key.ranks()) {
        for &place in places {
            ranks[place] = Some(rank);
        }
    }
    let row = |(i, consumer): (usize, &domain::key::Consumer)| {
        let first = i == 0;
        let only_first = |cell: Cell| if first { cell } else { Cell::Empty };
        let fixed = words::COLUMNS.map(|(column, _)| match column {
            Column::Key => Cell::text(key.name()),
            Column::Description => only_first(Cell::text(key.description())),
            Column::Method => only_first(Cell::text(words::method(key.method(), locale))),
            Column::Consumer => Cell::text(&consumer.name),
            Column::Ean => Cell::text(eans.get(i).cloned().flatten().unwrap_or_default()),
            Column::Rank => ranks[i].map_or(Cell::Empty, |rank| Cell::Number(Decimal::new(rank, 0))),
        });
        let parts = key.iterations().iter().flat_map(|iteration| {
            words::PARTS.map(|(part, _)| match part {
                Part::Share => only_first(Cell::Number(iteration.share.decimal())),
                Part::Rule => only_first(Cell::text(words::rule(rule_word(iteration), locale))),
                Part::Weight => weight(&iteration.rule, i).map_or(Cell::Empty, |of| Cell::Number(of.decimal())),
            })
        });
        fixed.into_iter().chain(parts).collect()
    };
    key.consumers().iter().enumerate().map(row).collect()
}

const fn rule_word(iteration: &Iteration) -> RuleWord {
    match &iteration.rule {
        Rule::Prorata => RuleWord::Prorata,
        Rule::Equal => RuleWord::Equal,
        Rule::Weighted { refill: false, .. } => RuleWord::Weighted,
        Rule::Weighted { refill: true, .. } => RuleWord::Refill,
        Rule::Mixed { .. } => RuleWord::Mixed,
    }
}

fn weight(rule: &Rule, consumer: usize) -> Option<Percent> {
    match rule {
        Rule::Prorata | Rule::Equal => None,
        Rule::Weighted { weights, .. } => weights.get(consumer).copied(),
        Rule::Mixed { weights } => weights.get(consumer).copied().flatten(),
    }
}
