//! Meters of which nothing is known but their readings.

use domain::identifier::{IdScheme, MeteringPointId};
use domain::meter::{NewMeter, Peaks, assumed, warnings_of};
use domain::vocabulary::{ClientType, InjectionStatus, ProductionChain, Region, TariffGroup, VoltageSystem};

fn meter(ean: &str, offtake: Option<u32>, injection: Option<u32>) -> NewMeter {
    let point = MeteringPointId::parse(IdScheme::BeEan, ean).unwrap().0;
    assumed(point, Peaks { offtake, injection }, Region::Wallonia, "2016-01-01".parse().unwrap(), "School")
}

#[test]
fn the_connection_carries_the_highest_reading() {
    for (wh, system, amperes, group, client) in [
        (0, VoltageSystem::Mono230, 40, TariffGroup::LowVoltage, ClientType::Residential),
        (2_300, VoltageSystem::Mono230, 40, TariffGroup::LowVoltage, ClientType::Residential),
        (2_301, VoltageSystem::Mono230, 63, TariffGroup::LowVoltage, ClientType::Residential),
        (15_000, VoltageSystem::Tri400N, 100, TariffGroup::LowVoltage, ClientType::Professional),
        (100_000, VoltageSystem::Tri400N, 630, TariffGroup::HighVoltage, ClientType::Professional),
        (900_000_000, VoltageSystem::Tri400N, 10_000, TariffGroup::HighVoltage, ClientType::Professional),
    ] {
        let meter = meter("541449020000000018", Some(wh), None);
        assert_eq!(meter.identity.voltage_system, Some(system), "{wh}");
        assert_eq!(meter.configuration.amperage.units(), amperes * 1_000, "{wh}");
        assert_eq!((meter.identity.tariff_group, meter.configuration.client_type), (group, client), "{wh}");
        assert_eq!(meter.configuration.production_chain, ProductionChain::None);
        assert_eq!(warnings_of(&meter.identity, &meter.configuration), [], "{wh}");
    }
}

#[test]
fn what_injects_is_taken_for_solar_panels() {
    let pure = meter("541449020000900011", None, Some(10_000)).configuration;
    assert_eq!(pure.generating_capacity.units(), 40_000);
    assert_eq!(pure.injection_status, InjectionStatus::InjectionOwner);
    let both = meter("541449020000900011", Some(100), Some(1)).configuration;
    assert_eq!((both.generating_capacity.units(), both.injection_status), (100, InjectionStatus::SelfProducerOwner));
}

#[test]
fn the_operator_is_the_one_of_the_identifier_or_of_the_region() {
    assert_eq!(meter("541488820000000009", Some(1), None).configuration.dso, "ORES");
    assert_eq!(meter("541448820000000008", Some(1), None).configuration.dso, "Fluvius");
}
