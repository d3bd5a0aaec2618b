//! Every page of the application and its path.

use super::query::{Query, encode};
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
    /// A meter; `?tab=` says which tab.
    Meter {
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
    /// No page has this path.
    NotFound,
}

impl Route {
    /// The page of a path.
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        Self::of_parts(&parts).unwrap_or(Self::NotFound)
    }

    fn of_parts(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            [] => Self::Dashboard,
            ["login"] => Self::Login,
            ["forgot-password"] => Self::ForgotPassword,
            ["reset-password"] => Self::ResetPassword,
            ["accept-invitation"] => Self::AcceptInvitation,
            ["profile"] => Self::Profile,
            ["organisations"] => Self::Organisations,
            ["organisations", "new"] => Self::OrganisationNew,
            ["organisations", id, rest @ ..] => Self::in_organisation(id.parse().ok()?, rest)?,
            ["communities"] => Self::Communities,
            ["communities", "new"] => Self::CommunityNew,
            ["communities", id, rest @ ..] => Self::in_community(id.parse().ok()?, rest)?,
            _ => return None,
        })
    }

    fn in_organisation(organisation: Uuid, parts: &[&str]) -> Option<Self> {
        Some(match parts {
            [] => Self::Organisation(organisation),
            ["users"] => Self::Users(organisation),
            ["users", "new"] => Self::UserInvite(organisation),
            ["users", id] => Self::User { organisation, user: id.parse().ok()? },
            ["audit-log"] => Self::OrganisationAudit(organisation),
            _ => return None,
        })
    }

    fn in_community(community: Uuid, parts: &[&str]) -> Option<Self> {
        Some(match parts {
            [] => Self::Community(community),
            ["edit"] => Self::CommunityEdit(community),
            ["audit-log"] => Self::CommunityAudit(community),
            ["meters"] => Self::Meters(community),
            ["meters", "new"] => Self::MeterNew(community),
            ["meters", id] => Self::Meter { community, meter: id.parse().ok()? },
            ["members"] => Self::Members(community),
            ["members", "new"] => Self::MemberNew(community),
            ["members", id] => Self::Member { community, member: id.parse().ok()? },
            ["members", id, "edit"] => Self::MemberEdit { community, member: id.parse().ok()? },
            _ => return None,
        })
    }

    /// The path of the page, for an `href`.
    pub fn path(self) -> String {
        match self {
            Self::Dashboard => "/".to_owned(),
            Self::Login => "/login".to_owned(),
            Self::ForgotPassword => "/forgot-password".to_owned(),
            Self::ResetPassword => "/reset-password".to_owned(),
            Self::AcceptInvitation => "/accept-invitation".to_owned(),
            Self::Profile => "/profile".to_owned(),
            Self::Organisations => "/organisations".to_owned(),
            Self::OrganisationNew => "/organisations/new".to_owned(),
            Self::Organisation(id) => join("organisations", id, ""),
            Self::Users(id) => join("organisations", id, "/users"),
            Self::UserInvite(id) => join("organisations", id, "/users/new"),
            Self::User { organisation, user } => join("organisations", organisation, "/users/") + &user.to_string(),
            Self::OrganisationAudit(id) => join("organisations", id, "/audit-log"),
            Self::Communities => "/communities".to_owned(),
            Self::CommunityNew => "/communities/new".to_owned(),
            Self::Community(id) => join("communities", id, ""),
            Self::CommunityEdit(id) => join("communities", id, "/edit"),
            Self::CommunityAudit(id) => join("communities", id, "/audit-log"),
            Self::Meters(id) => join("communities", id, "/meters"),
            Self::MeterNew(id) => join("communities", id, "/meters/new"),
            Self::Meter { community, meter } => join("communities", community, "/meters/") + &meter.to_string(),
            Self::Members(id) => join("communities", id, "/members"),
            Self::MemberNew(id) => join("communities", id, "/members/new"),
            Self::Member { community, member } => join("communities", community, "/members/") + &member.to_string(),
            Self::MemberEdit { community, member } => {
                join("communities", community, "/members/") + &member.to_string() + "/edit"
            }
            Self::NotFound => "/not-found".to_owned(),
        }
    }

    /// The path with a query, for an `href`.
    pub fn path_with(self, query: &Query) -> String {
        self.path() + &query.to_suffix()
    }

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
            | Self::Meter { community: id, .. }
            | Self::Member { community: id, .. }
            | Self::MemberEdit { community: id, .. } => Some(id),
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
            | Self::User { organisation: id, .. } => Some(id),
            _ => None,
        }
    }

    /// The same kind of page in another community: a list stays that list, a single object falls back to its list.
    pub const fn in_other_community(self, community: Uuid) -> Self {
        match self {
            Self::Meters(_) | Self::MeterNew(_) | Self::Meter { .. } => Self::Meters(community),
            Self::Members(_) | Self::MemberNew(_) | Self::Member { .. } | Self::MemberEdit { .. } => {
                Self::Members(community)
            }
            Self::CommunityAudit(_) => Self::CommunityAudit(community),
            _ => Self::Community(community),
        }
    }

    /// True for the pages that need no login.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Login | Self::ForgotPassword | Self::ResetPassword | Self::AcceptInvitation)
    }
}

fn join(collection: &str, id: Uuid, rest: &str) -> String {
    format!("/{collection}/{id}{rest}")
}

/// The login page that leads back to `href`.
pub fn with_next(href: &str) -> String {
    if href == "/" { Route::Login.path() } else { format!("{}?next={}", Route::Login.path(), encode(href)) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            Route::Communities,
            Route::CommunityNew,
            Route::Community(A),
            Route::CommunityEdit(A),
            Route::CommunityAudit(A),
            Route::Meters(A),
            Route::MeterNew(A),
            Route::Meter { community: A, meter: B },
            Route::Members(A),
            Route::MemberNew(A),
            Route::Member { community: A, member: B },
            Route::MemberEdit { community: A, member: B },
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
