//! The start page: what awaits the user, community by community, and what changed last.

mod changes;
mod community;
mod start;
mod tasks;

use crate::i18n::{t, tr};
use crate::place::use_places;
use crate::routing::Route;
use crate::session::use_session;
use crate::ui::{PageHead, Remote, RemoteView};
use api_types::{Community, CommunityQuery, Page};
use community::CommunityCard;
use leptos::prelude::*;

/// Communities shown with what awaits in them; the others are a link away.
const SHOWN: u16 = 5;

/// The page.
#[component]
pub fn Dashboard() -> impl IntoView {
    let (session, places) = (use_session(), use_places());
    let name = session.me().with_untracked(|me| me.as_ref().map(|me| me.user.name.clone())).unwrap_or_default();
    let communities = Remote::new(move || {
        let organisation_id = places.organisation().map(|organisation| organisation.id);
        let query = CommunityQuery { limit: Some(SHOWN), organisation_id, ..CommunityQuery::default() };
        async move { session.call(async |client| client.list_communities(&query).await).await }
    });
    view! {
        <PageHead title=t("dashboard.title") lead=tr("dashboard.lead", &[("name", &name)]) />
        <RemoteView remote=communities ready=cards />
    }
}

fn cards(page: Page<Community>) -> AnyView {
    if page.items.is_empty() {
        return view! { <start::Start /> }.into_any();
    }
    let others = page.total.unwrap_or(u64::MAX).saturating_sub(page.items.len() as u64);
    let more = (others > 0).then(|| {
        let text = crate::i18n::tn("dashboard.more", others);
        view! { <p><a href=Route::Communities.path()>{text}</a></p> }
    });
    let audited =
        page.items.iter().find(|c| c.permissions.contains(&domain::role::Permission::CommunityAudit)).map(|c| c.id);
    let single = page.items.len() == 1;
    let cards = page.items.into_iter().map(|community| view! { <CommunityCard community=community /> }).collect_view();
    let latest = audited.filter(|_| single).map(|id| view! { <changes::LatestChanges community=id /> });
    view! {
        <div class="cards">{cards}</div>
        {more}
        {latest}
    }
    .into_any()
}
