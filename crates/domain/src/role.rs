//! Who may do what: roles, permissions, and who may grant a role.

use crate::vocabulary::vocabulary;
use uuid::Uuid;

vocabulary! {
    /// A right a user holds; always at a place, see [`Grant`].
    Role {
        /// The platform: organisations, markets, application-wide forecasts; no tenant's data.
        Operator = "operator",
        /// Everything in one organisation.
        Manager = "manager",
        /// One community: members, meters, keys, operations, readings, statements.
        CommunityManager = "community_manager",
        /// Key account manager: their own customer accounts.
        Kam = "kam",
        /// One member record of a community, read only.
        Member = "member",
        /// One customer account.
        Customer = "customer",
    }
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
        /// Read meters; a member reads their own.
        MetersRead = "meters:read",
        /// Create, change and delete meters.
        MetersWrite = "meters:write",
    }
}

/// A role with the place it holds at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grant {
    /// The platform operator.
    Operator,
    /// A manager of an organisation.
    Manager {
        /// The organisation.
        organisation: Uuid,
    },
    /// A manager of one community.
    CommunityManager {
        /// The organisation the community belongs to.
        organisation: Uuid,
        /// The community.
        community: Uuid,
    },
    /// A key account manager.
    Kam {
        /// The organisation.
        organisation: Uuid,
    },
    /// A member of a community.
    Member {
        /// The organisation the community belongs to.
        organisation: Uuid,
        /// The community.
        community: Uuid,
        /// The member record.
        member: Uuid,
    },
    /// The contact of one customer account.
    Customer {
        /// The organisation that looks after the account.
        organisation: Uuid,
        /// The customer account, once it exists.
        customer: Option<Uuid>,
    },
}

impl Grant {
    /// The role alone.
    #[must_use]
    pub const fn role(&self) -> Role {
        match self {
            Self::Operator => Role::Operator,
            Self::Manager { .. } => Role::Manager,
            Self::CommunityManager { .. } => Role::CommunityManager,
            Self::Kam { .. } => Role::Kam,
            Self::Member { .. } => Role::Member,
            Self::Customer { .. } => Role::Customer,
        }
    }
}
