//! What is typed into the form of a forecast, and the request it becomes. Pure.

use super::fetch::Publisher;
use super::rows::Row;
use api_types::{ClientForecastInput, Forecast, ForecastInput, ForecastPoint, ForecastSeriesInput};
use chrono::NaiveDate;
use domain::market::Load;
use domain::violation::{Code, Violations};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Values {
    /// What is added in words.
    pub comment: String,
    /// The products.
    pub series: Vec<SeriesValues>,
}

/// What is typed of a product.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SeriesValues {
    /// The hours.
    pub load: String,
    /// What is delivered.
    pub delivery: String,
    /// Its days.
    pub points: Vec<PointValues>,
}

/// What is typed of a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PointValues {
    /// The day.
    pub date: String,
    /// The low scenario.
    pub low: String,
    /// What is expected.
    pub mid: String,
    /// The high scenario.
    pub high: String,
}

impl Default for Values {
    fn default() -> Self {
        Self { comment: String::new(), series: vec![SeriesValues::fresh()] }
    }
}

impl SeriesValues {
    /// A product with a day to fill.
    pub fn fresh() -> Self {
        Self { load: Load::Base.to_string(), points: vec![PointValues::default()], ..Self::default() }
    }

    /// Takes over rows from a table: those of a day replace what stood there.
    pub fn put(&mut self, rows: &[Row<3>], typed: impl Fn(&domain::quantity::Decimal) -> String) {
        let mut points: Vec<PointValues> = rows
            .iter()
            .map(|row| {
                let [low, mid, high] = row.prices.each_ref().map(&typed);
                PointValues { date: row.day.to_string(), low, mid, high }
            })
            .collect();
        let known = |date: &str| rows.iter().any(|row| row.day.to_string() == date);
        let others = self.points.drain(..).filter(|point| *point != PointValues::default() && !known(&point.date));
        points.extend(others);
        points.sort_by(|a, b| a.date.cmp(&b.date));
        self.points = points;
    }
}

impl From<&Forecast> for Values {
    /// A publication as the beginning of the next one.
    fn from(forecast: &Forecast) -> Self {
        let point = |point: &ForecastPoint| PointValues {
            date: point.date.to_string(),
            low: point.low.clone(),
            mid: point.mid.clone(),
            high: point.high.clone(),
        };
        let series = forecast.series.iter().map(|series| SeriesValues {
            load: series.load.to_string(),
            delivery: series.delivery.clone(),
            points: series.points.iter().map(point).collect(),
        });
        Self { comment: String::new(), series: series.collect() }
    }
}

/// A request of one of the two kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Of the application or an organisation.
    Market(ForecastInput),
    /// Of a client.
    Client(Uuid, ClientForecastInput),
}

impl Values {
    /// The request, once nothing is wrong.
    ///
    /// # Errors
    /// Every violation, by the pointers of the request.
    pub fn to_request(&self, market: Uuid, loads: &[Load], publisher: Publisher) -> Result<Request, Violations> {
        let mut found = Violations::default();
        let series: Vec<Option<ForecastSeriesInput>> = self
            .series
            .iter()
            .enumerate()
            .map(|(at, series)| series.read(&format!("/series/{at}"), &mut found))
            .collect();
        let series = found.into_result(|| series.into_iter().collect::<Option<Vec<_>>>())?;
        let comment = self.comment.clone();
        match publisher {
            Publisher::Client(account) => {
                let input = ClientForecastInput { market_id: market, comment, series };
                input.to_domain(loads).map(|_| Request::Client(account, input))
            }
            Publisher::Application | Publisher::Organisation(_) => {
                let organisation_id = match publisher {
                    Publisher::Organisation(id) => Some(id),
                    Publisher::Application | Publisher::Client(_) => None,
                };
                let input = ForecastInput { organisation_id, comment, series };
                input.to_domain(loads).map(|_| Request::Market(input))
            }
        }
    }

    /// What can be drawn of a product so far.
    pub fn drawn(&self, at: usize) -> Vec<ForecastPoint> {
        let points = self.series.get(at).map(|series| series.points.as_slice()).unwrap_or_default();
        let mut points: Vec<ForecastPoint> = points.iter().filter_map(PointValues::drawn).collect();
        points.sort_by_key(|point| point.date);
        points
    }
}

impl SeriesValues {
    fn read(&self, at: &str, found: &mut Violations) -> Option<ForecastSeriesInput> {
        let load = self.load.parse().map_err(|_| Code::Required.into());
        let load = found.check(&format!("{at}/load"), load);
        if self.delivery.is_empty() {
            found.add(format!("{at}/delivery"), Code::Required);
        }
        let read = |(number, point): (usize, &PointValues)| point.read(&format!("{at}/points/{number}"), found);
        let points: Option<Vec<ForecastPoint>> = self.points.iter().enumerate().map(read).collect();
        Some(ForecastSeriesInput { load: load?, delivery: self.delivery.clone(), points: points? })
    }
}

impl PointValues {
    fn read(&self, at: &str, found: &mut Violations) -> Option<ForecastPoint> {
        let date = match self.date.as_str() {
            "" => Err(Code::Required.into()),
            text => text.parse::<NaiveDate>().map_err(|_| Code::InvalidDate.into()),
        };
        let date = found.check(&format!("{at}/date"), date);
        let [low, mid, high] = [&self.low, &self.mid, &self.high].map(|text| text.trim().to_owned());
        Some(ForecastPoint { date: date?, low, mid, high })
    }

    /// Once it is whole.
    fn drawn(&self) -> Option<ForecastPoint> {
        let price = |text: &str| domain::market::Price::parse(text).ok().map(|price| price.to_string());
        let (low, mid, high) = (price(&self.low)?, price(&self.mid)?, price(&self.high)?);
        Some(ForecastPoint { date: self.date.parse().ok()?, low, mid, high })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::super::rows::read;
    use super::*;

    const MARKET: Uuid = Uuid::from_u128(1);

    fn point(date: &str, low: &str) -> PointValues {
        PointValues { date: date.into(), low: low.into(), mid: "84,25".into(), high: "98".into() }
    }

    fn values() -> Values {
        let series = SeriesValues {
            load: "base".into(),
            delivery: "2028".into(),
            points: vec![point("2026-12-01", "71.5"), point("2026-12-31", "72")],
        };
        Values { comment: "After the cold spell".into(), series: vec![series] }
    }

    #[test]
    fn what_is_typed_becomes_the_request() {
        let request = values().to_request(MARKET, &[Load::Base], Publisher::Organisation(MARKET)).unwrap();
        let Request::Market(input) = request else { panic!("{request:?}") };
        assert_eq!((input.organisation_id, input.series[0].points.len()), (Some(MARKET), 2));
        let own = values().to_request(MARKET, &[Load::Base], Publisher::Client(MARKET)).unwrap();
        assert!(matches!(own, Request::Client(MARKET, _)));
    }

    #[test]
    fn every_mistake_is_found_at_its_field() {
        let mut wrong = values();
        wrong.series[0].points[0] = point("", "71.5");
        wrong.series[0].delivery.clear();
        let found = wrong.to_request(MARKET, &[Load::Base], Publisher::Application).unwrap_err();
        let pointers: Vec<&str> = found.as_slice().iter().map(|v| v.pointer.as_str()).collect();
        assert_eq!(pointers, ["/series/0/delivery", "/series/0/points/0/date"]);
        let mut crossed = values();
        crossed.series[0].points[1].low = "90".into();
        let found = crossed.to_request(MARKET, &[Load::Base], Publisher::Application).unwrap_err();
        assert_eq!(found.as_slice()[0].pointer, "/series/0/points/1/mid");
    }

    #[test]
    fn rows_of_a_table_replace_the_same_days() {
        let mut series = values().series.remove(0);
        let rows = read::<3>("2026-12-31;1;2;3\n2027-01-31;4;5;6").rows;
        series.put(&rows, ToString::to_string);
        let days: Vec<(&str, &str)> = series.points.iter().map(|p| (p.date.as_str(), p.low.as_str())).collect();
        assert_eq!(days, [("2026-12-01", "71.5"), ("2026-12-31", "1"), ("2027-01-31", "4")]);
        let mut fresh = SeriesValues::fresh();
        fresh.put(&rows, ToString::to_string);
        assert_eq!(fresh.points.len(), 2, "the empty day goes");
    }

    #[test]
    fn what_is_whole_is_drawn() {
        let mut values = values();
        values.series[0].points.push(PointValues { date: "2027-01-31".into(), ..PointValues::default() });
        assert_eq!(values.drawn(0).len(), 2);
        assert_eq!(values.drawn(0)[0].mid, "84.25");
        assert!(values.drawn(1).is_empty());
    }
}
