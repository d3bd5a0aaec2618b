//! `clef serve --demo`, started for a person, a suite or a measurement.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::child::Running;
use crate::{http, process, project};

/// A program that answers at `address`.
pub struct Server {
    pub address: SocketAddr,
    pub process: Running,
}

impl Server {
    /// Starts the program with demo data for a suite: on a free port, its log in `log`.
    pub fn for_suite(program: &Path, database_url: &str, log: &Path) -> Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, http::free_port()?));
        let mut command = command(program, address, Some(database_url));
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = File::create(log)?;
        command.stdout(file.try_clone()?).stderr(file);
        Self::start(&mut command, address).with_context(|| format!("its log is {}", log.display()))
    }

    /// Starts a command made by [`command`] and waits until its database answers.
    pub fn start(command: &mut Command, address: SocketAddr) -> Result<Self> {
        let mut process = Running::start(command, "TERM")?;
        process
            .wait_until(Duration::from_secs(60), || http::get(address, "/readyz").is_ok_and(|it| it.status == 200))?;
        Ok(Self { address, process })
    }
}

/// The command line of a demo; without a database it uses one that is thrown away.
pub fn command(program: &Path, address: SocketAddr, database_url: Option<&str>) -> Command {
    let mut command = process::program(program);
    command.args(["serve", "--demo", "--listen", &address.to_string()]).arg("--web-dir").arg(project::dist());
    command.args(database_url.iter().flat_map(|url| ["--database-url", url]));
    command
}
