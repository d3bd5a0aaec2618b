//! Organisations: the tenants.

use super::lists;
use crate::answer::{self, Answer};
use crate::extract::{
    Authenticated, Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader,
    InOrganisation, OnPlatform, OrganisationPath, Query, Valid, permit,
};
use crate::state::State;
use actix_web::{get, post, put, web};
use api_types::{Organisation, OrganisationInput, OrganisationQuery, Page};
use domain::role::Grant;
use store::{OrganisationFilter, OrganisationReach, OrganisationView};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(list_organisations)
        .service(create_organisation)
        .service(get_organisation)
        .service(update_organisation);
}

/// List organisations
///
/// Those the caller holds a role in; for the operator all of them.
#[utoipa::path(
    tag = "organisations",
    params(OrganisationQuery),
    responses((status = 200, description = "One page of them.", body = Page<Organisation>)),
    security(("bearer" = []))
)]
#[get("/organisations")]
pub(super) async fn list_organisations(
    state: web::Data<State>,
    Guarded(Authenticated { caller }, query): Guarded<Authenticated, Query<OrganisationQuery>>,
) -> Answer {
    let Query(query) = query;
    let reach = reach(caller.grants());
    let filter = OrganisationFilter { q: query.q, sort: lists::by_name(query.sort) };
    let page = lists::page(query.limit, query.cursor);
    let page = state.store().platform().organisations(&reach, &filter, &page).await?;
    answer::plain(&lists::map(page, organisation))
}

/// Create an organisation
///
/// A new tenant. Invite its first manager next.
#[utoipa::path(
    tag = "organisations",
    params(IdempotencyHeader),
    request_body = OrganisationInput,
    responses((status = 201, description = "Created.", body = Organisation)),
    security(("bearer" = ["platform:administer"]))
)]
#[post("/organisations")]
pub(super) async fn create_organisation(
    state: web::Data<State>,
    Guarded(access, input): Guarded<OnPlatform<permit::PlatformAdminister>, (Idempotency, Valid<OrganisationInput>)>,
) -> Answer {
    let (idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let fields = body.check(OrganisationInput::to_domain)?;
    let written = state.store().write(&context, async |tx| {
        let view = tx.platform().create_organisation(&fields.name).await?;
        let (location, version) = (format!("/api/v1/organisations/{}", view.id), view.version);
        let answer = answer::created(location, version, &organisation(view))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// Get an organisation
///
/// The organisation alone; its users and communities have paths of their own.
#[utoipa::path(
    tag = "organisations",
    params(OrganisationPath, IfNoneMatchHeader),
    responses((status = 200, description = "The organisation.", body = Organisation)),
    security(("bearer" = ["organisation:read"]))
)]
#[get("/organisations/{organisation_id}")]
pub(super) async fn get_organisation(
    state: web::Data<State>,
    Guarded(access, known): Guarded<InOrganisation<permit::OrganisationRead>, IfNoneMatch>,
) -> Answer {
    let view = access.read(&state).get().await?;
    answer::resource(view.version, &organisation(view), &known)
}

/// Replace an organisation
///
/// All of its fields at once.
#[utoipa::path(
    tag = "organisations",
    params(OrganisationPath, IfMatchHeader),
    request_body = OrganisationInput,
    responses((status = 200, description = "As it is now.", body = Organisation)),
    security(("bearer" = ["organisation:write"]))
)]
#[put("/organisations/{organisation_id}")]
pub(super) async fn update_organisation(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InOrganisation<permit::OrganisationWrite>, (IfMatch, Valid<OrganisationInput>)>,
) -> Answer {
    let (IfMatch(version), body) = input;
    let fields = body.check(OrganisationInput::to_domain)?;
    let context = access.caller.write_context(&state, None);
    let written = state.store().write(&context, async |tx| access.write(tx).update(version, &fields.name).await);
    let view = answer::fresh(written.await?)?;
    answer::changed(view.version, &organisation(view))
}

fn reach(grants: &[Grant]) -> OrganisationReach {
    if grants.contains(&Grant::Operator) {
        return OrganisationReach::All;
    }
    let mut ids: Vec<_> = grants.iter().filter_map(Grant::organisation).collect();
    ids.sort_unstable();
    ids.dedup();
    OrganisationReach::Only(ids)
}

fn organisation(view: OrganisationView) -> Organisation {
    Organisation {
        id: view.id,
        name: view.name,
        created_at: view.created_at,
        updated_at: view.updated_at,
        updated_by: view.updated_by,
    }
}
