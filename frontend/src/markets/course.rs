//! Prices and forecasts as a chart over days. Pure.

use crate::ui::chart::{Band, Line, Look, Scene, Table};
use api_types::{Forecast, ForecastPoint, ForecastSeries, PriceHistory, PriceSeries, Product};
use chrono::NaiveDate;
use domain::market::Scenario;

/// Days without a price that are no weekend and no holiday any more.
const GAP_DAYS: i64 = 8;

/// The words in a chart of prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// What was paid.
    pub price: String,
    /// What is expected.
    pub expected: String,
    /// Between the low and the high scenario.
    pub band: String,
}

/// A price as a height of a drawing.
pub fn value(price: &str) -> Option<f64> {
    price.parse().ok()
}

/// What was paid for a product.
pub fn known(name: String, series: &PriceSeries) -> Line {
    let points = series.points.iter().filter_map(|point| Some((point.date, value(&point.price)?))).collect();
    Line { name, points, look: Look::Known, gap_days: Some(GAP_DAYS) }
}

/// What a scenario expects.
pub fn expected(name: String, points: &[ForecastPoint], scenario: Scenario) -> Line {
    let price = |point: &ForecastPoint| match scenario {
        Scenario::Low => value(&point.low),
        Scenario::Mid => value(&point.mid),
        Scenario::High => value(&point.high),
    };
    let points = points.iter().filter_map(|point| Some((point.date, price(point)?))).collect();
    Line { name, points, look: Look::Expected, gap_days: None }
}

/// Between the low and the high scenario.
pub fn band(name: String, points: &[ForecastPoint]) -> Band {
    let point = |point: &ForecastPoint| Some((point.date, value(&point.low)?, value(&point.high)?));
    Band { name, points: points.iter().filter_map(point).collect() }
}

/// The products that have prices or are foreseen: years before quarters before months, as they are traded most.
pub fn products(prices: &PriceHistory, forecast: Option<&Forecast>) -> Vec<Product> {
    let priced = prices.series.iter().map(|series| (series.load, &series.delivery));
    let foreseen = forecast.into_iter().flat_map(|forecast| forecast.series.iter());
    let all = priced.chain(foreseen.map(|series| (series.load, &series.delivery)));
    let mut found: Vec<Product> = Vec::new();
    for (load, delivery) in all {
        let product = Product { load, delivery: delivery.clone() };
        if !found.contains(&product) {
            found.push(product);
        }
    }
    let rank = |product: &Product| {
        let length = match product.delivery.split_once('-') {
            None => 0,
            Some((_, rest)) if rest.starts_with('Q') => 1,
            Some(_) => 2,
        };
        (length, product.load.as_str(), product.delivery.clone())
    };
    found.sort_by_key(rank);
    found
}

/// The prices of a product.
pub fn series_of<'a>(prices: &'a PriceHistory, product: &Product) -> Option<&'a PriceSeries> {
    prices.series.iter().find(|series| series.load == product.load && series.delivery == product.delivery)
}

/// What a forecast says of a product.
pub fn foreseen<'a>(forecast: &'a Forecast, product: &Product) -> Option<&'a ForecastSeries> {
    forecast.series.iter().find(|series| series.load == product.load && series.delivery == product.delivery)
}

/// The chart of a product.
pub fn scene(prices: Option<&PriceSeries>, points: &[ForecastPoint], today: NaiveDate, names: &Names) -> Scene {
    let mut lines: Vec<Line> = Vec::new();
    if !points.is_empty() {
        lines.push(expected(names.expected.clone(), points, Scenario::Mid));
    }
    lines.extend(prices.map(|series| known(names.price.clone(), series)));
    let band = (!points.is_empty()).then(|| band(names.band.clone(), points));
    Scene { lines, band, lanes: Vec::new(), today: Some(today) }
}

/// The numbers of a chart: a day, its price, and the three scenarios.
pub fn table(
    prices: Option<&PriceSeries>,
    points: &[ForecastPoint],
    head: Vec<String>,
    date: impl Fn(NaiveDate) -> String,
    amount: impl Fn(&str) -> String,
) -> Table {
    let priced = prices.map(|series| series.points.as_slice()).unwrap_or_default();
    let mut days: Vec<NaiveDate> =
        priced.iter().map(|point| point.date).chain(points.iter().map(|point| point.date)).collect();
    days.sort_unstable();
    days.dedup();
    let row = |day: NaiveDate| {
        let price = priced.iter().find(|point| point.date == day).map(|point| amount(&point.price));
        let point = points.iter().find(|point| point.date == day);
        let scenarios = point.map(|point| [&point.low, &point.mid, &point.high].map(|text| amount(text)));
        let [low, mid, high] = scenarios.unwrap_or_default();
        vec![date(day), price.unwrap_or_default(), low, mid, high]
    };
    Table { head, rows: days.into_iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use api_types::PricePoint;
    use domain::market::Load;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn series(load: Load, delivery: &str) -> PriceSeries {
        let point = |date: &str, price: &str| PricePoint { date: day(date), price: price.into() };
        PriceSeries {
            load,
            delivery: delivery.into(),
            delivery_from: day("2027-01-01"),
            delivery_to: day("2028-01-01"),
            points: vec![point("2026-11-20", "84.25"), point("2026-11-23", "83.10")],
        }
    }

    fn point(date: &str) -> ForecastPoint {
        ForecastPoint { date: day(date), low: "71.50".into(), mid: "84.25".into(), high: "98.00".into() }
    }

    fn names() -> Names {
        Names { price: "p".into(), expected: "e".into(), band: "b".into() }
    }

    #[test]
    fn a_chart_shows_what_was_paid_and_what_is_expected() {
        let (prices, points) = (series(Load::Base, "2027"), [point("2026-12-01"), point("2026-12-31")]);
        let scene = scene(Some(&prices), &points, day("2026-11-28"), &names());
        assert_eq!(scene.extent(), (71.5, 98.0));
        assert_eq!(scene.lines.iter().map(|line| line.look).collect::<Vec<_>>(), [Look::Expected, Look::Known]);
        assert_eq!(scene.stops().len(), 4);
    }

    #[test]
    fn without_a_forecast_there_is_no_band() {
        let scene = scene(Some(&series(Load::Base, "2027")), &[], day("2026-11-28"), &names());
        assert_eq!((scene.lines.len(), scene.band), (1, None));
    }

    #[test]
    fn products_come_by_length_and_once() {
        let prices = PriceHistory {
            market_id: Uuid::nil(),
            currency: "EUR".into(),
            unit: "MWh".into(),
            series: vec![
                series(Load::Base, "2027-01"),
                series(Load::Base, "2027"),
                series(Load::Base, "2027-Q1"),
                series(Load::Peak, "2027"),
                series(Load::Base, "2027"),
            ],
        };
        let found: Vec<_> =
            products(&prices, None).into_iter().map(|product| (product.load, product.delivery)).collect();
        let expected = [(Load::Base, "2027"), (Load::Peak, "2027"), (Load::Base, "2027-Q1"), (Load::Base, "2027-01")];
        assert_eq!(found, expected.map(|(load, delivery)| (load, delivery.to_owned())));
    }

    #[test]
    fn the_table_has_every_day_once() {
        let prices = series(Load::Base, "2027");
        let points = [point("2026-11-23"), point("2026-12-01")];
        let table = table(Some(&prices), &points, vec![], |day| day.to_string(), str::to_owned);
        assert_eq!(table.rows.len(), 3);
        assert_eq!(table.rows[1], ["2026-11-23", "83.10", "71.50", "84.25", "98.00"]);
        assert_eq!(table.rows[2], ["2026-12-01", "", "71.50", "84.25", "98.00"]);
    }
}
