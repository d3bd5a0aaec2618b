//! Members of a community.

use crate::Address;
use chrono::{DateTime, Utc};
use domain::vocabulary::{MemberKind, MemberStatus, PortalAccess};
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
    /// Where they live or have their seat.
    pub address: Option<Address>,
    /// Where statements go, when that is elsewhere.
    pub billing_address: Option<Address>,
    /// International bank account number, without spaces.
    pub iban: Option<String>,
    /// Enterprise or VAT number: the country, then the number without separators.
    pub enterprise_number: Option<String>,
    /// Where the member stands.
    pub status: MemberStatus,
    /// Whether somebody may look at their meters in the portal.
    pub portal_access: PortalAccess,
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
    "kind": "company", "company_name": "School", "email": "school@example.org", "status": "active",
    "address": {"street": "Rue Haute", "number": "12A", "box": "3", "postcode": "5000", "city": "Namur", "country": "BE"},
    "iban": "BE68 5390 0754 7034", "enterprise_number": "BE 0403.019.261"
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
    /// Where they live or have their seat.
    #[serde(default)]
    pub address: Option<Address>,
    /// Where statements go, when that is elsewhere.
    #[serde(default)]
    pub billing_address: Option<Address>,
    /// International bank account number, with or without spaces.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 50))]
    pub iban: Option<String>,
    /// Enterprise or VAT number; Belgian without a country. Spaces, dots and dashes are taken off.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 30))]
    pub enterprise_number: Option<String>,
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
    /// Words of the name, e-mail, city, enterprise number or IBAN, without case, accents and separators.
    #[cfg_attr(feature = "openapi", param(max_length = 100), schema(max_length = 100))]
    pub q: Option<String>,
    /// Only members of this status.
    pub status: Option<MemberStatus>,
    /// Only persons or only companies.
    pub kind: Option<MemberKind>,
    /// Only members with this access to the portal.
    pub portal_access: Option<PortalAccess>,
}
