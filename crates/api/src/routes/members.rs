//! Members of a community.

use super::lists;
use crate::answer::{self, Answer};
use crate::extract::{
    CommunityPath, Guarded, Idempotency, IdempotencyHeader, IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader,
    InCommunity, MemberPath, Query, Valid, permit,
};
use crate::state::State;
use actix_web::{delete, get, post, put, web};
use api_types::{Address, Member, MemberInput, MemberQuery, Page};
use store::{MemberFilter, MemberView};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(list_members)
        .service(create_member)
        .service(get_member)
        .service(update_member)
        .service(delete_member);
}

/// List a community's members
///
/// With how many meters each owns today.
#[utoipa::path(
    tag = "members",
    params(CommunityPath, MemberQuery),
    responses((status = 200, description = "One page of them.", body = Page<Member>)),
    security(("bearer" = ["members:read"]))
)]
#[get("/communities/{community_id}/members")]
pub(super) async fn list_members(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InCommunity<permit::MembersRead>, Query<MemberQuery>>,
) -> Answer {
    let Query(query) = query;
    let page = lists::page(query.limit, query.cursor.clone());
    let page = access.read(&state).members(&filter(query), state.today(), &page).await?;
    answer::plain(&lists::map(page, member))
}

/// Create a member
///
/// A person needs a last name, a company its name. An address may be absent, but not in part.
#[utoipa::path(
    tag = "members",
    params(CommunityPath, IdempotencyHeader),
    request_body = MemberInput,
    responses((status = 201, description = "Created.", body = Member)),
    security(("bearer" = ["members:write"]))
)]
#[post("/communities/{community_id}/members")]
pub(super) async fn create_member(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::MembersWrite>, (Idempotency, Valid<MemberInput>)>,
) -> Answer {
    let (idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let fields = body.check(MemberInput::to_domain)?;
    let written = state.store().write(&context, async |tx| {
        let view = access.write(tx).create_member(&fields).await?;
        let location = format!("/api/v1/communities/{}/members/{}", access.id(), view.id);
        let answer = answer::created(location, view.version, &member(view))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// Get a member
///
/// With how many meters they own today.
#[utoipa::path(
    tag = "members",
    params(MemberPath, IfNoneMatchHeader),
    responses((status = 200, description = "The member.", body = Member)),
    security(("bearer" = ["members:read"]))
)]
#[get("/communities/{community_id}/members/{member_id}")]
pub(super) async fn get_member(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCommunity<permit::MembersRead>, (MemberPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    let view = access.read(&state).member(path.member_id, state.today()).await?;
    answer::resource(view.version, &member(view), &known)
}

/// Replace a member
///
/// All of their fields at once. Who holds a meter today or later stays active.
#[utoipa::path(
    tag = "members",
    params(MemberPath, IfMatchHeader),
    request_body = MemberInput,
    responses(
        (status = 200, description = "As they are now.", body = Member),
        (status = 409, description = "`member_holds_meters`: who holds these meters cannot become inactive.")
    ),
    security(("bearer" = ["members:write"]))
)]
#[put("/communities/{community_id}/members/{member_id}")]
pub(super) async fn update_member(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::MembersWrite>, (MemberPath, IfMatch, Valid<MemberInput>)>,
) -> Answer {
    let (path, IfMatch(version), body) = input;
    let fields = body.check(MemberInput::to_domain)?;
    let (context, today) = (access.caller.write_context(&state, None), state.today());
    let written = state
        .store()
        .write(&context, async |tx| access.write(tx).update_member(path.member_id, version, &fields, today).await);
    let view = answer::fresh(written.await?)?;
    answer::changed(view.version, &member(view))
}

/// Delete a member
///
/// Only one who holds no meters.
#[utoipa::path(
    tag = "members",
    params(MemberPath, IfMatchHeader),
    responses(
        (status = 204, description = "Deleted."),
        (status = 409, description = "`member_holds_meters`: they hold these meters today or later; `in_use`: \
            they held one in the past.")
    ),
    security(("bearer" = ["members:write"]))
)]
#[delete("/communities/{community_id}/members/{member_id}")]
pub(super) async fn delete_member(
    state: web::Data<State>,
    Guarded(access, input): Guarded<InCommunity<permit::MembersWrite>, (MemberPath, IfMatch)>,
) -> Answer {
    let (path, IfMatch(version)) = input;
    let (context, today) = (access.caller.write_context(&state, None), state.today());
    let written =
        state.store().write(&context, async |tx| access.write(tx).delete_member(path.member_id, version, today).await);
    written.await?;
    Ok(answer::no_content())
}

pub(super) fn filter(query: MemberQuery) -> MemberFilter {
    MemberFilter {
        q: query.q,
        status: query.status,
        kind: query.kind,
        portal_access: query.portal_access,
        sort: lists::by_name(query.sort),
    }
}

fn member(view: MemberView) -> Member {
    Member {
        id: view.id,
        community_id: view.community_id,
        display_name: view.fields.display_name(),
        kind: view.fields.kind,
        first_name: view.fields.first_name,
        last_name: view.fields.last_name,
        company_name: view.fields.company_name,
        email: view.fields.email.map(|email| email.to_string()),
        phone: view.fields.phone,
        address: view.fields.address.as_ref().map(Address::from),
        billing_address: view.fields.billing_address.as_ref().map(Address::from),
        iban: view.fields.iban.map(|iban| iban.as_str().to_owned()),
        enterprise_number: view.fields.enterprise_number.map(|number| number.to_string()),
        status: view.fields.status,
        portal_access: view.portal_access,
        meter_count: view.meter_count,
        created_at: view.created_at,
        updated_at: view.updated_at,
        updated_by: view.updated_by,
    }
}
