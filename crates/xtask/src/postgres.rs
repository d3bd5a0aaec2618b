//! A PostgreSQL of our own for the tests: in a temporary directory, on a free port, gone at the end.

use std::fs::{self, File};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::child::Running;
use crate::tools::packages;
use crate::{http, process, project};

/// A server with one superuser, who may create databases.
pub struct Postgres {
    // Order matters: the server stops before its files go.
    _process: Running,
    _folder: TempDir,
    port: u16,
    password: String,
}

impl Postgres {
    pub fn start() -> Result<Self> {
        let binaries = binaries()?;
        let user = User::ordinary()?;
        // Not below `target`: an ordinary user may not be allowed into the home of root.
        let folder = tempfile::Builder::new().prefix("clef-postgres-").tempdir()?;
        let password = random_password()?;
        let secret = folder.path().join("password");
        fs::write(&secret, &password)?;
        if let Some(user) = &user {
            chown(folder.path(), Some(user.uid), Some(user.gid))?;
            chown(&secret, Some(user.uid), Some(user.gid))?;
        }
        let data = folder.path().join("data");
        let start = |name: &str| {
            let mut command = process::program(binaries.join(name));
            command.current_dir(folder.path());
            as_user(&mut command, user.as_ref());
            command
        };

        let mut initdb = start("initdb");
        initdb.args([
            "--username=postgres",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        process::output(initdb.arg("--pwfile").arg(&secret).arg("--pgdata").arg(&data))?;

        let port = http::free_port()?;
        let log = project::target().join("postgres.log");
        let file = File::create(&log)?;
        let mut server = start("postgres");
        server.arg("-D").arg(&data).args(["-p", &port.to_string()]);
        // The data lives for minutes: nothing is gained by writing it safely.
        for setting in ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"] {
            server.args(["-c", setting]);
        }
        server.args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]);
        let mut process = Running::start(server.stdout(file.try_clone()?).stderr(file), "INT")?;
        let ready = || {
            let mut ask = process::program(binaries.join("pg_isready"));
            process::output(ask.args(["-h", "127.0.0.1", "-p", &port.to_string()])).is_ok()
        };
        process.wait_until(Duration::from_secs(30), ready).with_context(|| format!("its log is {}", log.display()))?;
        Ok(Self { _process: process, _folder: folder, port, password })
    }

    /// The superuser's URL of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres:{}@127.0.0.1:{}/{database}", self.password, self.port)
    }
}

/// The folder of `initdb` and `postgres`: on the path, or where Debian hides them; the newest wins.
fn binaries() -> Result<PathBuf> {
    if let Some(folder) = find_binaries() {
        return Ok(folder);
    }
    packages::install("PostgreSQL", &["postgresql"])?;
    find_binaries().context("PostgreSQL was installed but its initdb is not to be found; put it on the PATH")
}

fn find_binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").is_file())
        .max_by_key(|bin| version(bin));
    debian.or_else(|| process::which("initdb").and_then(|file| file.parent().map(Path::to_path_buf)))
}

fn version(binaries: &Path) -> u32 {
    let name = binaries.parent().and_then(Path::file_name).unwrap_or_default();
    name.to_string_lossy().parse().unwrap_or(0)
}

/// Who runs the server instead of root, which PostgreSQL refuses to be run by.
struct User {
    uid: u32,
    gid: u32,
}

impl User {
    fn ordinary() -> Result<Option<Self>> {
        if !packages::is_root() {
            return Ok(None);
        }
        let passwd = fs::read_to_string("/etc/passwd")?;
        let user = ["postgres", "nobody"].iter().find_map(|name| Self::named(&passwd, name));
        Ok(Some(user.context("neither a user `postgres` nor `nobody` is there to run PostgreSQL")?))
    }

    fn named(passwd: &str, name: &str) -> Option<Self> {
        let fields: Vec<&str> =
            passwd.lines().map(|line| line.split(':').collect()).find(|fields: &Vec<&str>| fields[0] == name)?;
        Some(Self { uid: fields.get(2)?.parse().ok()?, gid: fields.get(3)?.parse().ok()? })
    }
}

fn as_user(command: &mut Command, user: Option<&User>) {
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid).env("HOME", "/");
    }
}

fn random_password() -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::*;

    #[test]
    fn the_newest_version_wins_by_number() {
        assert!(version(Path::new("/usr/lib/postgresql/15/bin")) > version(Path::new("/usr/lib/postgresql/9/bin")));
    }

    #[test]
    fn a_user_is_read_from_passwd() {
        let user = User::named("root:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:/bin/false", "nobody").unwrap();
        assert_eq!((user.uid, user.gid), (65534, 65533));
    }
}
