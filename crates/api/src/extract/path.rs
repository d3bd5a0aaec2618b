//! Ids in paths. One that is no UUID names nothing: 404, like any other unknown id. Unless it is a word of another
//! route, which knows other methods: 405.

use crate::error::Error;
use crate::web::Routes;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use api_types::ProblemCode;
use std::future::{Ready, ready};
use utoipa::IntoParams;
use uuid::Uuid;

/// The id called `name` in the path of a request.
pub(super) fn path_id(request: &HttpRequest, name: &str) -> Result<Uuid, Error> {
    let text = request.match_info().get(name).unwrap_or_default();
    text.parse().map_err(|_| {
        let routes = request.app_data::<web::Data<Routes>>().zip(request.match_pattern());
        let allow = routes.and_then(|(routes, taken)| routes.allow_by_word(request.path(), &taken));
        allow.map_or_else(|| ProblemCode::NotFound.into(), |allow| Error::method_not_allowed(&allow))
    })
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
    /// `/communities/{community_id}/members/{member_id}/portal-users/{user_id}`.
    PortalUserPath {
        /// The community.
        community_id,
        /// The member.
        member_id,
        /// The user's id in the community's organisation.
        user_id
    }
    /// `/communities/{community_id}/meters/{meter_id}`.
    MeterPath {
        /// The community.
        community_id,
        /// The meter.
        meter_id
    }
    /// `/communities/{community_id}/keys/{key_id}`.
    KeyPath {
        /// The community.
        community_id,
        /// The key.
        key_id
    }
    /// `/communities/{community_id}/keys/{key_id}/versions/{version_id}`.
    KeyVersionPath {
        /// The community.
        community_id,
        /// The key.
        key_id,
        /// One of its versions.
        version_id
    }
    /// `/communities/{community_id}/meters/{meter_id}/configurations/{configuration_id}`.
    ConfigurationPath {
        /// The community.
        community_id,
        /// The meter.
        meter_id,
        /// The configuration.
        configuration_id
    }
    /// `/communities/{community_id}/reading-imports/{reading_import_id}`.
    ReadingImportPath {
        /// The community.
        community_id,
        /// The import of readings.
        reading_import_id
    }
    /// `/markets/{market_id}`.
    MarketPath {
        /// The market.
        market_id
    }
    /// `/markets/{market_id}/forecasts/{forecast_id}`.
    ForecastPath {
        /// The market.
        market_id,
        /// The forecast.
        forecast_id
    }
    /// `/customers/{customer_id}/forecasts/{forecast_id}`.
    ClientForecastPath {
        /// The customer account.
        customer_id,
        /// The forecast.
        forecast_id
    }
    /// `/customers/{customer_id}`.
    CustomerPath {
        /// The customer account.
        customer_id
    }
    /// `/optimisations/{optimisation_id}`.
    OptimisationPath {
        /// The optimisation.
        optimisation_id
    }
    /// `/optimisations/{optimisation_id}/calendar/versions/{version_id}`.
    CalendarVersionPath {
        /// The optimisation.
        optimisation_id,
        /// One of the versions of its calendar.
        version_id
    }
    /// `/optimisations/{optimisation_id}/fixings/{fixing_id}`.
    FixingPath {
        /// The optimisation.
        optimisation_id,
        /// One of its fixings.
        fixing_id
    }
    /// `/me/notifications/{notification_id}`.
    NotificationPath {
        /// The notification.
        notification_id
    }
    /// `/customers/{customer_id}/services/{service_id}`.
    ServicePath {
        /// The customer account.
        customer_id,
        /// The service.
        service_id
    }
    /// `/communities/{community_id}/imports/{import_id}`.
    ImportPath {
        /// The community.
        community_id,
        /// The import.
        import_id
    }
    /// `/communities/{community_id}/calculations/{calculation_id}`.
    CalculationPath {
        /// The community.
        community_id,
        /// The calculation.
        calculation_id
    }
}
