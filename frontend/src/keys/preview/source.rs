//! Where readings come from: the sample year that is shipped, or a file of one's own, which never leaves the browser.
//! Those of the community are in [`super::stored`].

use super::year::{Unreadable, Year};
use crate::i18n::{t, tr};
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Response};

thread_local! {
    static SAMPLE: RefCell<Option<Arc<Year>>> = const { RefCell::new(None) };
}

/// The sample year, fetched once.
///
/// # Errors
/// What to tell when it cannot be had.
pub async fn sample() -> Result<Arc<Year>, String> {
    if let Some(year) = SAMPLE.with_borrow(Clone::clone) {
        return Ok(year);
    }
    let text = fetch().await.map_err(|_| t("keys.preview.no_sample"))?;
    let year = Arc::new(Year::read(&text).map_err(|error| describe(&error))?);
    SAMPLE.set(Some(Arc::clone(&year)));
    Ok(year)
}

/// A file of one's own.
///
/// # Errors
/// What is wrong with it, and in which line.
pub async fn own(file: File) -> Result<Arc<Year>, String> {
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    let text = text.ok_or_else(|| t("keys.csv.empty"))?;
    Year::read(&text).map(Arc::new).map_err(|error| describe(&error))
}

/// What is wrong with a file, and in which line.
pub fn describe(error: &Unreadable) -> String {
    let line = error.line.to_string();
    tr(&format!("keys.csv.{}", error.reason), &[("line", &line), ("what", &error.what)])
}

/// The page carries the address because it has a hash in its name.
async fn fetch() -> Result<String, JsValue> {
    let boot = document().get_element_by_id("boot");
    let address = boot.and_then(|boot| boot.get_attribute("data-sample-year")).unwrap_or_default();
    let response: Response = JsFuture::from(window().fetch_with_str(&address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from_str("sample not found"));
    }
    let text = JsFuture::from(response.text()?).await?;
    text.as_string().ok_or_else(|| JsValue::from_str("sample is no text"))
}
