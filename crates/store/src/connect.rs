//! Opening a database: SQLite or PostgreSQL, by its URL.

use crate::error::{Error, Result};
use crate::totals::Totals;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::time::Duration;

/// A database. Cheap to clone; all clones share one pool.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) db: DatabaseConnection,
    pub(crate) totals: Totals,
}

/// How to open a database.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// Most connections at a time; by default 5 on SQLite and 10 on PostgreSQL.
    pub max_connections: Option<u32>,
    /// How long a call waits for a connection, and on SQLite for the one writer before it.
    pub patience: Duration,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self { max_connections: None, patience: Duration::from_secs(10) }
    }
}

impl Store {
    /// Opens the database at `url`: `sqlite://path` (created when absent) or `postgres://…`.
    ///
    /// The schema is the business of the `migrations` crate.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub async fn connect(url: &str, options: &StoreOptions) -> std::result::Result<Self, Error> {
        let sqlite = url.starts_with("sqlite:");
        let mut connect = ConnectOptions::new(url);
        connect
            .max_connections(options.max_connections.unwrap_or(if sqlite { 5 } else { 10 }))
            .acquire_timeout(options.patience)
            .connect_timeout(options.patience)
            .sqlx_logging(false);
        if sqlite {
            let patience = options.patience;
            // Write-ahead logging lets readers go on beside the one writer; with it, NORMAL loses no
            // committed transaction when the program dies. A search that walks a list comes back to a few
            // thousand pages: with room for them, at most 16 MiB for a connection, each is read once.
            connect.map_sqlx_sqlite_opts(move |sqlite| {
                sqlite
                    .create_if_missing(true)
                    .foreign_keys(true)
                    .busy_timeout(patience)
                    .pragma("journal_mode", "WAL")
                    .pragma("synchronous", "NORMAL")
                    .pragma("cache_size", "-16384")
            });
        }
        // PostgreSQL would soon plan for tenants of average size, and read a whole table for a small one. Planned for
        // the values at hand, a query costs a fraction of a millisecond more. Reading by an index costs hardly more
        // than reading in a row where there is no disk that turns.
        let settings = [("plan_cache_mode", "force_custom_plan"), ("random_page_cost", "1.1"), ("jit", "off")];
        connect.map_sqlx_postgres_opts(move |postgres| postgres.options(settings));
        let db = Database::connect(connect).await?;
        Ok(Self { db, totals: Totals::default() })
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// When it gives none.
    pub async fn ping(&self) -> Result<()> {
        self.db.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Closes all connections once their work is done.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close(self) -> Result<()> {
        Ok(self.db.close().await?)
    }
}
