//! The OpenAPI document: whether it is well written, and whether the running program keeps what it promises.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::report::Tally;
use crate::postgres::Postgres;
use crate::server::Server;
use crate::tools::{node, python};
use crate::{http, process, project};

/// The document by the linter's rules.
pub fn lint() -> Result<Tally> {
    let mut redocly = node::package_program("redocly");
    redocly.env("REDOCLY_TELEMETRY", "off").env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    process::output(redocly.args(["lint", "openapi/openapi.json", "--config", "openapi/redocly.yaml"]))?;
    Ok(Tally::one())
}

/// Hundreds of made-up requests to a program on SQLite.
pub fn fuzz_sqlite() -> Result<Tally> {
    let file = tempfile::tempdir()?;
    fuzz("sqlite", &format!("sqlite://{}", file.path().join("clef.db").display()))
}

/// The same on PostgreSQL.
pub fn fuzz_postgres(postgres: &Postgres) -> Result<Tally> {
    fuzz("postgres", &postgres.url("postgres"))
}

fn fuzz(name: &str, database_url: &str) -> Result<Tally> {
    let folder = project::target().join("schemathesis");
    fs::create_dir_all(&folder)?;
    let server = Server::for_suite(&project::clef(), database_url, &folder.join(format!("{name}-server.log")))?;
    let token = login(&server)?;
    let report = folder.join(format!("{name}.log"));
    let mut fuzzer = python::program("st");
    fuzzer.args(["--config-file", "crates/api/schemathesis.toml", "run", "--no-color"]);
    fuzzer.arg(format!("http://{}/api/openapi.json", server.address));
    fuzzer.args(["--header", &format!("Authorization: Bearer {token}")]);
    let community = community(&server, &token)?;
    let id = |field: &str| community[field].as_str().unwrap_or_default().to_owned();
    fuzzer.env("CLEF_FUZZ_COMMUNITY", id("id")).env("CLEF_FUZZ_ORGANISATION", id("organisation_id"));
    let said = fuzzer.output().context("cannot start the fuzzer")?;
    fs::write(&report, &said.stdout)?;
    if !said.status.success() {
        bail!("{}\n(also in {})", String::from_utf8_lossy(&said.stdout).trim_end(), report.display());
    }
    Ok(Tally::one())
}

fn login(server: &Server) -> Result<String> {
    let credentials = json!({ "email": "manager@demo.clef.test", "password": "clef-demo-2026" });
    let answer = http::post(server.address, "/api/v1/auth/login", &credentials)?;
    let session: Value = serde_json::from_str(&answer.body).with_context(|| format!("login: {}", answer.status))?;
    Ok(session["access_token"].as_str().context("login answered no token")?.to_owned())
}

/// The demo community with the most in it, for requests that get further than an unknown id.
fn community(server: &Server, token: &str) -> Result<Value> {
    let answer = http::get_with_token(server.address, "/api/v1/communities?q=parc", token)?;
    let mut page: Value = serde_json::from_str(&answer.body).with_context(|| format!("list: {}", answer.status))?;
    Ok(page.pointer_mut("/items/0").context("there is no demo community")?.take())
}
