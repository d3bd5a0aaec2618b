//! Headings and values of tables of keys, in every language; each is understood in all of them.

use domain::key::Method;
use domain::text::fold;
use domain::vocabulary::Locale;

/// A column that stands once in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Column {
    Key,
    Description,
    Method,
    Consumer,
    Ean,
    Rank,
}

/// A column of an iteration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Share,
    Rule,
    Weight,
}

/// What a cell of a rule says; several rounds are a rule of their own in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RuleWord {
    Prorata,
    Equal,
    Weighted,
    Refill,
    Mixed,
}

/// English, French, Dutch, German.
type Words = [&'static str; 4];

pub(super) const COLUMNS: [(Column, Words); 6] = [
    (Column::Key, ["Key", "Clé", "Sleutel", "Schlüssel"]),
    (Column::Description, ["Description", "Description", "Beschrijving", "Beschreibung"]),
    (Column::Method, ["Method", "Méthode", "Methode", "Verfahren"]),
    (Column::Consumer, ["Consumer", "Consommateur", "Verbruiker", "Verbraucher"]),
    (Column::Ean, ["EAN", "EAN", "EAN", "EAN"]),
    (Column::Rank, ["Rank", "Rang", "Rang", "Rang"]),
];

pub(super) const PARTS: [(Part, Words); 3] = [
    (Part::Share, ["Share", "Part", "Aandeel", "Anteil"]),
    (Part::Rule, ["Rule", "Règle", "Regel", "Regel"]),
    (Part::Weight, ["Weight", "Poids", "Gewicht", "Gewicht"]),
];

const RULES: [(RuleWord, &str, Words); 5] = [
    (RuleWord::Prorata, "prorata", ["Prorata", "Prorata", "Pro rata", "Anteilig"]),
    (RuleWord::Equal, "equal", ["Equal", "Égalitaire", "Gelijk", "Gleich"]),
    (RuleWord::Weighted, "weighted", ["Weighted", "Pondéré", "Gewogen", "Gewichtet"]),
    (
        RuleWord::Refill,
        "weighted_refill",
        [
            "Weighted, several rounds",
            "Pondéré, plusieurs tours",
            "Gewogen, meerdere rondes",
            "Gewichtet, mehrere Runden",
        ],
    ),
    (RuleWord::Mixed, "mixed", ["Mixed", "Mixte", "Gemengd", "Gemischt"]),
];

const METHODS: [(Method, Words); 5] = [
    (Method::Cascade, ["Cascade", "Cascade", "Cascade", "Kaskade"]),
    (Method::Vast, ["Vast", "Vast", "Vast", "Vast"]),
    (Method::Relatief, ["Relatief", "Relatief", "Relatief", "Relatief"]),
    (Method::Optimaal, ["Optimaal", "Optimaal", "Optimaal", "Optimaal"]),
    (Method::Priority, ["Priority", "Priorité", "Prioriteit", "Priorität"]),
];

/// The heading of a column.
pub(super) fn heading(column: Column, locale: Locale) -> &'static str {
    COLUMNS.iter().find(|(known, _)| *known == column).map_or("", |(_, words)| of(*words, locale))
}

/// The heading of a column of iteration `number`, from 1.
pub(super) fn part_heading(part: Part, number: usize, locale: Locale) -> String {
    let word = PARTS.iter().find(|(known, _)| *known == part).map_or("", |(_, words)| of(*words, locale));
    format!("{word} {number}")
}

/// The word of a rule.
pub(super) fn rule(rule: RuleWord, locale: Locale) -> &'static str {
    RULES.iter().find(|(known, ..)| *known == rule).map_or("", |(_, _, words)| of(*words, locale))
}

/// The word of a method.
pub(super) fn method(method: Method, locale: Locale) -> &'static str {
    METHODS.iter().find(|(known, _)| *known == method).map_or("", |(_, words)| of(*words, locale))
}

/// The column that a heading is for.
pub(super) fn read_column(heading: &str) -> Option<Column> {
    COLUMNS.iter().find(|(_, words)| is_one_of(heading, words)).map(|(column, _)| *column)
}

/// The column of an iteration that a heading is for, with the iteration's number from 1.
pub(super) fn read_part(heading: &str) -> Option<(Part, usize)> {
    let heading = heading.trim().trim_end_matches('%').trim_end();
    let (word, number) = heading.rsplit_once(' ')?;
    let number = number.parse().ok().filter(|number| *number > 0)?;
    PARTS.iter().find(|(_, words)| is_one_of(word, words)).map(|(part, _)| (*part, number))
}

/// The rule that a cell says, by its word or its name on the wire.
pub(super) fn read_rule(cell: &str) -> Option<RuleWord> {
    RULES.iter().find(|(_, name, words)| fold(cell) == *name || is_one_of(cell, words)).map(|(rule, ..)| *rule)
}

/// The method that a cell says, by its word or its name on the wire.
pub(super) fn read_method(cell: &str) -> Option<Method> {
    METHODS
        .iter()
        .find(|(method, words)| fold(cell) == method.as_str() || is_one_of(cell, words))
        .map(|(method, _)| *method)
}

fn is_one_of(text: &str, words: &Words) -> bool {
    let text = fold(text);
    words.iter().any(|word| fold(word) == text)
}

const fn of(words: Words, locale: Locale) -> &'static str {
    let [english, french, dutch, german] = words;
    match locale {
        Locale::En => english,
        Locale::Fr => french,
        Locale::Nl => dutch,
        Locale::De => german,
    }
}
