//! What the program writes beside the data: the audit log, the outbox, answers for repeated requests.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_audit_entry(manager).await?;
        create_outbox(manager).await?;
        create_idempotency(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["idempotency", "outbox", "audit_entry"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// No foreign keys: the log outlives what it tells of.
async fn create_audit_entry(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "audit_entry";
    let table = Table::create()
        .table(TABLE)
        .col(ColumnDef::new("seq").big_integer().not_null().auto_increment().primary_key())
        .col(uuid("id"))
        .col(instant("at"))
        .col(uuid_null("actor_id"))
        .col(text_null("actor_name"))
        .col(uuid_null("organisation_id"))
        .col(uuid_null("community_id"))
        .col(text("action"))
        .col(text("entity"))
        .col(uuid("entity_id"))
        .col(text("label"))
        .col(text("search_key"))
        .col(json("changes"))
        .col(text_null("request_id"))
        .index(&mut unique(TABLE, &["id"]))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["organisation_id", "seq"]).await?;
    index(manager, TABLE, &["community_id", "seq"]).await?;
    index(manager, TABLE, &["entity_id", "seq"]).await
}

async fn create_outbox(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "outbox";
    let table = Table::create()
        .table(TABLE)
        .col(id())
        .col(text("kind"))
        .col(text("recipient"))
        .col(json_null("payload"))
        .col(instant("created_at"))
        .col(instant("next_attempt_at"))
        .col(number("attempts"))
        .col(text("state"))
        .col(text_null("last_error"))
        .col(instant_null("delivered_at"))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["state", "next_attempt_at", "id"]).await
}

async fn create_idempotency(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "idempotency";
    let table = Table::create()
        .table(TABLE)
        .col(uuid("caller_id"))
        .col(text("key"))
        .col(text("request_hash"))
        .col(ColumnDef::new("status").big_integer().null())
        .col(json_null("headers"))
        .col(ColumnDef::new("body").binary().null())
        .col(instant("created_at"))
        .primary_key(Index::create().col("caller_id").col("key"))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["created_at"]).await
}
