//! Links by which other programs follow a user's calendar: at most one each, kept as a digest.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "calendar_link";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(TABLE)
            .col(uuid("user_id"))
            .col(text("token_hash"))
            .col(instant("created_at"))
            .col(instant_null("last_used_at"))
            .primary_key(Index::create().col("user_id"))
            .index(&mut unique(TABLE, &["token_hash"]))
            .foreign_key(&mut references(TABLE, &["user_id"], "app_user", &["id"], ForeignKeyAction::Cascade))
            .take();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[TABLE]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
