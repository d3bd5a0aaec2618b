//! A key on readings: which series stands for which consumer, and what the engine makes of it. Pure.

use super::year::Year;
use domain::allocation::{
    AllocatedSeries, Explanation, Figures, Gaps, Input, InputError, MISSING, Month, Outcome, Plan, Producer, explain,
    months, run, totals,
};
use domain::key::{Consumer, Key};
use domain::text::fold;
use std::ops::Range;
use std::sync::Arc;

/// Readings to try keys on.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The readings.
    pub year: Arc<Year>,
    /// Their months.
    pub months: Arc<Vec<Month>>,
    /// Whether a gap counts as 0.
    pub zero: bool,
}

impl PartialEq for Scene {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.year, &other.year) && self.zero == other.zero
    }
}

/// One quarter-hour after the other of some day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DayCourse {
    /// The quarter-hours.
    pub steps: Range<usize>,
    /// Wh by consumer and quarter-hour.
    pub allocated: Vec<Vec<u32>>,
    /// What was shared out, Wh.
    pub production: Vec<u64>,
    /// What was consumed, Wh.
    pub consumption: Vec<u64>,
}

impl DayCourse {
    /// What all were given in a quarter-hour of the day.
    pub fn shared(&self, at: usize) -> u64 {
        self.allocated.iter().map(|column| u64::from(column[at])).sum()
    }
}

impl Scene {
    /// Readings whose gaps are refused.
    pub fn new(year: Arc<Year>) -> Self {
        let months = Arc::new(months(&year.starts));
        Self { year, months, zero: false }
    }

    /// The series for each consumer: the chosen one, else the one of its meter, else the one of the same name, else the
    /// next one that is free, and from the first one on again when there are more consumers than series.
    pub fn mapping(&self, consumers: &[Consumer], chosen: &[Option<usize>]) -> Vec<usize> {
        let series = &self.year.consumers;
        let wanted = |(i, consumer): (usize, &Consumer)| {
            let chosen = chosen.get(i).copied().flatten().filter(|&at| at < series.len());
            let of_meter = || series.iter().position(|s| consumer.meter.is_some() && s.meter == consumer.meter);
            let folded = fold(&consumer.name);
            chosen.or_else(of_meter).or_else(|| series.iter().position(|series| fold(&series.label) == folded))
        };
        let found: Vec<Option<usize>> = consumers.iter().enumerate().map(wanted).collect();
        let mut free = (0..series.len()).filter(|at| !found.contains(&Some(*at)));
        let mut again = (0..series.len()).cycle();
        let next = |found: &Option<usize>| found.or_else(|| free.next()).or_else(|| again.next()).unwrap_or(0);
        found.iter().map(next).collect()
    }

    /// What the engine reads.
    pub fn input(&self, mapping: &[usize]) -> Input<'_> {
        let year = &self.year;
        let consumer = |ean: &str| mapping.iter().position(|&at| year.consumers[at].ean == ean);
        let producer = |series: &'_ super::year::Series| consumer(&series.ean);
        Input {
            producers: year.producers.iter().map(|p| Producer { wh: &p.wh, consumer: producer(p) }).collect(),
            consumers: mapping.iter().map(|&at| year.consumers[at].wh.as_slice()).collect(),
            gaps: if self.zero { Gaps::Zero } else { Gaps::Refuse },
        }
    }

    /// The figures of the whole period, and of each month.
    pub fn figures(&self, key: &Key, mapping: &[usize]) -> Result<Outcome, InputError> {
        let ranges: Vec<Range<usize>> = self.months.iter().map(|month| month.steps.clone()).collect();
        totals(&Plan::new(key), &self.input(mapping), &ranges)
    }

    /// What happens on a day.
    pub fn course(&self, key: &Key, mapping: &[usize], steps: Range<usize>) -> Result<DayCourse, InputError> {
        let input = self.input(mapping);
        let mut sink = AllocatedSeries::default();
        run(&Plan::new(key), &input, std::slice::from_ref(&steps), &mut sink)?;
        let production = input.producers.iter().map(|producer| producer.wh).collect::<Vec<_>>();
        Ok(DayCourse {
            allocated: sink.allocated_wh,
            production: sums(&production, &steps),
            consumption: sums(&input.consumers, &steps),
            steps,
        })
    }

    /// What happens in a quarter-hour.
    pub fn explain(&self, key: &Key, mapping: &[usize], step: usize) -> Result<Explanation, InputError> {
        explain(&Plan::new(key), &self.input(mapping), step)
    }

    /// The months to try weights on: a piece of one says nothing about the others.
    pub fn whole_months(&self) -> Vec<Month> {
        self.months.iter().filter(|month| month.is_whole()).cloned().collect()
    }
}

fn sums(columns: &[&[u32]], steps: &Range<usize>) -> Vec<u64> {
    let of = |step: usize| columns.iter().map(|wh| wh[step]).filter(|&wh| wh != MISSING).map(u64::from).sum();
    steps.clone().map(of).collect()
}

/// What the bound is still away, in Wh.
pub const fn gap_to_bound(figures: &Figures) -> u64 {
    figures.bound_wh.saturating_sub(figures.shared_wh)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::keys::preview::year::Series;
    use crate::keys::values::KeyValues;
    use uuid::Uuid;

    fn scene() -> Scene {
        let start: chrono::DateTime<chrono::Utc> = "2016-06-20T10:00:00Z".parse().unwrap();
        let series = |label: &str, wh: [u32; 2]| Series {
            ean: label.into(),
            label: label.into(),
            meter: (label == "School").then(|| Uuid::from_u128(7)),
            wh: wh.to_vec(),
            modelled: false,
        };
        Scene::new(Arc::new(Year {
            starts: vec![start, start + chrono::Duration::minutes(15)],
            consumers: vec![series("Shop", [300, 0]), series("School", [100, 500])],
            producers: vec![series("Roof", [200, 900])],
            gaps: 0,
        }))
    }

    fn key() -> Key {
        let mut values = KeyValues::default();
        values.resize(2);
        values.check_for_preview(|i| format!("Consumer {i}")).unwrap()
    }

    #[test]
    fn series_are_found_by_name_then_in_order() {
        let of_meter = |name: &str, meter: Option<Uuid>| Consumer { name: name.to_owned(), meter };
        let names = |names: &[&str]| names.iter().map(|name| of_meter(name, None)).collect::<Vec<_>>();
        let scene = scene();
        assert_eq!(scene.mapping(&names(&["school", "Bakery", "Farm"]), &[]), [1, 0, 0]);
        assert_eq!(scene.mapping(&names(&["A", "B"]), &[Some(1), Some(9)]), [1, 0]);
        let linked = [of_meter("Shop", Some(Uuid::from_u128(7))), of_meter("School", None)];
        assert_eq!(scene.mapping(&linked, &[]), [1, 1], "a meter comes before a name");
    }

    #[test]
    fn a_key_is_tried_on_the_readings() {
        let (scene, key) = (scene(), key());
        let total = scene.figures(&key, &[0, 1]).unwrap().total;
        assert_eq!((total.shared_wh, total.surplus_wh(), gap_to_bound(&total)), (700, 400, 0));
        let course = scene.course(&key, &[0, 1], 0..2).unwrap();
        assert_eq!((course.allocated.as_slice(), course.shared(1)), (&[vec![150, 0], vec![50, 500]][..], 500));
        assert_eq!((course.production, course.consumption), (vec![200, 900], vec![400, 500]));
        assert_eq!(scene.explain(&key, &[0, 1], 0).unwrap().allocated_wh, [150, 50]);
    }

    #[test]
    fn a_piece_of_a_month_is_no_month_to_try_weights_on() {
        let mut scene = scene();
        assert!(scene.whole_months().is_empty());
        // From 2 June, which is nearly whole, to 10 August.
        let start: chrono::DateTime<chrono::Utc> = "2016-06-01T10:00:00Z".parse().unwrap();
        let starts = (0..6700).map(|i| start + chrono::Duration::minutes(15 * i)).collect();
        scene = Scene::new(Arc::new(Year { starts, ..Year::default() }));
        let months: Vec<u32> = scene.whole_months().iter().map(|month| month.month).collect();
        assert_eq!(months, [6, 7]);
    }

    #[test]
    fn a_gap_is_refused_until_it_may_count_as_nothing() {
        let mut scene = scene();
        let mut year = (*scene.year).clone();
        year.consumers[0].wh[1] = MISSING;
        scene.year = Arc::new(year);
        assert!(scene.figures(&key(), &[0, 1]).is_err());
        scene.zero = true;
        assert_eq!(scene.figures(&key(), &[0, 1]).unwrap().gaps_filled, 1);
        assert_eq!(scene.course(&key(), &[0, 1], 0..2).unwrap().consumption, [400, 500]);
    }
}
