//! Allocation keys: how a community shares the energy of a quarter-hour among its consumers.
//!
//! A key names its consumers and up to ten iterations. An iteration takes a share of the energy, adds what the ones
//! before left, and offers it by its rule. What a key gives to whom is [`crate::allocation`]; here is what a key is and
//! when one is acceptable. A [`Key`] is only made by [`KeyDraft::check`], so its percentages total exactly 100 %, its
//! weights fit its consumers, and whoever holds one need not check again.
//!
//! Must never know: readings, which meters exist, how a key is stored or sent.

mod copy;
mod draft;
mod percent;

pub use copy::copy_name;
pub use draft::{ConsumerDraft, IterationDraft, KeyDraft};
pub use percent::{Percent, percentage, total};

use crate::text::required_text;
use crate::violation::{FieldViolation, Params, Warning, WarningCode};
use crate::vocabulary::{Region, vocabulary};
use uuid::Uuid;

/// Most consumers of a key.
pub const CONSUMERS_MAX: usize = 5000;
/// Most iterations of a key.
pub const ITERATIONS_MAX: usize = 10;
/// Longest name of a key.
pub const NAME_MAX: usize = 200;
/// Longest name of a consumer.
pub const CONSUMER_NAME_MAX: usize = 100;
/// Longest description.
pub const DESCRIPTION_MAX: usize = 2000;
/// Iterations that the Walloon regulator's model of a key knows.
pub const WALLOON_ITERATIONS: usize = 3;

vocabulary! {
    /// How a key runs as a whole.
    Method {
        /// Iterations one after the other.
        Cascade = "cascade",
        /// Flanders: fixed weights per injector's pool; the injector's own weight is lost to sharing.
        Vast = "vast",
        /// Flanders: as `vast`, with the weights of the others scaled up to 100 %.
        Relatief = "relatief",
        /// Flanders: `relatief`, again and again on what is left.
        Optimaal = "optimaal",
        /// Luxembourg: ranks served in order, prorata inside a rank.
        Priority = "priority",
    }
    /// The name of an iteration's rule.
    RuleName {
        /// By the remaining demand.
        Prorata = "prorata",
        /// The same to everybody.
        Equal = "equal",
        /// By fixed weights.
        Weighted = "weighted",
        /// Some by fixed weights, the others by their remaining demand.
        Mixed = "mixed",
    }
}

/// A key that can be applied. Reading it back from anywhere goes through [`KeyDraft::check`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    name: String,
    description: String,
    consumers: Vec<Consumer>,
    method: Method,
    iterations: Vec<Iteration>,
    ranks: Vec<Vec<usize>>,
}

/// A consumer of a key; its place in the list settles ties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consumer {
    /// Its name, distinct in the key.
    pub name: String,
    /// The meter it stands for, where known.
    pub meter: Option<Uuid>,
}

/// One iteration: a share of the energy, and how it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iteration {
    /// Its share of the energy; it may be 0 %, then it hands out what the former ones left.
    pub share: Percent,
    /// How the energy is offered.
    pub rule: Rule,
}

/// How an iteration offers its energy. Weights stand in the order of the key's consumers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// By the remaining demand.
    Prorata,
    /// Exactly one n-th to each.
    Equal,
    /// By weights that total 100 %.
    Weighted {
        /// One weight per consumer.
        weights: Vec<Percent>,
        /// Whether what saturated consumers leave is offered again to the others, within the iteration.
        refill: bool,
    },
    /// Weights of some; the others share the rest by their remaining demand.
    Mixed {
        /// One weight per consumer, `None` for those served prorata.
        weights: Vec<Option<Percent>>,
    },
}

impl Rule {
    /// Its name on the wire.
    #[must_use]
    pub const fn name(&self) -> RuleName {
        match self {
            Self::Prorata => RuleName::Prorata,
            Self::Equal => RuleName::Equal,
            Self::Weighted { .. } => RuleName::Weighted,
            Self::Mixed { .. } => RuleName::Mixed,
        }
    }
}

impl Key {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Free text.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Its consumers, at least one.
    #[must_use]
    pub fn consumers(&self) -> &[Consumer] {
        &self.consumers
    }

    /// How it runs.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// Its iterations, at least one; exactly one unless the method is [`Method::Cascade`].
    #[must_use]
    pub fn iterations(&self) -> &[Iteration] {
        &self.iterations
    }

    /// The consumers of each rank, by position; empty unless the method is [`Method::Priority`].
    #[must_use]
    pub fn ranks(&self) -> &[Vec<usize>] {
        &self.ranks
    }

    /// The same key under another name.
    ///
    /// # Errors
    /// When the name is empty or too long.
    pub fn renamed(self, name: &str) -> Result<Self, FieldViolation> {
        Ok(Self { name: required_text(name, 1, NAME_MAX)?, ..self })
    }

    /// Whether it shares all that can be shared, whatever the readings: `min(P, D)` in every quarter-hour.
    ///
    /// Everything that an iteration does not place passes on, so the last one decides: prorata places all it can, and
    /// so do weights with refill when nobody's weight is 0.
    #[must_use]
    pub fn always_reaches_bound(&self) -> bool {
        match self.method {
            Method::Priority => true,
            Method::Cascade => match self.iterations.last().map(|last| &last.rule) {
                Some(Rule::Prorata) => true,
                Some(Rule::Weighted { weights, refill: true }) => weights.iter().all(|&weight| weight > Percent::ZERO),
                Some(Rule::Mixed { weights }) => weights.iter().all(Option::is_none),
                _ => self.consumers.len() == 1,
            },
            Method::Vast | Method::Relatief | Method::Optimaal => false,
        }
    }
}

/// What is unusual about a key in a community of `region`.
#[must_use]
pub fn warnings(key: &Key, region: Region) -> Vec<Warning> {
    let count = key.iterations.len();
    if region != Region::Wallonia || count <= WALLOON_ITERATIONS {
        return Vec::new();
    }
    let params = Params::from([("max", WALLOON_ITERATIONS.into()), ("count", count.into())]);
    vec![Warning { pointer: "/iterations".to_owned(), code: WarningCode::IterationsOverRegionalLimit, params }]
}
