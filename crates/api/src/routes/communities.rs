//! Communities of an organisation.

use super::lists;
use crate::answer::{self, Answer};
use crate::error::Error;
use crate::extract::{
    Authenticated, Caller, CommunityPath, Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfNoneMatch,
    IfNoneMatchHeader, InCommunity, Query, Valid, permit,
};
use crate::state::State;
use actix_web::{delete, get, post, put, web};
use api_types::{Community, CommunityInput, CommunityQuery, NewCommunity, Page, ProblemCode};
use domain::Code;
use domain::role::{Grant, Permission, Place};
use store::{CommunityFilter, CommunityReach, CommunityView};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(list_communities)
        .service(create_community)
        .service(get_community)
        .service(update_community)
        .service(delete_community);
}

/// List communities
///
/// Those the caller may read, of every organisation they hold a role in.
#[utoipa::path(
    tag = "communities",
    params(CommunityQuery),
    responses((status = 200, description = "One page of them.", body = Page<Community>)),
    security(("bearer" = []))
)]
#[get("/communities")]
pub(super) async fn list_communities(
    state: web::Data<State>,
    Guarded(Authenticated { caller }, query): Guarded<Authenticated, Query<CommunityQuery>>,
) -> Answer {
    let Query(query) = query;
    let page = lists::page(query.limit, query.cursor.clone());
    let page = state.store().platform().communities(&reach(caller.grants()), &filter(query), &page).await?;
    answer::plain(&lists::map(page, |view| community(view, &caller)))
}

/// Create a community
///
/// In an organisation whose manager the caller is.
#[utoipa::path(
    tag = "communities",
    params(IdempotencyHeader),
    request_body = NewCommunity,
    responses(
        (status = 201, description = "Created.", body = Community),
        (status = 403, description = "The caller's roles in that organisation do not allow this.")
    ),
    security(("bearer" = ["community:create"]))
)]
#[post("/communities")]
pub(super) async fn create_community(
    state: web::Data<State>,
    Guarded(Authenticated { caller }, input): Guarded<Authenticated, (Idempotency, Valid<NewCommunity>)>,
) -> Answer {
    let (idempotency, body) = input;
    let context = caller.write_context(&state, idempotency.of(&caller, &body));
    let (organisation, fields) = body.check(|input| Ok((input.organisation_id, input.to_domain()?)))?;
    require_create(&caller, organisation)?;
    let written = state.store().write(&context, async |tx| {
        let view = tx.organisation(organisation).create_community(&fields).await?;
        let (location, version) = (format!("/api/v1/communities/{}", view.id), view.version);
        let answer = answer::created(location, version, &community(view, &caller))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// Get a community
///
/// With the numbers of its members and meters, and what the caller may do in it.
#[utoipa::path(
    tag = "communities",
    params(CommunityPath, IfNoneMatchHeader),
    responses((status = 200, description = "The community.", body = Community)),
    security(("bearer" = ["community:read"]))
)]
#[get("/communities/{community_id}")]
pub(super) async fn get_community(
    state: web::Data<State>,
    Guarded(access, known): Guarded<InCommunity<permit::CommunityRead>, IfNoneMatch>,
) -> Answer {
    let view = access.read(&state).get().await?;
    answer::resource(view.version, &community(view, &access.caller), &known)
}

/// Replace a community
///
/// All of its fields at once.
#[utoipa::path(
    tag = "communities",
    params(CommunityPath, IfMatchHeader),
    request_body = CommunityInput,
    responses((status = 200, description = "As it is now.", body = Community)),
    security(("bearer" = ["community:write"]))
)]
#[put("/communities/{community_id}")]
pub(super) async fn update_community(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::CommunityWrite>, (IfMatch, Valid<CommunityInput>)>,
) -> Answer {
    let (IfMatch(version), body) = input;
    let fields = body.check(CommunityInput::to_domain)?;
    let context = access.caller.write_context(&state, None);
    let written = state.store().write(&context, async |tx| access.write(tx).update(version, &fields).await);
    let view = answer::fresh(written.await?)?;
    answer::changed(view.version, &community(view, &access.caller))
}

/// Delete a community
///
/// Only one without members and meters.
#[utoipa::path(
    tag = "communities",
    params(CommunityPath, IfMatchHeader),
    responses(
        (status = 204, description = "Deleted."),
        (status = 409, description = "`community_not_empty`: it still has members, meters or keys.")
    ),
    security(("bearer" = ["community:delete"]))
)]
#[delete("/communities/{community_id}")]
pub(super) async fn delete_community(
    state: web::Data<State>,
    Guarded(access, IfMatch(version)): Guarded<InCommunity<permit::CommunityDelete>, IfMatch>,
) -> Answer {
    let context = access.caller.write_context(&state, None);
    state.store().write(&context, async |tx| access.write(tx).delete(version).await).await?;
    Ok(answer::no_content())
}

/// The organisation stands in the body: one the caller does not know is a wrong value there.
fn require_create(caller: &Caller, organisation: Uuid) -> Result<(), Error> {
    caller.require(Permission::CommunityCreate, Place::Organisation(organisation)).map_err(|error| match error.code() {
        ProblemCode::NotFound => Error::invalid_field("/organisation_id", Code::UnknownValue),
        _ => error,
    })
}

pub(super) fn filter(query: CommunityQuery) -> CommunityFilter {
    CommunityFilter {
        q: query.q,
        organisation_id: query.organisation_id,
        region: query.region,
        sort: lists::by_name(query.sort),
    }
}

pub(super) fn reach(grants: &[Grant]) -> CommunityReach {
    let mut reach = CommunityReach::default();
    for grant in grants {
        match *grant {
            Grant::Manager { organisation } => reach.organisations.push(organisation),
            Grant::CommunityManager { community, .. } | Grant::Member { community, .. } => {
                reach.communities.push(community);
            }
            Grant::Operator | Grant::Kam { .. } | Grant::Customer { .. } => {}
        }
    }
    reach
}

pub(super) fn community(view: CommunityView, caller: &Caller) -> Community {
    let place = Place::Community { organisation: view.organisation_id, id: view.id };
    Community {
        id: view.id,
        organisation_id: view.organisation_id,
        name: view.fields.name,
        region: view.fields.region,
        kind: view.fields.kind,
        contact_email: view.fields.contact_email.map(|email| email.to_string()),
        contact_phone: view.fields.contact_phone,
        member_count: view.member_count,
        meter_count: view.meter_count,
        permissions: caller.permissions_at(place),
        created_at: view.created_at,
        updated_at: view.updated_at,
        updated_by: view.updated_by,
    }
}
