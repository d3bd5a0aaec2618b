//! A short state in words; its colour only repeats what the word says.

use leptos::prelude::*;

/// What a state means to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Just a fact.
    #[default]
    Neutral,
    /// As it should be.
    Good,
    /// Something is awaited.
    Waiting,
    /// Lies ahead.
    Ahead,
    /// Needs a hand.
    Bad,
}

impl Tone {
    /// The name the style sheets select by.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Good => "good",
            Self::Waiting => "waiting",
            Self::Ahead => "ahead",
            Self::Bad => "bad",
        }
    }
}

/// A badge: a dot and a word.
#[component]
pub fn Badge(
    /// The state in words.
    #[prop(into)]
    label: String,
    /// What it means.
    #[prop(optional)]
    tone: Tone,
) -> impl IntoView {
    view! { <span class="badge" data-tone=tone.as_str()>{label}</span> }.into_any()
}
