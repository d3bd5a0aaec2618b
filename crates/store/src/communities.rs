//! Communities of an organisation.

use crate::audit::{self, Entry, FieldChange, Fields};
use crate::entity::community::{self, Column, Entity};
use crate::entity::{member, meter, organisation};
use crate::error::{Conflict, Error, Result, parsed, referenced_or};
use crate::page::{NameSort, Page, PageRequest, Sort};
use crate::scope::{CommunityScope, CommunityWriter, OrganisationWriter, Platform};
use crate::text_search::matches_words;
use chrono::{DateTime, Utc};
use domain::community::CommunityFields;
use domain::text::{Email, fold};
use domain::vocabulary::Region;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QuerySelect, QueryTrait,
};
use serde_json::json;
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

/// A community with what it holds.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    community: community::Model,
    member_count: i64,
    meter_count: i64,
}

impl Platform<'_> {
    /// The communities within a reach.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn communities(
        &self,
        reach: &CommunityReach,
        filter: &CommunityFilter,
        page: &PageRequest,
    ) -> Result<Page<CommunityView>> {
        let within = Condition::any()
            .add(Column::OrganisationId.is_in(reach.organisations.iter().copied()))
            .add(Column::Id.is_in(reach.communities.iter().copied()));
        let mut query = select();
        query.cond_where(within).cond_where(matches_words(filter.q.as_deref(), &[column(Column::NameKey)]));
        if let Some(organisation) = filter.organisation_id {
            query.and_where(Column::OrganisationId.eq(organisation));
        }
        if let Some(region) = filter.region {
            query.and_where(Column::Region.eq(region.as_str()));
        }
        let keyset = filter.sort.keyset(
            (column(Column::NameKey), |row: &Row| &row.community.name_key),
            (column(Column::CreatedAt), |row: &Row| row.community.created_at),
            (column(Column::Id), |row: &Row| row.community.id),
        );
        keyset.read(&self.db, query, page).await?.try_map(view)
    }

    /// The organisation a community belongs to: what a caller's grants are then compared with.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn organisation_of(&self, community: Uuid) -> Result<Uuid> {
        let row = Entity::find_by_id(community).one(&self.db).await?;
        row.map(|row| row.organisation_id).ok_or(Error::NotFound)
    }
}

impl CommunityScope<'_> {
    /// The community itself.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn get(&self) -> Result<CommunityView> {
        let mut query = select();
        query.cond_where(self.own(column(Column::Id)));
        let row = self.db.query_one(&query).await?.ok_or(Error::NotFound)?;
        view(Row::from_query_result(&row, "")?)
    }
}

impl OrganisationWriter<'_> {
    /// Creates a community.
    ///
    /// # Errors
    /// `NotFound` for an unknown organisation; those of the database.
    pub async fn create_community(&self, fields: &CommunityFields) -> Result<CommunityView> {
        let owner = organisation::Entity::find_by_id(self.organisation).lock_shared().one(&self.tx.db).await?;
        owner.ok_or(Error::NotFound)?;
        let row = community::Model {
            id: self.tx.new_id(),
            organisation_id: self.organisation,
            name: fields.name.clone(),
            name_key: fold(&fields.name),
            region: fields.region.as_str().to_owned(),
            kind: fields.kind.as_str().to_owned(),
            contact_email: fields.contact_email.as_ref().map(|email| email.as_str().to_owned()),
            contact_phone: fields.contact_phone.clone(),
            version: 1,
            created_at: self.tx.now(),
            updated_at: self.tx.now(),
            updated_by: self.tx.actor_name(),
        };
        let community = self.tx.community(self.organisation, row.id);
        Entity::insert(row.into_active_model()).exec_without_returning(&self.tx.db).await?;
        community.audit_self("community.created", &fields.name, audit::created(&wire(fields))).await?;
        community.read().get().await
    }
}

impl CommunityWriter<'_> {
    /// Replaces what can be set of the community.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; those of the database.
    pub async fn update(&self, version: i64, fields: &CommunityFields) -> Result<CommunityView> {
        let old = self.lock().await?;
        if old.version != version {
            return Err(Error::Stale);
        }
        let changes = audit::changed(&wire(&fields_of(&old)?), &wire(fields));
        if changes.is_empty() {
            return self.read().get().await;
        }
        let row = community::Model {
            name: fields.name.clone(),
            name_key: fold(&fields.name),
            region: fields.region.as_str().to_owned(),
            kind: fields.kind.as_str().to_owned(),
            contact_email: fields.contact_email.as_ref().map(|email| email.as_str().to_owned()),
            contact_phone: fields.contact_phone.clone(),
            version: version + 1,
            updated_at: self.tx.now(),
            updated_by: self.tx.actor_name(),
            ..old
        };
        Entity::update_many()
            .set(row.into_active_model().reset_all())
            .filter(Column::Id.eq(self.community))
            .filter(Column::Version.eq(version))
            .exec(&self.tx.db)
            .await?;
        self.audit_self("community.updated", &fields.name, changes).await?;
        self.read().get().await
    }

    /// Deletes the community, with what users hold in it.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::CommunityNotEmpty`; those of the database.
    pub async fn delete(&self, version: i64) -> Result<()> {
        let row = self.lock().await?;
        if row.version != version {
            return Err(Error::Stale);
        }
        let view = self.read().get().await?;
        if view.member_count > 0 || view.meter_count > 0 {
            return Err(Conflict::CommunityNotEmpty.into());
        }
        self.revoke_grants(None).await?;
        Entity::delete_by_id(self.community)
            .exec(&self.tx.db)
            .await
            .map_err(referenced_or(Conflict::CommunityNotEmpty))?;
        self.audit_self("community.deleted", &row.name, audit::deleted(&wire(&view.fields))).await
    }

    /// The community, locked against being changed or deleted by another until the transaction ends.
    async fn lock(&self) -> Result<community::Model> {
        let found =
            Entity::find().filter(self.read().own(column(Column::Id))).lock_exclusive().one(&self.tx.db).await?;
        found.ok_or(Error::NotFound)
    }

    /// Makes sure that the community exists in its organisation, and stays there until the transaction ends.
    pub(crate) async fn verify(&self) -> Result<()> {
        let found = Entity::find().filter(self.read().own(column(Column::Id))).lock_shared().one(&self.tx.db).await?;
        found.map(|_| ()).ok_or(Error::NotFound)
    }

    /// An entry about something in the community.
    pub(crate) async fn audit(
        &self,
        action: &'static str,
        id: Uuid,
        label: &str,
        changes: Vec<FieldChange>,
    ) -> Result<()> {
        let (organisation, community) = (Some(self.organisation), Some(self.community));
        self.tx.audit(Entry { action, id, organisation, community, label, changes }).await
    }

    async fn audit_self(&self, action: &'static str, label: &str, changes: Vec<FieldChange>) -> Result<()> {
        self.audit(action, self.community, label, changes).await
    }
}

fn column(column: Column) -> Expr {
    Expr::col((Entity, column))
}

fn select() -> SelectStatement {
    let members = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from(member::Entity)
        .and_where(Expr::col((member::Entity, member::Column::CommunityId)).equals((Entity, Column::Id)))
        .take();
    let meters = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from(meter::Entity)
        .and_where(Expr::col((meter::Entity, meter::Column::CommunityId)).equals((Entity, Column::Id)))
        .take();
    let mut query = Entity::find().into_query();
    query.expr_as(Expr::from(members), "member_count").expr_as(Expr::from(meters), "meter_count");
    query
}

fn view(Row { community, member_count, meter_count }: Row) -> Result<CommunityView> {
    Ok(CommunityView {
        fields: fields_of(&community)?,
        id: community.id,
        organisation_id: community.organisation_id,
        member_count: u64::try_from(member_count).unwrap_or_default(),
        meter_count: u64::try_from(meter_count).unwrap_or_default(),
        version: community.version,
        created_at: community.created_at,
        updated_at: community.updated_at,
        updated_by: community.updated_by,
    })
}

fn fields_of(row: &community::Model) -> Result<CommunityFields> {
    Ok(CommunityFields {
        name: row.name.clone(),
        region: parsed("region", &row.region)?,
        kind: parsed("kind", &row.kind)?,
        contact_email: stored_email(row.contact_email.as_deref())?,
        contact_phone: row.contact_phone.clone(),
    })
}

/// A stored address, checked when it was stored.
pub(crate) fn stored_email(text: Option<&str>) -> Result<Option<Email>> {
    Email::parse_optional(text).map_err(|_| Error::Inconsistent(format!("e-mail: {}", text.unwrap_or_default())))
}

fn wire(fields: &CommunityFields) -> Fields {
    Fields::from([
        ("name", json!(fields.name)),
        ("region", json!(fields.region.as_str())),
        ("type", json!(fields.kind.as_str())),
        ("contact_email", json!(fields.contact_email.as_ref().map(Email::as_str))),
        ("contact_phone", json!(fields.contact_phone)),
    ])
}
