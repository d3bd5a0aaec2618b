//! Better keys: the best fixed weights, exactly; more rounds; fairer ones; and whether they hold next month.
//!
//! # What there is to find
//!
//! One prorata iteration shares all that can be shared, and so does any key that ends in one
//! ([`Key::always_reaches_bound`](crate::key::Key::always_reaches_bound)); on given readings
//! [`Figures::reaches_bound`] says it of any key. Then no search shares a Wh more, and a screen should say so. There is
//! something to find inside fixed weights, which many communities prefer because everybody knows their part beforehand.
//!
//! # The best fixed weights
//!
//! Maximise `Σ_t Σ_i min(C_it, w_i·P_t)` with `Σ w_i = 1` and `w` within bounds. Each consumer's part is a concave curve
//! of their own weight, and only the total of the weights ties them together. So there is one *price* of weight at which
//! everybody takes weight as long as its gain, the sum of `P_t` over the quarter-hours not yet served, is above the
//! price, and all of it adds up to 1. Curves are sorted once; the price is found by halving. This is the
//! classical method for separable concave resource allocation (Lagrangian duality; Ibaraki and Katoh, 1988).
//!
//! The price proves itself: whatever the weights, no more than the [`Certificate`]'s dual bound can be shared. What is
//! proposed are weights of four decimals, and what is reported is what the engine makes of *those*, in whole Wh; the
//! certificate tells apart what each rounding costs.
//!
//! Memory: 24 bytes for each consumer and quarter-hour with production.
//!
//! Must never know: who asks, how long they are ready to wait, what a Wh is worth.

mod curve;
mod rest;
mod rounds;
mod survey;
mod tradeoff;
mod validation;
mod weights;

pub use rounds::{Rounds, best_rounds};
pub use survey::{Aim, Findings, Survey};
pub use tradeoff::tradeoff;
pub use validation::{Fold, validate};

use super::figures::Figures;
use super::input::{Input, InputError};
use super::plan::Plan;
use crate::key::{Iteration, Percent, Rule};
use rest::Rest;
use std::ops::Range;
use weights::{Limits, Optimum};

/// The least and the most weight of each consumer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// The least, in the order of the consumers.
    pub min: Vec<Percent>,
    /// The most, in the order of the consumers.
    pub max: Vec<Percent>,
}

/// Why there is nothing to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// The input is refused.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There are other numbers of bounds than of consumers.
    #[error("bounds for another number of consumers")]
    Count,
    /// A consumer's least weight is above their most.
    #[error("the bounds of consumer {consumer} exclude each other")]
    Contradiction {
        /// The consumer.
        consumer: usize,
    },
    /// The least weights total more than 100 %.
    #[error("the least weights total more than 100 %")]
    TooMuch,
    /// The most weights total less than 100 %.
    #[error("the most weights total less than 100 %")]
    TooLittle,
}

/// A key that was found, with what it does.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Its iterations, ready to be saved.
    pub iterations: Vec<Iteration>,
    /// What the engine makes of them on the readings searched.
    pub figures: Figures,
    /// How good the weights of the last iteration are.
    pub certificate: Certificate,
}

/// Why no weights share noticeably more, in Wh.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certificate {
    /// What 100 % more weight would share more; 0 when everybody can be served.
    pub price: f64,
    /// What the best weights share, nothing rounded.
    pub objective: f64,
    /// What no weights can pass.
    pub dual_bound: f64,
    /// What the weights share once they have four decimals.
    pub with_rounded_weights: f64,
}

impl Certificate {
    /// How far the best weights are from what no weights can pass, as a part of it: 0 but for the last digits.
    #[must_use]
    pub fn gap(&self) -> f64 {
        (self.dual_bound - self.objective) / self.dual_bound.max(1.0)
    }

    /// What rounding the weights costs, in Wh.
    #[must_use]
    pub fn cost_of_rounding_weights(&self) -> f64 {
        self.objective - self.with_rounded_weights
    }
}

impl Proposal {
    /// The weights of its last iteration.
    #[must_use]
    pub fn weights(&self) -> &[Percent] {
        match self.iterations.last().map(|iteration| &iteration.rule) {
            Some(Rule::Weighted { weights, .. }) => weights,
            _ => &[],
        }
    }

    /// What rounding each quarter-hour to whole Wh costs; of a proposal of one iteration.
    #[must_use]
    pub fn cost_of_rounding_wh(&self) -> f64 {
        self.certificate.with_rounded_weights - self.figures.shared_wh as f64
    }
}

impl Bounds {
    /// Anything from 0 to 100 %.
    #[must_use]
    pub fn none(consumers: usize) -> Self {
        Self { min: vec![Percent::ZERO; consumers], max: vec![Percent::WHOLE; consumers] }
    }

    fn limits(&self, consumers: usize) -> Result<Limits, SearchError> {
        if self.min.len() != consumers || self.max.len() != consumers {
            return Err(SearchError::Count);
        }
        if let Some(consumer) = self.min.iter().zip(&self.max).position(|(min, max)| min > max) {
            return Err(SearchError::Contradiction { consumer });
        }
        let whole = i64::from(Percent::WHOLE.millionths());
        if crate::key::total(&self.min) > whole {
            return Err(SearchError::TooMuch);
        }
        if crate::key::total(&self.max) < whole {
            return Err(SearchError::TooLittle);
        }
        Ok(Limits { min: fractions(&self.min), max: fractions(&self.max) })
    }
}

/// The weights of one iteration that share most over some ranges of quarter-hours.
///
/// # Errors
/// When the input is refused, or no weights lie within the bounds.
pub fn best_weights(input: &Input<'_>, ranges: &[Range<usize>], bounds: &Bounds) -> Result<Proposal, SearchError> {
    let limits = bounds.limits(input.consumers.len())?;
    let rest = Rest::new(input, ranges)?;
    propose(&[], &rest, &rest.best(&limits), input, ranges)
}

/// Rounds the weights and asks the engine what the key does.
fn propose(
    before: &[Iteration],
    rest: &Rest<'_>,
    optimum: &Optimum,
    input: &Input<'_>,
    ranges: &[Range<usize>],
) -> Result<Proposal, SearchError> {
    let weights = optimum.rounded();
    let certificate = Certificate {
        price: optimum.price,
        objective: rest.shared_by(&optimum.weights),
        dual_bound: optimum.price + rest.surplus_value(&optimum.at_price, optimum.price),
        with_rounded_weights: rest.shared_by(&fractions(&weights)),
    };
    let share = if before.is_empty() { Percent::WHOLE } else { Percent::ZERO };
    let mut iterations = before.to_vec();
    iterations.push(Iteration { share, rule: Rule::Weighted { weights, refill: false } });
    let figures = super::totals(&Plan::cascade(&iterations, input.consumers.len()), input, ranges)?.total;
    Ok(Proposal { iterations, figures, certificate })
}

/// Percentages as parts of one.
fn fractions(percents: &[Percent]) -> Vec<f64> {
    percents.iter().map(|percent| f64::from(percent.millionths()) / 1e6).collect()
}
