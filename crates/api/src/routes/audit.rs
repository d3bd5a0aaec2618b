//! The audit logs of organisations and communities.

use super::lists;
use crate::answer::{self, Answer};
use crate::extract::{CommunityPath, Guarded, InCommunity, InOrganisation, OrganisationPath, Query, permit};
use crate::state::State;
use actix_web::{get, web};
use api_types::{AuditEntry, AuditQuery, AuditSort, FieldChange, Page};
use store::{AuditFilter, AuditView, PageRequest};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(list_organisation_audit).service(list_community_audit);
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
    let (filter, page) = parts(query);
    let entries = access.read(&state).audit(&filter, &page).await?;
    answer::plain(&lists::map(entries, entry))
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
    let (filter, page) = parts(query);
    let entries = access.read(&state).audit(&filter, &page).await?;
    answer::plain(&lists::map(entries, entry))
}

fn parts(Query(query): Query<AuditQuery>) -> (AuditFilter, PageRequest) {
    let filter = AuditFilter {
        q: query.q,
        entity: query.entity,
        entity_id: query.entity_id,
        oldest_first: query.sort == Some(AuditSort::Oldest),
    };
    (filter, lists::page(query.limit, query.cursor))
}

fn entry(view: AuditView) -> AuditEntry {
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
