//! Logging in and out, passwords and invitations.

use domain::role::{Permission, Role};
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Credentials.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({"email": "manager@demo.clef.test", "password": "clef-demo-2026"})))]
pub struct Login {
    /// The login, compared without case.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 254))]
    pub email: String,
    /// The password.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 256, format = Password))]
    pub password: String,
}

/// An access token for `Authorization: Bearer`; the refresh token travels in a cookie.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessToken {
    /// A JWT.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Seconds until it expires.
    pub expires_in: u32,
}

/// A request for a password-reset mail.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({"email": "manager@demo.clef.test"})))]
pub struct ForgotPassword {
    /// The login.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 254))]
    pub email: String,
}

/// A token from a mail, with the password to set.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenAndPassword {
    /// The token from the link's fragment.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub token: String,
    /// The password: a new one, or the present one when the login exists already.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 256, format = Password))]
    pub password: String,
}

/// A token from an invitation mail.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationToken {
    /// The token from the link's fragment.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub token: String,
}

/// What an invitation offers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationOffer {
    /// The login it is for.
    pub email: String,
    /// The name the inviter gave.
    pub name: String,
    /// The organisation that invites.
    pub organisation_name: String,
    /// The language of the mail.
    pub locale: Locale,
    /// True when the login exists already: its present password accepts the invitation.
    pub login_exists: bool,
}

/// Who the caller is and what they may do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The user.
    pub user: MeUser,
    /// Their roles, each with its place.
    pub roles: Vec<MeRole>,
    /// What they may do somewhere, without duplicates; the place decides each time.
    pub permissions: Vec<Permission>,
}

/// The caller's login.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeUser {
    /// The user's id.
    pub id: Uuid,
    /// The login.
    pub email: String,
    /// The name.
    pub name: String,
    /// The language of screens and mails.
    pub locale: Locale,
}

/// One role of the caller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeRole {
    /// The role.
    pub role: Role,
    /// What it permits at its place.
    pub permissions: Vec<Permission>,
    /// The organisation it belongs to; absent for the operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
    /// That organisation's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_name: Option<String>,
    /// The community, for community managers and members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub community_id: Option<Uuid>,
    /// That community's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub community_name: Option<String>,
    /// The member record, for members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_id: Option<Uuid>,
    /// The customer account, for customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<Uuid>,
    /// The company of that account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<String>,
}

/// What users change about themselves.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({"name": "Community manager", "locale": "fr"})))]
pub struct UpdateMe {
    /// The name.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// The language of screens and mails.
    pub locale: Locale,
}
