//! Prices of markets, day by day, and forecasts as they were published.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const PRICE: &str = "market_price";
const FORECAST: &str = "forecast";
const SERIES: &str = "forecast_series";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_price(manager).await?;
        create_forecast(manager).await?;
        create_series(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[SERIES, FORECAST, PRICE]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// A price in thousandths of EUR/MWh.
async fn create_price(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(PRICE)
        .col(uuid("market_id"))
        .col(text("load"))
        .col(text("delivery"))
        .col(day("day"))
        .col(number("price"))
        .primary_key(Index::create().col("market_id").col("load").col("delivery").col("day"))
        .foreign_key(&mut references(PRICE, &["market_id"], "market", &["id"], ForeignKeyAction::Restrict))
        .take();
    manager.create_table(table).await?;
    index(manager, PRICE, &["market_id", "day"]).await
}

/// `owner_id` is the account or organisation a forecast is of, and nil for the application's: versions count per owner.
async fn create_forecast(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let account = ["organisation_id", "customer_id"];
    let table = Table::create()
        .table(FORECAST)
        .col(id())
        .col(uuid("market_id"))
        .col(text("origin"))
        .col(uuid("owner_id"))
        .col(uuid_null("organisation_id"))
        .col(uuid_null("customer_id"))
        .col(number("version"))
        .col(text("comment"))
        .col(json("products"))
        .col(instant("published_at"))
        .col(text_null("published_by"))
        .index(&mut unique(FORECAST, &["market_id", "owner_id", "version"]))
        .foreign_key(&mut references(FORECAST, &["market_id"], "market", &["id"], ForeignKeyAction::Restrict))
        .foreign_key(&mut references(
            FORECAST,
            &["organisation_id"],
            "organisation",
            &["id"],
            ForeignKeyAction::Restrict,
        ))
        .foreign_key(&mut references(
            FORECAST,
            &account,
            "customer",
            &["organisation_id", "id"],
            ForeignKeyAction::Cascade,
        ))
        .take();
    manager.create_table(table).await?;
    index(manager, FORECAST, &["owner_id", "published_at", "id"]).await?;
    index(manager, FORECAST, &["market_id", "published_at", "id"]).await
}

/// The points of a product are always read together: a list of day, low, mid and high.
async fn create_series(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(SERIES)
        .col(uuid("forecast_id"))
        .col(number("position"))
        .col(text("load"))
        .col(text("delivery"))
        .col(json("points"))
        .primary_key(Index::create().col("forecast_id").col("position"))
        .foreign_key(&mut references(SERIES, &["forecast_id"], FORECAST, &["id"], ForeignKeyAction::Cascade))
        .take();
    manager.create_table(table).await
}
