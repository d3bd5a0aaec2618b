//! The users of an organisation and their invitations.

use super::lists;
use crate::answer::{self, Answer};
use crate::auth::secret;
use crate::error::Error;
use crate::extract::{
    Caller, Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader,
    InOrganisation, OrganisationPath, Query, UserPath, Valid, permit,
};
use crate::mail::Letter;
use crate::state::State;
use actix_web::{delete, get, post, put, web};
use api_types::{InviteUser, OrganisationUser, Page, ProblemCode, RoleAt, UpdateUser, UserQuery, UserState};
use chrono::{DateTime, TimeDelta, Utc};
use domain::role::{Grant, Place, may_grant};
use domain::vocabulary::Locale;
use store::{NewInvitation, OrganisationUserView, UserFilter};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// For how many days an invitation can be accepted.
pub(super) const DAYS: i64 = 7;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(list_users)
        .service(invite_user)
        .service(get_user)
        .service(update_user)
        .service(remove_user)
        .service(resend_invitation);
}

/// List an organisation's users
///
/// Also those who are invited and have not accepted yet.
#[utoipa::path(
    tag = "users",
    params(OrganisationPath, UserQuery),
    responses((status = 200, description = "One page of them.", body = Page<OrganisationUser>)),
    security(("bearer" = ["users:read"]))
)]
#[get("/organisations/{organisation_id}/users")]
pub(super) async fn list_users(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InOrganisation<permit::UsersRead>, Query<UserQuery>>,
) -> Answer {
    let Query(query) = query;
    let filter = UserFilter { q: query.q, role: query.role, sort: lists::by_name(query.sort) };
    let page = access.read(&state).users(&filter, &lists::page(query.limit, query.cursor)).await?;
    let now = state.now();
    answer::plain(&lists::map(page, |view| user(view, now)))
}

/// Invite a user
///
/// Sends a mail with a link that works once, within 7 days. The answer is the same whether or not the person
/// has a login already. The operator invites managers only.
#[utoipa::path(
    tag = "users",
    params(OrganisationPath, IdempotencyHeader),
    request_body = InviteUser,
    responses(
        (status = 201, description = "Invited; a mail is on its way.", body = OrganisationUser),
        (status = 409, description = "`user_exists`: a user of the organisation, or invited already.")
    ),
    security(("bearer" = ["users:invite"]))
)]
#[post("/organisations/{organisation_id}/users")]
pub(super) async fn invite_user(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InOrganisation<permit::UsersInvite>, (Idempotency, Valid<InviteUser>)>,
) -> Answer {
    let (idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let invitation = body.check(|input| input.to_domain(&access.caller.roles_at(access.place())))?;
    let organisation = access.read(&state).get().await?;
    let token = secret::generate().map_err(Error::internal)?;
    let new = NewInvitation {
        email: invitation.email,
        name: invitation.name,
        locale: invitation.locale,
        grants: invitation.roles.iter().map(|role| role.grant(access.id())).collect(),
        token_hash: secret::hash(&token),
        expires_at: context.now + TimeDelta::days(DAYS),
    };
    let letter = letter(&state, new.locale, &new.name, organisation.name, &token);
    let written = state.store().write(&context, async |tx| {
        let view = access.write(tx).invite(&new).await?;
        tx.mail(letter.to(new.email.as_str())?).await?;
        let (location, version) = (location(access.id(), view.id), view.version);
        let answer = answer::created(location, version, &user(view, context.now))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    let written = written.await?;
    state.mail_is_waiting();
    answer::written(written)
}

/// Get a user
///
/// As this organisation sees them; the id is of this relation, not of the login.
#[utoipa::path(
    tag = "users",
    params(UserPath, IfNoneMatchHeader),
    responses((status = 200, description = "The user.", body = OrganisationUser)),
    security(("bearer" = ["users:read"]))
)]
#[get("/organisations/{organisation_id}/users/{user_id}")]
pub(super) async fn get_user(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InOrganisation<permit::UsersRead>, (UserPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    let view = access.read(&state).user(path.user_id).await?;
    answer::resource(view.version, &user(view, state.now()), &known)
}

/// Replace a user's roles
///
/// From now on they hold these and no others in this organisation.
#[utoipa::path(
    tag = "users",
    params(UserPath, IfMatchHeader),
    request_body = UpdateUser,
    responses(
        (status = 200, description = "As they are now.", body = OrganisationUser),
        (status = 409, description = "`last_manager`: the organisation would be left without an active manager.")
    ),
    security(("bearer" = ["users:write"]))
)]
#[put("/organisations/{organisation_id}/users/{user_id}")]
pub(super) async fn update_user(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InOrganisation<permit::UsersWrite>, (UserPath, IfMatch, Valid<UpdateUser>)>,
) -> Answer {
    let (path, IfMatch(version), body) = input;
    let roles = body.check(|input| input.to_domain(&access.caller.roles_at(access.place())))?;
    let grants: Vec<Grant> = roles.iter().map(|role| role.grant(access.id())).collect();
    let context = access.caller.write_context(&state, None);
    let written =
        state.store().write(&context, async |tx| access.write(tx).update_user(path.user_id, version, &grants).await);
    let view = answer::fresh(written.await?)?;
    answer::changed(view.version, &user(view, context.now))
}

/// Remove a user
///
/// Takes them out of the organisation with all they hold there. Their login stays.
#[utoipa::path(
    tag = "users",
    params(UserPath, IfMatchHeader),
    responses(
        (status = 204, description = "Removed."),
        (status = 409, description = "`last_manager`: the organisation would be left without an active manager.")
    ),
    security(("bearer" = ["users:write"]))
)]
#[delete("/organisations/{organisation_id}/users/{user_id}")]
pub(super) async fn remove_user(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InOrganisation<permit::UsersWrite>, (UserPath, IfMatch)>,
) -> Answer {
    let (path, IfMatch(version)) = input;
    let context = access.caller.write_context(&state, None);
    state.store().write(&context, async |tx| access.write(tx).remove_user(path.user_id, version).await).await?;
    Ok(answer::no_content())
}

/// Send an invitation again
///
/// With a new link; the former one is void.
#[utoipa::path(
    tag = "users",
    params(UserPath, IdempotencyHeader),
    responses(
        (status = 200, description = "Invited again; a mail is on its way.", body = OrganisationUser),
        (status = 409, description = "`already_accepted`: there is nothing to send; `invited_with_account`: a customer, \
            whose account sends its own invitation.")
    ),
    security(("bearer" = ["users:invite"]))
)]
#[post("/organisations/{organisation_id}/users/{user_id}/resend-invitation")]
pub(super) async fn resend_invitation(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InOrganisation<permit::UsersInvite>, (UserPath, Idempotency)>,
) -> Answer {
    let (path, idempotency) = input;
    let invited = access.read(&state).user(path.user_id).await?;
    require_grantable(&access.caller, access.place(), &invited.grants)?;
    let organisation = access.read(&state).get().await?;
    let token = secret::generate().map_err(Error::internal)?;
    let context = access.caller.write_context(&state, idempotency.of_empty(&access.caller));
    let expires_at = context.now + TimeDelta::days(DAYS);
    let written = state.store().write(&context, async |tx| {
        let renewed = access.write(tx).renew_invitation(path.user_id, &secret::hash(&token), expires_at).await?;
        let view = renewed.user;
        let letter = letter(&state, renewed.locale, &view.name, organisation.name, &token);
        tx.mail(letter.to(&view.email)?).await?;
        let answer = answer::acted(view.version, &user(view, context.now))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    let written = written.await?;
    state.mail_is_waiting();
    answer::written(written)
}

/// Whoever may not give what an invitation gives may not send it either: it is not the operator's business
/// whom a manager invited.
pub(super) fn require_grantable(caller: &Caller, place: Place, grants: &[Grant]) -> Result<(), Error> {
    let roles = caller.roles_at(place);
    let grantable = grants.iter().all(|grant| may_grant(&roles, grant.role()));
    if grantable { Ok(()) } else { Err(ProblemCode::Forbidden.into()) }
}

/// The page that accepts an invitation, with its token.
pub(super) fn link(state: &State, token: &str) -> String {
    format!("{}/accept-invitation#{token}", state.public_url().origin())
}

fn letter(state: &State, locale: Locale, name: &str, organisation: String, token: &str) -> Letter {
    let link = link(state, token);
    Letter::Invitation { locale, name: name.to_owned(), organisation, link, days: DAYS }
}

fn location(organisation: Uuid, id: Uuid) -> String {
    format!("/api/v1/organisations/{organisation}/users/{id}")
}

pub(super) fn user(view: OrganisationUserView, now: DateTime<Utc>) -> OrganisationUser {
    let (state, invitation_expires_at) = standing(&view, now);
    OrganisationUser {
        id: view.id,
        email: view.email,
        name: view.name,
        state,
        roles: view.grants.iter().map(role_at).collect(),
        created_at: view.created_at,
        invitation_expires_at,
        updated_at: view.updated_at,
        updated_by: view.updated_by,
    }
}

/// Where a user stands, and until when an open invitation of theirs can be accepted.
pub(super) fn standing(view: &OrganisationUserView, now: DateTime<Utc>) -> (UserState, Option<DateTime<Utc>>) {
    let open = view.invitation_expires_at.filter(|expires_at| !view.accepted && *expires_at > now);
    let state = match (view.accepted, open) {
        (true, _) => UserState::Active,
        (false, Some(_)) => UserState::Invited,
        (false, None) => UserState::InvitationExpired,
    };
    (state, open)
}

fn role_at(grant: &Grant) -> RoleAt {
    let (community_id, member_id) = match *grant {
        Grant::CommunityManager { community, .. } => (Some(community), None),
        Grant::Member { community, member, .. } => (Some(community), Some(member)),
        Grant::Operator | Grant::Manager { .. } | Grant::Kam { .. } | Grant::Customer { .. } => (None, None),
    };
    RoleAt { role: grant.role(), community_id, member_id }
}
