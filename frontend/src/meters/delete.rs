//! Deleting a meter that never changed: a question first, and never somebody else's later version.

use super::changes;
use crate::errors;
use crate::i18n::{t, tr};
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::ui::{Button, ConfirmDialog, Emphasis, Icon, Toasts};
use api_types::Meter;
use client::Versioned;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A button with its question.
#[component]
pub fn DeleteMeter(
    /// The meter, with the version that was looked at.
    meter: Versioned<Meter>,
    /// Somebody changed it meanwhile: shows the new version.
    #[prop(into)]
    on_stale: Callback<()>,
) -> impl IntoView {
    let (session, router, toasts) = (use_session(), use_router(), Toasts::get());
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let Versioned { value: meter, etag } = meter;
    let text = tr("meters.delete.text", &[("ean", &meter.ean)]);
    let confirm = move |()| {
        let (meter, etag) = (meter.clone(), etag.clone());
        busy.set(true);
        spawn_local(async move {
            let community = meter.community_id;
            let answer = session.call(async |client| client.delete_meter(community, meter.id, &etag).await).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    router.replace(&Route::Meters(community).path());
                    changes::notify();
                    toasts.success(tr("meters.deleted", &[("ean", &meter.ean)])).show();
                }
                Err(failure) => {
                    error.try_set(Some(errors::describe(&failure)));
                    if failure.status() == Some(412) {
                        on_stale.run(());
                    }
                }
            }
        });
    };
    view! {
        <Button
            label=t("meters.delete.action")
            emphasis=Emphasis::Danger
            icon=Icon::Trash
            on_press=move |()| open.set(true)
        />
        <ConfirmDialog
            open=open
            title=t("meters.delete.title")
            text=text
            action=t("meters.delete.action")
            danger=true
            busy=busy
            error=error
            on_confirm=confirm
        />
    }
    .into_any()
}
