//! Everything that is checked, as suites that each end in one line; and the commands made of them.

mod browser;
mod compose;
mod contract;
mod report;
mod rust;
mod wasm;

use std::thread;

use anyhow::Result;

use crate::postgres::Postgres;
use crate::process::say;
use crate::tools::{chromium, node, python};
use crate::{openapi, project, wasm_target, web};
pub use browser::Journeys;
use report::{Report, Tally};
use rust::Binaries;

/// `cargo xtask check`: what is worth asking before every commit; under a minute when warm.
pub fn check() -> Result<()> {
    let mut report = Report::default();
    report.suite("format", rust::format);
    report.suite("clippy", rust::clippy);
    report.suite("unit tests", rust::quick);
    report.conclude()
}

/// `cargo xtask test`: everything, on both databases and in the browser.
pub fn test() -> Result<()> {
    // First what can be missing: better to hear of it now than after the long part.
    node::ensure()?;
    python::ensure()?;
    chromium::ensure()?;
    wasm_target::prepare()?;
    let postgres = Postgres::start()?;

    // Two lanes: linking the site for size and waiting for a browser leave a core idle that compiling and the databases
    // can use. Each of cargo's profiles has a lock of its own, so the lanes do not wait for each other.
    let report = thread::scope(|lanes| {
        let site = lanes.spawn(site);
        let mut report = Report::default();
        report.suite("format", rust::format);
        report.suite("clippy", rust::clippy);
        report.suite("documentation", rust::documentation);
        report.suite("automation and architecture", rust::automation);
        report.suite("docker-compose.yml", compose::check);
        report.suite("domain in WebAssembly", wasm::domain);
        let binaries = report.step("build of the tests", Binaries::build);
        let ready = report.join(site).is_some();
        let Some(binaries) = binaries else { return report };
        let browser = ready.then(|| lanes.spawn(journeys));
        of_the_program(&mut report, &binaries, &postgres);
        browser.and_then(|browser| report.join(browser));
        report
    });
    report.conclude()
}

/// The lane of the browser, first half.
fn site() -> (Report, Option<()>) {
    let mut report = Report::default();
    let built = report.step("site within its budget", || web::build(web::Effort::Release));
    (report, built)
}

/// The lane of the browser, second half; it needs the program.
fn journeys() -> (Report, Option<()>) {
    let mut report = Report::default();
    report.suite("browser journeys", || browser::run(&Journeys::default()));
    (report, Some(()))
}

/// What the compiled tests and the running program are asked.
fn of_the_program(report: &mut Report, binaries: &Binaries, postgres: &Postgres) {
    report.suite("unit and property tests", || binaries.unit());
    report.suite("examples in the documentation", rust::examples);
    report.suite("store on SQLite and PostgreSQL", || binaries.store(postgres));
    report.suite("HTTP on SQLite", || binaries.http(None));
    report.suite("HTTP on PostgreSQL", || binaries.http(Some(postgres)));
    report.suite("OpenAPI document is current", || openapi::check().map(|()| Tally::one()));
    report.suite("OpenAPI lint", contract::lint);
    report.suite("API keeps its document on SQLite", contract::fuzz_sqlite);
    report.suite("API keeps its document on PostgreSQL", || contract::fuzz_postgres(postgres));
}

/// `cargo xtask e2e`: the journeys alone, on what is in the working copy now.
pub fn e2e(journeys: &Journeys) -> Result<()> {
    node::ensure()?;
    web::build(web::Effort::Release)?;
    rust::build_program()?;
    let tally = browser::run(journeys)?;
    say(format!("{tally}; screenshots in {}", project::target().join("e2e").display()));
    tally.into_result()
}

/// `cargo xtask openapi`: writes the document, or only compares.
pub fn openapi(check: bool) -> Result<()> {
    rust::build_program()?;
    if check { openapi::check() } else { openapi::write() }
}
