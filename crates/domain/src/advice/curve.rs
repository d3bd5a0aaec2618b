//! The line a forecast draws for one product, read on any day.

use crate::market::{Delivery, DeliveryUnit, ForecastSeries, Load, Price, Scenario};
use crate::optimisation::Span;
use chrono::{Months, NaiveDate};

/// Prices by day, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Curve(Vec<(NaiveDate, i64)>);

impl Curve {
    /// A line through points; of two on one day the first is kept.
    #[must_use]
    pub fn new(points: impl IntoIterator<Item = (NaiveDate, Price)>) -> Self {
        let mut points: Vec<(NaiveDate, i64)> =
            points.into_iter().map(|(day, price)| (day, price.thousandths())).collect();
        points.sort_by_key(|(day, _)| *day);
        points.dedup_by_key(|(day, _)| *day);
        Self(points)
    }

    /// The line that is nearest to a consumption period: that of the first product of [`product_chain`] there is.
    #[must_use]
    pub fn of(series: &[ForecastSeries], scenario: Scenario, period: Span) -> Option<Self> {
        let of = |delivery| series.iter().find(|series| series.load == Load::Base && series.delivery == delivery);
        let found = product_chain(period).into_iter().find_map(of)?;
        Some(Self::new(found.points.iter().map(|point| (point.day, point.price(scenario)))))
    }

    /// The price on a day, in thousandths: in a straight line between two points, rounded down, and as the nearest point
    /// beyond them. None without points.
    #[must_use]
    pub fn at(&self, day: NaiveDate) -> Option<i64> {
        let after = self.0.partition_point(|(known, _)| *known <= day);
        let (from, to) = match (after.checked_sub(1).and_then(|i| self.0.get(i)), self.0.get(after)) {
            (Some(from), Some(to)) => (from, to),
            (Some(only), None) | (None, Some(only)) => return Some(only.1),
            (None, None) => return None,
        };
        let (length, passed) = ((to.0 - from.0).num_days(), (day - from.0).num_days());
        Some(from.1 + ((to.1 - from.1) * passed).div_euclid(length))
    }

    /// The same price on a day as a price.
    #[must_use]
    pub fn price(&self, day: NaiveDate) -> Option<Price> {
        self.at(day).and_then(Price::from_thousandths)
    }
}

/// The products whose price stands for a consumption period, the nearest first: the period itself where it is a product,
/// then the quarter and the year that contain it.
#[must_use]
pub fn product_chain(period: Span) -> Vec<Delivery> {
    let lasts = |unit: DeliveryUnit| period.from.checked_add_months(Months::new(unit.months())) == Some(period.to);
    let contains = |delivery: &Delivery| delivery.from() <= period.from && period.to <= delivery.to();
    let units = [DeliveryUnit::Month, DeliveryUnit::Quarter, DeliveryUnit::Year];
    let product = |unit| Delivery::containing(period.from, unit);
    let itself = units.into_iter().filter(|&unit| lasts(unit)).map(product).filter(contains);
    let wider = units.into_iter().map(product).filter(contains);
    let mut chain: Vec<Delivery> = Vec::new();
    for delivery in itself.chain(wider) {
        if !chain.contains(&delivery) {
            chain.push(delivery);
        }
    }
    chain
}
