//! Organisations: the tenants.

use crate::error::Result;
use crate::page::{NameSort, Page, PageRequest, Sort};
use crate::scope::{OrganisationScope, OrganisationWriter, Platform, PlatformWriter};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationView {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Counts the changes.
    pub version: i64,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, by name at that time.
    pub updated_by: Option<String>,
}

/// Which organisations a caller may see listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrganisationReach {
    /// All of them.
    All,
    /// These.
    Only(Vec<Uuid>),
}

/// Which organisations to list.
#[derive(Debug, Clone, Default)]
pub struct OrganisationFilter {
    /// Words of the name.
    pub q: Option<String>,
    /// The order.
    pub sort: Sort<NameSort>,
}

impl Platform<'_> {
    /// The organisations within a reach.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn organisations(
        &self,
        _reach: &OrganisationReach,
        _filter: &OrganisationFilter,
        _page: &PageRequest,
    ) -> Result<Page<OrganisationView>> {
        todo!()
    }
}

impl OrganisationScope<'_> {
    /// The organisation itself.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn get(&self) -> Result<OrganisationView> {
        todo!()
    }
}

impl PlatformWriter<'_> {
    /// Creates an organisation.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn create_organisation(&self, _name: &str) -> Result<OrganisationView> {
        todo!()
    }
}

impl OrganisationWriter<'_> {
    /// Replaces what can be set of the organisation.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; those of the database.
    pub async fn update(&self, _version: i64, _name: &str) -> Result<OrganisationView> {
        todo!()
    }
}
