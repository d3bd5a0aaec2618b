//! `cargo xtask bench`: numbers to compare over time, from an optimised build. Nothing here passes or fails.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::http::{self, Answer};
use crate::postgres::Postgres;
use crate::process::{self, say};
use crate::server::Server;
use crate::tools::{chromium, node};
use crate::{project, web};

const ROUNDS: usize = 200;

/// A part that can be measured alone.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Only {
    Readings,
}

/// How readings are kept, on both databases: seconds of an import, size, reading.
fn readings() -> Result<()> {
    say("bench: readings of 100 meters over a year");
    let postgres = Postgres::start()?;
    let mut readings = process::cargo();
    readings.args(["bench", "--quiet", "--package", "store", "--bench", "readings"]);
    process::run(readings.env("TEST_POSTGRES_URL", postgres.url("postgres")))
}

/// Measures how readings are kept, runs the benchmarks of the domain and the store, then asks a demo the questions its
/// pages ask, and types into one.
pub fn run(only: Option<Only>) -> Result<()> {
    readings()?;
    if only.is_some() {
        return Ok(());
    }
    say("bench: the domain");
    process::run(process::cargo().args(["bench", "--quiet", "--package", "domain", "--bench", "rules"]))?;
    say("bench: a year of 100 and of 1,000 consumers, against the sum of the same readings");
    let engine =
        process::output(process::cargo().args(["bench", "--quiet", "--package", "domain", "--bench", "allocation"]))?;
    say(engine.trim_end());
    say("bench: what fixing advice is worth");
    process::run(process::cargo().args(["bench", "--quiet", "--package", "domain", "--bench", "advice"]))?;
    say("bench: lists of 1,000 and of 100,000 meters");
    let postgres = Postgres::start()?;
    let mut lists = process::cargo();
    lists.args(["bench", "--quiet", "--package", "store", "--bench", "lists"]);
    process::run(lists.env("TEST_POSTGRES_URL", postgres.url("postgres")))?;
    drop(postgres);
    web::build(web::Effort::Release)?;
    say("bench: compiling an optimised clef (takes minutes)");
    process::run(process::cargo().args(["build", "--release", "--package", "api"]))?;
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite://{}", folder.path().join("clef.db").display());
    let program = project::target().join("release/clef");
    let server = Server::for_suite(&program, &database, &project::target().join("bench/server.log"))?;
    api(&server)?;
    drop(server);
    preview(&program, &engine)
}

/// The live preview in Chromium, and how many times as long as natively it takes.
fn preview(program: &Path, engine: &str) -> Result<()> {
    say("bench: the live preview of twelve consumers on a year, in Chromium");
    node::ensure()?;
    let mut command = process::program("node");
    command.current_dir(node::folder()).arg("bench/preview.mjs").env("CLEF_CHROMIUM", chromium::ensure()?);
    command.env("CLEF_BINARY", program).env("CLEF_SITE", project::dist());
    command.env("CLEF_E2E_OUTPUT", project::target().join("bench"));
    let browser = process::output(&mut command)?;
    for line in browser.lines().filter(|line| line.contains(" ms")) {
        say(format!("  {}", line.trim_start_matches("# ")));
    }
    let natively =
        number_after(engine, "Preview of 12 consumers: ").context("the engine's benchmark told no preview")?;
    let in_browser = number_after(&browser, "Preview in Chromium: ").context("the browser told no preview")?;
    say(format!("  natively {natively:.2} ms: Chromium takes {:.2} times as long", in_browser / natively));
    Ok(())
}

/// The number that stands after some words.
fn number_after(text: &str, words: &str) -> Option<f64> {
    text.split_once(words)?.1.split_whitespace().next()?.parse().ok()
}

fn api(server: &Server) -> Result<()> {
    let credentials = json!({ "email": "manager@demo.clef.test", "password": "clef-demo-2026" });
    let session: Value = serde_json::from_str(&http::post(server.address, "/api/v1/auth/login", &credentials)?.body)?;
    let token = session["access_token"].as_str().context("login answered no token")?.to_owned();
    let get = |path: &str| http::get_with_token(server.address, path, &token);
    let communities: Value = serde_json::from_str(&get("/api/v1/communities")?.body)?;
    let community = communities["items"][0]["id"].as_str().context("the demo has no community")?.to_owned();

    say(format!("bench: the API on SQLite, one request after the other, {ROUNDS} each"));
    measure("who am I", || get("/api/v1/me"))?;
    measure("list meters", || get(&format!("/api/v1/communities/{community}/meters")))?;
    measure("find a meter by EAN", || get(&format!("/api/v1/communities/{community}/meters?ean=5414")))?;
    measure("list members", || get(&format!("/api/v1/communities/{community}/members")))
}

fn measure(name: &str, ask: impl Fn() -> Result<Answer>) -> Result<()> {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let answer = ask()?;
        times.push(started.elapsed());
        ensure!(answer.status == 200, "{name}: answered {}", answer.status);
    }
    times.sort();
    let at = |percent: usize| millis(times[(ROUNDS - 1) * percent / 100]);
    say(format!("  {name:<22} median {} ms, 95 % {} ms, longest {} ms", at(50), at(95), at(100)));
    Ok(())
}

fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::number_after;

    #[test]
    fn a_number_is_found_by_its_words() {
        assert_eq!(number_after("x\nPreview in Chromium: 8.25 ms\n", "Chromium: "), Some(8.25));
        assert_eq!(number_after("nothing", "Chromium: "), None);
    }
}
