//! Asking for a mail to set a new password. The answer never tells whether the login exists.

use crate::errors::FieldErrors;
use crate::i18n::{t, tr};
use crate::routing::Route;
use crate::session::use_session;
use crate::ui::{Button, Emphasis, ErrorSummary, Field, FormState, Notice, NoticeKind, PageHead, TextInput, TextKind};
use domain::text::Email;
use domain::violation::Violations;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The page.
#[component]
pub fn ForgotPassword() -> impl IntoView {
    let session = use_session();
    let email = RwSignal::new(String::new());
    let asked = RwSignal::new(None::<String>);
    let form = FormState::new(move || {
        let mut violations = Violations::default();
        violations.check("/email", Email::parse(&email.get()));
        FieldErrors::of_violations(&violations)
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.submit() {
            return;
        }
        form.busy.set(true);
        let address = email.get_untracked().trim().to_owned();
        spawn_local(async move {
            let body = api_types::ForgotPassword { email: address.clone() };
            let outcome = session.client().forgot_password(&body).await;
            form.busy.set(false);
            match outcome {
                Ok(()) => asked.set(Some(address)),
                Err(error) => form.refuse(&error),
            }
        });
    };
    let entry = move || {
        view! {
            <form class="stack" on:submit=submit novalidate=true>
                <p>{t("session.forgot.text")}</p>
                <ErrorSummary form=form />
                <TextInput
                    field=Field::of(form, "/email", t("session.email"))
                    value=email
                    kind=TextKind::Email
                    autocomplete="username"
                />
                <Button label=t("session.forgot.action") emphasis=Emphasis::Primary submit=true busy=form.busy />
            </form>
        }
        .into_any()
    };
    let content = move || match asked.get() {
        None => entry(),
        Some(email) => view! {
            <Notice kind=NoticeKind::Success title=t("session.forgot.done") announce=true>
                <p>{tr("session.forgot.done_text", &[("email", &email)])}</p>
            </Notice>
        }
        .into_any(),
    };
    view! {
        <PageHead title=t("session.forgot.title") />
        {content}
        <p><a href=Route::Login.path()>{t("session.back_to_login")}</a></p>
    }
}
