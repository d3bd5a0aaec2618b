//! Keys that lead somewhere, while nobody types and no dialog is open.

use crate::format::now;
use crate::place::{Places, use_places};
use crate::routing::{Route, use_router};
use chrono::{DateTime, Utc};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// How long after `g` the second key counts, in milliseconds.
const PATIENCE: i64 = 1500;

/// Listens until the shell is gone.
pub fn listen(help: RwSignal<bool>) {
    let (router, places) = (use_router(), use_places());
    let prefix = StoredValue::new(None::<DateTime<Utc>>);
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || is_taken(&event) {
            return;
        }
        let key = event.key();
        let after_g = prefix.get_value().is_some_and(|at| (now() - at).num_milliseconds() < PATIENCE);
        prefix.set_value((key == "g").then(now));
        if after_g {
            if let Some(route) = target(&key, places) {
                event.prevent_default();
                router.go(&route.path());
            }
        } else if key == "?" {
            event.prevent_default();
            help.set(true);
        } else if key == "/" && focus_search() {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// The page of the key after `g`, in the present community.
fn target(key: &str, places: Places) -> Option<Route> {
    let community = || places.community().with_untracked(|community| community.as_ref().map(|c| c.id));
    Some(match key {
        "d" => Route::Dashboard,
        "m" => Route::Meters(community()?),
        "p" => Route::Members(community()?),
        "r" => Route::Readings(community()?),
        "k" => Route::Keys(community()?),
        "c" => Route::Communities,
        "a" => Route::CommunityAudit(community()?),
        "u" => Route::Users(untrack(|| places.organisation())?.id),
        _ => return None,
    })
}

/// Whether somebody types, or a dialog is open and the page behind it is out of reach.
fn is_taken(event: &ev::KeyboardEvent) -> bool {
    let in_field = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("input, textarea, select, [contenteditable]").ok().flatten())
        .is_some();
    in_field || document().query_selector("dialog[open]").ok().flatten().is_some()
}

fn focus_search() -> bool {
    let search = document().get_element_by_id("search").and_then(|element| element.dyn_into::<HtmlElement>().ok());
    search.is_some_and(|search| search.focus().is_ok())
}
