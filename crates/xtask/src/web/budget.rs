//! What the first visit costs, and the limit it is held to.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use super::files_in;
use crate::process::say;

/// Bytes of the first load with brotli: page, boot script, glue, module, styles and one catalogue.
pub const FIRST_LOAD: u64 = 350_000;

struct Row {
    name: String,
    plain: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the table of the site and fails above the limit.
pub fn check(dist: &Path) -> Result<()> {
    let mut rows = Vec::new();
    for folder in [dist.to_path_buf(), dist.join("assets")] {
        for file in files_in(&folder)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".br") || name.ends_with(".gz") {
                continue;
            }
            let plain = fs::metadata(&file)?.len();
            let packed = |extension: &str| {
                fs::metadata(format!("{}.{extension}", file.display())).map_or(plain, |packed| packed.len())
            };
            rows.push(Row { plain, gzip: packed("gz"), brotli: packed("br"), name });
        }
    }
    say(format!("{:<40} {:>10} {:>10} {:>10}", "bytes", "plain", "gzip", "brotli"));
    let (chunks, named): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.name.starts_with("part-chunk"));
    let chunks = Row {
        name: format!("{} chunks that parts share", chunks.len()),
        plain: chunks.iter().map(|row| row.plain).sum(),
        gzip: chunks.iter().map(|row| row.gzip).sum(),
        brotli: chunks.iter().map(|row| row.brotli).sum(),
    };
    for row in named.into_iter().chain([&chunks]) {
        say(format!("{:<40} {:>10} {:>10} {:>10}", row.name, row.plain, row.gzip, row.brotli));
    }
    let total = first_load(&rows);
    say(format!("first load with brotli: {:.1} kB of {} kB", total as f64 / 1000.0, FIRST_LOAD / 1000));
    if total > FIRST_LOAD {
        bail!("the first load is {} bytes over its budget", total - FIRST_LOAD);
    }
    Ok(())
}

/// Everything is loaded at first but the parts and the sample, which wait until they are needed, and the catalogues,
/// of which a visitor fetches one: the largest counts.
fn first_load(rows: &[Row]) -> u64 {
    let waits = |row: &&Row| row.name.starts_with("part-") || row.name.starts_with("sample-");
    let (catalogues, rest): (Vec<&Row>, Vec<&Row>) =
        rows.iter().filter(|row| !waits(row)).partition(|row| row.name.starts_with("i18n-"));
    let largest = catalogues.iter().map(|row| row.brotli).max().unwrap_or(0);
    rest.iter().map(|row| row.brotli).sum::<u64>() + largest
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::*;

    #[test]
    fn one_catalogue_counts() {
        let row = |name: &str, brotli| Row { name: name.into(), plain: 0, gzip: 0, brotli };
        let rows = [
            row("index.html", 1),
            row("app-1.wasm", 200),
            row("part-meters-1.wasm", 70),
            row("sample-2016-1.csv", 500),
            row("i18n-fr-1.json", 12),
            row("i18n-en-1.json", 10),
        ];
        assert_eq!(first_load(&rows), 213);
    }
}
