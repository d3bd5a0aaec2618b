//! The users of an organisation and their invitations.

use chrono::{DateTime, Utc};
use domain::role::Role;
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a user of an organisation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    /// Accepted the invitation.
    Active,
    /// Has an invitation that can still be accepted.
    Invited,
    /// The invitation ran out.
    InvitationExpired,
}

/// A user as one organisation sees them; the id is of this relation, not of the login.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationUser {
    /// The id of this user in this organisation.
    pub id: Uuid,
    /// The login.
    pub email: String,
    /// The name.
    pub name: String,
    /// Where the user stands.
    pub state: UserState,
    /// Their roles in this organisation.
    pub roles: Vec<RoleAt>,
    /// When they were invited or created.
    pub created_at: DateTime<Utc>,
    /// Until when the open invitation can be accepted.
    pub invitation_expires_at: Option<DateTime<Utc>>,
    /// When this relation was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, where known.
    pub updated_by: Option<String>,
}

/// A role in an organisation, with its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleAt {
    /// The role; `operator` and `customer` are not given here.
    pub role: Role,
    /// The community, for `community_manager` and `member`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub community_id: Option<Uuid>,
    /// The member record, for `member`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_id: Option<Uuid>,
}

/// An invitation to an organisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "email": "new.manager@example.org", "name": "Jo Peeters", "locale": "nl", "roles": [{"role": "manager"}]
})))]
pub struct InviteUser {
    /// The login; a mail with a single-use link goes there.
    #[cfg_attr(feature = "openapi", schema(min_length = 3, max_length = 254))]
    pub email: String,
    /// The name the mail addresses.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// The language of the mail.
    pub locale: Locale,
    /// The roles they get, 1 to 20.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 20))]
    pub roles: Vec<RoleAt>,
}

/// The changeable fields of a user in an organisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({"roles": [{"role": "manager"}]})))]
pub struct UpdateUser {
    /// The roles they have from now on, 1 to 20.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 20))]
    pub roles: Vec<RoleAt>,
}

/// Parameters of the list of users.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct UserQuery {
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
    /// Only users with this role.
    pub role: Option<Role>,
}
