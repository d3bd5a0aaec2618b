//! Forecasts: where somebody thinks the prices of products go, as a line with a band around it.

use super::price::{check_day, check_delivery, check_load};
use super::{Delivery, Load, Price, Scenario};
use crate::text::lines_text;
use crate::violation::{Code, FieldViolation, Violations};
use chrono::NaiveDate;

/// Longest comment of a publication.
pub const COMMENT_MAX: usize = 2_000;
/// Most products of a publication.
pub const SERIES_MAX: usize = 100;
/// Most points of a product.
pub const POINTS_MAX: usize = 2_000;

/// What a publication says, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastFields {
    /// What its author adds in words; may be empty.
    pub comment: String,
    /// The products, each once.
    pub series: Vec<ForecastSeries>,
}

/// Where the price of one product goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastSeries {
    /// The hours.
    pub load: Load,
    /// What is delivered.
    pub delivery: Delivery,
    /// Days in order, each before the delivery begins.
    pub points: Vec<ForecastPoint>,
}

/// What a product may cost on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForecastPoint {
    /// The day.
    pub day: NaiveDate,
    /// As low as it may well get.
    pub low: Price,
    /// What is expected.
    pub mid: Price,
    /// As high as it may well get.
    pub high: Price,
}

impl ForecastPoint {
    /// The price of one scenario.
    #[must_use]
    pub const fn price(&self, scenario: Scenario) -> Price {
        match scenario {
            Scenario::Low => self.low,
            Scenario::Mid => self.mid,
            Scenario::High => self.high,
        }
    }
}

/// A publication as it was typed.
#[derive(Debug, Clone)]
pub struct ForecastDraft<'a> {
    /// What its author adds in words.
    pub comment: &'a str,
    /// The products.
    pub series: Vec<ForecastSeriesDraft<'a>>,
}

/// A product of a publication as it was typed.
#[derive(Debug, Clone)]
pub struct ForecastSeriesDraft<'a> {
    /// The hours.
    pub load: &'a str,
    /// What is delivered.
    pub delivery: &'a str,
    /// The days.
    pub points: Vec<ForecastPointDraft<'a>>,
}

/// A day of a publication as it was typed.
#[derive(Debug, Clone, Copy)]
pub struct ForecastPointDraft<'a> {
    /// The day.
    pub day: NaiveDate,
    /// As low as it may well get.
    pub low: &'a str,
    /// What is expected.
    pub mid: &'a str,
    /// As high as it may well get.
    pub high: &'a str,
}

impl ForecastDraft<'_> {
    /// Checks a publication on a market where `loads` are traded.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self, loads: &[Load]) -> Result<ForecastFields, Violations> {
        let mut violations = Violations::default();
        let comment = violations.check("/comment", lines_text(self.comment, COMMENT_MAX));
        violations.check("/series", count(self.series.len(), SERIES_MAX));
        let mut series: Vec<ForecastSeries> = Vec::new();
        for (index, draft) in self.series.iter().take(SERIES_MAX).enumerate() {
            let at = format!("/series/{index}");
            let Some(found) = draft.collect(&at, loads, &mut violations) else { continue };
            if series.iter().any(|other| (other.load, other.delivery) == (found.load, found.delivery)) {
                violations.add(format!("{at}/delivery"), Code::DuplicateProduct);
            }
            series.push(found);
        }
        violations.into_result(|| Some(ForecastFields { comment: comment?, series }))
    }
}

impl ForecastSeriesDraft<'_> {
    fn collect(&self, at: &str, loads: &[Load], violations: &mut Violations) -> Option<ForecastSeries> {
        let load = violations.check(&format!("{at}/load"), check_load(self.load, loads));
        let delivery = violations.check(&format!("{at}/delivery"), check_delivery(self.delivery));
        violations.check(&format!("{at}/points"), count(self.points.len(), POINTS_MAX));
        let mut points: Vec<ForecastPoint> = Vec::new();
        for (index, draft) in self.points.iter().take(POINTS_MAX).enumerate() {
            let at = format!("{at}/points/{index}");
            let Some(point) = draft.collect(&at, delivery, violations) else { continue };
            if points.last().is_some_and(|last| last.day >= point.day) {
                violations.add(format!("{at}/date"), Code::NotAscending);
            }
            points.push(point);
        }
        Some(ForecastSeries { load: load?, delivery: delivery?, points })
    }
}

impl ForecastPointDraft<'_> {
    /// Checks one day of a product, for a file whose rows are in no order yet.
    ///
    /// # Errors
    /// Every violation, by JSON pointer.
    pub fn check(&self, delivery: Option<Delivery>) -> Result<ForecastPoint, Violations> {
        let mut violations = Violations::default();
        let point = self.collect("", delivery, &mut violations);
        violations.into_result(|| point)
    }

    fn collect(&self, at: &str, delivery: Option<Delivery>, violations: &mut Violations) -> Option<ForecastPoint> {
        let day = violations.check(&format!("{at}/date"), check_day(self.day, delivery));
        let mut price = |name: &str, text: &str| violations.check(&format!("{at}/{name}"), Price::parse(text));
        let (low, mid, high) = (price("low", self.low), price("mid", self.mid), price("high", self.high));
        let point = ForecastPoint { day: day?, low: low?, mid: mid?, high: high? };
        if point.mid < point.low {
            violations.add(format!("{at}/mid"), Code::ScenariosCross);
        }
        if point.high < point.mid {
            violations.add(format!("{at}/high"), Code::ScenariosCross);
        }
        Some(point)
    }
}

fn count(length: usize, max: usize) -> Result<(), FieldViolation> {
    match length {
        0 => Err(Code::Required.into()),
        length if length > max => Err(FieldViolation::with(Code::TooMany, "max", max)),
        _ => Ok(()),
    }
}
