//! Communities and their members.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_community(manager).await?;
        create_member(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["member", "community"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn create_community(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "community";
    let table = Table::create()
        .table(TABLE)
        .col(id())
        .col(uuid("organisation_id"))
        .col(text("name"))
        .col(key(manager, "name_key"))
        .col(text("region"))
        .col(text("kind"))
        .col(text_null("contact_email"))
        .col(text_null("contact_phone"))
        .col(number("version"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .col(text_null("updated_by"))
        // What composite foreign keys of other tables point at: a row of another tenant cannot be named.
        .index(&mut unique(TABLE, &["organisation_id", "id"]))
        .foreign_key(&mut references(TABLE, &["organisation_id"], "organisation", &["id"], ForeignKeyAction::Restrict))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["organisation_id", "name_key", "id"]).await?;
    index(manager, TABLE, &["organisation_id", "created_at", "id"]).await
}

async fn create_member(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "member";
    let table = Table::create()
        .table(TABLE)
        .col(id())
        .col(uuid("community_id"))
        .col(text("kind"))
        .col(text_null("first_name"))
        .col(text_null("last_name"))
        .col(text_null("company_name"))
        .col(text_null("email"))
        .col(text_null("phone"))
        .col(text("status"))
        .col(text("display_name"))
        .col(key(manager, "name_key"))
        .col(text("search_key"))
        .col(number("version"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .col(text_null("updated_by"))
        .index(&mut unique(TABLE, &["community_id", "id"]))
        .foreign_key(&mut references(TABLE, &["community_id"], "community", &["id"], ForeignKeyAction::Restrict))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["community_id", "name_key", "id"]).await?;
    index(manager, TABLE, &["community_id", "created_at", "id"]).await
}
