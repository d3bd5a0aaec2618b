//! The list of members.

use super::words;
use crate::exchange::{ExportMenu, Fetch, import_link};
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::list::{Listing, name_order, name_orders};
use crate::place::use_places;
use crate::routing::{Query, Route, use_router};
use crate::session::use_session;
use crate::ui::{
    Chip, Choice, Column, DataTable, Emphasis, EmptyState, FilterBar, FilterSelect, Icon, LinkButton, PageHead, Remote,
    RemoteView, Row,
};
use api_types::{Member, MemberQuery, Page};
use domain::role::Permission;
use domain::vocabulary::{ImportKind, MemberKind, MemberStatus, PortalAccess};
use leptos::prelude::*;
use std::rc::Rc;
use uuid::Uuid;

const STATUS: &str = "status";
const KIND: &str = "kind";
const PORTAL: &str = "portal_access";

/// The page.
#[component]
pub fn MemberList(
    /// The community.
    community: Uuid,
) -> impl IntoView {
    let (session, listing) = (use_session(), Listing::start());
    let page = Remote::new(move || {
        let query = to_api(&listing.query());
        async move { session.call(async |client| client.list_members(community, &query).await).await }
    });
    let count = Signal::derive(move || {
        page.value().map(|page| page.total.map_or_else(|| t("members.count.many"), |total| tn("members.count", total)))
    });
    let statuses = MemberStatus::ALL.iter().map(|&status| Choice::new(status.as_str(), words::status(status)));
    let kinds = MemberKind::ALL.iter().map(|&kind| Choice::new(kind.as_str(), words::kind(kind)));
    let accesses = PortalAccess::ALL.iter().map(|&access| Choice::new(access.as_str(), words::portal_access(access)));
    view! {
        <PageHead title=t("members.title") lead=t("members.lead")>
            {move || may_write().then(|| import_link(ImportKind::Members, community))}
            <ExportMenu fetch=export(community) />
            {move || may_write().then(|| add_link(community))}
        </PageHead>
        <FilterBar
            label=t("members.search")
            search=listing.search()
            on_search=listing.on_search()
            chips=Signal::derive(move || chips(listing))
            on_clear=listing.on_clear()
            count=count
        >
            <FilterSelect
                id="filter-status"
                label=t("members.field.status")
                value=listing.value(STATUS)
                choices=statuses.collect()
                on_change=listing.on_change(STATUS)
            />
            <FilterSelect
                id="filter-kind"
                label=t("members.field.kind")
                value=listing.value(KIND)
                choices=kinds.collect()
                on_change=listing.on_change(KIND)
            />
            <FilterSelect
                id="filter-portal"
                label=t("members.field.portal_access")
                value=listing.value(PORTAL)
                choices=accesses.collect()
                on_change=listing.on_change(PORTAL)
            />
        </FilterBar>
        <RemoteView remote=page ready=move |page| table(community, listing, page) />
    }
    .into_any()
}

/// What the list shows with its filters, as a file.
fn export(community: Uuid) -> Fetch {
    let router = use_router();
    Rc::new(move |client, table| {
        let asked = MemberQuery { cursor: None, ..to_api(&router.query_now()) };
        Box::pin(async move { client.export_members(community, &asked, &table).await })
    })
}

fn may_write() -> bool {
    use_places().can(Permission::MembersWrite)
}

fn add_link(community: Uuid) -> AnyView {
    let href = Route::MemberNew(community).path();
    view! { <LinkButton href=href label=t("members.add") emphasis=Emphasis::Primary icon=Icon::Plus /> }.into_any()
}

fn to_api(query: &Query) -> MemberQuery {
    MemberQuery {
        limit: None,
        cursor: query.get("cursor").map(str::to_owned),
        sort: query.get("sort").and_then(name_order),
        q: query.get("q").map(str::to_owned),
        status: query.read(STATUS),
        kind: query.read(KIND),
        portal_access: query.read(PORTAL),
    }
}

fn chips(listing: Listing) -> Vec<Chip> {
    let status = listing.value(STATUS).get().parse().ok().map(words::status);
    let kind = listing.value(KIND).get().parse().ok().map(words::kind);
    let access = listing.value(PORTAL).get().parse().ok().map(words::portal_access);
    let chip = |filter: &'static str, value: Option<String>| {
        let name = t(&format!("members.field.{filter}"));
        let label = tr("common.filter", &[("name", &name), ("value", &value?)]);
        Some(Chip { label, on_remove: Callback::new(move |()| listing.on_change(filter).run(String::new())) })
    };
    [chip(STATUS, status), chip(KIND, kind), chip(PORTAL, access)].into_iter().flatten().collect()
}

fn table(community: Uuid, listing: Listing, page: Page<Member>) -> AnyView {
    if page.items.is_empty() {
        return nothing(community, listing);
    }
    let columns = vec![
        Column::new(t("members.field.name")).sorted_by("name"),
        Column::new(t("members.field.kind")),
        Column::new(t("members.field.city")),
        Column::new(t("members.field.email")),
        Column::new(t("members.field.iban")),
        Column::new(t("members.field.meters")).numeric(),
        Column::new(t("members.field.portal_access")),
        Column::new(t("members.field.status")),
    ];
    let rows = page.items.into_iter().map(|member| row(community, member)).collect();
    let sorting = listing.sorting("name", name_orders());
    view! {
        <DataTable caption=t("members.title") columns=columns rows=rows sorting=sorting />
        {listing.pager(page.next_cursor)}
    }
    .into_any()
}

fn row(community: Uuid, member: Member) -> Row {
    let cells = vec![
        member.display_name.into_any(),
        words::kind(member.kind).into_any(),
        format::or_none(member.address.as_ref().map(|address| address.city.as_str())).into_any(),
        view! { <span class="wrap-anywhere">{format::or_none(member.email.as_deref())}</span> }.into_any(),
        account(member.iban.as_deref()),
        format::whole(member.meter_count).into_any(),
        words::portal_access(member.portal_access).into_any(),
        words::badge(member.status),
    ];
    Row { href: Route::Member { community, member: member.id }.path(), cells }
}

/// In a list an account number only serves to be told from another one.
fn account(iban: Option<&str>) -> AnyView {
    match iban {
        Some(iban) => view! { <span class="code">{domain::iban::masked(iban)}</span> }.into_any(),
        None => t("common.none").into_any(),
    }
}

/// No member at all, or none that fits.
fn nothing(community: Uuid, listing: Listing) -> AnyView {
    if listing.is_narrowed() {
        return view! { <EmptyState icon=Icon::Search title=t("common.no_match") text=t("common.no_match_text") /> }
            .into_any();
    }
    view! {
        <EmptyState icon=Icon::Members title=t("members.none.title") text=t("members.none.text")>
            {may_write().then(|| add_link(community))}
        </EmptyState>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_is_listed() {
        let api = to_api(&Query::parse("q=haute&status=pending&kind=company&portal_access=invited&sort=-name"));
        assert_eq!((api.status, api.kind), (Some(MemberStatus::Pending), Some(MemberKind::Company)));
        assert_eq!(api.portal_access, Some(PortalAccess::Invited));
        assert_eq!(to_api(&Query::parse("status=nonsense")).status, None);
    }
}
