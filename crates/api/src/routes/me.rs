//! The caller: who they are, what they may do, what they change about themselves.

use crate::answer::{self, Answer};
use crate::error::Error;
use crate::extract::{Authenticated, Guarded, IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader, Valid};
use crate::state::State;
use actix_web::{get, put, web};
use api_types::{Me, MeRole, MeUser, UpdateMe};
use domain::role::{Grant, Permission};
use store::{NamedGrant, UserView};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(get_me).service(update_me);
}

/// Get the caller
///
/// Their login, their roles with their places, and what these permit.
#[utoipa::path(
    tag = "sessions",
    params(IfNoneMatchHeader),
    responses((status = 200, description = "The caller.", body = Me)),
    security(("bearer" = []))
)]
#[get("/me")]
pub(super) async fn get_me(
    state: web::Data<State>,
    Guarded(Authenticated { caller }, known): Guarded<Authenticated, IfNoneMatch>,
) -> Answer {
    let user = caller.user().clone();
    answer::resource(user.version, &me(&state, user).await?, &known)
}

/// Replace what the caller says of themselves
///
/// Name and language, of screens and mails.
#[utoipa::path(
    tag = "sessions",
    params(IfMatchHeader),
    request_body = UpdateMe,
    responses((status = 200, description = "As it is now.", body = Me)),
    security(("bearer" = []))
)]
#[put("/me")]
pub(super) async fn update_me(
    state: web::Data<State>,
    Guarded(Authenticated { caller }, input): Guarded<Authenticated, (IfMatch, Valid<UpdateMe>)>,
) -> Answer {
    let (IfMatch(version), body) = input;
    let profile = body.check(UpdateMe::to_domain)?;
    let context = caller.write_context(&state, None);
    let written = state.store().write(&context, async |tx| {
        tx.accounts().update_user(caller.user().id, version, &profile.name, profile.locale).await
    });
    let user = answer::fresh(written.await?)?;
    answer::changed(user.version, &me(&state, user).await?)
}

async fn me(state: &State, user: UserView) -> Result<Me, Error> {
    let grants = state.store().accounts().named_grants(user.id, state.now()).await?;
    let held = |permission| grants.iter().any(|named| named.grant.permissions().contains(&permission));
    Ok(Me {
        permissions: Permission::ALL.iter().copied().filter(|permission| held(*permission)).collect(),
        roles: grants.into_iter().map(role).collect(),
        user: MeUser { id: user.id, email: user.email, name: user.name, locale: user.locale },
    })
}

fn role(named: NamedGrant) -> MeRole {
    let NamedGrant { grant, organisation_name, community_name, customer_name } = named;
    let (community_id, member_id, customer_id) = places(&grant);
    MeRole {
        role: grant.role(),
        permissions: grant.permissions().to_vec(),
        organisation_id: grant.organisation(),
        organisation_name,
        community_id,
        community_name,
        member_id,
        customer_id,
        customer_name,
    }
}

/// Community, member and customer account of a grant.
const fn places(grant: &Grant) -> (Option<Uuid>, Option<Uuid>, Option<Uuid>) {
    match *grant {
        Grant::CommunityManager { community, .. } => (Some(community), None, None),
        Grant::Member { community, member, .. } => (Some(community), Some(member), None),
        Grant::Customer { customer, .. } => (None, None, Some(customer)),
        Grant::Operator | Grant::Manager { .. } | Grant::Kam { .. } => (None, None, None),
    }
}
