//! Creating an organisation.

use super::detail::check;
use crate::i18n::t;
use crate::idempotency::Attempt;
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::ui::{
    Button, Emphasis, ErrorSummary, Field, FormSection, FormState, LinkButton, PageHead, TextInput, Toasts,
};
use api_types::OrganisationInput;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The page; afterwards comes the organisation's own page, where its first manager is invited.
#[component]
pub fn OrganisationNew() -> impl IntoView {
    let (session, router, toasts) = (use_session(), use_router(), Toasts::get());
    let name = RwSignal::new(String::new());
    let form = FormState::new(move || check(&name.get()));
    let (attempt, sent) = (Attempt::new(), RwSignal::new(false));
    router.guard(Signal::derive(move || name.with(|name| !name.is_empty()) && !sent.get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.submit() {
            return;
        }
        form.busy.set(true);
        let body = OrganisationInput { name: name.get_untracked() };
        let key = attempt.key(&body);
        spawn_local(async move {
            let outcome = session.call(async |client| client.create_organisation(&body, Some(&key)).await).await;
            form.busy.set(false);
            match outcome {
                Ok(created) => {
                    sent.set(true);
                    toasts.success(t("organisations.created_done")).show();
                    router.go(&Route::Organisation(created.value.id).path());
                }
                Err(error) => form.refuse(&error),
            }
        });
    };
    let back = (Route::Organisations.path(), t("organisations.title"));
    view! {
        <PageHead title=t("organisations.new.title") back=back />
        <form class="form narrow" on:submit=submit novalidate=true>
            <ErrorSummary form=form />
            <FormSection title=t("organisations.data") hint=t("organisations.new.hint")>
                <TextInput field=Field::of(form, "/name", t("organisations.name")) value=name autocomplete="organization" />
            </FormSection>
            <div class="form-actions">
                <LinkButton href=Route::Organisations.path() label=t("ui.cancel") />
                <Button label=t("organisations.new.action") emphasis=Emphasis::Primary submit=true busy=form.busy />
            </div>
        </form>
    }
}
