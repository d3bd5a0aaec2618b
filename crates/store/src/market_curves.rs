//! What the market and forecasts say about the price of consumption periods: the latest publication, the latest prices.

use crate::entity::{forecast, market_price};
use crate::error::Result;
use crate::forecasts::series_of;
use crate::optimisation_rows::price;
use chrono::{DateTime, NaiveDate, Utc};
use domain::advice::product_chain;
use domain::customer::ForecastOrigin;
use domain::market::{ForecastSeries, Load, Price};
use domain::optimisation::Span;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The publication that an advice is calculated from.
pub(crate) struct Publication {
    pub(crate) id: Uuid,
    pub(crate) published_at: DateTime<Utc>,
}

impl Publication {
    /// Its products.
    pub(crate) async fn series(&self, db: &impl ConnectionTrait) -> Result<Vec<ForecastSeries>> {
        series_of(db, self.id).await
    }
}

/// The market's latest price of each consumption period that has one.
#[derive(Debug, Default)]
pub(crate) struct Forwards {
    pub(crate) prices: BTreeMap<NaiveDate, Price>,
    /// The latest day of them.
    pub(crate) on: Option<NaiveDate>,
}

/// Whose forecast an account means by an origin.
pub(crate) const fn owner(origin: ForecastOrigin, organisation: Uuid, customer: Uuid) -> Uuid {
    match origin {
        ForecastOrigin::Application => Uuid::nil(),
        ForecastOrigin::Manager => organisation,
        ForecastOrigin::Client => customer,
    }
}

/// The latest publication on a market by an owner.
pub(crate) async fn latest_publication(
    db: &impl ConnectionTrait,
    market: Uuid,
    owner: Uuid,
) -> Result<Option<Publication>> {
    let row = forecast::Entity::find()
        .filter(forecast::Column::MarketId.eq(market))
        .filter(forecast::Column::OwnerId.eq(owner))
        .order_by_desc(forecast::Column::Version)
        .one(db)
        .await?;
    Ok(row.map(|row| Publication { id: row.id, published_at: row.published_at }))
}

/// The market's latest prices of periods, by the nearest product that was traded up to `today`.
pub(crate) async fn forwards(
    db: &impl ConnectionTrait,
    market: Uuid,
    periods: &[Span],
    today: NaiveDate,
) -> Result<Forwards> {
    let chains: Vec<(NaiveDate, Vec<String>)> = periods
        .iter()
        .map(|span| (span.from, product_chain(*span).iter().map(ToString::to_string).collect()))
        .collect();
    let mut products: Vec<&String> = chains.iter().flat_map(|(_, chain)| chain).collect();
    products.sort();
    products.dedup();
    let mut latest: BTreeMap<&String, (NaiveDate, i64)> = BTreeMap::new();
    for product in products {
        let row: Option<(NaiveDate, i64)> = market_price::Entity::find()
            .select_only()
            .columns([market_price::Column::Day, market_price::Column::Price])
            .filter(market_price::Column::MarketId.eq(market))
            .filter(market_price::Column::Load.eq(Load::Base.as_str()))
            .filter(market_price::Column::Delivery.eq(product))
            .filter(market_price::Column::Day.lte(today))
            .order_by_desc(market_price::Column::Day)
            .into_tuple()
            .one(db)
            .await?;
        latest.extend(row.map(|row| (product, row)));
    }
    let mut forwards = Forwards::default();
    for (from, chain) in &chains {
        let Some((day, thousandths)) = chain.iter().find_map(|product| latest.get(product)) else { continue };
        forwards.on = forwards.on.max(Some(*day));
        forwards.prices.insert(*from, price(*thousandths)?);
    }
    Ok(forwards)
}
