//! The path of every page, both ways.

use super::query::Query;
use super::route::Route;
use domain::vocabulary::ImportKind;
use uuid::Uuid;

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
            ["markets"] => Self::Markets,
            ["markets", id] => Self::Market(id.parse().ok()?),
            ["markets", id, "forecasts", "new"] => Self::ForecastNew(id.parse().ok()?),
            ["markets", id, "prices", "import"] => Self::PriceImport(id.parse().ok()?),
            ["optimisations"] => Self::Optimisations,
            ["optimisations", id] => Self::Optimisation(id.parse().ok()?),
            ["optimisations", id, "edit"] => Self::OptimisationEdit(id.parse().ok()?),
            ["customers", id, "optimisations", "new"] => Self::OptimisationNew(id.parse().ok()?),
            ["calendar"] => Self::AdviceCalendar,
            ["notifications"] => Self::Notifications,
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
            ["customers"] => Self::Customers(organisation),
            ["customers", "new"] => Self::CustomerNew(organisation),
            ["customers", id] => Self::Customer { organisation, customer: id.parse().ok()? },
            ["customers", id, "edit"] => Self::CustomerEdit { organisation, customer: id.parse().ok()? },
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
            ["meters", "import"] => Self::ImportNew { community, kind: ImportKind::Meters },
            ["members", "import"] => Self::ImportNew { community, kind: ImportKind::Members },
            ["imports", id] => Self::Import { community, import: id.parse().ok()? },
            ["readings"] => Self::Readings(community),
            ["readings", "import"] => Self::ReadingImportNew(community),
            ["readings", "imports", id] => Self::ReadingImport { community, import: id.parse().ok()? },
            ["meters", id] => Self::Meter { community, meter: id.parse().ok()? },
            ["meters", id, "edit"] => Self::MeterEdit { community, meter: id.parse().ok()? },
            ["members"] => Self::Members(community),
            ["members", "new"] => Self::MemberNew(community),
            ["members", id] => Self::Member { community, member: id.parse().ok()? },
            ["members", id, "edit"] => Self::MemberEdit { community, member: id.parse().ok()? },
            ["keys"] => Self::Keys(community),
            ["keys", "new"] => Self::KeyNew(community),
            ["keys", "new", "grid"] => Self::KeyGrid(community),
            ["keys", "import"] => Self::KeyImport(community),
            ["keys", "compare"] => Self::KeyCompare(community),
            ["keys", id] => Self::Key { community, key: id.parse().ok()? },
            ["keys", id, "edit"] => Self::KeyEdit { community, key: id.parse().ok()? },
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
            Self::Customers(id) => join("organisations", id, "/customers"),
            Self::CustomerNew(id) => join("organisations", id, "/customers/new"),
            Self::Customer { organisation, customer } => {
                join("organisations", organisation, "/customers/") + &customer.to_string()
            }
            Self::CustomerEdit { organisation, customer } => {
                join("organisations", organisation, "/customers/") + &customer.to_string() + "/edit"
            }
            Self::Markets => "/markets".to_owned(),
            Self::Market(id) => join("markets", id, ""),
            Self::ForecastNew(id) => join("markets", id, "/forecasts/new"),
            Self::PriceImport(id) => join("markets", id, "/prices/import"),
            Self::Optimisations => "/optimisations".to_owned(),
            Self::OptimisationNew(customer) => join("customers", customer, "/optimisations/new"),
            Self::Optimisation(id) => join("optimisations", id, ""),
            Self::OptimisationEdit(id) => join("optimisations", id, "/edit"),
            Self::AdviceCalendar => "/calendar".to_owned(),
            Self::Notifications => "/notifications".to_owned(),
            Self::Communities => "/communities".to_owned(),
            Self::CommunityNew => "/communities/new".to_owned(),
            Self::Community(id) => join("communities", id, ""),
            Self::CommunityEdit(id) => join("communities", id, "/edit"),
            Self::CommunityAudit(id) => join("communities", id, "/audit-log"),
            Self::Meters(id) => join("communities", id, "/meters"),
            Self::MeterNew(id) => join("communities", id, "/meters/new"),
            Self::Meter { community, meter } => join("communities", community, "/meters/") + &meter.to_string(),
            Self::MeterEdit { community, meter } => {
                join("communities", community, "/meters/") + &meter.to_string() + "/edit"
            }
            Self::Members(id) => join("communities", id, "/members"),
            Self::MemberNew(id) => join("communities", id, "/members/new"),
            Self::Member { community, member } => join("communities", community, "/members/") + &member.to_string(),
            Self::MemberEdit { community, member } => {
                join("communities", community, "/members/") + &member.to_string() + "/edit"
            }
            Self::Keys(id) => join("communities", id, "/keys"),
            Self::KeyNew(id) => join("communities", id, "/keys/new"),
            Self::KeyGrid(id) => join("communities", id, "/keys/new/grid"),
            Self::KeyImport(id) => join("communities", id, "/keys/import"),
            Self::KeyCompare(id) => join("communities", id, "/keys/compare"),
            Self::Key { community, key } => join("communities", community, "/keys/") + &key.to_string(),
            Self::KeyEdit { community, key } => join("communities", community, "/keys/") + &key.to_string() + "/edit",
            Self::ImportNew { community, kind } => join("communities", community, "/") + kind.as_str() + "/import",
            Self::Import { community, import } => join("communities", community, "/imports/") + &import.to_string(),
            Self::Readings(id) => join("communities", id, "/readings"),
            Self::ReadingImportNew(id) => join("communities", id, "/readings/import"),
            Self::ReadingImport { community, import } => {
                join("communities", community, "/readings/imports/") + &import.to_string()
            }
            Self::NotFound => "/not-found".to_owned(),
        }
    }

    /// The path with a query, for an `href`.
    pub fn path_with(self, query: &Query) -> String {
        self.path() + &query.to_suffix()
    }
}

fn join(collection: &str, id: Uuid, rest: &str) -> String {
    format!("/{collection}/{id}{rest}")
}
