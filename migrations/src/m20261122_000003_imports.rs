//! Imports of lists: what was uploaded, row by row, until somebody confirms or discards it.

use crate::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_import(manager).await?;
        create_import_row(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["import_row", "import"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn create_import(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "import";
    let table = Table::create()
        .table(TABLE)
        .col(id())
        .col(uuid("community_id"))
        .col(text("kind"))
        .col(text("state"))
        .col(text("file_name"))
        .col(json("columns"))
        .col(number("to_create"))
        .col(number("to_change"))
        .col(number("unchanged"))
        .col(number("wrong"))
        .col(text_null("failure"))
        .col(number("version"))
        .col(instant("created_at"))
        .col(text_null("created_by"))
        .col(instant_null("applied_at"))
        .index(&mut unique(TABLE, &["community_id", "id"]))
        // What nobody confirmed does not keep a community from being deleted.
        .foreign_key(&mut references(TABLE, &["community_id"], "community", &["id"], ForeignKeyAction::Cascade))
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["created_at"]).await
}

async fn create_import_row(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const TABLE: &str = "import_row";
    let parent = ["community_id", "id"];
    let mut import = references(TABLE, &["community_id", "import_id"], "import", &parent, ForeignKeyAction::Cascade);
    let table = Table::create()
        .table(TABLE)
        .col(id())
        .col(uuid("community_id"))
        .col(uuid("import_id"))
        .col(number("number"))
        .col(text("state"))
        .col(text("label"))
        .col(json("cells"))
        .col(json_null("input"))
        .col(json("changes"))
        .col(json("issues"))
        .col(uuid_null("target_id"))
        .col(ColumnDef::new("target_version").big_integer().null())
        .foreign_key(&mut import)
        .take();
    manager.create_table(table).await?;
    index(manager, TABLE, &["import_id", "number", "id"]).await
}
