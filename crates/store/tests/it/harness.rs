//! A fresh database for each test, and both kinds for each test.

use futures_util::FutureExt;
use migrations::scratch;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU32, Ordering};
use store::{Store, StoreOptions};
use tempfile::TempDir;

/// A database of its own.
pub struct Db {
    pub url: String,
    pub store: Store,
}

/// Makes two tests of each function: `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($(async fn $name:ident($db:ident: &Db) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn check($db: &$crate::harness::Db) $body

            #[tokio::test]
            async fn sqlite() {
                $crate::harness::on_sqlite(async |db| check(db).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                $crate::harness::on_postgres(async |db| check(db).await).await;
            }
        }
    )+};
}

pub async fn on_sqlite(test: impl AsyncFnOnce(&Db)) {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("clef.db").display());
    let db = migrated(url).await;
    test(&db).await;
    db.store.close().await.unwrap();
}

pub async fn on_postgres(test: impl AsyncFnOnce(&Db)) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else {
        println!("skipped: TEST_POSTGRES_URL is not set");
        return;
    };
    let name = format!("store_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    scratch::create(&server, &name, None).await.unwrap();
    let db = migrated(scratch::url(&server, &name)).await;
    // The database goes even when the test fails.
    let outcome = AssertUnwindSafe(test(&db)).catch_unwind().await;
    let _ = db.store.close().await;
    scratch::drop(&server, &name).await.unwrap();
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

async fn migrated(url: String) -> Db {
    migrations::up(&url).await.unwrap();
    let store = Store::connect(&url, &StoreOptions::default()).await.unwrap();
    Db { url, store }
}
