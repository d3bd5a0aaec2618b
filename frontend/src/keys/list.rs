//! The list of keys: search as one types, archived ones behind a filter, order and page in the address.

use super::{changes, files, words};
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::list::Listing;
use crate::place::use_places;
use crate::routing::{Query, Route};
use crate::session::use_session;
use crate::ui::{
    Badge, Chip, Choice, Column, DataTable, Emphasis, EmptyState, FilterBar, FilterSelect, Icon, LinkButton,
    MenuButton, MenuItem, PageHead, Remote, RemoteView, Row,
};
use api_types::{KeyExportQuery, KeyQuery, KeySort, KeyState, KeySummary, Page};
use domain::key::Method;
use domain::role::Permission;
use leptos::prelude::*;
use uuid::Uuid;

const STATE: &str = "state";
const ARCHIVED: &str = "archived";
const ALL: &str = "all";

/// The order when the address names none.
const DEFAULT_ORDER: &str = "-updated_at";

/// The page.
#[component]
pub fn KeyList(
    /// The community.
    community: Uuid,
) -> impl IntoView {
    let (session, listing) = (use_session(), Listing::start());
    let page = Remote::new(move || {
        changes::track();
        let query = to_api(&listing.query());
        async move { session.call(async |client| client.list_keys(community, &query).await).await }
    });
    let count = Signal::derive(move || {
        page.value().map(|page| page.total.map_or_else(|| t("keys.count.many"), |total| tn("keys.count", total)))
    });
    view! {
        <PageHead title=t("keys.title") lead=t("keys.lead")>
            <MenuButton
                id="export-menu"
                label=t("keys.export.menu")
                icon=Icon::Download
                items=files::export_list(community, move || to_export(&listing.query()))
            />
            {move || may_write().then(|| add(community))}
        </PageHead>
        <FilterBar
            label=t("keys.search")
            search=listing.search()
            on_search=listing.on_search()
            chips=Signal::derive(move || chips(listing))
            on_clear=listing.on_clear()
            count=count
        >
            <FilterSelect
                id="filter-state"
                label=t("keys.state.active")
                value=listing.value(STATE)
                choices=[ARCHIVED, ALL].map(|state| Choice::new(state, t(&format!("keys.state.{state}")))).to_vec()
                on_change=listing.on_change(STATE)
            />
        </FilterBar>
        <RemoteView remote=page ready=move |page| table(community, listing, page) />
    }
    .into_any()
}

fn may_write() -> bool {
    use_places().can(Permission::KeysWrite)
}

/// The wizard, and behind the arrow beside it every way to a new key.
fn add(community: Uuid) -> AnyView {
    let (wizard, grid) = (Route::KeyNew(community).path(), Route::KeyGrid(community).path());
    let items = vec![
        MenuItem::link(Icon::Key, t("keys.add.standard"), wizard.clone()).hint(t("keys.add.standard_hint")),
        MenuItem::link(Icon::Dashboard, t("keys.add.grid"), grid).hint(t("keys.add.grid_hint")),
        MenuItem::link(Icon::Upload, t("keys.add.import"), Route::KeyImport(community).path())
            .hint(t("keys.add.import_hint")),
    ];
    view! {
        <div class="split-button">
            <LinkButton href=wizard label=t("keys.add") emphasis=Emphasis::Primary icon=Icon::Plus />
            <MenuButton
                id="add-menu"
                label=t("keys.add.more")
                icon=Icon::ChevronDown
                primary=true
                bare=true
                items=items
            />
        </div>
    }
    .into_any()
}

/// The question to the API; archived keys are only shown when asked for.
fn to_api(query: &Query) -> KeyQuery {
    let state = match query.get(STATE) {
        Some(ALL) => None,
        Some(ARCHIVED) => Some(KeyState::Archived),
        _ => Some(KeyState::Active),
    };
    KeyQuery {
        limit: None,
        cursor: query.get("cursor").map(str::to_owned),
        sort: query.get("sort").and_then(order),
        q: query.get("q").map(str::to_owned),
        state,
    }
}

/// The same keys as a file.
fn to_export(query: &Query) -> KeyExportQuery {
    let KeyQuery { sort, q, state, .. } = to_api(query);
    KeyExportQuery { format: None, language: None, sort, q, state }
}

fn order(name: &str) -> Option<KeySort> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

fn orders() -> Vec<Choice> {
    vec![
        Choice::new("-updated_at", t("keys.order.changed")),
        Choice::new("updated_at", t("keys.order.unchanged")),
        Choice::new("name", t("common.order.name")),
        Choice::new("-name", t("common.order.name_descending")),
        Choice::new("-created_at", t("common.order.newest")),
        Choice::new("created_at", t("common.order.oldest")),
    ]
}

fn chips(listing: Listing) -> Vec<Chip> {
    let state = listing.value(STATE).get();
    let label = match state.as_str() {
        ARCHIVED | ALL => t(&format!("keys.state.{state}")),
        _ => return Vec::new(),
    };
    vec![Chip { label, on_remove: Callback::new(move |()| listing.on_change(STATE).run(String::new())) }]
}

fn table(community: Uuid, listing: Listing, page: Page<KeySummary>) -> AnyView {
    if page.items.is_empty() {
        return nothing(community, listing);
    }
    let columns = vec![
        Column::new(t("keys.field.name")).sorted_by("name"),
        Column::new(t("keys.field.rules")),
        Column::new(t("keys.field.iterations")).numeric(),
        Column::new(t("keys.field.consumers")).numeric(),
        Column::new(t("keys.field.changed")).sorted_by("updated_at"),
    ];
    let rows = page.items.into_iter().map(|key| row(community, key)).collect();
    let sorting = listing.sorting(DEFAULT_ORDER, orders());
    view! {
        <DataTable caption=t("keys.title") columns=columns rows=rows sorting=sorting />
        {listing.pager(page.next_cursor)}
    }
    .into_any()
}

fn row(community: Uuid, key: KeySummary) -> Row {
    let href = Route::Key { community, key: key.id }.path();
    let archived = key.archived_at.is_some().then(|| view! { <Badge label=t("keys.state.archived") /> });
    let name = view! {
        <span class="line">{key.name}{" "}{archived}</span>
        {(!key.description.is_empty()).then(|| view! { <span class="line muted key-description">{key.description}</span> })}
    };
    let rules = match key.method {
        Method::Cascade => key.rules.iter().map(|&rule| words::rule(rule)).collect::<Vec<_>>().join(" → "),
        method => words::method(method),
    };
    let by = key.updated_by.map(|name| tr("keys.by", &[("name", &name)]));
    let changed = view! {
        <span class="line"><time title=format::instant(key.updated_at)>{format::ago(key.updated_at)}</time></span>
        {by.map(|by| view! { <span class="line muted">{by}</span> })}
    };
    let cells = vec![
        name.into_any(),
        rules.into_any(),
        format::whole(key.iteration_count.into()).into_any(),
        format::whole(key.consumer_count.into()).into_any(),
        changed.into_any(),
    ];
    Row { href, cells }
}

/// No key at all, or none that fits.
fn nothing(community: Uuid, listing: Listing) -> AnyView {
    if listing.is_narrowed() {
        return view! { <EmptyState icon=Icon::Search title=t("common.no_match") text=t("common.no_match_text") /> }
            .into_any();
    }
    let may_write = may_write();
    let text = if may_write { t("keys.none.text") } else { t("keys.none.text_reader") };
    view! {
        <EmptyState icon=Icon::Key title=t("keys.none.title") text=text>
            {may_write.then(|| add_first(community))}
        </EmptyState>
    }
    .into_any()
}

fn add_first(community: Uuid) -> AnyView {
    let (wizard, grid) = (Route::KeyNew(community).path(), Route::KeyGrid(community).path());
    view! {
        <LinkButton href=wizard label=t("keys.add.standard") emphasis=Emphasis::Primary icon=Icon::Plus />
        <LinkButton href=grid label=t("keys.add.grid") />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archived_keys_are_shown_when_asked_for() {
        for (address, expected) in [
            ("", Some(KeyState::Active)),
            ("state=archived", Some(KeyState::Archived)),
            ("state=all", None),
            ("state=nonsense", Some(KeyState::Active)),
        ] {
            assert_eq!(to_api(&Query::parse(address)).state, expected, "{address}");
        }
        assert_eq!(to_api(&Query::parse("sort=-name&q=ec")).sort, Some(KeySort::NameDescending));
        assert_eq!(to_api(&Query::parse("sort=price")).sort, None);
    }
}
