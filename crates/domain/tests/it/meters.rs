use crate::{any_text, found, param};
use domain::address::AddressDraft;
use domain::meter::{ConfigurationDraft, MeterDraft, NewMeter, warnings};
use domain::quantity::Decimal;
use domain::violation::Violations;
use domain::vocabulary::{
    ClientType, ConfigurationStatus, InjectionStatus, ProductionChain, Rate, ReadingFrequency, Region, TariffGroup,
    VoltageSystem,
};
use proptest::prelude::*;

fn number(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn address() -> AddressDraft<'static> {
    AddressDraft {
        street: "Rue Haute",
        number: "12A",
        r#box: Some("3"),
        postcode: "5000",
        city: "Namur",
        country: "BE",
    }
}

fn configuration() -> ConfigurationDraft<'static> {
    ConfigurationDraft {
        valid_from: "2026-01-01".parse().unwrap(),
        description: "",
        status: ConfigurationStatus::Active,
        sampling_power_kva: number("9.2"),
        generating_capacity_kva: number("5"),
        amperage_a: number("40"),
        rate: Rate::Simple,
        client_type: ClientType::Residential,
        member: None,
        dso: "ORES",
        production_chain: ProductionChain::Photovoltaic,
        injection_status: InjectionStatus::SelfProducerOwner,
    }
}

fn meter() -> MeterDraft<'static> {
    MeterDraft {
        ean: "541449020000000001",
        meter_number: "1SAG1100000001",
        address: address(),
        phases: 3,
        reading_frequency: ReadingFrequency::Monthly,
        tariff_group: TariffGroup::LowVoltage,
        voltage_system: None,
        configuration: configuration(),
    }
}

fn check(draft: MeterDraft) -> Result<NewMeter, Violations> {
    draft.check(Region::Wallonia)
}

/// `pointer code` of every violation of a meter with another configuration.
fn of_configuration(configuration: ConfigurationDraft) -> Vec<String> {
    check(MeterDraft { configuration, ..meter() }).map_or_else(|violations| found(&violations), |_| Vec::new())
}

#[test]
fn a_meter_is_cleaned() {
    let draft = MeterDraft {
        ean: "=\"541 449 020 000 000 001\"",
        meter_number: " 1SAG 11 ",
        address: AddressDraft { r#box: Some(" "), country: "be", street: " Rue  Haute ", ..address() },
        configuration: ConfigurationDraft { dso: " ores ", description: " first\r\nsecond ", ..configuration() },
        ..meter()
    };
    let meter = check(draft).unwrap();
    assert_eq!(meter.identity.point.as_str(), "541449020000000001");
    assert_eq!(meter.identity.meter_number, "1SAG 11");
    assert_eq!((meter.identity.address.street.as_str(), meter.identity.address.country.as_str()), ("Rue Haute", "BE"));
    assert_eq!(meter.identity.address.r#box, None);
    assert_eq!(meter.configuration.dso, "ORES");
    assert_eq!(meter.configuration.description, "first\nsecond");
    assert_eq!(meter.configuration.sampling_power.units(), 9_200);
    assert_eq!(meter.configuration.amperage.units(), 40_000);
    assert_eq!(meter.valid_from.to_string(), "2026-01-01");
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let draft = MeterDraft {
        ean: "54144902000000000",
        meter_number: "",
        address: AddressDraft {
            street: " ",
            number: "",
            r#box: Some("123456789012345678901"),
            postcode: "",
            city: "",
            country: "BEL",
        },
        phases: 2,
        configuration: ConfigurationDraft {
            valid_from: "1899-12-31".parse().unwrap(),
            description: &"x".repeat(2001),
            sampling_power_kva: number("-1"),
            generating_capacity_kva: number("1.2345"),
            amperage_a: number("0"),
            dso: "",
            injection_status: InjectionStatus::None,
            ..configuration()
        },
        ..meter()
    };
    assert_eq!(
        found(&check(draft).unwrap_err()),
        [
            "/ean invalid_ean",
            "/meter_number required",
            "/address/street required",
            "/address/number required",
            "/address/box too_long",
            "/address/postcode required",
            "/address/city required",
            "/address/country invalid_format",
            "/phases unknown_value",
            "/configuration/valid_from invalid_date",
            "/configuration/description too_long",
            "/configuration/sampling_power_kva out_of_range",
            "/configuration/generating_capacity_kva too_many_decimals",
            "/configuration/amperage_a out_of_range",
            "/configuration/injection_status injection_status_required",
            "/configuration/dso required",
        ]
    );
}

#[test]
fn injection_and_capacity_go_with_production() {
    for chain in ProductionChain::ALL {
        for injection in InjectionStatus::ALL {
            for capacity in ["0", "5"] {
                let mut expected = Vec::new();
                let produces = *chain != ProductionChain::None;
                if !produces && capacity != "0" {
                    expected.push("/configuration/generating_capacity_kva capacity_not_allowed");
                }
                match (produces, *injection == InjectionStatus::None) {
                    (false, false) => expected.push("/configuration/injection_status injection_status_not_allowed"),
                    (true, true) => expected.push("/configuration/injection_status injection_status_required"),
                    _ => {}
                }
                let draft = ConfigurationDraft {
                    production_chain: *chain,
                    injection_status: *injection,
                    generating_capacity_kva: number(capacity),
                    ..configuration()
                };
                assert_eq!(of_configuration(draft), expected, "{chain} {injection} {capacity}");
            }
        }
    }
}

#[test]
fn the_voltage_system_fits_the_phases() {
    for (system, phases, fits) in [
        (None, 1, true),
        (None, 3, true),
        (Some(VoltageSystem::Mono230), 1, true),
        (Some(VoltageSystem::Mono230), 3, false),
        (Some(VoltageSystem::Tri230), 1, false),
        (Some(VoltageSystem::Tri230), 3, true),
        (Some(VoltageSystem::Tri400N), 1, false),
        (Some(VoltageSystem::Tri400N), 3, true),
    ] {
        let result = check(MeterDraft { voltage_system: system, phases, ..meter() });
        match result {
            Ok(_) => assert!(fits, "{system:?} {phases}"),
            Err(violations) => {
                assert_eq!((fits, found(&violations)), (false, vec!["/voltage_system voltage_system_mismatch".into()]));
            }
        }
    }
    for phases in [0, 2, 4, 255] {
        let draft = MeterDraft { phases, voltage_system: Some(VoltageSystem::Tri230), ..meter() };
        assert_eq!(found(&check(draft).unwrap_err()), ["/phases unknown_value"]);
    }
}

#[test]
fn a_configuration_starts_between_1900_and_2199() {
    for (day, fits) in [
        ("1899-12-31", false),
        ("1900-01-01", true),
        ("2199-12-31", true),
        ("2200-01-01", false),
        ("+12026-01-01", false),
    ] {
        let draft = ConfigurationDraft { valid_from: day.parse().unwrap(), ..configuration() };
        let expected: &[&str] = if fits { &[] } else { &["/configuration/valid_from invalid_date"] };
        assert_eq!(of_configuration(draft), expected, "{day}");
    }
    let draft = ConfigurationDraft { valid_from: "2200-01-01".parse().unwrap(), ..configuration() };
    let violations = check(MeterDraft { configuration: draft, ..meter() }).unwrap_err();
    let params = &violations.as_slice()[0].params;
    assert_eq!((param(params, "min"), param(params, "max")), ("1900-01-01".into(), "2199-12-31".into()));
}

#[test]
fn the_identifier_is_that_of_the_region() {
    let draft = MeterDraft { ean: "01234567890123", ..meter() };
    assert_eq!(found(&draft.check(Region::Brussels).unwrap_err()), ["/ean invalid_ean"]);
    assert_eq!(draft.check(Region::France).unwrap().identity.point.as_str(), "01234567890123");
}

/// `pointer code` of every warning.
fn warned(draft: MeterDraft) -> Vec<String> {
    warnings(&check(draft).unwrap()).iter().map(|w| format!("{} {}", w.pointer, w.code)).collect()
}

#[test]
fn unusual_meters_are_accepted_with_warnings() {
    assert_eq!(warned(meter()), Vec::<String>::new());
    assert_eq!(warned(MeterDraft { ean: "541449123456789012", ..meter() }), ["/ean ean_check_digit"]);
    assert_eq!(
        warned(MeterDraft { ean: "123456789012345678", ..meter() }),
        ["/ean ean_prefix", "/ean ean_check_digit"]
    );
    assert_eq!(warned(MeterDraft { ean: "541448820000000008", ..meter() }), ["/configuration/dso dso_hint"]);
    let fluvius = ConfigurationDraft { dso: "fluvius", ..configuration() };
    assert_eq!(
        warned(MeterDraft { ean: "541448820000000008", configuration: fluvius, ..meter() }),
        Vec::<String>::new()
    );
    let unlisted = ConfigurationDraft { dso: "Elsewhere", ..configuration() };
    assert_eq!(warned(MeterDraft { configuration: unlisted, ..meter() }), ["/configuration/dso dso_hint"]);
}

#[test]
fn powers_above_the_connection_are_warned_of() {
    let sampling = "/configuration/sampling_power_kva power_over_connection";
    let generating = "/configuration/generating_capacity_kva power_over_connection";
    for (phases, system, power, capacity, expected) in [
        (1, None, "9.2", "9.384", vec![]),
        (1, None, "9.385", "5", vec![sampling]),
        (3, None, "28.2", "5", vec![]),
        (3, None, "28.3", "28.3", vec![sampling, generating]),
        (3, Some(VoltageSystem::Tri230), "16.2", "16.3", vec![generating]),
        (3, Some(VoltageSystem::Tri400N), "16.3", "16.3", vec![]),
    ] {
        let configuration = ConfigurationDraft {
            sampling_power_kva: number(power),
            generating_capacity_kva: number(capacity),
            ..configuration()
        };
        let draft = MeterDraft { phases, voltage_system: system, configuration, ..meter() };
        assert_eq!(warned(draft), expected, "{phases} {system:?} {power} {capacity}");
    }
}

#[test]
fn a_warning_about_power_says_what_fits() {
    let configuration =
        ConfigurationDraft { sampling_power_kva: number("50"), amperage_a: number("63"), ..configuration() };
    let meter = check(MeterDraft { configuration, ..meter() }).unwrap();
    let params = &warnings(&meter)[0].params;
    assert_eq!(param(params, "max_kva"), "43.647");
    assert_eq!(param(params, "amperage_a"), "63");
    assert_eq!(param(params, "voltage_system"), "tri_400_n");
}

proptest! {
    #[test]
    fn checking_never_panics_and_points_into_the_body(
        texts in proptest::collection::vec(any_text(), 8),
        numbers in proptest::collection::vec((any::<i64>(), 0_u8..=12), 3),
        phases in any::<u8>(),
        region in proptest::sample::select(Region::ALL),
        chain in proptest::sample::select(ProductionChain::ALL),
        days in 0_i32..3_000_000,
    ) {
        let text = |index: usize| texts[index].as_str();
        let number = |index: usize| Decimal::new(numbers[index].0, numbers[index].1);
        let draft = MeterDraft {
            ean: text(0),
            meter_number: text(1),
            address: AddressDraft { street: text(2), number: text(3), r#box: Some(text(4)), postcode: text(5), city: text(6), country: text(7) },
            phases,
            configuration: ConfigurationDraft {
                valid_from: chrono::NaiveDate::from_num_days_from_ce_opt(days).unwrap(),
                description: text(0),
                dso: text(1),
                sampling_power_kva: number(0),
                generating_capacity_kva: number(1),
                amperage_a: number(2),
                production_chain: chain,
                ..configuration()
            },
            ..meter()
        };
        match draft.check(region) {
            Ok(meter) => prop_assert!(warnings(&meter).iter().all(|w| w.pointer.starts_with('/'))),
            Err(violations) => prop_assert!(violations.as_slice().iter().all(|v| v.pointer.starts_with('/'))),
        }
    }

    #[test]
    fn every_good_meter_passes_and_a_good_ean_never_warns(serial in 0_u64..10_000_000_000) {
        let data = format!("5414490{serial:010}");
        let ean = format!("{data}{}", domain::gs1::check_digit(&data).unwrap());
        prop_assert_eq!(warned(MeterDraft { ean: &ean, ..meter() }), Vec::<String>::new());
    }
}
