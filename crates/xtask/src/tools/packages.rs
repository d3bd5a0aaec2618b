//! What a bare machine lacks: installed by apt when absent and apt is there, else named with the way to get it.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// Installs Debian packages. `what` says what they are for, in the message and in the error.
pub fn install(what: &str, packages: &[&str]) -> Result<()> {
    if process::which("apt-get").is_none() {
        bail!(
            "{what} is missing and there is no apt-get to install it.\n  Install it with your system's package manager (Debian calls it: {}).",
            packages.join(" ")
        );
    }
    process::say(format!("{what}: installing {}", packages.join(" ")));
    let hint = || anyhow::anyhow!("{what} is missing. Install it: apt-get install {}", packages.join(" "));
    process::run(apt().args(["update", "-q"])).map_err(|error| error.context(hint()))?;
    process::run(apt().args(["install", "-y", "-q", "--no-install-recommends"]).args(packages))
        .map_err(|error| error.context(hint()))
}

fn apt() -> Command {
    let mut command = if is_root() {
        process::program("apt-get")
    } else {
        let mut sudo = process::program("sudo");
        sudo.arg("apt-get");
        sudo
    };
    command.envs(BTreeMap::from([("DEBIAN_FRONTEND", "noninteractive")]));
    command
}

/// Whether this process may do everything; PostgreSQL and apt care.
pub fn is_root() -> bool {
    process::output(process::program("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
