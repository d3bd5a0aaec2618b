//! A service as it is typed.

use api_types::{MarketService, MarketServiceInput};
use chrono::NaiveDate;
use domain::customer::{ForecastOrigin, OPTIMISATIONS_MAX};
use domain::violation::{Code, FieldViolation, Violations};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a customer is to see of one market, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceValues {
    /// The market.
    pub market: Uuid,
    /// The first day.
    pub start: String,
    /// The last day.
    pub end: String,
    /// The forecasts that are shared.
    pub forecasts: Vec<ForecastOrigin>,
    /// How many optimisations there may be.
    pub max: String,
    /// How many there are.
    #[serde(default)]
    pub used: i64,
}

impl ServiceValues {
    /// What is recommended: from today on, with the forecasts of the application, for one optimisation.
    pub fn recommended(market: Uuid, today: NaiveDate) -> Self {
        Self {
            market,
            start: today.to_string(),
            end: String::new(),
            forecasts: vec![ForecastOrigin::Application],
            max: "1".to_owned(),
            used: 0,
        }
    }

    /// Shares the forecasts of an origin, or no longer.
    pub fn share(&mut self, origin: ForecastOrigin, shared: bool) {
        self.forecasts.retain(|known| *known != origin);
        if shared {
            self.forecasts.push(origin);
            self.forecasts.sort_unstable_by_key(|origin| ForecastOrigin::ALL.iter().position(|known| known == origin));
        }
    }

    /// The first day, once it can be read.
    pub fn start_day(&self) -> Option<NaiveDate> {
        self.start.parse().ok()
    }

    /// The last day, once it can be read.
    pub fn end_day(&self) -> Option<NaiveDate> {
        self.end.parse().ok()
    }

    /// What was typed; an unreadable value is a mistake and has a stand-in.
    pub(super) fn read(&self, at: &str, violations: &mut Violations) -> MarketServiceInput {
        // Any day does as a stand-in; chrono's default is 1970-01-01.
        let start_date = violations.check(&format!("{at}/start_date"), day(&self.start)).unwrap_or_default();
        let end_date = violations.check(&format!("{at}/end_date"), day(&self.end)).unwrap_or(start_date);
        let max = violations.check(&format!("{at}/max_optimisations"), whole(&self.max)).unwrap_or_default();
        MarketServiceInput {
            market_id: self.market,
            start_date,
            end_date,
            forecasts: self.forecasts.clone(),
            max_optimisations: max,
        }
    }
}

impl From<&MarketService> for ServiceValues {
    fn from(service: &MarketService) -> Self {
        Self {
            market: service.market_id,
            start: service.start_date.to_string(),
            end: service.end_date.to_string(),
            forecasts: service.forecasts.clone(),
            max: service.max_optimisations.to_string(),
            used: service.used_optimisations,
        }
    }
}

fn day(text: &str) -> Result<NaiveDate, FieldViolation> {
    match text {
        "" => Err(Code::Required.into()),
        text => text.parse().map_err(|_| Code::InvalidDate.into()),
    }
}

fn whole(text: &str) -> Result<i64, FieldViolation> {
    match text.trim() {
        "" => Err(Code::Required.into()),
        text => {
            text.parse().map_err(|_| FieldViolation::with(Code::OutOfRange, "min", 0_i64).and("max", OPTIMISATIONS_MAX))
        }
    }
}
