//! One community on the start page: what awaits a manager in it and its size; a member's own meters.

use super::own_meters::OwnMeters;
use super::tasks::{self, Task};
use crate::communities::{kind, region};
use crate::i18n::{t, tn};
use crate::meters::track_changes;
use crate::routing::Route;
use crate::session::use_session;
use crate::ui::{Icon, LinkButton, Remote, RemoteView, SkeletonShape};
use api_types::Community;
use domain::role::Permission;
use leptos::prelude::*;
use uuid::Uuid;

/// The card.
#[component]
pub fn CommunityCard(
    /// The community.
    community: Community,
) -> impl IntoView {
    let session = use_session();
    let id = community.id;
    let may = |permission| community.permissions.contains(&permission);
    let is_manager = may(Permission::MetersWrite);
    let lead = format!("{} · {}", kind(community.kind), region(community.region));
    let content = if is_manager {
        let asked = community.clone();
        let tasks = Remote::new(move || {
            track_changes();
            tasks::fetch(session, asked.clone())
        });
        view! { <RemoteView remote=tasks shape=SkeletonShape::Lines ready=move |tasks| task_list(id, tasks) /> }
            .into_any()
    } else {
        view! { <OwnMeters community=id /> }.into_any()
    };
    view! {
        <section class="card community-card">
            <header class="card-head">
                <h2><a href=Route::Community(id).path()>{community.name.clone()}</a></h2>
                <p>{lead}</p>
            </header>
            {content}
            {is_manager.then(|| view! {
                <footer class="card-foot">
                    <LinkButton
                        href=Route::Meters(id).path()
                        label=tn("dashboard.meters", community.meter_count)
                        icon=Icon::Meter
                    />
                    {may(Permission::MembersRead).then(|| view! {
                        <LinkButton
                            href=Route::Members(id).path()
                            label=tn("dashboard.members", community.member_count)
                            icon=Icon::Members
                        />
                    })}
                    {may(Permission::KeysRead).then(|| view! {
                        <LinkButton href=Route::Keys(id).path() label=t("shell.help.keys") icon=Icon::Key />
                    })}
                </footer>
            })}
        </section>
    }
}

fn task_list(community: Uuid, tasks: Vec<Task>) -> AnyView {
    if tasks.is_empty() {
        return view! { <p class="all-done">{Icon::Check.view()}<span>{t("dashboard.nothing")}</span></p> }.into_any();
    }
    let items = tasks.into_iter().map(|Task { kind, count }| {
        view! {
            <li>
                <a class="task" href=kind.href(community) data-due=kind.is_due().then_some("")>
                    <span class="task-count">{crate::format::whole(count)}</span>
                    <span>{tn(kind.key(), count)}</span>
                    {Icon::ChevronRight.view()}
                </a>
            </li>
        }
    });
    view! { <ul class="tasks">{items.collect_view()}</ul> }.into_any()
}
