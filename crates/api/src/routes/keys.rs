//! Allocation keys of a community.

use super::{key_answers, lists};
use crate::answer::{self, Answer};
use crate::extract::{
    CommunityPath, Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfMatchIfAny, IfMatchIfAnyHeader,
    IfNoneMatch, IfNoneMatchHeader, InCommunity, KeyPath, KeyVersionPath, Query, Valid, permit,
};
use crate::state::State;
use actix_web::{delete, get, post, put, web};
use api_types::{
    AllocationKey, CheckedKey, KeyInput, KeyQuery, KeySort, KeyState, KeySummary, KeyVersion, KeyVersionQuery,
    KeyVersionSummary, Page,
};
use domain::vocabulary::Region;
use store::{KeyFilter, Sort};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(list_keys)
        .service(create_key)
        .service(validate_key)
        .service(get_key)
        .service(update_key)
        .service(delete_key)
        .service(archive_key)
        .service(restore_key)
        .service(duplicate_key)
        .service(list_key_versions)
        .service(get_key_version);
}

/// List a community's keys
///
/// Each as its latest version has it. Archived ones are among them unless `state` says otherwise.
#[utoipa::path(
    tag = "keys",
    params(CommunityPath, KeyQuery),
    responses((status = 200, description = "One page of them.", body = Page<KeySummary>)),
    security(("bearer" = ["keys:read"]))
)]
#[get("/communities/{community_id}/keys")]
pub(super) async fn list_keys(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InCommunity<permit::KeysRead>, Query<KeyQuery>>,
) -> Answer {
    let Query(query) = query;
    let archived = query.state.map(is_archived);
    let filter = KeyFilter { q: query.q, archived, sort: sort(query.sort.unwrap_or_default()) };
    let page = access.read(&state).keys(&filter, &lists::page(query.limit, query.cursor)).await?;
    answer::plain(&lists::map(page, key_answers::summary))
}

/// Create a key
///
/// Its shares, and the weights of each iteration, total exactly 100 %. Consumers may stand for meters of the
/// community. What is unusual but possible comes back as `warnings`.
#[utoipa::path(
    tag = "keys",
    params(CommunityPath, IdempotencyHeader),
    request_body = KeyInput,
    responses((status = 201, description = "Created, its version 1.", body = AllocationKey)),
    security(("bearer" = ["keys:write"]))
)]
#[post("/communities/{community_id}/keys")]
pub(super) async fn create_key(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::KeysWrite>, (Idempotency, Valid<KeyInput>)>,
) -> Answer {
    let (idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let new = body.check(KeyInput::to_domain)?;
    let region = region(&state, &access).await?;
    let written = state.store().write(&context, async |tx| {
        let view = access.write(tx).create_key(&new).await?;
        let location = format!("/api/v1/communities/{}/keys/{}", access.id(), view.id);
        let answer = answer::created(location, view.version, &key_answers::key(view, region))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// Check a key
///
/// As creating it would, with the same errors; nothing is stored.
#[utoipa::path(
    tag = "keys",
    params(CommunityPath),
    request_body = KeyInput,
    responses((status = 200, description = "It could be saved.", body = CheckedKey)),
    security(("bearer" = ["keys:read"]))
)]
#[post("/communities/{community_id}/keys/validate")]
pub(super) async fn validate_key(
    state: web::Data<State>,
    Guarded(access, body): Guarded<InCommunity<permit::KeysRead>, Valid<KeyInput>>,
) -> Answer {
    let key = body.check(KeyInput::to_domain)?;
    access.read(&state).check_meters(&key).await?;
    answer::plain(&key_answers::checked(&key, region(&state, &access).await?))
}

/// Get a key
///
/// In its latest version.
#[utoipa::path(
    tag = "keys",
    params(KeyPath, IfNoneMatchHeader),
    responses((status = 200, description = "The key.", body = AllocationKey)),
    security(("bearer" = ["keys:read"]))
)]
#[get("/communities/{community_id}/keys/{key_id}")]
pub(super) async fn get_key(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::KeysRead>, (KeyPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    let view = access.read(&state).key(path.key_id).await?;
    answer::resource(view.version, &key_answers::key(view, region(&state, &access).await?), &known)
}

/// Replace a key
///
/// Saved as a new version; the earlier ones stay as they are. What says the same as the latest version makes none.
#[utoipa::path(
    tag = "keys",
    params(KeyPath, IfMatchHeader),
    request_body = KeyInput,
    responses((status = 200, description = "Its latest version.", body = AllocationKey)),
    security(("bearer" = ["keys:write"]))
)]
#[put("/communities/{community_id}/keys/{key_id}")]
pub(super) async fn update_key(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::KeysWrite>, (KeyPath, IfMatch, Valid<KeyInput>)>,
) -> Answer {
    let (path, IfMatch(version), body) = input;
    let new = body.check(KeyInput::to_domain)?;
    let region = region(&state, &access).await?;
    let context = access.caller.write_context(&state, None);
    let written =
        state.store().write(&context, async |tx| access.write(tx).update_key(path.key_id, version, &new).await);
    let view = answer::fresh(written.await?)?;
    answer::changed(view.version, &key_answers::key(view, region))
}

/// Delete a key
///
/// With all its versions. One that was ever used is better archived.
#[utoipa::path(
    tag = "keys",
    params(KeyPath, IfMatchHeader),
    responses(
        (status = 204, description = "Deleted."),
        (status = 409, description = "`in_use`: something still refers to it.")
    ),
    security(("bearer" = ["keys:write"]))
)]
#[delete("/communities/{community_id}/keys/{key_id}")]
pub(super) async fn delete_key(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::KeysWrite>, (KeyPath, IfMatch)>,
) -> Answer {
    let (path, IfMatch(version)) = input;
    let context = access.caller.write_context(&state, None);
    state.store().write(&context, async |tx| access.write(tx).delete_key(path.key_id, version).await).await?;
    Ok(answer::no_content())
}

/// Archive a key
///
/// It is kept with its versions and no longer offered.
#[utoipa::path(
    tag = "keys",
    params(KeyPath, IfMatchIfAnyHeader, IdempotencyHeader),
    responses((status = 200, description = "Archived, now or before.", body = AllocationKey)),
    security(("bearer" = ["keys:write"]))
)]
#[post("/communities/{community_id}/keys/{key_id}/archive")]
pub(super) async fn archive_key(state: web::Data<State>, Guarded(access, input): Guarded<Writes, Action>) -> Answer {
    set_archived(&state, &access, input, true).await
}

/// Restore a key
///
/// Takes it out of the archive.
#[utoipa::path(
    tag = "keys",
    params(KeyPath, IfMatchIfAnyHeader, IdempotencyHeader),
    responses((status = 200, description = "Offered again, now or before.", body = AllocationKey)),
    security(("bearer" = ["keys:write"]))
)]
#[post("/communities/{community_id}/keys/{key_id}/restore")]
pub(super) async fn restore_key(state: web::Data<State>, Guarded(access, input): Guarded<Writes, Action>) -> Answer {
    set_archived(&state, &access, input, false).await
}

/// Duplicate a key
///
/// Its latest version becomes version 1 of a new key, under the first free name such as `Summer (2)`.
#[utoipa::path(
    tag = "keys",
    params(KeyPath, IdempotencyHeader),
    responses((status = 201, description = "Created.", body = AllocationKey)),
    security(("bearer" = ["keys:write"]))
)]
#[post("/communities/{community_id}/keys/{key_id}/duplicate")]
pub(super) async fn duplicate_key(
    state: web::Data<State>,
    Guarded(access, input): Guarded<Writes, (KeyPath, Idempotency)>,
) -> Answer {
    let (path, idempotency) = input;
    let context = access.caller.write_context(&state, idempotency.of_empty(&access.caller));
    let region = region(&state, &access).await?;
    let written = state.store().write(&context, async |tx| {
        let view = access.write(tx).duplicate_key(path.key_id).await?;
        let location = format!("/api/v1/communities/{}/keys/{}", access.id(), view.id);
        let answer = answer::created(location, view.version, &key_answers::key(view, region))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// List a key's versions
///
/// Latest first. Each save of the key made one, and none of them changes any more.
#[utoipa::path(
    tag = "keys",
    params(KeyPath, KeyVersionQuery),
    responses((status = 200, description = "One page of them.", body = Page<KeyVersionSummary>)),
    security(("bearer" = ["keys:read"]))
)]
#[get("/communities/{community_id}/keys/{key_id}/versions")]
pub(super) async fn list_key_versions(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::KeysRead>, (KeyPath, Query<KeyVersionQuery>)>,
) -> Answer {
    let (path, Query(query)) = rest;
    let page = access.read(&state).key_versions(path.key_id, &lists::page(query.limit, query.cursor)).await?;
    answer::plain(&lists::map(page, key_answers::version_summary))
}

/// Get a version of a key
///
/// A version never changes.
#[utoipa::path(
    tag = "keys",
    params(KeyVersionPath, IfNoneMatchHeader),
    responses((status = 200, description = "The version.", body = KeyVersion)),
    security(("bearer" = ["keys:read"]))
)]
#[get("/communities/{community_id}/keys/{key_id}/versions/{version_id}")]
pub(super) async fn get_key_version(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::KeysRead>, (KeyVersionPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    let view = access.read(&state).key_version(path.key_id, path.version_id).await?;
    answer::resource(i64::from(view.number), &key_answers::version(view, region(&state, &access).await?), &known)
}

type Writes = InCommunity<permit::KeysWrite>;
type Action = (KeyPath, IfMatchIfAny, Idempotency);

async fn set_archived(state: &State, access: &Writes, input: Action, archived: bool) -> Answer {
    let (path, IfMatchIfAny(version), idempotency) = input;
    let context = access.caller.write_context(state, idempotency.of_empty(&access.caller));
    let region = region(state, access).await?;
    let written = state.store().write(&context, async |tx| {
        let view = access.write(tx).set_key_archived(path.key_id, version, archived).await?;
        let answer = answer::acted(view.version, &key_answers::key(view, region))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// The region whose rules a key is measured by.
pub(super) async fn region<P>(state: &State, access: &InCommunity<P>) -> Result<Region, store::Error> {
    Ok(access.read(state).get().await?.fields.region)
}

pub(super) const fn is_archived(state: KeyState) -> bool {
    matches!(state, KeyState::Archived)
}

pub(super) const fn sort(sort: KeySort) -> Sort<store::KeySort> {
    use store::KeySort as By;
    let (by, descending) = match sort {
        KeySort::UpdatedDescending => (By::UpdatedAt, true),
        KeySort::Updated => (By::UpdatedAt, false),
        KeySort::CreatedDescending => (By::CreatedAt, true),
        KeySort::Created => (By::CreatedAt, false),
        KeySort::Name => (By::Name, false),
        KeySort::NameDescending => (By::Name, true),
    };
    Sort { by, descending }
}
