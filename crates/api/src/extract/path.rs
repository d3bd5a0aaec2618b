//! Ids in paths. One that is no UUID names nothing: 404, like any other unknown id.

use crate::error::Error;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use api_types::ProblemCode;
use std::future::{Ready, ready};
use utoipa::IntoParams;
use uuid::Uuid;

/// The id called `name` in the path of a request.
pub(super) fn path_id(request: &HttpRequest, name: &str) -> Result<Uuid, Error> {
    let text = request.match_info().get(name).unwrap_or_default();
    text.parse().map_err(|_| ProblemCode::NotFound.into())
}

macro_rules! paths {
    ($($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $id:ident),+ })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, IntoParams)]
        #[into_params(parameter_in = Path)]
        #[allow(dead_code, reason = "the tenant's id is read by the extractors of `access`; here it is for the document")]
        pub(crate) struct $name { $($(#[$doc])* pub(crate) $id: Uuid),+ }

        impl FromRequest for $name {
            type Error = Error;
            type Future = Ready<Result<Self, Error>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let read = || Ok(Self { $($id: path_id(request, stringify!($id))?),+ });
                ready(read())
            }
        }
    )+};
}

paths! {
    /// `/organisations/{organisation_id}`.
    OrganisationPath {
        /// The organisation.
        organisation_id
    }
    /// `/organisations/{organisation_id}/users/{user_id}`.
    UserPath {
        /// The organisation.
        organisation_id,
        /// The user's id in this organisation.
        user_id
    }
    /// `/communities/{community_id}`.
    CommunityPath {
        /// The community.
        community_id
    }
    /// `/communities/{community_id}/members/{member_id}`.
    MemberPath {
        /// The community.
        community_id,
        /// The member.
        member_id
    }
    /// `/communities/{community_id}/meters/{meter_id}`.
    MeterPath {
        /// The community.
        community_id,
        /// The meter.
        meter_id
    }
}
