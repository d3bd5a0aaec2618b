//! Where things are in the working copy. The only module that spells out paths below the root.

use std::path::{Path, PathBuf};

/// The root of the working copy that `cargo xtask` was started in.
pub fn root() -> PathBuf {
    // Cargo names the package's directory when it runs us; the compiled-in one serves a direct start.
    let manifest =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    manifest.ancestors().nth(2).map_or(manifest.clone(), Path::to_path_buf)
}

/// Everything built or recorded goes below here, so that removing it forgets all.
pub fn target() -> PathBuf {
    root().join("target")
}

pub fn frontend() -> PathBuf {
    root().join("frontend")
}

/// Cargo's own output for the browser: another compiler may write it, so it is never shared with `target/debug`.
pub fn wasm_target() -> PathBuf {
    target().join("web/cargo")
}

/// The finished site; `clef` reads it in development and embeds it in a release.
pub fn dist() -> PathBuf {
    target().join("web/dist")
}

/// The program as `cargo build -p api` leaves it.
pub fn clef() -> PathBuf {
    target().join("debug/clef")
}
