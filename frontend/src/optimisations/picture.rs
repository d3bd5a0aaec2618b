//! The calendar as a picture: what the market costs and where the forecast sees it go, and below it a row for each
//! consumption period with its window and its tranches.

use super::words;
use crate::format;
use crate::i18n::{t, tr};
use crate::markets::{self, period_name};
use crate::ui::chart::{ChartFrame, Lane, Line, Look, Mark, Scene, Shape, Table, TimeChart, shape};
use crate::ui::{Choice, Field, PartSelect};
use api_types::{AdviceCalendar, CalendarPeriod, Fixing, Forecast, PriceHistory};
use chrono::NaiveDate;
use domain::advice::{AdviceState, product_chain};
use domain::market::{Delivery, Load, Scenario};
use domain::optimisation::Span;
use leptos::prelude::*;

/// What is known of a market.
#[derive(Debug, Clone, Default)]
pub struct Market {
    /// What was paid.
    pub prices: Option<PriceHistory>,
    /// What is expected.
    pub forecast: Option<Forecast>,
}

/// What the picture shows.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The market.
    pub market: Market,
    /// The scenario that the advice is calculated from.
    pub scenario: Scenario,
    /// The rows, with the days of their delivery.
    pub rows: Vec<(Span, Lane)>,
    /// What the buyer hopes to pay.
    pub target: Option<f64>,
    /// The currency of all prices.
    pub currency: String,
}

/// The picture of a calendar.
pub fn of_calendar(calendar: &AdviceCalendar, fixings: &[Fixing], market: Market) -> Picture {
    let rows = calendar.periods.iter().map(|period| (Span { from: period.from, to: period.to }, row(period, fixings)));
    let target = calendar.prices.target_price_per_mwh.as_deref().and_then(markets::value);
    Picture {
        market,
        scenario: calendar.basis.baseline.scenario,
        rows: rows.collect(),
        target,
        currency: calendar.basis.currency.clone(),
    }
}

/// A period: its advice, and the fixings that answered none.
fn row(period: &CalendarPeriod, fixings: &[Fixing]) -> Lane {
    let advice = period.advice.iter().map(|advice| {
        let state = words::advice_state(advice.state);
        Mark {
            day: advice.advised_on,
            shape: words::advice_mark(advice.state),
            words: format!("{} · {state}", format::exact_percent(advice.percent)),
        }
    });
    let own = fixings.iter().filter(|fixing| fixing.period_from == period.from && fixing.advice_id.is_none());
    let own = own.map(|fixing| Mark {
        day: fixing.fixed_on,
        shape: words::fixing_mark(fixing.state),
        words: format!("{} · {}", format::exact_percent(fixing.percent), words::fixing_state(fixing.state)),
    });
    Lane {
        name: period_name(period.from, period.to),
        from: period.window_from,
        until: period.window_to.max(period.window_from),
        marks: advice.chain(own).collect(),
    }
}

impl Picture {
    /// The products that stand for the periods, each once.
    fn products(&self) -> Vec<Delivery> {
        let mut found: Vec<Delivery> = Vec::new();
        for (span, _) in &self.rows {
            let product = product_chain(*span).into_iter().find(|delivery| self.market.has(*delivery));
            if let Some(product) = product
                && !found.contains(&product)
            {
                found.push(product);
            }
        }
        found
    }

    fn scene(&self, product: Option<Delivery>, today: NaiveDate) -> Scene {
        let delivery = product.map(|delivery| delivery.to_string()).unwrap_or_default();
        let prices = self.market.prices.iter().flat_map(|prices| &prices.series);
        let prices = prices.into_iter().find(|series| series.load == Load::Base && series.delivery == delivery);
        let forecast = self.market.forecast.iter().flat_map(|forecast| &forecast.series);
        let forecast = forecast.into_iter().find(|series| series.load == Load::Base && series.delivery == delivery);
        let points = forecast.map(|series| series.points.as_slice()).unwrap_or_default();
        let mut lines: Vec<Line> = Vec::new();
        if !points.is_empty() {
            let name = tr("optimisations.picture.expected", &[("scenario", &markets::scenario(self.scenario))]);
            lines.push(markets::expected(name, points, self.scenario));
        }
        lines.extend(prices.map(|series| markets::known(t("markets.chart.price"), series)));
        let band = (!points.is_empty()).then(|| markets::band(t("markets.chart.band"), points));
        let lanes = self.rows.iter().map(|(_, lane)| lane.clone()).collect();
        let mut scene = Scene { lines, band, lanes, today: Some(today) };
        if let (Some(target), Some((first, last)), false) = (self.target, scene.span(), scene.lines.is_empty()) {
            let points = vec![(first, target), (last, target)];
            let aim = Line { name: t("optimisations.figure.target"), points, look: Look::Aim, gap_days: None };
            scene.lines.insert(0, aim);
        }
        scene
    }

    /// The marks that occur, in the order of their legend.
    fn marks(&self) -> Vec<(Shape, String)> {
        let states = AdviceState::ALL.iter().map(|state| (words::advice_mark(*state), words::advice_state(*state)));
        let there = |mark: Shape| self.rows.iter().any(|(_, lane)| lane.marks.iter().any(|known| known.shape == mark));
        states.filter(|(mark, _)| there(*mark)).collect()
    }

    fn table(&self) -> Table {
        let head = ["period", "day", "what"].map(|name| t(&format!("optimisations.table.{name}"))).to_vec();
        let rows = self.rows.iter().flat_map(|(_, lane)| {
            let mut marks = lane.marks.clone();
            marks.sort_by_key(|mark| mark.day);
            marks.into_iter().map(|mark| vec![lane.name.clone(), format::date(mark.day), mark.words])
        });
        Table { head, rows: rows.collect() }
    }
}

impl Market {
    fn has(&self, delivery: Delivery) -> bool {
        let delivery = delivery.to_string();
        let priced = self.prices.iter().flat_map(|prices| &prices.series).any(|series| series.delivery == delivery);
        priced || self.forecast.iter().flat_map(|forecast| &forecast.series).any(|series| series.delivery == delivery)
    }
}

/// The picture on the screen.
pub fn view(title: String, hint: String, picture: Signal<Picture>) -> AnyView {
    let products = Memo::new(move |_| picture.with(Picture::products));
    let chosen = RwSignal::new(String::new());
    let product = Memo::new(move |_| {
        products.with(|products| {
            let named = chosen.with(|chosen| products.iter().copied().find(|product| product.to_string() == *chosen));
            named.or_else(|| products.first().copied())
        })
    });
    let today = format::today();
    let scene = Memo::new(move |_| picture.with(|picture| picture.scene(product.get(), today)));
    let choice = move || {
        let products = products.get();
        (products.len() > 1).then(|| {
            let choices = products.iter().map(|of| Choice::new(of.to_string(), markets::product_name(*of))).collect();
            let value = Signal::derive(move || product.get().map(|product| product.to_string()).unwrap_or_default());
            view! {
                <PartSelect
                    field=Field::new("picture-product", t("optimisations.picture.price_of"))
                    value=value
                    choices=choices
                    on_choose=move |delivery| chosen.set(delivery)
                />
            }
        })
    };
    let marks = move || {
        picture
            .with(Picture::marks)
            .into_iter()
            .map(|(mark, words)| view! { <li>{shape(mark)}{words}</li> })
            .collect_view()
    };
    let unit = picture.with_untracked(|picture| format::per_mwh(&picture.currency));
    let label = title.clone();
    view! {
        <ChartFrame title=title hint=hint table=move |()| picture.with_untracked(Picture::table) file="calendar" wide=true>
            <div class="picture-choice">{choice}</div>
            <TimeChart label=label scene=scene unit=unit cursor=RwSignal::new(today) />
            <ul class="legend marks-legend" aria-label=t("optimisations.picture.marks")>{marks}</ul>
        </ChartFrame>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use api_types::{PricePoint, PriceSeries};
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn picture(spans: &[(&str, &str)], deliveries: &[&str]) -> Picture {
        let series = deliveries.iter().map(|delivery| PriceSeries {
            load: Load::Base,
            delivery: (*delivery).to_owned(),
            delivery_from: day("2027-01-01"),
            delivery_to: day("2028-01-01"),
            points: vec![PricePoint { date: day("2026-11-20"), price: "84.25".into() }],
        });
        let prices = PriceHistory {
            market_id: Uuid::nil(),
            currency: "EUR".into(),
            unit: "MWh".into(),
            series: series.collect(),
        };
        let lane = || Lane { name: String::new(), from: day("2026-11-01"), until: day("2026-12-01"), marks: vec![] };
        let rows = spans.iter().map(|(from, to)| (Span { from: day(from), to: day(to) }, lane())).collect();
        let market = Market { prices: Some(prices), forecast: None };
        Picture { market, scenario: Scenario::Mid, rows, target: None, currency: "EUR".into() }
    }

    #[test]
    fn each_product_is_offered_once() {
        let quarters = [("2027-01-01", "2027-04-01"), ("2027-04-01", "2027-07-01"), ("2028-01-01", "2028-04-01")];
        let names = |of: Picture| of.products().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(picture(&quarters, &["2027", "2028"])), ["2027", "2028"]);
        assert_eq!(names(picture(&quarters, &["2027", "2027-Q2"])), ["2027", "2027-Q2"]);
        assert!(names(picture(&quarters, &[])).is_empty());
    }
}
