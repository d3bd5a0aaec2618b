//! What changed last, in a few lines.

use crate::audit::{Subject, action};
use crate::format::ago;
use crate::i18n::t;
use crate::meters::track_changes;
use crate::session::use_session;
use crate::ui::{Remote, RemoteView, SkeletonShape};
use api_types::{AuditEntry, AuditQuery, Page};
use leptos::prelude::*;

/// Lines shown.
const SHOWN: u16 = 5;

/// The card.
#[component]
pub fn LatestChanges(
    /// In whose log.
    of: Subject,
) -> impl IntoView {
    let session = use_session();
    let page = Remote::new(move || {
        track_changes();
        of.fetch(session, AuditQuery { limit: Some(SHOWN), ..AuditQuery::default() })
    });
    view! {
        <section class="card">
            <header class="card-head">
                <h2>{t("dashboard.changes")}</h2>
                <a href=of.route().path()>{t("dashboard.all_changes")}</a>
            </header>
            <RemoteView remote=page shape=SkeletonShape::Lines ready=lines />
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
