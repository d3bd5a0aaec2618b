//! The words of markets: what is delivered when, in which hours, by whose forecast.

use crate::format;
use crate::i18n::{lookup, t, tr};
use api_types::ForecastSummary;
use chrono::{Datelike, Days, NaiveDate};
use domain::customer::ForecastOrigin;
use domain::market::{Commodity, Delivery, DeliveryUnit, Load, Scenario};

/// The name of a market by its code; that of the catalogue where this build has no words for it.
pub fn name(code: &str, name: &str) -> String {
    lookup(&format!("customers.market.{code}")).unwrap_or_else(|| name.to_owned())
}

/// The name of a market that is only known by that of the catalogue.
pub fn catalogue_name(known_as: &str) -> String {
    let market = domain::market::MARKETS.iter().find(|market| market.name == known_as);
    market.map_or_else(|| known_as.to_owned(), |market| name(market.code, known_as))
}

/// What a product delivers, such as `2027`, `Q1 2027` or `January 2027`.
pub fn delivery(of: Delivery) -> String {
    let year = of.from().year().to_string();
    match of.unit() {
        DeliveryUnit::Year => year,
        DeliveryUnit::Quarter => {
            let number = (of.from().month0() / 3 + 1).to_string();
            tr("markets.quarter", &[("number", &number), ("year", &year)])
        }
        DeliveryUnit::Month => format::month_long(of.from()),
    }
}

/// A half-open period: by the name of the delivery it is, else by its first and last day.
pub fn period(from: NaiveDate, to: NaiveDate) -> String {
    match as_delivery(from, to) {
        Some(of) => delivery(of),
        None => {
            let last = to.checked_sub_days(Days::new(1)).unwrap_or(to);
            tr("ui.from_to", &[("from", &format::date(from)), ("to", &format::date(last))])
        }
    }
}

/// The delivery that is exactly this half-open period.
pub fn as_delivery(from: NaiveDate, to: NaiveDate) -> Option<Delivery> {
    let units = [DeliveryUnit::Year, DeliveryUnit::Quarter, DeliveryUnit::Month];
    let deliveries = units.map(|unit| Delivery::containing(from, unit));
    deliveries.into_iter().find(|delivery| delivery.from() == from && delivery.to() == to)
}

/// The hours of a product.
pub fn load(of: Load) -> String {
    t(&format!("markets.load.{of}"))
}

/// A product in words, such as `Base 2027`.
pub fn product(load_of: Load, of: Delivery) -> String {
    format!("{} {}", load(load_of), delivery(of))
}

/// A product as the wire names it.
pub fn product_of(load_of: Load, text: &str) -> String {
    text.parse().map_or_else(|_| format!("{} {text}", load(load_of)), |delivery| product(load_of, delivery))
}

/// What is supplied.
pub fn commodity(of: Commodity) -> String {
    t(&format!("markets.commodity.{of}"))
}

/// Whose forecast it is.
pub fn source(of: ForecastOrigin) -> String {
    t(&format!("markets.source.{of}"))
}

/// A publication in one line, such as `Application, version 3, 21 Nov 2026`.
pub fn publication(of: &ForecastSummary) -> String {
    let day = format::date(domain::time::brussels_date(of.published_at));
    let (source, version) = (source(of.origin), of.version.to_string());
    tr("markets.publication", &[("source", &source), ("version", &version), ("date", &day)])
}

/// A line of a forecast.
pub fn scenario(of: Scenario) -> String {
    t(&format!("markets.scenario.{of}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_period_is_known_as_a_delivery_when_it_is_one() {
        let known = |from: &str, to: &str| {
            as_delivery(from.parse().unwrap(), to.parse().unwrap()).map(|delivery| delivery.to_string())
        };
        assert_eq!(known("2027-01-01", "2028-01-01").as_deref(), Some("2027"));
        assert_eq!(known("2027-04-01", "2027-07-01").as_deref(), Some("2027-Q2"));
        assert_eq!(known("2027-04-01", "2027-05-01").as_deref(), Some("2027-04"));
        assert_eq!(known("2027-02-01", "2027-05-01"), None);
        assert_eq!(known("2027-01-01", "2029-01-01"), None);
    }
}
