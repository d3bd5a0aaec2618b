//! What changed last in a community, in a few lines.

use crate::audit::action;
use crate::format::ago;
use crate::i18n::t;
use crate::routing::Route;
use crate::session::use_session;
use crate::ui::{Remote, RemoteView};
use api_types::{AuditEntry, AuditQuery, Page};
use leptos::prelude::*;
use uuid::Uuid;

/// Lines shown.
const SHOWN: u16 = 5;

/// The card.
#[component]
pub fn LatestChanges(
    /// The community.
    community: Uuid,
) -> impl IntoView {
    let session = use_session();
    let page = Remote::new(move || async move {
        let query = AuditQuery { limit: Some(SHOWN), ..AuditQuery::default() };
        session.call(async |client| client.list_community_audit(community, &query).await).await
    });
    view! {
        <section class="card">
            <header class="card-head">
                <h2>{t("dashboard.changes")}</h2>
                <a href=Route::CommunityAudit(community).path()>{t("dashboard.all_changes")}</a>
            </header>
            <RemoteView remote=page ready=lines />
        </section>
    }
}

fn lines(page: Page<AuditEntry>) -> AnyView {
    if page.items.is_empty() {
        return view! { <p class="remark">{t("audit.empty")}</p> }.into_any();
    }
    let lines = page.items.into_iter().map(|entry| {
        let actor = entry.actor.unwrap_or_else(|| t("audit.program"));
        view! {
            <li>
                <span><strong>{action(&entry.action)}</strong>" "{entry.label}</span>
                <span class="remark">{actor}" · "{ago(entry.at)}</span>
            </li>
        }
    });
    view! { <ul class="lines">{lines.collect_view()}</ul> }.into_any()
}
