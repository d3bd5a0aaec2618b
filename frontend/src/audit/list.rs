//! The log as a list, newest first, with search and filter.

use super::names::Names;
use super::{entry, words};
use crate::i18n::{t, tn, tr};
use crate::list::Listing;
use crate::routing::{Query, Route};
use crate::session::{Session, use_session};
use crate::ui::{Chip, Choice, EmptyState, FilterBar, FilterSelect, Icon, PageHead, Remote, RemoteView};
use api_types::{AuditEntry, AuditQuery, AuditSort, Page};
use client::Error;
use leptos::prelude::*;
use uuid::Uuid;

const ENTITY: &str = "entity";
const SORT: &str = "sort";

/// The kinds of objects that can be looked for.
const ENTITIES: [&str; 5] = ["meter", "member", "community", "user", "organisation"];

/// Whose log it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An organisation with its communities.
    Organisation(Uuid),
    /// One community.
    Community(Uuid),
}

impl Subject {
    /// The page of the log.
    pub const fn route(self) -> Route {
        match self {
            Self::Organisation(id) => Route::OrganisationAudit(id),
            Self::Community(id) => Route::CommunityAudit(id),
        }
    }

    /// One page of the log.
    ///
    /// # Errors
    /// Those of the log's operation.
    pub async fn fetch(self, session: Session, query: AuditQuery) -> Result<Page<AuditEntry>, Error> {
        match self {
            Self::Organisation(id) => session.call(async |c| c.list_organisation_audit(id, &query).await).await,
            Self::Community(id) => session.call(async |c| c.list_community_audit(id, &query).await).await,
        }
    }

    const fn organisation(self) -> Option<Uuid> {
        match self {
            Self::Organisation(id) => Some(id),
            Self::Community(_) => None,
        }
    }

    /// The kinds of objects there can be.
    fn entities(self) -> &'static [&'static str] {
        match self {
            Self::Organisation(_) => &ENTITIES,
            Self::Community(_) => &ENTITIES[..3],
        }
    }
}

/// The page.
#[component]
pub fn AuditLog(
    /// Whose log.
    of: Subject,
) -> impl IntoView {
    let (session, list) = (use_session(), Listing::start());
    let page = Remote::new(move || {
        let query = to_api(&list.query());
        async move {
            let page = of.fetch(session, query).await?;
            let names = Names::fetch(session, &page.items).await;
            Ok::<_, Error>((page, names))
        }
    });
    let count = Signal::derive(move || page.value().and_then(|(page, _)| page.total).map(|n| tn("audit.count", n)));
    let kinds = of.entities().iter().map(|name| Choice::new(*name, words::entity(name))).collect();
    let orders = vec![Choice::new("at", t("audit.oldest"))];
    let lead = match of {
        Subject::Organisation(_) => t("audit.lead.organisation"),
        Subject::Community(_) => t("audit.lead.community"),
    };
    view! {
        <PageHead title=t("audit.title") lead=lead />
        <FilterBar
            label=t("audit.search")
            search=list.search()
            on_search=list.on_search()
            chips=Signal::derive(move || chips(list))
            on_clear=list.on_clear()
            count=count
        >
            <FilterSelect
                id="filter-entity"
                label=t("audit.entity")
                value=list.value(ENTITY)
                choices=kinds
                on_change=list.on_change(ENTITY)
            />
            <FilterSelect
                id="filter-sort"
                label=t("audit.newest")
                value=list.value(SORT)
                choices=orders
                on_change=list.on_change(SORT)
            />
        </FilterBar>
        <RemoteView remote=page ready=move |(page, names)| entries(of, list, page, &names) />
    }
}

fn to_api(query: &Query) -> AuditQuery {
    AuditQuery {
        limit: None,
        cursor: query.get("cursor").map(str::to_owned),
        sort: query.get(SORT).map(|name| if name == "at" { AuditSort::Oldest } else { AuditSort::Newest }),
        q: query.get("q").map(str::to_owned),
        entity: query.get(ENTITY).map(str::to_owned),
        entity_id: query.read("entity_id"),
    }
}

fn chips(list: Listing) -> Vec<Chip> {
    let kind = list.value(ENTITY).get();
    let chip = (!kind.is_empty()).then(|| Chip {
        label: tr("common.filter", &[("name", &t("audit.entity")), ("value", &words::entity(&kind))]),
        on_remove: Callback::new(move |()| list.on_change(ENTITY).run(String::new())),
    });
    chip.into_iter().collect()
}

fn entries(of: Subject, list: Listing, page: Page<AuditEntry>, names: &Names) -> AnyView {
    if page.items.is_empty() {
        let (title, text) = if list.is_narrowed() {
            (t("common.no_match"), t("common.no_match_text"))
        } else {
            (t("audit.empty"), t("audit.empty_text"))
        };
        return view! { <EmptyState title=title text=text icon=Icon::History /> }.into_any();
    }
    let items = page.items.into_iter().map(|item| entry::view(item, of.organisation(), names)).collect_view();
    view! {
        <ol class="log">{items}</ol>
        {list.pager(page.next_cursor)}
    }
    .into_any()
}
