//! Customer accounts and the markets that are activated for them; invitations, mails and the log know of them.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const CUSTOMER: &str = "customer";
const SERVICE: &str = "market_service";
const GRANT: &str = "role_grant";
const INVITATION: &str = "invitation";

/// What keeps rows about an account, without a foreign key: they go when it is erased, or stay without its data.
/// Each with the column it is read in the order of.
const ABOUT: [(&str, &str); 4] = [(GRANT, "id"), (INVITATION, "id"), ("outbox", "id"), ("audit_entry", "seq")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_customer(manager).await?;
        create_service(manager).await?;
        // A grant has the column already.
        for (table, _) in ABOUT.into_iter().filter(|(table, _)| *table != GRANT) {
            manager.alter_table(Table::alter().table(table).add_column(uuid_null("customer_id")).take()).await?;
        }
        for (table, order) in ABOUT {
            index(manager, table, &["customer_id", order]).await?;
        }
        let opened = Table::alter().table(INVITATION).add_column(instant_null("opened_at")).take();
        manager.alter_table(opened).await?;
        let mut pending = flag("pending");
        let pending = Table::alter().table(GRANT).add_column(pending.default(false)).take();
        manager.alter_table(pending).await?;
        // A customer without an account could do nothing, and now is nothing.
        let mut stray = Query::delete();
        stray
            .from_table(GRANT)
            .and_where(Expr::col("role").eq("customer"))
            .and_where(Expr::col("customer_id").is_null());
        manager.execute(stray).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drop = |table: &'static str, column: &'static str| Table::alter().table(table).drop_column(column).take();
        manager.alter_table(drop(GRANT, "pending")).await?;
        manager.alter_table(drop(INVITATION, "opened_at")).await?;
        for (table, order) in ABOUT {
            let mut index = Index::drop();
            index.table(table).name(format!("ix_{table}_customer_id_{order}"));
            manager.drop_index(index).await?;
        }
        for (table, _) in ABOUT.into_iter().filter(|(table, _)| *table != GRANT) {
            manager.alter_table(drop(table, "customer_id")).await?;
        }
        drop_tables(manager, &[SERVICE, CUSTOMER]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn create_customer(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let kam = ["organisation_id", "kam_id"];
    let table = Table::create()
        .table(CUSTOMER)
        .col(id())
        .col(uuid("organisation_id"))
        .col(uuid("kam_id"))
        .col(text("company"))
        .col(text_null("reference"))
        .col(text_null("reference_key"))
        .col(text("last_name"))
        .col(text("first_name"))
        .col(text("phone"))
        .col(text("email"))
        .col(text("email_key"))
        .col(text("locale"))
        .col(text("kind"))
        .col(flag("access"))
        .col(text_null("editor"))
        .col(flag("frozen"))
        .col(instant_null("deleted_at"))
        .col(instant_null("erase_at"))
        .col(key(manager, "name_key"))
        .col(text("search_key"))
        .col(number("version"))
        .col(instant("created_at"))
        .col(instant("updated_at"))
        .col(text_null("updated_by"))
        .index(&mut unique(CUSTOMER, &["organisation_id", "id"]))
        .index(&mut unique(CUSTOMER, &["organisation_id", "email_key"]))
        .index(&mut unique(CUSTOMER, &["organisation_id", "reference_key"]))
        .foreign_key(&mut references(
            CUSTOMER,
            &["organisation_id"],
            "organisation",
            &["id"],
            ForeignKeyAction::Restrict,
        ))
        .foreign_key(&mut references(
            CUSTOMER,
            &kam,
            "organisation_user",
            &["organisation_id", "id"],
            ForeignKeyAction::Restrict,
        ))
        .take();
    manager.create_table(table).await?;
    index(manager, CUSTOMER, &["organisation_id", "name_key", "id"]).await?;
    index(manager, CUSTOMER, &["organisation_id", "created_at", "id"]).await?;
    index(manager, CUSTOMER, &["organisation_id", "kam_id", "name_key", "id"]).await?;
    index(manager, CUSTOMER, &["erase_at"]).await
}

async fn create_service(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let account = ["organisation_id", "customer_id"];
    let table = Table::create()
        .table(SERVICE)
        .col(id())
        .col(uuid("organisation_id"))
        .col(uuid("customer_id"))
        .col(uuid("market_id"))
        .col(day("start_date"))
        .col(day("end_date"))
        .col(flag("shares_application"))
        .col(flag("shares_manager"))
        .col(flag("shares_client"))
        .col(number("max_optimisations"))
        .index(&mut unique(SERVICE, &["customer_id", "market_id"]))
        .foreign_key(&mut references(
            SERVICE,
            &account,
            CUSTOMER,
            &["organisation_id", "id"],
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut references(SERVICE, &["market_id"], "market", &["id"], ForeignKeyAction::Restrict))
        .take();
    manager.create_table(table).await?;
    index(manager, SERVICE, &["organisation_id", "market_id", "end_date"]).await
}
