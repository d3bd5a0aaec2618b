//! The user's own menu: profile, theme, language, help, the way out.

use super::{LanguageSelect, ThemeChoice};
use crate::i18n::t;
use crate::routing::Route;
use crate::session::use_session;
use crate::ui::Icon;
use leptos::prelude::*;

/// The button with the user's name, and what opens from it.
#[component]
pub fn UserMenu(
    /// Opens the help.
    help: RwSignal<bool>,
) -> impl IntoView {
    let session = use_session();
    let me = session.me();
    let name = move || me.with(|me| me.as_ref().map(|me| me.user.name.clone()));
    let email = move || me.with(|me| me.as_ref().map(|me| me.user.email.clone()));
    view! {
        <div class="user">
            <button class="user-button" type="button" popovertarget="user-menu">
                <span class="avatar" aria-hidden="true">{move || name().map(|name| initials(&name))}</span>
                <span class="user-name">{name}</span>
                {Icon::More.view()}
            </button>
            <div class="menu" id="user-menu" popover="auto">
                <p class="menu-head">
                    <strong>{name}</strong>
                    <span>{email}</span>
                </p>
                <a class="menu-item" href=Route::Profile.path()>{Icon::Users.view()}<span>{t("shell.profile")}</span></a>
                <button class="menu-item" type="button" popovertarget="user-menu" on:click=move |_| help.set(true)>
                    {Icon::Help.view()}
                    <span>{t("shell.help")}</span>
                </button>
                <div class="menu-part">
                    <ThemeChoice id="menu-theme" />
                    <LanguageSelect id="menu-language" />
                </div>
                <button class="menu-item" type="button" on:click=move |_| session.logout()>
                    {Icon::LogOut.view()}
                    <span>{t("shell.log_out")}</span>
                </button>
            </div>
        </div>
    }
}

/// The first letters of the first and the last word of a name.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let (first, last) = (words.next(), words.next_back());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        for (name, expected) in [("Demo manager", "DM"), ("élise", "É"), ("a b c", "AC"), ("  ", "")] {
            assert_eq!(initials(name), expected);
        }
    }
}
