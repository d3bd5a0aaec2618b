//! The audit log: who changed what, when, from which value to which.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: the user's name at that time, absent for the program itself.
    pub actor: Option<String>,
    /// The user, where it was one.
    pub actor_id: Option<Uuid>,
    /// What was done, such as `meter.created`.
    pub action: String,
    /// The kind of object, such as `meter`.
    pub entity: String,
    /// The object.
    pub entity_id: Uuid,
    /// How the object is called, such as a meter's EAN.
    pub label: String,
    /// The community it belongs to.
    pub community_id: Option<Uuid>,
    /// Each changed field.
    pub changes: Vec<FieldChange>,
}

/// A field's former and new value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// The field's name on the wire.
    pub field: String,
    /// The former value; `null` when there was none.
    pub old: serde_json::Value,
    /// The new value; `null` when there is none.
    pub new: serde_json::Value,
}

/// Parameters of an audit log.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct AuditQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Order by time.
    pub sort: Option<AuditSort>,
    /// Words of the label or the actor's name, without case and accents.
    #[cfg_attr(feature = "openapi", param(max_length = 100), schema(max_length = 100))]
    pub q: Option<String>,
    /// Only this kind of object, such as `meter`.
    #[cfg_attr(feature = "openapi", param(max_length = 50), schema(max_length = 50))]
    pub entity: Option<String>,
    /// Only this object.
    pub entity_id: Option<Uuid>,
    /// Only this action, such as `meter.created`.
    #[cfg_attr(feature = "openapi", param(max_length = 50), schema(max_length = 50))]
    pub action: Option<String>,
    /// Only what this user did.
    pub actor_id: Option<Uuid>,
    /// Only from this day on (Europe/Brussels).
    pub from: Option<NaiveDate>,
    /// Only before this day (Europe/Brussels).
    pub to: Option<NaiveDate>,
}

/// Somebody whose changes are in a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditActor {
    /// The user.
    pub id: Uuid,
    /// The name at their latest change.
    pub name: String,
}

/// Those whose changes are in a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditActorList {
    /// Ordered by name; at most 200 of them.
    pub items: Vec<AuditActor>,
}

/// Order of an audit log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AuditSort {
    /// Newest first.
    #[default]
    #[serde(rename = "-at")]
    Newest,
    /// Oldest first.
    #[serde(rename = "at")]
    Oldest,
}
