//! Cancelling a scheduled period: the one before lasts on.

use super::arrival::Arrival;
use super::writes::Writes;
use super::{changes, words};
use crate::i18n::{t, tr};
use crate::ui::{Button, ConfirmDialog, Emphasis, Icon, Toasts};
use crate::{errors, format};
use api_types::{Configuration, Meter};
use client::Versioned;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A button with its question.
#[component]
pub fn CancelPeriod(
    /// The meter, with the version that was looked at.
    meter: Versioned<Meter>,
    /// The period.
    period: Configuration,
    /// The one before, where there is one.
    before: Option<Configuration>,
    /// Where to go on the page afterwards.
    arrival: Arrival,
) -> impl IntoView {
    let (open, busy, error) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<String>));
    let (writes, toasts) = (Writes::of(&meter.value), Toasts::get());
    let name = tr("meters.cancel.named", &[("date", &format::date(period.valid_from))]);
    let text = consequence(&period, before.as_ref());
    let confirm = move |()| {
        let (period, before, etag) = (period.clone(), before.as_ref().map(|before| before.id), meter.etag.clone());
        busy.set(true);
        spawn_local(async move {
            match writes.remove(&period, &etag).await {
                Ok(written) => {
                    open.try_set(false);
                    if let Some(before) = before {
                        arrival.expect(before);
                    }
                    written.tell(tr("meters.cancel.done", &[("date", &format::date(period.valid_from))]));
                }
                // The page is read anew, and the question asked again about what is true now.
                Err(failure) if failure.status() == Some(412) => {
                    toasts.failure(errors::describe(&failure)).show();
                    changes::notify();
                }
                Err(failure) => {
                    error.try_set(Some(errors::describe(&failure)));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Button
            label=t("meters.cancel.action")
            emphasis=Emphasis::Danger
            icon=Icon::Close
            on_press=move |()| open.set(true)
        />
        <ConfirmDialog
            open=open
            title=name
            text=text
            action=t("meters.cancel.action")
            dismiss=t("meters.cancel.keep")
            danger=true
            busy=busy
            error=error
            on_confirm=confirm
        />
    }
    .into_any()
}

/// What holds then instead.
fn consequence(period: &Configuration, before: Option<&Configuration>) -> String {
    match before {
        Some(before) => {
            let grown = Configuration { valid_to: period.valid_to, ..before.clone() };
            tr("meters.cancel.text", &[("period", &words::period(&grown))])
        }
        None => t("meters.cancel.text_first"),
    }
}
