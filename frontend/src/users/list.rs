//! The list of an organisation's users.

use super::words;
use crate::exchange::{ExportMenu, Fetch};
use crate::i18n::{t, tn, tr};
use crate::list::{Listing, name_order, name_orders};
use crate::routing::{Query, Route, use_router};
use crate::session::use_session;
use crate::ui::{
    Chip, Choice, Column, DataTable, Emphasis, EmptyState, FilterBar, FilterSelect, Icon, LinkButton, PageHead, Remote,
    RemoteView, Row,
};
use api_types::{OrganisationUser, Page, UserQuery};
use domain::role::{Permission, Place, Role};
use leptos::prelude::*;
use std::rc::Rc;
use uuid::Uuid;

const ROLE: &str = "role";

/// The roles an organisation's users can have.
const ROLES: [Role; 4] = [Role::Manager, Role::CommunityManager, Role::Kam, Role::Member];

/// The page.
#[component]
pub fn UserList(
    /// The organisation.
    organisation: Uuid,
) -> impl IntoView {
    let (session, list) = (use_session(), Listing::start());
    let page = Remote::new(move || {
        let query = to_api(&list.query());
        async move { session.call(async |client| client.list_users(organisation, &query).await).await }
    });
    let may_invite = move || session.can(Permission::UsersInvite, Place::Organisation(organisation));
    let count = Signal::derive(move || page.value().and_then(|page| page.total).map(|n| tn("users.count", n)));
    let roles = ROLES.iter().map(|role| Choice::new(role.as_str(), words::role(*role))).collect();
    view! {
        <PageHead title=t("users.title") lead=t("users.lead")>
            <ExportMenu fetch=export(organisation) />
            {move || may_invite().then(|| invite_link(organisation))}
        </PageHead>
        <FilterBar
            label=t("users.search")
            search=list.search()
            on_search=list.on_search()
            chips=Signal::derive(move || chips(list))
            on_clear=list.on_clear()
            count=count
        >
            <FilterSelect
                id="filter-role"
                label=t("users.role")
                value=list.value(ROLE)
                choices=roles
                on_change=list.on_change(ROLE)
            />
        </FilterBar>
        <RemoteView remote=page ready=move |page| table(organisation, list, page) />
    }
}

/// What the list shows with its filters, as a file.
fn export(organisation: Uuid) -> Fetch {
    let router = use_router();
    Rc::new(move |client, table| {
        let asked = UserQuery { cursor: None, ..to_api(&router.query_now()) };
        Box::pin(async move { client.export_users(organisation, &asked, &table).await })
    })
}

fn invite_link(organisation: Uuid) -> AnyView {
    let href = Route::UserInvite(organisation).path();
    view! { <LinkButton href=href label=t("users.invite") emphasis=Emphasis::Primary icon=Icon::Plus /> }.into_any()
}

fn to_api(query: &Query) -> UserQuery {
    UserQuery {
        limit: None,
        cursor: query.get("cursor").map(str::to_owned),
        sort: query.get("sort").and_then(name_order),
        q: query.get("q").map(str::to_owned),
        role: query.read(ROLE),
    }
}

fn chips(list: Listing) -> Vec<Chip> {
    let role = list.value(ROLE).get().parse::<Role>().ok();
    let chip = role.map(|role| Chip {
        label: tr("common.filter", &[("name", &t("users.role")), ("value", &words::role(role))]),
        on_remove: Callback::new(move |()| list.on_change(ROLE).run(String::new())),
    });
    chip.into_iter().collect()
}

fn table(organisation: Uuid, list: Listing, page: Page<OrganisationUser>) -> AnyView {
    if page.items.is_empty() {
        return view! { <EmptyState title=t("common.no_match") text=t("common.no_match_text") icon=Icon::Search /> }
            .into_any();
    }
    let columns = vec![
        Column::new(t("users.name")).sorted_by("name"),
        Column::new(t("users.email")),
        Column::new(t("users.roles")),
        Column::new(t("users.state")),
    ];
    let rows = page.items.iter().map(|user| row(organisation, user)).collect();
    let sorting = list.sorting("name", name_orders());
    view! {
        <DataTable caption=t("users.title") columns=columns rows=rows sorting=sorting />
        {list.pager(page.next_cursor)}
    }
    .into_any()
}

fn row(organisation: Uuid, user: &OrganisationUser) -> Row {
    let cells = vec![
        user.name.clone().into_any(),
        user.email.clone().into_any(),
        words::roles(user).into_any(),
        words::state(user),
    ];
    Row { href: Route::User { organisation, user: user.id }.path(), cells }
}
