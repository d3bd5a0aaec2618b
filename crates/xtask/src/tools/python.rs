//! A virtual environment below `target` with the pinned tools that only exist in Python.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::packages;
use crate::process::{self, say};
use crate::project;

const REQUIREMENTS: &str = "crates/xtask/requirements.txt";

/// Installs the requirements unless they are there.
pub fn ensure() -> Result<()> {
    let wanted = fs::read_to_string(project::root().join(REQUIREMENTS))?;
    let stamp = folder().join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let create = || process::output(process::program("python3").args(["-m", "venv", "--clear"]).arg(folder()));
    if create().is_err() {
        packages::install("Python with venv", &["python3", "python3-venv"])?;
        create()?;
    }
    say("tools: installing the API fuzzer (schemathesis)");
    process::output(program("pip").args(["install", "--quiet", "--requirement", REQUIREMENTS]))?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// A program of the environment.
pub fn program(name: &str) -> Command {
    process::program(folder().join("bin").join(name))
}

fn folder() -> PathBuf {
    project::target().join("python")
}
