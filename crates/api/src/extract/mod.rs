//! What a handler is given: who calls and may do this here, and the checked parts of the request.
//!
//! A handler names its permission in its signature, so that it cannot forget the check, and a reader
//! cannot miss it.

mod access;
mod caller;
mod guarded;
mod idempotency;
mod path;
pub(crate) mod permit;
mod precondition;
mod query;
mod shape;
mod valid;

pub(crate) use access::{Authenticated, InCommunity, InOrganisation, OnPlatform};
pub(crate) use caller::Caller;
pub(crate) use guarded::Guarded;
pub(crate) use idempotency::{Idempotency, IdempotencyHeader};
pub(crate) use path::{CommunityPath, MemberPath, MeterPath, OrganisationPath, UserPath};
pub(crate) use precondition::{IfMatch, IfMatchHeader, IfNoneMatch, IfNoneMatchHeader};
pub(crate) use query::Query;
pub(crate) use valid::Valid;
