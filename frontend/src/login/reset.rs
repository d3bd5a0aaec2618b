//! Setting a new password with the link of a mail.

use super::check_new_password;
use crate::i18n::t;
use crate::routing::{Query, Route, use_router};
use crate::session::use_session;
use crate::ui::{Button, Emphasis, ErrorSummary, Field, FormState, PageHead, TextInput, TextKind};
use api_types::TokenAndPassword;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The page.
#[component]
pub fn ResetPassword() -> impl IntoView {
    let (session, router) = (use_session(), use_router());
    let token = router.fragment();
    let password = RwSignal::new(String::new());
    let form = FormState::new(move || check_new_password(&password.get(), &[]));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.submit() {
            return;
        }
        form.busy.set(true);
        let body = TokenAndPassword { token: token.clone(), password: password.get_untracked() };
        spawn_local(async move {
            match session.client().reset_password(&body).await {
                Ok(()) => {
                    // Every session of the login has ended, this browser's too.
                    session.logout();
                    router.replace(&Route::Login.path_with(&Query::default().with("done", Some("reset"))));
                }
                Err(error) => {
                    form.busy.set(false);
                    form.refuse(&error);
                }
            }
        });
    };
    view! {
        <PageHead title=t("session.reset.title") />
        <form class="stack" on:submit=submit novalidate=true>
            <ErrorSummary form=form />
            <TextInput
                field=Field::of(form, "/password", t("session.new_password")).hint(t("session.password_hint"))
                value=password
                kind=TextKind::NewPassword
            />
            <Button label=t("session.reset.action") emphasis=Emphasis::Primary submit=true busy=form.busy />
            <p><a href=Route::ForgotPassword.path()>{t("session.reset.ask_again")}</a></p>
        </form>
    }
}
