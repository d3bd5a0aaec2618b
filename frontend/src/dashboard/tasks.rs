//! What awaits somebody in a community: counted by the lists' own totals, each with the way to it.

use crate::routing::{Query, Route};
use crate::session::Session;
use api_types::{Community, MemberQuery, MeterOwnership, MeterQuery, MeterState};
use client::Error;
use domain::role::Permission;
use domain::vocabulary::MemberStatus;
use uuid::Uuid;

/// Something that awaits the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Meters that wait for the DSO's word.
    WaitingDso,
    /// Meters that wait for the manager's word.
    WaitingManager,
    /// Meters that become active on a later day.
    Scheduled,
    /// Meters nobody owns.
    WithoutOwner,
    /// Members who are not accepted yet.
    PendingMembers,
}

impl Kind {
    const ALL: [Self; 5] =
        [Self::WaitingManager, Self::PendingMembers, Self::WithoutOwner, Self::WaitingDso, Self::Scheduled];

    /// The key of its sentence.
    pub const fn key(self) -> &'static str {
        match self {
            Self::WaitingDso => "dashboard.task.waiting_dso",
            Self::WaitingManager => "dashboard.task.waiting_manager",
            Self::Scheduled => "dashboard.task.scheduled",
            Self::WithoutOwner => "dashboard.task.without_owner",
            Self::PendingMembers => "dashboard.task.pending_members",
        }
    }

    /// Whether it is the user's turn; else it only takes its course.
    pub const fn is_due(self) -> bool {
        matches!(self, Self::WaitingManager | Self::PendingMembers | Self::WithoutOwner)
    }

    const fn needs(self) -> Permission {
        match self {
            Self::PendingMembers => Permission::MembersWrite,
            _ => Permission::MetersWrite,
        }
    }

    /// The list that shows exactly these.
    pub fn href(self, community: Uuid) -> String {
        let (route, name, value) = match self {
            Self::WaitingDso => (Route::Meters(community), "status", "waiting_dso"),
            Self::WaitingManager => (Route::Meters(community), "status", "waiting_manager"),
            Self::Scheduled => (Route::Meters(community), "status", "scheduled"),
            Self::WithoutOwner => (Route::Meters(community), "ownership", "unowned"),
            Self::PendingMembers => (Route::Members(community), "status", "pending"),
        };
        route.path_with(&Query::default().with(name, Some(value)))
    }

    async fn count(self, session: Session, community: Uuid) -> Result<u64, Error> {
        let meters = |status, ownership| MeterQuery { limit: Some(1), status, ownership, ..MeterQuery::default() };
        let query = match self {
            Self::PendingMembers => return pending_members(session, community).await,
            Self::WaitingDso => meters(Some(MeterState::WaitingDso), None),
            Self::WaitingManager => meters(Some(MeterState::WaitingManager), None),
            Self::Scheduled => meters(Some(MeterState::Scheduled), None),
            Self::WithoutOwner => meters(None, Some(MeterOwnership::Unowned)),
        };
        let page = session.call(async |client| client.list_meters(community, &query).await).await?;
        Ok(page.total.unwrap_or(u64::MAX))
    }
}

async fn pending_members(session: Session, community: Uuid) -> Result<u64, Error> {
    let query = MemberQuery { limit: Some(1), status: Some(MemberStatus::Pending), ..MemberQuery::default() };
    let page = session.call(async |client| client.list_members(community, &query).await).await?;
    Ok(page.total.unwrap_or(u64::MAX))
}

/// How many there are of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// Of what.
    pub kind: Kind,
    /// How many, at least one.
    pub count: u64,
}

/// What awaits the user in a community, their own turn first.
pub async fn fetch(session: Session, community: Community) -> Result<Vec<Task>, Error> {
    let mut tasks = Vec::new();
    for kind in Kind::ALL {
        if !community.permissions.contains(&kind.needs()) {
            continue;
        }
        let count = kind.count(session, community.id).await?;
        if count > 0 {
            tasks.push(Task { kind, count });
        }
    }
    Ok(tasks)
}

#[cfg(test)]
mod tests {
    use super::Kind;
    use crate::routing::Route;
    use uuid::Uuid;

    #[test]
    fn every_task_leads_to_a_page_that_exists() {
        for kind in Kind::ALL {
            let href = kind.href(Uuid::from_u128(1));
            let path = href.split('?').next().unwrap_or_default();
            assert_ne!(Route::parse(path), Route::NotFound, "{href}");
        }
    }
}
