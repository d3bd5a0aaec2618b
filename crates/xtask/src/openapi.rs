//! `cargo xtask openapi`: the committed document and what the routes say must be the same.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::process::{self, say};
use crate::project;

fn document() -> PathBuf {
    project::root().join("openapi/openapi.json")
}

/// Writes the document.
pub fn write() -> Result<()> {
    fs::write(document(), generate()?)?;
    say(format!("openapi: wrote {}", document().display()));
    Ok(())
}

/// Fails when the committed document is not what the program says.
pub fn check() -> Result<()> {
    let committed = fs::read_to_string(document()).unwrap_or_default();
    let generated = generate()?;
    if let Some(difference) = first_difference(&committed, &generated) {
        bail!("openapi/openapi.json is not what the routes say; run `cargo xtask openapi`.\n{difference}");
    }
    Ok(())
}

fn generate() -> Result<String> {
    process::output(process::program(project::clef()).arg("openapi"))
}

fn first_difference(committed: &str, generated: &str) -> Option<String> {
    if committed == generated {
        return None;
    }
    let pairs = committed.lines().zip(generated.lines());
    let at = pairs.clone().take_while(|(old, new)| old == new).count();
    let line = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").to_owned();
    Some(format!("line {}:\n- {}\n+ {}", at + 1, line(committed), line(generated)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::*;

    #[test]
    fn the_first_difference_is_shown() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n").unwrap(), "line 2:\n- b\n+ c");
        assert_eq!(first_difference("a\n", "a\nc\n").unwrap(), "line 2:\n- (nothing)\n+ c");
    }
}
