//! The built web application: inside the program, or in a directory.

use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

/// The files `cargo xtask web` built before this program was compiled; none when it had not run.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../target/web/dist"]
#[allow_missing = true]
struct Embedded;

/// Where the web application's files are.
#[derive(Debug, Clone)]
pub(crate) enum WebRoot {
    /// In the program itself.
    Embedded,
    /// In a directory.
    Directory(PathBuf),
}

impl WebRoot {
    /// A file by its path without a leading slash.
    pub(crate) async fn read(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        if !is_plain(path) {
            return None;
        }
        match self {
            Self::Embedded => Embedded::get(path).map(|file| file.data),
            Self::Directory(directory) => {
                let file = directory.join(path);
                let read = actix_web::web::block(move || std::fs::read(file)).await;
                read.ok()?.ok().map(Cow::Owned)
            }
        }
    }
}

/// Whether every part of a path names something below, so that none leads out of the directory.
fn is_plain(path: &str) -> bool {
    !path.contains('\\') && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[actix_web::test]
    async fn nothing_outside_the_directory_is_read() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("secret"), "s").unwrap();
        std::fs::create_dir(directory.path().join("web")).unwrap();
        std::fs::write(directory.path().join("web/index.html"), "i").unwrap();
        let root = WebRoot::Directory(directory.path().join("web"));
        assert_eq!(root.read("index.html").await.unwrap().as_ref(), b"i");
        let absolute = directory.path().join("secret");
        for path in ["../secret", "x/../../secret", "..\\secret", absolute.to_str().unwrap(), "missing", "", "."] {
            assert_eq!(root.read(path).await, None, "{path}");
        }
    }
}
