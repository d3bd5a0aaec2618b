//! The audit logs of organisations, communities and customer accounts.

use super::lists;
use crate::answer::{self, Answer};
use crate::extract::{
    CommunityPath, CustomerPath, Guarded, InCommunity, InCustomer, InOrganisation, OrganisationPath, Query, permit,
};
use crate::state::State;
use actix_web::{get, web};
use api_types::{AuditActor, AuditActorList, AuditEntry, AuditQuery, AuditSort, FieldChange, Page};
use domain::time::brussels_midnight;
use store::{ActorView, AuditFilter, AuditView, PageRequest};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(list_organisation_audit)
        .service(list_organisation_audit_actors)
        .service(list_community_audit)
        .service(list_community_audit_actors)
        .service(list_customer_audit);
}

/// List an organisation's audit log
///
/// Every change in the organisation and its communities, with the former and the new value of each field.
#[utoipa::path(
    tag = "audit",
    params(OrganisationPath, AuditQuery),
    responses((status = 200, description = "One page of it.", body = Page<AuditEntry>)),
    security(("bearer" = ["organisation_audit:read"]))
)]
#[get("/organisations/{organisation_id}/audit-log")]
pub(super) async fn list_organisation_audit(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InOrganisation<permit::OrganisationAudit>, Query<AuditQuery>>,
) -> Answer {
    let (filter, page) = parts(query.0);
    let entries = access.read(&state).audit(&filter, &page).await?;
    answer::plain(&lists::map(entries, entry))
}

/// List the actors of an organisation's audit log
///
/// With the name at their latest change, to filter the log by.
#[utoipa::path(
    tag = "audit",
    params(OrganisationPath),
    responses((status = 200, description = "At most 200 of them, by name.", body = AuditActorList)),
    security(("bearer" = ["organisation_audit:read"]))
)]
#[get("/organisations/{organisation_id}/audit-log/actors")]
pub(super) async fn list_organisation_audit_actors(
    state: web::Data<State>,
    access: InOrganisation<permit::OrganisationAudit>,
) -> Answer {
    answer::plain(&actors(access.read(&state).audit_actors().await?))
}

/// List a community's audit log
///
/// Every change in the community, with the former and the new value of each field.
#[utoipa::path(
    tag = "audit",
    params(CommunityPath, AuditQuery),
    responses((status = 200, description = "One page of it.", body = Page<AuditEntry>)),
    security(("bearer" = ["community_audit:read"]))
)]
#[get("/communities/{community_id}/audit-log")]
pub(super) async fn list_community_audit(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InCommunity<permit::CommunityAudit>, Query<AuditQuery>>,
) -> Answer {
    let (filter, page) = parts(query.0);
    let entries = access.read(&state).audit(&filter, &page).await?;
    answer::plain(&lists::map(entries, entry))
}

/// List the actors of a community's audit log
///
/// With the name at their latest change, to filter the log by.
#[utoipa::path(
    tag = "audit",
    params(CommunityPath),
    responses((status = 200, description = "At most 200 of them, by name.", body = AuditActorList)),
    security(("bearer" = ["community_audit:read"]))
)]
#[get("/communities/{community_id}/audit-log/actors")]
pub(super) async fn list_community_audit_actors(
    state: web::Data<State>,
    access: InCommunity<permit::CommunityAudit>,
) -> Answer {
    answer::plain(&actors(access.read(&state).audit_actors().await?))
}

/// List a customer account's audit log
///
/// What was changed of the account, and of what belongs to it, with each field's former and new value.
#[utoipa::path(
    tag = "audit",
    params(CustomerPath, AuditQuery),
    responses((status = 200, description = "One page of it.", body = Page<AuditEntry>)),
    security(("bearer" = ["customer_audit:read"]))
)]
#[get("/customers/{customer_id}/audit-log")]
pub(super) async fn list_customer_audit(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InCustomer<permit::CustomerAudit>, Query<AuditQuery>>,
) -> Answer {
    let (filter, page) = parts(query.0);
    let entries = access.read(&state).audit(&filter, &page).await?;
    answer::plain(&lists::map(entries, entry))
}

pub(super) fn parts(query: AuditQuery) -> (AuditFilter, PageRequest) {
    let filter = AuditFilter {
        q: query.q,
        entity: query.entity,
        entity_id: query.entity_id,
        action: query.action,
        actor_id: query.actor_id,
        from: query.from.map(brussels_midnight),
        to: query.to.map(brussels_midnight),
        oldest_first: query.sort == Some(AuditSort::Oldest),
    };
    (filter, lists::page(query.limit, query.cursor))
}

pub(super) fn entry(view: AuditView) -> AuditEntry {
    let change = |change: store::FieldChange| FieldChange { field: change.field, old: change.old, new: change.new };
    AuditEntry {
        id: view.id,
        at: view.at,
        actor: view.actor_name,
        actor_id: view.actor_id,
        action: view.action,
        entity: view.entity,
        entity_id: view.entity_id,
        label: view.label,
        community_id: view.community_id,
        changes: view.changes.into_iter().map(change).collect(),
    }
}

fn actors(views: Vec<ActorView>) -> AuditActorList {
    AuditActorList { items: views.into_iter().map(|view| AuditActor { id: view.id, name: view.name }).collect() }
}
