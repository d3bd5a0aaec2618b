//! Readings as a request brings them, checked against a key.
//!
//! Pointers are those of a simulation's body: `/series/production_wh/17`, `/series/consumption_wh/Cons1/3`.

use super::input::{Gaps, Input, MISSING, Producer, READING_MAX};
use crate::key::Key;
use crate::text::fold;
use crate::violation::{Code, Param, Params, Violations};
use std::collections::{HashMap, HashSet};

/// Readings of one column as they came; `None` is a gap.
pub type DraftReadings<'a> = &'a [Option<i64>];

/// The series of a simulation as they came.
#[derive(Debug, Clone, Default)]
pub struct SeriesDraft<'a> {
    /// What producers who are no consumers share.
    pub production_wh: Option<DraftReadings<'a>>,
    /// What consumers share, by name.
    pub injection_wh: Vec<(&'a str, DraftReadings<'a>)>,
    /// What consumers take, by name.
    pub consumption_wh: Vec<(&'a str, DraftReadings<'a>)>,
    /// What a gap means.
    pub gaps: Gaps,
}

/// Series that fit a key: of one length, one per consumer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readings {
    producers: Vec<(Vec<u32>, Option<usize>)>,
    consumers: Vec<Vec<u32>>,
    gaps: Gaps,
}

impl Readings {
    /// What the engine reads.
    #[must_use]
    pub fn input(&self) -> Input<'_> {
        Input {
            producers: self.producers.iter().map(|(wh, consumer)| Producer { wh, consumer: *consumer }).collect(),
            consumers: self.consumers.iter().map(Vec::as_slice).collect(),
            gaps: self.gaps,
        }
    }
}

impl SeriesDraft<'_> {
    /// Checks every series against the consumers of a key. Of several bad readings in a series, the first is named.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self, key: &Key) -> Result<Readings, Violations> {
        let mut found = Violations::default();
        let places: HashMap<String, usize> =
            key.consumers().iter().enumerate().map(|(i, consumer)| (fold(&consumer.name), i)).collect();
        let mut producers = Vec::new();
        if let Some(readings) = self.production_wh {
            producers.push((self.column("/series/production_wh", readings, &mut found), None));
        }
        for (i, pointer, readings) in places_of("injection_wh", &self.injection_wh, &places, &mut found) {
            producers.push((self.column(&pointer, readings, &mut found), Some(i)));
        }
        if self.production_wh.is_none() && self.injection_wh.is_empty() {
            found.add("/series/production_wh", Code::Required);
        }
        let mut consumers: Vec<Option<Vec<u32>>> = vec![None; key.consumers().len()];
        for (i, pointer, readings) in places_of("consumption_wh", &self.consumption_wh, &places, &mut found) {
            consumers[i] = Some(self.column(&pointer, readings, &mut found));
        }
        for (consumer, column) in key.consumers().iter().zip(&consumers) {
            if column.is_none() {
                found.add(pointer("consumption_wh", &consumer.name), Code::SeriesMissing);
            }
        }
        found.into_result(|| {
            Some(Readings { producers, consumers: consumers.into_iter().collect::<Option<_>>()?, gaps: self.gaps })
        })
    }

    /// Readings of the first series; the others have as many.
    fn steps(&self) -> usize {
        let named = self.injection_wh.first().or_else(|| self.consumption_wh.first());
        self.production_wh.or_else(|| named.map(|(_, readings)| *readings)).map_or(0, <[_]>::len)
    }

    fn column(&self, pointer: &str, readings: DraftReadings<'_>, found: &mut Violations) -> Vec<u32> {
        let expected = self.steps();
        if readings.len() != expected {
            let params = Params::from([("expected", expected.into()), ("length", readings.len().into())]);
            found.add_with(pointer, Code::SeriesLength, params);
        }
        if self.gaps == Gaps::Refuse
            && let Some(step) = readings.iter().position(Option::is_none)
        {
            let count = readings.iter().filter(|reading| reading.is_none()).count();
            let params = Params::from([("count", count.into())]);
            found.add_with(format!("{pointer}/{step}"), Code::MissingReading, params);
        }
        if let Some(step) = readings.iter().position(|reading| reading.is_some_and(|wh| wh < 0)) {
            found.add(format!("{pointer}/{step}"), Code::NegativeReading);
        }
        if let Some(step) = readings.iter().position(|reading| reading.is_some_and(|wh| wh > i64::from(READING_MAX))) {
            let params = Params::from([("min", 0_i64.into()), ("max", i64::from(READING_MAX).into())]);
            found.add_with(format!("{pointer}/{step}"), Code::OutOfRange, params);
        }
        readings.iter().map(|reading| reading.and_then(|wh| u32::try_from(wh).ok()).unwrap_or(MISSING)).collect()
    }
}

/// Which consumer each series is for; names that are none, or come twice, are violations.
fn places_of<'a>(
    group: &str,
    series: &[(&'a str, DraftReadings<'a>)],
    places: &HashMap<String, usize>,
    found: &mut Violations,
) -> Vec<(usize, String, DraftReadings<'a>)> {
    let mut seen = HashSet::new();
    let mut placed = Vec::with_capacity(series.len());
    for (name, readings) in series {
        let params = || Params::from([("name", Param::from(*name))]);
        match places.get(&fold(name)) {
            None => found.add_with(pointer(group, name), Code::UnknownConsumer, params()),
            Some(&i) if seen.insert(i) => placed.push((i, pointer(group, name), *readings)),
            Some(_) => found.add_with(pointer(group, name), Code::DuplicateConsumer, params()),
        }
    }
    placed
}

/// The place of a consumer's series; RFC 6901 writes `~` and `/` in names as `~0` and `~1`.
fn pointer(group: &str, name: &str) -> String {
    format!("/series/{group}/{}", name.replace('~', "~0").replace('/', "~1"))
}
