//! The domain's own tests, compiled to WebAssembly: what the browser computes is what the server computes.

use anyhow::{Result, ensure};
use serde_json::Value;

use super::report::Tally;
use crate::{process, project, wasm_target};

/// Runs the tests of `domain` in Node's WebAssembly engine; each test program counts as one.
pub fn domain() -> Result<Tally> {
    let mut build = wasm_target::prepare()?.cargo("test");
    build.args([
        "--package",
        "domain",
        "--features",
        "serde",
        "--lib",
        "--test",
        "it",
        "--test",
        "advice",
        "--test",
        "allocation",
        "--test",
        "readings",
        "--no-run",
        "--quiet",
    ]);
    let mut modules = Vec::new();
    process::lines(build.arg("--message-format=json-render-diagnostics"), |line| {
        let message: Value = serde_json::from_str(line).unwrap_or_default();
        modules.extend(message["executable"].as_str().map(str::to_owned));
    })?;
    ensure!(!modules.is_empty(), "cargo named no test module");
    let runner = project::root().join("crates/xtask/src/suites/wasm_runner.mjs");
    for module in &modules {
        process::output(process::program("node").arg(&runner).arg(module))?;
    }
    Ok(Tally { passed: modules.len(), failed: 0 })
}
