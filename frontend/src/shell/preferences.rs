//! How the screens look and speak to this user: the choices of theme and language.

use super::theme::Theme;
use crate::i18n::{locale, t};
use crate::language::{name, use_language};
use crate::session::use_session;
use crate::ui::{Icon, Toasts};
use domain::vocabulary::Locale;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Light, dark, or as the system says.
#[component]
pub fn ThemeChoice(
    /// Sets this one apart from another on the same page.
    id: &'static str,
) -> impl IntoView {
    let chosen = RwSignal::new(Theme::stored());
    let choices = Theme::ALL.map(|theme| {
        let key = format!("{id}-{}", theme.as_str());
        let choose = move |_| {
            chosen.set(theme);
            theme.apply();
        };
        view! {
            <span class="segment">
                <input
                    type="radio"
                    id=key.clone()
                    name=id
                    prop:checked=move || chosen.get() == theme
                    on:change=choose
                />
                <label for=key>{icon(theme)}<span>{t(label(theme))}</span></label>
            </span>
        }
    });
    view! {
        <fieldset class="preference">
            <legend class="field-label">{t("shell.theme")}</legend>
            <div class="segments">{choices.into_iter().collect_view()}</div>
        </fieldset>
    }
}

fn icon(theme: Theme) -> Option<AnyView> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(Icon::Sun.view()),
        Theme::Dark => Some(Icon::Moon.view()),
    }
}

const fn label(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "shell.theme.system",
        Theme::Light => "shell.theme.light",
        Theme::Dark => "shell.theme.dark",
    }
}

/// The language of the screens; each in its own words.
#[component]
pub fn LanguageSelect(
    /// Sets this one apart from another on the same page.
    id: &'static str,
) -> impl IntoView {
    let (language, session, toasts) = (use_language(), use_session(), Toasts::get());
    let present = locale();
    let options = Locale::ALL.iter().map(|&locale| {
        view! {
            <option value=locale.as_str() lang=locale.as_str() selected=locale == present>{name(locale)}</option>
        }
    });
    let change = move |event| {
        let Ok(locale) = event_target_value(&event).parse::<Locale>() else { return };
        spawn_local(async move {
            if language.choose(locale).await.is_err() {
                toasts.failure(t("problem.offline")).show();
            } else if session.save_locale(locale).await.is_err() {
                toasts.failure(t("shell.language_not_kept")).show();
            }
        });
    };
    view! {
        <div class="preference">
            <label class="field-label" for=id>{t("shell.language")}</label>
            <select class="input select" id=id on:change=change>{options.collect_view()}</select>
        </div>
    }
}
