//! Meters and the timeline of their configurations.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_meter(manager).await?;
        create_meter_configuration(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["meter_configuration", "meter"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn create_meter(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "meter";
    let table = Table::create()
        .table(TABLE)
        .col(id())
        .col(uuid("community_id"))
        .col(text("scheme"))
        .col(key(manager, "ean"))
        .col(text("meter_number"))
        .col(key(manager, "meter_number_key"))
        .col(text("street"))
        .col(text("street_number"))
        .col(text_null("box"))
        .col(text("postcode"))
        .col(text("city"))
        .col(key(manager, "city_key"))
        .col(text("country"))
        .col(number("phases"))
        .col(text("reading_frequency"))
        .col(text("tariff_group"))
        .col(text_null("voltage_system"))
        .col(text("search_key"))
        .col(number("version"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .col(text_null("updated_by"))
        .index(&mut unique(TABLE, &["community_id", "scheme", "ean"]))
        .index(&mut unique(TABLE, &["community_id", "id"]))
        .foreign_key(&mut references(TABLE, &["community_id"], "community", &["id"], ForeignKeyAction::Restrict))
        .check(Expr::col("phases").is_in([1, 3]))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["community_id", "created_at", "id"]).await?;
    index(manager, TABLE, &["community_id", "ean", "id"]).await?;
    index(manager, TABLE, &["community_id", "meter_number_key", "id"]).await?;
    index(manager, TABLE, &["community_id", "city_key", "id"]).await
}

async fn create_meter_configuration(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "meter_configuration";
    let parent = ["community_id", "id"];
    // Meter and owner are of the same community as the configuration: the database knows it, too.
    let mut meter = references(TABLE, &["community_id", "meter_id"], "meter", &parent, ForeignKeyAction::Cascade);
    let mut member = references(TABLE, &["community_id", "member_id"], "member", &parent, ForeignKeyAction::Restrict);
    let table = Table::create()
        .table(TABLE)
        .col(id())
        .col(uuid("community_id"))
        .col(uuid("meter_id"))
        .col(day("valid_from"))
        .col(day_null("valid_to"))
        .col(text("description"))
        .col(text("status"))
        .col(number("sampling_power_va"))
        .col(number("generating_capacity_va"))
        .col(number("amperage_ma"))
        .col(text("rate"))
        .col(text("client_type"))
        .col(uuid_null("member_id"))
        .col(text("dso"))
        .col(text("production_chain"))
        .col(text("injection_status"))
        .col(instant("created_at"))
        .index(&mut unique(TABLE, &["meter_id", "valid_from"]))
        .foreign_key(&mut meter)
        .foreign_key(&mut member)
        .foreign_key(&mut references(TABLE, &["dso"], "dso", &["code"], ForeignKeyAction::Restrict))
        .check(Expr::col("valid_to").gt(Expr::col("valid_from")))
        .check(Expr::col("sampling_power_va").gte(0))
        .check(Expr::col("generating_capacity_va").gte(0))
        .check(Expr::col("amperage_ma").gt(0))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["community_id", "meter_id"]).await?;
    index(manager, TABLE, &["community_id", "member_id"]).await?;
    index(manager, TABLE, &["dso"]).await
}
