//! What cargo checks: format, lints, documentation, and the tests, which are compiled once and run by suite.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::report::Tally;
use crate::postgres::Postgres;
use crate::process::{self, say};

pub fn format() -> Result<Tally> {
    process::run(process::cargo().args(["fmt", "--all", "--check"]))?;
    Ok(Tally::one())
}

pub fn clippy() -> Result<Tally> {
    let mut clippy = process::cargo();
    process::run(clippy.args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    Ok(Tally::one())
}

pub fn documentation() -> Result<Tally> {
    let mut doc = process::cargo();
    doc.args(["doc", "--quiet", "--workspace", "--no-deps", "--document-private-items"]);
    process::run(doc.env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Tally::one())
}

/// Tests of this program and of the arrows between the crates.
/// They are apart so that cargo compiles our dependencies with the features we were started with.
pub fn automation() -> Result<Tally> {
    counted(process::cargo().args(["test", "--quiet", "--package", "xtask", "--", "--format=pretty"]))
}

/// Unit tests of all crates; none of them needs a database.
pub fn quick() -> Result<Tally> {
    counted(process::cargo().args([
        "test",
        "--quiet",
        "--workspace",
        "--exclude",
        "xtask",
        "--lib",
        "--",
        "--format=pretty",
    ]))
}

/// Examples in the documentation.
pub fn examples() -> Result<Tally> {
    counted(process::cargo().args([
        "test",
        "--quiet",
        "--workspace",
        "--exclude",
        "xtask",
        "--doc",
        "--",
        "--format=pretty",
    ]))
}

/// The program, for those who want to start it.
pub fn build_program() -> Result<()> {
    process::run(process::cargo().args(["build", "--quiet", "--package", "api"]))
}

/// A compiled test program.
struct Binary {
    package: PathBuf,
    name: String,
    file: PathBuf,
}

/// All test programs of the workspace but our own; building them builds `clef` too.
pub struct Binaries(Vec<Binary>);

impl Binaries {
    pub fn build() -> Result<Self> {
        let mut binaries = Vec::new();
        let mut build = process::cargo();
        build.args(["test", "--workspace", "--exclude", "xtask", "--no-run", "--quiet"]);
        process::lines(build.arg("--message-format=json-render-diagnostics"), |line| binaries.extend(binary(line)))?;
        Ok(Self(binaries))
    }

    /// Every test that needs no server and no choice of database.
    pub fn unit(&self) -> Result<Tally> {
        self.run(|binary| !binary.is("store", "it") && !binary.is("api", "it"), &[])
    }

    /// The store runs each of its tests on both databases when it is told of a PostgreSQL.
    pub fn store(&self, postgres: &Postgres) -> Result<Tally> {
        self.run(|binary| binary.is("store", "it"), &[("TEST_POSTGRES_URL", postgres.url("postgres"))])
    }

    /// The program over HTTP.
    pub fn http(&self, postgres: Option<&Postgres>) -> Result<Tally> {
        let env = postgres
            .map(|server| [("TEST_POSTGRES_URL", server.url("postgres")), ("CLEF_TEST_DB", "postgres".to_owned())]);
        self.run(|binary| binary.is("api", "it"), env.as_ref().map_or(&[], |pairs| pairs))
    }

    fn run(&self, chosen: impl Fn(&Binary) -> bool, env: &[(&str, String)]) -> Result<Tally> {
        let mut tally = Tally::default();
        let mut found = false;
        for binary in self.0.iter().filter(|binary| chosen(binary)) {
            found = true;
            let mut command = process::program(&binary.file);
            command.current_dir(&binary.package).env("CARGO_MANIFEST_DIR", &binary.package);
            command
                .env_remove("TEST_POSTGRES_URL")
                .env_remove("CLEF_TEST_DB")
                .envs(env.iter().map(|(key, value)| (key, value)));
            tally.add(counted(&mut command)?);
        }
        found.then_some(tally).context("there are no such tests")
    }
}

impl Binary {
    fn is(&self, package: &str, name: &str) -> bool {
        self.package.file_name().is_some_and(|folder| folder == package) && self.name == name
    }
}

/// The test program a message of cargo tells of, if it does.
fn binary(line: &str) -> Option<Binary> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return None;
    }
    Some(Binary {
        package: Path::new(message["manifest_path"].as_str()?).parent()?.to_path_buf(),
        name: message["target"]["name"].as_str()?.to_owned(),
        file: message["executable"].as_str()?.into(),
    })
}

/// Runs tests, shows what is not a success, and counts.
fn counted(command: &mut std::process::Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let ended = process::lines(command, |line| match outcome(line) {
        Some(result) => tally.add(result),
        None if is_noise(line) => {}
        None => say(line),
    });
    // A failing test is counted already; a program that dies without a result is not.
    if tally.failed == 0 { ended.map(|()| tally) } else { Ok(tally) }
}

fn is_noise(line: &str) -> bool {
    line.is_empty() || line.starts_with("running ") || (line.starts_with("test ") && line.ends_with("... ok"))
}

/// `test result: ok. 12 passed; 0 failed; …`
fn outcome(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let count = |what: &str| counts.split("; ").find_map(|part| part.strip_suffix(what)?.trim().parse().ok());
    Some(Tally { passed: count("passed")?, failed: count("failed")? })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::*;

    #[test]
    fn a_result_line_is_read() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 1 filtered out; finished in 0.02s";
        assert_eq!(outcome(line), Some(Tally { passed: 12, failed: 3 }));
        assert_eq!(outcome("test a ... ok"), None);
    }

    #[test]
    fn only_test_programs_are_taken_from_cargo() {
        let artifact = |test: bool| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/w/crates/store/Cargo.toml","target":{{"name":"it"}},"profile":{{"test":{test}}},"executable":"/t/it"}}"#
            )
        };
        assert!(binary(&artifact(true)).unwrap().is("store", "it"));
        assert!(binary(&artifact(false)).is_none());
        assert!(binary("not json").is_none());
    }
}
