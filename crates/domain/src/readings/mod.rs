//! Readings: what a meter took or gave in every quarter-hour, in whole Wh.
//!
//! Time is kept in quarter-hours of UTC ([`Quarter`]); days, weeks, months and years are those of Europe/Brussels
//! ([`LocalDay`], [`Resolution`]), so a day has 92, 96 or 100 of them. A quarter-hour without a reading is a gap and
//! never 0: nothing here fills one, every sum says how many of its quarter-hours it knows.
//!
//! [`file`](mod@file) reads what operators send, [`report`] says what such a file holds, [`compare`](compare()) what it would
//! change, [`aggregate`] sums for tables and charts, [`limit`] finds what a connection cannot have carried.
//!
//! Must never know: which meters exist, where readings are kept, how a file is split into rows and cells.

pub mod aggregate;
mod calendar;
mod compare;
mod export;
pub mod file;
pub mod limit;
mod local;
mod quarter;
pub mod report;
mod series;

pub use calendar::Resolution;
pub use compare::{Comparison, Correction, compare};
pub use export::wide_rows;
pub use local::{Clock, LocalDay, Wall, YEARS};
pub use quarter::{Quarter, Span};
pub use series::Series;

use crate::text::fold;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// Which way the energy went, seen from the meter's owner.
    Direction {
        /// Taken from the grid.
        Offtake = "offtake",
        /// Given to the grid.
        Injection = "injection",
    }
}

/// What files call a direction, folded. Injection stands first: its words never mean the other.
const WORDS: [(Direction, &[&str]); 2] = [
    (Direction::Injection, &["injection", "injectie", "einspeisung", "production", "productie"]),
    (Direction::Offtake, &["offtake", "prelevement", "consommation", "afname", "verbruik", "consumption", "bezug"]),
];

impl Direction {
    /// What operators call active energy of this direction.
    const fn sign(self) -> &'static str {
        match self {
            Self::Offtake => "a+",
            Self::Injection => "a-",
        }
    }

    /// The direction that a text of a file names, such as `Afname Dag` or `Active energy A+`; none when it names
    /// neither or both.
    #[must_use]
    pub fn named_in(text: &str) -> Option<Self> {
        let text = fold(text);
        let has_sign = |sign: &str| text.split([' ', '(', ')', ':', ';', ',', '/', '_']).any(|word| word == sign);
        let names = |(direction, words): &&(Self, &[&str])| {
            words.iter().any(|word| text.contains(word)) || has_sign(direction.sign())
        };
        let mut named = WORDS.iter().filter(names).map(|(direction, _)| *direction);
        match (named.next(), named.next()) {
            (Some(direction), None) => Some(direction),
            _ => None,
        }
    }
}
