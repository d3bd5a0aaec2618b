//! The users of an organisation: a relation between it and a login, with what they hold there.

use crate::error::Result;
use crate::page::{NameSort, Page, PageRequest, Sort};
use crate::scope::{OrganisationScope, OrganisationWriter};
use chrono::{DateTime, Utc};
use domain::role::{Grant, Role};
use uuid::Uuid;

/// A user as one organisation sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationUserView {
    /// The id of this relation, not of the login.
    pub id: Uuid,
    /// The login.
    pub email: String,
    /// The name.
    pub name: String,
    /// Whether the invitation was accepted.
    pub accepted: bool,
    /// Until when the latest invitation can, or could, be accepted; absent once one was accepted.
    pub invitation_expires_at: Option<DateTime<Utc>>,
    /// What they hold in this organisation.
    pub grants: Vec<Grant>,
    /// Counts the changes.
    pub version: i64,
    /// When they were invited or created.
    pub created_at: DateTime<Utc>,
    /// When this relation was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, by name at that time.
    pub updated_by: Option<String>,
}

/// Which users to list.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// Words of the name or e-mail.
    pub q: Option<String>,
    /// Only users with this role.
    pub role: Option<Role>,
    /// The order.
    pub sort: Sort<NameSort>,
}

impl OrganisationScope<'_> {
    /// The organisation's users.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn users(&self, _filter: &UserFilter, _page: &PageRequest) -> Result<Page<OrganisationUserView>> {
        todo!()
    }

    /// One user, by the relation's id.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn user(&self, _id: Uuid) -> Result<OrganisationUserView> {
        todo!()
    }
}

impl OrganisationWriter<'_> {
    /// Adds a login to the organisation as if it had accepted an invitation. For the command line and demo data.
    ///
    /// # Errors
    /// `NotFound`; `Conflict::UserExists`; `Invalid` as for an invitation; those of the database.
    pub async fn add_user(&self, _user: Uuid, _grants: &[Grant]) -> Result<OrganisationUserView> {
        todo!()
    }

    /// Replaces what a user holds.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::LastManager`; `Invalid` as for an invitation; those of the database.
    pub async fn update_user(&self, _id: Uuid, _version: i64, _grants: &[Grant]) -> Result<OrganisationUserView> {
        todo!()
    }

    /// Takes a user out of the organisation, with all they hold there. Their login stays.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::LastManager`; those of the database.
    pub async fn remove_user(&self, _id: Uuid, _version: i64) -> Result<()> {
        todo!()
    }
}
