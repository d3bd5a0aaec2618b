//! Audit logs.

use crate::communities::path;
use crate::query::with_query;
use crate::{Client, Request, Result};
use api_types::{AuditActorList, AuditEntry, AuditQuery, Page};
use uuid::Uuid;

impl Client {
    /// The changes in an organisation and its communities.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_organisation_audit(&self, organisation: Uuid, query: &AuditQuery) -> Result<Page<AuditEntry>> {
        let path = format!("/api/v1/organisations/{organisation}/audit-log");
        self.send(Request::get(with_query(&path, query))).await?.json()
    }

    /// The changes in a community.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_community_audit(&self, community: Uuid, query: &AuditQuery) -> Result<Page<AuditEntry>> {
        let path = format!("{}/audit-log", path(community));
        self.send(Request::get(with_query(&path, query))).await?.json()
    }

    /// Those whose changes are in an organisation's log.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_organisation_audit_actors(&self, organisation: Uuid) -> Result<AuditActorList> {
        self.send(Request::get(format!("/api/v1/organisations/{organisation}/audit-log/actors"))).await?.json()
    }

    /// Those whose changes are in a community's log.
    ///
    /// # Errors
    /// See [`crate::Error`].
    pub async fn list_community_audit_actors(&self, community: Uuid) -> Result<AuditActorList> {
        self.send(Request::get(format!("{}/audit-log/actors", path(community)))).await?.json()
    }
}
