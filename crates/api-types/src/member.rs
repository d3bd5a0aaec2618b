//! Members of a community.

use chrono::{DateTime, Utc};
use domain::vocabulary::{MemberKind, MemberStatus};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A member of a community.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// Their id.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// `first_name last_name` of a person, the name of a company.
    pub display_name: String,
    /// Person or company.
    pub kind: MemberKind,
    /// First name of a person, or of a company's contact.
    pub first_name: Option<String>,
    /// Last name of a person, or of a company's contact.
    pub last_name: Option<String>,
    /// Name of the company.
    pub company_name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Where the member stands.
    pub status: MemberStatus,
    /// How many meters they own today.
    pub meter_count: u64,
    /// When the record was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, where known.
    pub updated_by: Option<String>,
}

/// The fields of a member, to create or replace one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "kind": "person", "first_name": "Jo", "last_name": "Peeters", "email": "jo@example.org", "status": "active"
})))]
#[serde(deny_unknown_fields)]
pub struct MemberInput {
    /// Person or company.
    pub kind: MemberKind,
    /// First name of a person, or of a company's contact.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub first_name: Option<String>,
    /// Last name; required for a person.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub last_name: Option<String>,
    /// Name of the company; required for a company, absent for a person.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub company_name: Option<String>,
    /// E-mail.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: Option<String>,
    /// Telephone.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub phone: Option<String>,
    /// Where the member stands; `active` when absent.
    #[serde(default = "active")]
    pub status: MemberStatus,
}

const fn active() -> MemberStatus {
    MemberStatus::Active
}

/// Parameters of the list of members.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct MemberQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Order.
    pub sort: Option<crate::NameSort>,
    /// Words of the name or e-mail, without case and accents.
    #[cfg_attr(feature = "openapi", param(max_length = 100), schema(max_length = 100))]
    pub q: Option<String>,
    /// Only members of this status.
    pub status: Option<MemberStatus>,
    /// Only persons or only companies.
    pub kind: Option<MemberKind>,
}
