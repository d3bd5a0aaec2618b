//! The frame around every page: navigation, the places, the user's menu, messages, help and shortcuts.
//!
//! The shell must never know: what a page shows.

mod expired;
mod help;
mod leave;
mod navigation;
mod not_found;
mod place_switch;
mod preferences;
mod public;
mod shortcuts;
mod theme;
mod user_menu;

pub use not_found::{NotFound, Unreachable};
pub use preferences::{LanguageSelect, ThemeChoice};
pub use public::PublicFrame;

use crate::i18n::t;
use crate::routing::{Route, use_router};
use crate::ui::{Icon, ToastHost, Toasts};
use expired::ExpiredDialog;
use help::HelpDialog;
use leave::LeaveDialog;
use leptos::prelude::*;
use navigation::{BottomBar, Navigation};
use place_switch::{PlaceName, PlaceSwitch};
use user_menu::UserMenu;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The frame of the pages behind the login.
#[component]
pub fn Shell(
    /// The messages to show.
    toasts: Toasts,
    /// The page.
    children: Children,
) -> impl IntoView {
    let help = RwSignal::new(false);
    shortcuts::listen(help);
    close_drawer_on_arrival();
    view! {
        <a class="skip-link" href="#main">{t("shell.skip")}</a>
        <div class="shell">
            <header class="top-bar">
                <Brand />
                <button class="place-button" type="button" popovertarget="side">
                    <PlaceName />
                    {Icon::ChevronDown.view()}
                </button>
            </header>
            <aside class="side" id="side" popover="auto" aria-label=t("shell.side")>
                <Brand />
                <PlaceSwitch />
                <Navigation />
                <UserMenu help=help />
            </aside>
            <main class="main" id="main" tabindex="-1">{children()}</main>
            <BottomBar />
        </div>
        <ToastHost toasts=toasts />
        <HelpDialog open=help />
        <LeaveDialog />
        <ExpiredDialog />
    }
}

/// The name of the program, which leads to the start page.
#[component]
fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href=Route::Dashboard.path()>
            <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                <path d="M21.5 11.2a7.5 7.5 0 1 0 0 9.6M15 16h11" />
            </svg>
            <span>"Clef"</span>
        </a>
    }
}

/// On a phone the navigation is a drawer: it closes once it has led somewhere.
fn close_drawer_on_arrival() {
    let route = use_router().route();
    Effect::new(move |_| {
        // Read, not only tracked: a memo that nobody reads follows nothing.
        route.get();
        let side = document().get_element_by_id("side").and_then(|side| side.dyn_into::<HtmlElement>().ok());
        if let Some(side) = side {
            // On a desktop it is no popover at that moment, and closing it does nothing.
            let _ = side.hide_popover();
        }
    });
}
