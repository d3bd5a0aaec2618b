//! Node with the packages of `frontend/e2e`: the journeys' browser driver and the linter of the OpenAPI document.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::packages;
use crate::process::{self, say};
use crate::project;

/// What the packages ask for.
const OLDEST: (u32, u32) = (20, 19);

/// Installs what the lock file names unless it is there.
pub fn ensure() -> Result<()> {
    if process::which("node").is_none() || process::which("npm").is_none() {
        packages::install("Node.js", &["nodejs", "npm"])?;
    }
    let version = process::output(process::program("node").arg("--version"))?;
    if number(&version).is_none_or(|found| found < OLDEST) {
        bail!(
            "Node.js {} is too old, the tests need {}.{} or newer: https://nodejs.org/en/download",
            version.trim(),
            OLDEST.0,
            OLDEST.1
        );
    }
    let wanted = fs::read_to_string(folder().join("package-lock.json")).context("frontend/e2e/package-lock.json")?;
    let stamp = folder().join("node_modules/.installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say("tools: npm ci in frontend/e2e");
    process::output(process::program("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder()))?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// A program of an installed package.
pub fn package_program(name: &str) -> Command {
    process::program(folder().join("node_modules/.bin").join(name))
}

/// The folder of the packages, which is that of the journeys.
pub fn folder() -> PathBuf {
    project::frontend().join("e2e")
}

/// `v20.19.1` → (20, 19).
fn number(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(number("v20.9.0\n").unwrap() < OLDEST);
        assert!(number("v22.1.0").unwrap() > OLDEST);
        assert_eq!(number("20"), None);
    }
}
