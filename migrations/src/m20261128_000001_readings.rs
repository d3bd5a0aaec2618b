//! Readings of meters, the imports they came with, and what each import changed.
//!
//! A row holds a month of UTC of one meter in one direction: its quarter-hours are one column, so that there is one
//! place for each and none for a second reading of it. Columns are written and read by `store::reading_months`.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_month(manager).await?;
        create_import(manager).await?;
        create_file(manager).await?;
        create_change(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["reading_change", "reading_file", "reading_import", "reading_month"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn create_month(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "reading_month";
    let parent = ["community_id", "id"];
    let mut meter = references(TABLE, &["community_id", "meter_id"], "meter", &parent, ForeignKeyAction::Restrict);
    let table = Table::create()
        .table(TABLE)
        .col(uuid("meter_id"))
        .col(text("direction"))
        // Months since the year 0: year × 12 + month, January being 0.
        .col(number("month"))
        .col(uuid("community_id"))
        // What can be said of the month without reading its column.
        .col(number("readings"))
        .col(number("total_wh"))
        .col(number("first_quarter"))
        .col(number("last_quarter"))
        .col(ColumnDef::new("wh").binary().not_null())
        .primary_key(Index::create().col("meter_id").col("direction").col("month"))
        .foreign_key(&mut meter)
        .check(Expr::col("readings").gt(0))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["community_id", "meter_id"]).await
}

async fn create_import(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "reading_import";
    let table = Table::create()
        .table(TABLE)
        .col(id())
        .col(uuid("community_id"))
        .col(text("state"))
        .col(text("file_name"))
        .col(text("layout"))
        .col(text("unit"))
        .col(text("stamped"))
        .col(json("answers"))
        .col(json("questions"))
        .col(number("meters"))
        .col(number("first_quarter"))
        .col(number("last_quarter"))
        .col(number("new"))
        .col(number("corrections"))
        .col(number("unchanged"))
        .col(json_null("result"))
        .col(text_null("failure"))
        // The order in which imports were applied; of two that change the same, the later one counts.
        .col(number_null("sequence"))
        .col(number("version"))
        .col(instant("created_at"))
        .col(text_null("created_by"))
        .col(instant_null("applied_at"))
        .col(text_null("applied_by"))
        .col(instant_null("undone_at"))
        .col(text_null("undone_by"))
        .index(&mut unique(TABLE, &["community_id", "id"]))
        // What nobody confirmed does not keep a community from being deleted.
        .foreign_key(&mut references(TABLE, &["community_id"], "community", &["id"], ForeignKeyAction::Cascade))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["community_id", "created_at", "id"]).await?;
    index(manager, TABLE, &["created_at"]).await
}

async fn create_file(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "reading_file";
    let parent = ["community_id", "id"];
    let import = ["community_id", "import_id"];
    let mut import = references(TABLE, &import, "reading_import", &parent, ForeignKeyAction::Cascade);
    let table = Table::create()
        .table(TABLE)
        .col(ColumnDef::new("import_id").uuid().not_null().primary_key())
        .col(uuid("community_id"))
        .col(json("report"))
        // As it was sent, until it is applied.
        .col(ColumnDef::new("bytes").binary().null())
        .foreign_key(&mut import)
        .take();
    manager.create_table(table).await
}

async fn create_change(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "reading_change";
    let parent = ["community_id", "id"];
    let import = ["community_id", "import_id"];
    let mut import = references(TABLE, &import, "reading_import", &parent, ForeignKeyAction::Cascade);
    let mut meter = references(TABLE, &["community_id", "meter_id"], "meter", &parent, ForeignKeyAction::Restrict);
    let table = Table::create()
        .table(TABLE)
        .col(uuid("import_id"))
        .col(uuid("meter_id"))
        .col(text("direction"))
        .col(number("month"))
        .col(uuid("community_id"))
        .col(number("corrections"))
        // Quarter-hours that the import left alone are gaps of both; those that had no reading are gaps of the old.
        .col(ColumnDef::new("old_wh").binary().not_null())
        .col(ColumnDef::new("new_wh").binary().not_null())
        .primary_key(Index::create().col("import_id").col("meter_id").col("direction").col("month"))
        .foreign_key(&mut import)
        .foreign_key(&mut meter)
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["meter_id", "direction", "month"]).await
}
