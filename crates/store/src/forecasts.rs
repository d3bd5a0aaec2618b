//! Forecasts of markets, as they were published: a publication never changes, a newer one follows it.
//!
//! The application's are nobody's, those of managers an organisation's, those of clients an account's.

use crate::entity::forecast::{self, Column, Entity};
use crate::entity::{forecast_series, market_service};
use crate::error::{Error, Result, parsed};
use crate::page::{KeyOf, Keyset, Page, PageRequest};
use crate::scope::{CustomerScope, Platform};
use chrono::{DateTime, NaiveDate, Utc};
use domain::customer::{ForecastOrigin, SharedForecasts};
use domain::market::{Delivery, ForecastPoint, ForecastSeries, Load, Price};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait};
use uuid::Uuid;

/// A publication without its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastView {
    /// Its id.
    pub id: Uuid,
    /// The market.
    pub market: Uuid,
    /// Whose it is.
    pub origin: ForecastOrigin,
    /// The organisation, for one of the manager or a client.
    pub organisation: Option<Uuid>,
    /// The account, for one of a client.
    pub customer: Option<Uuid>,
    /// Counts the publications of this origin on this market.
    pub version: i64,
    /// What its author added in words.
    pub comment: String,
    /// The products.
    pub products: Vec<(Load, Delivery)>,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// Who published it, by name at that time.
    pub published_by: Option<String>,
}

/// Which forecasts somebody may see, beside those of clients.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ForecastReach {
    /// The application's.
    pub application: bool,
    /// Those of these organisations.
    pub organisations: Vec<Uuid>,
}

/// Which forecasts to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ForecastFilter {
    /// Only those of this market.
    pub market: Option<Uuid>,
    /// Only those of this origin.
    pub origin: Option<ForecastOrigin>,
    /// Oldest first.
    pub oldest_first: bool,
}

/// What an account shares of a market on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedMarket {
    /// The organisation that looks after the account.
    pub organisation: Uuid,
    /// What its active service shares.
    pub forecasts: SharedForecasts,
}

impl Platform<'_> {
    /// The forecasts within a reach.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn forecasts(
        &self,
        reach: &ForecastReach,
        filter: &ForecastFilter,
        page: &PageRequest,
    ) -> Result<Page<ForecastView>> {
        list(&self.db, reached(reach), filter, page).await
    }

    /// One forecast within a reach, with its series.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn forecast(
        &self,
        reach: &ForecastReach,
        market: Uuid,
        id: Uuid,
    ) -> Result<(ForecastView, Vec<ForecastSeries>)> {
        one(&self.db, reached(reach).add(Column::MarketId.eq(market)), id).await
    }

    /// What the active services of these accounts share of a market.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn shared_markets(
        &self,
        market: Uuid,
        customers: &[Uuid],
        today: NaiveDate,
    ) -> Result<Vec<SharedMarket>> {
        use market_service::Column as Service;
        let active = market_service::Entity::find()
            .filter(Service::MarketId.eq(market))
            .filter(Service::CustomerId.is_in(customers.iter().copied()))
            .filter(Service::StartDate.lte(today))
            .filter(Service::EndDate.gte(today))
            .all(&self.db)
            .await?;
        let shared = active.into_iter().map(|row| SharedMarket {
            organisation: row.organisation_id,
            forecasts: SharedForecasts {
                application: row.shares_application,
                manager: row.shares_manager,
                client: row.shares_client,
            },
        });
        Ok(shared.collect())
    }
}

impl CustomerScope<'_> {
    /// The client's own forecasts.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn forecasts(&self, filter: &ForecastFilter, page: &PageRequest) -> Result<Page<ForecastView>> {
        list(&self.db, self.own_forecasts(), filter, page).await
    }

    /// One of them, with its series.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn forecast(&self, id: Uuid) -> Result<(ForecastView, Vec<ForecastSeries>)> {
        one(&self.db, self.own_forecasts(), id).await
    }

    fn own_forecasts(&self) -> Condition {
        self.own(column(Column::OrganisationId), column(Column::CustomerId))
    }
}

fn reached(reach: &ForecastReach) -> Condition {
    let of_client = Column::Origin.eq(ForecastOrigin::Client.as_str());
    let mut owners: Vec<Uuid> = reach.organisations.clone();
    if reach.application {
        owners.push(Uuid::nil());
    }
    Condition::all().add(Column::OwnerId.is_in(owners)).add(of_client.not())
}

async fn list(
    db: &impl ConnectionTrait,
    which: Condition,
    filter: &ForecastFilter,
    page: &PageRequest,
) -> Result<Page<ForecastView>> {
    let chosen = which
        .add_option(filter.market.map(|market| Column::MarketId.eq(market)))
        .add_option(filter.origin.map(|origin| Column::Origin.eq(origin.as_str())));
    let keyset = Keyset::<forecast::Model> {
        name: "published_at",
        column: column(Column::PublishedAt),
        id: column(Column::Id),
        descending: !filter.oldest_first,
        key: KeyOf::Instant(|row| row.published_at),
        id_of: |row| row.id,
    };
    keyset.read(db, Entity::find().filter(chosen).into_query(), page).await?.try_map(view)
}

async fn one(db: &impl ConnectionTrait, which: Condition, id: Uuid) -> Result<(ForecastView, Vec<ForecastSeries>)> {
    let row = Entity::find_by_id(id).filter(which).one(db).await?.ok_or(Error::NotFound)?;
    Ok((view(row)?, series_of(db, id).await?))
}

/// The products of a publication.
pub(crate) async fn series_of(db: &impl ConnectionTrait, id: Uuid) -> Result<Vec<ForecastSeries>> {
    let rows = forecast_series::Entity::find()
        .filter(forecast_series::Column::ForecastId.eq(id))
        .order_by_asc(forecast_series::Column::Position)
        .all(db)
        .await?;
    rows.iter().map(series).collect()
}

/// A point as it is stored: the day, then low, mid and high in thousandths of EUR/MWh.
pub(crate) type StoredPoint = (NaiveDate, i64, i64, i64);

fn series(row: &forecast_series::Model) -> Result<ForecastSeries> {
    let inconsistent = |reason: &str| Error::Inconsistent(format!("forecast {}: {reason}", row.forecast_id));
    let points: Vec<StoredPoint> =
        serde_json::from_value(row.points.clone()).map_err(|error| inconsistent(&error.to_string()))?;
    let price = |thousandths| Price::from_thousandths(thousandths).ok_or_else(|| inconsistent("a price"));
    let point = |(day, low, mid, high): StoredPoint| {
        Ok(ForecastPoint { day, low: price(low)?, mid: price(mid)?, high: price(high)? })
    };
    Ok(ForecastSeries {
        load: parsed("load", &row.load)?,
        delivery: parsed("delivery", &row.delivery)?,
        points: points.into_iter().map(point).collect::<Result<_>>()?,
    })
}

fn view(row: forecast::Model) -> Result<ForecastView> {
    let products: Vec<(String, String)> = serde_json::from_value(row.products)
        .map_err(|error| Error::Inconsistent(format!("forecast {}: {error}", row.id)))?;
    let product = |(load, delivery): &(String, String)| Ok((parsed("load", load)?, parsed("delivery", delivery)?));
    Ok(ForecastView {
        id: row.id,
        market: row.market_id,
        origin: parsed("origin", &row.origin)?,
        organisation: row.organisation_id,
        customer: row.customer_id,
        version: row.version,
        comment: row.comment,
        products: products.iter().map(product).collect::<Result<_>>()?,
        published_at: row.published_at,
        published_by: row.published_by,
    })
}

fn column(column: Column) -> Expr {
    Expr::col((Entity, column))
}
