//! Where the user works: the community and the organisation the shell shows and the switches change.
//!
//! The address names them on pages that are about one; on the others the last one stands, remembered in the
//! browser per user.

use crate::routing::{Route, Router};
use crate::session::Session;
use api_types::{Community, CommunityQuery, Me};
use domain::role::Permission;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

/// An organisation the user belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// The present community and organisation.
#[derive(Clone, Copy)]
pub struct Places {
    session: Session,
    community: RwSignal<Option<Community>>,
    chosen_organisation: RwSignal<Option<Uuid>>,
    /// How many communities the user may see; unknown until they were counted.
    count: RwSignal<Option<u64>>,
}

/// The present places; provided by the shell.
pub fn use_places() -> Places {
    expect_context()
}

impl Places {
    /// Follows the address and the user.
    pub fn start(session: Session, router: Router) -> Self {
        let places = Self {
            session,
            community: RwSignal::new(None),
            chosen_organisation: RwSignal::new(None),
            count: RwSignal::new(None),
        };
        let route = router.route();
        Effect::new(move |_| places.follow(route.get()));
        places
    }

    /// The community of the page, else the last one; none while it is fetched or when there is none.
    pub fn community(self) -> Signal<Option<Community>> {
        self.community.into()
    }

    /// Whether the user may do something in the present community.
    pub fn can(self, permission: Permission) -> bool {
        self.community.with(|community| community.as_ref().is_some_and(|c| c.permissions.contains(&permission)))
    }

    /// How many communities the user may see, once known.
    pub fn count(self) -> Signal<Option<u64>> {
        self.count.into()
    }

    /// The organisations the user belongs to.
    pub fn organisations(self) -> Vec<Membership> {
        self.session.me().with(|me| me.as_ref().map(memberships).unwrap_or_default())
    }

    /// The present organisation: the chosen one, else the community's, else the user's first.
    pub fn organisation(self) -> Option<Membership> {
        let wanted =
            self.chosen_organisation.get().or_else(|| self.community.with(|c| c.as_ref().map(|c| c.organisation_id)));
        let all = self.organisations();
        all.iter().find(|organisation| Some(organisation.id) == wanted).or_else(|| all.first()).cloned()
    }

    /// Fetches the present community and the count anew, after one was created, changed or deleted.
    pub fn refresh(self) {
        let current = self.community.with_untracked(|community| community.as_ref().map(|c| c.id));
        self.count.set(None);
        self.fetch(current);
    }

    /// A community was deleted: works in another one, if it was the present one.
    pub fn forget(self, deleted: Uuid) {
        if self.community.with_untracked(|community| community.as_ref().is_some_and(|c| c.id == deleted)) {
            self.community.set(None);
        }
        if self.remembered() == Some(deleted)
            && let Ok(Some(storage)) = window().local_storage()
        {
            let _ = storage.remove_item(&self.key());
        }
        self.refresh();
    }

    /// Works in another organisation from now on, in its first community.
    pub fn choose_organisation(self, organisation: Uuid) {
        self.chosen_organisation.set(Some(organisation));
        self.community.set(None);
        self.count.set(None);
        self.fetch(None);
    }

    fn follow(self, route: Route) {
        if let Some(organisation) = route.organisation() {
            self.chosen_organisation.set(Some(organisation));
        }
        let current = self.community.with_untracked(|community| community.as_ref().map(|c| c.id));
        match route.community() {
            Some(wanted) if current == Some(wanted) => {}
            Some(wanted) => self.fetch(Some(wanted)),
            None if current.is_none() && self.count.get_untracked().is_none() => self.fetch(self.remembered()),
            None => {}
        }
    }

    /// Fetches the wanted community, or the first one when there is no such, and counts them.
    fn fetch(self, wanted: Option<Uuid>) {
        spawn_local(async move {
            let mut community = None;
            if let Some(id) = wanted {
                let answer = self.session.call(async |client| client.get_community(id).await).await;
                community = answer.ok().map(|answer| answer.value);
            }
            if self.count.try_get_untracked().flatten().is_none() {
                let first = self.count_communities().await;
                community = community.or(first);
            }
            self.arrive(community);
        });
    }

    async fn count_communities(self) -> Option<Community> {
        let organisation_id = self.chosen_organisation.get_untracked();
        let query = CommunityQuery { limit: Some(1), organisation_id, ..CommunityQuery::default() };
        let page = self.session.call(async |client| client.list_communities(&query).await).await.ok()?;
        self.count.try_set(page.total.or(Some(u64::MAX)));
        page.items.into_iter().next()
    }

    fn arrive(self, community: Option<Community>) {
        if let Some(community) = &community {
            self.chosen_organisation.try_set(Some(community.organisation_id));
            self.remember(community.id);
        }
        self.community.try_set(community);
    }

    fn key(self) -> String {
        format!("clef.community.{}", self.session.user_id().unwrap_or_default())
    }

    fn remembered(self) -> Option<Uuid> {
        window().local_storage().ok()??.get_item(&self.key()).ok()??.parse().ok()
    }

    fn remember(self, community: Uuid) {
        if let Ok(Some(storage)) = window().local_storage() {
            // Without storage the first community stands at the next visit.
            let _ = storage.set_item(&self.key(), &community.to_string());
        }
    }
}

/// The organisations of somebody's roles, each once, in the order of the roles.
fn memberships(me: &Me) -> Vec<Membership> {
    let mut found: Vec<Membership> = Vec::new();
    for role in &me.roles {
        if let (Some(id), Some(name)) = (role.organisation_id, &role.organisation_name)
            && !found.iter().any(|known| known.id == id)
        {
            found.push(Membership { id, name: name.clone() });
        }
    }
    found
}
