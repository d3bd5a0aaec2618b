//! The scopes: the only places queries and changes start from, each bound to its tenant.
//!
//! A scope holds ids and a connection, nothing it has read. Whoever builds one has checked the right to it.

use crate::connect::Store;
use crate::entity::community::{Column, Entity};
use crate::write::Tx;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, DatabaseExecutor};
use uuid::Uuid;

/// What lies across tenants: the directory of organisations and communities, within a reach given each time.
#[derive(Debug)]
pub struct Platform<'c> {
    pub(crate) db: DatabaseExecutor<'c>,
}

/// One organisation.
#[derive(Debug)]
pub struct OrganisationScope<'c> {
    pub(crate) db: DatabaseExecutor<'c>,
    pub(crate) organisation: Uuid,
}

/// One community of one organisation. Where the pair does not exist, nothing is found.
#[derive(Debug)]
pub struct CommunityScope<'c> {
    pub(crate) db: DatabaseExecutor<'c>,
    pub(crate) organisation: Uuid,
    pub(crate) community: Uuid,
}

/// Changes across tenants.
#[derive(Debug, Clone, Copy)]
pub struct PlatformWriter<'t> {
    pub(crate) tx: &'t Tx,
}

/// Changes in one organisation.
#[derive(Debug, Clone, Copy)]
pub struct OrganisationWriter<'t> {
    pub(crate) tx: &'t Tx,
    pub(crate) organisation: Uuid,
}

/// Changes in one community.
#[derive(Debug, Clone, Copy)]
pub struct CommunityWriter<'t> {
    pub(crate) tx: &'t Tx,
    pub(crate) organisation: Uuid,
    pub(crate) community: Uuid,
}

impl Store {
    /// Reads across tenants.
    #[must_use]
    pub fn platform(&self) -> Platform<'_> {
        Platform { db: (&self.db).into() }
    }

    /// Reads in one organisation.
    #[must_use]
    pub fn organisation(&self, organisation: Uuid) -> OrganisationScope<'_> {
        OrganisationScope { db: (&self.db).into(), organisation }
    }

    /// Reads in one community of an organisation.
    #[must_use]
    pub fn community(&self, organisation: Uuid, community: Uuid) -> CommunityScope<'_> {
        CommunityScope { db: (&self.db).into(), organisation, community }
    }
}

impl Tx {
    /// Changes across tenants.
    #[must_use]
    pub fn platform(&self) -> PlatformWriter<'_> {
        PlatformWriter { tx: self }
    }

    /// Changes in one organisation.
    #[must_use]
    pub fn organisation(&self, organisation: Uuid) -> OrganisationWriter<'_> {
        OrganisationWriter { tx: self, organisation }
    }

    /// Changes in one community of an organisation.
    #[must_use]
    pub fn community(&self, organisation: Uuid, community: Uuid) -> CommunityWriter<'_> {
        CommunityWriter { tx: self, organisation, community }
    }
}

impl<'t> OrganisationWriter<'t> {
    /// Reads in the same organisation, and sees the changes made so far.
    #[must_use]
    pub fn read(&self) -> OrganisationScope<'t> {
        OrganisationScope { db: (&self.tx.db).into(), organisation: self.organisation }
    }
}

impl<'t> CommunityWriter<'t> {
    /// Reads in the same community, and sees the changes made so far.
    #[must_use]
    pub fn read(&self) -> CommunityScope<'t> {
        CommunityScope { db: (&self.tx.db).into(), organisation: self.organisation, community: self.community }
    }
}

impl CommunityScope<'_> {
    /// Lets only the rows of this community through. A pair of ids that do not belong together finds nothing.
    ///
    /// The id is compared with a value, not with a subquery, so that an index that begins with it gives the order.
    pub(crate) fn own(&self, community_id: Expr) -> Condition {
        let community = Query::select()
            .column(Column::Id)
            .from(Entity)
            .and_where(Column::Id.eq(self.community))
            .and_where(Column::OrganisationId.eq(self.organisation))
            .take();
        Condition::all().add(community_id.eq(self.community)).add(Expr::exists(community))
    }
}
