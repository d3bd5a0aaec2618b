//! A notice: something the reader should know about the page, in place and not going away by itself.

use super::Icon;
use leptos::prelude::*;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoticeKind {
    /// Good to know.
    #[default]
    Info,
    /// Worth a look.
    Warning,
    /// Did not work.
    Error,
    /// Worked.
    Success,
}

impl NoticeKind {
    const fn parts(self) -> (&'static str, Icon) {
        match self {
            Self::Info => ("info", Icon::Info),
            Self::Warning => ("warning", Icon::Warning),
            Self::Error => ("error", Icon::Error),
            Self::Success => ("success", Icon::Check),
        }
    }
}

/// A notice with what it says as children.
#[component]
pub fn Notice(
    /// What it is about.
    #[prop(optional)]
    kind: NoticeKind,
    /// A short title.
    #[prop(optional, into)]
    title: Option<String>,
    /// Whether it appeared because of something the user just did, and so is read out.
    #[prop(optional)]
    announce: bool,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let (name, icon) = kind.parts();
    view! {
        <div class="notice" data-kind=name role=announce.then_some("alert")>
            {icon.view()}
            <div class="notice-body">
                {title.map(|title| view! { <p class="notice-title">{title}</p> })}
                {children()}
            </div>
        </div>
    }
    .into_any()
}
