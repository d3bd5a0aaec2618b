//! Deleting a meter that never changed: a question first, and never somebody else's later version. A meter
//! with a history stays, and can be deactivated instead.

use super::changes;
use crate::errors;
use crate::i18n::{t, tr};
use crate::routing::{Route, Router, use_router};
use crate::session::{Session, use_session};
use crate::ui::{Button, Dialog, Emphasis, Notice, NoticeKind, Toasts};
use api_types::{Meter, ProblemCode};
use client::{Error, Versioned};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The dialog at work.
#[derive(Clone, Copy)]
struct Deletion {
    meter: StoredValue<Versioned<Meter>>,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
    /// It has a history, and so stays.
    refused: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    deactivate: Option<Callback<()>>,
    session: Session,
    router: Router,
    toasts: Toasts,
}

/// The question.
#[component]
pub fn DeleteDialog(
    /// The meter, with the version that was looked at.
    meter: Versioned<Meter>,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Deactivates it instead, where it still runs.
    deactivate: Option<Callback<()>>,
) -> impl IntoView {
    let of = &meter.value.configurations;
    let has_history = of.historical.len() + of.future.len() + usize::from(of.actual.is_some()) > 1;
    let title = tr("meters.delete.title", &[("ean", &meter.value.ean)]);
    let deletion = Deletion {
        meter: StoredValue::new(meter),
        open,
        busy: RwSignal::new(false),
        refused: RwSignal::new(has_history),
        error: RwSignal::new(None),
        deactivate,
        session: use_session(),
        router: use_router(),
        toasts: Toasts::get(),
    };
    let content = move || if deletion.refused.get() { deletion.refusal() } else { deletion.question() };
    view! { <Dialog open=open title=title>{content}</Dialog> }.into_any()
}

impl Deletion {
    fn question(self) -> AnyView {
        let error = move || {
            self.error.get().map(|error| {
                view! {
                    <Notice kind=NoticeKind::Error announce=true>
                        <p>{error}</p>
                    </Notice>
                }
            })
        };
        view! {
            <p>{t("meters.delete.text")}</p>
            {error}
            <div class="dialog-actions">
                <Button label=t("ui.cancel") on_press=move |()| self.open.set(false) />
                <Button
                    label=t("meters.delete.action")
                    emphasis=Emphasis::Danger
                    busy=self.busy
                    on_press=move |()| self.delete()
                />
            </div>
        }
        .into_any()
    }

    fn refusal(self) -> AnyView {
        let instead = self.deactivate.map(|deactivate| {
            let press = move |()| {
                self.open.set(false);
                deactivate.run(());
            };
            view! {
                <Button label=t("meters.delete.deactivate") emphasis=Emphasis::Primary on_press=press />
            }
        });
        view! {
            <Notice kind=NoticeKind::Warning>
                <p>{t("meters.delete.history")}</p>
                {self.deactivate.map(|_| view! { <p>{t("meters.delete.history_deactivate")}</p> })}
            </Notice>
            <div class="dialog-actions">
                <Button label=t("ui.close") on_press=move |()| self.open.set(false) />
                {instead}
            </div>
        }
        .into_any()
    }

    fn delete(self) {
        let Versioned { value: meter, etag } = self.meter.get_value();
        self.busy.set(true);
        spawn_local(async move {
            let community = meter.community_id;
            let answer = self.session.call(async |client| client.delete_meter(community, meter.id, &etag).await).await;
            self.busy.try_set(false);
            match answer {
                Ok(()) => {
                    self.router.replace(&Route::Meters(community).path());
                    changes::notify();
                    self.toasts.success(tr("meters.deleted", &[("ean", &meter.ean)])).show();
                }
                Err(error) => self.refuse(&error),
            }
        });
    }

    fn refuse(self, error: &Error) {
        if error.code() == Some(ProblemCode::MeterHasHistory.as_str()) {
            self.refused.try_set(true);
        } else if error.status() == Some(412) {
            // The page is read anew, and the question asked again about what is true now.
            self.toasts.failure(errors::describe(error)).show();
            changes::notify();
        } else {
            self.error.try_set(Some(errors::describe(error)));
        }
    }
}
