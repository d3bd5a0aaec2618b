//! An organisation's own data, and for the operator the way to its first manager.

use crate::errors::FieldErrors;
use crate::format::last_change;
use crate::i18n::t;
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::ui::{
    Button, Emphasis, EmptyState, ErrorSummary, Fact, Facts, Field, FormSection, FormState, Icon, LinkButton, PageHead,
    Remote, RemoteView, SkeletonShape, TextInput, Toasts,
};
use api_types::{Organisation, OrganisationInput};
use client::Versioned;
use domain::role::{Permission, Place};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

/// What is wrong with a name.
pub fn check(name: &str) -> FieldErrors {
    match (OrganisationInput { name: name.to_owned() }).to_domain() {
        Ok(_) => FieldErrors::default(),
        Err(violations) => FieldErrors::of_violations(&violations),
    }
}

/// The page.
#[component]
pub fn OrganisationPage(
    /// The organisation.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let organisation =
        Remote::new(move || async move { session.call(async |client| client.get_organisation(id).await).await });
    view! {
        <RemoteView
            remote=organisation
            shape=SkeletonShape::Form
            whole_page=true
            ready=move |known| view! { <Detail organisation=known remote=organisation /> }.into_any()
        />
    }
}

#[component]
fn Detail(organisation: Versioned<Organisation>, remote: Remote<Versioned<Organisation>>) -> impl IntoView {
    let session = use_session();
    let Versioned { value, etag } = organisation;
    let id = value.id;
    let may = |permission, place| untrack(|| session.can(permission, place));
    let is_operator = may(Permission::PlatformAdminister, Place::Platform);
    let invite = is_operator.then(|| {
        view! {
            <EmptyState title=t("organisations.manager") text=t("organisations.manager_text") icon=Icon::Users>
                <LinkButton href=Route::UserInvite(id).path() label=t("organisations.manager_action") icon=Icon::Mail />
            </EmptyState>
        }
    });
    let changed = last_change(value.updated_by.as_deref(), value.updated_at);
    let data = if may(Permission::OrganisationWrite, Place::Organisation(id)) {
        view! { <NameForm id=id name=value.name.clone() etag=etag remote=remote /> }.into_any()
    } else {
        let items = vec![Fact::new(t("organisations.name"), value.name.clone())];
        view! { <section class="card"><Facts items=items /></section> }.into_any()
    };
    let head = if is_operator {
        let back = (Route::Organisations.path(), t("organisations.title"));
        view! { <PageHead title=value.name lead=t("organisations.one") back=back /> }
    } else {
        view! { <PageHead title=value.name lead=t("organisations.one") /> }
    };
    view! {
        {head}
        {data}
        {invite}
        <p class="remark">{changed}</p>
    }
}

#[component]
fn NameForm(id: Uuid, name: String, etag: String, remote: Remote<Versioned<Organisation>>) -> impl IntoView {
    let (session, router, toasts) = (use_session(), use_router(), Toasts::get());
    let before = StoredValue::new(name.clone());
    let name = RwSignal::new(name);
    let form = FormState::new(move || check(&name.get()));
    let changed = Memo::new(move |_| before.with_value(|before| name.with(|name| name != before)));
    router.guard(changed.into());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.submit() {
            return;
        }
        form.busy.set(true);
        let (etag, body) = (etag.clone(), OrganisationInput { name: name.get_untracked() });
        spawn_local(async move {
            let outcome = session.call(async |client| client.update_organisation(id, &etag, &body).await).await;
            form.busy.set(false);
            match outcome {
                Ok(known) => {
                    toasts.success(t("organisations.changed")).show();
                    remote.put(known);
                    // The shell shows the name from the user's roles; without an answer it follows at the next visit.
                    let _ = session.load_me().await;
                }
                Err(error) => form.refuse(&error),
            }
        });
    };
    view! {
        <form class="form narrow" on:submit=submit novalidate=true>
            <ErrorSummary form=form />
            <FormSection title=t("organisations.data") hint=t("organisations.data_hint")>
                <TextInput field=Field::of(form, "/name", t("organisations.name")) value=name autocomplete="organization" />
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
    }
}
