//! From the crate `frontend` to WebAssembly and the script that starts it.
//!
//! There is no `wasm-opt` here: it takes a tenth off the module and nothing off what brotli makes of it, and the
//! versions that distributions have break the tables of newer modules.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::Effort;
use crate::process::{self, say};
use crate::{project, wasm_target};

pub struct Compiled {
    pub wasm: Vec<u8>,
    pub script: String,
    /// Scripts that `script` imports: path relative to it → text.
    pub snippets: BTreeMap<String, String>,
}

pub fn compile(effort: Effort) -> Result<Compiled> {
    let toolchain = wasm_target::prepare()?;
    let profile = match effort {
        Effort::Dev => "dev",
        Effort::Release => "web",
    };
    say(format!("web: compiling frontend (profile {profile}; the first time takes minutes)"));
    process::run(toolchain.cargo("build").args(["--package", "frontend", "--bin", "frontend", "--profile", profile]))?;

    let folder = if effort == Effort::Dev { "debug" } else { "web" };
    let module = project::wasm_target().join(wasm_target::TARGET).join(folder).join("frontend.wasm");
    say("web: binding");
    let bound = project::target().join("web/bound");
    bind(&module, &bound, effort)?;
    Ok(Compiled { wasm: fs::read(bound.join("app_bg.wasm"))?, script: script(&bound)?, snippets: snippets(&bound)? })
}

fn bind(module: &Path, folder: &Path, effort: Effort) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .web(true)?
        .input_path(module)
        .out_name("app")
        .typescript(false)
        // The published name of the module has a hash, which `script` passes.
        .omit_default_module_path(true)
        .remove_name_section(effort == Effort::Release)
        .remove_producers_section(effort == Effort::Release);
    bindgen.generate(folder).context("wasm-bindgen failed; its version must equal the crate's (Cargo.toml)")
}

/// The glue, ending in the call that starts the program: no other script has to know the module's name.
fn script(folder: &Path) -> Result<String> {
    let glue = fs::read_to_string(folder.join("app.js"))?;
    Ok(format!("{glue}\n__wbg_init({{ module_or_path: \"/assets/app.wasm\" }});\n"))
}

fn snippets(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![folder.join("snippets")];
    while let Some(next) = open.pop() {
        if next.is_dir() {
            for entry in fs::read_dir(&next)? {
                open.push(entry?.path());
            }
        } else if next.is_file() {
            let path = next.strip_prefix(folder)?.to_string_lossy().into_owned();
            found.insert(path, fs::read_to_string(&next)?);
        }
    }
    Ok(found)
}
