//! `cargo xtask bench`: numbers to compare over time, from an optimised build. Nothing here passes or fails.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::http::{self, Answer};
use crate::process::{self, say};
use crate::server::Server;
use crate::{project, web};

const ROUNDS: usize = 200;

/// Runs the domain's benchmarks, then asks a demo the questions its pages ask.
pub fn run() -> Result<()> {
    say("bench: the domain");
    process::run(process::cargo().args(["bench", "--quiet", "--package", "domain", "--bench", "rules"]))?;
    web::build(web::Effort::Release)?;
    say("bench: compiling an optimised clef (takes minutes)");
    process::run(process::cargo().args(["build", "--release", "--package", "api"]))?;
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite://{}", folder.path().join("clef.db").display());
    let program = project::target().join("release/clef");
    let server = Server::for_suite(&program, &database, &project::target().join("bench/server.log"))?;
    api(&server)
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
