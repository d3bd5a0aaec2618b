//! Rows as they lie in the tables; they never leave this crate.
//!
//! Joins are written where they are needed, so that each query shows its tenant; no relations are declared here.

pub(crate) mod app_user;
pub(crate) mod audit_entry;
pub(crate) mod community;
pub(crate) mod dso;
pub(crate) mod idempotency;
pub(crate) mod invitation;
pub(crate) mod member;
pub(crate) mod meter;
pub(crate) mod meter_configuration;
pub(crate) mod organisation;
pub(crate) mod organisation_user;
pub(crate) mod outbox;
pub(crate) mod password_reset;
pub(crate) mod refresh_token;
pub(crate) mod role_grant;
