//! The frame of the pages before the login: one card, and below it theme and language.

use super::{LanguageSelect, ThemeChoice};
use crate::i18n::t;
use leptos::prelude::*;

/// The frame.
#[component]
pub fn PublicFrame(
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="public">
            <header class="public-head">
                <super::Brand />
                <p class="public-lead">{t("shell.tagline")}</p>
            </header>
            <main class="public-card" id="main">{children()}</main>
            <footer class="public-foot">
                <ThemeChoice id="theme" />
                <LanguageSelect id="language" />
            </footer>
        </div>
    }
}
