//! Where one can go: the pages of the community, of the organisation and of the platform that the user may see.

use crate::i18n::t;
use crate::notifications::Unread;
use crate::place::{Places, use_places};
use crate::routing::{Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::Icon;
use domain::role::{Permission, Place};
use leptos::prelude::*;

/// A link of the navigation.
struct Item {
    route: Route,
    icon: Icon,
    label: String,
}

impl Item {
    fn new(route: Route, icon: Icon, key: &str) -> Self {
        Self { route, icon, label: t(key) }
    }
}

/// Links with the heading over them; the first group has none.
struct Group {
    heading: Option<String>,
    items: Vec<Item>,
}

fn groups(session: Session, places: Places) -> Vec<Group> {
    let mut groups = vec![Group { heading: None, items: community_items(places) }];
    let supply = supply_items(session, places);
    if !supply.is_empty() {
        groups.push(Group { heading: Some(t("shell.supply")), items: supply });
    }
    let organisation = organisation_items(session, places);
    if !organisation.is_empty() {
        groups.push(Group { heading: Some(t("shell.organisation")), items: organisation });
    }
    if session.can(Permission::PlatformAdminister, Place::Platform) {
        let items = vec![Item::new(Route::Organisations, Icon::Organisation, "shell.nav.organisations")];
        groups.push(Group { heading: Some(t("shell.platform")), items });
    }
    groups
}

/// The start page and the pages of the present community.
fn community_items(places: Places) -> Vec<Item> {
    let mut items = vec![Item::new(Route::Dashboard, Icon::Dashboard, "shell.nav.dashboard")];
    let Some(id) = places.community().with(|community| community.as_ref().map(|community| community.id)) else {
        return items;
    };
    let pages = [
        (Permission::MetersRead, Route::Meters(id), Icon::Meter, "shell.nav.meters"),
        (Permission::MembersRead, Route::Members(id), Icon::Members, "shell.nav.members"),
        (Permission::ReadingsWrite, Route::Readings(id), Icon::Readings, "shell.nav.readings"),
        (Permission::KeysRead, Route::Keys(id), Icon::Key, "shell.nav.keys"),
        (Permission::CommunityRead, Route::Community(id), Icon::Community, "shell.nav.community"),
        (Permission::CommunityAudit, Route::CommunityAudit(id), Icon::History, "shell.nav.audit"),
    ];
    for (permission, route, icon, key) in pages {
        if places.can(permission) {
            items.push(Item::new(route, icon, key));
        }
    }
    items
}

/// The pages of supply contracts, for those who look after customers or are one.
fn supply_items(session: Session, places: Places) -> Vec<Item> {
    let looks_after = places
        .organisation()
        .is_some_and(|organisation| session.can(Permission::CustomersRead, Place::Organisation(organisation.id)));
    let is_told = session.is_told();
    let pages = [
        (is_told, Route::Optimisations, Icon::Target, "shell.nav.optimisations"),
        (looks_after, Route::AdviceCalendar, Icon::Calendar, "shell.nav.calendar"),
        (session.can(Permission::MarketsRead, Place::Platform), Route::Markets, Icon::Market, "shell.nav.markets"),
        (is_told, Route::Notifications, Icon::Bell, "shell.nav.notifications"),
    ];
    pages.into_iter().filter(|(may, ..)| *may).map(|(_, route, icon, key)| Item::new(route, icon, key)).collect()
}

fn organisation_items(session: Session, places: Places) -> Vec<Item> {
    let Some(organisation) = places.organisation() else { return Vec::new() };
    let id = organisation.id;
    let pages = [
        (Permission::CommunityCreate, Route::Communities, Icon::Community, "shell.nav.communities"),
        (Permission::CustomersRead, Route::Customers(id), Icon::Customers, "shell.nav.customers"),
        (Permission::UsersRead, Route::Users(id), Icon::Users, "shell.nav.users"),
        (Permission::OrganisationWrite, Route::Organisation(id), Icon::Organisation, "shell.nav.organisation"),
        (Permission::OrganisationAudit, Route::OrganisationAudit(id), Icon::History, "shell.nav.audit"),
    ];
    pages
        .into_iter()
        .filter(|(permission, ..)| session.can(*permission, Place::Organisation(id)))
        .map(|(_, route, icon, key)| Item::new(route, icon, key))
        .collect()
}

/// Whether a page belongs to a link: the link's own page, or one below it.
fn belongs(page: Route, link: Route) -> bool {
    let list = match page {
        Route::MeterNew(id) | Route::Meter { community: id, .. } => Route::Meters(id),
        Route::MemberNew(id) | Route::Member { community: id, .. } | Route::MemberEdit { community: id, .. } => {
            Route::Members(id)
        }
        Route::KeyNew(id)
        | Route::KeyGrid(id)
        | Route::KeyImport(id)
        | Route::KeyCompare(id)
        | Route::Key { community: id, .. }
        | Route::KeyEdit { community: id, .. } => Route::Keys(id),
        Route::ReadingImportNew(id) | Route::ReadingImport { community: id, .. } => Route::Readings(id),
        Route::CommunityEdit(id) => Route::Community(id),
        Route::CommunityNew => Route::Communities,
        Route::UserInvite(id) | Route::User { organisation: id, .. } => Route::Users(id),
        Route::CustomerNew(id)
        | Route::Customer { organisation: id, .. }
        | Route::CustomerEdit { organisation: id, .. } => Route::Customers(id),
        Route::OrganisationNew => Route::Organisations,
        Route::Market(_) | Route::ForecastNew(_) | Route::PriceImport(_) => Route::Markets,
        Route::Optimisation(_) | Route::OptimisationEdit(_) | Route::OptimisationNew(_) => Route::Optimisations,
        other => other,
    };
    list == link
}

/// The links at the left, or in the drawer of a phone.
#[component]
pub fn Navigation() -> impl IntoView {
    let (session, places) = (use_session(), use_places());
    let route = use_router().route();
    view! {
        <nav class="nav" aria-label=t("shell.main_navigation")>
            {move || groups(session, places).into_iter().map(|group| group_view(group, route)).collect_view()}
        </nav>
    }
}

fn group_view(group: Group, route: Memo<Route>) -> AnyView {
    let links = group.items.into_iter().map(|item| view! { <li>{link(item, route)}</li> }).collect_view();
    view! {
        {group.heading.map(|heading| view! { <h2 class="nav-heading">{heading}</h2> })}
        <ul class="nav-list">{links}</ul>
    }
    .into_any()
}

fn link(item: Item, route: Memo<Route>) -> AnyView {
    let Item { route: target, icon, label } = item;
    let unread = (target == Route::Notifications).then(|| use_context::<Unread>().map(Unread::view));
    view! {
        <a class="nav-link" href=target.path() aria-current=move || belongs(route.get(), target).then_some("page")>
            {icon.view()}
            <span>{label}</span>
            {unread}
        </a>
    }
    .into_any()
}

/// The links at a phone's thumb: the first few, and the drawer with all.
#[component]
pub fn BottomBar() -> impl IntoView {
    let (session, places) = (use_session(), use_places());
    let route = use_router().route();
    let items = move || {
        let mut items: Vec<Item> = groups(session, places).into_iter().flat_map(|group| group.items).collect();
        items.truncate(3);
        items.into_iter().map(|item| link(item, route)).collect_view()
    };
    view! {
        <nav class="bottom-bar" aria-label=t("shell.quick_navigation")>
            {items}
            <button class="nav-link" type="button" popovertarget="side">
                {Icon::Menu.view()}
                <span>{t("shell.menu")}</span>
            </button>
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_detail_page_belongs_to_its_list() {
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for (page, link, expected) in [
            (Route::Meter { community: a, meter: b }, Route::Meters(a), true),
            (Route::MemberEdit { community: a, member: b }, Route::Members(a), true),
            (Route::ReadingImport { community: a, import: b }, Route::Readings(a), true),
            (Route::CustomerEdit { organisation: a, customer: b }, Route::Customers(a), true),
            (Route::Meters(b), Route::Meters(a), false),
            (Route::Dashboard, Route::Dashboard, true),
            (Route::ForecastNew(a), Route::Markets, true),
            (Route::OptimisationNew(a), Route::Optimisations, true),
            (Route::CommunityAudit(a), Route::Community(a), false),
        ] {
            assert_eq!(belongs(page, link), expected, "{page:?}");
        }
    }
}
