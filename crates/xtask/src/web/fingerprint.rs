//! Whether anything that goes into the site changed since it was built.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use sha2::{Digest, Sha256};

use super::Effort;
use crate::project;

/// Files and folders below the root that the site is made of, this program's own part included.
const INPUTS: [&str; 13] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "crates/domain",
    "crates/api-types",
    "crates/client",
    "crates/xtask/src",
    "frontend/Cargo.toml",
    "frontend/index.html",
    "frontend/src",
    "frontend/style",
    "frontend/assets",
    "frontend/i18n",
];

/// A digest of the content of all inputs; times would lie after a checkout.
pub fn of_inputs(effort: Effort) -> Result<String> {
    let root = project::root();
    let mut files = Vec::new();
    for input in INPUTS {
        collect(&root.join(input), &mut files)?;
    }
    files.sort();
    let mut digest = Sha256::new();
    digest.update([u8::from(effort == Effort::Release)]);
    for file in files {
        let content = fs::read(&file)?;
        digest.update(file.strip_prefix(&root)?.as_os_str().as_encoded_bytes());
        digest.update(content.len().to_le_bytes());
        digest.update(content);
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    }
    Ok(())
}
