//! The schema, one dated module per change, for SQLite and PostgreSQL.
//!
//! History must not move: a migration names tables and columns by literals and knows neither the
//! entities of `store` nor the rules of `domain`, which go on changing. See the README for how a change
//! is made in two releases, and for what differs between the two databases.

mod columns;
mod m20261121_000001_logins;
mod m20261121_000002_organisations;
mod m20261121_000003_communities;
mod m20261121_000004_role_grants;
mod m20261121_000005_dsos;
mod m20261121_000006_meters;
mod m20261121_000007_journals;
mod m20261122_000001_whole_timelines;
mod m20261122_000002_member_data;
mod m20261122_000003_imports;
mod m20261122_000004_keys;
mod m20261122_000005_text_search;
mod m20261128_000001_readings;
mod m20261128_000010_markets;
mod m20261128_000011_customers;
mod m20261128_000012_market_data;
mod m20261128_000020_optimisations;
mod m20261128_000021_notifications;
mod m20261128_000022_calendar_links;
mod m20261128_000030_calculations;
#[cfg(feature = "scratch")]
pub mod scratch;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend};

/// All migrations, in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_logins::Migration),
            Box::new(m20261121_000002_organisations::Migration),
            Box::new(m20261121_000003_communities::Migration),
            Box::new(m20261121_000004_role_grants::Migration),
            Box::new(m20261121_000005_dsos::Migration),
            Box::new(m20261121_000006_meters::Migration),
            Box::new(m20261121_000007_journals::Migration),
            Box::new(m20261122_000001_whole_timelines::Migration),
            Box::new(m20261122_000002_member_data::Migration),
            Box::new(m20261122_000003_imports::Migration),
            Box::new(m20261122_000004_keys::Migration),
            Box::new(m20261122_000005_text_search::Migration),
            Box::new(m20261128_000001_readings::Migration),
            Box::new(m20261128_000010_markets::Migration),
            Box::new(m20261128_000011_customers::Migration),
            Box::new(m20261128_000012_market_data::Migration),
            Box::new(m20261128_000020_optimisations::Migration),
            Box::new(m20261128_000021_notifications::Migration),
            Box::new(m20261128_000022_calendar_links::Migration),
            Box::new(m20261128_000030_calculations::Migration),
        ]
    }
}

/// Brings the database at `url` up to date; creates the file of a SQLite database that is not there.
///
/// # Errors
/// When the database cannot be reached, or a migration fails; those before it stay applied.
pub async fn up(url: &str) -> Result<(), DbErr> {
    let db = connect(url).await?;
    let result = Migrator::up(&db, None).await;
    db.close().await?;
    result
}

/// Takes the latest `steps` migrations back, with the data only they had room for; all when `None`.
///
/// # Errors
/// When the database cannot be reached, or a migration fails.
pub async fn down(url: &str, steps: Option<u32>) -> Result<(), DbErr> {
    let db = connect(url).await?;
    let result = Migrator::down(&db, steps).await;
    db.close().await?;
    result
}

/// One connection: the lock below belongs to it, and ends with it.
async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(|sqlite| sqlite.create_if_missing(true));
    let db = Database::connect(options).await?;
    if db.get_database_backend() == DbBackend::Postgres {
        // Several programs starting at once take turns; the number is arbitrary but must not change.
        db.execute_unprepared("SELECT pg_advisory_lock(20261121)").await?;
    }
    Ok(db)
}
