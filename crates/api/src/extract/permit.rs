//! The permissions as types, for the extractors of `access`.
//!
//! Those are missing whose organisation stands in a body, where `routes::communities` and `routes::forecasts` ask for
//! them, and those that only differ by what an account's settings say.

use domain::role::Permission;

/// A type that stands for a permission.
pub(crate) trait Permit: 'static {
    /// The permission.
    const PERMISSION: Permission;
}

macro_rules! permits {
    ($($name:ident),+ $(,)?) => {$(
        #[doc = concat!("Stands for `Permission::", stringify!($name), "`.")]
        pub(crate) struct $name;
        impl Permit for $name {
            const PERMISSION: Permission = Permission::$name;
        }
    )+};
}

permits! {
    PlatformAdminister, OrganisationRead, OrganisationWrite, UsersRead, UsersInvite, UsersWrite, OrganisationAudit,
    CommunityRead, CommunityWrite, CommunityDelete, CommunityAudit, MembersRead, MembersWrite,
    MembersInvite, MetersRead, MetersWrite, KeysRead, KeysWrite, ReadingsRead, ReadingsWrite, CustomersRead, CustomersCreate, CustomersTransfer,
    CustomerRead, CustomerWrite, CustomerAudit, OptimisationsRead, OptimisationsCreate, OptimisationsWrite, ClientForecastsRead, ClientForecastsPublish, MarketsRead, PricesImport,
}
