//! Access of members to the portal: who may look at a member's own meters.

use crate::UserState;
use chrono::{DateTime, Utc};
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Somebody who may look at a member's own meters, or is invited to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PortalUser {
    /// The id of this user in the community's organisation.
    pub id: Uuid,
    /// The login.
    pub email: String,
    /// The name.
    pub name: String,
    /// Where the user stands.
    pub state: UserState,
    /// When they became known to the organisation.
    pub created_at: DateTime<Utc>,
    /// Until when the open invitation can be accepted.
    pub invitation_expires_at: Option<DateTime<Utc>>,
}

/// An invitation to look at a member's own meters.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "email": "household.a@example.org", "name": "Household A", "locale": "fr"
})))]
pub struct InvitePortalUser {
    /// The login; a mail goes there.
    #[cfg_attr(feature = "openapi", schema(min_length = 3, max_length = 254))]
    pub email: String,
    /// The name the mail addresses.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// The language of the mail.
    pub locale: Locale,
}

/// Parameters of the list of a member's portal users.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct PortalUserQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Order.
    pub sort: Option<crate::NameSort>,
}
