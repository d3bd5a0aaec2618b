//! Taking a fixing back, with the reason.

use super::changes;
use crate::errors::FieldErrors;
use crate::format;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::markets::period_name;
use crate::session::use_session;
use crate::ui::{Button, Dialog, Emphasis, ErrorSummary, Field, FormState, TextArea, Toasts};
use api_types::{CalendarPeriod, Fixing, FixingCancellation};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The dialog; open while `cancelling` holds a fixing.
#[component]
pub fn CancelDialog(
    /// The fixing to take back.
    cancelling: RwSignal<Option<Fixing>>,
    /// The consumption periods, for their names.
    periods: StoredValue<Vec<CalendarPeriod>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let wanted = cancelling.with(Option::is_some);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            cancelling.set(None);
        }
        is_open
    });
    let content = move || cancelling.get().map(|fixing| form(fixing, periods, open));
    view! { <Dialog open=open title=t("optimisations.cancel.title")>{content}</Dialog> }.into_any()
}

fn form(fixing: Fixing, periods: StoredValue<Vec<CalendarPeriod>>, open: RwSignal<bool>) -> AnyView {
    let (session, toasts) = (use_session(), Toasts::get());
    let (reason, attempt) = (RwSignal::new(String::new()), Attempt::new());
    let body = move || FixingCancellation { reason: reason.get() };
    let check = move || match body().to_domain() {
        Ok(_) => FieldErrors::default(),
        Err(found) => FieldErrors::of_violations(&found),
    };
    let state = FormState::new(check);
    let text = told(&fixing, periods);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !state.submit() {
            return;
        }
        let body = untrack(body);
        let (optimisation, id, key) = (fixing.optimisation_id, fixing.id, attempt.key(&body));
        state.busy.set(true);
        spawn_local(async move {
            let send =
                async |client: client::Client| client.cancel_fixing(optimisation, id, &body, None, Some(&key)).await;
            let answer = session.call(send).await;
            state.busy.try_set(false);
            match answer {
                Ok(_) => {
                    open.try_set(false);
                    toasts.success(t("optimisations.cancel.done")).show();
                    changes::notify();
                }
                Err(error) => state.refuse(&error),
            }
        });
    };
    view! {
        <form novalidate on:submit=submit>
            <ErrorSummary form=state />
            <p>{text}</p>
            <p class="muted">{t("optimisations.cancel.text")}</p>
            <TextArea field=Field::of(state, "/reason", t("optimisations.cancel.reason")) value=reason />
            <div class="dialog-actions">
                <Button label=t("optimisations.cancel.keep") on_press=move |()| open.set(false) />
                <Button
                    label=t("optimisations.cancel.action")
                    emphasis=Emphasis::Danger
                    submit=true
                    busy=state.busy
                />
            </div>
        </form>
    }
    .into_any()
}

/// Which fixing it is.
fn told(fixing: &Fixing, periods: StoredValue<Vec<CalendarPeriod>>) -> String {
    let period = periods.with_value(|periods| {
        let period = periods.iter().find(|period| period.from == fixing.period_from);
        period.map(|period| period_name(period.from, period.to)).unwrap_or_default()
    });
    let (percent, price) =
        (format::exact_percent(fixing.percent), format::price(&fixing.price_per_mwh, &fixing.currency));
    let values = [
        ("percent", percent.as_str()),
        ("period", &period),
        ("price", &price),
        ("date", &format::date(fixing.fixed_on)),
    ];
    tr("optimisations.cancel.which", &values)
}
