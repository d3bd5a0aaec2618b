//! Access of members to the portal: who may look at a member's own meters.

use super::lists;
use super::users::{DAYS, link, require_grantable, standing};
use crate::answer::{self, Answer};
use crate::auth::secret;
use crate::error::Error;
use crate::extract::{
    Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader, InCommunity,
    MemberPath, PortalUserPath, Query, Valid, permit,
};
use crate::mail::Letter;
use crate::state::State;
use actix_web::{delete, get, post, web};
use api_types::{InvitePortalUser, Page, PortalUser, PortalUserQuery};
use chrono::{DateTime, TimeDelta, Utc};
use domain::vocabulary::Locale;
use store::{NewInvitation, OrganisationUserView, PortalInvitation};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(list_portal_users)
        .service(invite_portal_user)
        .service(get_portal_user)
        .service(resend_portal_invitation)
        .service(withdraw_portal_access);
}

/// List the users who see a member's meters
///
/// Also those who are invited and have not accepted yet.
#[utoipa::path(
    tag = "members",
    params(MemberPath, PortalUserQuery),
    responses((status = 200, description = "One page of them.", body = Page<PortalUser>)),
    security(("bearer" = ["members:read"]))
)]
#[get("/communities/{community_id}/members/{member_id}/portal-users")]
pub(super) async fn list_portal_users(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::MembersRead>, (MemberPath, Query<PortalUserQuery>)>,
) -> Answer {
    let (path, Query(query)) = rest;
    let (sort, page) = (lists::by_name(query.sort), lists::page(query.limit, query.cursor));
    let users = access.read(&state).portal_users(path.member_id, sort, &page).await?;
    let now = state.now();
    answer::plain(&lists::map(users, |view| user(view, now)))
}

/// Invite a member to the portal
///
/// Somebody new gets a mail with a link that works once, within 7 days. A user of the organisation gets the access
/// at once, and a mail that says so. They see the meters of this member in the periods in which the member owned
/// them, and nothing else.
#[utoipa::path(
    tag = "members",
    params(MemberPath, IdempotencyHeader),
    request_body = InvitePortalUser,
    responses(
        (status = 201, description = "Invited; a mail is on its way.", body = PortalUser),
        (status = 409, description = "`user_exists`: they have this access, or are invited to the organisation.")
    ),
    security(("bearer" = ["members:invite"]))
)]
#[post("/communities/{community_id}/members/{member_id}/portal-users")]
pub(super) async fn invite_portal_user(
    state: web::Data<State>,
    Guarded(access, input): Guarded<
        InCommunity<permit::MembersInvite>,
        (MemberPath, Idempotency, Valid<InvitePortalUser>),
    >,
) -> Answer {
    let (path, idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let roles = access.caller.roles_at(access.place());
    let invitation = body.check(|input| input.to_domain(access.id(), path.member_id, &roles))?;
    let community = access.read(&state).get().await?.fields.name;
    let token = secret::generate().map_err(Error::internal)?;
    let new = NewInvitation {
        email: invitation.email,
        name: invitation.name,
        locale: invitation.locale,
        grants: Vec::new(),
        token_hash: secret::hash(&token),
        expires_at: context.now + TimeDelta::days(DAYS),
    };
    let written = state.store().write(&context, async |tx| {
        let invited = access.write(tx).invite_to_portal(path.member_id, &new).await?;
        let letter = match &invited {
            PortalInvitation::Linked(user) => offer(&state, new.locale, &user.name, &community, &token),
            PortalInvitation::Added(user) => given(&state, new.locale, &user.name, &community),
        };
        let view = invited.user().clone();
        tx.mail(letter.to(&view.email)?).await?;
        let location =
            format!("/api/v1/communities/{}/members/{}/portal-users/{}", access.id(), path.member_id, view.id);
        let answer = answer::created(location, view.version, &user(view, context.now))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    let written = written.await?;
    state.mail_is_waiting();
    answer::written(written)
}

/// Get a user who sees a member's meters
///
/// The id is of the user in the community's organisation, not of the login.
#[utoipa::path(
    tag = "members",
    params(PortalUserPath, IfNoneMatchHeader),
    responses((status = 200, description = "The user.", body = PortalUser)),
    security(("bearer" = ["members:read"]))
)]
#[get("/communities/{community_id}/members/{member_id}/portal-users/{user_id}")]
pub(super) async fn get_portal_user(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::MembersRead>, (PortalUserPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    let view = access.read(&state).portal_user(path.member_id, path.user_id).await?;
    answer::resource(view.version, &user(view, state.now()), &known)
}

/// Send an invitation to the portal again
///
/// With a new link; the former one is void.
#[utoipa::path(
    tag = "members",
    params(PortalUserPath, IdempotencyHeader),
    responses(
        (status = 200, description = "Invited again; a mail is on its way.", body = PortalUser),
        (status = 409, description = "`already_accepted`: there is nothing to send.")
    ),
    security(("bearer" = ["members:invite"]))
)]
#[post("/communities/{community_id}/members/{member_id}/portal-users/{user_id}/resend-invitation")]
pub(super) async fn resend_portal_invitation(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::MembersInvite>, (PortalUserPath, Idempotency)>,
) -> Answer {
    let (path, idempotency) = input;
    let invited = access.read(&state).portal_user(path.member_id, path.user_id).await?;
    require_grantable(&access.caller, access.place(), &invited.grants)?;
    let community = access.read(&state).get().await?.fields.name;
    let token = secret::generate().map_err(Error::internal)?;
    let context = access.caller.write_context(&state, idempotency.of_empty(&access.caller));
    let expires_at = context.now + TimeDelta::days(DAYS);
    let written = state.store().write(&context, async |tx| {
        let writer = access.write(tx);
        let hash = secret::hash(&token);
        let renewed = writer.renew_portal_invitation(path.member_id, path.user_id, &hash, expires_at).await?;
        let view = renewed.user;
        let letter = offer(&state, renewed.locale, &view.name, &community, &token);
        tx.mail(letter.to(&view.email)?).await?;
        let answer = answer::acted(view.version, &user(view, context.now))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    let written = written.await?;
    state.mail_is_waiting();
    answer::written(written)
}

/// Withdraw access to the portal
///
/// At once. Who holds no other role leaves the organisation, and an open invitation is void; their login stays.
#[utoipa::path(
    tag = "members",
    params(PortalUserPath, IfMatchHeader),
    responses((status = 204, description = "Withdrawn.")),
    security(("bearer" = ["members:invite"]))
)]
#[delete("/communities/{community_id}/members/{member_id}/portal-users/{user_id}")]
pub(super) async fn withdraw_portal_access(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::MembersInvite>, (PortalUserPath, IfMatch)>,
) -> Answer {
    let (path, IfMatch(version)) = input;
    let context = access.caller.write_context(&state, None);
    let written = state
        .store()
        .write(&context, async |tx| access.write(tx).withdraw_from_portal(path.member_id, path.user_id, version).await);
    written.await?;
    Ok(answer::no_content())
}

/// The letter with the link of an invitation.
fn offer(state: &State, locale: Locale, name: &str, community: &str, token: &str) -> Letter {
    let (name, community) = (name.to_owned(), community.to_owned());
    Letter::PortalInvitation { locale, name, community, link: link(state, token), days: DAYS }
}

/// The letter to somebody who has the access already.
fn given(state: &State, locale: Locale, name: &str, community: &str) -> Letter {
    let link = format!("{}/", state.public_url().origin());
    Letter::PortalAccess { locale, name: name.to_owned(), community: community.to_owned(), link }
}

fn user(view: OrganisationUserView, now: DateTime<Utc>) -> PortalUser {
    let (state, invitation_expires_at) = standing(&view, now);
    PortalUser {
        id: view.id,
        email: view.email,
        name: view.name,
        state,
        created_at: view.created_at,
        invitation_expires_at,
    }
}
