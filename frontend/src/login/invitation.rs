//! Accepting an invitation: a new login chooses a password, an existing one gives its own.

use super::{check_new_password, missing};
use crate::errors::FieldErrors;
use crate::i18n::{t, tr};
use crate::language::use_language;
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::ui::{
    Button, Emphasis, ErrorSummary, Field, FormState, PageHead, Remote, RemoteView, SkeletonShape, TextInput, TextKind,
};
use api_types::{InvitationOffer, InvitationToken};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The page.
#[component]
pub fn AcceptInvitation() -> impl IntoView {
    let (session, language) = (use_session(), use_language());
    let token = use_router().fragment();
    let asked = token.clone();
    let offer = Remote::new(move || {
        let body = InvitationToken { token: asked.clone() };
        async move {
            let offer = session.client().inspect_invitation(&body).await?;
            // The mail was in this language, and whoever follows its link reads it.
            if !language.was_chosen() {
                let _ = language.speak(offer.locale).await;
            }
            Ok::<_, client::Error>(offer)
        }
    });
    view! {
        <PageHead title=t("session.invitation.title") />
        <RemoteView
            remote=offer
            shape=SkeletonShape::Form
            ready=move |offer| view! { <Offer offer=offer token=token.clone() /> }.into_any()
        />
        <p><a href=Route::Login.path()>{t("session.back_to_login")}</a></p>
    }
}

#[component]
fn Offer(offer: InvitationOffer, token: String) -> impl IntoView {
    let (session, router) = (use_session(), use_router());
    let password = RwSignal::new(String::new());
    let exists = offer.login_exists;
    let (email, name) = (offer.email.clone(), offer.name.clone());
    let form = FormState::new(move || {
        let password = password.get();
        if exists {
            FieldErrors::of_violations(&missing(&[("/password", &password)]))
        } else {
            check_new_password(&password, &[&email, &name])
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.submit() {
            return;
        }
        form.busy.set(true);
        let (token, password) = (token.clone(), password.get_untracked());
        spawn_local(async move {
            match session.accept_invitation(token, password).await {
                Ok(()) => router.replace(&Route::Dashboard.path()),
                Err(error) => {
                    form.busy.set(false);
                    form.refuse(&error);
                }
            }
        });
    };
    let names = [("organisation", offer.organisation_name.as_str()), ("name", &offer.name)];
    let (label, hint, kind) = if exists {
        ("session.password", "session.invitation.existing_hint", TextKind::Password)
    } else {
        ("session.new_password", "session.password_hint", TextKind::NewPassword)
    };
    view! {
        <p>{tr("session.invitation.text", &names)}</p>
        <form class="stack" on:submit=submit novalidate=true>
            <ErrorSummary form=form />
            <p class="login-of">
                <span>{t("session.email")}</span>
                <strong>{offer.email.clone()}</strong>
            </p>
            // Password managers keep the password under this name.
            <input type="email" class="visually-hidden" autocomplete="username" value=offer.email tabindex="-1" aria-hidden="true" readonly />
            <TextInput field=Field::of(form, "/password", t(label)).hint(t(hint)) value=password kind=kind />
            <Button label=t("session.invitation.action") emphasis=Emphasis::Primary submit=true busy=form.busy />
        </form>
    }
}
