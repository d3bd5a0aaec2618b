//! Members get addresses, an account number and an enterprise number; and the log is read by its actors.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const MEMBER: &str = "member";

/// Addresses are absent as a whole, so each of their columns may be.
const ADDED: [&str; 14] = [
    "street",
    "street_number",
    "box",
    "postcode",
    "city",
    "country",
    "billing_street",
    "billing_street_number",
    "billing_box",
    "billing_postcode",
    "billing_city",
    "billing_country",
    "iban",
    "enterprise_number",
];

const LOG: &str = "audit_entry";

/// Whose log an actor is looked for in.
const TENANTS: [&str; 2] = ["organisation_id", "community_id"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column in a statement.
        for column in ADDED {
            manager.alter_table(Table::alter().table(MEMBER).add_column(text_null(column)).take()).await?;
        }
        for tenant in TENANTS {
            index(manager, LOG, &[tenant, "actor_id", "seq"]).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for tenant in TENANTS {
            let mut index = Index::drop();
            index.table(LOG).name(format!("ix_{LOG}_{tenant}_actor_id_seq"));
            manager.drop_index(index).await?;
        }
        for column in ADDED {
            manager.alter_table(Table::alter().table(MEMBER).drop_column(column).take()).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
