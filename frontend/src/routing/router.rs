//! The router: follows the address bar, takes over links, and asks before unsaved work is left behind.
//!
//! Each history entry carries its number, so that a way back that was refused can be undone exactly.

use super::{Query, Route};
use crate::i18n::tr;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, HtmlElement};

#[derive(Debug, Clone, PartialEq, Eq)]
struct Location {
    route: Route,
    query: Query,
    fragment: String,
}

/// A move that waits for the user's word about unsaved work.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Departure {
    To(String),
    History(i32),
}

/// The current page, and the ways to another one.
#[derive(Clone, Copy)]
pub struct Router {
    location: RwSignal<Location>,
    unsaved: RwSignal<Option<Signal<bool>>>,
    departure: RwSignal<Option<Departure>>,
    entry: StoredValue<i32>,
    undoing: StoredValue<bool>,
    /// Another page was reached whose head has not shown up yet.
    arrived: StoredValue<bool>,
}

/// The router; provided by the application's root.
pub fn use_router() -> Router {
    expect_context()
}

/// Sets the title of the browser's tab; called by the head of each page.
pub fn set_title(title: &str) {
    document().set_title(&tr("common.title", &[("page", title)]));
}

impl Router {
    /// Starts to follow the address bar and to take over links.
    pub fn start() -> Self {
        let router = Self {
            location: RwSignal::new(read_address()),
            unsaved: RwSignal::new(None),
            departure: RwSignal::new(None),
            entry: StoredValue::new(history_entry().unwrap_or(0)),
            undoing: StoredValue::new(false),
            arrived: StoredValue::new(false),
        };
        if history_entry().is_none() {
            router.write_history(&address(), false);
        }
        window_event_listener(ev::popstate, move |_| router.came_back());
        window_event_listener(ev::click, move |event| router.clicked(&event));
        window_event_listener(ev::beforeunload, move |event| {
            if router.has_unsaved() {
                event.prevent_default();
            }
        });
        router
    }

    /// The current page; changes of the query alone do not notify.
    pub fn route(self) -> Memo<Route> {
        Memo::new(move |_| self.location.with(|location| location.route))
    }

    /// The current query.
    pub fn query(self) -> Memo<Query> {
        Memo::new(move |_| self.location.with(|location| location.query.clone()))
    }

    /// The current query, without notifying of changes.
    pub fn query_now(self) -> Query {
        self.location.with_untracked(|location| location.query.clone())
    }

    /// What stands after `#`, without notifying of changes.
    pub fn fragment(self) -> String {
        self.location.with_untracked(|location| location.fragment.clone())
    }

    /// The current address, for a link back to it.
    pub fn href(self) -> String {
        self.location.with_untracked(|location| location.route.path_with(&location.query))
    }

    /// Goes to a page, unless unsaved work makes the user want to stay.
    pub fn go(self, href: &str) {
        if self.has_unsaved() {
            self.departure.set(Some(Departure::To(href.to_owned())));
        } else {
            self.write_history(href, true);
            self.arrive();
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    /// Goes to a page in place of the current one, which the way back then skips. Asks nothing.
    pub fn replace(self, href: &str) {
        self.write_history(href, false);
        self.arrive();
    }

    /// Shows the current page with another query, in place; for filters, search and tabs.
    pub fn set_query(self, query: &Query) {
        let route = self.location.with_untracked(|location| location.route);
        self.replace(&route.path_with(query));
    }

    /// While `unsaved` says true, asks before this page is left; until the calling component is gone.
    pub fn guard(self, unsaved: Signal<bool>) {
        self.unsaved.set(Some(unsaved));
        on_cleanup(move || {
            self.unsaved.try_set(None);
        });
    }

    /// True while a move waits for [`Router::leave`] or [`Router::stay`].
    pub fn asks(self) -> Signal<bool> {
        Signal::derive(move || self.departure.with(Option::is_some))
    }

    /// Leaves the unsaved work behind and goes where the user wanted.
    pub fn leave(self) {
        let departure = self.departure.get_untracked();
        self.departure.set(None);
        self.unsaved.set(None);
        match departure {
            Some(Departure::To(href)) => self.go(&href),
            Some(Departure::History(steps)) => history_go(steps),
            None => {}
        }
    }

    /// Stays on the page.
    pub fn stay(self) {
        self.departure.set(None);
    }

    /// True once after each change of page, for the head of the new page, which then takes the focus. The page
    /// the browser opened first keeps the browser's own focus.
    pub fn take_arrival(self) -> bool {
        self.arrived.try_update_value(std::mem::take).unwrap_or_default()
    }

    fn has_unsaved(self) -> bool {
        self.unsaved.get_untracked().is_some_and(|unsaved| unsaved.get_untracked())
    }

    fn arrive(self) {
        let location = read_address();
        let former = self.location.get_untracked();
        if former.route != location.route {
            self.arrived.set_value(true);
            // The link that led here may stay on the screen; the new page's head can only take a free focus.
            release_focus();
        }
        if former != location {
            self.location.set(location);
        }
    }

    fn write_history(self, href: &str, push: bool) {
        let entry = self.entry.get_value() + i32::from(push);
        self.entry.set_value(entry);
        let Ok(history) = window().history() else { return };
        let state = JsValue::from_f64(f64::from(entry));
        // A refused entry (the browser limits their rate) only costs a stale address bar.
        let _ = if push {
            history.push_state_with_url(&state, "", Some(href))
        } else {
            history.replace_state_with_url(&state, "", Some(href))
        };
    }

    fn came_back(self) {
        let Some(entry) = history_entry() else { return };
        let steps = entry - self.entry.get_value();
        if self.undoing.get_value() {
            self.undoing.set_value(false);
        } else if steps != 0 && self.has_unsaved() {
            self.undoing.set_value(true);
            history_go(-steps);
            self.departure.set(Some(Departure::History(steps)));
            return;
        }
        self.entry.set_value(entry);
        self.arrive();
    }

    fn clicked(self, event: &ev::MouseEvent) {
        let Some(anchor) = plain_click(event) else { return };
        let href = anchor.get_attribute("href").unwrap_or_default();
        if let Some(id) = href.strip_prefix('#') {
            event.prevent_default();
            focus(id);
        } else if is_ours(&anchor) {
            event.prevent_default();
            self.go(&format!("{}{}{}", anchor.pathname(), anchor.search(), anchor.hash()));
        }
    }
}

/// The link of a click that would open it here: main button, no modifier, no target, not handled yet.
fn plain_click(event: &ev::MouseEvent) -> Option<HtmlAnchorElement> {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return None;
    }
    let element: Element = event.target()?.dyn_into().ok()?;
    let anchor: HtmlAnchorElement = element.closest("a[href]").ok()??.dyn_into().ok()?;
    (anchor.target().is_empty() && !anchor.has_attribute("download")).then_some(anchor)
}

/// Whether a link leads to a page of this application, not to the API, its documents or another site.
fn is_ours(anchor: &HtmlAnchorElement) -> bool {
    window().location().origin().is_ok_and(|origin| origin == anchor.origin())
        && !["/api/", "/dev/"].iter().any(|prefix| anchor.pathname().starts_with(prefix))
}

/// Moves the focus to an element and shows it, such as a field that an error summary leads to.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view();
        if let Some(element) = element.dyn_ref::<HtmlElement>() {
            let _ = element.focus();
        }
    }
}

fn release_focus() {
    let focused = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(focused) = focused {
        let _ = focused.blur();
    }
}

fn history_entry() -> Option<i32> {
    let state = window().history().ok()?.state().ok()?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, reason = "the router itself wrote a small whole number")]
    Some(state as i32)
}

fn history_go(steps: i32) {
    if let Ok(history) = window().history() {
        let _ = history.go_with_delta(steps);
    }
}

fn address() -> String {
    let location = window().location();
    [location.pathname(), location.search(), location.hash()].into_iter().filter_map(Result::ok).collect()
}

fn read_address() -> Location {
    let location = window().location();
    Location {
        route: Route::parse(&location.pathname().unwrap_or_default()),
        query: Query::parse(&location.search().unwrap_or_default()),
        fragment: location.hash().unwrap_or_default().trim_start_matches('#').to_owned(),
    }
}
