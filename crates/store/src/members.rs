//! Members of a community.

use crate::error::Result;
use crate::page::{NameSort, Page, PageRequest, Sort};
use crate::scope::{CommunityScope, CommunityWriter};
use chrono::{DateTime, NaiveDate, Utc};
use domain::member::MemberFields;
use domain::vocabulary::{MemberKind, MemberStatus};
use uuid::Uuid;

/// A member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberView {
    /// Their id.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// What can be set of them.
    pub fields: MemberFields,
    /// How many meters they own on the day asked about.
    pub meter_count: u64,
    /// Counts the changes.
    pub version: i64,
    /// When the record was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, by name at that time.
    pub updated_by: Option<String>,
}

/// Which members to list.
#[derive(Debug, Clone, Default)]
pub struct MemberFilter {
    /// Words of the name or e-mail.
    pub q: Option<String>,
    /// Only members of this status.
    pub status: Option<MemberStatus>,
    /// Only persons or only companies.
    pub kind: Option<MemberKind>,
    /// The order.
    pub sort: Sort<NameSort>,
}

impl CommunityScope<'_> {
    /// The community's members.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn members(
        &self,
        _filter: &MemberFilter,
        _today: NaiveDate,
        _page: &PageRequest,
    ) -> Result<Page<MemberView>> {
        todo!()
    }

    /// One member.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn member(&self, _id: Uuid, _today: NaiveDate) -> Result<MemberView> {
        todo!()
    }
}

impl CommunityWriter<'_> {
    /// Creates a member.
    ///
    /// # Errors
    /// `NotFound` for an unknown community; those of the database.
    pub async fn create_member(&self, _fields: &MemberFields) -> Result<MemberView> {
        todo!()
    }

    /// Replaces what can be set of a member.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::MemberHoldsMeters` when one with a live meter would become inactive;
    /// those of the database.
    pub async fn update_member(
        &self,
        _id: Uuid,
        _version: i64,
        _fields: &MemberFields,
        _today: NaiveDate,
    ) -> Result<MemberView> {
        todo!()
    }

    /// Deletes a member, with what users hold of them.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::MemberHoldsMeters`; `Conflict::InUse` for the owner of a past
    /// configuration; those of the database.
    pub async fn delete_member(&self, _id: Uuid, _version: i64, _today: NaiveDate) -> Result<()> {
        todo!()
    }
}
