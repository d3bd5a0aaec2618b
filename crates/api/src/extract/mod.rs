//! What a handler is given: who calls and may do this here, and the checked parts of the request.
//!
//! A handler names its permission in its signature, so that it cannot forget the check, and a reader
//! cannot miss it.

mod access;
mod caller;
mod file;
mod guarded;
mod idempotency;
mod large;
mod optimisation;
mod path;
pub(crate) mod permit;
mod precondition;
mod prefer;
mod query;
mod shape;
mod valid;

pub(crate) use access::{AtMarket, Authenticated, InCommunity, InCustomer, InOrganisation, OnPlatform};
pub(crate) use caller::Caller;
pub(crate) use file::File;
pub(crate) use guarded::Guarded;
pub(crate) use idempotency::{Idempotency, IdempotencyHeader};
pub(crate) use large::Large;
pub(crate) use optimisation::{CustomerSide, InOptimisation};
pub(crate) use path::{
    CalculationPath, CalendarVersionPath, ClientForecastPath, CommunityPath, ConfigurationPath, CustomerPath,
    FixingPath, ForecastPath, ImportPath, KeyPath, KeyVersionPath, MarketPath, MemberPath, MeterPath, NotificationPath,
    OptimisationPath, OrganisationPath, PortalUserPath, ReadingImportPath, ServicePath, UserPath,
};
pub(crate) use precondition::{
    IfMatch, IfMatchHeader, IfMatchIfAny, IfMatchIfAnyHeader, IfNoneMatch, IfNoneMatchHeader,
};
pub(crate) use prefer::{Prefer, PreferHeader};
pub(crate) use query::{Export, Query};
pub(crate) use shape::Shape;
pub(crate) use valid::Valid;
