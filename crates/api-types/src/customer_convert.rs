//! Customer accounts and forecasts, from the wire into commands of `domain` and back.

use crate::{
    ClientForecastInput, Customer, CustomerContact, CustomerContactChange, ForecastInput, ForecastPoint,
    ForecastSeries, ForecastSeriesInput, Market, MarketService, MarketServiceInput, NewCustomer, UpdateCustomer,
};
use domain::Violations;
use domain::customer::{CustomerDraft, CustomerFields, Service, ServiceDraft};
use domain::market::{ForecastDraft, ForecastFields, ForecastPointDraft, ForecastSeriesDraft, Load};

impl NewCustomer {
    /// The account, checked; which markets there are and what is published is for the server to say.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<domain::customer::NewCustomer, Violations> {
        let draft = CustomerDraft {
            company: &self.company,
            reference: self.reference.as_deref(),
            last_name: &self.contact.last_name,
            first_name: &self.contact.first_name,
            phone: &self.contact.phone,
            locale: self.locale,
            access: self.access,
            editor: self.editor,
            services: drafts(self.services.as_deref()),
        };
        draft.check_new(&self.contact.email, self.demo)
    }
}

impl UpdateCustomer {
    /// What the account is to become, checked; its address and kind are for the server to compare.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<CustomerFields, Violations> {
        let draft = CustomerDraft {
            company: &self.company,
            reference: self.reference.as_deref(),
            last_name: &self.contact.last_name,
            first_name: &self.contact.first_name,
            phone: &self.contact.phone,
            locale: self.locale,
            access: self.access,
            editor: self.editor,
            services: drafts(self.services.as_deref()),
        };
        draft.check()
    }
}

impl MarketServiceInput {
    /// The service, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self) -> Result<Service, Violations> {
        self.draft().check()
    }

    fn draft(&self) -> ServiceDraft<'_> {
        ServiceDraft {
            market: self.market_id,
            start: self.start_date,
            end: self.end_date,
            forecasts: &self.forecasts,
            max_optimisations: self.max_optimisations,
        }
    }
}

fn drafts(services: Option<&[MarketServiceInput]>) -> Option<Vec<ServiceDraft<'_>>> {
    services.map(|services| services.iter().map(MarketServiceInput::draft).collect())
}

impl ForecastInput {
    /// The publication on a market where `loads` are traded, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self, loads: &[Load]) -> Result<ForecastFields, Violations> {
        ForecastDraft { comment: &self.comment, series: series(&self.series) }.check(loads)
    }
}

impl ClientForecastInput {
    /// The publication on a market where `loads` are traded, checked.
    ///
    /// # Errors
    /// Every violation.
    pub fn to_domain(&self, loads: &[Load]) -> Result<ForecastFields, Violations> {
        ForecastDraft { comment: &self.comment, series: series(&self.series) }.check(loads)
    }
}

fn series(inputs: &[ForecastSeriesInput]) -> Vec<ForecastSeriesDraft<'_>> {
    inputs.iter().map(ForecastSeriesInput::draft).collect()
}

impl ForecastSeriesInput {
    fn draft(&self) -> ForecastSeriesDraft<'_> {
        ForecastSeriesDraft {
            load: self.load.as_str(),
            delivery: &self.delivery,
            points: self.points.iter().map(ForecastPoint::draft).collect(),
        }
    }
}

impl ForecastPoint {
    fn draft(&self) -> ForecastPointDraft<'_> {
        ForecastPointDraft { day: self.date, low: &self.low, mid: &self.mid, high: &self.high }
    }
}

impl From<&domain::market::ForecastPoint> for ForecastPoint {
    fn from(point: &domain::market::ForecastPoint) -> Self {
        Self { date: point.day, low: point.low.to_string(), mid: point.mid.to_string(), high: point.high.to_string() }
    }
}

impl From<&domain::market::ForecastSeries> for ForecastSeries {
    fn from(series: &domain::market::ForecastSeries) -> Self {
        Self {
            load: series.load,
            delivery: series.delivery.to_string(),
            delivery_from: series.delivery.from(),
            delivery_to: series.delivery.to(),
            points: series.points.iter().map(ForecastPoint::from).collect(),
        }
    }
}

impl From<&domain::market::Market> for Market {
    fn from(market: &domain::market::Market) -> Self {
        Self {
            id: market.id,
            code: market.code.to_owned(),
            name: market.name.to_owned(),
            country: market.country.to_owned(),
            commodity: market.commodity,
            loads: market.loads.to_vec(),
            covers_short_term: market.covers_short_term,
        }
    }
}

impl From<&MarketService> for MarketServiceInput {
    fn from(service: &MarketService) -> Self {
        Self {
            market_id: service.market_id,
            start_date: service.start_date,
            end_date: service.end_date,
            forecasts: service.forecasts.clone(),
            max_optimisations: service.max_optimisations,
        }
    }
}

/// Says what the account is, to be changed and sent back.
impl From<&Customer> for UpdateCustomer {
    fn from(customer: &Customer) -> Self {
        let CustomerContact { last_name, first_name, phone, .. } = customer.contact.clone();
        Self {
            company: customer.company.clone(),
            reference: customer.reference.clone(),
            contact: CustomerContactChange { last_name, first_name, phone, email: None },
            locale: Some(customer.locale),
            demo: None,
            access: customer.access,
            editor: customer.editor,
            services: customer.access.then(|| customer.services.iter().map(MarketServiceInput::from).collect()),
        }
    }
}
