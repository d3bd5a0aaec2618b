//! Meters: what identifies one, its configuration at a time, and the rules of both.
//!
//! Pointers of violations and warnings are those of the API's bodies: `/ean`, `/address/street`,
//! `/configuration/amperage_a`.
//!
//! Must never know: which meters, members or operators exist.

mod assumed;
mod patch;

use crate::address::AddressDraft;
use crate::dso;
use crate::identifier::{IdScheme, MeteringPointId};
use crate::power;
use crate::quantity::{Amperes, Decimal, Kva};
use crate::text::{lines_text, required_text};
use crate::violation::{Code, FieldViolation, Params, Violations, Warning, WarningCode};
use crate::vocabulary::{
    ClientType, ConfigurationStatus, InjectionStatus, ProductionChain, Rate, ReadingFrequency, Region, TariffGroup,
    VoltageSystem,
};
use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

pub use crate::address::Address;
pub use assumed::{Peaks, assumed};
pub use patch::{ConfigurationField, ConfigurationPatch, diff};

/// Longest serial number of a device.
pub const METER_NUMBER_MAX: usize = 50;
/// Longest description.
pub const DESCRIPTION_MAX: usize = 2000;
/// Longest code of a DSO.
pub const DSO_MAX: usize = 20;
/// Years in which a configuration may start.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Where a configuration stands inside a new meter.
const CONFIGURATION: &str = "/configuration";

/// What identifies a meter and does not change with its configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeterIdentity {
    /// The metering point.
    pub point: MeteringPointId,
    /// Serial number of the device, 1 to 50 characters.
    pub meter_number: String,
    /// Where it is installed.
    pub address: Address,
    /// 1 or 3.
    pub phases: u8,
    /// How often it is read.
    pub reading_frequency: ReadingFrequency,
    /// What voltage it is charged at.
    pub tariff_group: TariffGroup,
    /// Voltage and wiring, where known.
    pub voltage_system: Option<VoltageSystem>,
}

/// What is true of a meter during a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configuration {
    /// Free text, at most 2000 characters.
    pub description: String,
    /// Whether it takes part.
    pub status: ConfigurationStatus,
    /// Power that may be taken (puissance de prélèvement).
    pub sampling_power: Kva,
    /// Total generating capacity behind the meter; 0 without production.
    pub generating_capacity: Kva,
    /// Rating of the connection.
    pub amperage: Amperes,
    /// Registers.
    pub rate: Rate,
    /// Use of the connection.
    pub client_type: ClientType,
    /// The member who owns it.
    pub member: Option<Uuid>,
    /// Code of the DSO in the reference table.
    pub dso: String,
    /// What produces.
    pub production_chain: ProductionChain,
    /// By what right it is injected.
    pub injection_status: InjectionStatus,
}

/// A meter to be created: its identity and its first configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMeter {
    /// The identity.
    pub identity: MeterIdentity,
    /// The first configuration.
    pub configuration: Configuration,
    /// First day of the configuration.
    pub valid_from: NaiveDate,
}

/// A new meter as it was typed.
#[derive(Debug, Clone, Copy)]
pub struct MeterDraft<'a> {
    /// The metering point's identifier.
    pub ean: &'a str,
    /// Serial number of the device.
    pub meter_number: &'a str,
    /// Where it is installed.
    pub address: AddressDraft<'a>,
    /// Number of phases.
    pub phases: u8,
    /// How often it is read.
    pub reading_frequency: ReadingFrequency,
    /// What voltage it is charged at.
    pub tariff_group: TariffGroup,
    /// Voltage and wiring, where known.
    pub voltage_system: Option<VoltageSystem>,
    /// The first configuration.
    pub configuration: ConfigurationDraft<'a>,
}

/// What identifies a meter, as it was typed.
#[derive(Debug, Clone, Copy)]
pub struct IdentityDraft<'a> {
    /// The metering point's identifier.
    pub ean: &'a str,
    /// Serial number of the device.
    pub meter_number: &'a str,
    /// Where it is installed.
    pub address: AddressDraft<'a>,
    /// Number of phases.
    pub phases: u8,
    /// How often it is read.
    pub reading_frequency: ReadingFrequency,
    /// What voltage it is charged at.
    pub tariff_group: TariffGroup,
    /// Voltage and wiring, where known.
    pub voltage_system: Option<VoltageSystem>,
}

/// A configuration as it was typed, with the day it starts.
#[derive(Debug, Clone, Copy)]
pub struct ConfigurationDraft<'a> {
    /// First day.
    pub valid_from: NaiveDate,
    /// Free text.
    pub description: &'a str,
    /// Whether it takes part.
    pub status: ConfigurationStatus,
    /// Power that may be taken, kVA.
    pub sampling_power_kva: Decimal,
    /// Generating capacity, kVA.
    pub generating_capacity_kva: Decimal,
    /// Rating of the connection, A.
    pub amperage_a: Decimal,
    /// Registers.
    pub rate: Rate,
    /// Use of the connection.
    pub client_type: ClientType,
    /// The member who owns it.
    pub member: Option<Uuid>,
    /// Code of the DSO.
    pub dso: &'a str,
    /// What produces.
    pub production_chain: ProductionChain,
    /// By what right it is injected.
    pub injection_status: InjectionStatus,
}

impl MeterDraft<'_> {
    /// Checks every field of a meter in a community of `region`.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self, region: Region) -> Result<NewMeter, Violations> {
        let mut violations = Violations::default();
        let identity = self.identity().collect(region, &mut violations);
        let configuration = self.configuration.check(CONFIGURATION, &mut violations);
        let valid_from = self.configuration.valid_from;
        violations.into_result(|| Some(NewMeter { identity: identity?, configuration: configuration?, valid_from }))
    }

    const fn identity(&self) -> IdentityDraft<'_> {
        IdentityDraft {
            ean: self.ean,
            meter_number: self.meter_number,
            address: self.address,
            phases: self.phases,
            reading_frequency: self.reading_frequency,
            tariff_group: self.tariff_group,
            voltage_system: self.voltage_system,
        }
    }
}

impl IdentityDraft<'_> {
    /// Checks every field of a meter in a community of `region`.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self, region: Region) -> Result<MeterIdentity, Violations> {
        let mut violations = Violations::default();
        let identity = self.collect(region, &mut violations);
        violations.into_result(|| identity)
    }

    fn collect(&self, region: Region, violations: &mut Violations) -> Option<MeterIdentity> {
        let point = violations.check("/ean", MeteringPointId::parse(IdScheme::of(region), self.ean));
        let meter_number = violations.check("/meter_number", required_text(self.meter_number, 1, METER_NUMBER_MAX));
        let address = self.address.check("/address", violations);
        violations.check("/phases", check_phases(self.phases));
        violations.check("/voltage_system", check_voltage_system(self.voltage_system, self.phases));
        Some(MeterIdentity {
            point: point?.0,
            meter_number: meter_number?,
            address: address?,
            phases: self.phases,
            reading_frequency: self.reading_frequency,
            tariff_group: self.tariff_group,
            voltage_system: self.voltage_system,
        })
    }
}

impl ConfigurationDraft<'_> {
    /// Checks every field of a configuration that stands alone; pointers are `/amperage_a`.
    ///
    /// # Errors
    /// Every violation.
    pub fn check_alone(&self) -> Result<Configuration, Violations> {
        let mut violations = Violations::default();
        let configuration = self.check("", &mut violations);
        violations.into_result(|| configuration)
    }

    /// Checks every field; pointers begin with `at`, such as `/configuration`.
    pub fn check(&self, at: &str, violations: &mut Violations) -> Option<Configuration> {
        let pointer = |field: &str| format!("{at}/{field}");
        violations.check(&pointer("valid_from"), check_start(self.valid_from));
        let description = violations.check(&pointer("description"), lines_text(self.description, DESCRIPTION_MAX));
        let sampling_power = violations.check(&pointer("sampling_power_kva"), self.sampling_power_kva.try_into());
        let capacity = violations.check(&pointer("generating_capacity_kva"), self.capacity());
        let amperage = violations.check(&pointer("amperage_a"), self.amperage_a.try_into());
        violations.check(&pointer("injection_status"), self.check_injection());
        let dso = violations.check(&pointer("dso"), dso_code(self.dso));
        Some(Configuration {
            description: description?,
            status: self.status,
            sampling_power: sampling_power?,
            generating_capacity: capacity?,
            amperage: amperage?,
            rate: self.rate,
            client_type: self.client_type,
            member: self.member,
            dso: dso?,
            production_chain: self.production_chain,
            injection_status: self.injection_status,
        })
    }

    /// A capacity in range, and none where nothing produces.
    fn capacity(&self) -> Result<Kva, FieldViolation> {
        let capacity = Kva::try_from(self.generating_capacity_kva)?;
        let produces = self.production_chain != ProductionChain::None;
        if produces || capacity == Kva::default() { Ok(capacity) } else { Err(Code::CapacityNotAllowed.into()) }
    }

    /// Something is injected exactly when something produces.
    fn check_injection(&self) -> Result<(), FieldViolation> {
        match (self.production_chain, self.injection_status) {
            (ProductionChain::None, InjectionStatus::None) => Ok(()),
            (ProductionChain::None, _) => Err(Code::InjectionStatusNotAllowed.into()),
            (_, InjectionStatus::None) => Err(Code::InjectionStatusRequired.into()),
            _ => Ok(()),
        }
    }
}

fn check_phases(phases: u8) -> Result<(), FieldViolation> {
    if matches!(phases, 1 | 3) { Ok(()) } else { Err(FieldViolation::with(Code::UnknownValue, "allowed", "1, 3")) }
}

fn check_voltage_system(system: Option<VoltageSystem>, phases: u8) -> Result<(), FieldViolation> {
    match system {
        Some(system) if matches!(phases, 1 | 3) && system.phases() != phases => {
            Err(FieldViolation::with(Code::VoltageSystemMismatch, "phases", i64::from(phases)))
        }
        _ => Ok(()),
    }
}

fn check_start(day: NaiveDate) -> Result<(), FieldViolation> {
    if YEARS.contains(&day.year()) {
        return Ok(());
    }
    let (first, last) = start_limits();
    Err(FieldViolation::with(Code::InvalidDate, "min", first).and("max", last))
}

fn start_limits() -> (String, String) {
    (format!("{}-01-01", YEARS.start()), format!("{}-12-31", YEARS.end()))
}

/// A configuration cannot begin beyond its neighbours: from `first` to `last`, where they limit it.
#[must_use]
pub fn beyond_neighbours(first: Option<NaiveDate>, last: Option<NaiveDate>) -> FieldViolation {
    let (earliest, latest) = start_limits();
    let text = |day: Option<NaiveDate>, limit: String| day.map_or(limit, |day| day.to_string());
    FieldViolation::with(Code::OutOfRange, "reason", "date")
        .and("min", text(first, earliest))
        .and("max", text(last, latest))
}

/// The code of a DSO; a known one in the spelling of the reference table. Whether an unknown one
/// exists there is for the store to say.
fn dso_code(text: &str) -> Result<String, FieldViolation> {
    let code = required_text(text, 1, DSO_MAX)?;
    Ok(dso::find(&code).map_or(code, |dso| dso.code.to_owned()))
}

/// What is unusual about a new meter.
#[must_use]
pub fn warnings(meter: &NewMeter) -> Vec<Warning> {
    warnings_of(&meter.identity, &meter.configuration)
}

/// What is unusual about a meter with this configuration.
#[must_use]
pub fn warnings_of(identity: &MeterIdentity, configuration: &Configuration) -> Vec<Warning> {
    let mut warnings = identity.point.warnings();
    warnings.extend(dso_warning(&identity.point, &configuration.dso));
    let system = identity.voltage_system.unwrap_or_else(|| power::highest_system(identity.phases));
    for (field, declared) in [
        ("sampling_power_kva", configuration.sampling_power),
        ("generating_capacity_kva", configuration.generating_capacity),
    ] {
        if power::exceeds(declared, system, configuration.amperage) {
            warnings.push(power_warning(field, system, configuration.amperage));
        }
    }
    warnings
}

fn dso_warning(point: &MeteringPointId, dso: &str) -> Option<Warning> {
    let hint = dso::hint(point).filter(|hint| hint.code != dso)?;
    let params = Params::from([("dso", hint.code.into()), ("name", hint.name.into())]);
    Some(Warning { pointer: format!("{CONFIGURATION}/dso"), code: WarningCode::DsoHint, params })
}

fn power_warning(field: &str, system: VoltageSystem, amperage: Amperes) -> Warning {
    let params = Params::from([
        ("max_kva", power::capacity(system, amperage).decimal().to_string().into()),
        ("amperage_a", amperage.decimal().to_string().into()),
        ("voltage_system", system.as_str().into()),
    ]);
    Warning { pointer: format!("{CONFIGURATION}/{field}"), code: WarningCode::PowerOverConnection, params }
}
