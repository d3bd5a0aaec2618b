//! The readings of a community's meters as series of a simulation.
//!
//! A meter takes part while a configuration of it is active: before, between and after it takes and gives nothing, which
//! is no gap. One that is read once a month or a year, and of which the period has no quarter-hour, is modelled.

use api_types::{GapRule, ModelledMeter, SeriesInput, StoredSeries, UsedSeries};
use domain::modelled::{Consumption, Modelled, Production, consumption, injection};
use domain::readings::{Direction, Quarter, Span};
use domain::text::fold;
use domain::violation::{Code, Param, Params, Violations};
use domain::vocabulary::{ConfigurationStatus, ReadingFrequency, SeriesSource};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{ConfigurationView, MeterReadings, MeterView};
use uuid::Uuid;

/// Most quarter-hours of all series together: what a file of readings may hold.
const QUARTERS_MAX: usize = 20_000_000;

/// A consumer by name, with the meter that its key links it to.
pub(crate) type NamedConsumer = (String, Option<Uuid>);

/// What is stored of the meters that a simulation names.
#[derive(Debug, Default)]
pub(crate) struct StoredMeters {
    pub(crate) meters: HashMap<Uuid, MeterView>,
    pub(crate) readings: BTreeMap<Uuid, MeterReadings>,
    /// The producers, where the simulation names none.
    pub(crate) producers: Vec<Uuid>,
}

/// Series, and where they are from.
#[derive(Debug, Default)]
pub(crate) struct Used {
    pub(crate) sources: Vec<UsedSeries>,
    /// How many missing readings were made 0.
    pub(crate) gaps_filled: u64,
}

/// The meters that a simulation names.
pub(crate) fn named(wish: &StoredSeries, consumers: &[NamedConsumer]) -> Vec<Uuid> {
    let linked = consumers.iter().filter_map(|(_, meter)| *meter);
    let chosen = wish.consumer_meter_ids.values().copied();
    let producers = wish.production_meter_ids.iter().flatten().copied();
    let modelled = wish.modelled.iter().map(|of| of.meter_id);
    linked.chain(chosen).chain(producers).chain(modelled).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The series of a period.
///
/// # Errors
/// Every violation, by JSON pointer into `/readings`.
pub(crate) fn series(
    wish: &StoredSeries,
    span: Span,
    consumers: &[NamedConsumer],
    gaps: GapRule,
    stored: &StoredMeters,
) -> Result<(SeriesInput, Used), Violations> {
    let mut found = Violations::default();
    let modelled = modelled(wish, stored, &mut found);
    let places = places(wish, consumers, stored, &mut found);
    let producers = producers(wish, stored, &mut found);
    if (places.len() + producers.len()).saturating_mul(span.len()) > QUARTERS_MAX {
        found.add_with("/readings/to", Code::TooMany, Params::from([("max", Param::from(QUARTERS_MAX))]));
    }
    if !found.is_empty() {
        return Err(found);
    }
    let maker = Maker { span, gaps, modelled, stored };
    let mut used = Used::default();
    let mut input = SeriesInput { production_wh: Some(vec![Some(0); span.len()]), ..SeriesInput::default() };
    for (pointer, meter) in producers {
        let consumer = places.iter().find(|(_, of, _)| of.id == meter.id).map(|(name, ..)| name.clone());
        let column = maker.column(meter, Direction::Injection, &consumer, &pointer, &mut used, &mut found);
        match consumer {
            Some(name) => drop(input.injection_wh.insert(name, column)),
            None => add(&mut input.production_wh, &column),
        }
    }
    for (name, meter, pointer) in places {
        let consumer = Some(name.clone());
        let column = maker.column(meter, Direction::Offtake, &consumer, &pointer, &mut used, &mut found);
        input.consumption_wh.insert(name, column);
    }
    found.into_result(|| Some((input, used)))
}

fn add(sum: &mut Option<Vec<Option<i64>>>, column: &[Option<i64>]) {
    for (sum, own) in sum.iter_mut().flatten().zip(column) {
        *sum = sum.zip(*own).map(|(sum, own)| sum + own);
    }
}

/// The meters to model, each once.
fn modelled<'a>(
    wish: &'a StoredSeries,
    stored: &StoredMeters,
    found: &mut Violations,
) -> HashMap<Uuid, &'a ModelledMeter> {
    let mut modelled = HashMap::new();
    for (i, of) in wish.modelled.iter().enumerate() {
        if !stored.meters.contains_key(&of.meter_id) {
            found.add(format!("/readings/modelled/{i}/meter_id"), Code::UnknownMeter);
        }
        for (field, kwh) in [("offtake_kwh", of.offtake_kwh), ("injection_kwh", of.injection_kwh)] {
            const MAX: i64 = 1_000_000_000;
            if kwh.is_some_and(|kwh| !(0..=MAX).contains(&kwh)) {
                let params = Params::from([("min", 0_i64.into()), ("max", MAX.into())]);
                found.add_with(format!("/readings/modelled/{i}/{field}"), Code::OutOfRange, params);
            }
        }
        modelled.insert(of.meter_id, of);
    }
    modelled
}

/// The meter of each consumer, and where it was named.
fn places<'a>(
    wish: &StoredSeries,
    consumers: &[NamedConsumer],
    stored: &'a StoredMeters,
    found: &mut Violations,
) -> Vec<(String, &'a MeterView, String)> {
    let pointer = |name: &str| format!("/readings/consumer_meter_ids/{}", name.replace('~', "~0").replace('/', "~1"));
    let chosen: HashMap<String, Uuid> =
        wish.consumer_meter_ids.iter().map(|(name, meter)| (fold(name), *meter)).collect();
    for name in wish.consumer_meter_ids.keys() {
        if !consumers.iter().any(|(known, _)| fold(known) == fold(name)) {
            let params = Params::from([("name", Param::from(name.as_str()))]);
            found.add_with(pointer(name), Code::UnknownConsumer, params);
        }
    }
    let mut places = Vec::with_capacity(consumers.len());
    for (name, linked) in consumers {
        let pointer = pointer(name);
        match chosen.get(&fold(name)).copied().or(*linked).map(|id| stored.meters.get(&id)) {
            None => found.add(pointer, Code::SeriesMissing),
            Some(None) => found.add(pointer, Code::UnknownMeter),
            Some(Some(meter)) => places.push((name.clone(), meter, pointer)),
        }
    }
    places
}

/// The producers, each once, and where they were named.
fn producers<'a>(
    wish: &StoredSeries,
    stored: &'a StoredMeters,
    found: &mut Violations,
) -> Vec<(String, &'a MeterView)> {
    let all = "/readings/production_meter_ids";
    let ids = wish.production_meter_ids.as_ref().unwrap_or(&stored.producers);
    if ids.is_empty() {
        found.add(all, Code::Required);
    }
    let mut producers: Vec<(String, &MeterView)> = Vec::with_capacity(ids.len());
    for (i, id) in ids.iter().enumerate() {
        let pointer = if wish.production_meter_ids.is_some() { format!("{all}/{i}") } else { all.to_owned() };
        match stored.meters.get(id) {
            None => found.add(pointer, Code::UnknownMeter),
            Some(meter) if producers.iter().any(|(_, known)| known.id == meter.id) => {}
            Some(meter) => producers.push((pointer, meter)),
        }
    }
    producers
}

/// Makes columns of meters.
struct Maker<'a> {
    span: Span,
    gaps: GapRule,
    modelled: HashMap<Uuid, &'a ModelledMeter>,
    stored: &'a StoredMeters,
}

impl Maker<'_> {
    /// A meter's quarter-hours, as far as it takes part.
    fn column(
        &self,
        meter: &MeterView,
        direction: Direction,
        consumer: &Option<String>,
        pointer: &str,
        used: &mut Used,
        found: &mut Violations,
    ) -> Vec<Option<i64>> {
        let mut column = vec![Some(0); self.span.len()];
        let readings = self.stored.readings.get(&meter.id);
        let is_active = |view: &&ConfigurationView| view.configuration.status == ConfigurationStatus::Active;
        let periods: Vec<(&ConfigurationView, Span)> = meter
            .configurations
            .iter()
            .filter(is_active)
            .map(|view| (view, view.span().and(self.span)))
            .filter(|(_, span)| !span.is_empty())
            .collect();
        let has_readings = periods.iter().any(|(_, span)| {
            readings.is_some_and(|readings| readings.of(direction).readings(*span).any(|(_, wh)| wh.is_some()))
        });
        let asked = self.modelled.get(&meter.id).copied();
        let is_modelled =
            asked.is_some() || (meter.identity.reading_frequency != ReadingFrequency::QuarterHourly && !has_readings);
        let mut source = self.source(meter, direction, consumer.clone(), is_modelled);
        for (view, span) in periods {
            source.quarters += span.len() as u64;
            if is_modelled {
                let made = model(meter, view, direction, asked, span);
                source.yearly_kwh = Some(made.yearly_kwh);
                source.assumed |= made.assumed;
                self.fill(&mut column, span, |at| made.series.get(at), &mut source);
            } else {
                let stored = |at| readings.and_then(|readings| readings.of(direction).get(at));
                self.fill(&mut column, span, stored, &mut source);
            }
        }
        if source.missing > 0 && self.gaps == GapRule::Refuse {
            let count = i64::try_from(source.missing).unwrap_or(i64::MAX);
            found.add_with(pointer, Code::MissingReading, Params::from([("count", count.into())]));
        }
        used.gaps_filled += source.missing;
        used.sources.push(source);
        column
    }

    fn source(
        &self,
        meter: &MeterView,
        direction: Direction,
        consumer: Option<String>,
        is_modelled: bool,
    ) -> UsedSeries {
        UsedSeries {
            meter_id: meter.id,
            ean: meter.identity.point.as_str().to_owned(),
            direction,
            consumer,
            source: if is_modelled { SeriesSource::Modelled } else { SeriesSource::Measured },
            yearly_kwh: None,
            assumed: false,
            quarters: 0,
            missing: 0,
            total_wh: 0,
        }
    }

    /// Fills a part of a column; a missing reading is 0 in it, and counted.
    fn fill(
        &self,
        column: &mut [Option<i64>],
        part: Span,
        reading: impl Fn(Quarter) -> Option<u32>,
        source: &mut UsedSeries,
    ) {
        let first = usize::try_from(part.from.since(self.span.from)).unwrap_or(0);
        for (at, slot) in part.iter().zip(column.iter_mut().skip(first)) {
            let wh = reading(at);
            source.missing += u64::from(wh.is_none());
            source.total_wh += u64::from(wh.unwrap_or(0));
            *slot = Some(i64::from(wh.unwrap_or(0)));
        }
    }
}

/// A meter's energy in a period of its configuration, on the standard shapes.
fn model(
    meter: &MeterView,
    view: &ConfigurationView,
    direction: Direction,
    asked: Option<&ModelledMeter>,
    span: Span,
) -> Modelled {
    let fields = &view.configuration;
    let said = |kwh: fn(&ModelledMeter) -> Option<i64>| asked.and_then(kwh).and_then(|kwh| u64::try_from(kwh).ok());
    match direction {
        Direction::Offtake => {
            let of = Consumption {
                client_type: fields.client_type,
                rate: fields.rate,
                tariff_group: meter.identity.tariff_group,
                sampling_power: fields.sampling_power,
                yearly_kwh: said(|asked| asked.offtake_kwh),
            };
            consumption(&of, span)
        }
        Direction::Injection => {
            let of = Production {
                chain: fields.production_chain,
                status: fields.injection_status,
                capacity: fields.generating_capacity,
                yearly_kwh: said(|asked| asked.injection_kwh),
            };
            injection(&of, span)
        }
    }
}
