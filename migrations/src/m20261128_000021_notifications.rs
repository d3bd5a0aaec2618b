//! What users were told in the application, and who was told what, so that nobody is told twice.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const NOTIFICATION: &str = "notification";
const TOLD: &str = "told";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_notification(manager).await?;
        create_told(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[TOLD, NOTIFICATION]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn create_notification(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(NOTIFICATION)
        .col(id())
        .col(uuid("user_id"))
        .col(uuid("organisation_id"))
        .col(uuid("customer_id"))
        .col(uuid_null("optimisation_id"))
        .col(uuid("market_id"))
        .col(text("event"))
        .col(day_null("day"))
        .col(day_null("period_from"))
        .col(number_null("percent"))
        .col(number_null("calendar_version"))
        .col(number_null("days_left"))
        .col(instant("created_at"))
        .col(instant_null("read_at"))
        .foreign_key(&mut references(NOTIFICATION, &["user_id"], "app_user", &["id"], ForeignKeyAction::Cascade))
        .foreign_key(&mut of_customer(NOTIFICATION))
        .foreign_key(&mut references(
            NOTIFICATION,
            &["organisation_id", "optimisation_id"],
            "optimisation",
            &["organisation_id", "id"],
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(NOTIFICATION, &["market_id"], "market", &["id"], ForeignKeyAction::Restrict))
        .take();
    manager.create_table(table).await?;
    index(manager, NOTIFICATION, &["user_id", "id"]).await
}

/// `subject` is an advice, a calendar or a service, `what` says what of it, `recipient` is an address.
async fn create_told(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table(TOLD)
        .col(uuid("organisation_id"))
        .col(uuid("customer_id"))
        .col(uuid("subject"))
        .col(text("what"))
        .col(text("recipient"))
        .col(instant("at"))
        .primary_key(Index::create().col("subject").col("what").col("recipient"))
        .foreign_key(&mut of_customer(TOLD))
        .take();
    manager.create_table(table).await?;
    index(manager, TOLD, &["customer_id"]).await
}

fn of_customer(table: &'static str) -> ForeignKeyCreateStatement {
    let columns = ["organisation_id", "customer_id"];
    references(table, &columns, "customer", &["organisation_id", "id"], ForeignKeyAction::Cascade)
}
