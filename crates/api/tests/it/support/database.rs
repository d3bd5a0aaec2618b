//! A database per test: a copy of one that was migrated and seeded once per run.
//!
//! A file of SQLite, or with `CLEF_TEST_DB=postgres` a database on the server of `TEST_POSTGRES_URL`, where
//! the user may create databases. The template of a run stays on that server, which is there for tests only.

use super::seed::{self, Seed};
use migrations::scratch;
use std::path::Path;
use store::{Store, StoreOptions};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// What tests start from, and what is in it.
struct Template {
    seed: Seed,
    source: Source,
}

enum Source {
    /// The bytes of a SQLite file.
    Sqlite(Vec<u8>),
    /// A database on a PostgreSQL server.
    Postgres { server: String, name: String },
}

static TEMPLATE: OnceCell<Template> = OnceCell::const_new();

/// A test's own database; gone when dropped.
pub(crate) enum Database {
    Sqlite { directory: TempDir },
    Postgres { server: String, name: String },
}

impl Database {
    /// A fresh copy, with what was seeded into it.
    pub(crate) async fn fresh() -> (Self, Seed) {
        let template = TEMPLATE.get_or_init(prepare).await;
        let database = match &template.source {
            Source::Sqlite(bytes) => {
                let directory = tempfile::tempdir().unwrap();
                std::fs::write(file(&directory), bytes).unwrap();
                Self::Sqlite { directory }
            }
            Source::Postgres { server, name: template } => {
                let name = unused_name();
                scratch::create(server, &name, Some(template)).await.unwrap();
                Self::Postgres { server: server.clone(), name }
            }
        };
        (database, template.seed.clone())
    }

    /// A database without anything, not even tables.
    pub(crate) async fn empty() -> Self {
        match server() {
            None => Self::Sqlite { directory: tempfile::tempdir().unwrap() },
            Some(server) => {
                let name = unused_name();
                scratch::create(&server, &name, None).await.unwrap();
                Self::Postgres { server, name }
            }
        }
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite { directory } => format!("sqlite://{}", file(directory).display()),
            Self::Postgres { server, name } => scratch::url(server, name),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Self::Postgres { server, name } = self else { return };
        let (server, name) = (std::mem::take(server), std::mem::take(name));
        // The test's runtime cannot be waited for here; a thread has one of its own.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(scratch::drop(&server, &name)).unwrap();
        });
        let outcome = dropping.join();
        assert!(outcome.is_ok() || std::thread::panicking(), "the test's database could not be dropped");
    }
}

/// The server to use, unless it is SQLite.
fn server() -> Option<String> {
    match std::env::var("CLEF_TEST_DB").as_deref() {
        Ok("postgres") => Some(std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names the server")),
        Ok("sqlite") | Err(_) => None,
        Ok(other) => panic!("CLEF_TEST_DB is sqlite or postgres, not {other}"),
    }
}

async fn prepare() -> Template {
    let database = Database::empty().await;
    migrations::up(&database.url()).await.unwrap();
    let store = Store::connect(&database.url(), &StoreOptions::default()).await.unwrap();
    let seed = seed::plant(&store).await;
    // The last connection that closes moves the write-ahead log into the file.
    store.close().await.unwrap();
    let source = match &database {
        Database::Sqlite { directory } => Source::Sqlite(std::fs::read(file(directory)).unwrap()),
        Database::Postgres { server, name } => Source::Postgres { server: server.clone(), name: name.clone() },
    };
    if matches!(database, Database::Postgres { .. }) {
        std::mem::forget(database);
    }
    Template { seed, source }
}

fn file(directory: &TempDir) -> std::path::PathBuf {
    let directory: &Path = directory.path();
    directory.join("clef.db")
}

fn unused_name() -> String {
    format!("clef_it_{}", Uuid::now_v7().simple())
}
