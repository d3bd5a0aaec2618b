//! The versions of a key, latest first, each to be compared with the one before it.

use crate::format;
use crate::i18n::{t, tr};
use crate::routing::{Query, Route};
use crate::session::use_session;
use crate::ui::{Remote, RemoteView, SkeletonShape};
use api_types::{AllocationKey, KeyVersionQuery, KeyVersionSummary, Page};
use leptos::prelude::*;
use uuid::Uuid;

/// How many are listed; whoever wants older ones finds them in the comparison.
const LIMIT: u16 = 50;

/// The list.
#[component]
pub fn Versions(
    /// The key.
    key: AllocationKey,
) -> impl IntoView {
    let session = use_session();
    let (community, id) = (key.community_id, key.id);
    let versions = Remote::new(move || async move {
        let query = KeyVersionQuery { limit: Some(LIMIT), cursor: None };
        session.call(async |client| client.list_key_versions(community, id, &query).await).await
    });
    view! {
        <section class="part">
            <h2>{t("keys.versions")}</h2>
            <RemoteView remote=versions shape=SkeletonShape::Lines ready=move |page| list(community, id, page) />
        </section>
    }
    .into_any()
}

fn list(community: Uuid, key: Uuid, page: Page<KeyVersionSummary>) -> AnyView {
    let former: Vec<Option<Uuid>> = page.items.iter().skip(1).map(|version| Some(version.id)).chain([None]).collect();
    let lines = page.items.into_iter().zip(former).map(|(version, former)| line(community, key, version, former));
    view! { <ol class="lines versions">{lines.collect_view()}</ol> }.into_any()
}

fn line(community: Uuid, key: Uuid, version: KeyVersionSummary, former: Option<Uuid>) -> AnyView {
    let number = tr("keys.version.number", &[("number", &version.number.to_string())]);
    let compare = former.map(|former| {
        let query = Query::default()
            .with("a", Some(&key.to_string()))
            .with("av", Some(&former.to_string()))
            .with("b", Some(&key.to_string()))
            .with("bv", Some(&version.id.to_string()));
        let href = Route::KeyCompare(community).path_with(&query);
        view! { <a href=href>{t("keys.version.compare")}</a> }
    });
    let when = format::instant(version.created_at);
    let by = version.created_by.map(|name| tr("keys.by", &[("name", &name)])).unwrap_or_default();
    view! {
        <li>
            <span><strong>{number}</strong>{" "}{version.name}</span>
            <span class="muted">{format!("{when} {by}")}</span>
            {compare}
        </li>
    }
    .into_any()
}
