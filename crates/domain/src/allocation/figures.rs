//! Key figures: sums of whole Wh, and the ratios they give.
//!
//! Every sum is a whole number, so neither the order of adding nor the number of threads can change it. Iterations
//! deal in Wh with decimals; theirs are summed in units of 2⁻³⁰ Wh. A ratio 0 ÷ 0 is absent, not 0.

use super::plan::Pass;
use crate::quantity::Decimal;

/// A sum of Wh with decimals, in units of 2⁻³⁰ Wh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct FineWh(u128);

impl FineWh {
    const UNIT: f64 = 1_073_741_824.0;
    /// Amounts up to here fit 63 bits of units, whose conversion is one instruction.
    const SMALL: f64 = 8_589_934_592.0;

    /// The nearest to an amount, which is not below 0.
    pub(super) fn of(wh: f64) -> Self {
        let units = wh * Self::UNIT + 0.5;
        Self(if wh < Self::SMALL { u128::from(units as u64) } else { units as u128 })
    }

    /// With three decimals, half up; saturated where no [`Decimal`] reaches.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        let thousandths = (self.0 * 1000 + (1 << 29)) >> 30;
        Decimal::new(i64::try_from(thousandths).unwrap_or(i64::MAX), 3)
    }

    /// In units of 2⁻³⁰ Wh.
    #[must_use]
    pub const fn units(self) -> u128 {
        self.0
    }
}

/// The figures of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Quarter-hours.
    pub steps: u64,
    /// What was shared out.
    pub production_wh: u64,
    /// What was consumed.
    pub consumption_wh: u64,
    /// What consumers were given.
    pub shared_wh: u64,
    /// What any key can share at most: the smaller of production and consumption, quarter-hour by quarter-hour.
    pub bound_wh: u64,
    /// By iteration, or by rank.
    pub iterations: Vec<IterationFigures>,
    /// By consumer, in the order of the key.
    pub consumers: Vec<ConsumerFigures>,
    /// By producer, in the order of the input.
    pub producers: Vec<ProducerFigures>,
}

/// The figures of an iteration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IterationFigures {
    /// What it handled: its share and what the former ones left.
    pub pool: FineWh,
    /// What consumers took of it.
    pub allocated: FineWh,
}

/// The figures of a consumer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ConsumerFigures {
    /// What it consumed.
    pub consumption_wh: u64,
    /// What it was given.
    pub allocated_wh: u64,
}

/// The figures of a producer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProducerFigures {
    /// What it injected.
    pub injected_wh: u64,
    /// What of it nobody was given.
    pub surplus_wh: u64,
}

/// How evenly consumers are covered, over those who consumed anything.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fairness {
    /// The smallest coverage.
    pub min_coverage: f64,
    /// The largest coverage.
    pub max_coverage: f64,
    /// Jain's index, `(Σx)² ÷ (n·Σx²)`: 1 when all are covered alike, 1/n when one has everything; absent when
    /// nobody is covered.
    pub jain: Option<f64>,
}

/// `part ÷ whole`, absent for 0 ÷ 0.
#[must_use]
pub fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl ConsumerFigures {
    /// What part of its consumption it was given.
    #[must_use]
    pub fn coverage(&self) -> Option<f64> {
        ratio(self.allocated_wh, self.consumption_wh)
    }
}

impl IterationFigures {
    /// What passed on to the next iteration.
    #[must_use]
    pub const fn carry(&self) -> FineWh {
        FineWh(self.pool.0.saturating_sub(self.allocated.0))
    }

    /// Adds a quarter-hour.
    pub(super) fn add(&mut self, pass: &Pass) {
        self.pool.0 += FineWh::of(pass.pool).0;
        self.allocated.0 += FineWh::of(pass.allocated).0;
    }
}

impl Figures {
    pub(super) fn new(passes: usize, consumers: usize, producers: usize) -> Self {
        Self {
            iterations: vec![IterationFigures::default(); passes],
            consumers: vec![ConsumerFigures::default(); consumers],
            producers: vec![ProducerFigures::default(); producers],
            ..Self::default()
        }
    }

    /// What nobody was given; it stays with the producers.
    #[must_use]
    pub const fn surplus_wh(&self) -> u64 {
        self.production_wh.saturating_sub(self.shared_wh)
    }

    /// What consumers still took from the grid.
    #[must_use]
    pub const fn residual_wh(&self) -> u64 {
        self.consumption_wh.saturating_sub(self.shared_wh)
    }

    /// The part of the production that is shared.
    #[must_use]
    pub fn self_consumption(&self) -> Option<f64> {
        ratio(self.shared_wh, self.production_wh)
    }

    /// The part of the consumption that is covered.
    #[must_use]
    pub fn self_sufficiency(&self) -> Option<f64> {
        ratio(self.shared_wh, self.consumption_wh)
    }

    /// What part of the most that could be shared is.
    #[must_use]
    pub fn share_of_bound(&self) -> Option<f64> {
        ratio(self.shared_wh, self.bound_wh)
    }

    /// Whether no key could share more, quarter-hour by quarter-hour: there is nothing left to search for.
    #[must_use]
    pub const fn reaches_bound(&self) -> bool {
        self.shared_wh == self.bound_wh
    }

    /// How evenly consumers are covered; absent when nobody consumed.
    #[must_use]
    pub fn fairness(&self) -> Option<Fairness> {
        let coverages: Vec<f64> = self.consumers.iter().filter_map(ConsumerFigures::coverage).collect();
        let first = *coverages.first()?;
        let (min_coverage, max_coverage) =
            coverages.iter().fold((first, first), |(min, max), &coverage| (min.min(coverage), max.max(coverage)));
        let sum: f64 = coverages.iter().sum();
        let squares: f64 = coverages.iter().map(|coverage| coverage * coverage).sum();
        let jain = (squares > 0.0).then(|| sum * sum / (coverages.len() as f64 * squares));
        Some(Fairness { min_coverage, max_coverage, jain })
    }

    /// Adds another period of the same key and input.
    pub(super) fn merge(&mut self, other: &Self) {
        self.steps += other.steps;
        self.production_wh += other.production_wh;
        self.consumption_wh += other.consumption_wh;
        self.shared_wh += other.shared_wh;
        self.bound_wh += other.bound_wh;
        for (sum, part) in self.iterations.iter_mut().zip(&other.iterations) {
            sum.pool.0 += part.pool.0;
            sum.allocated.0 += part.allocated.0;
        }
        for (sum, part) in self.consumers.iter_mut().zip(&other.consumers) {
            sum.consumption_wh += part.consumption_wh;
            sum.allocated_wh += part.allocated_wh;
        }
        for (sum, part) in self.producers.iter_mut().zip(&other.producers) {
            sum.injected_wh += part.injected_wh;
            sum.surplus_wh += part.surplus_wh;
        }
    }
}
