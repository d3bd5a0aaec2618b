//! What pages fetch of markets, and who may publish what.

use crate::place::Places;
use crate::session::Session;
use api_types::{ClientForecastQuery, Forecast, ForecastQuery, ForecastSummary, MAX_LIMIT};
use client::Error;
use domain::customer::ForecastOrigin;
use domain::role::{Permission, Place};
use uuid::Uuid;

/// Whose forecast somebody publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publisher {
    /// The application's.
    Application,
    /// An organisation's.
    Organisation(Uuid),
    /// A client's own.
    Client(Uuid),
}

impl Publisher {
    /// Of what origin it is.
    pub const fn origin(self) -> ForecastOrigin {
        match self {
            Self::Application => ForecastOrigin::Application,
            Self::Organisation(_) => ForecastOrigin::Manager,
            Self::Client(_) => ForecastOrigin::Client,
        }
    }
}

/// What the user may publish; the server decides whether a client's own is shared on a market.
pub fn publishers(session: Session, places: Places) -> Vec<Publisher> {
    let application = session.can(Permission::ApplicationForecastsPublish, Place::Platform);
    let organisation = places.organisation().map(|organisation| organisation.id);
    let organisation = organisation
        .filter(|id| session.can(Permission::OrganisationForecastsPublish, Place::Organisation(*id)))
        .map(Publisher::Organisation);
    let own = session.own_account().map(Publisher::Client);
    application.then_some(Publisher::Application).into_iter().chain(organisation).chain(own).collect()
}

/// The publications of a market, newest first: the application's, those of organisations, and an account's own.
///
/// # Errors
/// Those of the lists.
pub async fn forecasts(session: Session, market: Uuid, account: Option<Uuid>) -> Result<Vec<ForecastSummary>, Error> {
    let query = ForecastQuery { limit: Some(MAX_LIMIT), ..ForecastQuery::default() };
    let mut found = session.call(async |client| client.list_forecasts(market, &query).await).await?.items;
    if let Some(account) = account {
        let query =
            ClientForecastQuery { limit: Some(MAX_LIMIT), market_id: Some(market), ..ClientForecastQuery::default() };
        found.extend(session.call(async |client| client.list_client_forecasts(account, &query).await).await?.items);
    }
    found.sort_by_key(|forecast| std::cmp::Reverse(forecast.published_at));
    Ok(found)
}

/// A publication, whole.
///
/// # Errors
/// Those of reading it.
pub async fn publication(session: Session, of: &ForecastSummary) -> Result<Forecast, Error> {
    let (market, id) = (of.market_id, of.id);
    let answer = match of.customer_id {
        Some(account) => session.call(async |client| client.get_client_forecast(account, id).await).await,
        None => session.call(async |client| client.get_forecast(market, id).await).await,
    };
    answer.map(|answer| answer.value)
}
