//! The scopes: the only places queries and changes start from, each bound to its tenant.
//!
//! A scope holds ids and a connection, nothing it has read. Whoever builds one has checked the right to it.

use crate::connect::Store;
use crate::entity::community::{Column, Entity};
use crate::totals::Totals;
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
    /// What was counted before; none inside a transaction, which sees what others do not.
    pub(crate) totals: Option<&'c Totals>,
}

/// One customer account of one organisation. Where the pair does not exist, nothing is found.
#[derive(Debug)]
pub struct CustomerScope<'c> {
    pub(crate) db: DatabaseExecutor<'c>,
    pub(crate) organisation: Uuid,
    pub(crate) customer: Uuid,
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

/// Changes of one customer account.
#[derive(Debug, Clone, Copy)]
pub struct CustomerWriter<'t> {
    pub(crate) tx: &'t Tx,
    pub(crate) organisation: Uuid,
    pub(crate) customer: Uuid,
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
        CommunityScope { db: (&self.db).into(), organisation, community, totals: Some(&self.totals) }
    }

    /// Reads of one customer account of an organisation.
    #[must_use]
    pub fn customer(&self, organisation: Uuid, customer: Uuid) -> CustomerScope<'_> {
        CustomerScope { db: (&self.db).into(), organisation, customer }
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

    /// Changes of one customer account of an organisation.
    #[must_use]
    pub fn customer(&self, organisation: Uuid, customer: Uuid) -> CustomerWriter<'_> {
        CustomerWriter { tx: self, organisation, customer }
    }
}

impl<'t> PlatformWriter<'t> {
    /// Reads across tenants, and sees the changes made so far.
    #[must_use]
    pub fn read(&self) -> Platform<'t> {
        Platform { db: (&self.tx.db).into() }
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
        let (organisation, community) = (self.organisation, self.community);
        CommunityScope { db: (&self.tx.db).into(), organisation, community, totals: None }
    }
}

impl<'t> CustomerWriter<'t> {
    /// Reads of the same account, and sees the changes made so far.
    #[must_use]
    pub fn read(&self) -> CustomerScope<'t> {
        CustomerScope { db: (&self.tx.db).into(), organisation: self.organisation, customer: self.customer }
    }
}

impl CustomerScope<'_> {
    /// Lets only the rows of this account through, given the columns of its organisation and its id.
    pub(crate) fn own(&self, organisation_id: Expr, customer_id: Expr) -> Condition {
        Condition::all().add(organisation_id.eq(self.organisation)).add(customer_id.eq(self.customer))
    }
}

impl CommunityScope<'_> {
    /// Reads in the organisation that runs the community.
    pub(crate) fn of_organisation(&self) -> OrganisationScope<'_> {
        let db = match &self.db {
            DatabaseExecutor::Connection(connection) => DatabaseExecutor::Connection(connection),
            DatabaseExecutor::Transaction(transaction) => DatabaseExecutor::Transaction(transaction),
            DatabaseExecutor::OwnedTransaction(transaction) => DatabaseExecutor::Transaction(transaction),
        };
        OrganisationScope { db, organisation: self.organisation }
    }

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
