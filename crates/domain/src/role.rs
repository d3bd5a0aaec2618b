//! Who may do what: roles, permissions, and who may grant a role.

mod permission;

use crate::customer::Editor;
use crate::vocabulary::vocabulary;
use permission::Level;
use uuid::Uuid;

pub use permission::Permission;

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
        /// The customer account.
        customer: Uuid,
    },
}

/// Where something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Above all tenants.
    Platform,
    /// In an organisation.
    Organisation(Uuid),
    /// In a community.
    Community {
        /// The organisation it belongs to.
        organisation: Uuid,
        /// The community.
        id: Uuid,
    },
    /// At a customer account.
    Customer {
        /// The organisation that looks after it.
        organisation: Uuid,
        /// The account.
        id: Uuid,
        /// Whether the one who asks looks after it themselves.
        owned: bool,
        /// Who edits its optimisations.
        editor: Editor,
    },
}

/// A role given to a user of an organisation, with the place it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Assignment {
    /// Manager of the organisation.
    Manager,
    /// Key account manager of the organisation.
    Kam,
    /// Manager of one community.
    CommunityManager {
        /// The community.
        community: Uuid,
    },
    /// Member of one community.
    Member {
        /// The community.
        community: Uuid,
        /// The member record.
        member: Uuid,
    },
}

/// The answer to "may they do this here?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Yes.
    Allowed,
    /// They know the place, but may not do this there.
    Forbidden,
    /// For them the place does not exist.
    Unknown,
}

impl Place {
    const fn level(self) -> Level {
        match self {
            Self::Platform => Level::Platform,
            Self::Organisation(_) => Level::Organisation,
            Self::Community { .. } => Level::Community,
            Self::Customer { .. } => Level::Customer,
        }
    }
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

    /// What it permits at its place.
    #[must_use]
    pub const fn permissions(&self) -> &'static [Permission] {
        self.role().permissions()
    }

    /// Whether its holder knows that `place` exists.
    ///
    /// Everybody knows the platform and the organisation their role belongs to. A community is
    /// known to the managers of its organisation and to those with a role in it, a customer account to
    /// managers, to the key account manager who looks after it and to its customer; the operator
    /// knows every organisation, and no community and no account.
    #[must_use]
    pub fn reaches(&self, place: Place) -> bool {
        match (self, place) {
            (_, Place::Platform) | (Self::Operator, Place::Organisation(_)) => true,
            (Self::Operator, Place::Community { .. } | Place::Customer { .. }) => false,
            (_, Place::Organisation(id)) => self.organisation() == Some(id),
            (
                Self::Manager { organisation },
                Place::Community { organisation: owner, .. } | Place::Customer { organisation: owner, .. },
            ) => *organisation == owner,
            (
                Self::CommunityManager { organisation, community } | Self::Member { organisation, community, .. },
                Place::Community { organisation: owner, id },
            ) => *organisation == owner && *community == id,
            (Self::Kam { organisation }, Place::Customer { organisation: owner, owned, .. }) => {
                *organisation == owner && owned
            }
            (Self::Customer { organisation, customer }, Place::Customer { organisation: owner, id, .. }) => {
                *organisation == owner && *customer == id
            }
            (Self::Kam { .. } | Self::Customer { .. }, Place::Community { .. })
            | (Self::CommunityManager { .. } | Self::Member { .. }, Place::Customer { .. }) => false,
        }
    }

    /// Whether it permits `permission` at `place`.
    #[must_use]
    pub fn allows(&self, permission: Permission, place: Place) -> bool {
        permission.level() == place.level()
            && self.reaches(place)
            && self.permissions().contains(&permission)
            && (permission != Permission::OptimisationsWrite || self.edits(place))
    }

    /// Whether its holder is on the side that edits the optimisations of an account.
    const fn edits(&self, place: Place) -> bool {
        match place {
            Place::Customer { editor: Editor::Customer, .. } => matches!(self, Self::Customer { .. }),
            Place::Customer { editor: Editor::Kam, .. } => !matches!(self, Self::Customer { .. }),
            Place::Platform | Place::Organisation(_) | Place::Community { .. } => false,
        }
    }

    /// The organisation it belongs to; the operator belongs to none.
    #[must_use]
    pub const fn organisation(&self) -> Option<Uuid> {
        match *self {
            Self::Operator => None,
            Self::Manager { organisation }
            | Self::CommunityManager { organisation, .. }
            | Self::Kam { organisation }
            | Self::Member { organisation, .. }
            | Self::Customer { organisation, .. } => Some(organisation),
        }
    }
}

/// Whether somebody with `grants` may do `permission` at `place`.
///
/// Without any grant that reaches it, an organisation or a community is unknown, so that an id of
/// another tenant answers like one that does not exist. The platform is known to everybody.
#[must_use]
pub fn decide(grants: &[Grant], permission: Permission, place: Place) -> Decision {
    if grants.iter().any(|grant| grant.allows(permission, place)) {
        Decision::Allowed
    } else if place == Place::Platform || grants.iter().any(|grant| grant.reaches(place)) {
        Decision::Forbidden
    } else {
        Decision::Unknown
    }
}

/// Whether a holder of one of the `grantor` roles may give `role` to somebody.
///
/// Nobody gives more than they are: operator > manager > community manager and key account manager >
/// member and customer. The operator stays out of the tenants and gives `manager` alone; nobody
/// gives `operator`.
#[must_use]
pub fn may_grant(grantor: &[Role], role: Role) -> bool {
    grantor.iter().any(|grantor| match grantor {
        Role::Operator => role == Role::Manager,
        Role::Manager => role != Role::Operator,
        Role::CommunityManager => role == Role::Member,
        Role::Kam => role == Role::Customer,
        Role::Member | Role::Customer => false,
    })
}

impl Assignment {
    /// The role alone.
    #[must_use]
    pub const fn role(&self) -> Role {
        match self {
            Self::Manager => Role::Manager,
            Self::Kam => Role::Kam,
            Self::CommunityManager { .. } => Role::CommunityManager,
            Self::Member { .. } => Role::Member,
        }
    }

    /// The community it is for.
    #[must_use]
    pub const fn community(&self) -> Option<Uuid> {
        match *self {
            Self::CommunityManager { community } | Self::Member { community, .. } => Some(community),
            Self::Manager | Self::Kam => None,
        }
    }

    /// The member record it is for.
    #[must_use]
    pub const fn member(&self) -> Option<Uuid> {
        match *self {
            Self::Member { member, .. } => Some(member),
            Self::Manager | Self::Kam | Self::CommunityManager { .. } => None,
        }
    }

    /// What it gives to an accepted user of `organisation`.
    #[must_use]
    pub const fn grant(self, organisation: Uuid) -> Grant {
        match self {
            Self::Manager => Grant::Manager { organisation },
            Self::Kam => Grant::Kam { organisation },
            Self::CommunityManager { community } => Grant::CommunityManager { organisation, community },
            Self::Member { community, member } => Grant::Member { organisation, community, member },
        }
    }
}
