//! Published names: a hash of the content in each, so that a browser may keep a file for ever.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use sha2::{Digest, Sha256};

const PREFIX: &str = "/assets/";

/// The files of `/assets/`, under their plain names until [`Assets::link_page`] is called.
#[derive(Default)]
pub struct Assets {
    /// In the order they were added: a file may mention those before it.
    named: Vec<(String, Vec<u8>)>,
    published: BTreeMap<String, String>,
    fixed: Vec<(String, Vec<u8>)>,
}

impl Assets {
    /// Adds a file; its mentions of files added before get their published names, then it gets its own.
    pub fn add(&mut self, name: &str, content: Vec<u8>) {
        let content = if is_text(name) { self.relink(content) } else { content };
        let published = hashed(name, &content);
        self.published.insert(name.to_owned(), published.clone());
        self.named.push((published, content));
    }

    /// Adds scripts that mention each other: all are named by the content of all.
    pub fn add_cycle<const N: usize>(&mut self, scripts: [(&str, String); N]) {
        let relinked = scripts.map(|(name, text)| (name, replace(&text, &self.published)));
        let whole: String = relinked.iter().map(|(_, text)| text.as_str()).collect();
        for (name, _) in &relinked {
            self.published.insert((*name).to_owned(), hashed(name, whole.as_bytes()));
        }
        for (name, text) in relinked {
            self.named.push((self.published[name].clone(), replace(&text, &self.published).into_bytes()));
        }
    }

    /// Adds a file whose path already is unique, such as a script that wasm-bindgen imports.
    pub fn add_fixed(&mut self, path: &str, content: Vec<u8>) {
        self.fixed.push((path.to_owned(), content));
    }

    /// The page with published names; every `/assets/…` in it must be a file that exists.
    pub fn link_page(&self, html: &str) -> Result<String> {
        for name in ["app.js", "app.css"] {
            if !html.contains(&format!("{PREFIX}{name}")) {
                bail!("the page does not load {PREFIX}{name}");
            }
        }
        let linked = replace(html, &self.published);
        if let Some(unknown) = mentions(&linked).find(|name| !self.published.values().any(|known| known == name)) {
            bail!("the page mentions {PREFIX}{unknown}, which is no asset");
        }
        Ok(linked)
    }

    /// Writes all below the folder.
    pub fn write(&self, folder: &Path) -> Result<()> {
        for (path, content) in self.named.iter().chain(&self.fixed) {
            let file = folder.join(path);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(file, content)?;
        }
        Ok(())
    }

    fn relink(&self, content: Vec<u8>) -> Vec<u8> {
        match String::from_utf8(content) {
            Ok(text) => replace(&text, &self.published).into_bytes(),
            Err(binary) => binary.into_bytes(),
        }
    }
}

fn is_text(name: &str) -> bool {
    [".css", ".js", ".svg", ".webmanifest"].iter().any(|end| name.ends_with(end))
}

/// `boot.js` → `boot-0123456789abcdef.js`.
fn hashed(name: &str, content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{hash}.{extension}"),
        None => format!("{name}-{hash}"),
    }
}

fn replace(text: &str, published: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(PREFIX) {
        let (before, from) = rest.split_at(at + PREFIX.len());
        let name = name_at(from);
        out.push_str(before);
        out.push_str(published.get(name).map_or(name, String::as_str));
        rest = &from[name.len()..];
    }
    out + rest
}

fn mentions(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(PREFIX).map(move |(at, _)| name_at(&text[at + PREFIX.len()..]))
}

fn name_at(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

    use super::*;

    fn assets() -> Assets {
        let mut assets = Assets::default();
        assets.add("icon.svg", b"<svg/>".to_vec());
        assets.add("app.css", b"a{background:url(/assets/icon.svg)}".to_vec());
        assets.add("app.js", b"start()".to_vec());
        assets
    }

    #[test]
    fn mentions_get_the_published_names() {
        let assets = assets();
        let page = assets.link_page("<link href=\"/assets/app.css\"><script src='/assets/app.js'></script>").unwrap();
        assert!(page.contains(&format!("\"/assets/{}\"", assets.published["app.css"])), "{page}");
        let style = assets.named.iter().find(|(name, _)| name.starts_with("app-") && name.ends_with(".css")).unwrap();
        assert!(String::from_utf8_lossy(&style.1).contains(&assets.published["icon.svg"]));
    }

    #[test]
    fn scripts_that_mention_each_other_get_new_names_together() {
        let names = |second: &str| {
            let mut assets = Assets::default();
            assets.add_cycle([("a.js", "import '/assets/b.js'".into()), ("b.js", second.into())]);
            assert!(String::from_utf8_lossy(&assets.named[0].1).contains(&assets.published["b.js"]));
            assert!(String::from_utf8_lossy(&assets.named[1].1).contains(&assets.published["a.js"]));
            assets.published
        };
        let (one, two) = (names("import '/assets/a.js'"), names("import '/assets/a.js';"));
        assert!(one["a.js"] != two["a.js"] && one["b.js"] != two["b.js"]);
    }

    #[test]
    fn a_name_changes_with_its_content_only() {
        assert_eq!(hashed("a.js", b"1"), hashed("a.js", b"1"));
        assert_ne!(hashed("a.js", b"1"), hashed("a.js", b"2"));
        assert!(hashed("i18n-fr.json", b"{}").starts_with("i18n-fr-"));
    }

    #[test]
    fn a_page_that_mentions_nothing_known_is_refused() {
        let assets = assets();
        let unknown = assets.link_page("/assets/app.css /assets/app.js /assets/lost.png").unwrap_err().to_string();
        assert!(unknown.contains("/assets/lost.png"), "{unknown}");
        assert!(assets.link_page("/assets/app.css").is_err());
    }
}
