//! Meters without quarter-hours among the readings in use: on which energy of a year they are modelled, which one may
//! say.

use super::part;
use super::readings::Readings;
use super::year::Year;
use crate::i18n::{t, tr};
use crate::ui::{Notice, NoticeKind};
use api_types::Meter;
use domain::readings::Direction;
use leptos::prelude::*;
use std::sync::Arc;

/// The most a year may have, in kWh: more than any meter measures.
const MOST_KWH: u64 = 1_000_000_000;

/// That some series are modelled, which, and on how much energy.
pub fn notice(readings: Readings, models: &[Arc<Meter>]) -> Option<AnyView> {
    let span = readings.scene_now()?.year.span()?;
    let eans: Vec<&str> = models.iter().map(|meter| meter.ean.as_str()).collect();
    let text = tr("keys.preview.modelled_text", &[("meters", &eans.join(", "))]);
    let both = |meter| Direction::ALL.iter().map(move |direction| (meter, *direction));
    let of = |(meter, direction): (&Arc<Meter>, Direction)| {
        part::assumed_kwh(meter, span, direction).map(|assumed| field(readings, meter, direction, assumed))
    };
    let fields: Vec<AnyView> = models.iter().flat_map(both).filter_map(of).collect();
    (!models.is_empty()).then(|| {
        view! {
            <Notice kind=NoticeKind::Warning>
                <p>{text}</p>
                <div class="modelled">{fields}</div>
            </Notice>
        }
        .into_any()
    })
}

/// How much a meter takes or gives in a year.
fn field(readings: Readings, meter: &Arc<Meter>, direction: Direction, assumed: u64) -> AnyView {
    let typed = RwSignal::new(assumed.to_string());
    let wrong = move || typed.with(|text| kwh(text).is_none());
    let id = format!("modelled-{}-{direction}", meter.id);
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let label = tr(&format!("keys.preview.modelled_{direction}"), &[("meter", &meter.ean)]);
    let meter = Arc::clone(meter);
    // What cannot be read stays there to be mended, and the meter as it was.
    let change = move |event| {
        typed.set(event_target_value(&event));
        if let Some(kwh) = typed.with_untracked(|text| kwh(text)) {
            readings.remodel(&meter, direction, kwh);
        }
    };
    view! {
        <div class="modelled-field">
            <label for=id.clone()>{label}</label>
            <span class="modelled-value">
                <input
                    id=id
                    class="input tabular"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-invalid=move || wrong().then_some("true")
                    aria-describedby=move || wrong().then(|| described.clone())
                    prop:value=typed
                    on:change=change
                />
                <span class="muted">{t("keys.preview.kwh_a_year")}</span>
            </span>
            {move || {
                wrong()
                    .then(|| {
                        view! {
                            <span class="field-message" data-kind="error" id=error_id.clone() role="alert">
                                {t("keys.preview.kwh_wrong")}
                            </span>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// Whole kWh as typed, with whatever stands between thousands.
fn kwh(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | ',' | '\'' | '’')).collect();
    digits.parse().ok().filter(|kwh| *kwh <= MOST_KWH)
}

/// The readings with a meter modelled on another energy of the year.
pub fn remodelled(year: &Year, meter: &Meter, direction: Direction, kwh: u64) -> Option<Year> {
    let span = year.span()?;
    let mut year = year.clone();
    let (side, wh) = match direction {
        Direction::Offtake => (&mut year.consumers, part::modelled_consumption(meter, span, Some(kwh))),
        Direction::Injection => (&mut year.producers, part::modelled_injection(meter, span, Some(kwh))?),
    };
    let series = side.iter_mut().find(|series| series.modelled && series.meter == Some(meter.id))?;
    series.wh = wh;
    Some(year)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::preview::year::Series;

    #[test]
    fn energy_is_read_as_it_is_typed() {
        for (text, expected) in [("3500", Some(3500)), (" 3 500 ", Some(3500)), ("3.500", Some(3500)), ("0", Some(0))] {
            assert_eq!(kwh(text), expected, "{text}");
        }
        assert_eq!((kwh(""), kwh("-1"), kwh("much"), kwh("1000000001")), (None, None, None, None));
    }

    #[test]
    fn a_meter_takes_what_is_said_over_the_year() {
        let meter = part::tests::meter("yearly", "active");
        let first: chrono::DateTime<chrono::Utc> = "2015-12-31T23:00:00Z".parse().unwrap_or_default();
        let starts = (0..35_136).map(|i| first + chrono::Duration::minutes(15 * i)).collect();
        let series = Series { meter: Some(meter.id), modelled: true, ..Series::default() };
        let year = Year { starts, consumers: vec![series], ..Year::default() };
        let sum = |year: &Year| year.consumers[0].wh.iter().map(|&wh| u64::from(wh)).sum::<u64>();
        let said = remodelled(&year, &meter, Direction::Offtake, 1_234).as_ref().map(sum);
        assert_eq!(said, Some(1_234_000), "to the Wh");
        assert_eq!(remodelled(&year, &meter, Direction::Injection, 1), None, "there is no such series");
    }
}
