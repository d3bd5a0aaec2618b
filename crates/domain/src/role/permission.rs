//! What there is to permit, at which kind of place, and to whom.

use super::Role;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// One thing a caller may do at a place; an operation of the API asks for exactly one.
    Permission {
        /// List and create organisations, invite their first manager.
        PlatformAdminister = "platform:administer",
        /// Read an organisation.
        OrganisationRead = "organisation:read",
        /// Change an organisation.
        OrganisationWrite = "organisation:write",
        /// Read the users of an organisation.
        UsersRead = "users:read",
        /// Invite a user.
        UsersInvite = "users:invite",
        /// Change and remove users.
        UsersWrite = "users:write",
        /// Read an organisation's audit log.
        OrganisationAudit = "organisation_audit:read",
        /// Create a community.
        CommunityCreate = "community:create",
        /// Read a community.
        CommunityRead = "community:read",
        /// Change a community.
        CommunityWrite = "community:write",
        /// Delete a community.
        CommunityDelete = "community:delete",
        /// Read a community's audit log.
        CommunityAudit = "community_audit:read",
        /// Read members.
        MembersRead = "members:read",
        /// Create, change and delete members.
        MembersWrite = "members:write",
        /// Give members access to the portal, and take it away.
        MembersInvite = "members:invite",
        /// Read meters; a member reads their own.
        MetersRead = "meters:read",
        /// Create, change and delete meters.
        MetersWrite = "meters:write",
        /// Read allocation keys and simulate them.
        KeysRead = "keys:read",
        /// Create, change and delete allocation keys.
        KeysWrite = "keys:write",
        /// Read readings; a member reads those of their own meters while they own them.
        ReadingsRead = "readings:read",
        /// Import readings and take imports back.
        ReadingsWrite = "readings:write",
        /// Read prices and forecasts of markets, as far as one's accounts share them.
        MarketsRead = "markets:read",
        /// Bring in prices of markets.
        PricesImport = "prices:import",
        /// Publish the application's forecasts.
        ApplicationForecastsPublish = "application_forecasts:publish",
        /// Publish an organisation's forecasts.
        OrganisationForecastsPublish = "organisation_forecasts:publish",
        /// List the customer accounts that one looks after.
        CustomersRead = "customers:read",
        /// Create customer accounts.
        CustomersCreate = "customers:create",
        /// Give all accounts of somebody to somebody else.
        CustomersTransfer = "customers:transfer",
        /// Read a customer account.
        CustomerRead = "customer:read",
        /// Change, freeze, transfer and delete a customer account.
        CustomerWrite = "customer:write",
        /// Read what was changed of a customer account.
        CustomerAudit = "customer_audit:read",
        /// Read a client's own forecasts.
        ClientForecastsRead = "client_forecasts:read",
        /// Publish a client's own forecasts.
        ClientForecastsPublish = "client_forecasts:publish",
        /// Read the optimisations of a customer account and their calendars.
        OptimisationsRead = "optimisations:read",
        /// Create optimisations.
        OptimisationsCreate = "optimisations:create",
        /// Change optimisations, their notifications and the status of fixings; for the account's editor alone.
        OptimisationsWrite = "optimisations:write",
    }
}

/// The kinds of places.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Platform,
    Organisation,
    Community,
    Customer,
}

impl Permission {
    /// The kind of place it holds at.
    pub(super) const fn level(self) -> Level {
        match self {
            Self::PlatformAdminister | Self::MarketsRead | Self::PricesImport | Self::ApplicationForecastsPublish => {
                Level::Platform
            }
            Self::OrganisationRead
            | Self::OrganisationWrite
            | Self::UsersRead
            | Self::UsersInvite
            | Self::UsersWrite
            | Self::OrganisationAudit
            | Self::CommunityCreate
            | Self::OrganisationForecastsPublish
            | Self::CustomersRead
            | Self::CustomersCreate
            | Self::CustomersTransfer => Level::Organisation,
            Self::CommunityRead
            | Self::CommunityWrite
            | Self::CommunityDelete
            | Self::CommunityAudit
            | Self::MembersRead
            | Self::MembersWrite
            | Self::MembersInvite
            | Self::MetersRead
            | Self::MetersWrite
            | Self::KeysRead
            | Self::KeysWrite
            | Self::ReadingsRead
            | Self::ReadingsWrite => Level::Community,
            Self::CustomerRead
            | Self::CustomerWrite
            | Self::CustomerAudit
            | Self::ClientForecastsRead
            | Self::ClientForecastsPublish
            | Self::OptimisationsRead
            | Self::OptimisationsCreate
            | Self::OptimisationsWrite => Level::Customer,
        }
    }
}

impl Role {
    /// What the role permits at its place.
    #[must_use]
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Self::Operator => &[
                P::PlatformAdminister,
                P::OrganisationRead,
                P::OrganisationWrite,
                P::UsersInvite,
                P::MarketsRead,
                P::PricesImport,
                P::ApplicationForecastsPublish,
            ],
            Self::Manager => &[
                P::OrganisationRead,
                P::OrganisationWrite,
                P::UsersRead,
                P::UsersInvite,
                P::UsersWrite,
                P::OrganisationAudit,
                P::CommunityCreate,
                P::CommunityRead,
                P::CommunityWrite,
                P::CommunityDelete,
                P::CommunityAudit,
                P::MembersRead,
                P::MembersWrite,
                P::MembersInvite,
                P::MetersRead,
                P::MetersWrite,
                P::KeysRead,
                P::KeysWrite,
                P::ReadingsRead,
                P::ReadingsWrite,
                P::MarketsRead,
                P::OrganisationForecastsPublish,
                P::CustomersRead,
                P::CustomersCreate,
                P::CustomersTransfer,
                P::CustomerRead,
                P::CustomerWrite,
                P::CustomerAudit,
                P::ClientForecastsRead,
                P::OptimisationsRead,
                P::OptimisationsCreate,
                P::OptimisationsWrite,
            ],
            Self::CommunityManager => &[
                P::OrganisationRead,
                P::CommunityRead,
                P::CommunityWrite,
                P::CommunityAudit,
                P::MembersRead,
                P::MembersWrite,
                P::MembersInvite,
                P::MetersRead,
                P::MetersWrite,
                P::KeysRead,
                P::KeysWrite,
                P::ReadingsRead,
                P::ReadingsWrite,
            ],
            Self::Kam => &[
                P::OrganisationRead,
                P::MarketsRead,
                P::CustomersRead,
                P::CustomersCreate,
                P::CustomerRead,
                P::CustomerWrite,
                P::CustomerAudit,
                P::ClientForecastsRead,
                P::OptimisationsRead,
                P::OptimisationsCreate,
                P::OptimisationsWrite,
            ],
            Self::Member => &[P::CommunityRead, P::MetersRead, P::ReadingsRead],
            Self::Customer => &[
                P::MarketsRead,
                P::CustomerRead,
                P::ClientForecastsRead,
                P::ClientForecastsPublish,
                P::OptimisationsRead,
                P::OptimisationsCreate,
                P::OptimisationsWrite,
            ],
        }
    }
}
