//! The journeys of `frontend/e2e` in the system's Chromium, each against a program of its own.

use std::fs;

use anyhow::Result;

use super::report::Tally;
use crate::process::{self, say};
use crate::project;
use crate::tools::{chromium, node};

/// How to run them.
#[derive(clap::Args, Default)]
pub struct Journeys {
    /// Show the browser
    #[arg(long)]
    headed: bool,
    /// Only journeys whose name matches this pattern
    #[arg(long, value_name = "PATTERN")]
    only: Option<String>,
}

/// Runs them; screenshots and logs stay in `target/e2e`.
pub fn run(journeys: &Journeys) -> Result<Tally> {
    let output = project::target().join("e2e");
    if output.exists() && journeys.only.is_none() {
        fs::remove_dir_all(&output)?;
    }
    fs::create_dir_all(&output)?;
    let mut command = process::program("node");
    command.current_dir(node::folder()).args(["--test", "--test-concurrency=1", "--test-reporter=tap"]);
    command.args(journeys.only.iter().flat_map(|pattern| ["--test-name-pattern", pattern]));
    command.arg("journeys/").env("CLEF_CHROMIUM", chromium::ensure()?);
    command.env("CLEF_BINARY", project::clef()).env("CLEF_SITE", project::dist()).env("CLEF_E2E_OUTPUT", &output);
    if journeys.headed {
        command.env("CLEF_HEADED", "1");
    }
    let mut tally = Tally::default();
    let ended = process::lines(&mut command, |line| {
        if let Some(count) = line.strip_prefix("# pass ") {
            tally.passed = count.parse().unwrap_or(0);
        } else if let Some(count) = line.strip_prefix("# fail ") {
            tally.failed = count.parse().unwrap_or(0);
        }
        say(line);
    });
    if tally.failed == 0 { ended.map(|()| tally) } else { Ok(tally) }
}
