//! Which organisation and which community one works in, always in sight, and the way to another.

use crate::errors::describe;
use crate::i18n::t;
use crate::place::{Membership, Places, use_places};
use crate::routing::use_router;
use crate::session::{Session, use_session};
use crate::ui::{Choice, Combobox, Field, Found, Search};
use api_types::{Community, CommunityQuery};
use leptos::prelude::*;
use uuid::Uuid;

/// Communities offered at once; typing finds the others.
const OFFERED: u16 = 20;

/// The name of the present community, or what stands in its place.
#[component]
pub fn PlaceName() -> impl IntoView {
    let places = use_places();
    view! { <span class="place-name">{move || name(places)}</span> }
}

fn name(places: Places) -> String {
    let community = places.community().with(|community| community.as_ref().map(|community| community.name.clone()));
    let organisation = || places.organisation().map(|organisation| organisation.name);
    community.or_else(organisation).unwrap_or_else(|| t("shell.menu"))
}

/// The switches: plain names where there is nothing to choose.
#[component]
pub fn PlaceSwitch() -> impl IntoView {
    let places = use_places();
    let count = places.count();
    let several = Memo::new(move |_| count.get().is_some_and(|count| count > 1));
    view! {
        <div class="places">
            {move || organisation_view(places)}
            {move || if several.get() { view! { <CommunitySwitch /> }.into_any() } else { only_community(places) }}
        </div>
    }
}

fn organisation_view(places: Places) -> AnyView {
    let all = places.organisations();
    let present = places.organisation();
    match all.len() {
        0 => ().into_any(),
        1 => view! { <p class="place-organisation">{present.map(|organisation| organisation.name)}</p> }.into_any(),
        _ => organisation_select(places, all, present.map(|organisation| organisation.id)),
    }
}

fn organisation_select(places: Places, all: Vec<Membership>, present: Option<Uuid>) -> AnyView {
    let options = all.into_iter().map(|Membership { id, name }| {
        view! { <option value=id.to_string() selected=present == Some(id)>{name}</option> }
    });
    let router = use_router();
    let choose = move |event| {
        if let Ok(id) = event_target_value(&event).parse() {
            places.choose_organisation(id);
            router.go("/");
        }
    };
    view! {
        <label class="visually-hidden" for="organisation-switch">{t("shell.organisation")}</label>
        <select class="input select" id="organisation-switch" on:change=choose>{options.collect_view()}</select>
    }
    .into_any()
}

fn only_community(places: Places) -> AnyView {
    let name = places.community().with(|community| community.as_ref().map(|community| community.name.clone()));
    name.map(|name| view! { <p class="place-community">{name}</p> }).into_any()
}

#[component]
fn CommunitySwitch() -> impl IntoView {
    let (places, session, router) = (use_places(), use_session(), use_router());
    let value = RwSignal::new(None::<Choice>);
    let (community, asks, route) = (places.community(), router.asks(), router.route());
    // The address decides. A switch that unsaved work held back returns to the present community.
    Effect::new(move |_| {
        asks.track();
        value.set(community.with(|community| community.as_ref().map(choice)));
    });
    let choose = Callback::new(move |choice: Option<Choice>| {
        if let Some(id) = choice.and_then(|choice| choice.value.parse::<Uuid>().ok()) {
            router.go(&route.get_untracked().in_other_community(id).path());
        }
    });
    let search = Search::new(move |text| find(session, places, text));
    let field = Field::new("community-switch", t("shell.community"));
    view! { <Combobox field=field value=value search=search on_choose=choose fixed=true /> }
}

fn choice(community: &Community) -> Choice {
    Choice::new(community.id.to_string(), community.name.clone())
}

async fn find(session: Session, places: Places, text: String) -> Result<Found, String> {
    let organisation_id = untrack(|| places.organisation()).map(|organisation| organisation.id);
    let query = CommunityQuery {
        limit: Some(OFFERED),
        q: Some(text).filter(|text| !text.trim().is_empty()),
        organisation_id,
        ..CommunityQuery::default()
    };
    let page = session.call(async |client| client.list_communities(&query).await).await;
    let page = page.map_err(|error| describe(&error))?;
    let more = page.total.unwrap_or(u64::MAX).saturating_sub(page.items.len() as u64);
    Ok(Found { choices: page.items.iter().map(choice).collect(), more })
}
