//! When a meter takes part, and what one that has no quarter-hours is modelled with. Pure, and as the server does it.

use super::year::Series;
use api_types::{Configuration, Meter};
use domain::modelled::{Consumption, Modelled, Production, consumption, injection};
use domain::quantity::Kva;
use domain::readings::{Direction, Quarter, Span};
use domain::vocabulary::{ConfigurationStatus, ProductionChain, ReadingFrequency};

/// The parts of a span in which a meter is active, each with what is true of it then.
fn periods(meter: &Meter, span: Span) -> Vec<(&Configuration, Span)> {
    let of = &meter.configurations;
    let all = of.historical.iter().chain(&of.actual).chain(&of.future);
    let active = all.filter(|period| period.status == ConfigurationStatus::Active);
    let inside = |period: &'_ Configuration| {
        let own = Span::of_days(period.valid_from, period.valid_to.unwrap_or(chrono::NaiveDate::MAX));
        own.and(span)
    };
    active.map(|period| (period, inside(period))).filter(|(_, part)| !part.is_empty()).collect()
}

/// Before, between and after its active periods a meter takes and gives nothing, which is no gap.
pub fn take_part(series: &mut Series, meter: &Meter, span: Span) {
    let periods = periods(meter, span);
    for (at, wh) in span.iter().zip(&mut series.wh) {
        if !periods.iter().any(|(_, part)| part.contains(at)) {
            *wh = 0;
        }
    }
}

/// Whether a meter without quarter-hours is modelled: one that is read quarter by quarter has a gap instead.
pub fn is_modelled(meter: &Meter) -> bool {
    meter.reading_frequency != ReadingFrequency::QuarterHourly
}

/// What it takes, modelled: on the energy of a year that somebody says, else on what is assumed.
pub fn modelled_consumption(meter: &Meter, span: Span, yearly_kwh: Option<u64>) -> Vec<u32> {
    filled(meter, span, |of, part| taken(meter, of, part, yearly_kwh).series)
}

/// What it gives, modelled likewise; none where nothing produces.
pub fn modelled_injection(meter: &Meter, span: Span, yearly_kwh: Option<u64>) -> Option<Vec<u32>> {
    produces(meter, span).then(|| filled(meter, span, |of, part| given(of, part, yearly_kwh).series))
}

/// The energy of a year that is assumed where nobody says it, in kWh: that of the latest configuration in the span.
pub fn assumed_kwh(meter: &Meter, span: Span, direction: Direction) -> Option<u64> {
    let periods = periods(meter, span);
    let (of, part) = periods.last()?;
    // The energy does not depend on how long it is looked at.
    let none = Span { from: part.from, to: part.from };
    match direction {
        Direction::Offtake => Some(taken(meter, of, none, None).yearly_kwh),
        Direction::Injection => produces(meter, span).then(|| given(of, none, None).yearly_kwh),
    }
}

fn produces(meter: &Meter, span: Span) -> bool {
    periods(meter, span).iter().any(|(of, _)| of.production_chain != ProductionChain::None)
}

fn taken(meter: &Meter, of: &Configuration, part: Span, yearly_kwh: Option<u64>) -> Modelled {
    let of = Consumption {
        client_type: of.client_type,
        rate: of.rate,
        tariff_group: meter.tariff_group,
        sampling_power: kva(of.sampling_power_kva),
        yearly_kwh,
    };
    consumption(&of, part)
}

fn given(of: &Configuration, part: Span, yearly_kwh: Option<u64>) -> Modelled {
    let of = Production {
        chain: of.production_chain,
        status: of.injection_status,
        capacity: kva(of.generating_capacity_kva),
        yearly_kwh,
    };
    injection(&of, part)
}

fn kva(value: domain::quantity::Decimal) -> Kva {
    // What the server has stored it also takes.
    Kva::try_from(value).unwrap_or(Kva::from_units(0))
}

fn filled(meter: &Meter, span: Span, make: impl Fn(&Configuration, Span) -> domain::readings::Series) -> Vec<u32> {
    let made: Vec<(Span, domain::readings::Series)> =
        periods(meter, span).into_iter().map(|(of, part)| (part, make(of, part))).collect();
    let value = |at: Quarter| {
        let own = made.iter().find(|(part, _)| part.contains(at));
        own.and_then(|(_, series)| series.get(at)).unwrap_or(0)
    };
    span.iter().map(value).collect()
}

#[cfg(test)]
pub mod tests {
    //! A meter for the tests of its neighbours, too.
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::allocation::MISSING;
    use serde_json::json;

    /// A meter that produces a little, in two periods.
    pub fn meter(frequency: &str, status: &str) -> Meter {
        let period = |from: &str, to: Option<&str>, status: &str| {
            json!({"id": uuid::Uuid::from_u128(1), "valid_from": from, "valid_to": to, "description": "",
                "status": status, "sampling_power_kva": 9.2, "generating_capacity_kva": 5, "amperage_a": 40,
                "production_chain": "photovoltaic", "injection_status": "self_producer_owner", "dso": "ORES",
                "rate": "simple", "client_type": "residential", "member_id": null, "member_name": null})
        };
        serde_json::from_value(json!({
            "id": uuid::Uuid::from_u128(2), "community_id": uuid::Uuid::from_u128(3), "ean": "541448820000000008",
            "scheme": "be_ean", "meter_number": "1", "phases": 3, "reading_frequency": frequency,
            "address": {"street": "Rue Haute", "number": "1", "box": null, "postcode": "5000", "city": "Namur",
                "country": "BE"},
            "tariff_group": "low_voltage", "voltage_system": null, "warnings": [],
            "configurations": {"actual": period("2016-07-01", None, status), "future": [],
                "historical": [period("2016-01-01", Some("2016-07-01"), "active")]},
            "created_at": "2016-01-01T00:00:00Z", "updated_at": "2016-01-01T00:00:00Z", "updated_by": null,
        }))
        .unwrap()
    }

    fn span(first: &str, after: &str) -> Span {
        Span::of_days(first.parse().unwrap(), after.parse().unwrap())
    }

    #[test]
    fn an_inactive_meter_takes_nothing_which_is_no_gap() {
        let span = span("2016-06-30", "2016-07-02");
        let mut series = Series { wh: vec![MISSING; span.len()], ..Series::default() };
        take_part(&mut series, &meter("quarter_hourly", "inactive"), span);
        assert_eq!((series.wh[95], series.wh[96], series.wh[191]), (MISSING, 0, 0));
    }

    #[test]
    fn a_meter_that_is_read_yearly_is_modelled_while_it_is_active() {
        let (yearly, year) = (meter("yearly", "active"), span("2016-01-01", "2017-01-01"));
        assert!(is_modelled(&yearly) && !is_modelled(&meter("quarter_hourly", "active")));
        let sum = |wh: &[u32]| wh.iter().map(|&wh| u64::from(wh)).sum::<u64>();
        assert_eq!(sum(&modelled_consumption(&yearly, year, None)), 3_500_000, "a household, to the Wh");
        let half = meter("yearly", "inactive");
        let taken = modelled_consumption(&half, year, None);
        assert!((1_000_000..3_000_000).contains(&sum(&taken)) && taken[taken.len() - 1] == 0);
        assert!(modelled_injection(&yearly, year, None).is_some_and(|wh| sum(&wh) > 0));
    }
}
