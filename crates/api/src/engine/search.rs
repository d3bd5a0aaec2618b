//! The search for better fixed weights.

use super::stored::Used;
use super::work::{Watch, Work};
use super::{figures, input};
use crate::error::Error;
use api_types::{
    KeyIteration, KeyProposal, KeySearch, KeySearchInput, SearchCertificate, SearchConsumer, SearchFold, UsedSeries,
};
use domain::allocation::search::{Aim, Bounds, Findings, Fold, Proposal, SearchError, Survey};
use domain::allocation::{Month, Readings};
use domain::key::{ConsumerDraft, IterationDraft, Key, KeyDraft, Method, Percent, RuleName, percentage, total};
use domain::quantity::Decimal;
use domain::violation::{Code, Param, Params, Violations};
use std::ops::Range;

const ROUNDS: u8 = 5;
const ROUNDS_MAX: u8 = 10;
const POINTS: u8 = 5;
const POINTS_MAX: u8 = 20;

/// A search, ready to be run.
pub(crate) struct SearchWork {
    /// The consumers, in a key of no matter.
    key: Key,
    aim: Aim,
    readings: Readings,
    /// The whole months of the period: a piece of one says nothing about the others.
    months: Vec<Month>,
    gaps_filled: u64,
    sources: Vec<UsedSeries>,
}

impl SearchWork {
    /// Checks what is looked for, and the readings.
    ///
    /// # Errors
    /// Every violation of the body, by JSON pointer.
    pub(crate) fn new(body: &KeySearchInput, used: Used) -> Result<Self, Error> {
        let (key, aim) = aim(body)?;
        let series = input::own(body.series.as_ref())?;
        let readings = input::readings(series, body.gaps, &key)?;
        let mut months = input::months_from(body.start, readings.input().steps())?;
        months.retain(Month::is_whole);
        let gaps_filled = input::missing(series) + used.gaps_filled;
        let work = Self { key, aim, readings, months, gaps_filled, sources: used.sources };
        // Weights that lie within the bounds are part of a right question, so that a wrong one is refused at once.
        Survey::new(&work.readings.input(), &work.ranges(), &work.aim).map_err(|error| work.refusal(error))?;
        Ok(work)
    }

    fn ranges(&self) -> Vec<Range<usize>> {
        self.months.iter().map(|month| month.steps.clone()).collect()
    }

    fn refusal(&self, error: SearchError) -> Violations {
        refusal(error, &self.aim.bounds)
    }

    fn answer(&self, found: &Findings) -> Result<KeySearch, Error> {
        let all = |proposals: &[Proposal]| proposals.iter().map(|found| proposal(found, &self.key)).collect();
        let best = found.rounds.proposals.first().ok_or_else(|| Error::internal("a search without a round"))?;
        Ok(KeySearch {
            best: proposal(best, &self.key),
            rounds: all(&found.rounds.proposals),
            rounds_enough: u32::try_from(found.rounds.enough).unwrap_or(u32::MAX),
            tradeoff: all(&found.tradeoff),
            validation: self.months.iter().zip(&found.folds).map(fold).collect(),
            gaps_filled: self.gaps_filled,
            sources: self.sources.clone(),
        })
    }
}

impl Work for SearchWork {
    fn size(&self) -> usize {
        let input = self.readings.input();
        input.steps().saturating_mul(input.consumers.len())
    }

    fn run(&self, watch: &mut Watch<'_>) -> Result<Option<String>, Error> {
        let refused = |error| self.refusal(error);
        let (input, months) = (self.readings.input(), self.ranges());
        let mut survey = Survey::new(&input, &months, &self.aim).map_err(refused)?;
        while survey.advance().map_err(refused)? {
            let (done, total) = survey.progress();
            if watch(done, total).is_break() {
                return Ok(None);
            }
        }
        serde_json::to_string(&self.answer(&survey.finish())?).map(Some).map_err(Error::internal)
    }
}

fn aim(body: &KeySearchInput) -> Result<(Key, Aim), Violations> {
    let mut found = Violations::default();
    let key = consumers(&body.consumers).map_err(|violations| {
        for violation in violations {
            found.add_with(violation.pointer, violation.code, violation.params);
        }
    });
    let mut bounds = Bounds { min: Vec::new(), max: Vec::new() };
    for (i, consumer) in body.consumers.iter().enumerate() {
        let mut percent = |field: &str, given: Option<Decimal>, absent| match given {
            None => absent,
            Some(given) => {
                let percent = found.check(&format!("/consumers/{i}/{field}"), Percent::try_from(given));
                percent.unwrap_or(absent)
            }
        };
        bounds.min.push(percent("min_percent", consumer.min_percent, Percent::ZERO));
        bounds.max.push(percent("max_percent", consumer.max_percent, Percent::WHOLE));
    }
    let worth = body.worth_percent.unwrap_or(Decimal::new(1, 1));
    let worth = found.check("/worth_percent", Percent::try_from(worth));
    let rounds = within(body.rounds_max.unwrap_or(ROUNDS), 1, ROUNDS_MAX, "/rounds_max", &mut found);
    let points = within(body.tradeoff_points.unwrap_or(POINTS), 2, POINTS_MAX, "/tradeoff_points", &mut found);
    found.into_result(|| Some((key.ok()?, Aim { bounds, rounds, worth: worth?, points })))
}

/// A key with these consumers: what series are checked against.
fn consumers(consumers: &[SearchConsumer]) -> Result<Key, Violations> {
    let draft = KeyDraft {
        name: "-",
        description: "",
        consumers: consumers.iter().map(|of| ConsumerDraft { name: &of.name, meter: None }).collect(),
        method: Method::Cascade,
        iterations: vec![IterationDraft {
            share_percent: Some(Percent::WHOLE.decimal()),
            rule: RuleName::Prorata,
            weights_percent: None,
            refill: false,
        }],
        ranks: None,
    };
    draft.check()
}

fn within(value: u8, min: u8, max: u8, at: &str, found: &mut Violations) -> usize {
    if !(min..=max).contains(&value) {
        let params = Params::from([("min", i64::from(min).into()), ("max", i64::from(max).into())]);
        found.add_with(at, Code::OutOfRange, params);
    }
    usize::from(value)
}

/// Why there is nothing to search, at its place of the body.
fn refusal(error: SearchError, bounds: &Bounds) -> Violations {
    let mut found = Violations::default();
    match error {
        SearchError::Input(error) => return input::refusal(error),
        SearchError::Count => found.add("/consumers", Code::NotAllowed),
        SearchError::Contradiction { consumer } => {
            let least = bounds.min.get(consumer).copied().unwrap_or_default();
            let params = Params::from([("min", Param::Decimal(least.decimal())), ("max", 100_i64.into())]);
            found.add_with(format!("/consumers/{consumer}/max_percent"), Code::OutOfRange, params);
        }
        SearchError::TooMuch => off(total(&bounds.min), "excess", &mut found),
        SearchError::TooLittle => off(total(&bounds.max), "missing", &mut found),
    }
    found
}

/// The least, or the most, that consumers may have is not compatible with 100 % in total.
fn off(sum: i64, reason: &'static str, found: &mut Violations) {
    let missing = i64::from(Percent::WHOLE.millionths()) - sum;
    let params = Params::from([
        ("reason", reason.into()),
        ("total_percent", Param::Decimal(percentage(sum))),
        ("missing_percent", Param::Decimal(percentage(missing))),
        ("excess_percent", Param::Decimal(percentage(-missing))),
    ]);
    found.add_with("/consumers", Code::SharesNot100, params);
}

fn proposal(found: &Proposal, key: &Key) -> KeyProposal {
    let certificate = found.certificate;
    KeyProposal {
        iterations: found.iterations.iter().map(KeyIteration::from).collect(),
        totals: figures::totals(&found.figures),
        fairness: figures::fairness(&found.figures),
        consumers: figures::consumers(&found.figures, key.consumers()),
        certificate: SearchCertificate {
            price_wh: certificate.price,
            objective_wh: certificate.objective,
            dual_bound_wh: certificate.dual_bound,
            gap: certificate.gap(),
            cost_of_rounding_weights_wh: certificate.cost_of_rounding_weights(),
            cost_of_rounding_wh: (found.iterations.len() == 1).then(|| found.cost_of_rounding_wh()),
        },
    }
}

fn fold((month, fold): (&Month, &Fold)) -> SearchFold {
    SearchFold {
        month: input::name(month),
        shared_wh: fold.shared_wh,
        hindsight_wh: fold.hindsight_wh,
        bound_wh: fold.bound_wh,
        of_hindsight: fold.of_hindsight(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;
    use std::ops::ControlFlow;

    #[test]
    fn a_search_that_is_broken_off_does_no_further_piece() {
        let body = json!({
            "consumers": [{"name": "A"}, {"name": "B"}],
            "series": {"production_wh": [90, 40, 70], "consumption_wh": {"A": [9, 30, 10], "B": [80, 20, 50]}}
        });
        let work = SearchWork::new(&serde_json::from_value(body).unwrap(), Used::default()).unwrap();
        assert_eq!(work.size(), 6);
        let mut pieces = 0;
        let mut watch = |done: usize, total: usize| {
            pieces += 1;
            assert!(done <= total);
            if pieces == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        assert_eq!(work.run(&mut watch).unwrap(), None);
        assert_eq!(pieces, 2);
        assert!(work.run(&mut |_, _| ControlFlow::Continue(())).unwrap().unwrap().starts_with("{\"best\":"));
    }
}
