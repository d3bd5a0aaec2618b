//! `.br` and `.gz` beside every file that gains from it, so that serving costs nothing.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;

use super::files_in;

/// Compresses every file of the site.
pub fn ahead(dist: &Path) -> Result<()> {
    let mut files = files_in(dist)?;
    files.extend(files_in(&dist.join("assets"))?);
    files.par_iter().try_for_each(|file| {
        let content = fs::read(file)?;
        for (extension, packed) in [("br", brotli(&content)?), ("gz", gzip(&content)?)] {
            if packed.len() < content.len() {
                fs::write(format!("{}.{extension}", file.display()), packed)?;
            }
        }
        Ok(())
    })
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    // Quality 11 and a window of 4 MB: slow here, once.
    brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 22).write_all(content)?;
    Ok(out)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
