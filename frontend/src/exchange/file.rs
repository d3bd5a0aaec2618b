//! Files that the user chose.

use client::Upload;
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList};

/// The first of the files that were chosen or dropped.
pub fn first(files: Option<FileList>) -> Option<File> {
    files.and_then(|files| files.get(0))
}

/// What is in a file; none when the browser cannot read it any more.
pub async fn read(file: File) -> Option<Upload> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Upload { file_name: file.name(), bytes: Uint8Array::new(&buffer).to_vec() })
}
