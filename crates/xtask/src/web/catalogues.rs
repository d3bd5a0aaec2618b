//! One catalogue per language, merged from the files of the features.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::files_in;

/// Language → JSON object of all its texts, keys sorted.
pub fn merge(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut catalogues = BTreeMap::new();
    let entries = fs::read_dir(folder).with_context(|| format!("no catalogues in {}", folder.display()))?;
    for entry in entries {
        let language = entry?.path();
        if language.is_dir() {
            let name = language.file_name().unwrap_or_default().to_string_lossy().into_owned();
            catalogues.insert(name, serde_json::to_string(&merge_language(&language)?)?);
        }
    }
    Ok(catalogues)
}

fn merge_language(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut merged = BTreeMap::new();
    for file in files_in(folder)? {
        let place = || file.display().to_string();
        let texts: BTreeMap<String, String> = serde_json::from_slice(&fs::read(&file)?).with_context(place)?;
        for (key, text) in texts {
            if merged.insert(key.clone(), text).is_some() {
                bail!("{}: `{key}` is in another file of the same language too", place());
            }
        }
    }
    Ok(merged)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::*;

    #[test]
    fn files_merge_and_a_key_may_stand_once() {
        let folder = tempfile::tempdir().unwrap();
        let language = folder.path().join("fr");
        fs::create_dir(&language).unwrap();
        fs::write(language.join("b.json"), r#"{"b.x":"Bé"}"#).unwrap();
        fs::write(language.join("a.json"), r#"{"a.x":"A"}"#).unwrap();
        assert_eq!(merge(folder.path()).unwrap()["fr"], r#"{"a.x":"A","b.x":"Bé"}"#);
        fs::write(language.join("c.json"), r#"{"a.x":"again"}"#).unwrap();
        assert!(merge(folder.path()).unwrap_err().to_string().contains("`a.x`"));
    }
}
