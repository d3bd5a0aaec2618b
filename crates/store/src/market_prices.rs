//! Prices of markets, the same for every tenant: read by product, brought in by files.

use crate::audit::{self, Entry, Fields};
use crate::connect::Store;
use crate::entity::market_price::{self, Column, Entity};
use crate::error::{Error, Result, parsed};
use crate::markets;
use crate::scope::PlatformWriter;
use chrono::NaiveDate;
use domain::market::{Delivery, Load, Price, PricePoint};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows of one statement: SQLite takes some 32,000 values in one.
const AT_ONCE: usize = 2_000;

/// Which prices of a market to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceFilter {
    /// Only these hours.
    pub load: Option<Load>,
    /// Only this delivery.
    pub delivery: Option<Delivery>,
    /// From this day of trading on.
    pub from: NaiveDate,
    /// Before this day.
    pub to: NaiveDate,
}

/// What prices that are brought in come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PriceCounts {
    /// Those that are not there yet.
    pub create: u64,
    /// Those that are there and will be others.
    pub change: u64,
    /// Those that are there already.
    pub unchanged: u64,
}

impl Store {
    /// The prices of a market, by hours, delivery and day.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn prices(&self, market: Uuid, filter: &PriceFilter) -> Result<Vec<PricePoint>> {
        let mut rows = Entity::find()
            .filter(Column::MarketId.eq(market))
            .filter(Column::Day.gte(filter.from))
            .filter(Column::Day.lt(filter.to));
        if let Some(load) = filter.load {
            rows = rows.filter(Column::Load.eq(load.as_str()));
        }
        if let Some(delivery) = filter.delivery {
            rows = rows.filter(Column::Delivery.eq(delivery.to_string()));
        }
        let rows = rows.order_by_asc(Column::Day).all(&self.db).await?;
        let mut points = rows.iter().map(point).collect::<Result<Vec<_>>>()?;
        // Deliveries are ordered by the calendar, which their texts are not.
        points.sort();
        Ok(points)
    }

    /// What bringing these prices in would come to.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn compare_prices(&self, market: Uuid, points: &[PricePoint]) -> Result<PriceCounts> {
        let known = known(&self.db, market, points).await?;
        Ok(count(&known, points).0)
    }
}

impl PlatformWriter<'_> {
    /// Stores prices; those that are there are replaced.
    ///
    /// # Errors
    /// `NotFound` for an unknown market; those of the database.
    pub async fn import_prices(&self, market: Uuid, points: &[PricePoint]) -> Result<PriceCounts> {
        let code = markets::lock(self.tx, market).await?.code;
        let known = known(&self.tx.db, market, points).await?;
        let (counts, different) = count(&known, points);
        let rows = different.into_iter().map(|point| row(market, point).into_active_model());
        let rows: Vec<market_price::ActiveModel> = rows.collect();
        for rows in rows.chunks(AT_ONCE) {
            let replacing = OnConflict::columns([Column::MarketId, Column::Load, Column::Delivery, Column::Day])
                .update_column(Column::Price)
                .to_owned();
            Entity::insert_many(rows.to_vec()).on_conflict(replacing).exec_without_returning(&self.tx.db).await?;
        }
        if counts.create + counts.change > 0 {
            let fields = Fields::from([("create", json!(counts.create)), ("change", json!(counts.change))]);
            let changes = audit::created(&fields);
            let (organisation, community) = (None, None);
            let action = "market.prices_imported";
            self.tx.audit(Entry { action, id: market, organisation, community, label: &code, changes }).await?;
        }
        Ok(counts)
    }
}

/// What identifies a price on a market.
type Key = (Load, Delivery, NaiveDate);

/// The stored prices on the days of `points`.
async fn known(db: &impl ConnectionTrait, market: Uuid, points: &[PricePoint]) -> Result<BTreeMap<Key, Price>> {
    let days = points.iter().map(|point| point.day);
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return Ok(BTreeMap::new()) };
    let rows =
        Entity::find().filter(Column::MarketId.eq(market)).filter(Column::Day.between(first, last)).all(db).await?;
    let points = rows.iter().map(point).collect::<Result<Vec<_>>>()?;
    Ok(points.into_iter().map(|point| ((point.load, point.delivery, point.day), point.price)).collect())
}

/// How many prices are new or others, and which.
fn count(known: &BTreeMap<Key, Price>, points: &[PricePoint]) -> (PriceCounts, Vec<PricePoint>) {
    let (mut counts, mut different) = (PriceCounts::default(), Vec::new());
    for point in points {
        match known.get(&(point.load, point.delivery, point.day)) {
            Some(price) if *price == point.price => {
                counts.unchanged += 1;
                continue;
            }
            Some(_) => counts.change += 1,
            None => counts.create += 1,
        }
        different.push(*point);
    }
    (counts, different)
}

fn row(market: Uuid, point: PricePoint) -> market_price::Model {
    market_price::Model {
        market_id: market,
        load: point.load.as_str().to_owned(),
        delivery: point.delivery.to_string(),
        day: point.day,
        price: point.price.thousandths(),
    }
}

fn point(row: &market_price::Model) -> Result<PricePoint> {
    let price = Price::from_thousandths(row.price);
    Ok(PricePoint {
        load: parsed("load", &row.load)?,
        delivery: parsed("delivery", &row.delivery)?,
        day: row.day,
        price: price.ok_or_else(|| Error::Inconsistent(format!("a price of {}", row.price)))?,
    })
}
