//! The catalogue of markets: reference data, the same for every tenant.

use crate::connect::Store;
use crate::entity::market::{self, Column, Entity};
use crate::error::{Error, Result, parsed};
use crate::write::Tx;
use domain::market::{Commodity, Load};
use sea_orm::sea_query::LockType;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};
use uuid::Uuid;

/// A market.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarketView {
    /// Its id.
    pub id: Uuid,
    /// A short name for programs.
    pub code: String,
    /// The name to show.
    pub name: String,
    /// Where it delivers.
    pub country: String,
    /// What is supplied.
    pub commodity: Commodity,
    /// The hours that are traded.
    pub loads: Vec<Load>,
    /// Whether advice goes on up to the delivery.
    pub covers_short_term: bool,
}

impl Store {
    /// Every market, in the order it is offered.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn markets(&self) -> Result<Vec<MarketView>> {
        markets_of(&self.db).await
    }

    /// One market.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn market(&self, id: Uuid) -> Result<MarketView> {
        Entity::find_by_id(id).one(&self.db).await?.map(view).transpose()?.ok_or(Error::NotFound)
    }
}

/// Every market, in the order it is offered.
pub(crate) async fn markets_of(db: &impl ConnectionTrait) -> Result<Vec<MarketView>> {
    let rows = Entity::find().order_by_asc(Column::Position).all(db).await?;
    rows.into_iter().map(view).collect()
}

/// The market, locked against other prices and forecasts, but not against new rows that refer to it.
pub(crate) async fn lock(tx: &Tx, id: Uuid) -> Result<market::Model> {
    Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(&tx.db).await?.ok_or(Error::NotFound)
}

fn view(row: market::Model) -> Result<MarketView> {
    let loads: Vec<String> = serde_json::from_value(row.loads)
        .map_err(|error| Error::Inconsistent(format!("market {}: {error}", row.code)))?;
    Ok(MarketView {
        id: row.id,
        commodity: parsed("commodity", &row.commodity)?,
        loads: loads.iter().map(|load| parsed("load", load)).collect::<Result<_>>()?,
        code: row.code,
        name: row.name,
        country: row.country,
        covers_short_term: row.covers_short_term,
    })
}
