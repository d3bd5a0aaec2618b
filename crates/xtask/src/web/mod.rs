//! `cargo xtask web`: from `frontend/` to the finished site in `target/web/dist`.
//!
//! The page and the sources name files by their plain names; each is published under `/assets/` with a hash of its
//! content in the name, and every mention in `index.html`, the styles and the scripts is replaced:
//!
//! | plain name | made of |
//! | --- | --- |
//! | `/assets/app.js` | wasm-bindgen's glue; starts the program by itself as a module script |
//! | `/assets/app.wasm` | the crate `frontend`, less the parts |
//! | `/assets/parts.js`, `/assets/part-*.wasm` | the parts of `frontend/src/parts.rs`, and what fetches them |
//! | `/assets/app.css` | `frontend/style/*.css` in the order of [`css::ORDER`] |
//! | `/assets/i18n-<lang>.json` | `frontend/i18n/<lang>/*.json`, merged |
//! | `/assets/sample-2016.csv` | `crates/domain/data`: a year to try keys on, fetched by their pages alone |
//! | `/assets/<file>` | `frontend/assets/<file>`, such as `boot.js` and `favicon.svg` |
//!
//! Nothing is done when no input changed. A release build is compressed ahead and held to [`budget::FIRST_LOAD`].

mod assets;
mod budget;
mod catalogues;
mod compile;
mod compress;
mod css;
mod fingerprint;
mod split;

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::process::say;
use crate::project;
use assets::Assets;

/// How much is spent on the result.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Fast to build, large, not compressed: for trying things.
    Dev,
    /// What users get.
    Release,
}

/// Builds the site unless it is there already.
pub fn build(effort: Effort) -> Result<()> {
    let home = project::target().join("web");
    fs::create_dir_all(&home)?;
    // Two terminals may ask at once; the second then finds the work done.
    let lock = File::create(home.join("lock"))?;
    if lock.try_lock().is_err() {
        say("web: waiting for another build of the site");
        lock.lock()?;
    }

    let started = Instant::now();
    let stamp = home.join("stamp");
    let fingerprint = fingerprint::of_inputs(effort)?;
    if project::dist().join("index.html").exists() && fs::read_to_string(&stamp).is_ok_and(|old| old == fingerprint) {
        say("web: up to date");
        return if effort == Effort::Release { budget::check(&project::dist()) } else { Ok(()) };
    }

    let compiled = compile::compile(effort)?;
    let fresh = home.join("dist.new");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    publish(compiled, &fresh)?;
    if effort == Effort::Release {
        say("web: compressing");
        compress::ahead(&fresh)?;
    }
    // The old site serves until the new one is whole.
    let _ = fs::remove_file(&stamp);
    swap(&fresh, &project::dist(), &home.join("dist.old"))?;
    fs::write(stamp, fingerprint)?;
    say(format!("web: built {} in {:.0?}", project::dist().display(), started.elapsed()));
    if effort == Effort::Release { budget::check(&project::dist()) } else { Ok(()) }
}

/// The name of the year of readings that keys are tried on.
const SAMPLE: &str = "sample-2016.csv";

/// The year as plain text: the transport compresses it better than the archive is.
fn sample() -> Result<Vec<u8>> {
    let file = project::root().join("crates/domain/data/community-2016-utc.csv.gz");
    let archive = File::open(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(archive).read_to_end(&mut text)?;
    Ok(text)
}

/// Collects every asset, gives it its published name and writes all with the page.
fn publish(compiled: compile::Compiled, folder: &Path) -> Result<()> {
    let frontend = project::frontend();
    let mut assets = Assets::default();
    for file in files_in(&frontend.join("assets"))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assets.add(&name, fs::read(&file)?);
    }
    assets.add(SAMPLE, sample()?);
    for (language, catalogue) in catalogues::merge(&frontend.join("i18n"))? {
        assets.add(&format!("i18n-{language}.json"), catalogue.into_bytes());
    }
    assets.add("app.css", css::bundle(&frontend.join("style"))?.into_bytes());
    assets.add("app.wasm", compiled.wasm);
    for (name, module) in compiled.parts {
        assets.add(&name, module);
    }
    assets.add_cycle([("app.js", compiled.script), ("parts.js", compiled.parts_script)]);
    for (path, text) in compiled.snippets {
        assets.add_fixed(&path, text.into_bytes());
    }

    let page = frontend.join("index.html");
    let html = fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    let html = assets.link_page(&html).with_context(|| page.display().to_string())?;
    assets.write(&folder.join("assets"))?;
    fs::write(folder.join("index.html"), html)?;
    Ok(())
}

fn swap(fresh: &Path, place: &Path, aside: &Path) -> Result<()> {
    if aside.exists() {
        fs::remove_dir_all(aside)?;
    }
    if place.exists() {
        fs::rename(place, aside)?;
    }
    fs::rename(fresh, place)?;
    if aside.exists() {
        fs::remove_dir_all(aside)?;
    }
    Ok(())
}

/// The plain files of one folder, sorted; none when the folder is absent.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
