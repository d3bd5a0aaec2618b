//! From the crate `frontend` to WebAssembly and the script that starts it.
//!
//! There is no `wasm-opt` here: it takes a tenth off the module and nothing off what brotli makes of it, and the
//! versions that distributions have break the tables of newer modules.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::{Effort, split};
use crate::process::{self, say};
use crate::{project, wasm_target};

pub struct Compiled {
    pub wasm: Vec<u8>,
    pub script: String,
    /// Fetches the parts; imports `script` and is imported by it.
    pub parts_script: String,
    /// Modules fetched when first needed, by name.
    pub parts: BTreeMap<String, Vec<u8>>,
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
    let mut command = toolchain.cargo("rustc");
    command.args(["--package", "frontend", "--bin", "frontend", "--profile", profile]);
    // Splitting moves code and data, and has to know every place that points there.
    process::run(command.args(["--", "-Clink-arg=--emit-relocs"]))?;

    let folder = if effort == Effort::Dev { "debug" } else { "web" };
    let module = project::wasm_target().join(wasm_target::TARGET).join(folder).join("frontend.wasm");
    say("web: splitting");
    let split = split::split(&module, &project::target().join("web/split"))?;
    say("web: binding");
    let bound = project::target().join("web/bound");
    bind(&split.main, &bound, effort)?;
    let wasm = bound.join("app_bg.wasm");
    let parts = split.parts.into_iter().map(|(name, file)| Ok((name, fs::read(file)?))).collect::<Result<_>>()?;
    let script = split::link(&script(&bound)?);
    Ok(Compiled { wasm: fs::read(&wasm)?, script, parts_script: split.script, parts, snippets: snippets(&bound)? })
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
        // The parts call through the linker's function table.
        .keep_lld_exports(true)
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
