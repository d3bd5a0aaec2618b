//! Logins: passwords, access tokens, the refresh cookie, and brakes against guessing.
//!
//! Must never know: what a caller may do; that is `extract`'s and `domain::role`'s.

pub(crate) mod cookies;
pub(crate) mod origin;
pub(crate) mod password;
pub(crate) mod secret;
pub(crate) mod throttle;
pub(crate) mod token;
