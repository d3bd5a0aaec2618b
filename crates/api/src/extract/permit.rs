//! The permissions as types, for the extractors of `access`.
//!
//! `CommunityCreate` is missing: its organisation stands in a body, so `routes::communities` asks for it there.

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
    MetersRead, MetersWrite,
}
