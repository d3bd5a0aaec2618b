//! A community's own page: its data, its size, who changed it last.

use super::words;
use crate::audit::{Changes, Subject};
use crate::errors::describe;
use crate::format::{last_change, or_none, whole};
use crate::i18n::{t, tr};
use crate::place::use_places;
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::ui::{
    Button, ConfirmDialog, Emphasis, Fact, Facts, Icon, LinkButton, PageHead, Remote, RemoteView, SkeletonShape, Toasts,
};
use api_types::Community;
use client::Versioned;
use domain::role::Permission;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

/// The page.
#[component]
pub fn CommunityPage(
    /// The community.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let community =
        Remote::new(move || async move { session.call(async |client| client.get_community(id).await).await });
    view! {
        <RemoteView
            remote=community
            shape=SkeletonShape::Detail
            whole_page=true
            ready=|community| view! { <Detail community=community /> }.into_any()
        />
    }
}

#[component]
fn Detail(community: Versioned<Community>) -> impl IntoView {
    let Versioned { value: community, etag } = community;
    let id = community.id;
    let may = |permission| community.permissions.contains(&permission);
    let deletable = may(Permission::CommunityDelete);
    let empty = community.member_count == 0 && community.meter_count == 0;
    let edit = may(Permission::CommunityWrite).then(|| {
        view! {
            <LinkButton
                href=Route::CommunityEdit(id).path()
                label=t("common.edit")
                emphasis=Emphasis::Primary
                icon=Icon::Edit
            />
        }
    });
    let delete = (deletable && empty).then(|| view! { <Delete id=id name=community.name.clone() etag=etag /> });
    let kept = (deletable && !empty).then(|| view! { <p class="remark">{t("communities.delete.not_empty")}</p> });
    let changed = last_change(community.updated_by.as_deref(), community.updated_at);
    let lead = format!("{} · {}", words::kind(community.kind), words::region(community.region));
    view! {
        <PageHead title=community.name.clone() lead=lead>
            {delete}
            {edit}
        </PageHead>
        <section class="card">
            <h2>{t("communities.data")}</h2>
            <Facts items=facts(&community) />
        </section>
        {kept}
        <Changes of=Subject::Community(id) object=id />
        <p class="remark">{changed}</p>
    }
}

fn facts(community: &Community) -> Vec<Fact> {
    let id = community.id;
    let may = |permission| community.permissions.contains(&permission);
    let number = |count: u64, route: Route, readable: bool| {
        let count = whole(count);
        if readable { view! { <a href=route.path()>{count}</a> }.into_any() } else { count.into_any() }
    };
    vec![
        Fact::new(t("communities.region"), words::region(community.region)),
        Fact::new(t("communities.type"), words::kind(community.kind)),
        Fact::new(t("communities.email"), or_none(community.contact_email.as_deref())),
        Fact::new(t("communities.phone"), or_none(community.contact_phone.as_deref())),
        Fact::new(
            t("communities.members"),
            number(community.member_count, Route::Members(id), may(Permission::MembersRead)),
        ),
        Fact::new(
            t("communities.meters"),
            number(community.meter_count, Route::Meters(id), may(Permission::MetersRead)),
        ),
    ]
}

#[component]
fn Delete(id: Uuid, name: String, etag: String) -> impl IntoView {
    let (session, router, places, toasts) = (use_session(), use_router(), use_places(), Toasts::get());
    let (open, busy, error) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<String>));
    let done = tr("communities.deleted", &[("name", &name)]);
    let confirm = move |()| {
        let (etag, done) = (etag.clone(), done.clone());
        busy.set(true);
        spawn_local(async move {
            let outcome = session.call(async |client| client.delete_community(id, &etag).await).await;
            busy.set(false);
            match outcome {
                Ok(()) => {
                    open.set(false);
                    places.forget(id);
                    toasts.success(done).show();
                    router.replace(&Route::Communities.path());
                }
                Err(failure) => error.set(Some(describe(&failure))),
            }
        });
    };
    view! {
        <Button label=t("communities.delete") emphasis=Emphasis::Danger icon=Icon::Trash on_press=move |()| open.set(true) />
        <ConfirmDialog
            open=open
            title=tr("communities.delete.title", &[("name", &name)])
            text=t("communities.delete.text")
            action=t("communities.delete")
            danger=true
            busy=busy
            error=error
            on_confirm=confirm
        />
    }
}
