//! Logins, their sessions and their password resets.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_app_user(manager).await?;
        create_refresh_token(manager).await?;
        create_password_reset(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["password_reset", "refresh_token", "app_user"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn create_app_user(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("app_user")
        .col(id())
        .col(text("email"))
        .col(key(manager, "email_key"))
        .col(text("name"))
        .col(text("locale"))
        .col(text_null("password_hash"))
        .col(number("session_epoch"))
        .col(number("version"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .col(instant_null("last_login_at"))
        .index(&mut unique("app_user", &["email_key"]))
        .take();
    manager.create_table(table).await
}

async fn create_refresh_token(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("refresh_token")
        .col(id())
        .col(uuid("family_id"))
        .col(uuid("user_id"))
        .col(text("token_hash"))
        .col(instant("created_at"))
        .col(instant("expires_at"))
        .col(instant("family_expires_at"))
        .col(instant_null("rotated_at"))
        .col(instant_null("revoked_at"))
        .index(&mut unique("refresh_token", &["token_hash"]))
        .foreign_key(&mut references("refresh_token", &["user_id"], "app_user", &["id"], ForeignKeyAction::Cascade))
        .take();
    manager.create_table(table).await?;
    index(manager, "refresh_token", &["family_id"]).await?;
    index(manager, "refresh_token", &["user_id"]).await?;
    index(manager, "refresh_token", &["family_expires_at"]).await
}

async fn create_password_reset(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("password_reset")
        .col(id())
        .col(uuid("user_id"))
        .col(text("token_hash"))
        .col(instant("created_at"))
        .col(instant("expires_at"))
        .col(instant_null("used_at"))
        .col(instant_null("voided_at"))
        .index(&mut unique("password_reset", &["token_hash"]))
        .foreign_key(&mut references("password_reset", &["user_id"], "app_user", &["id"], ForeignKeyAction::Cascade))
        .take();
    manager.create_table(table).await?;
    index(manager, "password_reset", &["user_id"]).await?;
    index(manager, "password_reset", &["expires_at"]).await
}
