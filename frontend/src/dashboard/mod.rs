//! The start page: what awaits the user, community by community, and what changed last.

mod changes;
mod community;
mod start;
mod tasks;

use crate::audit::Subject;
use crate::i18n::{t, tn, tr};
use crate::place::{Places, use_places};
use crate::routing::Route;
use crate::session::{Session, use_session};
use crate::ui::{PageHead, Remote, RemoteView};
use api_types::{Community, CommunityQuery, Page};
use changes::LatestChanges;
use community::CommunityCard;
use domain::role::{Permission, Place};
use leptos::prelude::*;

/// Communities shown with what awaits in them; the others are a link away.
const SHOWN: u16 = 5;

/// The page.
#[component]
pub fn Dashboard() -> impl IntoView {
    let (session, places) = (use_session(), use_places());
    let name = untrack(|| session.me().get()).map(|me| me.user.name).unwrap_or_default();
    let communities = Remote::new(move || {
        let organisation_id = places.organisation().map(|organisation| organisation.id);
        let query = CommunityQuery { limit: Some(SHOWN), organisation_id, ..CommunityQuery::default() };
        async move { session.call(async |client| client.list_communities(&query).await).await }
    });
    // Read once more when the place arrives, which is what the organisation comes from.
    let latest = move || log(session, places).map(|of| view! { <LatestChanges of=of /> });
    view! {
        <PageHead title=t("dashboard.title") lead=tr("dashboard.lead", &[("name", &name)]) />
        <RemoteView remote=communities ready=cards />
        {latest}
    }
}

/// The log the user may read: the organisation's, else that of the present community.
fn log(session: Session, places: Places) -> Option<Subject> {
    let organisation = places.organisation().map(|organisation| organisation.id);
    let whole = organisation.filter(|id| session.can(Permission::OrganisationAudit, Place::Organisation(*id)));
    whole.map(Subject::Organisation).or_else(|| {
        let community = places.community().with(|community| community.as_ref().map(|community| community.id));
        community.filter(|_| places.can(Permission::CommunityAudit)).map(Subject::Community)
    })
}

fn cards(page: Page<Community>) -> AnyView {
    if page.items.is_empty() {
        return view! { <start::Start /> }.into_any();
    }
    let others = page.total.unwrap_or(u64::MAX).saturating_sub(page.items.len() as u64);
    let more = (others > 0).then(|| {
        let text = tn("dashboard.more", others);
        view! { <p><a href=Route::Communities.path()>{text}</a></p> }
    });
    let cards = page.items.into_iter().map(|community| view! { <CommunityCard community=community /> }).collect_view();
    view! {
        <div class="cards">{cards}</div>
        {more}
    }
    .into_any()
}
