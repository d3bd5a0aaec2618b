//! What users hold: a role at a place.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "role_grant";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let relation = ["organisation_id", "organisation_user_id"];
        let community = ["organisation_id", "community_id"];
        let member = ["community_id", "member_id"];
        let table = Table::create()
            .table(TABLE)
            .col(id())
            .col(uuid("user_id"))
            .col(uuid_null("organisation_id"))
            .col(uuid_null("organisation_user_id"))
            .col(text("role"))
            .col(uuid_null("community_id"))
            .col(uuid_null("member_id"))
            .col(uuid_null("customer_id"))
            .foreign_key(&mut references(TABLE, &["user_id"], "app_user", &["id"], ForeignKeyAction::Cascade))
            .foreign_key(&mut references(
                TABLE,
                &relation,
                "organisation_user",
                &["organisation_id", "id"],
                ForeignKeyAction::Cascade,
            ))
            .foreign_key(&mut references(
                TABLE,
                &community,
                "community",
                &["organisation_id", "id"],
                ForeignKeyAction::Restrict,
            ))
            .foreign_key(&mut references(TABLE, &member, "member", &["community_id", "id"], ForeignKeyAction::Restrict))
            .take();
        manager.create_table(table).await?;
        index(manager, TABLE, &["user_id"]).await?;
        index(manager, TABLE, &["organisation_id", "organisation_user_id"]).await?;
        index(manager, TABLE, &["organisation_id", "community_id"]).await?;
        index(manager, TABLE, &["community_id", "member_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[TABLE]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
