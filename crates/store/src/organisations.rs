//! Organisations: the tenants.

use crate::audit::{self, Fields};
use crate::entity::organisation::{self, Column, Entity};
use crate::error::{Error, Result};
use crate::page::{NameSort, Page, PageRequest, Sort};
use crate::scope::{OrganisationScope, OrganisationWriter, Platform, PlatformWriter};
use crate::text_search::matches_words;
use chrono::{DateTime, Utc};
use domain::text::fold;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryTrait};
use serde_json::json;
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
        reach: &OrganisationReach,
        filter: &OrganisationFilter,
        page: &PageRequest,
    ) -> Result<Page<OrganisationView>> {
        let column = |column: Column| Expr::col((Entity, column));
        let mut rows = Entity::find().filter(matches_words(filter.q.as_deref(), &[column(Column::NameKey)]));
        if let OrganisationReach::Only(ids) = reach {
            rows = rows.filter(Column::Id.is_in(ids.iter().copied()));
        }
        let keyset = filter.sort.keyset(
            (column(Column::NameKey), |row: &organisation::Model| &row.name_key),
            (column(Column::CreatedAt), |row: &organisation::Model| row.created_at),
            (column(Column::Id), |row: &organisation::Model| row.id),
        );
        Ok(keyset.read(&self.db, rows.into_query(), page).await?.map(view))
    }
}

impl OrganisationScope<'_> {
    /// The organisation itself.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn get(&self) -> Result<OrganisationView> {
        Ok(view(find(&self.db, self.organisation).await?))
    }
}

impl PlatformWriter<'_> {
    /// Creates an organisation.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn create_organisation(&self, name: &str) -> Result<OrganisationView> {
        let row = organisation::Model {
            id: self.tx.new_id(),
            name: name.to_owned(),
            name_key: fold(name),
            version: 1,
            created_at: self.tx.now(),
            updated_at: self.tx.now(),
            updated_by: self.tx.actor_name(),
        };
        Entity::insert(row.clone().into_active_model()).exec_without_returning(&self.tx.db).await?;
        let created = audit::created(&fields(name));
        self.tx.organisation(row.id).audit("organisation.created", row.id, name, created).await?;
        Ok(view(row))
    }
}

impl OrganisationWriter<'_> {
    /// Replaces what can be set of the organisation.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; those of the database.
    pub async fn update(&self, version: i64, name: &str) -> Result<OrganisationView> {
        let mut row = find(&self.tx.db, self.organisation).await?;
        if row.version != version {
            return Err(Error::Stale);
        }
        let changes = audit::changed(&fields(&row.name), &fields(name));
        if changes.is_empty() {
            return Ok(view(row));
        }
        row.name = name.to_owned();
        row.name_key = fold(name);
        row.version += 1;
        row.updated_at = self.tx.now();
        row.updated_by = self.tx.actor_name();
        let current = Entity::update_many()
            .set(row.clone().into_active_model().reset_all())
            .filter(Column::Id.eq(row.id))
            .filter(Column::Version.eq(version));
        if current.exec(&self.tx.db).await?.rows_affected == 0 {
            return Err(Error::Stale);
        }
        self.audit("organisation.updated", row.id, name, changes).await?;
        Ok(view(row))
    }
}

async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<organisation::Model> {
    Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)
}

fn fields(name: &str) -> Fields {
    Fields::from([("name", json!(name))])
}

fn view(row: organisation::Model) -> OrganisationView {
    OrganisationView {
        id: row.id,
        name: row.name,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        updated_by: row.updated_by,
    }
}
