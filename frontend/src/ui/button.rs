//! Buttons, and links that look like them: a button does something here, a link goes somewhere.

use super::Icon;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How much a button asks for attention; a page has one `Primary`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emphasis {
    /// The main action.
    Primary,
    /// Any other action.
    #[default]
    Secondary,
    /// An action that destroys something.
    Danger,
}

impl Emphasis {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Danger => "danger",
        }
    }
}

/// A button with a word on it.
///
/// While `busy` it keeps the focus and ignores presses, so that a second press cannot send twice.
#[component]
pub fn Button(
    /// The verb on it.
    #[prop(into)]
    label: String,
    /// How much it asks for attention.
    #[prop(optional)]
    emphasis: Emphasis,
    /// An icon before the word.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Whether it submits its form.
    #[prop(optional)]
    submit: bool,
    /// What it started is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// It can do nothing now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let press = move |event: MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(act) = on_press {
            act.run(());
        }
    };
    view! {
        <button
            class="button"
            type=if submit { "submit" } else { "button" }
            data-emphasis=emphasis.as_str()
            disabled=disabled
            aria-disabled=move || busy.get().then_some("true")
            data-busy=move || busy.get().then_some("")
            on:click=press
        >
            {icon.map(Icon::view)}
            <span>{label}</span>
        </button>
    }
    .into_any()
}

/// A button that shows only an icon; its name is read out and shown as a tooltip.
#[component]
pub fn IconButton(
    /// The icon.
    icon: Icon,
    /// Its name.
    #[prop(into)]
    label: String,
    /// It can do nothing now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class="icon-button"
            type="button"
            title=label.clone()
            aria-label=label
            disabled=disabled
            on:click=move |_| on_press.run(())
        >
            {icon.view()}
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// The words on it.
    #[prop(into)]
    label: String,
    /// How much it asks for attention.
    #[prop(optional)]
    emphasis: Emphasis,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<Icon>,
) -> impl IntoView {
    view! {
        <a class="button" href=href data-emphasis=emphasis.as_str()>
            {icon.map(Icon::view)}
            <span>{label}</span>
        </a>
    }
    .into_any()
}
