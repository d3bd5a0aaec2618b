//! The distribution system operators a meter can belong to.
//!
//! A snapshot of the reference data: a later change of it is a later migration, and a test of `store`
//! compares the outcome with `domain`.

use crate::columns::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::JsonValue;

const TABLE: &str = "dso";

/// Code and name, region, GLNs, usual first digits of identifiers.
type Row = (&'static str, Option<&'static str>, &'static [&'static str], &'static [&'static str]);

const ROWS: &[Row] = &[
    ("AIEG", Some("wallonia"), &["5499842496501"], &["5499842"]),
    ("AIESH", Some("wallonia"), &["5499982193704"], &["5499982"]),
    ("Elia", None, &[], &[]),
    (
        "Fluvius",
        Some("flanders"),
        &[
            "5414488000608",
            "5414488000707",
            "5414488000806",
            "5414488000905",
            "5414488001001",
            "5414488001100",
            "5414488001704",
            "5414488001803",
            "5414492999998",
            "5414494999996",
            "5414496999987",
        ],
        &["5414488", "5414492", "5414494", "5414496"],
    ),
    (
        "ORES",
        Some("wallonia"),
        &[
            "5414490000108",
            "5414490000207",
            "5414490000504",
            "5414490000603",
            "5414490000801",
            "5414490000900",
            "5414490001006",
            "5414490001105",
        ],
        &["5414490"],
    ),
    ("RESA", Some("wallonia"), &["5414567999991"], &["5414567"]),
    ("REW", Some("wallonia"), &["5414557999994"], &["5414557"]),
    ("Sibelga", Some("brussels"), &["5414489000102", "5414489000409"], &["5414489"]),
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(TABLE)
            .col(ColumnDef::new("code").text().not_null().primary_key())
            .col(text("name"))
            .col(text_null("region"))
            .col(json("glns"))
            .col(json("ean_prefixes"))
            .col(number("position"))
            .take();
        manager.create_table(table).await?;
        manager.execute(rows()?).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[TABLE]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn rows() -> Result<InsertStatement, DbErr> {
    let mut insert = Query::insert();
    insert.into_table(TABLE).columns(["code", "name", "region", "glns", "ean_prefixes", "position"]);
    for (position, (code, region, glns, prefixes)) in (0_i64..).zip(ROWS) {
        let values = [
            (*code).into(),
            (*code).into(),
            (*region).into(),
            JsonValue::from(glns.to_vec()).into(),
            JsonValue::from(prefixes.to_vec()).into(),
            position.into(),
        ];
        insert.values(values).map_err(|error| DbErr::Migration(error.to_string()))?;
    }
    Ok(insert)
}
