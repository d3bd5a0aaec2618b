//! Meters.

use crate::WarningNote;
use chrono::{DateTime, NaiveDate, Utc};
use domain::identifier::IdScheme;
use domain::quantity::Decimal;
use domain::vocabulary::{
    ClientType, ConfigurationStatus, InjectionStatus, ProductionChain, Rate, ReadingFrequency, TariffGroup,
    VoltageSystem,
};
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

/// Where an installation or a member is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Address {
    /// Street.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub street: String,
    /// House number as text, such as `12A`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20))]
    pub number: String,
    /// Box.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20))]
    pub r#box: Option<String>,
    /// Postcode.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 12))]
    pub postcode: String,
    /// City.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub city: String,
    /// ISO 3166 two-letter country code; `BE` when absent.
    #[serde(default = "belgium")]
    #[cfg_attr(feature = "openapi", schema(min_length = 2, max_length = 2, pattern = "^[A-Z]{2}$"))]
    pub country: String,
}

fn belgium() -> String {
    "BE".to_owned()
}

const fn active() -> ConfigurationStatus {
    ConfigurationStatus::Active
}

/// A meter to be created, with its first configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "ean": "541448820000000008", "meter_number": "1SAG1100000001",
    "address": {"street": "Rue Haute", "number": "12A", "box": "3", "postcode": "5000", "city": "Namur", "country": "BE"},
    "phases": 3, "reading_frequency": "monthly", "tariff_group": "low_voltage",
    "configuration": {"valid_from": "2026-01-01", "description": "", "sampling_power_kva": 9.2,
        "generating_capacity_kva": 5, "amperage_a": 40, "production_chain": "photovoltaic",
        "injection_status": "self_producer_owner", "dso": "ORES", "rate": "simple",
        "client_type": "residential", "member_id": null}
})))]
pub struct NewMeter {
    /// The metering point's identifier; in Belgium an EAN of 18 digits. Spaces, dots, dashes and `="…"` are taken off.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64))]
    pub ean: String,
    /// Serial number of the device.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 50))]
    pub meter_number: String,
    /// Where it is installed.
    pub address: Address,
    /// Number of phases, 1 or 3.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3))]
    pub phases: u8,
    /// How often it is read.
    pub reading_frequency: ReadingFrequency,
    /// What voltage it is charged at.
    pub tariff_group: TariffGroup,
    /// Voltage and wiring, where known.
    #[serde(default)]
    pub voltage_system: Option<VoltageSystem>,
    /// The configuration from the activation date on.
    pub configuration: ConfigurationInput,
}

/// What identifies a meter, to be replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "ean": "541448820000000008", "meter_number": "1SAG1100000002",
    "address": {"street": "Rue Haute", "number": "12A", "box": "3", "postcode": "5000", "city": "Namur", "country": "BE"},
    "phases": 3, "reading_frequency": "quarter_hourly", "tariff_group": "low_voltage", "voltage_system": "tri_400_n"
})))]
pub struct MeterIdentity {
    /// The metering point's identifier; in Belgium an EAN of 18 digits. Spaces, dots, dashes and `="…"` are taken off.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64))]
    pub ean: String,
    /// Serial number of the device.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 50))]
    pub meter_number: String,
    /// Where it is installed.
    pub address: Address,
    /// Number of phases, 1 or 3.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3))]
    pub phases: u8,
    /// How often it is read.
    pub reading_frequency: ReadingFrequency,
    /// What voltage it is charged at.
    pub tariff_group: TariffGroup,
    /// Voltage and wiring, where known.
    #[serde(default)]
    pub voltage_system: Option<VoltageSystem>,
}

/// A configuration with the day it starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "valid_from": "2026-12-01", "description": "", "status": "active", "sampling_power_kva": 9.2,
    "generating_capacity_kva": 5, "amperage_a": 63, "production_chain": "photovoltaic",
    "injection_status": "self_producer_owner", "dso": "ORES", "rate": "bi_hourly", "client_type": "residential",
    "member_id": null
})))]
pub struct ConfigurationInput {
    /// First day (local), between 1900-01-01 and 2199-12-31. Before it the meter takes part in nothing.
    pub valid_from: NaiveDate,
    /// Free text.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub description: String,
    /// Whether it takes part; `active` when absent.
    #[serde(default = "active")]
    pub status: ConfigurationStatus,
    /// Power that may be taken, kVA, at most three decimals.
    #[cfg_attr(feature = "openapi", schema(value_type = f64, minimum = 0, maximum = 1_000_000))]
    pub sampling_power_kva: Decimal,
    /// Generating capacity behind the meter, kVA, at most three decimals; 0 without production.
    #[cfg_attr(feature = "openapi", schema(value_type = f64, minimum = 0, maximum = 1_000_000))]
    pub generating_capacity_kva: Decimal,
    /// Rating of the connection, A, above 0, at most three decimals.
    #[cfg_attr(feature = "openapi", schema(value_type = f64, exclusive_minimum = 0, maximum = 100_000))]
    pub amperage_a: Decimal,
    /// What produces.
    pub production_chain: ProductionChain,
    /// By what right it is injected; `none` exactly when nothing produces.
    pub injection_status: InjectionStatus,
    /// Code of the DSO.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20))]
    pub dso: String,
    /// Registers.
    pub rate: Rate,
    /// Use of the connection.
    pub client_type: ClientType,
    /// The member who owns it.
    #[serde(default)]
    pub member_id: Option<Uuid>,
}

/// What changes on a day. A field that is absent keeps its value of the period that contains the day; `null`
/// clears an owner or a description.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "valid_from": "2026-12-01", "dso": "ORES", "amperage_a": 63, "rate": "bi_hourly"
})))]
pub struct ConfigurationChange {
    /// First day (local), between 1900-01-01 and 2199-12-31; past, today or to come.
    pub valid_from: NaiveDate,
    /// Free text; `null` or an empty one clears it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 2000))]
    pub description: Option<Option<String>>,
    /// Whether it takes part; `inactive` deactivates the meter, `active` reactivates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub status: Option<ConfigurationStatus>,
    /// Power that may be taken, kVA, at most three decimals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>, nullable = false, minimum = 0, maximum = 1_000_000))]
    pub sampling_power_kva: Option<Decimal>,
    /// Generating capacity behind the meter, kVA, at most three decimals; 0 without production.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>, nullable = false, minimum = 0, maximum = 1_000_000))]
    pub generating_capacity_kva: Option<Decimal>,
    /// Rating of the connection, A, above 0, at most three decimals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>, nullable = false, exclusive_minimum = 0, maximum = 100_000))]
    pub amperage_a: Option<Decimal>,
    /// What produces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub production_chain: Option<ProductionChain>,
    /// By what right it is injected; `none` exactly when nothing produces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub injection_status: Option<InjectionStatus>,
    /// Code of the DSO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false, min_length = 1, max_length = 20))]
    pub dso: Option<String>,
    /// Registers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub rate: Option<Rate>,
    /// Use of the connection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub client_type: Option<ClientType>,
    /// The member who owns it from then on; `null` for nobody.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Uuid>))]
    pub member_id: Option<Option<Uuid>>,
}

/// A field that is there, `null` or not; an absent one is `None` by default.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A configuration during its period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Configuration {
    /// Its id.
    pub id: Uuid,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day after the period; `null` while none follows.
    pub valid_to: Option<NaiveDate>,
    /// Free text.
    pub description: String,
    /// Whether the meter takes part.
    pub status: ConfigurationStatus,
    /// Power that may be taken, kVA.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub sampling_power_kva: Decimal,
    /// Generating capacity behind the meter, kVA.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub generating_capacity_kva: Decimal,
    /// Rating of the connection, A.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub amperage_a: Decimal,
    /// What produces.
    pub production_chain: ProductionChain,
    /// By what right it is injected.
    pub injection_status: InjectionStatus,
    /// Code of the DSO.
    pub dso: String,
    /// Registers.
    pub rate: Rate,
    /// Use of the connection.
    pub client_type: ClientType,
    /// The member who owns it.
    pub member_id: Option<Uuid>,
    /// That member's name.
    pub member_name: Option<String>,
}

/// The configurations of a meter as seen today (Europe/Brussels).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Configurations {
    /// The period that contains today.
    pub actual: Option<Configuration>,
    /// Ended periods, latest first.
    pub historical: Vec<Configuration>,
    /// Periods that start after today, earliest first.
    pub future: Vec<Configuration>,
}

/// A meter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Meter {
    /// Its id.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// The metering point's identifier, normalised.
    pub ean: String,
    /// What kind of identifier it is.
    pub scheme: IdScheme,
    /// Serial number of the device.
    pub meter_number: String,
    /// Where it is installed.
    pub address: Address,
    /// Number of phases.
    pub phases: u8,
    /// How often it is read.
    pub reading_frequency: ReadingFrequency,
    /// What voltage it is charged at.
    pub tariff_group: TariffGroup,
    /// Voltage and wiring, where known.
    pub voltage_system: Option<VoltageSystem>,
    /// What is, was and will be true of it.
    pub configurations: Configurations,
    /// What is unusual about it.
    pub warnings: Vec<WarningNote>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, where known.
    pub updated_by: Option<String>,
}

/// Where a meter stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeterState {
    /// Takes part.
    Active,
    /// Takes no part.
    Inactive,
    /// Waits for the DSO.
    WaitingDso,
    /// Waits for the manager.
    WaitingManager,
    /// Its first configuration lies in the future.
    Scheduled,
}

/// A meter as a row of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeterSummary {
    /// Its id.
    pub id: Uuid,
    /// The metering point's identifier.
    pub ean: String,
    /// What kind of identifier it is.
    pub scheme: IdScheme,
    /// Serial number of the device.
    pub meter_number: String,
    /// Where it is installed.
    pub address: Address,
    /// Where it stands today.
    pub status: MeterState,
    /// First day of the shown configuration: today's, else the next one.
    pub valid_from: NaiveDate,
    /// DSO of the shown configuration.
    pub dso: String,
    /// What produces.
    pub production_chain: ProductionChain,
    /// Registers.
    pub rate: Rate,
    /// Use of the connection.
    pub client_type: ClientType,
    /// The owning member.
    pub member_id: Option<Uuid>,
    /// Their name.
    pub member_name: Option<String>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// Parameters of the list of meters.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct MeterQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Order.
    pub sort: Option<MeterSort>,
    /// Words of EAN, meter number, address or owner, without case and accents.
    #[cfg_attr(feature = "openapi", param(max_length = 100), schema(max_length = 100))]
    pub q: Option<String>,
    /// Part of the EAN; spaces, dots and dashes are taken off.
    #[cfg_attr(feature = "openapi", param(max_length = 64), schema(max_length = 64))]
    pub ean: Option<String>,
    /// Only meters that stand so today.
    pub status: Option<MeterState>,
    /// Only meters of this DSO.
    #[cfg_attr(feature = "openapi", param(max_length = 20), schema(max_length = 20))]
    pub dso: Option<String>,
    /// Only meters with this production chain.
    pub production_chain: Option<ProductionChain>,
    /// Only meters of this client type.
    pub client_type: Option<ClientType>,
    /// Only meters of this member.
    pub member_id: Option<Uuid>,
    /// Only meters that somebody, or nobody, owns.
    pub ownership: Option<MeterOwnership>,
}

/// Whether a meter has an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeterOwnership {
    /// A member owns it.
    Owned,
    /// Nobody owns it.
    Unowned,
}

/// Order of the list of meters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MeterSort {
    /// Newest first.
    #[default]
    #[serde(rename = "-created_at")]
    CreatedDescending,
    /// Oldest first.
    #[serde(rename = "created_at")]
    Created,
    /// By EAN.
    #[serde(rename = "ean")]
    Ean,
    /// By EAN, backwards.
    #[serde(rename = "-ean")]
    EanDescending,
    /// By meter number.
    #[serde(rename = "meter_number")]
    MeterNumber,
    /// By meter number, backwards.
    #[serde(rename = "-meter_number")]
    MeterNumberDescending,
    /// By city.
    #[serde(rename = "city")]
    City,
    /// By city, backwards.
    #[serde(rename = "-city")]
    CityDescending,
}
