//! Communities of an organisation.

use crate::error::Result;
use crate::page::{NameSort, Page, PageRequest, Sort};
use crate::scope::{CommunityScope, CommunityWriter, OrganisationWriter, Platform};
use chrono::{DateTime, Utc};
use domain::community::CommunityFields;
use domain::vocabulary::Region;
use uuid::Uuid;

/// A community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommunityView {
    /// Its id.
    pub id: Uuid,
    /// The organisation that runs it.
    pub organisation_id: Uuid,
    /// What can be set of it.
    pub fields: CommunityFields,
    /// How many members it has.
    pub member_count: u64,
    /// How many meters it has.
    pub meter_count: u64,
    /// Counts the changes.
    pub version: i64,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, by name at that time.
    pub updated_by: Option<String>,
}

/// Which communities a caller may see listed: all of some organisations, and some more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommunityReach {
    /// All communities of these organisations.
    pub organisations: Vec<Uuid>,
    /// These communities.
    pub communities: Vec<Uuid>,
}

/// Which communities to list.
#[derive(Debug, Clone, Default)]
pub struct CommunityFilter {
    /// Words of the name.
    pub q: Option<String>,
    /// Only communities of this organisation.
    pub organisation_id: Option<Uuid>,
    /// Only communities of this region.
    pub region: Option<Region>,
    /// The order.
    pub sort: Sort<NameSort>,
}

impl Platform<'_> {
    /// The communities within a reach.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn communities(
        &self,
        _reach: &CommunityReach,
        _filter: &CommunityFilter,
        _page: &PageRequest,
    ) -> Result<Page<CommunityView>> {
        todo!()
    }

    /// The organisation a community belongs to: what a caller's grants are then compared with.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn organisation_of(&self, _community: Uuid) -> Result<Uuid> {
        todo!()
    }
}

impl CommunityScope<'_> {
    /// The community itself.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn get(&self) -> Result<CommunityView> {
        todo!()
    }
}

impl OrganisationWriter<'_> {
    /// Creates a community.
    ///
    /// # Errors
    /// `NotFound` for an unknown organisation; those of the database.
    pub async fn create_community(&self, _fields: &CommunityFields) -> Result<CommunityView> {
        todo!()
    }
}

impl CommunityWriter<'_> {
    /// Replaces what can be set of the community.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; those of the database.
    pub async fn update(&self, _version: i64, _fields: &CommunityFields) -> Result<CommunityView> {
        todo!()
    }

    /// Deletes the community, with what users hold in it.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::CommunityNotEmpty`; those of the database.
    pub async fn delete(&self, _version: i64) -> Result<()> {
        todo!()
    }
}
