//! Members of a community.

use crate::audit;
use crate::entity::member::{self, Column, Entity};
use crate::entity::{meter, meter_configuration};
use crate::error::{Conflict, Error, Result, referenced_or};
use crate::member_row::{blank, fields_of, filled, wire};
use crate::page::{NameSort, Page, PageRequest, Sort};
use crate::portal;
use crate::scope::{CommunityScope, CommunityWriter};
use crate::text_search::{Indexed, Narrowed, any_of, beside_few, contains, narrow, words};
use crate::timeline;
use chrono::{DateTime, NaiveDate, Utc};
use domain::enterprise::search_fragment;
use domain::member::{HoldsMeters, MemberFields, guard_holds_meters};
use domain::text::fold;
use domain::vocabulary::{MemberKind, MemberStatus, PortalAccess};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QuerySelect, QueryTrait,
};
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
    /// Whether somebody may look at their meters in the portal.
    pub portal_access: PortalAccess,
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
    /// Words of the name, e-mail, city, enterprise number or account number.
    pub q: Option<String>,
    /// Only members of this status.
    pub status: Option<MemberStatus>,
    /// Only persons or only companies.
    pub kind: Option<MemberKind>,
    /// Only members with this access to the portal.
    pub portal_access: Option<PortalAccess>,
    /// The order.
    pub sort: Sort<NameSort>,
}

/// A member with the meters they own and the users who see these.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    member: member::Model,
    meter_count: i64,
    portal_users: i64,
    portal_active: i64,
}

impl CommunityScope<'_> {
    /// The community's members.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn members(
        &self,
        filter: &MemberFilter,
        today: NaiveDate,
        page: &PageRequest,
    ) -> Result<Page<MemberView>> {
        let parts = words_and_numbers(filter.q.as_deref());
        let narrowed = self.members_left(&parts).await?;
        let mut community = column(Column::CommunityId);
        if matches!(narrowed, Narrowed::Few(_)) {
            community = beside_few(self.db.get_database_backend(), community);
        }
        let mut query = self.select_members(community, today);
        query.cond_where(searched(&parts)).cond_where(narrowed.condition(column(Column::Id)));
        if let Some(status) = filter.status {
            query.and_where(Column::Status.eq(status.as_str()));
        }
        if let Some(kind) = filter.kind {
            query.and_where(Column::Kind.eq(kind.as_str()));
        }
        if let Some(access) = filter.portal_access {
            query.cond_where(portal::has_access(access));
        }
        let keyset = filter.sort.keyset(
            (column(Column::NameKey), |row: &Row| &row.member.name_key),
            (column(Column::CreatedAt), |row: &Row| row.member.created_at),
            (column(Column::Id), |row: &Row| row.member.id),
        );
        keyset.read(&self.db, query, page).await?.try_map(view)
    }

    /// What the rarest of the words searched for leaves.
    async fn members_left(&self, parts: &[(String, Option<String>)]) -> Result<Narrowed> {
        let backend = self.db.get_database_backend();
        let all = Entity::find().filter(self.own(column(Column::CommunityId))).into_query();
        let ways = parts.iter().filter_map(|(word, number)| {
            let parts: Vec<&str> = [word.as_str()].into_iter().chain(number.as_deref()).collect();
            any_of(&parts, |part| Indexed::Member.containing(backend, self.community, part))
        });
        narrow(self, &all, ways).await
    }

    /// One member.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn member(&self, id: Uuid, today: NaiveDate) -> Result<MemberView> {
        let mut query = self.select_members(column(Column::CommunityId), today);
        query.and_where(Column::Id.eq(id));
        let row = self.db.query_one(&query).await?.ok_or(Error::NotFound)?;
        view(Row::from_query_result(&row, "")?)
    }

    fn select_members(&self, community: Expr, today: NaiveDate) -> SelectStatement {
        use meter_configuration as configuration;
        let of = |column: configuration::Column| Expr::col((configuration::Entity, column));
        let owned = Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .from(configuration::Entity)
            .and_where(of(configuration::Column::CommunityId).equals((Entity, Column::CommunityId)))
            .and_where(of(configuration::Column::MemberId).equals((Entity, Column::Id)))
            .cond_where(timeline::contains(configuration::Entity, today))
            .take();
        let mut query = Entity::find().filter(self.own(community)).into_query();
        query.expr_as(Expr::from(owned), "meter_count");
        query.expr_as(Expr::from(portal::count_users(false)), "portal_users");
        query.expr_as(Expr::from(portal::count_users(true)), "portal_active");
        query
    }

    /// Identifiers of the meters a member owns today or on a later day, in order.
    async fn live_meters(&self, member: Uuid, today: NaiveDate) -> Result<Vec<String>> {
        use meter_configuration as configuration;
        let held = Query::select()
            .column(configuration::Column::MeterId)
            .from(configuration::Entity)
            .and_where(configuration::Column::CommunityId.eq(self.community))
            .and_where(configuration::Column::MemberId.eq(member))
            .cond_where(timeline::reaches(configuration::Entity, today))
            .take();
        let eans = Query::select()
            .column(meter::Column::Ean)
            .from(meter::Entity)
            .cond_where(self.own(Expr::col((meter::Entity, meter::Column::CommunityId))))
            .and_where(meter::Column::Id.in_subquery(held))
            .order_by(meter::Column::Ean, sea_orm::Order::Asc)
            .take();
        let rows = self.db.query_all(&eans).await?;
        Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?)
    }
}

impl CommunityWriter<'_> {
    /// Creates a member.
    ///
    /// # Errors
    /// `NotFound` for an unknown community; those of the database.
    pub async fn create_member(&self, fields: &MemberFields) -> Result<MemberView> {
        self.verify().await?;
        let row = filled(blank(self.tx, self.community), fields);
        Entity::insert(row.clone().into_active_model()).exec_without_returning(&self.tx.db).await?;
        self.audit("member.created", row.id, &row.display_name, audit::created(&wire(fields))).await?;
        view(Row { member: row, meter_count: 0, portal_users: 0, portal_active: 0 })
    }

    /// A new member as a row.
    pub(crate) fn member_row(&self, id: Uuid, fields: &MemberFields) -> member::Model {
        member::Model { id, ..filled(blank(self.tx, self.community), fields) }
    }

    /// Replaces what can be set of a member.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::MemberHoldsMeters` when one with a live meter would become inactive;
    /// those of the database.
    pub async fn update_member(
        &self,
        id: Uuid,
        version: i64,
        fields: &MemberFields,
        today: NaiveDate,
    ) -> Result<MemberView> {
        let old = self.current_member(id, version).await?;
        let changes = audit::changed(&wire(&fields_of(&old)?), &wire(fields));
        if changes.is_empty() {
            return self.read().member(id, today).await;
        }
        let live = self.read().live_meters(id, today).await?;
        guard_holds_meters(Some(fields.status), live).map_err(holds_meters)?;
        let touched =
            member::Model { version: version + 1, updated_at: self.tx.now(), updated_by: self.tx.actor_name(), ..old };
        let row = filled(touched, fields);
        let label = row.display_name.clone();
        Entity::update_many()
            .set(row.into_active_model().reset_all())
            .filter(Column::Id.eq(id))
            .filter(Column::CommunityId.eq(self.community))
            .filter(Column::Version.eq(version))
            .exec(&self.tx.db)
            .await?;
        self.audit("member.updated", id, &label, changes).await?;
        self.read().member(id, today).await
    }

    /// Deletes a member, with what users hold of them.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::MemberHoldsMeters`; `Conflict::InUse` for the owner of a past
    /// configuration; those of the database.
    pub async fn delete_member(&self, id: Uuid, version: i64, today: NaiveDate) -> Result<()> {
        let old = self.current_member(id, version).await?;
        let live = self.read().live_meters(id, today).await?;
        guard_holds_meters(None, live).map_err(holds_meters)?;
        self.revoke_grants(Some(id)).await?;
        Entity::delete_many()
            .filter(Column::Id.eq(id))
            .filter(Column::CommunityId.eq(self.community))
            .exec(&self.tx.db)
            .await
            .map_err(referenced_or(Conflict::InUse))?;
        self.audit("member.deleted", id, &old.display_name, audit::deleted(&wire(&fields_of(&old)?))).await
    }

    /// The member, locked, in the version the caller names. Whoever gives them a meter waits.
    async fn current_member(&self, id: Uuid, version: i64) -> Result<member::Model> {
        let row = Entity::find_by_id(id)
            .filter(self.read().own(column(Column::CommunityId)))
            .lock_exclusive()
            .one(&self.tx.db)
            .await?
            .ok_or(Error::NotFound)?;
        if row.version == version { Ok(row) } else { Err(Error::Stale) }
    }
}

fn column(column: Column) -> Expr {
    Expr::col((Entity, column))
}

fn holds_meters(held: HoldsMeters) -> Error {
    Conflict::MemberHoldsMeters(held.eans).into()
}

/// The words somebody searches for; each with the form it has when it is a number typed with its separators.
fn words_and_numbers(q: Option<&str>) -> Vec<(String, Option<String>)> {
    let number = |word: &str| search_fragment(word).map(|fragment| fold(&fragment)).filter(|fragment| fragment != word);
    words(q)
        .into_iter()
        .map(|word| {
            let number = number(&word);
            (word, number)
        })
        .collect()
}

/// Every word must stand in what a member is searched by.
fn searched(parts: &[(String, Option<String>)]) -> Condition {
    let found = |part: &str| contains(column(Column::SearchKey), part);
    parts.iter().fold(Condition::all(), |all, (word, number)| {
        all.add(Condition::any().add(found(word)).add_option(number.as_deref().map(found)))
    })
}

fn view(row: Row) -> Result<MemberView> {
    let Row { member, meter_count, portal_users, portal_active } = row;
    Ok(MemberView {
        fields: fields_of(&member)?,
        id: member.id,
        community_id: member.community_id,
        meter_count: u64::try_from(meter_count).unwrap_or_default(),
        portal_access: match (portal_users, portal_active) {
            (0, _) => PortalAccess::None,
            (_, 0) => PortalAccess::Invited,
            _ => PortalAccess::Active,
        },
        version: member.version,
        created_at: member.created_at,
        updated_at: member.updated_at,
        updated_by: member.updated_by,
    })
}
