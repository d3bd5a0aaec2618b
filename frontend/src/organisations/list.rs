//! The operator's list of organisations.

use crate::format::date;
use crate::i18n::{t, tn};
use crate::list::{Listing, name_order, name_orders};
use crate::routing::{Query, Route};
use crate::session::use_session;
use crate::ui::{
    Column, DataTable, Emphasis, EmptyState, FilterBar, Icon, LinkButton, PageHead, Remote, RemoteView, Row,
};
use api_types::{Organisation, OrganisationQuery, Page};
use domain::role::{Permission, Place};
use leptos::prelude::*;

/// The page.
#[component]
pub fn OrganisationList() -> impl IntoView {
    let (session, list) = (use_session(), Listing::start());
    let page = Remote::new(move || {
        let query = to_api(&list.query());
        async move { session.call(async |client| client.list_organisations(&query).await).await }
    });
    let may_add = move || session.can(Permission::PlatformAdminister, Place::Platform);
    let count = Signal::derive(move || page.value().and_then(|page| page.total).map(|n| tn("organisations.count", n)));
    view! {
        <PageHead title=t("organisations.title") lead=t("organisations.lead")>
            {move || may_add().then(add_link)}
        </PageHead>
        <FilterBar
            label=t("organisations.search")
            search=list.search()
            on_search=list.on_search()
            on_clear=list.on_clear()
            count=count
        />
        <RemoteView remote=page ready=move |page| table(list, page) />
    }
}

fn add_link() -> AnyView {
    let href = Route::OrganisationNew.path();
    view! { <LinkButton href=href label=t("organisations.add") emphasis=Emphasis::Primary icon=Icon::Plus /> }
        .into_any()
}

fn to_api(query: &Query) -> OrganisationQuery {
    OrganisationQuery {
        limit: None,
        cursor: query.get("cursor").map(str::to_owned),
        sort: query.get("sort").and_then(name_order),
        q: query.get("q").map(str::to_owned),
    }
}

fn table(list: Listing, page: Page<Organisation>) -> AnyView {
    if page.items.is_empty() {
        return view! { <EmptyState title=t("common.no_match") text=t("common.no_match_text") icon=Icon::Search /> }
            .into_any();
    }
    let columns = vec![
        Column::new(t("organisations.name")).sorted_by("name"),
        Column::new(t("organisations.created")).sorted_by("created_at"),
    ];
    let row = |organisation: Organisation| Row {
        href: Route::Organisation(organisation.id).path(),
        cells: vec![organisation.name.into_any(), date(organisation.created_at.date_naive()).into_any()],
    };
    let rows = page.items.into_iter().map(row).collect();
    let sorting = list.sorting("name", name_orders());
    view! {
        <DataTable caption=t("organisations.title") columns=columns rows=rows sorting=sorting />
        {list.pager(page.next_cursor)}
    }
    .into_any()
}
