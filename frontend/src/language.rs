//! Which language the screens speak, and changing it.
//!
//! The choice stands in the browser for the next visit and in the user's profile for their mails and their other
//! browsers.

use crate::i18n;
use domain::vocabulary::Locale;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Read by `boot.js` before the first paint.
const KEY: &str = "clef.locale";

/// The language of the screens; its number of changes tells the tree to draw itself anew.
#[derive(Clone, Copy)]
pub struct Language {
    generation: RwSignal<u32>,
    chosen: StoredValue<bool>,
}

/// The language; provided by the application's root.
pub fn use_language() -> Language {
    expect_context()
}

/// A language's own name, the same in every language.
pub const fn name(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "English",
        Locale::Fr => "Français",
        Locale::Nl => "Nederlands",
        Locale::De => "Deutsch",
    }
}

impl Language {
    /// Before any words are there.
    pub fn start() -> Self {
        Self { generation: RwSignal::new(0), chosen: StoredValue::new(false) }
    }

    /// Changes with each change of the language; 0 before the first words are there.
    pub fn generation(self) -> Signal<u32> {
        self.generation.into()
    }

    /// True once the user chose a language since the page was loaded, and so before they logged in.
    pub fn was_chosen(self) -> bool {
        self.chosen.get_value()
    }

    /// The language `boot.js` found: the stored choice, else the browser's.
    pub fn initial() -> Locale {
        let root = document().document_element();
        root.and_then(|root| root.get_attribute("lang")).and_then(|lang| lang.parse().ok()).unwrap_or(Locale::En)
    }

    /// Speaks another language, because the user chose it.
    ///
    /// # Errors
    /// When its catalogue cannot be fetched; then nothing changes.
    pub async fn choose(self, locale: Locale) -> Result<(), JsValue> {
        self.speak(locale).await?;
        self.chosen.set_value(true);
        Ok(())
    }

    /// Speaks another language.
    ///
    /// # Errors
    /// When its catalogue cannot be fetched; then nothing changes.
    pub async fn speak(self, locale: Locale) -> Result<(), JsValue> {
        if self.generation.get_untracked() > 0 && i18n::locale() == locale {
            return Ok(());
        }
        let json = fetch(&address(locale)?).await?;
        i18n::install(locale, &json).map_err(|error| JsValue::from_str(&error.to_string()))?;
        if let Some(root) = document().document_element() {
            root.set_attribute("lang", locale.as_str())?;
        }
        if let Ok(Some(storage)) = window().local_storage() {
            // Without storage the choice lasts for this visit.
            let _ = storage.set_item(KEY, locale.as_str());
        }
        self.generation.update(|generation| *generation += 1);
        Ok(())
    }
}

/// The address of a catalogue; the page carries it because it has a hash in its name.
fn address(locale: Locale) -> Result<String, JsValue> {
    let name = format!("data-{locale}");
    let address = document().get_element_by_id("boot").and_then(|boot| boot.get_attribute(&name));
    address.ok_or_else(|| JsValue::from_str("no catalogue"))
}

async fn fetch(address: &str) -> Result<String, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from_str("catalogue not found"));
    }
    let text = JsFuture::from(response.text()?).await?;
    text.as_string().ok_or_else(|| JsValue::from_str("catalogue is no text"))
}
