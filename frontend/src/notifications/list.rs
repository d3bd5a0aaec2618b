//! The list of notifications, newest first.

use super::{changes, words};
use crate::errors;
use crate::format;
use crate::i18n::{t, tn};
use crate::list::Listing;
use crate::place::use_places;
use crate::routing::{Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::chart::shape;
use crate::ui::{Badge, Button, Choice, EmptyState, FilterSelect, Icon, PageHead, Remote, RemoteView, Toasts, Tone};
use api_types::{Notification, NotificationQuery, Page};
use leptos::prelude::*;
use leptos::task::spawn_local;

const UNREAD: &str = "unread";

/// The page.
#[component]
pub fn NotificationList() -> impl IntoView {
    let (session, toasts, listing) = (use_session(), Toasts::get(), Listing::start());
    let page = Remote::new(move || {
        changes::track();
        let query = listing.query();
        let query = NotificationQuery {
            limit: None,
            cursor: query.get("cursor").map(str::to_owned),
            unread: query.get(UNREAD).is_some().then_some(true),
        };
        async move { session.call(async |client| client.list_notifications(&query).await).await }
    });
    let busy = RwSignal::new(false);
    let read_all = move |()| {
        busy.set(true);
        spawn_local(async move {
            match session.call(async |client| client.read_all_notifications().await).await {
                Ok(read) => toasts.success(tn("notifications.read", read.count)).show(),
                Err(error) => toasts.failure(errors::describe(&error)).show(),
            }
            busy.try_set(false);
            changes::notify();
        });
    };
    let any = Signal::derive(move || {
        page.value().is_none_or(|page| page.items.iter().all(|notification| notification.read_at.is_some()))
    });
    view! {
        <PageHead title=t("notifications.title") lead=t("notifications.lead")>
            <Button label=t("notifications.read_all") icon=Icon::Check busy=busy disabled=any on_press=read_all />
        </PageHead>
        <div class="calendar-filters">
            <FilterSelect
                id="filter-unread"
                label=t("notifications.filter.all")
                value=listing.value(UNREAD)
                choices=vec![Choice::new("yes", t("notifications.filter.unread"))]
                on_change=listing.on_change(UNREAD)
            />
        </div>
        <RemoteView remote=page ready=move |page| list(session, listing, page) />
    }
    .into_any()
}

fn list(session: Session, listing: Listing, page: Page<Notification>) -> AnyView {
    if page.items.is_empty() {
        let (title, text) = (t("notifications.none.title"), t("notifications.none.text"));
        return view! { <EmptyState icon=Icon::Bell title=title text=text /> }.into_any();
    }
    let lines = page.items.into_iter().map(|notification| line(session, notification)).collect_view();
    view! {
        <ul class="month-lines notification-lines">{lines}</ul>
        {listing.pager(page.next_cursor)}
    }
    .into_any()
}

fn line(session: Session, of: Notification) -> AnyView {
    let (router, places) = (use_router(), use_places());
    let href = match of.optimisation_id {
        Some(id) => Route::Optimisation(id).path(),
        None => places.organisation().map_or_else(
            || Route::Dashboard.path(),
            |organisation| Route::Customer { organisation: organisation.id, customer: of.customer_id }.path(),
        ),
    };
    let (id, unread) = (of.id, of.read_at.is_none());
    let to = href.clone();
    // Reading it is following it: the page opens whether or not that could be kept.
    let follow = move |event: leptos::ev::MouseEvent| {
        if !unread || event.ctrl_key() || event.meta_key() {
            return;
        }
        event.prevent_default();
        let to = to.clone();
        spawn_local(async move {
            let _ = session.call(async |client| client.read_notification(id).await).await;
            changes::notify();
            router.go(&to);
        });
    };
    let state = words::state(&of).map(|state| view! { <Badge label=state tone=Tone::Ahead /> });
    view! {
        <li data-unread=unread.then_some("")>
            <a class="month-line" href=href on:click=follow>
                {shape(words::mark(of.event))}
                <span>
                    <span class="line"><strong>{words::sentence(&of)}</strong>" "{state}</span>
                    <span class="line muted">{words::about(&of)}</span>
                    <span class="line muted">
                        <time title=format::instant(of.created_at)>{format::ago(of.created_at)}</time>
                    </span>
                </span>
            </a>
        </li>
    }
    .into_any()
}
