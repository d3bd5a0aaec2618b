//! Copying a text to the clipboard.

use super::Icon;
use crate::i18n::t;
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Clipboard;

/// How long the tick stays.
const TICK: Duration = Duration::from_secs(2);

/// A button that copies a text, shows a tick and says so. Not there where the browser has no clipboard
/// for the page, as on an address without encryption.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// The button's name, such as "Copy EAN".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let Some(clipboard) = clipboard() else { return ().into_any() };
    let clipboard = StoredValue::new_local(clipboard);
    let done = RwSignal::new(false);
    let copy = move |_| {
        let written = JsFuture::from(clipboard.with_value(|clipboard| clipboard.write_text(&text)));
        spawn_local(async move {
            if written.await.is_ok() {
                done.try_set(true);
                // The page may be gone by then.
                set_timeout(move || _ = done.try_set(false), TICK);
            }
        });
    };
    view! {
        <button class="icon-button" type="button" title=label.clone() aria-label=label on:click=copy>
            {move || if done.get() { Icon::Check.view() } else { Icon::Copy.view() }}
        </button>
        <span class="visually-hidden" role="status">{move || done.get().then(|| t("ui.copied"))}</span>
    }
    .into_any()
}

fn clipboard() -> Option<Clipboard> {
    Reflect::get(&window().navigator(), &JsValue::from_str("clipboard")).ok()?.dyn_into().ok()
}
