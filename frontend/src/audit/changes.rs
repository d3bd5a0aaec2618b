//! What was changed of one object, on its own page: newest first, earlier ones on demand.

use super::Subject;
use super::entry::{self, Shown};
use super::names::Names;
use crate::errors::describe;
use crate::i18n::t;
use crate::place::use_places;
use crate::session::{Session, use_session};
use crate::ui::{Button, Remote, RemoteView, SkeletonShape, Toasts};
use api_types::{AuditEntry, AuditQuery, Page};
use client::Error;
use domain::role::{Permission, Place};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Changes shown at once.
const SHOWN: u16 = 5;

/// A page of the log with the names it mentions.
type Part = (Page<AuditEntry>, Names);

/// Where the changes of an object are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// In a log, among those of other objects.
    Log(Subject),
    /// In the log of a customer account, which has its optimisations too.
    Customer {
        /// The organisation that looks after it.
        organisation: Uuid,
    },
}

impl From<Subject> for Source {
    fn from(subject: Subject) -> Self {
        Self::Log(subject)
    }
}

impl Source {
    const fn organisation(self) -> Option<Uuid> {
        match self {
            Self::Log(subject) => subject.organisation(),
            Self::Customer { organisation } => Some(organisation),
        }
    }

    async fn fetch(self, session: Session, object: Uuid, query: AuditQuery) -> Result<Page<AuditEntry>, Error> {
        match self {
            Self::Log(subject) => subject.fetch(session, AuditQuery { entity_id: Some(object), ..query }).await,
            Self::Customer { .. } => {
                session.call(async |client| client.list_customer_audit(object, &query).await).await
            }
        }
    }
}

/// The section; nothing for whoever may not read the log. Of a customer account, the account itself says who may.
#[component]
pub fn Changes(
    /// In whose log.
    #[prop(into)]
    of: Source,
    /// The object.
    object: Uuid,
    /// Counts what was changed on the page; the section follows.
    #[prop(optional, into)]
    after: Signal<u32>,
) -> impl IntoView {
    let (session, places) = (use_session(), use_places());
    let may = Memo::new(move |_| match of {
        Source::Log(Subject::Organisation(id)) => session.can(Permission::OrganisationAudit, Place::Organisation(id)),
        Source::Log(Subject::Community(_)) => places.can(Permission::CommunityAudit),
        Source::Customer { .. } => true,
    });
    view! { {move || may.get().then(|| section(of, object, after))} }.into_any()
}

fn section(of: Source, object: Uuid, after: Signal<u32>) -> AnyView {
    let session = use_session();
    let first = Remote::new(move || {
        after.track();
        fetch(session, of, object, None)
    });
    view! {
        <section class="part" aria-labelledby="changes-title">
            <h2 id="changes-title">{t("audit.changes_title")}</h2>
            <RemoteView remote=first shape=SkeletonShape::Lines ready=move |part| parts(of, object, part) />
        </section>
    }
    .into_any()
}

async fn fetch(session: Session, of: Source, object: Uuid, cursor: Option<String>) -> Result<Part, Error> {
    let query = AuditQuery { limit: Some(SHOWN), cursor, ..AuditQuery::default() };
    let page = of.fetch(session, object, query).await?;
    let names = Names::fetch(session, &page.items).await;
    Ok((page, names))
}

fn parts(of: Source, object: Uuid, first: Part) -> AnyView {
    if first.0.items.is_empty() {
        return view! { <p class="remark">{t("audit.empty")}</p> }.into_any();
    }
    let (session, toasts) = (use_session(), Toasts::get());
    let parts = RwSignal::new(vec![first]);
    let busy = RwSignal::new(false);
    let next = Memo::new(move |_| parts.with(|parts| parts.last().and_then(|(page, _)| page.next_cursor.clone())));
    let more = move |()| {
        busy.set(true);
        let cursor = next.get_untracked();
        spawn_local(async move {
            let answer = fetch(session, of, object, cursor).await;
            busy.try_set(false);
            match answer {
                Ok(part) => {
                    parts.try_update(|parts| parts.push(part));
                }
                Err(error) => toasts.failure(describe(&error)).show(),
            }
        });
    };
    let indexed = move || parts.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <ol class="log">
            <For
                each=indexed
                key=|(index, _)| *index
                children=move |(_, (page, names))| {
                    let entries = page.items.into_iter();
                    entries.map(|item| entry::view(item, of.organisation(), &names, Shown::OnItsPage)).collect_view()
                }
            />
        </ol>
        {move || next.get().is_some().then(|| view! {
            <p class="log-more"><Button label=t("audit.earlier") busy=busy on_press=more /></p>
        })}
    }
    .into_any()
}
