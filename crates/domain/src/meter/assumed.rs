//! A meter of which nothing is known but its readings: what has to be said of one, assumed until somebody knows.
//!
//! The connection is the smallest usual one that carries the highest reading; a meter that injects is taken for a
//! photovoltaic producer. An address cannot be assumed: its place is held by dashes.

use super::{Address, Configuration, MeterIdentity, NewMeter};
use crate::dso;
use crate::identifier::MeteringPointId;
use crate::power::capacity;
use crate::quantity::{Amperes, Kva};
use crate::vocabulary::{
    ClientType, ConfigurationStatus, InjectionStatus, ProductionChain, Rate, ReadingFrequency, Region, TariffGroup,
    VoltageSystem,
};
use chrono::NaiveDate;

/// What stands for an unknown text.
const UNKNOWN: &str = "–";

/// Usual connections, by what they carry: wiring and amperes.
const CONNECTIONS: [(VoltageSystem, i64); 18] = [
    (VoltageSystem::Mono230, 40),
    (VoltageSystem::Mono230, 63),
    (VoltageSystem::Tri400N, 25),
    (VoltageSystem::Tri400N, 32),
    (VoltageSystem::Tri400N, 40),
    (VoltageSystem::Tri400N, 50),
    (VoltageSystem::Tri400N, 63),
    (VoltageSystem::Tri400N, 80),
    (VoltageSystem::Tri400N, 100),
    (VoltageSystem::Tri400N, 125),
    (VoltageSystem::Tri400N, 160),
    (VoltageSystem::Tri400N, 200),
    (VoltageSystem::Tri400N, 250),
    (VoltageSystem::Tri400N, 400),
    (VoltageSystem::Tri400N, 630),
    (VoltageSystem::Tri400N, 1_000),
    (VoltageSystem::Tri400N, 2_500),
    (VoltageSystem::Tri400N, 10_000),
];
/// A connection above this, in VA, is one of a business.
const HOUSEHOLD_MAX: i64 = 56_000;
/// A connection above this, in VA, is one of high voltage.
const LOW_VOLTAGE_MAX: i64 = 250_000;

/// The highest readings of a meter, in Wh; none in a direction without readings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Peaks {
    /// Of what it takes.
    pub offtake: Option<u32>,
    /// Of what it gives.
    pub injection: Option<u32>,
}

/// What has to be said of a meter, assumed from its readings.
#[must_use]
pub fn assumed(
    point: MeteringPointId,
    peaks: Peaks,
    region: Region,
    valid_from: NaiveDate,
    description: &str,
) -> NewMeter {
    // A quarter-hour of so many Wh takes four times as many VA.
    let power = |peak: Option<u32>| peak.map_or(0, |wh| i64::from(wh) * 4);
    let (system, amperage) = connection(power(peaks.offtake).max(power(peaks.injection)));
    let carries = capacity(system, amperage);
    let produces = peaks.injection.is_some();
    let generating = if produces { tenths_up(power(peaks.injection)).max(100).min(carries.units()) } else { 0 };
    let operator = dso::hint(&point).map_or_else(|| usual_dso(region), |dso| dso.code);
    let unknown = || UNKNOWN.to_owned();
    NewMeter {
        configuration: Configuration {
            description: description.chars().take(super::DESCRIPTION_MAX).collect(),
            status: ConfigurationStatus::Active,
            sampling_power: carries,
            generating_capacity: Kva::from_units(generating),
            amperage,
            rate: Rate::Simple,
            client_type: match carries.units() {
                ..=HOUSEHOLD_MAX => ClientType::Residential,
                _ => ClientType::Professional,
            },
            member: None,
            dso: operator.to_owned(),
            production_chain: if produces { ProductionChain::Photovoltaic } else { ProductionChain::None },
            injection_status: match (produces, peaks.offtake) {
                (false, _) => InjectionStatus::None,
                (true, Some(_)) => InjectionStatus::SelfProducerOwner,
                (true, None) => InjectionStatus::InjectionOwner,
            },
        },
        identity: MeterIdentity {
            meter_number: point.as_str().chars().take(super::METER_NUMBER_MAX).collect(),
            point,
            address: Address {
                street: unknown(),
                number: unknown(),
                r#box: None,
                postcode: unknown(),
                city: unknown(),
                country: country(region).to_owned(),
            },
            phases: system.phases(),
            reading_frequency: ReadingFrequency::QuarterHourly,
            tariff_group: match carries.units() {
                ..=LOW_VOLTAGE_MAX => TariffGroup::LowVoltage,
                _ => TariffGroup::HighVoltage,
            },
            voltage_system: Some(system),
        },
        valid_from,
    }
}

/// The smallest usual connection for so many VA.
fn connection(volt_amperes: i64) -> (VoltageSystem, Amperes) {
    let milli = |amperes: i64| Amperes::from_units(amperes * 1_000);
    let carries = |(system, amperes): &(VoltageSystem, i64)| capacity(*system, milli(*amperes)).units() >= volt_amperes;
    let largest = CONNECTIONS[CONNECTIONS.len() - 1];
    let (system, amperes) = CONNECTIONS.into_iter().find(carries).unwrap_or(largest);
    (system, milli(amperes))
}

/// Up to a whole tenth of a kVA.
const fn tenths_up(volt_amperes: i64) -> i64 {
    (volt_amperes + 99) / 100 * 100
}

const fn usual_dso(region: Region) -> &'static str {
    match region {
        Region::Wallonia => "ORES",
        Region::Brussels => "Sibelga",
        Region::Flanders => "Fluvius",
        _ => "Elia",
    }
}

const fn country(region: Region) -> &'static str {
    match region {
        Region::Wallonia | Region::Brussels | Region::Flanders => "BE",
        Region::Netherlands => "NL",
        Region::Luxembourg => "LU",
        Region::France => "FR",
        Region::Germany => "DE",
        Region::Austria => "AT",
        Region::Italy => "IT",
        Region::Spain => "ES",
    }
}
