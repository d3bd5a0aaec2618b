//! The system's Chromium; nothing is downloaded beside it.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::packages;
use crate::process;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Its path.
pub fn ensure() -> Result<PathBuf> {
    let find = || NAMES.iter().find_map(|name| process::which(name));
    if let Some(path) = find() {
        return Ok(path);
    }
    packages::install("Chromium, for the browser journeys,", &["chromium"])?;
    find().context("chromium was installed but is not on the PATH")
}
