//! Logging in.

use super::{missing, next};
use crate::errors::FieldErrors;
use crate::i18n::t;
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::ui::{Button, Emphasis, ErrorSummary, Field, FormState, Notice, NoticeKind, PageHead, TextInput, TextKind};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The page.
#[component]
pub fn LoginPage() -> impl IntoView {
    let (session, router) = (use_session(), use_router());
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let form = FormState::new(move || {
        FieldErrors::of_violations(&missing(&[("/email", &email.get()), ("/password", &password.get())]))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.submit() {
            return;
        }
        form.busy.set(true);
        let target = next(router);
        spawn_local(async move {
            match session.login(email.get_untracked(), password.get_untracked()).await {
                Ok(()) => router.replace(&target),
                Err(error) => {
                    form.busy.set(false);
                    form.refuse(&error);
                }
            }
        });
    };
    let was_reset = router.query_now().get("done") == Some("reset");
    view! {
        <PageHead title=t("session.log_in") />
        {was_reset.then(|| view! {
            <Notice kind=NoticeKind::Success announce=true><p>{t("session.reset.done")}</p></Notice>
        })}
        <form class="stack" on:submit=submit novalidate=true>
            <ErrorSummary form=form />
            <TextInput
                field=Field::of(form, "/email", t("session.email"))
                value=email
                kind=TextKind::Email
                autocomplete="username"
            />
            <TextInput field=Field::of(form, "/password", t("session.password")) value=password kind=TextKind::Password />
            <Button label=t("session.log_in") emphasis=Emphasis::Primary submit=true busy=form.busy />
            <p><a href=Route::ForgotPassword.path()>{t("session.forgot")}</a></p>
        </form>
    }
}
