//! The pages, in parts that are fetched when first needed: the first load stays small.
//!
//! `cargo xtask web` cuts the module at the functions marked here. A part holds what only its pages use;
//! what several parts share stays in the main module or becomes a chunk of its own.

// The marker declares each part's entry as a foreign function, which the linker script resolves.
#![allow(unsafe_code)]

use crate::i18n::t;
use crate::routing::Route;
use crate::ui::{ErrorState, Skeleton};
use crate::{
    audit, calendar, communities, customers, dashboard, exchange, keys, login, markets, members, meters, notifications,
    optimisations, organisations, profile, readings, shell, users,
};
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use uuid::Uuid;
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
        | Route::MeterEdit { .. }
        | Route::ImportNew { .. }
        | Route::Import { .. }
        | Route::Members(_)
        | Route::MemberNew(_)
        | Route::Member { .. }
        | Route::MemberEdit { .. } => awaited(async move || community(route).await),
        Route::Keys(_)
        | Route::KeyNew(_)
        | Route::KeyGrid(_)
        | Route::KeyImport(_)
        | Route::KeyCompare(_)
        | Route::Key { .. }
        | Route::KeyEdit { .. } => awaited(async move || allocation_keys(route).await),
        Route::Readings(_) | Route::ReadingImportNew(_) | Route::ReadingImport { .. } => {
            awaited(async move || community_readings(route).await)
        }
        Route::Customers(_) | Route::CustomerNew(_) | Route::Customer { .. } | Route::CustomerEdit { .. } => {
            awaited(async move || customer_accounts(route).await)
        }
        Route::Markets
        | Route::Market(_)
        | Route::ForecastNew(_)
        | Route::PriceImport(_)
        | Route::Optimisations
        | Route::OptimisationNew(_)
        | Route::Optimisation(_)
        | Route::OptimisationEdit(_)
        | Route::AdviceCalendar
        | Route::Notifications => awaited(async move || supply_contracts(route).await),
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
        Route::MeterEdit { community, meter } => {
            view! { <meters::MeterEdit community=community id=meter /> }.into_any()
        }
        Route::ImportNew { community, kind } => {
            view! { <exchange::ImportNew community=community kind=kind /> }.into_any()
        }
        Route::Import { community, import } => {
            view! { <exchange::ImportPage community=community id=import /> }.into_any()
        }
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

/// Allocation keys, with the engine that applies them.
#[wasm_split(keys, fallible)]
fn allocation_keys(route: Route) -> Result<AnyView, SplitLoaderError> {
    Ok(match route {
        Route::Keys(community) => view! { <keys::KeyList community=community /> }.into_any(),
        Route::KeyNew(community) => view! { <keys::KeyWizard community=community /> }.into_any(),
        Route::KeyGrid(community) => view! { <keys::KeyGridNew community=community /> }.into_any(),
        Route::KeyImport(community) => view! { <keys::KeyImportPage community=community /> }.into_any(),
        Route::KeyCompare(community) => view! { <keys::KeyCompare community=community /> }.into_any(),
        Route::Key { community, key } => view! { <keys::KeyPage community=community id=key /> }.into_any(),
        Route::KeyEdit { community, key } => view! { <keys::KeyEdit community=community id=key /> }.into_any(),
        _ => not_found(),
    })
}

/// The tab of a meter that shows its readings.
pub fn consumption(community: Uuid, meter: Uuid) -> AnyView {
    awaited(async move || consumption_tab(community, meter).await)
}

/// Readings, with the charts that show them.
#[wasm_split(readings, fallible)]
fn community_readings(route: Route) -> Result<AnyView, SplitLoaderError> {
    Ok(match route {
        Route::Readings(community) => view! { <readings::ReadingsPage community=community /> }.into_any(),
        Route::ReadingImportNew(community) => view! { <readings::ReadingImportNew community=community /> }.into_any(),
        Route::ReadingImport { community, import } => {
            view! { <readings::ReadingImportPage community=community id=import /> }.into_any()
        }
        _ => not_found(),
    })
}

/// Customer accounts.
#[wasm_split(customers, fallible)]
fn customer_accounts(route: Route) -> Result<AnyView, SplitLoaderError> {
    Ok(match route {
        Route::Customers(organisation) => view! { <customers::CustomerList organisation=organisation /> }.into_any(),
        Route::CustomerNew(organisation) => view! { <customers::CustomerNew organisation=organisation /> }.into_any(),
        Route::Customer { organisation, customer } => {
            view! { <customers::CustomerPage organisation=organisation id=customer /> }.into_any()
        }
        Route::CustomerEdit { organisation, customer } => {
            view! { <customers::CustomerEdit organisation=organisation id=customer /> }.into_any()
        }
        _ => not_found(),
    })
}

/// The readings of a meter, within its page.
#[wasm_split(readings, fallible)]
fn consumption_tab(community: Uuid, meter: Uuid) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <readings::ConsumptionTab community=community meter=meter /> }.into_any())
}

/// Markets, optimisations with their advice, and what was told of them.
#[wasm_split(supply, fallible)]
fn supply_contracts(route: Route) -> Result<AnyView, SplitLoaderError> {
    Ok(match route {
        Route::Markets => view! { <markets::MarketList /> }.into_any(),
        Route::Market(id) => view! { <markets::MarketPage id=id /> }.into_any(),
        Route::ForecastNew(market) => view! { <markets::ForecastNew market=market /> }.into_any(),
        Route::PriceImport(market) => view! { <markets::PriceImportPage market=market /> }.into_any(),
        Route::Optimisations => view! { <optimisations::OptimisationList /> }.into_any(),
        Route::OptimisationNew(customer) => view! { <optimisations::OptimisationNew customer=customer /> }.into_any(),
        Route::Optimisation(id) => view! { <optimisations::OptimisationPage id=id /> }.into_any(),
        Route::OptimisationEdit(id) => view! { <optimisations::OptimisationEdit id=id /> }.into_any(),
        Route::AdviceCalendar => view! { <calendar::CalendarPage /> }.into_any(),
        Route::Notifications => view! { <notifications::NotificationList /> }.into_any(),
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
