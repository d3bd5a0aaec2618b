//! Cuts the compiled module at the split points of `frontend/src/parts.rs`, before wasm-bindgen sees it.
//!
//! What comes out is the main module, a module for each part, and the script that fetches a part when it is first
//! needed. That script and wasm-bindgen's glue import each other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::Options;

use super::files_in;

/// Where the glue of wasm-bindgen will be found.
const GLUE: &str = "/assets/app.js";
/// How the main module names the script that fetches parts, and where it will be found.
const LINK: (&str, &str) = ("./parts.js", "/assets/parts.js");

pub struct Split {
    /// The main module, for wasm-bindgen.
    pub main: PathBuf,
    /// The script that fetches parts.
    pub script: String,
    /// Published name → module of a part.
    pub parts: BTreeMap<String, PathBuf>,
}

pub fn split(module: &Path, folder: &Path) -> Result<Split> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let input = fs::read(module).with_context(|| module.display().to_string())?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = LINK.0;
    options.main_module = GLUE;
    wasm_split_cli_support::transform(options).map_err(|error| anyhow!("cannot split the module: {error:#}"))?;

    let mut script = fs::read_to_string(folder.join(LINK.0))?;
    let mut parts = BTreeMap::new();
    for file in files_in(folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if file == main || !name.ends_with(".wasm") {
            continue;
        }
        let published = format!("part-{}", name.trim_start_matches("split_"));
        script = script.replace(&format!("\"./{name}\""), &format!("\"/assets/{published}\""));
        parts.insert(published, file);
    }
    Ok(Split { main, script, parts })
}

/// The glue, importing the script that fetches parts from its published place. In the object it hands to the
/// module, that script keeps the name the module knows it by.
pub fn link(glue: &str) -> String {
    let import = |place| [format!("from '{place}'"), format!("from \"{place}\"")];
    let [single, double] = import(LINK.0);
    let [published, _] = import(LINK.1);
    glue.replace(&single, &published).replace(&double, &published)
}
