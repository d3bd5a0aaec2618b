//! The markets that can be activated for a customer.
//!
//! A snapshot of the reference data: a later change of it is a later migration, and a test of `store`
//! compares the outcome with `domain`.

use crate::columns::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::JsonValue;
use sea_orm_migration::sea_orm::prelude::Uuid;

const TABLE: &str = "market";

/// The ids differ in their last digits alone.
const FIRST_ID: u128 = 0x019a_6d6e_0000_7000_8000_0000_0000_0001;

/// Code, name, country, commodity, loads, whether the short term is covered.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str], bool);

const POWER: &[&str] = &["base", "peak"];
const GAS: &[&str] = &["base"];

const ROWS: &[Row] = &[
    ("be_power", "Belgian power", "BE", "electricity", POWER, true),
    ("fr_power", "French power", "FR", "electricity", POWER, true),
    ("pun", "PUN (Italian power)", "IT", "electricity", POWER, false),
    ("ttf", "TTF (Dutch and Belgian gas)", "NL", "gas", GAS, true),
    ("peg", "PEG (French gas)", "FR", "gas", GAS, false),
    ("psv", "PSV (Italian gas)", "IT", "gas", GAS, false),
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(TABLE)
            .col(id())
            .col(text("code"))
            .col(text("name"))
            .col(text("country"))
            .col(text("commodity"))
            .col(json("loads"))
            .col(flag("covers_short_term"))
            .col(number("position"))
            .index(&mut unique(TABLE, &["code"]))
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
    let columns = ["id", "code", "name", "country", "commodity", "loads", "covers_short_term", "position"];
    insert.into_table(TABLE).columns(columns);
    for (position, (code, name, country, commodity, loads, covers_short_term)) in (0_i64..).zip(ROWS) {
        let values = [
            Uuid::from_u128(FIRST_ID + u128::from(position.unsigned_abs())).into(),
            (*code).into(),
            (*name).into(),
            (*country).into(),
            (*commodity).into(),
            JsonValue::from(loads.to_vec()).into(),
            (*covers_short_term).into(),
            position.into(),
        ];
        insert.values(values).map_err(|error| DbErr::Migration(error.to_string()))?;
    }
    Ok(insert)
}
