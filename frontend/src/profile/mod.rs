//! What users decide about themselves: their name, their language, their theme. And what they may do where.

use crate::errors::FieldErrors;
use crate::i18n::{locale, t};
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::shell::{LanguageSelect, ThemeChoice};
use crate::ui::{
    Button, Emphasis, ErrorSummary, Fact, Facts, Field, FormSection, FormState, PageHead, Remote, RemoteView,
    SkeletonShape, TextInput, Toasts,
};
use crate::users::role;
use api_types::{Me, MeRole, UpdateMe};
use client::Versioned;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The page.
#[component]
pub fn Profile() -> impl IntoView {
    let session = use_session();
    let me = Remote::new(move || async move { session.call(async |client| client.get_me().await).await });
    view! {
        <PageHead title=t("profile.title") lead=t("profile.lead") />
        <RemoteView
            remote=me
            shape=SkeletonShape::Form
            ready=move |known| view! { <Person me=known remote=me /> }.into_any()
        />
        <div class="form narrow">
            <FormSection title=t("profile.display") hint=t("profile.display_hint")>
                <ThemeChoice id="profile-theme" />
                <LanguageSelect id="profile-language" />
            </FormSection>
        </div>
    }
}

#[component]
fn Person(me: Versioned<Me>, remote: Remote<Versioned<Me>>) -> impl IntoView {
    let (session, router, toasts) = (use_session(), use_router(), Toasts::get());
    let Versioned { value: me, etag } = me;
    let before = StoredValue::new(me.user.name.clone());
    let name = RwSignal::new(me.user.name.clone());
    let body = move || UpdateMe { name: name.get(), locale: locale() };
    let form = FormState::new(move || match body().to_domain() {
        Ok(_) => FieldErrors::default(),
        Err(violations) => FieldErrors::of_violations(&violations),
    });
    let changed = Memo::new(move |_| before.with_value(|before| name.with(|name| name != before)));
    router.guard(changed.into());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.submit() {
            return;
        }
        form.busy.set(true);
        let (etag, body) = (etag.clone(), untrack(body));
        spawn_local(async move {
            let outcome = session.call(async |client| client.update_me(&etag, &body).await).await;
            form.busy.set(false);
            match outcome {
                Ok(known) => {
                    toasts.success(t("profile.saved")).show();
                    session.changed(known.value.clone());
                    remote.put(known);
                }
                Err(error) => form.refuse(&error),
            }
        });
    };
    let facts = vec![
        Fact::new(t("session.email"), me.user.email.clone()),
        Fact::new(
            t("session.password"),
            view! { <a href=Route::ForgotPassword.path()>{t("profile.change_password")}</a> },
        ),
    ];
    let roles = me.roles.iter().map(|at| Fact::new(role(at.role), place(at))).collect();
    view! {
        <form class="form narrow" on:submit=submit novalidate=true>
            <ErrorSummary form=form />
            <FormSection title=t("profile.person") hint=t("profile.person_hint")>
                <TextInput field=Field::of(form, "/name", t("profile.name")) value=name autocomplete="name" />
                <Facts items=facts />
            </FormSection>
            <div class="form-actions">
                <Button
                    label=t("common.save")
                    emphasis=Emphasis::Primary
                    submit=true
                    busy=form.busy
                    disabled=Signal::derive(move || !changed.get())
                />
            </div>
        </form>
        <div class="form narrow">
            <FormSection title=t("profile.roles") hint=t("profile.roles_hint")><Facts items=roles /></FormSection>
        </div>
    }
}

/// Where a role holds: the community within its organisation, or the organisation, or everywhere.
fn place(at: &MeRole) -> String {
    let names: Vec<&str> =
        [&at.community_name, &at.organisation_name].into_iter().flatten().map(String::as_str).collect();
    if names.is_empty() { t("shell.platform") } else { names.join(" · ") }
}
