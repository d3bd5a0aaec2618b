//! The audit log: every change of a tenant's data, with each changed field's former and new value.

use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::scope::{CommunityScope, OrganisationScope};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditView {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// The user; absent for the program itself.
    pub actor_id: Option<Uuid>,
    /// The user's name at that time.
    pub actor_name: Option<String>,
    /// The community it belongs to.
    pub community_id: Option<Uuid>,
    /// What was done, such as `meter.created`.
    pub action: String,
    /// The kind of object, such as `meter`.
    pub entity: String,
    /// The object.
    pub entity_id: Uuid,
    /// How the object was called at that time.
    pub label: String,
    /// Each changed field.
    pub changes: Vec<FieldChange>,
}

/// A field's former and new value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field's name on the wire.
    pub field: String,
    /// The former value; null when there was none.
    pub old: serde_json::Value,
    /// The new value; null when there is none.
    pub new: serde_json::Value,
}

/// Which entries of a log.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Words of the label or the actor's name.
    pub q: Option<String>,
    /// Only this kind of object.
    pub entity: Option<String>,
    /// Only this object.
    pub entity_id: Option<Uuid>,
    /// Oldest first instead of newest first.
    pub oldest_first: bool,
}

impl OrganisationScope<'_> {
    /// The organisation's log, with that of its communities.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn audit(&self, _filter: &AuditFilter, _page: &PageRequest) -> Result<Page<AuditView>> {
        todo!()
    }
}

impl CommunityScope<'_> {
    /// The community's log.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn audit(&self, _filter: &AuditFilter, _page: &PageRequest) -> Result<Page<AuditView>> {
        todo!()
    }
}
