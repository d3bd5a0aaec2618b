//! Giving accounts to another key account manager: one from its page, all of somebody from the list.

use super::changes;
use crate::errors::FieldErrors;
use crate::i18n::{t, tn, tr};
use crate::idempotency::Attempt;
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::ui::{
    Button, Choice, Dialog, Emphasis, ErrorSummary, Field, FormState, Icon, Remote, RemoteView, Select, SkeletonShape,
    Toasts,
};
use api_types::{Customer, Kam, TransferAllCustomers, TransferCustomer};
use domain::role::{Permission, Place};
use domain::violation::{Code, Violations};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// The pointers of the API.
const TO_ONE: &str = "/kam_id";
const FROM: &str = "/from_kam_id";
const TO: &str = "/to_kam_id";

/// The dialog that transfers one account.
pub fn one(organisation: Uuid, customer: &Customer, open: RwSignal<bool>) -> AnyView {
    let title = tr("customers.transfer.title", &[("name", &customer.company)]);
    let customer = customer.clone();
    view! {
        <Dialog open=open title=title>
            <p>{t("customers.transfer.text")}</p>
            {with_kams(organisation, {
                let customer = customer.clone();
                move |kams| form_of_one(organisation, customer.clone(), kams, open)
            })}
        </Dialog>
    }
    .into_any()
}

/// The button, with its dialog, that transfers all accounts of somebody.
pub fn all(organisation: Uuid) -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <Button label=t("customers.transfer_all.action") icon=Icon::Users on_press=move |()| open.set(true) />
        <Dialog open=open title=t("customers.transfer_all.title")>
            <p>{t("customers.transfer_all.text")}</p>
            {with_kams(organisation, move |kams| form_of_all(organisation, kams, open))}
        </Dialog>
    }
    .into_any()
}

fn with_kams(organisation: Uuid, form: impl Fn(Vec<Kam>) -> AnyView + Send + Sync + 'static) -> AnyView {
    let session = use_session();
    let kams = Remote::new(move || async move {
        session.call(async |client| client.list_kams(organisation).await).await.map(|list| list.items)
    });
    view! { <RemoteView remote=kams shape=SkeletonShape::Lines ready=form /> }.into_any()
}

fn form_of_one(organisation: Uuid, customer: Customer, kams: Vec<Kam>, open: RwSignal<bool>) -> AnyView {
    let (session, router, toasts, attempt) = (use_session(), use_router(), Toasts::get(), Attempt::new());
    let to = RwSignal::new(String::new());
    let form = FormState::new(move || chosen(&[(TO_ONE, &to.get())]));
    let others: Vec<Kam> = kams.into_iter().filter(|kam| kam.id != customer.kam.id).collect();
    let choices = choices(&others);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (true, Ok(kam_id)) = (form.submit(), to.get_untracked().parse()) else { return };
        form.busy.set(true);
        let (id, company, body) = (customer.id, customer.company.clone(), TransferCustomer { kam_id });
        let key = attempt.key(&(id, customer.kam.id, body));
        spawn_local(async move {
            let answer = session.call(async |client| client.transfer_customer(id, None, &body, Some(&key)).await).await;
            form.busy.try_set(false);
            match answer {
                Ok(moved) => {
                    open.set(false);
                    let kam = moved.value.kam.name;
                    toasts.success(tr("customers.transferred", &[("name", &company), ("kam", &kam)])).show();
                    // For its former key account manager the account does not exist any more.
                    if !session.can(Permission::CustomersTransfer, Place::Organisation(organisation)) {
                        router.replace(&Route::Customers(organisation).path());
                    }
                    changes::notify();
                }
                Err(error) => form.refuse(&error),
            }
        });
    };
    let field = Field::of(form, TO_ONE, t("customers.transfer.to"));
    dialog_form(form, submit, open, "customers.transfer.action", move || {
        view! { <Select field=field value=to choices=choices placeholder=t("common.choose") /> }.into_any()
    })
}

fn form_of_all(organisation: Uuid, kams: Vec<Kam>, open: RwSignal<bool>) -> AnyView {
    let (session, toasts, attempt) = (use_session(), Toasts::get(), Attempt::new());
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let form = FormState::new(move || chosen(&[(FROM, &from.get()), (TO, &to.get())]));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let ids = (from.get_untracked().parse(), to.get_untracked().parse());
        let (true, (Ok(from_kam_id), Ok(to_kam_id))) = (form.submit(), ids) else { return };
        form.busy.set(true);
        let body = TransferAllCustomers { from_kam_id, to_kam_id };
        let key = attempt.key(&body);
        spawn_local(async move {
            let answer =
                session.call(async |client| client.transfer_all_customers(organisation, &body, Some(&key)).await).await;
            form.busy.try_set(false);
            match answer {
                Ok(moved) => {
                    open.set(false);
                    toasts.success(tn("customers.transferred_all", moved.transferred)).show();
                    changes::notify();
                }
                Err(error) => form.refuse(&error),
            }
        });
    };
    let (old, new) =
        (Field::of(form, FROM, t("customers.transfer.from")), Field::of(form, TO, t("customers.transfer.to")));
    dialog_form(form, submit, open, "customers.transfer.action", move || {
        view! {
            <Select field=old value=from choices=choices(&kams) placeholder=t("common.choose") />
            <Select field=new value=to choices=choices(&kams) placeholder=t("common.choose") />
        }
        .into_any()
    })
}

fn dialog_form(
    form: FormState,
    submit: impl Fn(SubmitEvent) + 'static,
    open: RwSignal<bool>,
    action: &str,
    fields: impl FnOnce() -> AnyView,
) -> AnyView {
    view! {
        <form class="stack" novalidate on:submit=submit>
            <ErrorSummary form=form />
            {fields()}
            <div class="dialog-actions">
                <Button label=t("ui.cancel") on_press=move |()| open.set(false) />
                <Button label=t(action) emphasis=Emphasis::Primary submit=true busy=form.busy />
            </div>
        </form>
    }
    .into_any()
}

fn choices(kams: &[Kam]) -> Vec<Choice> {
    kams.iter().map(|kam| Choice::new(kam.id, format!("{} · {}", kam.name, kam.email))).collect()
}

/// Each must be chosen.
fn chosen(fields: &[(&str, &str)]) -> FieldErrors {
    let mut violations = Violations::default();
    for (pointer, _) in fields.iter().filter(|(_, value)| value.is_empty()) {
        violations.add(*pointer, Code::Required);
    }
    FieldErrors::of_violations(&violations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_a_transfer_must_be_chosen() {
        let errors = chosen(&[(FROM, ""), (TO, "x")]);
        assert!(errors.get(FROM).is_some() && errors.get(TO).is_none());
    }
}
