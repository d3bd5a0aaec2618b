//! One key on given readings.

use super::stored::Used;
use super::work::{Watch, Work};
use super::{figures, input};
use crate::error::Error;
use api_types::{GapRule, Simulation, SimulationInput, SimulationMonth, WarningNote};
use domain::allocation::{AllocatedSeries, Month, Outcome, Pieces, Plan, Readings, Sink};
use domain::key::Key;
use std::collections::BTreeMap;
use std::ops::Range;

/// A simulation of a key, ready to be run.
pub(crate) struct SimulationWork {
    key: Key,
    readings: Readings,
    months: Vec<Month>,
    include_series: bool,
    gaps: GapRule,
    warnings: Vec<WarningNote>,
    used: Used,
}

impl SimulationWork {
    /// Checks the readings against the key.
    ///
    /// # Errors
    /// Every violation of the readings, by JSON pointer.
    pub(crate) fn new(key: Key, body: &SimulationInput, warnings: Vec<WarningNote>, used: Used) -> Result<Self, Error> {
        let readings = input::readings(input::own(body.series.as_ref())?, body.gaps, &key)?;
        let months = input::months_from(body.start, readings.input().steps())?;
        Ok(Self { key, readings, months, include_series: body.include_series, gaps: body.gaps, warnings, used })
    }

    fn answer(&self, outcome: &Outcome, series: Option<AllocatedSeries>) -> Simulation {
        let Outcome { total, ranges, gaps_filled } = outcome;
        let consumers = self.key.consumers();
        let month = |(month, of)| SimulationMonth {
            month: input::name(month),
            totals: figures::totals(of),
            iterations: figures::iterations(of),
            consumers: figures::consumers(of, consumers),
        };
        let producers = self.readings.input();
        let producers = producers.producers.iter().map(|of| of.consumer);
        Simulation {
            totals: figures::totals(total),
            fairness: figures::fairness(total),
            iterations: figures::iterations(total),
            consumers: figures::consumers(total, consumers),
            producers: figures::producers(total, producers, consumers),
            months: self.months.iter().zip(ranges).map(month).collect(),
            warnings: self.warnings.clone(),
            gaps: self.gaps,
            gaps_filled: gaps_filled + self.used.gaps_filled,
            sources: self.used.sources.clone(),
            allocations_wh: series.map(|series| by_name(&self.key, series)),
        }
    }
}

impl Work for SimulationWork {
    fn size(&self) -> usize {
        let input = self.readings.input();
        input.steps().saturating_mul(input.consumers.len())
    }

    fn run(&self, watch: &mut Watch<'_>) -> Result<Option<String>, Error> {
        let input = self.readings.input();
        let whole = input.whole();
        let months = || self.months.iter().map(|month| month.steps.clone());
        let ranges: Vec<Range<usize>> = if self.months.is_empty() { vec![whole] } else { months().collect() };
        let plan = Plan::new(&self.key);
        let mut series = self.include_series.then(AllocatedSeries::default);
        let mut pieces = Pieces::new(&plan, &input, &ranges).map_err(input::refusal)?;
        while pieces.advance(series.as_mut().map(|series| series as &mut dyn Sink)).map_err(input::refusal)? {
            let (done, total) = pieces.progress();
            if watch(done, total).is_break() {
                return Ok(None);
            }
        }
        let answer = self.answer(&pieces.finish(), series);
        serde_json::to_string(&answer).map(Some).map_err(Error::internal)
    }
}

/// A column for each consumer, also where there was no quarter-hour.
fn by_name(key: &Key, mut series: AllocatedSeries) -> BTreeMap<String, Vec<u32>> {
    series.allocated_wh.resize_with(key.consumers().len(), Vec::new);
    key.consumers().iter().map(|consumer| consumer.name.clone()).zip(series.allocated_wh).collect()
}
