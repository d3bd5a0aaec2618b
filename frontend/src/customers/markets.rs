//! The catalogue of markets, as forms, filters and services name it.

use crate::i18n::lookup;
use crate::session::{Session, use_session};
use crate::ui::Remote;
use api_types::{ForecastQuery, Market};
use client::Error;
use domain::customer::ForecastOrigin;
use uuid::Uuid;

/// A market that can be activated for a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The market.
    pub market: Market,
    /// Whether the organisation has published a forecast of its own, which can then be shared.
    pub manager_forecast: bool,
}

/// The catalogue.
pub fn fetch() -> Remote<Vec<Market>> {
    let session = use_session();
    Remote::new(move || all(session))
}

/// The catalogue, with what an organisation has published.
pub fn offered(organisation: Uuid) -> Remote<Vec<Offered>> {
    let session = use_session();
    Remote::new(move || async move {
        let mut offered = Vec::new();
        for market in all(session).await? {
            let manager_forecast = has_published(session, organisation, market.id).await?;
            offered.push(Offered { market, manager_forecast });
        }
        Ok::<_, Error>(offered)
    })
}

/// The markets in the order they are offered.
///
/// # Errors
/// Those of the catalogue's operation.
pub async fn all(session: Session) -> Result<Vec<Market>, Error> {
    session.call(async |client| client.list_markets().await).await.map(|list| list.items)
}

async fn has_published(session: Session, organisation: Uuid, market: Uuid) -> Result<bool, Error> {
    let query = ForecastQuery { limit: Some(1), origin: Some(ForecastOrigin::Manager), ..ForecastQuery::default() };
    let page = session.call(async |client| client.list_forecasts(market, &query).await).await?;
    Ok(page.items.iter().any(|forecast| forecast.organisation_id == Some(organisation)))
}

/// The name of a market; that of the catalogue where this build has no words for it.
pub fn name(market: &Market) -> String {
    lookup(&format!("customers.market.{}", market.code)).unwrap_or_else(|| market.name.clone())
}

/// The name of the market with an id; nothing for one that left the catalogue.
pub fn name_of(markets: &[Market], id: Uuid) -> String {
    markets.iter().find(|market| market.id == id).map(name).unwrap_or_default()
}
