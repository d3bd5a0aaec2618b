//! Markets, their prices and forecasts.

use crate::customers::one as customer_path;
use crate::query::with_query;
use crate::{Client, Created, Request, Result, Versioned};
use api_types::{
    ClientForecastImportQuery, ClientForecastInput, ClientForecastQuery, Forecast, ForecastImport, ForecastImportQuery,
    ForecastInput, ForecastQuery, ForecastSummary, Market, MarketList, Page, PriceHistory, PriceImport,
    PriceImportQuery, PriceQuery,
};
use uuid::Uuid;

const LIST: &str = "/api/v1/markets";

fn one(market: Uuid) -> String {
    format!("{LIST}/{market}")
}

/// A file that is imported, with its media type.
fn file(path: String, media_type: &str, bytes: Vec<u8>) -> Request {
    Request { body: Some(bytes), ..Request::post(path).header("content-type", media_type) }
}

impl Client {
    /// The catalogue of markets.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_markets(&self) -> Result<MarketList> {
        self.send(Request::get(LIST.to_owned())).await?.json()
    }

    /// Reads a market.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_market(&self, market: Uuid) -> Result<Market> {
        self.send(Request::get(one(market))).await?.json()
    }

    /// The prices of a market.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_prices(&self, market: Uuid, query: &PriceQuery) -> Result<PriceHistory> {
        self.send(Request::get(with_query(&format!("{}/prices", one(market)), query))).await?.json()
    }

    /// Looks at a file of prices, or stores them. `media_type` is that of CSV or a workbook.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn import_prices(
        &self,
        market: Uuid,
        query: &PriceImportQuery,
        media_type: &str,
        bytes: Vec<u8>,
    ) -> Result<PriceImport> {
        let path = with_query(&format!("{}/prices/imports", one(market)), query);
        self.send(file(path, media_type, bytes)).await?.json()
    }

    /// The forecasts of a market that the caller may see, without those of clients.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_forecasts(&self, market: Uuid, query: &ForecastQuery) -> Result<Page<ForecastSummary>> {
        self.send(Request::get(with_query(&format!("{}/forecasts", one(market)), query))).await?.json()
    }

    /// Reads a forecast of a market.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_forecast(&self, market: Uuid, forecast: Uuid) -> Result<Versioned<Forecast>> {
        self.send(Request::get(format!("{}/forecasts/{forecast}", one(market)))).await?.versioned()
    }

    /// Publishes a forecast for the application or an organisation.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn publish_forecast(
        &self,
        market: Uuid,
        body: &ForecastInput,
        idempotency_key: Option<&str>,
    ) -> Result<Created<Forecast>> {
        let request = Request::post(format!("{}/forecasts", one(market)));
        self.send(request.idempotency_key(idempotency_key).json(body)?).await?.created()
    }

    /// Looks at a file with a forecast, or publishes it. `media_type` is that of CSV or a workbook.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn import_forecast(
        &self,
        market: Uuid,
        query: &ForecastImportQuery,
        media_type: &str,
        bytes: Vec<u8>,
    ) -> Result<ForecastImport> {
        let path = with_query(&format!("{}/forecasts/imports", one(market)), query);
        self.send(file(path, media_type, bytes)).await?.json()
    }

    /// A client's own forecasts.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_client_forecasts(
        &self,
        customer: Uuid,
        query: &ClientForecastQuery,
    ) -> Result<Page<ForecastSummary>> {
        let path = format!("{}/forecasts", customer_path(customer));
        self.send(Request::get(with_query(&path, query))).await?.json()
    }

    /// Reads a client's own forecast.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn get_client_forecast(&self, customer: Uuid, forecast: Uuid) -> Result<Versioned<Forecast>> {
        self.send(Request::get(format!("{}/forecasts/{forecast}", customer_path(customer)))).await?.versioned()
    }

    /// Publishes a client's own forecast.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn publish_client_forecast(
        &self,
        customer: Uuid,
        body: &ClientForecastInput,
        idempotency_key: Option<&str>,
    ) -> Result<Created<Forecast>> {
        let request = Request::post(format!("{}/forecasts", customer_path(customer)));
        self.send(request.idempotency_key(idempotency_key).json(body)?).await?.created()
    }

    /// Looks at a file with a client's own forecast, or publishes it. `media_type` is that of CSV or a workbook.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn import_client_forecast(
        &self,
        customer: Uuid,
        query: &ClientForecastImportQuery,
        media_type: &str,
        bytes: Vec<u8>,
    ) -> Result<ForecastImport> {
        let path = with_query(&format!("{}/forecasts/imports", customer_path(customer)), query);
        self.send(file(path, media_type, bytes)).await?.json()
    }
}
