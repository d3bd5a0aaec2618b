//! What is typed into the form of a new meter, and what it says: the request, the mistakes, the
//! warnings. Pure; the same rules of `domain` run here and on the server.

use crate::ui::{Choice, fields};
use api_types::{Address, ConfigurationInput, NewMeter};
use chrono::NaiveDate;
use domain::identifier::{IdScheme, MeteringPointId};
use domain::meter::{Configuration, MeterIdentity, warnings_of};
use domain::quantity::{Decimal, DecimalError, Kva};
use domain::violation::{Code, FieldViolation, Params, Violations, Warning};
use domain::vocabulary::{ConfigurationStatus, InjectionStatus, ProductionChain, Region};
use std::str::FromStr;

fields! {
    /// A new meter as it is typed.
    #[derive(Default)]
    MeterValues;
    /// A new meter as signals.
    MeterFields;
    /// Street.
    street: String,
    /// House number.
    number: String,
    /// Box.
    r#box: String,
    /// Postcode.
    postcode: String,
    /// City.
    city: String,
    /// Identifier of the metering point.
    ean: String,
    /// Serial number of the device.
    meter_number: String,
    /// Number of phases.
    phases: String,
    /// Voltage and wiring.
    voltage_system: String,
    /// How often it is read.
    reading_frequency: String,
    /// What voltage it is charged at.
    tariff_group: String,
    /// Free text.
    description: String,
    /// Power that may be taken, kVA.
    sampling_power: String,
    /// Generating capacity, kVA.
    generating_capacity: String,
    /// Rating of the connection, A.
    amperage: String,
    /// What produces.
    production_chain: String,
    /// By what right it is injected.
    injection_status: String,
    /// Code of the DSO.
    dso: String,
    /// Registers.
    rate: String,
    /// Use of the connection.
    client_type: String,
    /// The owning member.
    owner: Option<Choice>,
    /// First day.
    valid_from: String,
}

/// Where the API has the values.
pub mod pointer {
    /// Identifier of the metering point.
    pub const EAN: &str = "/ean";
    /// Number of phases.
    pub const PHASES: &str = "/phases";
    /// Voltage and wiring.
    pub const VOLTAGE_SYSTEM: &str = "/voltage_system";
    /// Power that may be taken.
    pub const SAMPLING_POWER: &str = "/configuration/sampling_power_kva";
    /// Generating capacity.
    pub const GENERATING_CAPACITY: &str = "/configuration/generating_capacity_kva";
    /// Rating of the connection.
    pub const AMPERAGE: &str = "/configuration/amperage_a";
    /// What produces.
    pub const PRODUCTION_CHAIN: &str = "/configuration/production_chain";
    /// By what right it is injected.
    pub const INJECTION_STATUS: &str = "/configuration/injection_status";
    /// Code of the DSO.
    pub const DSO: &str = "/configuration/dso";
    /// First day.
    pub const VALID_FROM: &str = "/configuration/valid_from";
}

/// A request read from what was typed. Where nothing readable stands there is a stand-in and a
/// violation; the request is sent only without violations.
pub struct Reading {
    /// The request.
    pub meter: NewMeter,
    /// Every mistake.
    pub violations: Violations,
}

impl MeterValues {
    /// The values a fresh form starts with.
    pub fn starting(today: NaiveDate) -> Self {
        Self { valid_from: today.to_string(), ..Self::default() }
    }

    /// True when nothing produces.
    pub fn is_without_production(&self) -> bool {
        self.production_chain == ProductionChain::None.as_str()
    }

    /// Reads everything and checks it by the rules of `domain`.
    pub fn read(&self, region: Region) -> Reading {
        let mut violations = Violations::default();
        let meter = self.request(region, &mut violations);
        if let Err(broken) = meter.to_domain(region) {
            for violation in broken {
                violations.add_with(violation.pointer, violation.code, violation.params);
            }
        }
        Reading { meter, violations }
    }

    fn request(&self, region: Region, violations: &mut Violations) -> NewMeter {
        let phases = choice(violations, pointer::PHASES, &self.phases, 3);
        let voltage_system = match self.voltage_system.as_str() {
            "" => None,
            text => violations.check(pointer::VOLTAGE_SYSTEM, known(text)),
        };
        NewMeter {
            ean: self.ean.clone(),
            meter_number: self.meter_number.clone(),
            address: self.address(region),
            phases,
            reading_frequency: choice(
                violations,
                "/reading_frequency",
                &self.reading_frequency,
                domain::vocabulary::ReadingFrequency::Monthly,
            ),
            tariff_group: choice(
                violations,
                "/tariff_group",
                &self.tariff_group,
                domain::vocabulary::TariffGroup::LowVoltage,
            ),
            voltage_system,
            configuration: self.configuration(violations),
        }
    }

    fn address(&self, region: Region) -> Address {
        let r#box = self.r#box.trim();
        Address {
            street: self.street.clone(),
            number: self.number.clone(),
            r#box: (!r#box.is_empty()).then(|| r#box.to_owned()),
            postcode: self.postcode.clone(),
            city: self.city.clone(),
            country: country(region).to_owned(),
        }
    }

    fn configuration(&self, violations: &mut Violations) -> ConfigurationInput {
        use domain::vocabulary::{ClientType, Rate};
        let one = Decimal::new(1, 0);
        // Stand-ins that fit each other, so that a missing value is reported once and at its place.
        let production_chain =
            choice(violations, pointer::PRODUCTION_CHAIN, &self.production_chain, ProductionChain::Other);
        let injection_status = match production_chain {
            ProductionChain::None => InjectionStatus::None,
            _ => choice(
                violations,
                pointer::INJECTION_STATUS,
                &self.injection_status,
                InjectionStatus::SelfProducerOwner,
            ),
        };
        ConfigurationInput {
            valid_from: day(violations, pointer::VALID_FROM, &self.valid_from),
            description: self.description.clone(),
            status: ConfigurationStatus::Active,
            sampling_power_kva: number(violations, pointer::SAMPLING_POWER, &self.sampling_power, Decimal::default()),
            generating_capacity_kva: number(
                violations,
                pointer::GENERATING_CAPACITY,
                &self.generating_capacity,
                Decimal::default(),
            ),
            amperage_a: number(violations, pointer::AMPERAGE, &self.amperage, one),
            production_chain,
            injection_status,
            dso: self.dso.clone(),
            rate: choice(violations, "/configuration/rate", &self.rate, Rate::Simple),
            client_type: choice(violations, "/configuration/client_type", &self.client_type, ClientType::Residential),
            member_id: self.owner.as_ref().and_then(|owner| owner.value.parse().ok()),
        }
    }

    /// What is unusual about what is typed so far, by the rule that the server applies to a whole meter.
    /// What cannot be read yet gives no warning.
    pub fn warnings(&self, region: Region) -> Vec<Warning> {
        let Reading { meter, violations } = self.read(region);
        let is_readable = |pointer: &str| violations.as_slice().iter().all(|violation| violation.pointer != pointer);
        let scheme = IdScheme::of(region);
        let point = MeteringPointId::parse(scheme, &meter.ean).ok().map(|(point, _)| point);
        let knows_connection = is_readable(pointer::PHASES) && is_readable(pointer::AMPERAGE);
        let mut warnings = warnings_of(
            &identity(&meter, point.clone().unwrap_or_else(|| MeteringPointId::from_stored(scheme, String::new()))),
            &configuration(&meter.configuration, knows_connection),
        );
        warnings.retain(|warning| match warning.pointer.as_str() {
            pointer::EAN => point.is_some(),
            pointer::DSO => !meter.configuration.dso.is_empty(),
            _ => true,
        });
        warnings
    }

    /// The DSO that the identifier's prefix hints at, while none is chosen.
    pub fn suggested_dso(&self, region: Region) -> Option<&'static domain::dso::Dso> {
        if !self.dso.is_empty() {
            return None;
        }
        let (point, _) = MeteringPointId::parse(IdScheme::of(region), &self.ean).ok()?;
        domain::dso::hint(&point)
    }
}

/// The identity as far as warnings look at it.
fn identity(meter: &NewMeter, point: MeteringPointId) -> MeterIdentity {
    let Address { street, number, r#box, postcode, city, country } = meter.address.clone();
    MeterIdentity {
        point,
        meter_number: meter.meter_number.clone(),
        address: domain::meter::Address { street, number, r#box, postcode, city, country },
        phases: meter.phases,
        reading_frequency: meter.reading_frequency,
        tariff_group: meter.tariff_group,
        voltage_system: meter.voltage_system,
    }
}

/// The configuration as far as warnings look at it; powers count only beside a known connection.
fn configuration(input: &ConfigurationInput, knows_connection: bool) -> Configuration {
    let power = |decimal: Decimal| Kva::try_from(decimal).ok().filter(|_| knows_connection).unwrap_or_default();
    Configuration {
        description: String::new(),
        status: input.status,
        sampling_power: power(input.sampling_power_kva),
        generating_capacity: power(input.generating_capacity_kva),
        amperage: input.amperage_a.try_into().unwrap_or_default(),
        rate: input.rate,
        client_type: input.client_type,
        member: input.member_id,
        dso: input.dso.clone(),
        production_chain: input.production_chain,
        injection_status: input.injection_status,
    }
}

/// The country of an address in a region.
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

fn known<T: FromStr>(text: &str) -> Result<T, FieldViolation> {
    match text {
        "" => Err(Code::Required.into()),
        text => text.parse().map_err(|_| Code::UnknownValue.into()),
    }
}

fn choice<T: FromStr>(violations: &mut Violations, pointer: &str, text: &str, stand_in: T) -> T {
    violations.check(pointer, known(text)).unwrap_or(stand_in)
}

fn number(violations: &mut Violations, pointer: &str, text: &str, stand_in: Decimal) -> Decimal {
    let read = || -> Result<Decimal, FieldViolation> {
        if text.trim().is_empty() {
            return Err(Code::Required.into());
        }
        Decimal::parse(text).map_err(|error| match error {
            DecimalError::NotANumber => FieldViolation::with(Code::WrongType, "reason", "number"),
            DecimalError::TooManyDecimals => {
                FieldViolation::with(Code::TooManyDecimals, "max", i64::from(Kva::DECIMALS))
            }
            DecimalError::TooLarge => {
                let max = Decimal::new(Kva::MAX_UNITS, Kva::DECIMALS).to_string();
                FieldViolation {
                    code: Code::OutOfRange,
                    params: Params::from([("min", "0".into()), ("max", max.into())]),
                }
            }
        })
    };
    violations.check(pointer, read()).unwrap_or(stand_in)
}

fn day(violations: &mut Violations, pointer: &str, text: &str) -> NaiveDate {
    let read = match text {
        "" => Err(Code::Required.into()),
        text => text.parse().map_err(|_| Code::InvalidDate.into()),
    };
    // Any day between 1900 and 2199 does as a stand-in; chrono's default is 1970-01-01.
    violations.check(pointer, read).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::violation::{Param, WarningCode};
    use domain::vocabulary::{ClientType, Rate};

    /// A form filled in completely and rightly.
    fn filled() -> MeterValues {
        let text = str::to_owned;
        MeterValues {
            street: text("Rue Haute"),
            number: text("12A"),
            postcode: text("5000"),
            city: text("Namur"),
            ean: text("541448820000000008"),
            meter_number: text("1SAG1100000001"),
            phases: text("3"),
            reading_frequency: text("monthly"),
            tariff_group: text("low_voltage"),
            sampling_power: text("9,2"),
            generating_capacity: text("5"),
            amperage: text("40"),
            production_chain: text("photovoltaic"),
            injection_status: text("self_producer_owner"),
            dso: text("Fluvius"),
            rate: text("simple"),
            client_type: text("residential"),
            valid_from: text("2026-01-01"),
            ..MeterValues::default()
        }
    }

    fn mistakes(values: &MeterValues) -> Vec<(String, Code)> {
        values.read(Region::Wallonia).violations.into_iter().map(|v| (v.pointer, v.code)).collect()
    }

    fn warnings(values: &MeterValues) -> Vec<(String, WarningCode)> {
        values.warnings(Region::Wallonia).into_iter().map(|w| (w.pointer, w.code)).collect()
    }

    #[test]
    fn a_filled_form_says_one_request() {
        let Reading { meter, violations } = filled().read(Region::Wallonia);
        assert!(violations.is_empty(), "{violations:?}");
        assert_eq!((meter.phases, meter.address.country.as_str(), meter.address.r#box), (3, "BE", None));
        assert_eq!(meter.configuration.sampling_power_kva, Decimal::new(92, 1));
        assert_eq!(
            (meter.configuration.rate, meter.configuration.client_type),
            (Rate::Simple, ClientType::Residential)
        );
        assert_eq!(warnings(&filled()), []);
    }

    #[test]
    fn an_empty_form_asks_for_everything_required_once() {
        let mut pointers: Vec<String> =
            mistakes(&MeterValues::default()).into_iter().map(|(pointer, _)| pointer).collect();
        pointers.sort_unstable();
        let expected = [
            "/address/city",
            "/address/number",
            "/address/postcode",
            "/address/street",
            "/configuration/amperage_a",
            "/configuration/client_type",
            "/configuration/dso",
            "/configuration/generating_capacity_kva",
            "/configuration/injection_status",
            "/configuration/production_chain",
            "/configuration/rate",
            "/configuration/sampling_power_kva",
            "/configuration/valid_from",
            "/ean",
            "/meter_number",
            "/phases",
            "/reading_frequency",
            "/tariff_group",
        ];
        assert_eq!(pointers, expected);
    }

    #[test]
    fn what_cannot_be_read_is_reported_at_its_field() {
        for (change, pointer, code) in [
            (MeterValues { amperage: "forty".into(), ..filled() }, pointer::AMPERAGE, Code::WrongType),
            (MeterValues { sampling_power: "-1".into(), ..filled() }, pointer::SAMPLING_POWER, Code::OutOfRange),
            (
                MeterValues { sampling_power: "1.2345".into(), ..filled() },
                pointer::SAMPLING_POWER,
                Code::TooManyDecimals,
            ),
            (MeterValues { sampling_power: "9".repeat(30), ..filled() }, pointer::SAMPLING_POWER, Code::OutOfRange),
            (MeterValues { ean: "54144882000000000".into(), ..filled() }, pointer::EAN, Code::InvalidEan),
            (MeterValues { valid_from: "01/01/2026".into(), ..filled() }, pointer::VALID_FROM, Code::InvalidDate),
            (MeterValues { phases: "three".into(), ..filled() }, pointer::PHASES, Code::UnknownValue),
        ] {
            assert_eq!(mistakes(&change), [(pointer.to_owned(), code)]);
        }
    }

    #[test]
    fn without_production_nothing_is_injected_and_nothing_generated() {
        let consumer = MeterValues { production_chain: "none".into(), generating_capacity: "0".into(), ..filled() };
        assert_eq!(consumer.read(Region::Wallonia).meter.configuration.injection_status, InjectionStatus::None);
        assert_eq!(mistakes(&consumer), []);
        let generating = MeterValues { generating_capacity: "5".into(), ..consumer };
        assert_eq!(mistakes(&generating), [(pointer::GENERATING_CAPACITY.to_owned(), Code::CapacityNotAllowed)]);
    }

    #[test]
    fn warnings_come_as_soon_as_their_fields_are_there() {
        let typed = MeterValues { ean: "541449123456789012".into(), ..MeterValues::default() };
        let found = typed.warnings(Region::Wallonia);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].code, found[0].params.get("expected")),
            (WarningCode::EanCheckDigit, Some(&Param::Text("5".into())))
        );
        let half = MeterValues { ean: "5414491".into(), sampling_power: "900".into(), ..MeterValues::default() };
        assert_eq!(warnings(&half), [], "an unfinished identifier and a power without amperage say nothing");
    }

    #[test]
    fn a_power_over_the_connection_is_named_beside_it() {
        let strong = MeterValues { sampling_power: "60".into(), generating_capacity: "60".into(), ..filled() };
        let expected = [pointer::SAMPLING_POWER, pointer::GENERATING_CAPACITY]
            .map(|pointer| (pointer.to_owned(), WarningCode::PowerOverConnection));
        assert_eq!(warnings(&strong), expected);
    }

    #[test]
    fn the_identifier_hints_at_an_operator_until_one_is_chosen() {
        let open = MeterValues { dso: String::new(), ean: "541449020000000001".into(), ..filled() };
        assert_eq!(open.suggested_dso(Region::Wallonia).map(|dso| dso.code), Some("ORES"));
        assert_eq!(filled().suggested_dso(Region::Wallonia), None);
        let other = MeterValues { dso: "RESA".into(), ..open };
        assert_eq!(warnings(&other), [(pointer::DSO.to_owned(), WarningCode::DsoHint)]);
    }
}
