//! What an import would change.

use super::quarter::Quarter;
use super::series::Series;

/// A stored reading that a file has otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    /// The quarter-hour.
    pub at: Quarter,
    /// What is stored, in Wh.
    pub old: u32,
    /// What the file has, in Wh.
    pub new: u32,
}

/// The readings of a file beside those that are stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// How many are stored just so.
    pub unchanged: usize,
    /// How many fill a gap.
    pub new: usize,
    /// Those that are stored otherwise, in order of time.
    pub corrections: Vec<Correction>,
}

impl Comparison {
    /// Whether importing would leave everything as it is.
    #[must_use]
    pub const fn changes_nothing(&self) -> bool {
        self.new == 0 && self.corrections.is_empty()
    }
}

/// Compares a series of a file with what is stored of the same meter and direction. A gap of the file is no word about
/// what is stored: it stays.
#[must_use]
pub fn compare(file: &Series, stored: &Series) -> Comparison {
    let mut found = Comparison::default();
    for (at, new) in file.known() {
        match stored.get(at) {
            None => found.new += 1,
            Some(old) if old == new => found.unchanged += 1,
            Some(old) => found.corrections.push(Correction { at, old, new }),
        }
    }
    found
}
