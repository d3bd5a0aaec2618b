//! Every page of the application and its path.

use super::query::encode;
use domain::vocabulary::ImportKind;
use uuid::Uuid;

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Logging in; `?next=` says where to go afterwards.
    Login,
    /// Asking for a mail to set a new password.
    ForgotPassword,
    /// Setting a new password; the token is in the fragment.
    ResetPassword,
    /// Accepting an invitation; the token is in the fragment.
    AcceptInvitation,
    /// What awaits the user.
    Dashboard,
    /// The user's name, language and theme.
    Profile,
    /// All organisations, for the operator.
    Organisations,
    /// Creating an organisation.
    OrganisationNew,
    /// An organisation's own data.
    Organisation(Uuid),
    /// The users of an organisation.
    Users(Uuid),
    /// Inviting a user to an organisation.
    UserInvite(Uuid),
    /// A user of an organisation.
    User {
        /// The organisation.
        organisation: Uuid,
        /// The user in it.
        user: Uuid,
    },
    /// What was changed in an organisation.
    OrganisationAudit(Uuid),
    /// The customer accounts of an organisation.
    Customers(Uuid),
    /// Creating a customer account step by step.
    CustomerNew(Uuid),
    /// A customer account; `?created=yes` says that it has just been created.
    Customer {
        /// The organisation that looks after it.
        organisation: Uuid,
        /// The account.
        customer: Uuid,
    },
    /// Changing a customer account.
    CustomerEdit {
        /// The organisation that looks after it.
        organisation: Uuid,
        /// The account.
        customer: Uuid,
    },
    /// The markets one can look at.
    Markets,
    /// A market; `?load=` and `?delivery=` say which product, `?forecast=` which publication, `?range=` how far back.
    Market(Uuid),
    /// Publishing a forecast of a market.
    ForecastNew(Uuid),
    /// Bringing in prices of a market.
    PriceImport(Uuid),
    /// The optimisations one works with.
    Optimisations,
    /// Creating an optimisation for a customer account.
    OptimisationNew(Uuid),
    /// An optimisation; `?tab=` says which tab.
    Optimisation(Uuid),
    /// Changing the parameters of an optimisation.
    OptimisationEdit(Uuid),
    /// The advice of all customers; `?view=` says how, `?on=` which day.
    AdviceCalendar,
    /// What the user was told.
    Notifications,
    /// All communities the user may see.
    Communities,
    /// Creating a community.
    CommunityNew,
    /// A community's own data.
    Community(Uuid),
    /// Changing a community's own data.
    CommunityEdit(Uuid),
    /// What was changed in a community.
    CommunityAudit(Uuid),
    /// The meters of a community.
    Meters(Uuid),
    /// Creating a meter.
    MeterNew(Uuid),
    /// A meter; `?tab=` says which tab, `?on=` and `?with=` which days, `?span=` and `?day=` which readings.
    Meter {
        /// The community.
        community: Uuid,
        /// The meter.
        meter: Uuid,
    },
    /// Changing what identifies a meter.
    MeterEdit {
        /// The community.
        community: Uuid,
        /// The meter.
        meter: Uuid,
    },
    /// The members of a community.
    Members(Uuid),
    /// Creating a member.
    MemberNew(Uuid),
    /// A member.
    Member {
        /// The community.
        community: Uuid,
        /// The member.
        member: Uuid,
    },
    /// Changing a member.
    MemberEdit {
        /// The community.
        community: Uuid,
        /// The member.
        member: Uuid,
    },
    /// The allocation keys of a community.
    Keys(Uuid),
    /// Creating a key step by step.
    KeyNew(Uuid),
    /// Creating a key in the grid.
    KeyGrid(Uuid),
    /// Reading keys from a file.
    KeyImport(Uuid),
    /// Two keys, or two versions of one, side by side; `?a=` and `?b=` say which.
    KeyCompare(Uuid),
    /// A key.
    Key {
        /// The community.
        community: Uuid,
        /// The key.
        key: Uuid,
    },
    /// Changing a key.
    KeyEdit {
        /// The community.
        community: Uuid,
        /// The key.
        key: Uuid,
    },
    /// Choosing a file to import.
    ImportNew {
        /// The community.
        community: Uuid,
        /// What it brings in.
        kind: ImportKind,
    },
    /// The report of an import.
    Import {
        /// The community.
        community: Uuid,
        /// The import.
        import: Uuid,
    },
    /// The readings of a community: files that came in, meters that have some.
    Readings(Uuid),
    /// Choosing a file of readings to import.
    ReadingImportNew(Uuid),
    /// The report of a file of readings.
    ReadingImport {
        /// The community.
        community: Uuid,
        /// The import.
        import: Uuid,
    },
    /// No page has this path.
    NotFound,
}

impl Route {
    /// The community the page is about.
    pub const fn community(self) -> Option<Uuid> {
        match self {
            Self::Community(id)
            | Self::CommunityEdit(id)
            | Self::CommunityAudit(id)
            | Self::Meters(id)
            | Self::MeterNew(id)
            | Self::Members(id)
            | Self::MemberNew(id)
            | Self::ImportNew { community: id, .. }
            | Self::Import { community: id, .. }
            | Self::Readings(id)
            | Self::ReadingImportNew(id)
            | Self::ReadingImport { community: id, .. }
            | Self::Meter { community: id, .. }
            | Self::MeterEdit { community: id, .. }
            | Self::Member { community: id, .. }
            | Self::MemberEdit { community: id, .. }
            | Self::Keys(id)
            | Self::KeyNew(id)
            | Self::KeyGrid(id)
            | Self::KeyImport(id)
            | Self::KeyCompare(id)
            | Self::Key { community: id, .. }
            | Self::KeyEdit { community: id, .. } => Some(id),
            _ => None,
        }
    }

    /// The organisation the page is about, where the path names one.
    pub const fn organisation(self) -> Option<Uuid> {
        match self {
            Self::Organisation(id)
            | Self::Users(id)
            | Self::UserInvite(id)
            | Self::OrganisationAudit(id)
            | Self::User { organisation: id, .. }
            | Self::Customers(id)
            | Self::CustomerNew(id)
            | Self::Customer { organisation: id, .. }
            | Self::CustomerEdit { organisation: id, .. } => Some(id),
            _ => None,
        }
    }

    /// The same kind of page in another community: a list stays that list, a single object falls back to its list.
    pub const fn in_other_community(self, community: Uuid) -> Self {
        match self {
            Self::Meters(_) | Self::MeterNew(_) | Self::Meter { .. } | Self::MeterEdit { .. } => {
                Self::Meters(community)
            }
            Self::Members(_) | Self::MemberNew(_) | Self::Member { .. } | Self::MemberEdit { .. } => {
                Self::Members(community)
            }
            Self::Keys(_)
            | Self::KeyNew(_)
            | Self::KeyGrid(_)
            | Self::KeyImport(_)
            | Self::KeyCompare(_)
            | Self::Key { .. }
            | Self::KeyEdit { .. } => Self::Keys(community),
            Self::ImportNew { kind, .. } => Self::ImportNew { community, kind },
            Self::Readings(_) | Self::ReadingImportNew(_) | Self::ReadingImport { .. } => Self::Readings(community),
            Self::CommunityAudit(_) => Self::CommunityAudit(community),
            _ => Self::Community(community),
        }
    }

    /// True for the pages that need no login.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Login | Self::ForgotPassword | Self::ResetPassword | Self::AcceptInvitation)
    }
}

/// The login page that leads back to `href`.
pub fn with_next(href: &str) -> String {
    if href == "/" { Route::Login.path() } else { format!("{}?next={}", Route::Login.path(), encode(href)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routing::Query;

    const A: Uuid = Uuid::from_u128(1);
    const B: Uuid = Uuid::from_u128(2);

    fn every_page() -> Vec<Route> {
        vec![
            Route::Login,
            Route::ForgotPassword,
            Route::ResetPassword,
            Route::AcceptInvitation,
            Route::Dashboard,
            Route::Profile,
            Route::Organisations,
            Route::OrganisationNew,
            Route::Organisation(A),
            Route::Users(A),
            Route::UserInvite(A),
            Route::User { organisation: A, user: B },
            Route::OrganisationAudit(A),
            Route::Customers(A),
            Route::CustomerNew(A),
            Route::Customer { organisation: A, customer: B },
            Route::CustomerEdit { organisation: A, customer: B },
            Route::Markets,
            Route::Market(A),
            Route::ForecastNew(A),
            Route::PriceImport(A),
            Route::Optimisations,
            Route::OptimisationNew(A),
            Route::Optimisation(A),
            Route::OptimisationEdit(A),
            Route::AdviceCalendar,
            Route::Notifications,
            Route::Communities,
            Route::CommunityNew,
            Route::Community(A),
            Route::CommunityEdit(A),
            Route::CommunityAudit(A),
            Route::Meters(A),
            Route::MeterNew(A),
            Route::Meter { community: A, meter: B },
            Route::MeterEdit { community: A, meter: B },
            Route::ImportNew { community: A, kind: ImportKind::Meters },
            Route::ImportNew { community: A, kind: ImportKind::Members },
            Route::Import { community: A, import: B },
            Route::Members(A),
            Route::MemberNew(A),
            Route::Member { community: A, member: B },
            Route::MemberEdit { community: A, member: B },
            Route::Keys(A),
            Route::KeyNew(A),
            Route::KeyGrid(A),
            Route::KeyImport(A),
            Route::KeyCompare(A),
            Route::Key { community: A, key: B },
            Route::KeyEdit { community: A, key: B },
            Route::Readings(A),
            Route::ReadingImportNew(A),
            Route::ReadingImport { community: A, import: B },
        ]
    }

    #[test]
    fn every_path_leads_back_to_its_page() {
        for route in every_page() {
            assert_eq!(Route::parse(&route.path()), route);
            assert_eq!(Route::parse(&format!("{}/", route.path())), route, "a trailing slash does not matter");
        }
    }

    #[test]
    fn other_paths_are_not_found() {
        for path in ["/nowhere", "/communities/1", "/communities/x/meters", "/login/again", "/organisations/new/users"]
        {
            assert_eq!(Route::parse(path), Route::NotFound, "{path}");
        }
    }

    #[test]
    fn another_community_keeps_the_kind_of_page() {
        assert_eq!(Route::Meter { community: A, meter: B }.in_other_community(B), Route::Meters(B));
        assert_eq!(Route::MemberEdit { community: A, member: B }.in_other_community(B), Route::Members(B));
        assert_eq!(Route::KeyEdit { community: A, key: B }.in_other_community(B), Route::Keys(B));
        assert_eq!(Route::Dashboard.in_other_community(B), Route::Community(B));
    }

    #[test]
    fn the_way_back_survives_the_login_page() {
        let href = Route::Meters(A).path_with(&Query::default().with("q", Some("a b")));
        let login = with_next(&href);
        let (path, query) = login.split_once('?').unwrap_or((&login, ""));
        assert_eq!(Route::parse(path), Route::Login);
        assert_eq!(Query::parse(query).get("next"), Some(href.as_str()));
        assert_eq!(with_next("/"), "/login");
    }
}
