//! Tabs: arrow keys, Home and End move between them, one of them is in the tab order.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its name in the address.
    pub key: &'static str,
    /// What stands on it.
    pub label: String,
    /// How many things are in it.
    pub count: Option<usize>,
}

/// A row of tabs. The caller keeps which one is chosen, usually in the address, and shows a
/// [`TabPanel`].
#[component]
pub fn Tabs(
    /// What they are about, for screen readers.
    #[prop(into)]
    label: String,
    /// The tabs.
    tabs: Vec<Tab>,
    /// The chosen tab's key.
    #[prop(into)]
    selected: Signal<&'static str>,
    /// Another tab is wanted.
    #[prop(into)]
    on_select: Callback<&'static str>,
) -> impl IntoView {
    let keys: Vec<&'static str> = tabs.iter().map(|tab| tab.key).collect();
    let press = move |event: KeyboardEvent| {
        let Some(next) = step(&keys, selected.get_untracked(), &event.key()) else { return };
        event.prevent_default();
        on_select.run(next);
        focus_tab(next);
    };
    let buttons = tabs.into_iter().map(|Tab { key, label, count }| {
        let chosen = move || selected.get() == key;
        view! {
            <button
                class="tab"
                type="button"
                role="tab"
                id=format!("tab-{key}")
                aria-controls=format!("panel-{key}")
                aria-selected=move || if chosen() { "true" } else { "false" }
                tabindex=move || if chosen() { "0" } else { "-1" }
                on:click=move |_| on_select.run(key)
            >
                {label}
                {count.map(|count| view! { <span class="tab-count">{count}</span> })}
            </button>
        }
    });
    // Where the row is wider than the screen, the chosen tab is in sight.
    Effect::new(move |_| {
        let key = selected.get();
        request_animation_frame(move || show_tab(key));
    });
    view! { <div class="tabs" role="tablist" aria-label=label on:keydown=press>{buttons.collect_view()}</div> }
        .into_any()
}

/// What belongs to a tab.
#[component]
pub fn TabPanel(
    /// The tab's key.
    key: &'static str,
    /// Its content.
    children: Children,
) -> impl IntoView {
    view! {
        <div
            class="tab-panel"
            role="tabpanel"
            id=format!("panel-{key}")
            aria-labelledby=format!("tab-{key}")
            tabindex="0"
        >
            {children()}
        </div>
    }
    .into_any()
}

/// The tab a key leads to.
fn step(keys: &[&'static str], from: &str, key: &str) -> Option<&'static str> {
    let at = keys.iter().position(|known| *known == from)?;
    let last = keys.len().checked_sub(1)?;
    let to = match key {
        "ArrowRight" => {
            if at == last {
                0
            } else {
                at + 1
            }
        }
        "ArrowLeft" => {
            if at == 0 {
                last
            } else {
                at - 1
            }
        }
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    keys.get(to).copied()
}

/// Moves the row, and nothing else, until a tab is seen as a whole.
fn show_tab(key: &str) {
    let Some(tab) = document().get_element_by_id(&format!("tab-{key}")) else { return };
    let Some(row) = tab.parent_element() else { return };
    let (tab, around) = (tab.get_bounding_client_rect(), row.get_bounding_client_rect());
    let beyond = (tab.right() - around.right()).max(0.0) - (around.left() - tab.left()).max(0.0);
    #[expect(clippy::cast_possible_truncation, reason = "the width of a screen")]
    row.set_scroll_left(row.scroll_left() + beyond as i32);
}

fn focus_tab(key: &str) {
    let element = document().get_element_by_id(&format!("tab-{key}"));
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn keys_move_round_the_row() {
        let keys = ["actual", "historical", "future"];
        for (from, key, to) in [
            ("actual", "ArrowRight", Some("historical")),
            ("actual", "ArrowLeft", Some("future")),
            ("future", "ArrowRight", Some("actual")),
            ("historical", "End", Some("future")),
            ("historical", "Home", Some("actual")),
            ("historical", "Enter", None),
            ("elsewhere", "Home", None),
        ] {
            assert_eq!(step(&keys, from, key), to, "{from} {key}");
        }
    }
}
