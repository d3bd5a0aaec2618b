//! Calculations beside the requests: where each stands and what came of it, until it is forgotten.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "calculation";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The pair of ids is the tenant's; a community that goes takes its calculations along.
        let community = ["organisation_id", "community_id"];
        let target = ["organisation_id", "id"];
        let table = Table::create()
            .table(TABLE)
            .col(id())
            .col(uuid("organisation_id"))
            .col(uuid("community_id"))
            .col(text("kind"))
            .col(text("state"))
            .col(number("done"))
            .col(number("total"))
            .col(text_null("result"))
            .col(text_null("failure"))
            .col(number("version"))
            .col(instant("created_at"))
            .col(text_null("created_by"))
            .col(instant("seen_at"))
            .col(instant_null("ended_at"))
            .foreign_key(&mut references(TABLE, &community, "community", &target, ForeignKeyAction::Cascade))
            .take();
        manager.create_table(table).await?;
        index(manager, TABLE, &["organisation_id", "created_at"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[TABLE]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
