//! What stands in the place of a page: no such address, or no server.

use super::PublicFrame;
use crate::i18n::t;
use crate::routing::Route;
use crate::session::use_session;
use crate::ui::{Button, Emphasis, EmptyState, LinkButton, PageHead};
use leptos::prelude::*;

/// No page has this address.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <PageHead title=t("shell.not_found.title") />
        <EmptyState title=t("shell.not_found.lead") text=t("shell.not_found.text")>
            <LinkButton href=Route::Dashboard.path() label=t("shell.not_found.action") emphasis=Emphasis::Primary />
        </EmptyState>
    }
}

/// The server could not be asked who is there.
#[component]
pub fn Unreachable() -> impl IntoView {
    let session = use_session();
    view! {
        <PublicFrame>
            <PageHead title=t("shell.unreachable.title") lead=t("problem.offline") />
            <Button label=t("ui.retry") emphasis=Emphasis::Primary on_press=move |()| session.resume() />
        </PublicFrame>
    }
}
