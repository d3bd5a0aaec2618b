//! A meter's periods neither overlap nor leave a hole, whoever writes them.
//!
//! The end of a period refers to the beginning of another one of the same meter (a foreign key, checked at the
//! end of the transaction), no two end on the same day, and only one has no end. As a period ends after it begins,
//! following the ends from any of them leads to the one without, and no two can lead to the same next one: all of
//! them are a single chain. This needs no extension of PostgreSQL, and is the same on both databases.

use crate::columns::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// One period of a meter has no end.
const LAST: &str = "CREATE UNIQUE INDEX \"uq_meter_configuration_last\" \
    ON \"meter_configuration\" (\"meter_id\") WHERE \"valid_to\" IS NULL";

/// A period ends where another one begins.
const NEXT: &str = "CONSTRAINT \"fk_meter_configuration_next\" FOREIGN KEY (\"meter_id\", \"valid_to\") \
    REFERENCES \"meter_configuration\" (\"meter_id\", \"valid_from\") DEFERRABLE INITIALLY DEFERRED";

/// No two periods end on the same day.
const ENDS: &str = "CONSTRAINT \"uq_meter_configuration_meter_id_valid_to\" UNIQUE (\"meter_id\", \"valid_to\")";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            remake(manager, &format!(", {ENDS}, {NEXT}")).await?;
        } else {
            run(manager, &format!("ALTER TABLE \"meter_configuration\" ADD {ENDS}, ADD {NEXT}")).await?;
        }
        run(manager, LAST).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, "DROP INDEX \"uq_meter_configuration_last\"").await?;
        if manager.get_database_backend() == DbBackend::Sqlite {
            return remake(manager, "").await;
        }
        run(
            manager,
            "ALTER TABLE \"meter_configuration\" DROP CONSTRAINT \"fk_meter_configuration_next\", \
                DROP CONSTRAINT \"uq_meter_configuration_meter_id_valid_to\"",
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn run(manager: &SchemaManager<'_>, statement: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(statement).await.map(drop)
}

/// Makes the table of SQLite anew with other constraints: there they cannot be added to one that exists.
async fn remake(manager: &SchemaManager<'_>, constraints: &str) -> Result<(), DbErr> {
    let columns = "\"id\", \"community_id\", \"meter_id\", \"valid_from\", \"valid_to\", \"description\", \"status\", \
        \"sampling_power_va\", \"generating_capacity_va\", \"amperage_ma\", \"rate\", \"client_type\", \"member_id\", \
        \"dso\", \"production_chain\", \"injection_status\", \"created_at\"";
    // Renaming a table renames it in its own foreign key, too.
    let constraints =
        constraints.replace("REFERENCES \"meter_configuration\"", "REFERENCES \"meter_configuration_new\"");
    let create = format!(
        "CREATE TABLE \"meter_configuration_new\" ( \
            \"id\" uuid_text NOT NULL PRIMARY KEY, \"community_id\" uuid_text NOT NULL, \"meter_id\" uuid_text NOT NULL, \
            \"valid_from\" date_text NOT NULL, \"valid_to\" date_text NULL, \"description\" text NOT NULL, \
            \"status\" text NOT NULL, \"sampling_power_va\" integer NOT NULL, \
            \"generating_capacity_va\" integer NOT NULL, \"amperage_ma\" integer NOT NULL, \"rate\" text NOT NULL, \
            \"client_type\" text NOT NULL, \"member_id\" uuid_text NULL, \"dso\" text NOT NULL, \
            \"production_chain\" text NOT NULL, \"injection_status\" text NOT NULL, \
            \"created_at\" timestamp_with_timezone_text NOT NULL, \
            CONSTRAINT \"uq_meter_configuration_meter_id_valid_from\" UNIQUE (\"meter_id\", \"valid_from\"), \
            FOREIGN KEY (\"community_id\", \"meter_id\") REFERENCES \"meter\" (\"community_id\", \"id\") \
                ON DELETE CASCADE, \
            FOREIGN KEY (\"community_id\", \"member_id\") REFERENCES \"member\" (\"community_id\", \"id\") \
                ON DELETE RESTRICT, \
            FOREIGN KEY (\"dso\") REFERENCES \"dso\" (\"code\") ON DELETE RESTRICT, \
            CHECK (\"valid_to\" > \"valid_from\"), CHECK (\"sampling_power_va\" >= 0), \
            CHECK (\"generating_capacity_va\" >= 0), CHECK (\"amperage_ma\" > 0){constraints} )"
    );
    let copy =
        format!("INSERT INTO \"meter_configuration_new\" ({columns}) SELECT {columns} FROM \"meter_configuration\"");
    for statement in [
        create.as_str(),
        &copy,
        "DROP TABLE \"meter_configuration\"",
        "ALTER TABLE \"meter_configuration_new\" RENAME TO \"meter_configuration\"",
    ] {
        run(manager, statement).await?;
    }
    for indexed in [&["community_id", "meter_id"][..], &["community_id", "member_id"], &["dso"]] {
        index(manager, "meter_configuration", indexed).await?;
    }
    Ok(())
}
