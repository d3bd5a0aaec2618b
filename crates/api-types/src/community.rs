//! Communities.

use chrono::{DateTime, Utc};
use domain::role::Permission;
use domain::vocabulary::{CommunityType, Region};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A community whose members share energy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Community {
    /// Its id.
    pub id: Uuid,
    /// The organisation that runs it.
    pub organisation_id: Uuid,
    /// Its name.
    pub name: String,
    /// The region whose rules it follows.
    pub region: Region,
    /// Its legal form.
    #[serde(rename = "type")]
    pub kind: CommunityType,
    /// E-mail of its contact.
    pub contact_email: Option<String>,
    /// Telephone of its contact.
    pub contact_phone: Option<String>,
    /// How many members it has.
    pub member_count: u64,
    /// How many meters it has.
    pub meter_count: u64,
    /// What the caller may do in it.
    pub permissions: Vec<Permission>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, where known.
    pub updated_by: Option<String>,
}

/// The fields of a community, to replace it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "name": "Quartier du Parc", "region": "wallonia", "type": "rec", "contact_email": "info@example.org"
})))]
#[serde(deny_unknown_fields)]
pub struct CommunityInput {
    /// Its name, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// The region whose rules it follows.
    pub region: Region,
    /// Its legal form.
    #[serde(rename = "type")]
    pub kind: CommunityType,
    /// E-mail of its contact.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub contact_email: Option<String>,
    /// Telephone of its contact.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub contact_phone: Option<String>,
}

/// A community to be created.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "organisation_id": "01936d6e-0000-7000-8000-000000000001",
    "name": "Quartier du Parc", "region": "wallonia", "type": "rec"
})))]
pub struct NewCommunity {
    /// The organisation that runs it.
    pub organisation_id: Uuid,
    /// Its name, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// The region whose rules it follows.
    pub region: Region,
    /// Its legal form.
    #[serde(rename = "type")]
    pub kind: CommunityType,
    /// E-mail of its contact.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub contact_email: Option<String>,
    /// Telephone of its contact.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub contact_phone: Option<String>,
}

/// Parameters of the list of communities.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CommunityQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Order.
    pub sort: Option<crate::NameSort>,
    /// Words of the name, without case and accents.
    #[cfg_attr(feature = "openapi", param(max_length = 100), schema(max_length = 100))]
    pub q: Option<String>,
    /// Only communities of this organisation.
    pub organisation_id: Option<Uuid>,
    /// Only communities of this region.
    pub region: Option<Region>,
}
