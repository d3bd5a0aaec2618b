//! What is typed into the forms of a meter, and what it says: the request, the mistakes, the warnings.
//! Pure; the same rules of `domain` run here and on the server.

mod configuration;
mod identity;
mod read;

pub use configuration::{ALONE, ConfigurationFields, ConfigurationValues, IN_METER, Pointers};
pub use identity::{IdentityFields, IdentityValues, pointer};

use api_types::{ConfigurationInput, Meter, NewMeter};
use chrono::NaiveDate;
use domain::dso::Dso;
use domain::identifier::{IdScheme, MeteringPointId};
use domain::meter::{Configuration, MeterIdentity, warnings_of};
use domain::quantity::{Decimal, Kva};
use domain::violation::{Violations, Warning};
use domain::vocabulary::{ConfigurationStatus, Region};
use serde::{Deserialize, Serialize};

/// A new meter as it is typed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct MeterValues {
    /// What identifies it.
    pub identity: IdentityValues,
    /// What is true of it from its first day on.
    pub configuration: ConfigurationValues,
}

/// A new meter as signals.
#[derive(Debug, Clone, Copy)]
pub struct MeterFields {
    /// What identifies it.
    pub identity: IdentityFields,
    /// What is true of it from its first day on.
    pub configuration: ConfigurationFields,
}

impl MeterFields {
    /// Signals that hold these values.
    pub fn new(values: MeterValues) -> Self {
        let MeterValues { identity, configuration } = values;
        Self { identity: IdentityFields::new(identity), configuration: ConfigurationFields::new(configuration) }
    }

    /// The values now; tracks every one of them.
    pub fn values(self) -> MeterValues {
        MeterValues { identity: self.identity.values(), configuration: self.configuration.values() }
    }

    /// Replaces the values.
    pub fn fill(self, values: MeterValues) {
        self.identity.fill(values.identity);
        self.configuration.fill(values.configuration);
    }
}

/// A request read from what was typed. Where nothing readable stands there is a stand-in and a
/// violation; the request is sent only without violations.
pub struct Reading<T> {
    /// The request.
    pub request: T,
    /// Every mistake.
    pub violations: Violations,
}

impl<T> Reading<T> {
    /// What was read, with the rules it breaks besides.
    fn checked<D>(request: T, mut violations: Violations, rules: Result<D, Violations>) -> Self {
        if let Err(broken) = rules {
            for violation in broken {
                violations.add_with(violation.pointer, violation.code, violation.params);
            }
        }
        Self { request, violations }
    }
}

impl MeterValues {
    /// The values a fresh form starts with.
    pub fn starting(today: NaiveDate) -> Self {
        let configuration = ConfigurationValues { valid_from: today.to_string(), ..ConfigurationValues::default() };
        Self { identity: IdentityValues::default(), configuration }
    }

    /// Reads everything and checks it by the rules of `domain`.
    pub fn read(&self, region: Region) -> Reading<NewMeter> {
        let mut violations = Violations::default();
        let identity = self.identity.request(region, &mut violations);
        let configuration = self.configuration.request(ConfigurationStatus::Active, &IN_METER, &mut violations);
        let meter = NewMeter {
            ean: identity.ean,
            meter_number: identity.meter_number,
            address: identity.address,
            phases: identity.phases,
            reading_frequency: identity.reading_frequency,
            tariff_group: identity.tariff_group,
            voltage_system: identity.voltage_system,
            configuration,
        };
        let rules = meter.to_domain(region);
        Reading::checked(meter, violations, rules)
    }

    /// What is unusual about what is typed so far, by the rule that the server applies to a whole meter.
    /// What cannot be read yet gives no warning.
    pub fn warnings(&self, region: Region) -> Vec<Warning> {
        let Reading { request: meter, violations } = self.read(region);
        let is_readable = |pointer: &str| violations.as_slice().iter().all(|violation| violation.pointer != pointer);
        let scheme = IdScheme::of(region);
        let point = MeteringPointId::parse(scheme, &meter.ean).ok().map(|(point, _)| point);
        let knows_connection = is_readable(pointer::PHASES) && is_readable(IN_METER.amperage);
        let stand_in = || MeteringPointId::from_stored(scheme, String::new());
        let identity = self.identity.identity(region, point.clone().unwrap_or_else(stand_in));
        let mut warnings = warnings_of(&identity, &as_far_as_known(&meter.configuration, knows_connection));
        warnings.retain(|warning| match warning.pointer.as_str() {
            pointer::EAN => point.is_some(),
            at if at == IN_METER.dso => !meter.configuration.dso.is_empty(),
            _ => true,
        });
        warnings
    }

    /// The DSO that the identifier's prefix hints at, while none is chosen.
    pub fn suggested_dso(&self, region: Region) -> Option<&'static Dso> {
        if !self.configuration.dso.is_empty() {
            return None;
        }
        let (point, _) = MeteringPointId::parse(IdScheme::of(region), &self.identity.ean).ok()?;
        domain::dso::hint(&point)
    }
}

/// What is unusual about a known meter with the configuration that is typed; by pointers of a request
/// that holds nothing else.
pub fn warnings_beside(identity: &MeterIdentity, typed: &Reading<ConfigurationInput>) -> Vec<Warning> {
    let is_readable = |pointer: &str| typed.violations.as_slice().iter().all(|v| v.pointer != pointer);
    let configuration = as_far_as_known(&typed.request, is_readable(ALONE.amperage));
    let nested = [
        (IN_METER.dso, ALONE.dso),
        (IN_METER.sampling_power, ALONE.sampling_power),
        (IN_METER.generating_capacity, ALONE.generating_capacity),
    ];
    let own = |warning: Warning| {
        let (_, pointer) = nested.iter().find(|(nested, _)| *nested == warning.pointer)?;
        Some(Warning { pointer: (*pointer).to_owned(), ..warning })
    };
    warnings_of(identity, &configuration).into_iter().filter_map(own).collect()
}

/// What identifies a meter that exists.
pub fn known_identity(meter: &Meter) -> MeterIdentity {
    let point = MeteringPointId::from_stored(meter.scheme, meter.ean.clone());
    // The region only stands in for a country that is not known, and this one is.
    IdentityValues::from(meter).identity(Region::Wallonia, point)
}

/// The configuration as far as warnings look at it; powers count only beside a known connection.
fn as_far_as_known(input: &ConfigurationInput, knows_connection: bool) -> Configuration {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::violation::{Code, Param, WarningCode};
    use domain::vocabulary::{ClientType, InjectionStatus, Rate};

    /// A form filled in completely and rightly.
    fn filled() -> MeterValues {
        let text = str::to_owned;
        let identity = IdentityValues {
            street: text("Rue Haute"),
            number: text("12A"),
            postcode: text("5000"),
            city: text("Namur"),
            ean: text("541448820000000008"),
            meter_number: text("1SAG1100000001"),
            phases: text("3"),
            reading_frequency: text("monthly"),
            tariff_group: text("low_voltage"),
            ..IdentityValues::default()
        };
        let configuration = ConfigurationValues {
            sampling_power: text("9,2"),
            generating_capacity: text("5"),
            amperage: text("40"),
            production_chain: text("photovoltaic"),
            injection_status: text("self_producer_owner"),
            dso: text("Fluvius"),
            rate: text("simple"),
            client_type: text("residential"),
            valid_from: text("2026-01-01"),
            ..ConfigurationValues::default()
        };
        MeterValues { identity, configuration }
    }

    /// The filled form with something else in its first half.
    fn identity(change: impl FnOnce(&mut IdentityValues)) -> MeterValues {
        let mut values = filled();
        change(&mut values.identity);
        values
    }

    /// The filled form with something else in its second half.
    fn configuration(change: impl FnOnce(&mut ConfigurationValues)) -> MeterValues {
        let mut values = filled();
        change(&mut values.configuration);
        values
    }

    fn mistakes(values: &MeterValues) -> Vec<(String, Code)> {
        values.read(Region::Wallonia).violations.into_iter().map(|v| (v.pointer, v.code)).collect()
    }

    fn warnings(values: &MeterValues) -> Vec<(String, WarningCode)> {
        values.warnings(Region::Wallonia).into_iter().map(|w| (w.pointer, w.code)).collect()
    }

    #[test]
    fn a_filled_form_says_one_request() {
        let Reading { request: meter, violations } = filled().read(Region::Wallonia);
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
        for (values, pointer, code) in [
            (configuration(|c| c.amperage = "forty".into()), IN_METER.amperage, Code::WrongType),
            (configuration(|c| c.sampling_power = "-1".into()), IN_METER.sampling_power, Code::OutOfRange),
            (configuration(|c| c.sampling_power = "1.2345".into()), IN_METER.sampling_power, Code::TooManyDecimals),
            (configuration(|c| c.sampling_power = "9".repeat(30)), IN_METER.sampling_power, Code::OutOfRange),
            (configuration(|c| c.valid_from = "01/01/2026".into()), IN_METER.valid_from, Code::InvalidDate),
            (identity(|i| i.ean = "54144882000000000".into()), pointer::EAN, Code::InvalidEan),
            (identity(|i| i.phases = "three".into()), pointer::PHASES, Code::UnknownValue),
        ] {
            assert_eq!(mistakes(&values), [(pointer.to_owned(), code)]);
        }
    }

    #[test]
    fn without_production_nothing_is_injected_and_nothing_generated() {
        let consumer = configuration(|c| {
            c.production_chain = "none".into();
            c.generating_capacity = "0".into();
        });
        let read = consumer.read(Region::Wallonia).request;
        assert_eq!(read.configuration.injection_status, InjectionStatus::None);
        assert_eq!(mistakes(&consumer), []);
        let generating = configuration(|c| c.production_chain = "none".into());
        assert_eq!(mistakes(&generating), [(IN_METER.generating_capacity.to_owned(), Code::CapacityNotAllowed)]);
    }

    #[test]
    fn warnings_come_as_soon_as_their_fields_are_there() {
        let mut typed = MeterValues::default();
        typed.identity.ean = "541449123456789012".into();
        let found = typed.warnings(Region::Wallonia);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].code, found[0].params.get("expected")),
            (WarningCode::EanCheckDigit, Some(&Param::Text("5".into())))
        );
        let mut half = MeterValues::default();
        half.identity.ean = "5414491".into();
        half.configuration.sampling_power = "900".into();
        assert_eq!(warnings(&half), [], "an unfinished identifier and a power without amperage say nothing");
    }

    #[test]
    fn a_power_over_the_connection_is_named_beside_it() {
        let strong = configuration(|c| {
            c.sampling_power = "60".into();
            c.generating_capacity = "60".into();
        });
        let expected = [IN_METER.sampling_power, IN_METER.generating_capacity]
            .map(|pointer| (pointer.to_owned(), WarningCode::PowerOverConnection));
        assert_eq!(warnings(&strong), expected);

        let known = filled().read(Region::Wallonia).request.to_domain(Region::Wallonia).unwrap().identity;
        let typed = strong.configuration.read(ConfigurationStatus::Active);
        let pointers: Vec<String> = warnings_beside(&known, &typed).into_iter().map(|w| w.pointer).collect();
        assert_eq!(pointers, [ALONE.sampling_power, ALONE.generating_capacity], "the same in a change");
    }

    #[test]
    fn the_identifier_hints_at_an_operator_until_one_is_chosen() {
        let mut open = identity(|i| i.ean = "541449020000000001".into());
        open.configuration.dso = String::new();
        assert_eq!(open.suggested_dso(Region::Wallonia).map(|dso| dso.code), Some("ORES"));
        assert_eq!(filled().suggested_dso(Region::Wallonia), None);
        open.configuration.dso = "RESA".into();
        assert_eq!(warnings(&open), [(IN_METER.dso.to_owned(), WarningCode::DsoHint)]);
    }

    #[test]
    fn changes_move_to_another_ground_without_what_was_not_touched() {
        let values = |amperage: &str, rate: &str, dso: &str| ConfigurationValues {
            amperage: amperage.into(),
            rate: rate.into(),
            dso: dso.into(),
            ..ConfigurationValues::default()
        };
        let today = values("40", "simple", "ORES");
        let later = values("50", "simple", "RESA");
        let typed = ConfigurationValues { valid_from: "2027-01-01".into(), ..values("63", "simple", "ORES") };
        let moved = typed.clone().rebased(&today, &later);
        assert_eq!((moved.amperage.as_str(), moved.dso.as_str()), ("63", "RESA"));
        assert_eq!(moved.valid_from, "2027-01-01");
        assert_eq!(moved.rebased(&later, &today), typed, "and back");
    }
}
