//! Allocation keys and their versions.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// 100 % in millionths.
const WHOLE: i64 = 1_000_000;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_key(manager).await?;
        create_version(manager).await?;
        create_iteration(manager).await?;
        create_consumer(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["allocation_key_consumer", "allocation_key_iteration", "allocation_key_version", "allocation_key"];
        drop_tables(manager, &tables).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn create_key(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "allocation_key";
    let table = Table::create()
        .table(TABLE)
        .col(id())
        .col(uuid("community_id"))
        .col(text("name"))
        .col(key(manager, "name_key"))
        .col(text("search_key"))
        // The number of the latest version, which is what the key is now.
        .col(number("latest"))
        .col(instant_null("archived_at"))
        .col(number("version"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .col(text_null("updated_by"))
        .index(&mut unique(TABLE, &["community_id", "id"]))
        .foreign_key(&mut references(TABLE, &["community_id"], "community", &["id"], ForeignKeyAction::Restrict))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["community_id", "updated_at", "id"]).await?;
    index(manager, TABLE, &["community_id", "created_at", "id"]).await?;
    index(manager, TABLE, &["community_id", "name_key", "id"]).await
}

async fn create_version(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "allocation_key_version";
    let parent = ["community_id", "id"];
    let mut key = references(TABLE, &["community_id", "key_id"], "allocation_key", &parent, ForeignKeyAction::Cascade);
    let table = Table::create()
        .table(TABLE)
        .col(id())
        .col(uuid("community_id"))
        .col(uuid("key_id"))
        .col(number("number"))
        .col(text("name"))
        .col(text("description"))
        .col(text("method"))
        .col(number("consumer_count"))
        .col(number("iteration_count"))
        .col(instant("created_at"))
        .col(text_null("created_by"))
        .index(&mut unique(TABLE, &["key_id", "number"]))
        .index(&mut unique(TABLE, &["community_id", "id"]))
        .foreign_key(&mut key)
        .check(Expr::col("number").gt(0))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["community_id", "key_id"]).await
}

async fn create_iteration(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "allocation_key_iteration";
    let parent = ["community_id", "id"];
    let mut version = references(
        TABLE,
        &["community_id", "version_id"],
        "allocation_key_version",
        &parent,
        ForeignKeyAction::Cascade,
    );
    let table = Table::create()
        .table(TABLE)
        .col(uuid("version_id"))
        .col(number("position"))
        .col(uuid("community_id"))
        .col(number("share_millionths"))
        .col(text("rule"))
        .col(flag("refill"))
        // Millionths in the order of the consumers: up to fifty thousand of them, always read together.
        .col(json_null("weights_millionths"))
        .primary_key(Index::create().col("version_id").col("position"))
        .foreign_key(&mut version)
        .check(Expr::col("share_millionths").between(0, WHOLE))
        .take();
    manager.create_table(table).await
}

async fn create_consumer(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "allocation_key_consumer";
    let parent = ["community_id", "id"];
    let mut version = references(
        TABLE,
        &["community_id", "version_id"],
        "allocation_key_version",
        &parent,
        ForeignKeyAction::Cascade,
    );
    // A version never changes, so a meter that one names stays; and it is of the same community.
    let mut meter = references(TABLE, &["community_id", "meter_id"], "meter", &parent, ForeignKeyAction::Restrict);
    let table = Table::create()
        .table(TABLE)
        .col(uuid("version_id"))
        .col(number("position"))
        .col(uuid("community_id"))
        .col(text("name"))
        .col(uuid_null("meter_id"))
        .col(number_null("rank"))
        .primary_key(Index::create().col("version_id").col("position"))
        .foreign_key(&mut version)
        .foreign_key(&mut meter)
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["community_id", "meter_id"]).await
}
