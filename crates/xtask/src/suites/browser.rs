//! The journeys of `frontend/e2e` in the system's Chromium, each against a program of its own.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::report::Tally;
use crate::tools::{chromium, node};
use crate::{process, project};

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
    let results = output.join("results.tap");
    let mut command = process::program("node");
    command.current_dir(node::folder()).args(["--test", "--test-concurrency=1"]);
    command.args(["--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap"]);
    command.arg(format!("--test-reporter-destination={}", results.display()));
    command.args(journeys.only.iter().flat_map(|pattern| ["--test-name-pattern", pattern]));
    command.args(files()?).env("CLEF_CHROMIUM", chromium::ensure()?);
    command.env("CLEF_BINARY", project::clef()).env("CLEF_SITE", project::dist()).env("CLEF_E2E_OUTPUT", &output);
    if journeys.headed {
        command.env("CLEF_HEADED", "1");
    }
    let ended = process::run(&mut command);
    let tally = tally(&fs::read_to_string(results).unwrap_or_default());
    if tally.failed == 0 { ended.map(|()| tally) } else { Ok(tally) }
}

/// Each by its name: what Node makes of a folder changes with its version.
fn files() -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(node::folder().join("journeys"))? {
        files.push(entry?.path());
    }
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    Ok(files)
}

/// The counts at the end of Node's report.
fn tally(report: &str) -> Tally {
    let count =
        |what: &str| report.lines().rev().find_map(|line| line.strip_prefix(what)?.trim().parse().ok()).unwrap_or(0);
    Tally { passed: count("# pass "), failed: count("# fail ") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::*;

    #[test]
    fn the_counts_are_read() {
        assert_eq!(tally("ok 1 - a\n# tests 3\n# pass 2\n# fail 1\n"), Tally { passed: 2, failed: 1 });
        assert_eq!(tally(""), Tally::default());
    }
}
