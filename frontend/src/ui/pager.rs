//! Moving through a list page by page, as links: the address holds the place, so the way back returns
//! to it.

use super::Icon;
use crate::i18n::t;
use leptos::prelude::*;

/// Links to the first, the previous and the next page; those that lead nowhere are left out, and the whole pager with them.
#[component]
pub fn Pager(
    /// Address of the first page, when this is not it.
    first: Option<String>,
    /// Address of the previous page, when it is known and not the first.
    previous: Option<String>,
    /// Address of the next page, when there is one.
    next: Option<String>,
) -> impl IntoView {
    if first.is_none() && next.is_none() {
        return ().into_any();
    }
    let link = |href: Option<String>, rel: Option<&'static str>, icon: Icon, label: &str| {
        let label = t(label);
        href.map(|href| view! { <a class="button" data-emphasis="secondary" href=href rel=rel>{icon.view()}<span>{label}</span></a> })
    };
    view! {
        <nav class="pager" aria-label=t("ui.pages")>
            {link(first, None, Icon::First, "ui.first_page")}
            {link(previous, Some("prev"), Icon::ChevronLeft, "ui.previous_page")}
            {link(next, Some("next"), Icon::ChevronRight, "ui.next_page")}
        </nav>
    }
    .into_any()
}
