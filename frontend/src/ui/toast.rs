//! Short messages about what just happened, read out, with at most one way to take it back.
//!
//! A toast leaves by itself, but not while the pointer or the focus is on it, and later when it offers
//! an action.

use super::{Icon, IconButton};
use crate::i18n::t;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

const BRIEF: Duration = Duration::from_secs(6);
const WITH_ACTION: Duration = Duration::from_secs(15);

/// What a toast offers. A toast outlives the page it comes from, and so does what it may do.
#[derive(Clone)]
enum Offer {
    Link { label: String, href: String },
    Undo { label: String, act: Arc<dyn Fn() + Send + Sync> },
}

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    good: bool,
    about: Option<Uuid>,
    offers: Vec<Offer>,
}

/// The toasts of the application; the shell provides them and shows the [`ToastHost`].
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

/// A toast that is being put together; [`Draft::show`] shows it.
#[must_use]
pub struct Draft {
    toasts: Toasts,
    good: bool,
    text: String,
    about: Option<Uuid>,
    offers: Vec<Offer>,
}

impl Toasts {
    /// Makes toasts available below the calling component.
    pub fn provide() -> Self {
        let toasts = Self { shown: RwSignal::default(), next: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    /// The toasts of the application.
    pub fn get() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// Something worked.
    pub fn success(self, text: impl Into<String>) -> Draft {
        Draft { toasts: self, good: true, text: text.into(), about: None, offers: Vec::new() }
    }

    /// Something did not.
    pub fn failure(self, text: impl Into<String>) -> Draft {
        Draft { toasts: self, good: false, text: text.into(), about: None, offers: Vec::new() }
    }

    fn dismiss(self, id: u32) {
        self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

impl Draft {
    /// Takes the place of what was said of the same object before: what that offered may be void by now.
    pub const fn about(mut self, object: Uuid) -> Self {
        self.about = Some(object);
        self
    }

    /// Offers a page to go to.
    pub fn link(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.offers.push(Offer::Link { label: label.into(), href: href.into() });
        self
    }

    /// Offers to take it back.
    pub fn undo(mut self, label: impl Into<String>, act: impl Fn() + Send + Sync + 'static) -> Self {
        self.offers.push(Offer::Undo { label: label.into(), act: Arc::new(act) });
        self
    }

    /// Shows it.
    pub fn show(self) {
        let Self { toasts, good, text, about, offers } = self;
        let id = toasts.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        if let Some(id) = id {
            toasts.shown.try_update(|shown| {
                shown.retain(|former| about.is_none() || former.about != about);
                shown.push(Toast { id, text, good, about, offers });
            });
        }
    }
}

/// Where toasts appear; a live region that is always there.
#[component]
pub fn ToastHost(
    /// The toasts to show.
    toasts: Toasts,
) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.id children=move |toast| toast_view(toasts, toast) />
        </div>
    }
    .into_any()
}

fn toast_view(toasts: Toasts, toast: Toast) -> AnyView {
    let Toast { id, text, good, offers, .. } = toast;
    let time = if offers.is_empty() { BRIEF } else { WITH_ACTION };
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let hold = move || {
        if let Some(Some(handle)) = timer.try_update_value(Option::take) {
            handle.clear();
        }
    };
    let release = move || {
        hold();
        let handle = set_timeout_with_handle(move || toasts.dismiss(id), time).ok();
        timer.try_update_value(|timer| *timer = handle);
    };
    release();
    on_cleanup(hold);
    let icon = if good { Icon::Check } else { Icon::Error };
    let offers = offers.into_iter().map(|offer| offer_view(toasts, id, offer)).collect_view();
    view! {
        <div
            class="toast"
            data-kind=if good { "success" } else { "error" }
            on:pointerenter=move |_| hold()
            on:pointerleave=move |_| release()
            on:focusin=move |_| hold()
            on:focusout=move |_| release()
        >
            {icon.view()}
            <p>{text}</p>
            {offers}
            <IconButton icon=Icon::Close label=t("ui.dismiss") on_press=move |()| toasts.dismiss(id) />
        </div>
    }
    .into_any()
}

fn offer_view(toasts: Toasts, id: u32, offer: Offer) -> AnyView {
    match offer {
        Offer::Link { label, href } => {
            view! { <a class="toast-action" href=href on:click=move |_| toasts.dismiss(id)>{label}</a> }.into_any()
        }
        Offer::Undo { label, act } => {
            let press = move |_| {
                toasts.dismiss(id);
                act();
            };
            view! { <button class="toast-action" type="button" on:click=press>{label}</button> }.into_any()
        }
    }
}
