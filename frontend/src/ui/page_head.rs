//! The head of a page: where am I, what is it, how does it stand, what is the one thing to do.

use super::Icon;
use crate::routing::{set_title, use_router};
use leptos::html;
use leptos::prelude::*;

/// The head, with the page's only `h1`, where a change of page moves the focus; it names the tab too.
#[component]
pub fn PageHead(
    /// What the page is about.
    #[prop(into)]
    title: String,
    /// The title as the heading shows it, where that is more than its text.
    #[prop(optional, into)]
    heading: Option<AnyView>,
    /// The page above: its address and name.
    #[prop(optional)]
    back: Option<(String, String)>,
    /// One line under the title.
    #[prop(optional, into)]
    lead: Option<String>,
    /// The state beside the title.
    #[prop(optional, into)]
    state: Option<AnyView>,
    /// Actions, the main one last.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    set_title(&title);
    let h1 = NodeRef::<html::H1>::new();
    if use_router().take_arrival() {
        request_animation_frame(move || focus(h1, PATIENCE));
    }
    view! {
        <header class="page-head">
            {back.map(|(href, name)| view! {
                <a class="page-back" href=href>{Icon::ChevronLeft.view()}<span>{name}</span></a>
            })}
            <div class="page-head-row">
                <div class="page-title">
                    <h1 tabindex="-1" node_ref=h1>{heading.unwrap_or_else(|| title.into_any())}</h1>
                    {state}
                </div>
                {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
            </div>
            {lead.map(|lead| view! { <p class="page-lead">{lead}</p> })}
        </header>
    }
    .into_any()
}

/// Frames to wait for the head of a page that is made before it is shown.
const PATIENCE: u8 = 30;

/// Moves the focus to the heading once it is shown, unless the user has put it somewhere meanwhile.
fn focus(h1: NodeRef<html::H1>, frames: u8) {
    let document = document();
    let is_free = document.active_element() == document.body().map(Into::into);
    // The head may be gone again by now.
    let Some(h1_now) = h1.try_get_untracked() else { return };
    match h1_now.filter(|h1| h1.is_connected()) {
        Some(h1) if is_free => {
            let _ = h1.focus();
        }
        None if frames > 0 => request_animation_frame(move || focus(h1, frames - 1)),
        _ => {}
    }
}
