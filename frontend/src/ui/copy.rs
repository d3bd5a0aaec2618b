//! Copying a text to the clipboard.

use super::Icon;
use crate::i18n::t;
use leptos::prelude::*;
use std::time::Duration;

/// How long the tick stays.
const TICK: Duration = Duration::from_secs(2);

/// A button that copies a text, shows a tick and says so.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// The button's name, such as "Copy EAN".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let done = RwSignal::new(false);
    let copy = move |_| {
        // Without permission nothing happens; the text itself stands right beside it.
        let _ = window().navigator().clipboard().write_text(&text);
        done.set(true);
        set_timeout(
            move || {
                done.try_set(false);
            },
            TICK,
        );
    };
    view! {
        <button class="icon-button" type="button" title=label.clone() aria-label=label on:click=copy>
            {move || if done.get() { Icon::Check.view() } else { Icon::Copy.view() }}
        </button>
        <span class="visually-hidden" role="status">{move || done.get().then(|| t("ui.copied"))}</span>
    }
    .into_any()
}
