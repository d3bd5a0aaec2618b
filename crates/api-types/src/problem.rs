//! Errors on the wire: RFC 9457 problem documents.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An error answer, sent as `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI that names the kind of problem, `/problems/{code}`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What kind of problem it is, in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time.
    pub detail: String,
    /// A stable name of the problem, for programs.
    pub code: String,
    /// The request id, also in the `X-Request-Id` header and the server's log.
    pub instance: String,
    /// Each place of the request that is wrong; empty when the problem is not about the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// One place of the request that is wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer into the body (RFC 6901), such as `/address/street`; for a query parameter `?name`.
    pub pointer: String,
    /// A stable name of the mistake.
    pub code: String,
    /// What is wrong, in English.
    pub detail: String,
    /// Values of the message, such as `min` and `max`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub params: BTreeMap<String, serde_json::Value>,
}

/// Something unusual in what was stored; never a refusal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WarningNote {
    /// A stable name of the warning.
    pub code: String,
    /// JSON pointer to the field, such as `/ean`.
    pub pointer: String,
    /// What is unusual, in English.
    pub message: String,
    /// Values of the message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub params: BTreeMap<String, serde_json::Value>,
}
