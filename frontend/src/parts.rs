//! The pages, in parts that are fetched when first needed: the first load stays small.
//!
//! `cargo xtask web` cuts the module at the functions marked here. A part holds what only its pages use;
//! what several parts share stays in the main module or becomes a chunk of its own.

// The marker declares each part's entry as a foreign function, which the linker script resolves.
#![allow(unsafe_code)]

use crate::i18n::t;
use crate::routing::Route;
use crate::ui::{ErrorState, Skeleton};
use crate::{audit, communities, dashboard, login, members, meters, organisations, profile, shell, users};
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The page of an address.
pub fn page(route: Route) -> AnyView {
    match route {
        Route::Dashboard => {
            // Where people go next; failing to fetch it ahead is no failure.
            spawn_local(async { drop(fetch_community().await) });
            awaited(start)
        }
        Route::Communities
        | Route::CommunityNew
        | Route::Community(_)
        | Route::CommunityEdit(_)
        | Route::Meters(_)
        | Route::MeterNew(_)
        | Route::Meter { .. }
        | Route::Members(_)
        | Route::MemberNew(_)
        | Route::Member { .. }
        | Route::MemberEdit { .. } => awaited(async move || community(route).await),
        Route::Profile
        | Route::Organisations
        | Route::OrganisationNew
        | Route::Organisation(_)
        | Route::Users(_)
        | Route::UserInvite(_)
        | Route::User { .. }
        | Route::OrganisationAudit(_)
        | Route::CommunityAudit(_) => awaited(async move || administration(route).await),
        _ => not_found(),
    }
}

/// A page that needs no login.
pub fn public_page(route: Route) -> AnyView {
    match route {
        Route::ForgotPassword | Route::ResetPassword | Route::AcceptInvitation => {
            awaited(async move || entrance(route).await)
        }
        _ => view! { <login::LoginPage /> }.into_any(),
    }
}

fn not_found() -> AnyView {
    view! { <shell::NotFound /> }.into_any()
}

/// The start page.
#[wasm_split(start, fallible)]
fn start() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <dashboard::Dashboard /> }.into_any())
}

/// The pages that the links of mails lead to.
#[wasm_split(entrance, fallible)]
fn entrance(route: Route) -> Result<AnyView, SplitLoaderError> {
    Ok(match route {
        Route::ForgotPassword => view! { <login::ForgotPassword /> }.into_any(),
        Route::ResetPassword => view! { <login::ResetPassword /> }.into_any(),
        Route::AcceptInvitation => view! { <login::AcceptInvitation /> }.into_any(),
        _ => not_found(),
    })
}

/// Communities, their meters and their members.
#[wasm_split(community, fallible, preload(fetch_community))]
fn community(route: Route) -> Result<AnyView, SplitLoaderError> {
    Ok(match route {
        Route::Communities => view! { <communities::CommunityList /> }.into_any(),
        Route::CommunityNew => view! { <communities::CommunityNew /> }.into_any(),
        Route::Community(id) => view! { <communities::CommunityPage id=id /> }.into_any(),
        Route::CommunityEdit(id) => view! { <communities::CommunityEdit id=id /> }.into_any(),
        Route::Meters(community) => view! { <meters::MeterList community=community /> }.into_any(),
        Route::MeterNew(community) => view! { <meters::MeterNew community=community /> }.into_any(),
        Route::Meter { community, meter } => view! { <meters::MeterPage community=community id=meter /> }.into_any(),
        Route::Members(community) => view! { <members::MemberList community=community /> }.into_any(),
        Route::MemberNew(community) => view! { <members::MemberNew community=community /> }.into_any(),
        Route::Member { community, member } => {
            view! { <members::MemberPage community=community id=member /> }.into_any()
        }
        Route::MemberEdit { community, member } => {
            view! { <members::MemberEdit community=community id=member /> }.into_any()
        }
        _ => not_found(),
    })
}

/// Organisations, their users, audit logs and one's own profile.
#[wasm_split(administration, fallible)]
fn administration(route: Route) -> Result<AnyView, SplitLoaderError> {
    Ok(match route {
        Route::Profile => view! { <profile::Profile /> }.into_any(),
        Route::Organisations => view! { <organisations::OrganisationList /> }.into_any(),
        Route::OrganisationNew => view! { <organisations::OrganisationNew /> }.into_any(),
        Route::Organisation(id) => view! { <organisations::OrganisationPage id=id /> }.into_any(),
        Route::Users(organisation) => view! { <users::UserList organisation=organisation /> }.into_any(),
        Route::UserInvite(organisation) => view! { <users::UserInvite organisation=organisation /> }.into_any(),
        Route::User { organisation, user } => {
            view! { <users::UserPage organisation=organisation id=user /> }.into_any()
        }
        Route::OrganisationAudit(id) => view! { <audit::AuditLog of=audit::Subject::Organisation(id) /> }.into_any(),
        Route::CommunityAudit(id) => view! { <audit::AuditLog of=audit::Subject::Community(id) /> }.into_any(),
        _ => not_found(),
    })
}

/// A page whose part may still have to be fetched: a skeleton until it is there, another try when it is not to be had.
fn awaited(build: impl AsyncFn() -> Result<AnyView, SplitLoaderError> + Copy + Send + Sync + 'static) -> AnyView {
    let page = StoredValue::new_local(None::<Result<AnyView, SplitLoaderError>>);
    let arrived = RwSignal::new(0_u32);
    let fetch = move || {
        // The page belongs to this place of the tree, though it is built later.
        spawn_local(ScopedFuture::new_untracked(async move {
            let built = build().await;
            if page.try_update_value(|page| *page = Some(built)).is_some() {
                arrived.update(|count| *count += 1);
            }
        }));
    };
    fetch();
    (move || {
        arrived.track();
        match page.try_update_value(Option::take).flatten() {
            Some(Ok(view)) => view,
            Some(Err(_)) => {
                view! { <ErrorState message=t("common.part_failed") retry=Callback::new(move |()| fetch()) /> }
                    .into_any()
            }
            None => view! { <Skeleton /> }.into_any(),
        }
    })
    .into_any()
}
