//! Deleting a member, who must hold no meter: the server names those that are in the way.

use crate::errors;
use crate::i18n::{t, tr};
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::ui::{Button, ConfirmDialog, Emphasis, Icon, Toasts};
use api_types::Member;
use client::Versioned;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A button with its question.
#[component]
pub fn DeleteMember(
    /// The member, with the version that was looked at.
    member: Versioned<Member>,
    /// Somebody changed them meanwhile: shows the new version.
    #[prop(into)]
    on_stale: Callback<()>,
) -> impl IntoView {
    let (session, router, toasts) = (use_session(), use_router(), Toasts::get());
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let Versioned { value: member, etag } = member;
    let title = tr("members.delete.title", &[("name", &member.display_name)]);
    let confirm = move |()| {
        let (member, etag) = (member.clone(), etag.clone());
        busy.set(true);
        spawn_local(async move {
            let community = member.community_id;
            let answer = session.call(async |client| client.delete_member(community, member.id, &etag).await).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    router.replace(&Route::Members(community).path());
                    toasts.success(tr("members.deleted", &[("name", &member.display_name)])).show();
                }
                Err(failure) => {
                    error.try_set(Some(reason(&failure)));
                    if failure.status() == Some(412) {
                        on_stale.run(());
                    }
                }
            }
        });
    };
    view! {
        <Button
            label=t("members.delete.action")
            emphasis=Emphasis::Danger
            icon=Icon::Trash
            on_press=move |()| open.set(true)
        />
        <ConfirmDialog
            open=open
            title=title
            text=t("members.delete.text")
            action=t("members.delete.action")
            danger=true
            busy=busy
            error=error
            on_confirm=confirm
        />
    }
    .into_any()
}

/// What is in the way: the errors say more than the problem as a whole, such as which meters.
fn reason(failure: &client::Error) -> String {
    let named: Vec<String> =
        failure.problem().map(|problem| problem.errors.iter().map(errors::message).collect()).unwrap_or_default();
    if named.is_empty() { errors::describe(failure) } else { named.join(" ") }
}
