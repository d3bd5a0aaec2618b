//! A key made ready to be applied many times: weights as rows of floats, shares as whole millionths.

use super::flemish::{Flemish, Pools};
use super::lanes::{Lanes, row, sum};
use super::stage::{self, MILLION};
use crate::key::{Iteration, Key, Method, Percent, Rule, total};

/// A key, ready to be applied.
#[derive(Debug, Clone)]
pub struct Plan {
    consumers: usize,
    course: Course,
}

#[derive(Debug, Clone)]
enum Course {
    Cascade(Vec<Stage>),
    Ranks(Vec<Vec<usize>>),
    Flemish(Flemish),
}

#[derive(Debug, Clone)]
struct Stage {
    /// Share of the production, in millionths: their product with whole Wh is exact, and so is one division the best
    /// float there is.
    millionths: f64,
    rule: StageRule,
}

#[derive(Debug, Clone)]
enum StageRule {
    Prorata,
    Equal,
    Weighted(Vec<Lanes>),
    Refill(Vec<Lanes>),
    Mixed { weights: Vec<Lanes>, others: Vec<Lanes>, part: f64 },
}

/// What one iteration handled and gave in a quarter-hour, in Wh with decimals.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pass {
    /// Its share of the production and what the former iterations left.
    pub pool: f64,
    /// What the consumers took.
    pub allocated: f64,
}

impl Pass {
    /// What passes on to the next iteration, offered or not.
    #[must_use]
    pub fn carry(&self) -> f64 {
        (self.pool - self.allocated).max(0.0)
    }
}

impl Plan {
    /// Makes a key ready.
    #[must_use]
    pub fn new(key: &Key) -> Self {
        let consumers = key.consumers().len();
        let course = match key.method() {
            Method::Cascade => return Self::cascade(key.iterations(), consumers),
            Method::Priority => Course::Ranks(key.ranks().to_vec()),
            method => {
                let rule = key.iterations().first().map_or(&Rule::Equal, |iteration| &iteration.rule);
                Course::Flemish(Flemish::new(method, &millionths(rule, consumers)))
            }
        };
        Self { consumers, course }
    }

    /// Iterations that a search proposes, which are no key yet.
    pub(super) fn cascade(iterations: &[Iteration], consumers: usize) -> Self {
        let stages = iterations.iter().map(|iteration| Stage::new(iteration, consumers)).collect();
        Self { consumers, course: Course::Cascade(stages) }
    }

    /// Its first iterations alone.
    pub(super) fn first(&self, passes: usize) -> Self {
        let course = match &self.course {
            Course::Cascade(stages) => Course::Cascade(stages.iter().take(passes).cloned().collect()),
            Course::Ranks(ranks) => Course::Ranks(ranks.iter().take(passes).cloned().collect()),
            Course::Flemish(_) if passes == 0 => Course::Cascade(Vec::new()),
            Course::Flemish(flemish) => Course::Flemish(flemish.clone()),
        };
        Self { consumers: self.consumers, course }
    }

    /// What an iteration offers to each consumer, in its first round; `rest` is what they still need.
    pub(super) fn offers(&self, pass: usize, pool: f64, rest: &[Lanes], pools: &Pools) -> Vec<f64> {
        let mut offers = match &self.course {
            Course::Cascade(stages) => {
                stages.get(pass).map_or_else(Vec::new, |stage| stage.rule.offers(self.consumers, pool, rest))
            }
            Course::Ranks(ranks) => stage::offers_to_rank(ranks.get(pass).map_or(&[], Vec::as_slice), pool, rest),
            Course::Flemish(flemish) => flemish.offers(&mut pools.clone()),
        };
        offers.truncate(self.consumers);
        offers
    }

    /// Consumers it is for.
    #[must_use]
    pub const fn consumers(&self) -> usize {
        self.consumers
    }

    /// Iterations its figures are told apart by: a cascade's iterations, a priority's ranks, one for Flemish methods.
    #[must_use]
    pub const fn passes(&self) -> usize {
        match &self.course {
            Course::Cascade(stages) => stages.len(),
            Course::Ranks(ranks) => ranks.len(),
            Course::Flemish(_) => 1,
        }
    }

    /// Whether energy goes back to a producer by what became of its own pool, not in proportion to its injection.
    pub(super) const fn keeps_pools(&self) -> bool {
        matches!(self.course, Course::Flemish(_))
    }

    /// Serves `rest`, the demand of one quarter-hour and in total `demand`, from `production`; what is shared, before
    /// rounding. Afterwards `rest` is what is not served and `passes` what each iteration did.
    ///
    /// `pools` holds the injection of each producer and, for the Flemish methods, what is left of it afterwards.
    pub(super) fn serve(
        &self,
        production: u64,
        demand: u64,
        rest: &mut [Lanes],
        pools: &mut Pools,
        passes: &mut [Pass],
    ) -> f64 {
        let (production, mut left, mut carry) = (production as f64, demand as f64, 0.0);
        match &self.course {
            Course::Cascade(stages) => {
                for (stage, pass) in stages.iter().zip(passes) {
                    *pass = stage.serve(production * stage.millionths / MILLION + carry, self.consumers, left, rest);
                    (left, carry) = (left - pass.allocated, pass.carry());
                }
            }
            Course::Ranks(ranks) => {
                carry = production;
                for (rank, pass) in ranks.iter().zip(passes) {
                    *pass = Pass { pool: carry, allocated: stage::rank(rest, rank, carry) };
                    carry = pass.carry();
                }
            }
            Course::Flemish(flemish) => {
                let allocated = flemish.serve(rest, pools);
                if let Some(pass) = passes.first_mut() {
                    *pass = Pass { pool: production, allocated };
                    carry = pass.carry();
                }
            }
        }
        production - carry
    }
}

impl Stage {
    fn new(iteration: &Iteration, consumers: usize) -> Self {
        let rule = match &iteration.rule {
            Rule::Prorata => StageRule::Prorata,
            Rule::Equal => StageRule::Equal,
            Rule::Weighted { refill: true, .. } => StageRule::Refill(row(millionths(&iteration.rule, consumers))),
            Rule::Weighted { weights, refill: false } => {
                StageRule::Weighted(row(weights.iter().copied().map(fraction)))
            }
            Rule::Mixed { weights } => {
                let given: Vec<Percent> = weights.iter().copied().flatten().collect();
                StageRule::Mixed {
                    weights: row(weights.iter().map(|weight| weight.map_or(0.0, fraction))),
                    others: row(weights.iter().map(|weight| if weight.is_some() { 0.0 } else { 1.0 })),
                    part: (MILLION - total(&given) as f64) / MILLION,
                }
            }
        };
        Self { millionths: f64::from(iteration.share.millionths()), rule }
    }

    fn serve(&self, pool: f64, consumers: usize, left: f64, rest: &mut [Lanes]) -> Pass {
        if pool <= 0.0 || left <= 0.0 {
            return Pass { pool, allocated: 0.0 };
        }
        let allocated = match &self.rule {
            StageRule::Prorata => stage::prorata(rest, left, pool),
            StageRule::Equal => stage::equal(rest, consumers as f64, pool),
            StageRule::Weighted(weights) => stage::weighted(rest, weights, pool),
            StageRule::Refill(millionths) => stage::refill(rest, millionths, pool),
            StageRule::Mixed { weights, others, part } => stage::mixed(rest, weights, others, *part, pool),
        };
        Pass { pool, allocated }
    }
}

impl StageRule {
    fn offers(&self, consumers: usize, pool: f64, rest: &[Lanes]) -> Vec<f64> {
        let by = |weights: &[Lanes], whole: f64| -> Vec<f64> {
            weights.as_flattened().iter().map(|weight| weight * pool / whole).collect()
        };
        match self {
            Self::Prorata => by(rest, sum(rest).max(f64::MIN_POSITIVE)),
            Self::Equal => vec![pool / consumers as f64; consumers],
            Self::Weighted(weights) => by(weights, 1.0),
            Self::Refill(millionths) => by(millionths, MILLION),
            Self::Mixed { weights, others, part } => {
                let needs: Vec<f64> =
                    rest.as_flattened().iter().zip(others.as_flattened()).map(|(need, other)| need * other).collect();
                let needed = needs.iter().sum::<f64>().max(f64::MIN_POSITIVE);
                let fixed = by(weights, 1.0);
                fixed.iter().zip(needs).map(|(fixed, need)| fixed + pool * part * need / needed).collect()
            }
        }
    }
}

fn fraction(weight: Percent) -> f64 {
    f64::from(weight.millionths()) / MILLION
}

/// The weights of a rule in millionths; of *equal*, exactly one n-th each.
fn millionths(rule: &Rule, consumers: usize) -> Vec<f64> {
    match rule {
        Rule::Weighted { weights, .. } => weights.iter().map(|weight| f64::from(weight.millionths())).collect(),
        _ => vec![MILLION / consumers as f64; consumers],
    }
}
