//! The list of communities.

use super::words;
use crate::exchange::{ExportMenu, Fetch};
use crate::i18n::{t, tn, tr};
use crate::list::{Listing, name_order, name_orders};
use crate::place::use_places;
use crate::routing::{Query, Route, use_router};
use crate::session::use_session;
use crate::ui::{
    Chip, Choice, Column, DataTable, Emphasis, EmptyState, FilterBar, FilterSelect, Icon, LinkButton, PageHead, Remote,
    RemoteView, Row,
};
use api_types::{Community, CommunityQuery, Page};
use domain::role::{Permission, Place};
use domain::vocabulary::Region;
use leptos::prelude::*;
use std::rc::Rc;

const REGION: &str = "region";

/// The page.
#[component]
pub fn CommunityList() -> impl IntoView {
    let (session, places, list) = (use_session(), use_places(), Listing::start());
    let page = Remote::new(move || {
        let mut query = to_api(&list.query());
        query.organisation_id = places.organisation().map(|organisation| organisation.id);
        async move { session.call(async |client| client.list_communities(&query).await).await }
    });
    let may_add = move || {
        let organisation = places.organisation();
        organisation.is_some_and(|o| session.can(Permission::CommunityCreate, Place::Organisation(o.id)))
    };
    let count = Signal::derive(move || page.value().and_then(|page| page.total).map(|n| tn("communities.count", n)));
    let regions = Region::ALL.iter().map(|region| Choice::new(region.as_str(), words::region(*region))).collect();
    view! {
        <PageHead title=t("communities.title") lead=t("communities.lead")>
            <ExportMenu fetch=export() />
            {move || may_add().then(add_link)}
        </PageHead>
        <FilterBar
            label=t("communities.search")
            search=list.search()
            on_search=list.on_search()
            chips=Signal::derive(move || chips(list))
            on_clear=list.on_clear()
            count=count
        >
            <FilterSelect
                id="filter-region"
                label=t("communities.region")
                value=list.value(REGION)
                choices=regions
                on_change=list.on_change(REGION)
            />
        </FilterBar>
        <RemoteView remote=page ready=move |page| table(list, page, may_add()) />
    }
}

/// What the list shows with its filters, as a file.
fn export() -> Fetch {
    let router = use_router();
    Rc::new(move |client, table| {
        let asked = CommunityQuery { cursor: None, ..to_api(&router.query_now()) };
        Box::pin(async move { client.export_communities(&asked, &table).await })
    })
}

fn add_link() -> AnyView {
    let href = Route::CommunityNew.path();
    view! { <LinkButton href=href label=t("communities.add") emphasis=Emphasis::Primary icon=Icon::Plus /> }.into_any()
}

fn to_api(query: &Query) -> CommunityQuery {
    CommunityQuery {
        cursor: query.get("cursor").map(str::to_owned),
        sort: query.get("sort").and_then(name_order),
        q: query.get("q").map(str::to_owned),
        region: query.read(REGION),
        ..CommunityQuery::default()
    }
}

fn chips(list: Listing) -> Vec<Chip> {
    let region = list.value(REGION).get().parse::<Region>().ok();
    let chip = region.map(|region| Chip {
        label: tr("common.filter", &[("name", &t("communities.region")), ("value", &words::region(region))]),
        on_remove: Callback::new(move |()| list.on_change(REGION).run(String::new())),
    });
    chip.into_iter().collect()
}

fn table(list: Listing, page: Page<Community>, may_add: bool) -> AnyView {
    if page.items.is_empty() {
        return empty(list, may_add);
    }
    let columns = vec![
        Column::new(t("communities.name")).sorted_by("name"),
        Column::new(t("communities.region")),
        Column::new(t("communities.type")),
        Column::new(t("communities.members")).numeric(),
        Column::new(t("communities.meters")).numeric(),
    ];
    let rows = page.items.into_iter().map(row).collect();
    let sorting = list.sorting("name", name_orders());
    view! {
        <DataTable caption=t("communities.title") columns=columns rows=rows sorting=sorting />
        {list.pager(page.next_cursor)}
    }
    .into_any()
}

fn row(community: Community) -> Row {
    let cells = vec![
        community.name.into_any(),
        words::region(community.region).into_any(),
        words::kind(community.kind).into_any(),
        crate::format::whole(community.member_count).into_any(),
        crate::format::whole(community.meter_count).into_any(),
    ];
    Row { href: Route::Community(community.id).path(), cells }
}

fn empty(list: Listing, may_add: bool) -> AnyView {
    if list.is_narrowed() {
        return view! { <EmptyState title=t("common.no_match") text=t("common.no_match_text") icon=Icon::Search /> }
            .into_any();
    }
    view! {
        <EmptyState title=t("communities.empty") text=t("communities.empty_text") icon=Icon::Community>
            {may_add.then(add_link)}
        </EmptyState>
    }
    .into_any()
}
