//! Organisations, their users and the invitations of those.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_organisation(manager).await?;
        create_organisation_user(manager).await?;
        create_invitation(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["invitation", "organisation_user", "organisation"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn create_organisation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("organisation")
        .col(id())
        .col(text("name"))
        .col(key(manager, "name_key"))
        .col(number("version"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .col(text_null("updated_by"))
        .take();
    manager.create_table(table).await?;
    index(manager, "organisation", &["name_key", "id"]).await?;
    index(manager, "organisation", &["created_at", "id"]).await
}

async fn create_organisation_user(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "organisation_user";
    let table = Table::create()
        .table(TABLE)
        .col(id())
        .col(uuid("organisation_id"))
        .col(uuid("user_id"))
        .col(text("name"))
        .col(key(manager, "name_key"))
        .col(text("search_key"))
        .col(flag("accepted"))
        .col(number("version"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .col(text_null("updated_by"))
        .index(&mut unique(TABLE, &["organisation_id", "user_id"]))
        .index(&mut unique(TABLE, &["organisation_id", "id"]))
        .foreign_key(&mut references(TABLE, &["organisation_id"], "organisation", &["id"], ForeignKeyAction::Restrict))
        .foreign_key(&mut references(TABLE, &["user_id"], "app_user", &["id"], ForeignKeyAction::Cascade))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["organisation_id", "name_key", "id"]).await?;
    index(manager, TABLE, &["organisation_id", "created_at", "id"]).await?;
    index(manager, TABLE, &["user_id"]).await
}

async fn create_invitation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "invitation";
    let mut user =
        references(TABLE, &["organisation_user_id"], "organisation_user", &["id"], ForeignKeyAction::Cascade);
    let table = Table::create()
        .table(TABLE)
        .col(id())
        .col(uuid("organisation_user_id"))
        .col(text("token_hash"))
        .col(text("locale"))
        .col(instant("created_at"))
        .col(instant("expires_at"))
        .col(instant_null("accepted_at"))
        .col(instant_null("voided_at"))
        .index(&mut unique(TABLE, &["token_hash"]))
        .foreign_key(&mut user)
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["organisation_user_id", "id"]).await?;
    index(manager, TABLE, &["expires_at"]).await
}
