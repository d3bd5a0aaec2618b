//! Changing a customer account, which can be done at any time; its address and kind never change.

use super::sections::{self, Address};
use super::values::{CustomerFields, CustomerValues};
use super::{changes, markets, refusal};
use crate::draft::Draft;
use crate::errors::FieldErrors;
use crate::i18n::{t, tr};
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::ui::{
    Button, Emphasis, ErrorSummary, FormState, LinkButton, PageHead, Remote, RemoteView, SkeletonShape, Toasts,
};
use api_types::Customer;
use client::Versioned;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// The page.
#[component]
pub fn CustomerEdit(
    /// The organisation that looks after the account.
    organisation: Uuid,
    /// The account.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let customer = Remote::new(move || async move { session.call(async |client| client.get_customer(id).await).await });
    view! {
        <RemoteView
            remote=customer
            shape=SkeletonShape::Form
            whole_page=true
            ready=move |customer| form(organisation, customer)
        />
    }
    .into_any()
}

fn form(organisation: Uuid, answer: Versioned<Customer>) -> AnyView {
    let (session, router, toasts) = (use_session(), use_router(), Toasts::get());
    let Versioned { value: customer, etag } = answer;
    let id = customer.id;
    let initial = CustomerValues::from(&customer);
    let values = CustomerFields::new(initial.clone());
    let kept =
        Draft::of(&format!("customer.{id}")).keep(initial, move || values.values(), move |kept| values.fill(kept));
    let form = FormState::new(move || match values.values().to_update() {
        Ok(_) => FieldErrors::default(),
        Err(violations) => FieldErrors::of_violations(&violations),
    });
    let page = Route::Customer { organisation, customer: id }.path();
    let done = page.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = untrack(|| values.values().to_update());
        let (true, Ok(input)) = (form.submit(), input) else { return };
        form.busy.set(true);
        let (etag, done) = (etag.clone(), done.clone());
        spawn_local(async move {
            let answer = session.call(async |client| client.update_customer(id, &etag, &input).await).await;
            match answer {
                Ok(changed) => {
                    kept.sent();
                    changes::notify();
                    toasts.success(tr("customers.changed", &[("name", &changed.value.company)])).show();
                    router.go(&done);
                }
                Err(error) => {
                    form.busy.try_set(false);
                    refusal::show(form, &error);
                }
            }
        });
    };
    let address = Address::Fixed(customer.contact.email);
    view! {
        <PageHead title=t("customers.edit.title") back=(page.clone(), customer.company) />
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary form=form />
            {kept.notice()}
            {sections::company(form, values)}
            {sections::contact(form, values, address)}
            {sections::access(form, values, markets::offered(organisation), customer.access)}
            <div class="form-actions">
                <LinkButton href=page label=t("ui.cancel") />
                <Button label=t("common.save") emphasis=Emphasis::Primary submit=true busy=form.busy />
            </div>
        </form>
    }
    .into_any()
}
