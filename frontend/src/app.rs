//! The root: fetches the words, finds out who is there, and shows the page of the address.

use crate::language::Language;
use crate::notifications::Unread;
use crate::routing::{Route, Router, use_router, with_next};
use crate::session::{Session, State, use_session};
use crate::shell::{PublicFrame, Shell, Unreachable};
use crate::ui::Toasts;
use crate::{login, parts};
use leptos::prelude::*;
use std::panic::PanicHookInfo;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// Starts the application in the page's body.
pub fn start() {
    std::panic::set_hook(Box::new(report));
    let language = Language::start();
    spawn_local(async move {
        if language.speak(Language::initial()).await.is_ok() {
            mount_to_body(move || view! { <App language=language /> });
        } else {
            give_up();
        }
    });
}

/// A mistake in this program: the details for its keepers, and for the user the words that stand in the page.
fn report(mistake: &PanicHookInfo<'_>) {
    web_sys::console::error_1(&JsValue::from_str(&mistake.to_string()));
    give_up();
}

fn give_up() {
    if let Some(body) = document().body() {
        // The message is in `index.html`, because the words may be what is missing.
        let _ = body.set_attribute("data-broken", "");
    }
}

/// Who is there, without what is told of them: the tree is drawn anew only when this changes.
#[derive(Debug, Clone, PartialEq)]
enum Phase {
    Starting,
    Unreachable,
    Outside,
    Inside(uuid::Uuid),
}

impl Phase {
    fn of(state: &State) -> Self {
        match state {
            State::Starting => Self::Starting,
            State::Unreachable => Self::Unreachable,
            State::Anonymous => Self::Outside,
            State::Active(me) | State::Expired(me) => Self::Inside(me.user.id),
        }
    }
}

#[component]
fn App(language: Language) -> impl IntoView {
    provide_context(language);
    provide_context(Router::start());
    let session = Session::start(language);
    provide_context(session);
    let toasts = Toasts::provide();
    let state = session.state();
    let phase = Memo::new(move |_| state.with(Phase::of));
    Effect::new(move |_| {
        if phase.get() != Phase::Starting {
            remove_splash();
        }
    });
    move || {
        language.generation().track();
        match phase.get() {
            Phase::Starting => ().into_any(),
            Phase::Unreachable => view! { <Unreachable /> }.into_any(),
            Phase::Outside => view! { <Outside /> }.into_any(),
            Phase::Inside(_) => view! { <Inside toasts=toasts /> }.into_any(),
        }
    }
}

fn remove_splash() {
    if let Some(splash) = document().get_element_by_id("splash") {
        splash.remove();
    }
}

/// Nobody is logged in: the pages that need no login, and for all others the login page.
#[component]
fn Outside() -> impl IntoView {
    let router = use_router();
    let route = router.route();
    let page = move || {
        let route = route.get();
        if !route.is_public() {
            router.replace(&with_next(&router.href()));
            return ().into_any();
        }
        parts::public_page(route)
    };
    view! { <PublicFrame>{page}</PublicFrame> }
}

/// Somebody is logged in. The links of mails still work then: they may be for another login.
#[component]
fn Inside(toasts: Toasts) -> impl IntoView {
    let router = use_router();
    let session = use_session();
    let route = router.route();
    let is_public = Memo::new(move |_| route.get().is_public());
    let places = crate::place::Places::start(session, router);
    provide_context(places);
    provide_context(Unread::start(session, router));
    move || {
        if !is_public.get() {
            return view! { <Shell toasts=toasts>{move || parts::page(route.get())}</Shell> }.into_any();
        }
        if route.get() == Route::Login {
            router.replace(&login::next(router));
            return ().into_any();
        }
        view! { <PublicFrame>{move || parts::public_page(route.get())}</PublicFrame> }.into_any()
    }
}
