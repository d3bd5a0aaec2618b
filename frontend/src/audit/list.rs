//! The log as a list, newest first, with search and filter.

use super::entry::{self, Shown};
use super::filters::{Filters, to_api};
use super::names::Names;
use crate::exchange::{ExportMenu, Fetch};
use crate::i18n::{t, tn};
use crate::list::Listing;
use crate::routing::{Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::{EmptyState, FilterBar, Icon, PageHead, Remote, RemoteView};
use api_types::{AuditActorList, AuditEntry, AuditQuery, Page};
use client::Error;
use leptos::prelude::*;
use std::rc::Rc;
use uuid::Uuid;

/// The kinds of objects that can be looked for.
const ENTITIES: [&str; 7] = ["meter", "member", "key", "community", "user", "organisation", "customer"];

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

    /// What the list shows with its filters, as a file.
    fn export(self) -> Fetch {
        let router = use_router();
        Rc::new(move |client, table| {
            let asked = AuditQuery { cursor: None, ..to_api(&router.query_now()) };
            Box::pin(async move {
                match self {
                    Self::Organisation(id) => client.export_organisation_audit(id, &asked, &table).await,
                    Self::Community(id) => client.export_community_audit(id, &asked, &table).await,
                }
            })
        })
    }

    /// Those whose changes are in the log.
    ///
    /// # Errors
    /// Those of the log's operation.
    pub async fn actors(self, session: Session) -> Result<AuditActorList, Error> {
        match self {
            Self::Organisation(id) => session.call(async |c| c.list_organisation_audit_actors(id).await).await,
            Self::Community(id) => session.call(async |c| c.list_community_audit_actors(id).await).await,
        }
    }

    /// The organisation, where it is its log.
    pub const fn organisation(self) -> Option<Uuid> {
        match self {
            Self::Organisation(id) => Some(id),
            Self::Community(_) => None,
        }
    }

    /// The kinds of objects there can be.
    pub fn entities(self) -> &'static [&'static str] {
        match self {
            Self::Organisation(_) => &ENTITIES,
            Self::Community(_) => &ENTITIES[..4],
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
    let filters = Filters::new(of, list);
    let lead = match of {
        Subject::Organisation(_) => t("audit.lead.organisation"),
        Subject::Community(_) => t("audit.lead.community"),
    };
    view! {
        <PageHead title=t("audit.title") lead=lead>
            <ExportMenu fetch=of.export() />
        </PageHead>
        <FilterBar
            label=t("audit.search")
            search=list.search()
            on_search=list.on_search()
            chips=Signal::derive(move || filters.chips())
            on_clear=list.on_clear()
            count=count
        >
            {filters.view()}
        </FilterBar>
        <RemoteView remote=page ready=move |(page, names)| entries(of, list, page, &names) />
    }
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
    let items = page
        .items
        .into_iter()
        .map(|item| entry::view(item, of.organisation(), names, Shown::WithObject))
        .collect_view();
    view! {
        <ol class="log">{items}</ol>
        {list.pager(page.next_cursor)}
    }
    .into_any()
}
