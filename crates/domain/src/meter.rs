//! Meters: what identifies one, and its configuration at a time.

use crate::identifier::MeteringPointId;
use crate::quantity::{Amperes, Kva};
use crate::vocabulary::{
    ClientType, ConfigurationStatus, InjectionStatus, ProductionChain, Rate, ReadingFrequency, TariffGroup,
    VoltageSystem,
};
use chrono::NaiveDate;
use uuid::Uuid;

/// Where an installation or a person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Street, 1 to 200 characters.
    pub street: String,
    /// House number as text, such as `12A`; 1 to 20 characters.
    pub number: String,
    /// Box, at most 20 characters.
    pub r#box: Option<String>,
    /// Postcode, 1 to 12 characters.
    pub postcode: String,
    /// City, 1 to 100 characters.
    pub city: String,
    /// ISO 3166 two-letter country code, upper case.
    pub country: String,
}

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
