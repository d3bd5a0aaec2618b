//! A compiler that has the standard library of `wasm32-unknown-unknown`.
//!
//! In order: the default toolchain has it; rustup adds it; Debian's `rustc-web` compiles it once from its own sources
//! into `target/web/toolchain`. The last serves machines that download no toolchains (`RUSTUP_AUTO_INSTALL=0`).

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tools::packages;
use crate::{process, project};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// Which cargo and rustc compile for the browser.
pub enum Toolchain {
    Default,
    /// Debian's compiler with a sysroot of our own.
    Sysroot(PathBuf),
}

impl Toolchain {
    /// A cargo that writes below `target/web/cargo`; the caller adds the verb.
    pub fn cargo(&self, verb: &str) -> Command {
        let mut command = match self {
            Self::Default => process::cargo(),
            Self::Sysroot(folder) => {
                let mut command = process::program("/usr/bin/cargo");
                command.env("RUSTC", folder.join("bin/rustc")).env_remove("RUSTC_WRAPPER");
                command
            }
        };
        command.arg(verb).args(["--target", TARGET]).arg("--target-dir").arg(project::wasm_target());
        command
    }
}

/// Finds or makes the toolchain; fast when it is there.
pub fn prepare() -> Result<Toolchain> {
    if has_std(Path::new("rustc")) {
        return Ok(Toolchain::Default);
    }
    let may_download = std::env::var_os("RUSTUP_AUTO_INSTALL").is_none_or(|value| value != "0");
    if may_download && process::which("rustup").is_some() {
        process::say(format!("web: rustup target add {TARGET}"));
        let added = process::run(process::program("rustup").args(["target", "add", TARGET]));
        if added.is_ok() && has_std(Path::new("rustc")) {
            return Ok(Toolchain::Default);
        }
    }
    debian()
}

/// Whether `core` and `std` of the target really load; a listing of targets would not tell.
fn has_std(rustc: &Path) -> bool {
    let Ok(folder) = tempfile::tempdir() else { return false };
    let source = folder.path().join("probe.rs");
    if fs::write(&source, "pub fn probe() -> String { String::new() }").is_err() {
        return false;
    }
    let mut probe = process::program(rustc);
    probe.args(["--target", TARGET, "--crate-type", "rlib", "-o"]).arg(folder.path().join("probe.rlib")).arg(&source);
    process::output(&mut probe).is_ok()
}

fn debian() -> Result<Toolchain> {
    let complete = ["/usr/bin/rustc", "/usr/bin/cargo", "/usr/lib/rustlib/src/rust/library/std/Cargo.toml"];
    if !complete.iter().all(|path| Path::new(path).exists()) {
        packages::install(
            &format!("a Rust compiler for {TARGET} (with rustup: `rustup target add {TARGET}`)"),
            &["rustc-web", "cargo-web", "rust-web-src"],
        )?;
    }
    let version = process::output(process::program("/usr/bin/rustc").arg("-vV"))?;
    let field = |name: &str| version.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let llvm = field("LLVM version:").and_then(|text| text.split('.').next()).context("rustc names no LLVM version")?;
    let host = field("host:").context("rustc names no host")?;
    let linker = PathBuf::from(format!("/usr/bin/lld-{llvm}"));
    if !linker.exists() {
        packages::install("the WebAssembly linker", &[&format!("lld-{llvm}")])?;
    }

    let folder = project::target().join("web/toolchain");
    let rustc = folder.join("bin/rustc");
    let stamp = folder.join("stamp");
    if fs::read_to_string(&stamp).is_ok_and(|of| of == version) && has_std(&rustc) {
        return Ok(Toolchain::Sysroot(folder));
    }
    process::say(format!("web: compiling the standard library of {TARGET}, once (about 40 s)"));
    build_sysroot(&folder, host, &linker)?;
    if !has_std(&rustc) {
        bail!(
            "the standard library of {TARGET} was compiled but does not load; remove {} and try again",
            folder.display()
        );
    }
    fs::write(stamp, version)?;
    Ok(Toolchain::Sysroot(folder))
}

fn build_sysroot(folder: &Path, host: &str, linker: &Path) -> Result<()> {
    let work = tempfile::tempdir()?;
    fs::create_dir(work.path().join("src"))?;
    fs::write(work.path().join("src/lib.rs"), "")?;
    fs::write(
        work.path().join("Cargo.toml"),
        "[package]\nname = \"stub\"\nedition = \"2024\"\n[profile.release]\npanic = \"abort\"\n[workspace]\n",
    )?;
    let built = work.path().join("target");
    let mut build = process::program("/usr/bin/cargo");
    build
        .current_dir(work.path())
        .args(["build", "--release", "--quiet", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,test,proc_macro")
        // Stable compilers build their own library under this name; without bitcode a later LTO cannot link it.
        .envs([("RUSTC_BOOTSTRAP", "1"), ("RUSTFLAGS", "-Cembed-bitcode=yes"), ("RUSTC", "/usr/bin/rustc")])
        .env("CARGO_TARGET_DIR", &built)
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("RUSTC_WRAPPER");
    process::run(&mut build).context("cannot compile the standard library")?;

    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let library = folder.join("lib/rustlib");
    let target_library = library.join(TARGET).join("lib");
    let host_binaries = library.join(host).join("bin");
    for part in [&folder.join("bin"), &target_library, &host_binaries] {
        fs::create_dir_all(part)?;
    }
    symlink(Path::new("/usr/lib/rustlib").join(host).join("lib"), library.join(host).join("lib"))?;
    symlink(linker, host_binaries.join("rust-lld"))?;
    for entry in fs::read_dir(built.join(TARGET).join("release/deps"))? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libstub") {
            fs::copy(&file, target_library.join(name))?;
        }
    }
    let rustc = folder.join("bin/rustc");
    fs::write(&rustc, format!("#!/bin/sh\nexec /usr/bin/rustc --sysroot '{}' \"$@\"\n", folder.display()))?;
    fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755))?;
    Ok(())
}
