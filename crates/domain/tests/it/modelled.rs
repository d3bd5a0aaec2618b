//! Modelled series: their energy is what was said, their rhythm what is generally known.

use chrono::{DateTime, NaiveDate, Utc};
use domain::modelled::{Consumption, Production, consumption, injection};
use domain::quantity::Kva;
use domain::readings::{Quarter, Series, Span};
use domain::vocabulary::{ClientType, InjectionStatus, ProductionChain, Rate, TariffGroup};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn year() -> Span {
    Span::of_days(day("2016-01-01"), day("2017-01-01"))
}

fn days(from: &str, to: &str) -> Span {
    Span::of_days(day(from), day(to))
}

fn household() -> Consumption {
    Consumption {
        client_type: ClientType::Residential,
        rate: Rate::Simple,
        tariff_group: TariffGroup::LowVoltage,
        sampling_power: Kva::from_units(9_200),
        yearly_kwh: Some(3_400),
    }
}

fn roof() -> Production {
    Production {
        chain: ProductionChain::Photovoltaic,
        status: InjectionStatus::InjectionOwner,
        capacity: Kva::from_units(10_000),
        yearly_kwh: None,
    }
}

fn sum(series: &Series, span: Span) -> u64 {
    series.readings(span).filter_map(|(_, reading)| reading).map(u64::from).sum()
}

fn at(series: &Series, instant: &str) -> u32 {
    series.get(Quarter::at(instant.parse::<DateTime<Utc>>().unwrap()).unwrap()).unwrap()
}

#[test]
fn a_year_adds_up_to_its_energy_to_the_wh() {
    for client_type in ClientType::ALL {
        for rate in Rate::ALL {
            for tariff_group in TariffGroup::ALL {
                let of =
                    Consumption { client_type: *client_type, rate: *rate, tariff_group: *tariff_group, ..household() };
                let modelled = consumption(&of, year());
                assert_eq!(modelled.series.total(), 3_400_000, "{of:?}");
                assert_eq!(modelled.series.known().count(), 35_136);
                assert!(!modelled.assumed);
            }
        }
    }
    for chain in ProductionChain::ALL {
        let modelled = injection(&Production { chain: *chain, yearly_kwh: Some(55_000), ..roof() }, year());
        let produces = !matches!(chain, ProductionChain::None | ProductionChain::Battery);
        assert_eq!(modelled.series.total(), if produces { 55_000_000 } else { 0 }, "{chain}");
    }
}

#[test]
fn a_part_of_a_year_is_the_same_part_of_the_whole() {
    let whole = consumption(&household(), days("2015-01-01", "2018-01-01")).series;
    for span in [days("2016-03-26", "2016-03-29"), days("2016-12-30", "2017-01-03")] {
        let part = consumption(&household(), span).series;
        assert!(part.readings(span).eq(whole.readings(span)));
    }
}

#[test]
fn households_peak_in_the_evening_and_in_winter_and_businesses_by_day() {
    let series = consumption(&household(), year()).series;
    // 19:00 and 03:00 on a Wednesday in January.
    assert!(at(&series, "2016-01-13T18:00:00Z") > 3 * at(&series, "2016-01-13T02:00:00Z"));
    assert!(sum(&series, days("2016-01-01", "2016-02-01")) > sum(&series, days("2016-07-01", "2016-08-01")));
    let business = Consumption { client_type: ClientType::Professional, ..household() };
    let series = consumption(&business, year()).series;
    assert!(at(&series, "2016-01-13T10:00:00Z") > 2 * at(&series, "2016-01-13T20:00:00Z"));
    assert!(sum(&series, days("2016-01-13", "2016-01-14")) > 2 * sum(&series, days("2016-01-17", "2016-01-18")));
    let night = Consumption { rate: Rate::ExclusiveNight, ..household() };
    let series = consumption(&night, year()).series;
    assert_eq!(at(&series, "2016-01-13T11:00:00Z"), 0);
    assert!(at(&series, "2016-01-13T02:00:00Z") > 0);
}

#[test]
fn no_quarter_hour_is_above_what_may_be_taken() {
    let small = Consumption { sampling_power: Kva::from_units(2_000), yearly_kwh: Some(8_000), ..household() };
    let series = consumption(&small, year()).series;
    assert_eq!(series.total(), 8_000_000);
    assert!(series.known().all(|(_, wh)| wh <= 500));
    // What does not fit at all is flat, and adds up all the same.
    let none = Consumption { sampling_power: Kva::from_units(100), ..small };
    assert_eq!(consumption(&none, year()).series.total(), 8_000_000);
}

#[test]
fn the_sun_is_up_by_day_and_highest_at_noon() {
    let modelled = injection(&roof(), year());
    assert_eq!((modelled.yearly_kwh, modelled.assumed), (9_500, true));
    assert_eq!(at(&modelled.series, "2016-06-21T00:00:00Z"), 0);
    assert_eq!(at(&modelled.series, "2016-12-21T18:00:00Z"), 0);
    let noon = at(&modelled.series, "2016-06-21T11:45:00Z");
    assert!(modelled.series.readings(days("2016-06-01", "2016-07-01")).all(|(_, wh)| wh.unwrap() <= noon + 1));
    // Below the power of the panels: 10 kVA give 2,500 Wh in a quarter-hour.
    assert!(noon < 2_500);
    let june = sum(&modelled.series, days("2016-06-01", "2016-07-01"));
    assert!(june > 8 * sum(&modelled.series, days("2016-12-01", "2017-01-01")));
}

#[test]
fn what_nobody_says_is_assumed_and_marked() {
    let modelled = consumption(&Consumption { yearly_kwh: None, ..household() }, year());
    assert_eq!((modelled.yearly_kwh, modelled.assumed, modelled.series.total()), (3_500, true, 3_500_000));
    let business = Consumption { client_type: ClientType::Professional, yearly_kwh: None, ..household() };
    assert_eq!(consumption(&business, year()).yearly_kwh, 8_280);
    let own = Production { status: InjectionStatus::SelfProducerOwner, ..roof() };
    assert_eq!(injection(&own, year()).yearly_kwh, 6_175);
    let most = Production { yearly_kwh: Some(u64::MAX), ..roof() };
    assert_eq!(injection(&most, year()).yearly_kwh, 1_000_000_000);
}
