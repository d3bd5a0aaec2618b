//! Markets, their prices and forecasts.

use crate::FieldError;
use chrono::{DateTime, NaiveDate, Utc};
use domain::customer::ForecastOrigin;
use domain::market::{Commodity, Load};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A market of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Market {
    /// Its id.
    pub id: Uuid,
    /// A short name for programs.
    pub code: String,
    /// The name to show.
    pub name: String,
    /// Where it delivers, by ISO 3166.
    pub country: String,
    /// What is supplied.
    pub commodity: Commodity,
    /// The hours that are traded.
    pub loads: Vec<Load>,
    /// Whether advice goes on up to the delivery.
    pub covers_short_term: bool,
}

/// The catalogue of markets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MarketList {
    /// In the order they are offered.
    pub items: Vec<Market>,
}

/// What is traded: hours and the time of delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Product {
    /// The hours.
    pub load: Load,
    /// A year, quarter or month: `2027`, `2027-Q1`, `2027-01`.
    pub delivery: String,
}

/// Prices of a market, by product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceHistory {
    /// The market.
    pub market_id: Uuid,
    /// The currency of every price.
    pub currency: String,
    /// What a price is for.
    pub unit: String,
    /// The products, by hours and then by delivery.
    pub series: Vec<PriceSeries>,
}

/// Prices of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceSeries {
    /// The hours.
    pub load: Load,
    /// What is delivered.
    pub delivery: String,
    /// The first day of the delivery.
    pub delivery_from: NaiveDate,
    /// The day after its last one.
    pub delivery_to: NaiveDate,
    /// Days of trading, in order; the others are absent.
    pub points: Vec<PricePoint>,
}

/// A price on a day of trading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PricePoint {
    /// The day.
    pub date: NaiveDate,
    /// The price, with two or three decimals.
    pub price: String,
}

/// Parameters of prices.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct PriceQuery {
    /// Only these hours.
    pub load: Option<Load>,
    /// Only this delivery, such as `2027`.
    #[cfg_attr(feature = "openapi", param(max_length = 10), schema(max_length = 10))]
    pub delivery: Option<String>,
    /// From this day of trading on; a year before `to` when absent.
    pub from: Option<NaiveDate>,
    /// Before this day; after today when absent. At most three years are read at once.
    pub to: Option<NaiveDate>,
}

/// Whether a file is only looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MarketFileMode {
    /// It is; nothing is stored.
    #[default]
    Preview,
    /// It is stored, unless a row is wrong: then nothing is.
    Apply,
}

/// Parameters of a file of prices.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct PriceImportQuery {
    /// Whether to store it; `preview` when absent.
    pub mode: Option<MarketFileMode>,
}

/// What a file of prices comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceImport {
    /// Whether it was stored.
    pub applied: bool,
    /// Prices that are not there yet.
    pub create: u64,
    /// Prices that are there and will be others.
    pub change: u64,
    /// Prices that are there already.
    pub unchanged: u64,
    /// The rows that are wrong, at most 200; with one of them nothing is stored.
    pub errors: Vec<RowErrors>,
}

/// A wrong row of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowErrors {
    /// Its number, counted from 1 with the header.
    pub row: u32,
    /// What is wrong in it; the pointer is the column.
    pub errors: Vec<FieldError>,
}

/// A publication of a forecast, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Forecast {
    /// Its id.
    pub id: Uuid,
    /// The market.
    pub market_id: Uuid,
    /// Whose it is.
    pub origin: ForecastOrigin,
    /// The organisation, for one of the manager or a client.
    pub organisation_id: Option<Uuid>,
    /// The account, for one of a client.
    pub customer_id: Option<Uuid>,
    /// Counts the publications of this origin on this market.
    pub version: i64,
    /// What its author added in words.
    pub comment: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// Who published it, where known.
    pub published_by: Option<String>,
    /// The currency of every price.
    pub currency: String,
    /// What a price is for.
    pub unit: String,
    /// The products.
    pub series: Vec<ForecastSeries>,
}

/// Where the price of a product goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForecastSeries {
    /// The hours.
    pub load: Load,
    /// What is delivered.
    pub delivery: String,
    /// The first day of the delivery.
    pub delivery_from: NaiveDate,
    /// The day after its last one.
    pub delivery_to: NaiveDate,
    /// Days in order.
    pub points: Vec<ForecastPoint>,
}

/// What a product may cost on a day; prices with two or three decimals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForecastPoint {
    /// The day, before the delivery begins.
    pub date: NaiveDate,
    /// As low as it may well get.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20, example = "71.50"))]
    pub low: String,
    /// What is expected, not below `low`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20, example = "84.25"))]
    pub mid: String,
    /// As high as it may well get, not below `mid`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20, example = "98.00"))]
    pub high: String,
}

/// A publication of a forecast, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForecastSummary {
    /// Its id.
    pub id: Uuid,
    /// The market.
    pub market_id: Uuid,
    /// Whose it is.
    pub origin: ForecastOrigin,
    /// The organisation, for one of the manager or a client.
    pub organisation_id: Option<Uuid>,
    /// The account, for one of a client.
    pub customer_id: Option<Uuid>,
    /// Counts the publications of this origin on this market.
    pub version: i64,
    /// What its author added in words.
    pub comment: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// Who published it, where known.
    pub published_by: Option<String>,
    /// The products.
    pub products: Vec<Product>,
}

/// A forecast to be published, for the application or an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "organisation_id": "0199a3f2-0000-7000-8000-000000000001", "comment": "After the cold spell",
    "series": [{"load": "base", "delivery": "2028", "points": [
        {"date": "2026-12-01", "low": "71.50", "mid": "84.25", "high": "98.00"}
    ]}]
})))]
pub struct ForecastInput {
    /// The organisation whose forecast it is; absent for the application's.
    #[serde(default)]
    pub organisation_id: Option<Uuid>,
    /// What to add in words.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub comment: String,
    /// The products, each once.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 100))]
    pub series: Vec<ForecastSeriesInput>,
}

/// A client's own forecast to be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "market_id": "019a6d6e-0000-7000-8000-000000000001", "comment": "",
    "series": [{"load": "base", "delivery": "2028", "points": [
        {"date": "2026-12-01", "low": "71.50", "mid": "84.25", "high": "98.00"}
    ]}]
})))]
pub struct ClientForecastInput {
    /// The market.
    pub market_id: Uuid,
    /// What to add in words.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub comment: String,
    /// The products, each once.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 100))]
    pub series: Vec<ForecastSeriesInput>,
}

/// A product of a forecast to be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForecastSeriesInput {
    /// The hours.
    pub load: Load,
    /// A year, quarter or month: `2027`, `2027-Q1`, `2027-01`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 10, example = "2028"))]
    pub delivery: String,
    /// Days in order.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 2000))]
    pub points: Vec<ForecastPoint>,
}

/// Parameters of the forecasts of a market.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ForecastQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Order by time.
    pub sort: Option<ForecastSort>,
    /// Only those of this origin; a client's own are read at their account.
    pub origin: Option<ForecastOrigin>,
}

/// Parameters of a client's own forecasts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ClientForecastQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Order by time.
    pub sort: Option<ForecastSort>,
    /// Only those of this market.
    pub market_id: Option<Uuid>,
}

/// Order of forecasts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ForecastSort {
    /// Newest first.
    #[default]
    #[serde(rename = "-published_at")]
    Newest,
    /// Oldest first.
    #[serde(rename = "published_at")]
    Oldest,
}

/// Parameters of a file with a forecast for the application or an organisation.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ForecastImportQuery {
    /// Whether to publish it; `preview` when absent.
    pub mode: Option<MarketFileMode>,
    /// The organisation whose forecast it is; absent for the application's.
    pub organisation_id: Option<Uuid>,
}

/// Parameters of a file with a client's own forecast.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ClientForecastImportQuery {
    /// Whether to publish it; `preview` when absent.
    pub mode: Option<MarketFileMode>,
    /// The market.
    pub market_id: Uuid,
}

/// What a file with a forecast comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForecastImport {
    /// The publication, once it is one.
    pub published: Option<ForecastSummary>,
    /// The products in the file; none when a row is wrong.
    pub series: Vec<ForecastSeries>,
    /// The rows that are wrong, at most 200; with one of them nothing is published.
    pub errors: Vec<RowErrors>,
}
