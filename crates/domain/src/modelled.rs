//! Quarter-hours of meters that are read once a month or once a year: modelled, for simulations alone.
//!
//! # The shapes, and where they are from
//!
//! They are our own, simplified: whole numbers for each month and hour, drawn after what is generally known of standard
//! load profiles. Those of Synergrid (the Belgian synthetic load profiles `S11`, `S12`, `S21`, `S22`) and of the BDEW
//! (`H0`, `G0`, `G1`) have in common what is in ours: households peak in the evening and take more in winter, businesses
//! take most in working hours and little at week-ends, industry runs flatter. No table of theirs is copied, and nothing
//! here is fitted to measurements. Solar production is a day without clouds, a parabola around the solar noon of
//! Belgium (11:40 UTC) as long as the day is in the middle of the month, scaled so that each month has its usual part of
//! the year; wind, water and heat have parts of the year by month and none by hour. So a modelled series has the right
//! energy and a plausible rhythm, and neither weather nor the peaks of a single household: what is shared on it is more
//! even than what will be.
//!
//! # What is promised
//!
//! A series of a whole calendar year of Brussels adds up to the energy of the year, to the Wh; the same input gives the
//! same output everywhere, as everything is whole numbers. What nobody says is assumed and marked so:
//! [`Modelled::assumed`].
//!
//! Must never know: which meters exist, and that such a series could be stored or settled.

mod shape;

use crate::quantity::Kva;
use crate::readings::{LocalDay, Quarter, Series, Span};
use crate::time::brussels_date;
use crate::vocabulary::{ClientType, InjectionStatus, ProductionChain, Rate, TariffGroup};
use chrono::{Datelike, NaiveDate};

/// What a consumption is modelled from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consumption {
    /// Use of the connection.
    pub client_type: ClientType,
    /// Registers: what tariff the consumer follows.
    pub rate: Rate,
    /// The voltage it is charged at.
    pub tariff_group: TariffGroup,
    /// The power that may be taken: no quarter-hour is above it, unless the energy of the year does not fit below.
    pub sampling_power: Kva,
    /// The energy of a year, in kWh, where somebody says it.
    pub yearly_kwh: Option<u64>,
}

/// What an injection is modelled from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Production {
    /// What produces.
    pub chain: ProductionChain,
    /// By what right it is injected: of a self-producer, only a part is.
    pub status: InjectionStatus,
    /// The power of what produces.
    pub capacity: Kva,
    /// The injected energy of a year, in kWh, where somebody says it.
    pub yearly_kwh: Option<u64>,
}

/// A modelled series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modelled {
    /// Its quarter-hours, without gaps.
    pub series: Series,
    /// The energy of a year it was made for, in kWh.
    pub yearly_kwh: u64,
    /// Whether that is our assumption.
    pub assumed: bool,
}

/// A household that says nothing: about what the Belgian regulators take for a typical one.
const HOUSEHOLD_KWH: u64 = 3_500;
/// What a household takes on a separate circuit of the night.
const NIGHT_CIRCUIT_KWH: u64 = 4_000;
/// Hours at full power that make the year of a business, and of an industrial site.
const BUSINESS_HOURS: u64 = 900;
const INDUSTRY_HOURS: u64 = 2_500;
/// What a self-producer injects of what is produced, in percent.
const INJECTED_PERCENT: u64 = 65;
/// The most a year may have, so that all sums fit: a million MWh.
const YEARLY_MAX_KWH: u64 = 1_000_000_000;

/// The consumption of a span.
#[must_use]
pub fn consumption(of: &Consumption, span: Span) -> Modelled {
    let (yearly_kwh, assumed) = said_or(of.yearly_kwh, assumed_consumption(of));
    let most_wh = u64::try_from(of.sampling_power.units()).unwrap_or(0) / 4;
    let weight = |at: Moment, flatness: u64| shape::consumption(of, at, flatness);
    Modelled { series: fitted(span, yearly_kwh, most_wh, weight), yearly_kwh, assumed }
}

/// The injection of a span.
#[must_use]
pub fn injection(of: &Production, span: Span) -> Modelled {
    let (yearly_kwh, assumed) = said_or(of.yearly_kwh, assumed_injection(of));
    let series = spread(span, yearly_kwh, &|at| shape::production(of.chain, at));
    Modelled { series, yearly_kwh, assumed }
}

fn said_or(said: Option<u64>, assumed: u64) -> (u64, bool) {
    (said.unwrap_or(assumed).min(YEARLY_MAX_KWH), said.is_none())
}

fn assumed_consumption(of: &Consumption) -> u64 {
    let at_full_power = |hours: u64| u64::try_from(of.sampling_power.units()).unwrap_or(0) * hours / 1_000;
    match (of.client_type, of.rate) {
        (ClientType::Residential, Rate::ExclusiveNight) => NIGHT_CIRCUIT_KWH,
        (ClientType::Residential, _) => HOUSEHOLD_KWH,
        (ClientType::Professional, _) => at_full_power(BUSINESS_HOURS),
        (ClientType::Industrial, _) => at_full_power(INDUSTRY_HOURS),
    }
}

fn assumed_injection(of: &Production) -> u64 {
    let produced = u64::try_from(of.capacity.units()).unwrap_or(0) * shape::full_hours(of.chain) / 1_000;
    match of.status {
        InjectionStatus::SelfProducerOwner | InjectionStatus::SelfProducerRightOfUse => {
            produced * INJECTED_PERCENT / 100
        }
        InjectionStatus::None | InjectionStatus::InjectionOwner | InjectionStatus::InjectionRightOfUse => produced,
    }
}

/// Spreads a year over a shape that is made flatter, in tenths, until no quarter-hour is above `most_wh`.
fn fitted(span: Span, yearly_kwh: u64, most_wh: u64, weight: impl Fn(Moment, u64) -> u64) -> Series {
    let mut flatness = 0;
    loop {
        let series = spread(span, yearly_kwh, &|at| weight(at, flatness));
        let fits = series.known().all(|(_, wh)| u64::from(wh) <= most_wh);
        if fits || flatness == 10 {
            return series;
        }
        flatness += 1;
    }
}

/// Spreads the energy of each calendar year over its quarter-hours by their weights; of what rounding leaves, each
/// quarter-hour takes what has come together by then.
fn spread(span: Span, yearly_kwh: u64, weight: &impl Fn(Moment) -> u64) -> Series {
    let mut readings = Vec::with_capacity(span.len());
    let mut from = span.from;
    while from < span.to {
        let year = year_of(from);
        let part = Span { from, to: year.to.min(span.to) };
        if part.is_empty() {
            break;
        }
        let weights: Vec<u64> = moments(year).map(weight).collect();
        let total = u128::from(weights.iter().sum::<u64>()).max(1);
        let yearly_wh = u128::from(yearly_kwh) * 1_000;
        let (mut passed, mut given) = (0_u128, 0_u128);
        for (at, weight) in year.iter().zip(weights) {
            passed += u128::from(weight);
            let due = yearly_wh * passed / total;
            if part.contains(at) {
                readings.push(u32::try_from(due - given).ok());
            }
            given = due;
        }
        from = part.to;
    }
    // A year of a million MWh has readings below what one may be, unless all of it falls into few quarter-hours.
    let most = |reading: Option<u32>| Some(reading.unwrap_or(u32::MAX).min(crate::allocation::READING_MAX));
    Series::new(span.from, readings.into_iter().map(most)).unwrap_or_default()
}

/// The calendar year of Brussels that a quarter-hour is in.
fn year_of(at: Quarter) -> Span {
    let year = brussels_date(at.start()).year();
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    Span::of_days(first(year), first(year + 1))
}

/// A quarter-hour, with what calendar and clock show in Brussels.
#[derive(Debug, Clone, Copy)]
struct Moment {
    at: Quarter,
    date: NaiveDate,
    /// Quarter-hours since midnight on the clock.
    shown: u8,
}

/// The quarter-hours of whole days. Days are looked up once each: that takes longer than all else.
fn moments(days: Span) -> impl Iterator<Item = Moment> {
    let mut from = days.from;
    let days = std::iter::from_fn(move || {
        let day = LocalDay::of(brussels_date(from.start())).filter(|_| from < days.to)?;
        from = day.span().to;
        Some(day)
    });
    days.flat_map(|day| {
        let moment = move |at| Moment { at, date: day.date(), shown: day.clock(at).map_or(0, |clock| clock.quarter) };
        day.span().iter().map(moment)
    })
}
