//! The start page: what awaits the user, community by community and among the customer accounts they look after, what
//! a customer's own account shows, and what changed last.

mod changes;
mod community;
mod own_meters;
mod start;
mod tasks;

use crate::audit::Subject;
use crate::customers::{Monitoring, OwnAccount};
use crate::i18n::{t, tn, tr};
use crate::optimisations::{DueAdvice, OwnAdvice};
use crate::place::{Places, use_places};
use crate::routing::Route;
use crate::session::{Session, use_session};
use crate::ui::{PageHead, Remote, RemoteView};
use api_types::{Community, CommunityQuery, Page};
use changes::LatestChanges;
use community::CommunityCard;
use domain::role::{Permission, Place, Role};
use leptos::prelude::*;
use uuid::Uuid;

/// Communities shown with what awaits in them; the others are a link away.
const SHOWN: u16 = 5;

/// The page.
#[component]
pub fn Dashboard() -> impl IntoView {
    let (session, places) = (use_session(), use_places());
    let me = untrack(|| session.me().get());
    let writes = me.as_ref().is_none_or(|me| me.permissions.contains(&Permission::MetersWrite));
    let is_member = me.as_ref().is_some_and(|me| me.roles.iter().any(|at| at.role == Role::Member));
    let accounts: Vec<Uuid> = me.iter().flat_map(|me| &me.roles).filter_map(|at| at.customer_id).collect();
    let name = me.map(|me| me.user.name).unwrap_or_default();
    let lead = match (writes, is_member, accounts.is_empty()) {
        (false, true, _) => "dashboard.lead_member",
        (false, false, false) => "dashboard.lead_customer",
        _ => "dashboard.lead",
    };
    let organisation = Memo::new(move |_| places.organisation().map(|organisation| organisation.id));
    let communities = Remote::new(move || {
        let organisation_id = places.organisation().map(|organisation| organisation.id);
        let query = CommunityQuery { limit: Some(SHOWN), organisation_id, ..CommunityQuery::default() };
        async move { session.call(async |client| client.list_communities(&query).await).await }
    });
    // Read once more when the place arrives, which is what the organisation comes from.
    let latest = move || log(session, places).map(|of| view! { <LatestChanges of=of /> });
    view! {
        <PageHead title=t("dashboard.title") lead=tr(lead, &[("name", &name)]) />
        {accounts.into_iter().map(|id| view! { <OwnAccount id=id /><OwnAdvice customer=id /> }).collect_view()}
        <RemoteView remote=communities ready=cards />
        {move || organisation.get().map(|organisation| view! {
            <Monitoring organisation=organisation />
            <DueAdvice organisation=organisation />
        })}
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
