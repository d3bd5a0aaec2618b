//! Audit logs.

use crate::communities::path;
use crate::query::with_query;
use crate::{Client, Request, Result};
use api_types::{AuditEntry, AuditQuery, Page};
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
}
