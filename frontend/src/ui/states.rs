//! What stands in the place of content: not there yet, none, or not to be had.

use super::{Button, Icon};
use crate::i18n::t;
use leptos::prelude::*;

/// The shape of what is coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SkeletonShape {
    /// Rows of a list.
    #[default]
    Rows,
    /// A detail page: head and cards.
    Detail,
    /// A form.
    Form,
    /// A few lines within a card.
    Lines,
}

/// Grey shapes of the content to come. The style sheet shows them only after 150 ms, so that a quick
/// answer does not flash.
#[component]
pub fn Skeleton(
    /// What is coming.
    #[prop(optional)]
    shape: SkeletonShape,
) -> impl IntoView {
    let (name, bars) = match shape {
        SkeletonShape::Rows => ("rows", 8),
        SkeletonShape::Detail => ("detail", 6),
        SkeletonShape::Form => ("form", 6),
        SkeletonShape::Lines => ("lines", 3),
    };
    view! {
        <div class="skeleton" data-shape=name role="status">
            <span class="visually-hidden">{t("ui.loading")}</span>
            {(0..bars).map(|_| view! { <span class="skeleton-bar" aria-hidden="true"></span> }).collect_view()}
        </div>
    }
    .into_any()
}

/// Nothing there: says so, why, and what to do next.
#[component]
pub fn EmptyState(
    /// What is not there.
    #[prop(into)]
    title: String,
    /// Why, or what would stand here.
    #[prop(optional, into)]
    text: Option<String>,
    /// An icon above.
    #[prop(optional)]
    icon: Option<Icon>,
    /// The next step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {icon.map(|icon| view! { <span class="empty-icon">{icon.view()}</span> })}
            <p class="empty-title">{title}</p>
            {text.map(|text| view! { <p class="empty-text">{text}</p> })}
            {children.map(|children| view! { <div class="empty-actions">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// Could not be had: what happened, and another try.
#[component]
pub fn ErrorState(
    /// What happened and what to do.
    #[prop(into)]
    message: String,
    /// Tries again; absent where that cannot help.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="empty" role="alert" data-kind="error">
            <span class="empty-icon">{Icon::Error.view()}</span>
            <p class="empty-title">{message}</p>
            {retry.map(|retry| view! {
                <div class="empty-actions">
                    <Button label=t("ui.retry") on_press=retry />
                </div>
            })}
        </div>
    }
    .into_any()
}
