//! The question before unsaved work is left behind.

use crate::i18n::t;
use crate::routing::use_router;
use crate::ui::ConfirmDialog;
use leptos::prelude::*;

/// Open while the router waits for an answer.
#[component]
pub fn LeaveDialog() -> impl IntoView {
    let router = use_router();
    let asks = router.asks();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(asks.get()));
    Effect::new(move |_| {
        if !open.get() && asks.get_untracked() {
            router.stay();
        }
    });
    view! {
        <ConfirmDialog
            open=open
            title=t("shell.leave.title")
            text=t("shell.leave.text")
            action=t("shell.leave.action")
            danger=true
            on_confirm=move |()| router.leave()
        />
    }
}
