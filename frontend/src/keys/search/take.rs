//! Making a key of a proposal: as the next version of this one, to be looked at first, or as a key of its own.

use crate::draft::Draft;
use crate::errors;
use crate::i18n::{t, tr};
use crate::idempotency::Attempt;
use crate::keys::saving::take_back;
use crate::keys::values::KeyValues;
use crate::keys::{changes, words};
use crate::place::use_places;
use crate::routing::{Route, use_router};
use crate::session::{Session, use_session};
use crate::ui::{Button, Toasts};
use api_types::{AllocationKey, KeyInput, KeyIteration};
use client::Created;
use domain::allocation::search::Proposal;
use domain::key::{Method, NAME_MAX};
use domain::role::Permission;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

/// Both ways, for those who may write keys.
pub fn buttons(key: &AllocationKey, proposal: &Proposal) -> AnyView {
    let name = named(&key.name, &words::ratio(proposal.figures.self_consumption()));
    let input = with_weights(key, proposal);
    let copy = KeyInput { name, ..input.clone() };
    let (session, toasts, community) = (use_session(), Toasts::get(), key.community_id);
    let (attempt, busy) = (Attempt::new(), RwSignal::new(false));
    let create = move |()| {
        let copy = copy.clone();
        busy.set(true);
        spawn_local(async move {
            create(session, toasts, community, &copy, attempt).await;
            busy.try_set(false);
        });
    };
    let edit = edit(key, input, t("keys.search.use"));
    let buttons = move || {
        let create = create.clone();
        use_places().can(Permission::KeysWrite).then(|| {
            view! { <Button label=t("keys.search.save") busy=busy on_press=create /> }
        })
    };
    view! { <div class="proposal-actions">{edit}{buttons}</div> }.into_any()
}

/// Takes a proposal to the editing page.
pub fn use_button(key: &AllocationKey, proposal: &Proposal, label: String) -> AnyView {
    edit(key, with_weights(key, proposal), label)
}

/// The editing page finds the proposal as a draft and says so; nothing is saved before somebody looked at it.
fn edit(key: &AllocationKey, input: KeyInput, label: String) -> AnyView {
    let (router, community, id) = (use_router(), key.community_id, key.id);
    let values = KeyValues::proposed(key, &input);
    let take = move |()| {
        Draft::of(&format!("key.{id}")).save(&values);
        router.go(&Route::KeyEdit { community, key: id }.path());
    };
    let button = move || {
        let (label, take) = (label.clone(), take.clone());
        use_places().can(Permission::KeysWrite).then(|| view! { <Button label=label on_press=take /> })
    };
    button.into_any()
}

async fn create(session: Session, toasts: Toasts, community: Uuid, input: &KeyInput, attempt: Attempt) {
    let idempotency = attempt.key(input);
    let answer = session.call(async |client| client.create_key(community, input, Some(&idempotency)).await).await;
    let Created { value: key, etag, .. } = match answer {
        Ok(created) => created,
        Err(error) => return toasts.failure(errors::describe(&error)).show(),
    };
    changes::notify();
    toasts
        .success(tr("keys.created", &[("name", &key.name)]))
        .link(t("keys.open"), Route::Key { community, key: key.id }.path())
        .undo(t("keys.undo"), move || spawn_local(take_back(session, toasts, key.clone(), etag.clone())))
        .show();
}

/// The key with the weights in the place of its iterations.
fn with_weights(key: &AllocationKey, proposal: &Proposal) -> KeyInput {
    let iterations = proposal.iterations.iter().map(KeyIteration::from).collect();
    KeyInput { iterations, method: Method::Cascade, ranks: None, ..key.to_input() }
}

/// What a proposal is called as a key of its own: told from other points of the curve by what it reaches.
fn named(key: &str, reaches: &str) -> String {
    let full = |key: &str| tr("keys.search.name", &[("name", key), ("self_consumption", reaches)]);
    let room = NAME_MAX.saturating_sub(full("").chars().count());
    full(&key.chars().take(room).collect::<String>())
}
