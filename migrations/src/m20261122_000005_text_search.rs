//! Indexes for any part of a text: what lists of meters and members are searched by.
//!
//! PostgreSQL has them in an extension that every owner of a database may add. On SQLite they are tables of their
//! own, held to the texts by triggers; rows are numbered in a third table, because the number that SQLite gives a row
//! with an id of another kind may change when a database is copied.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: [&str; 2] = ["meter", "member"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            db.execute_unprepared("CREATE EXTENSION IF NOT EXISTS pg_trgm").await?;
        }
        for table in TABLES {
            match manager.get_database_backend() {
                DbBackend::Postgres => db.execute_unprepared(&postgres(table)).await?,
                _ => db.execute_unprepared(&sqlite(table)).await?,
            };
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for table in TABLES {
            match manager.get_database_backend() {
                // The extension stays: something else may have come to need it.
                DbBackend::Postgres => db.execute_unprepared(&format!("DROP INDEX ix_{table}_search_key")).await?,
                _ => db.execute_unprepared(&sqlite_down(table)).await?,
            };
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn postgres(table: &str) -> String {
    // Written at once, not kept for later: a search right after a change costs the same as any other.
    format!(
        "CREATE INDEX ix_{table}_search_key ON \"{table}\" USING gin (search_key gin_trgm_ops) WITH (fastupdate = off)"
    )
}

fn sqlite(table: &str) -> String {
    format!(
        "CREATE TABLE {table}_search_row (
             number INTEGER PRIMARY KEY,
             {table}_id BLOB NOT NULL UNIQUE,
             community_id BLOB NOT NULL
         );
         CREATE VIRTUAL TABLE {table}_search USING fts5(
             search_key, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
         );
         INSERT INTO {table}_search_row ({table}_id, community_id) SELECT id, community_id FROM \"{table}\";
         INSERT INTO {table}_search (rowid, search_key)
             SELECT number, search_key FROM {table}_search_row JOIN \"{table}\" ON id = {table}_id;
         CREATE TRIGGER tr_{table}_search_insert AFTER INSERT ON \"{table}\" BEGIN
             INSERT INTO {table}_search_row ({table}_id, community_id) VALUES (NEW.id, NEW.community_id);
             INSERT INTO {table}_search (rowid, search_key)
                 SELECT number, NEW.search_key FROM {table}_search_row WHERE {table}_id = NEW.id;
         END;
         CREATE TRIGGER tr_{table}_search_update AFTER UPDATE OF search_key ON \"{table}\"
             WHEN OLD.search_key <> NEW.search_key BEGIN
             UPDATE {table}_search SET search_key = NEW.search_key
                 WHERE rowid = (SELECT number FROM {table}_search_row WHERE {table}_id = NEW.id);
         END;
         CREATE TRIGGER tr_{table}_search_delete AFTER DELETE ON \"{table}\" BEGIN
             DELETE FROM {table}_search
                 WHERE rowid = (SELECT number FROM {table}_search_row WHERE {table}_id = OLD.id);
             DELETE FROM {table}_search_row WHERE {table}_id = OLD.id;
         END;"
    )
}

fn sqlite_down(table: &str) -> String {
    format!(
        "DROP TRIGGER tr_{table}_search_insert;
         DROP TRIGGER tr_{table}_search_update;
         DROP TRIGGER tr_{table}_search_delete;
         DROP TABLE {table}_search;
         DROP TABLE {table}_search_row;"
    )
}
