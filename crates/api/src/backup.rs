//! Copies of a SQLite database, and putting one back. PostgreSQL brings tools of its own for this.

use crate::cli::{CommandError, migrate};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use store::{Store, StoreOptions};

/// What every SQLite database begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Copies the database at `url` to a new file.
pub(crate) async fn backup(url: &str, file: &Path) -> Result<(), CommandError> {
    let database = sqlite_file(url, "pg_dump")?;
    if !database.exists() {
        return Err(refused(format!("there is no database at {}", database.display())));
    }
    if file.exists() {
        return Err(refused(format!("{} is there already", file.display())));
    }
    let target = file.to_str().ok_or_else(|| refused("the name of the copy is not UTF-8".to_owned()))?;
    let store = Store::connect(url, &StoreOptions::default()).await.map_err(told)?;
    store.maintenance().copy_to(target).await.map_err(told)?;
    store.close().await.map_err(told)?;
    println!("{} is a copy of {}.", file.display(), database.display());
    Ok(())
}

/// Makes a database at `url` of a copy, and brings its schema up to date.
pub(crate) async fn restore(url: &str, file: &Path) -> Result<(), CommandError> {
    let database = sqlite_file(url, "pg_restore")?;
    let mut magic = [0; 16];
    let read = File::open(file).and_then(|mut copy| copy.read_exact(&mut magic));
    if read.is_err() || magic != *MAGIC {
        return Err(refused(format!("{} is no copy of a SQLite database", file.display())));
    }
    // A log beside the database would be played into the copy.
    for suffix in ["", "-wal", "-shm"] {
        let there = PathBuf::from(format!("{}{suffix}", database.display()));
        if there.exists() {
            return Err(refused(format!("{} is there already; stop the program and move it away", there.display())));
        }
    }
    fs::copy(file, &database).map_err(told)?;
    migrate(url).await?;
    println!("{} is restored from {}.", database.display(), file.display());
    Ok(())
}

fn sqlite_file(url: &str, tool: &str) -> Result<PathBuf, CommandError> {
    let path = url.strip_prefix("sqlite:").ok_or_else(|| refused(format!("this is for SQLite; use {tool} here")))?;
    let path = path.strip_prefix("//").unwrap_or(path);
    Ok(PathBuf::from(path.split('?').next().unwrap_or_default()))
}

fn refused(reason: String) -> CommandError {
    CommandError::Other(reason)
}

fn told(error: impl std::fmt::Display) -> CommandError {
    CommandError::Other(error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_file_of_a_url_is_found() {
        let check = |url: &str, expected: &str| assert_eq!(sqlite_file(url, "x").unwrap(), PathBuf::from(expected));
        check("sqlite://clef.db", "clef.db");
        check("sqlite:///var/lib/clef.db?mode=rwc", "/var/lib/clef.db");
        check("sqlite:data/clef.db", "data/clef.db");
        assert!(sqlite_file("postgres://localhost/clef", "x").is_err());
    }

    #[actix_web::test]
    async fn a_copy_can_be_put_back() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        let url = |name: &str| format!("sqlite://{}", at(name).display());
        migrate(&url("clef.db")).await.unwrap();
        backup(&url("clef.db"), &at("copy.db")).await.unwrap();
        assert!(backup(&url("clef.db"), &at("copy.db")).await.is_err(), "a copy is not overwritten");
        assert!(backup(&url("missing.db"), &at("other.db")).await.is_err(), "nothing is made of nothing");
        assert!(restore(&url("clef.db"), &at("copy.db")).await.is_err(), "a database is not overwritten");
        restore(&url("again.db"), &at("copy.db")).await.unwrap();
        let store = Store::connect(&url("again.db"), &StoreOptions::default()).await.unwrap();
        assert!(!store.dsos().await.unwrap().is_empty());
        fs::write(at("text"), "no database").unwrap();
        assert!(restore(&url("third.db"), &at("text")).await.is_err());
    }
}
