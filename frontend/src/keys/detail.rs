//! The page of a key: what it says, what it does on a year, its versions.

use super::actions;
use super::matrix::{self, Matrix};
use super::preview::{Trial, TrialView};
use super::search;
use super::versions::Versions;
use super::words;
use crate::errors;
use crate::format;
use crate::i18n::{t, tr};
use crate::routing::Route;
use crate::session::use_session;
use crate::ui::{Badge, Fact, Facts, Notice, NoticeKind, PageHead, Remote, RemoteView, SkeletonShape};
use api_types::AllocationKey;
use client::Versioned;
use leptos::prelude::*;
use uuid::Uuid;

/// The page.
#[component]
pub fn KeyPage(
    /// The community.
    community: Uuid,
    /// The key.
    id: Uuid,
) -> impl IntoView {
    let session = use_session();
    let key = Remote::new(move || {
        super::changes::track();
        async move { session.call(async |client| client.get_key(community, id).await).await }
    });
    view! { <RemoteView remote=key shape=SkeletonShape::Detail whole_page=true ready=move |answer| page(answer) /> }
        .into_any()
}

fn page(answer: Versioned<AllocationKey>) -> AnyView {
    let key = answer.value.clone();
    let community = key.community_id;
    let back = (Route::Keys(community).path(), t("keys.title"));
    let archived = key.archived_at.is_some().then(|| view! { <Badge label=t("keys.state.archived") /> }.into_any());
    let input = key.to_input();
    let applied = input.to_domain().ok();
    let trial = Trial::follow(move || applied.clone());
    view! {
        <PageHead title=key.name.clone() back=back state=archived.into_any()>
            {actions::bar(answer)}
        </PageHead>
        {(!key.description.is_empty()).then(|| view! { <p class="key-text">{key.description.clone()}</p> })}
        {warnings(&key)}
        <div class="studio" data-wide="">
            <section class="card">
                <h2 class="visually-hidden">{t("keys.summary")}</h2>
                <Facts items=facts(&key) />
                {matrix::view(&Matrix::of(&input), t("keys.grid"), |_, _| false)}
            </section>
            <TrialView trial=trial />
            {search::view(trial, key.clone())}
            <Versions key=key.clone() />
        </div>
        <p class="last-change">{format::last_change(key.updated_by.as_deref(), key.updated_at)}</p>
    }
    .into_any()
}

fn facts(key: &AllocationKey) -> Vec<Fact> {
    let version = tr("keys.version.number", &[("number", &key.version_number.to_string())]);
    vec![
        Fact::new(t("keys.field.method"), words::method(key.method)),
        Fact::new(t("keys.field.consumers"), format::whole(key.consumers.len() as u64)),
        Fact::new(t("keys.field.iterations"), format::whole(key.iterations.len() as u64)),
        Fact::new(t("keys.field.version"), version),
    ]
}

fn warnings(key: &AllocationKey) -> Option<AnyView> {
    if key.warnings.is_empty() {
        return None;
    }
    let lines = key.warnings.iter().map(|warning| view! { <li>{errors::warning(warning)}</li> }).collect_view();
    Some(view! { <Notice kind=NoticeKind::Warning><ul>{lines}</ul></Notice> }.into_any())
}
