//! Access of members to the portal: users of the organisation who hold the role of a member.
//!
//! The same relations, invitations and grants as for any user, seen from one member record. Whoever looks from
//! there learns of a user only what concerns that record.

use crate::audit::{self, Entry, FieldChange, Fields};
use crate::entity::{app_user, member, organisation_user, role_grant};
use crate::error::{Conflict, Error, Result};
use crate::grants;
use crate::invitations::{NewInvitation, RenewedInvitation};
use crate::org_users::OrganisationUserView;
use crate::page::{NameSort, Page, PageRequest, Sort};
use crate::scope::{CommunityScope, CommunityWriter, OrganisationWriter};
use crate::write::Tx;
use chrono::{DateTime, Utc};
use domain::role::{Grant, Role};
use domain::text::Email;
use domain::vocabulary::PortalAccess;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

/// What inviting somebody to the portal came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortalInvitation {
    /// A link was made, and is to be mailed: to a new user, or to one who has not accepted an earlier one.
    Linked(OrganisationUserView),
    /// A user of the organisation got the access at once, and is to be told.
    Added(OrganisationUserView),
}

impl PortalInvitation {
    /// The user.
    #[must_use]
    pub const fn user(&self) -> &OrganisationUserView {
        match self {
            Self::Linked(user) | Self::Added(user) => user,
        }
    }
}

impl CommunityScope<'_> {
    /// The users who may look at a member's meters, or are invited to.
    ///
    /// # Errors
    /// `NotFound` for an unknown member; `InvalidCursor`; those of the database.
    pub async fn portal_users(
        &self,
        member: Uuid,
        sort: Sort<NameSort>,
        page: &PageRequest,
    ) -> Result<Page<OrganisationUserView>> {
        let known = member::Entity::find_by_id(member)
            .filter(self.own(Expr::col((member::Entity, member::Column::CommunityId))))
            .count(&self.db)
            .await?;
        if known == 0 {
            return Err(Error::NotFound);
        }
        self.of_organisation().users_where(self.holders(member), sort, page).await
    }

    /// One of them.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn portal_user(&self, member: Uuid, user: Uuid) -> Result<OrganisationUserView> {
        let which = self.holders(member).add(organisation_user::Column::Id.eq(user));
        self.of_organisation().user_where(which).await
    }

    /// Lets the users through who hold the role of this member.
    fn holders(&self, member: Uuid) -> Condition {
        let holders = Query::select()
            .column(role_grant::Column::OrganisationUserId)
            .from(role_grant::Entity)
            .and_where(role_grant::Column::OrganisationId.eq(self.organisation))
            .and_where(role_grant::Column::CommunityId.eq(self.community))
            .and_where(role_grant::Column::MemberId.eq(member))
            .take();
        Condition::all().add(organisation_user::Column::Id.in_subquery(holders))
    }
}

impl CommunityWriter<'_> {
    /// Gives somebody access to a member's meters: a new user is invited, a present one gets it at once. The
    /// caller appends the mail.
    ///
    /// # Errors
    /// `NotFound` for an unknown member; `Conflict::UserExists` for somebody who has the access, or whose open
    /// invitation to the organisation offers more than such access; those of the database.
    pub async fn invite_to_portal(&self, member: Uuid, invitation: &NewInvitation) -> Result<PortalInvitation> {
        let organisation = self.of_organisation();
        organisation.lock().await?;
        let grant = self.member_grant(member);
        // Locks the member, so that they are not deleted meanwhile.
        grants::check(self.tx, self.organisation, &[grant]).await.map_err(|error| match error {
            Error::Invalid(_) => Error::NotFound,
            other => other,
        })?;
        let invited = match self.relation_of(&invitation.email).await? {
            None => {
                let only = NewInvitation { grants: vec![grant], ..invitation.clone() };
                PortalInvitation::Linked(organisation.invite(&only).await?)
            }
            Some(user) => self.add_to_user(&user, grant, invitation).await?,
        };
        let action = match invited {
            PortalInvitation::Linked(_) => "member.access_offered",
            PortalInvitation::Added(_) => "member.access_given",
        };
        self.tell(action, member, login(None, Some(&invited.user().email))).await?;
        Ok(invited)
    }

    /// Voids the open links of somebody who is invited to look at a member's meters, and makes a new one. The
    /// caller appends the mail.
    ///
    /// # Errors
    /// `NotFound`; `Conflict::AlreadyAccepted`; those of the database.
    pub async fn renew_portal_invitation(
        &self,
        member: Uuid,
        user: Uuid,
        token_hash: &str,
        expires_at: DateTime<Utc>,
    ) -> Result<RenewedInvitation> {
        let invited = self.read().portal_user(member, user).await?;
        let renewed = self.of_organisation().renew_invitation(user, token_hash, expires_at).await?;
        self.tell("member.access_offered", member, login(None, Some(&invited.email))).await?;
        Ok(renewed)
    }

    /// Takes the access to a member's meters from somebody; who holds nothing else leaves the organisation.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; those of the database.
    pub async fn withdraw_from_portal(&self, member: Uuid, user: Uuid, version: i64) -> Result<()> {
        let organisation = self.of_organisation();
        organisation.lock().await?;
        let old = self.read().portal_user(member, user).await?;
        let grant = self.member_grant(member);
        let left: Vec<Grant> = old.grants.iter().copied().filter(|held| *held != grant).collect();
        if left.is_empty() {
            organisation.remove_user(user, version).await?;
        } else {
            organisation.update_user(user, version, &left).await?;
        }
        self.tell("member.access_withdrawn", member, login(Some(&old.email), None)).await
    }

    /// Adds the access to what a user of the organisation holds.
    async fn add_to_user(
        &self,
        user: &OrganisationUserView,
        grant: Grant,
        invitation: &NewInvitation,
    ) -> Result<PortalInvitation> {
        // An invitation that offers more is for those to renew who may give that.
        let offers_more = !user.accepted && user.grants.iter().any(|held| held.role() != Role::Member);
        if user.grants.contains(&grant) || offers_more {
            return Err(Conflict::UserExists.into());
        }
        let organisation = self.of_organisation();
        let grants: Vec<Grant> = user.grants.iter().copied().chain([grant]).collect();
        let changed = organisation.update_user(user.id, user.version, &grants).await?;
        if user.accepted {
            return Ok(PortalInvitation::Added(changed));
        }
        let renewed = organisation.renew_invitation(user.id, &invitation.token_hash, invitation.expires_at).await?;
        Ok(PortalInvitation::Linked(renewed.user))
    }

    /// The user of the organisation with this address.
    async fn relation_of(&self, email: &Email) -> Result<Option<OrganisationUserView>> {
        let login = Query::select()
            .column(app_user::Column::Id)
            .from(app_user::Entity)
            .and_where(app_user::Column::EmailKey.eq(email.key()))
            .take();
        let which = Condition::all().add(organisation_user::Column::UserId.in_subquery(login));
        match self.read().of_organisation().user_where(which).await {
            Ok(user) => Ok(Some(user)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    const fn member_grant(&self, member: Uuid) -> Grant {
        Grant::Member { organisation: self.organisation, community: self.community, member }
    }

    const fn of_organisation(&self) -> OrganisationWriter<'_> {
        OrganisationWriter { tx: self.tx, organisation: self.organisation }
    }

    async fn tell(&self, action: &'static str, member: Uuid, changes: Vec<FieldChange>) -> Result<()> {
        tell(self.tx, action, self.organisation, self.community, member, changes).await
    }
}

/// Tells in the logs of members that a user has accepted the access to their meters.
pub(crate) async fn tell_acceptance(tx: &Tx, held: &[Grant], email: &str) -> Result<()> {
    for grant in held {
        if let Grant::Member { organisation, community, member } = *grant {
            tell(tx, "member.access_accepted", organisation, community, member, login(None, Some(email))).await?;
        }
    }
    Ok(())
}

async fn tell(
    tx: &Tx,
    action: &'static str,
    organisation: Uuid,
    community: Uuid,
    member: Uuid,
    changes: Vec<FieldChange>,
) -> Result<()> {
    let record = member::Entity::find_by_id(member)
        .filter(member::Column::CommunityId.eq(community))
        .one(&tx.db)
        .await?
        .ok_or(Error::NotFound)?;
    let (organisation, community) = (Some(organisation), Some(community));
    let label = &record.display_name;
    tx.audit(Entry { action, id: member, organisation, community, label, changes }).await
}

/// Whose access it is about, as an audit entry shows it.
pub(crate) fn login(old: Option<&str>, new: Option<&str>) -> Vec<FieldChange> {
    let fields = |email: Option<&str>| Fields::from([("login", json!(email))]);
    audit::changed(&fields(old), &fields(new))
}

/// Counts, for each member of a query, the users who hold that member's role; those who accepted, if `accepted`.
pub(crate) fn count_users(accepted: bool) -> SelectStatement {
    let mut count = users(accepted);
    count.expr(Expr::cust("COUNT(*)"));
    count
}

/// Lets the members of a query through with this access to the portal.
pub(crate) fn has_access(access: PortalAccess) -> Condition {
    let exists = |accepted: bool| {
        let mut users = users(accepted);
        users.expr(Expr::val(1));
        Expr::exists(users)
    };
    match access {
        PortalAccess::None => Condition::all().add(exists(false).not()),
        PortalAccess::Invited => Condition::all().add(exists(false)).add(exists(true).not()),
        PortalAccess::Active => Condition::all().add(exists(true)),
    }
}

fn users(accepted: bool) -> SelectStatement {
    let of_grant = |column: role_grant::Column| Expr::col((role_grant::Entity, column));
    let of_user = |column: organisation_user::Column| Expr::col((organisation_user::Entity, column));
    let mut users = Query::select();
    users
        .from(role_grant::Entity)
        .join(
            JoinType::InnerJoin,
            organisation_user::Entity,
            of_user(organisation_user::Column::Id).equals((role_grant::Entity, role_grant::Column::OrganisationUserId)),
        )
        .and_where(of_grant(role_grant::Column::CommunityId).equals((member::Entity, member::Column::CommunityId)))
        .and_where(of_grant(role_grant::Column::MemberId).equals((member::Entity, member::Column::Id)));
    if accepted {
        users.and_where(of_user(organisation_user::Column::Accepted).eq(true));
    }
    users
}
