//! The calendar that the form would give, laid out in the browser by the same rules as on the server.

use super::sections::Parts;
use super::values::Values;
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::markets::{self, period_name};
use crate::optimisations::picture::{self, Market, Picture};
use crate::session::{Session, use_session};
use crate::ui::Remote;
use crate::ui::chart::{Lane, Mark, Shape};
use api_types::{Forecast, ForecastInput, ForecastSeriesInput, ForecastSummary, PriceQuery};
use chrono::NaiveDate;
use domain::advice::{Curve, PeriodPlan, PeriodState, plan};
use domain::customer::ForecastOrigin;
use domain::key::Percent;
use domain::market::{ForecastSeries, Load, Scenario};
use domain::optimisation::ConsumptionPeriod;
use leptos::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What the calendar depends on besides the form.
#[derive(Debug, Clone)]
pub struct Basis {
    /// The account, for a client's own forecasts.
    pub account: Uuid,
    /// The day the optimisation was, or would be, created.
    pub created_on: NaiveDate,
    /// How much of each period is fixed or advised for today.
    pub done: BTreeMap<NaiveDate, Done>,
}

/// What is done of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// How much is fixed.
    pub fixed: Percent,
    /// How much is advised for today and still to be fixed.
    pub today: Percent,
}

/// A period with what it would be advised.
type Laid = (ConsumptionPeriod, PeriodPlan);

/// The preview beside the form.
pub fn view(parts: Parts, basis: Basis) -> AnyView {
    let session = use_session();
    let (fields, account) = (parts.fields, basis.account);
    let market = Remote::new(move || {
        let market = fields.market.get().parse::<Uuid>();
        let origin = fields.source.get().parse::<ForecastOrigin>();
        async move { Ok::<_, client::Error>(fetch(session, market.ok(), origin.ok(), account).await) }
    });
    let basis = StoredValue::new(basis);
    let laid = Memo::new(move |_| {
        let (values, market) = (fields.values(), market.value().unwrap_or_default());
        let covers = parts.market().is_none_or(|market| market.covers_short_term);
        basis.with_value(|basis| lay(&values, market.forecast.as_ref(), covers, basis, format::today()))
    });
    let picture = Signal::derive(move || {
        let market = market.value().unwrap_or_default();
        picture_of(&fields.values(), laid.get().unwrap_or_default(), market)
    });
    let shown = Memo::new(move |_| laid.with(Option::is_some));
    let content = move || {
        if !shown.get() {
            return view! { <p class="muted">{t("optimisations.preview.waiting")}</p> }.into_any();
        }
        view! {
            {picture::view(t("optimisations.preview.chart"), t("optimisations.preview.hint"), picture)}
            {move || told(&laid.get().unwrap_or_default(), market.value().is_some_and(|market| market.forecast.is_some()))}
        }
        .into_any()
    };
    view! {
        <section class="preview" aria-labelledby="preview-title">
            <h2 id="preview-title">{t("optimisations.preview")}</h2>
            {content}
            <p class="muted">{t("optimisations.statement.short")}</p>
        </section>
    }
    .into_any()
}

/// Prices and the latest forecast of an origin; what cannot be had is left out, as a preview is no promise.
async fn fetch(session: Session, market: Option<Uuid>, origin: Option<ForecastOrigin>, account: Uuid) -> Market {
    let Some(market) = market else { return Market::default() };
    let prices = session.call(async |client| client.list_prices(market, &PriceQuery::default()).await).await.ok();
    let own = (origin == Some(ForecastOrigin::Client)).then_some(account);
    let forecasts = markets::forecasts(session, market, own).await.unwrap_or_default();
    let latest: Option<&ForecastSummary> = forecasts.iter().find(|of| Some(of.origin) == origin);
    let forecast = match latest {
        Some(of) => markets::publication(session, of).await.ok(),
        None => None,
    };
    Market { prices, forecast }
}

/// The calendar of what is typed, once that is enough.
fn lay(
    values: &Values,
    forecast: Option<&Forecast>,
    covers_short_term: bool,
    basis: &Basis,
    today: NaiveDate,
) -> Option<Vec<Laid>> {
    // A name is not needed to look at the days.
    let named = Values {
        contract_name: "-".to_owned(),
        indexes: vec!["-".to_owned()],
        own: without_volumes(values),
        ..values.clone()
    };
    let fields = named.to_input().ok()?.to_domain().ok()?;
    let series = forecast.map(series).unwrap_or_default();
    let tomorrow = today.succ_opt()?;
    let laid = fields.periods(basis.created_on).into_iter().map(|period| {
        let Done { fixed, today } = basis.done.get(&period.span.from).copied().unwrap_or_default();
        let curve = Curve::of(&series, fields.baseline.scenario, period.span);
        let state = PeriodState { period: &period, fixed, today };
        let plan = plan(state, fields.minimum_fixing, tomorrow, covers_short_term, curve.as_ref());
        (period, plan)
    });
    Some(laid.collect())
}

/// Volumes need as many indexes, and change no day.
fn without_volumes(values: &Values) -> BTreeMap<NaiveDate, super::values::OwnValues> {
    let mut own = values.own.clone();
    own.values_mut().for_each(|own| own.volumes.clear());
    own
}

/// A publication as the algorithm reads it.
fn series(forecast: &Forecast) -> Vec<ForecastSeries> {
    let series = forecast.series.iter().map(|series| ForecastSeriesInput {
        load: series.load,
        delivery: series.delivery.clone(),
        points: series.points.clone(),
    });
    let input = ForecastInput { organisation_id: None, comment: String::new(), series: series.collect() };
    input.to_domain(Load::ALL).map(|fields| fields.series).unwrap_or_default()
}

fn picture_of(values: &Values, laid: Vec<Laid>, market: Market) -> Picture {
    let row = |(period, plan): Laid| {
        let marks = plan.tranches.iter().map(|tranche| Mark {
            day: tranche.on,
            shape: Shape::Hollow,
            words: format::exact_percent(tranche.percent.decimal()),
        });
        let lane = Lane {
            name: period_name(period.span.from, period.span.to),
            from: period.window.from,
            until: period.window.to.max(period.window.from),
            marks: marks.collect(),
        };
        (period.span, lane)
    };
    let currency = market.prices.as_ref().map_or_else(|| "EUR".to_owned(), |prices| prices.currency.clone());
    Picture {
        market,
        scenario: values.scenario.parse().unwrap_or(Scenario::Mid),
        rows: laid.into_iter().map(row).collect(),
        target: markets::value(&values.target.replace(',', ".")),
        currency,
    }
}

/// The days in words: how many tranches, the first, and what cannot be placed.
fn told(laid: &[Laid], has_forecast: bool) -> AnyView {
    let line = |(period, plan): &Laid| {
        let name = period_name(period.span.from, period.span.to);
        let days = plan.tranches.iter().map(|tranche| {
            let percent = format::exact_percent(tranche.percent.decimal());
            tr("optimisations.preview.day", &[("percent", &percent), ("date", &format::date(tranche.on))])
        });
        let days: Vec<String> = days.collect();
        let left = plan.reason.map(|reason| {
            let percent = format::exact_percent(plan.unplaced.decimal());
            tr(&format!("optimisations.unplaced.{reason}"), &[("percent", &percent)])
        });
        let text =
            if days.is_empty() && left.is_none() { t("optimisations.preview.nothing") } else { days.join(" · ") };
        view! {
            <li>
                <strong>{name}</strong>
                <span>{text}</span>
                {left.map(|left| view! { <span class="muted">{left}</span> })}
            </li>
        }
    };
    let count: usize = laid.iter().map(|(_, plan)| plan.tranches.len()).sum();
    let none = (!has_forecast).then(|| view! { <p class="remark">{t("optimisations.preview.no_forecast")}</p> });
    view! {
        {none}
        <p role="status">{tn("optimisations.preview.count", count as u64)}</p>
        <ul class="lines preview-days">{laid.iter().map(line).collect_view()}</ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn values() -> Values {
        Values {
            market: Uuid::from_u128(1).to_string(),
            delivery_from: "2028-01-01".into(),
            delivery_last: "2028-12-31".into(),
            risk: "low".into(),
            percent: "100".into(),
            source: "application".into(),
            ..Values::default()
        }
    }

    fn basis(fixed: u8) -> Basis {
        let fixed = Done { fixed: Percent::of(fixed), today: Percent::ZERO };
        Basis { account: Uuid::nil(), created_on: day("2026-11-28"), done: [(day("2028-01-01"), fixed)].into() }
    }

    fn tranches(values: &Values, fixed: u8) -> Option<usize> {
        let laid = lay(values, None, true, &basis(fixed), day("2026-11-28"))?;
        Some(laid.iter().map(|(_, plan)| plan.tranches.len()).sum())
    }

    #[test]
    fn a_calendar_is_laid_before_the_contract_has_a_name() {
        assert_eq!(tranches(&values(), 0), Some(4));
        assert_eq!(tranches(&Values { risk: String::new(), ..values() }, 0), None);
    }

    #[test]
    fn what_is_fixed_is_not_advised_again() {
        assert_eq!(tranches(&values(), 50), Some(2));
        assert_eq!(tranches(&values(), 100), Some(0));
    }
}
