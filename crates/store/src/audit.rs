//! The audit log: every change of a tenant's data, with each changed field's former and new value.

use crate::entity::audit_entry::{self, Column, Entity};
use crate::error::{Error, Result};
use crate::page::{KeyOf, Keyset, Page, PageRequest};
use crate::scope::{CommunityScope, OrganisationScope};
use crate::text_search::{matches_words, search_key};
use crate::write::Tx;
use chrono::{DateTime, Utc};
use domain::text::clean;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, NotSet, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditView {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// The user; absent for the program itself.
    pub actor_id: Option<Uuid>,
    /// The user's name at that time.
    pub actor_name: Option<String>,
    /// The community it belongs to.
    pub community_id: Option<Uuid>,
    /// What was done, such as `meter.created`.
    pub action: String,
    /// The kind of object, such as `meter`.
    pub entity: String,
    /// The object.
    pub entity_id: Uuid,
    /// How the object was called at that time.
    pub label: String,
    /// Each changed field.
    pub changes: Vec<FieldChange>,
}

/// A field's former and new value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field's name on the wire; inside an object with its path, such as `address.city`.
    pub field: String,
    /// The former value; null when there was none.
    pub old: Value,
    /// The new value; null when there is none.
    pub new: Value,
}

/// Somebody whose changes are in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorView {
    /// The user.
    pub id: Uuid,
    /// The name at their latest change.
    pub name: String,
}

/// Most actors offered to filter by.
const MOST_ACTORS: u64 = 200;

/// Which entries of a log.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Words of the label or the actor's name.
    pub q: Option<String>,
    /// Only this kind of object.
    pub entity: Option<String>,
    /// Only this object.
    pub entity_id: Option<Uuid>,
    /// Only this action.
    pub action: Option<String>,
    /// Only what this user did.
    pub actor_id: Option<Uuid>,
    /// Only from this instant on.
    pub from: Option<DateTime<Utc>>,
    /// Only before this instant.
    pub to: Option<DateTime<Utc>>,
    /// Oldest first instead of newest first.
    pub oldest_first: bool,
}

impl OrganisationScope<'_> {
    /// The organisation's log, with that of its communities.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn audit(&self, filter: &AuditFilter, page: &PageRequest) -> Result<Page<AuditView>> {
        read_log(&self.db, self.log(), filter, page).await
    }

    /// Those whose changes are in it, by name.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn audit_actors(&self) -> Result<Vec<ActorView>> {
        actors(&self.db, self.log()).await
    }

    fn log(&self) -> Condition {
        Condition::all().add(Column::OrganisationId.eq(self.organisation))
    }
}

impl CommunityScope<'_> {
    /// The community's log.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn audit(&self, filter: &AuditFilter, page: &PageRequest) -> Result<Page<AuditView>> {
        read_log(&self.db, self.log(), filter, page).await
    }

    /// Those whose changes are in it, by name.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn audit_actors(&self) -> Result<Vec<ActorView>> {
        actors(&self.db, self.log()).await
    }

    fn log(&self) -> Condition {
        Condition::all().add(Column::OrganisationId.eq(self.organisation)).add(Column::CommunityId.eq(self.community))
    }
}

pub(crate) async fn read_log(
    db: &impl ConnectionTrait,
    tenant: Condition,
    filter: &AuditFilter,
    page: &PageRequest,
) -> Result<Page<AuditView>> {
    let column = |column: Column| Expr::col((Entity, column));
    let mut rows =
        Entity::find().filter(tenant).filter(matches_words(filter.q.as_deref(), &[column(Column::SearchKey)]));
    if let Some(entity) = &filter.entity {
        rows = rows.filter(Column::Entity.eq(clean(entity)));
    }
    let others = Condition::all()
        .add_option(filter.entity_id.map(|id| Column::EntityId.eq(id)))
        .add_option(filter.action.as_deref().map(|action| Column::Action.eq(clean(action))))
        .add_option(filter.actor_id.map(|id| Column::ActorId.eq(id)))
        .add_option(filter.from.map(|from| Column::At.gte(from)))
        .add_option(filter.to.map(|to| Column::At.lt(to)));
    rows = rows.filter(others);
    let keyset = Keyset::<audit_entry::Model> {
        name: "at",
        column: column(Column::Seq),
        id: column(Column::Id),
        descending: !filter.oldest_first,
        key: KeyOf::Number(|row| row.seq),
        id_of: |row| row.id,
    };
    keyset.read(db, rows.into_query(), page).await?.try_map(view)
}

/// Everybody's latest entry tells their name: an index of actors gives it without reading the log.
async fn actors(db: &impl ConnectionTrait, tenant: Condition) -> Result<Vec<ActorView>> {
    let latest = Query::select()
        .expr(Expr::col(Column::Seq).max())
        .from(Entity)
        .cond_where(tenant.add(Column::ActorId.is_not_null()))
        .group_by_col(Column::ActorId)
        .take();
    let rows = Entity::find()
        .filter(Column::Seq.in_subquery(latest))
        .order_by_asc(Column::ActorName)
        .order_by_asc(Column::ActorId)
        .limit(MOST_ACTORS)
        .all(db)
        .await?;
    let actor = |row: audit_entry::Model| Some(ActorView { id: row.actor_id?, name: row.actor_name? });
    Ok(rows.into_iter().filter_map(actor).collect())
}

fn view(row: audit_entry::Model) -> Result<AuditView> {
    let changes = serde_json::from_value(row.changes)
        .map_err(|error| Error::Inconsistent(format!("changes of audit entry {}: {error}", row.id)))?;
    Ok(AuditView {
        id: row.id,
        at: row.at,
        actor_id: row.actor_id,
        actor_name: row.actor_name,
        community_id: row.community_id,
        action: row.action,
        entity: row.entity,
        entity_id: row.entity_id,
        label: row.label,
        changes,
    })
}

/// What can be set of something, by name on the wire. A password, a token or a digest is never among it.
pub(crate) type Fields = Vec<(&'static str, Value)>;

/// One entry to be written.
pub(crate) struct Entry<'a> {
    /// The object and what was done to it, such as `meter.created`.
    pub(crate) action: &'static str,
    /// The object.
    pub(crate) id: Uuid,
    /// The tenant; none for a login, which belongs to nobody.
    pub(crate) organisation: Option<Uuid>,
    /// The community.
    pub(crate) community: Option<Uuid>,
    /// How the object is called.
    pub(crate) label: &'a str,
    /// What changed.
    pub(crate) changes: Vec<FieldChange>,
}

impl Tx {
    /// Appends an entry to the log.
    pub(crate) async fn audit(&self, entry: Entry<'_>) -> Result<()> {
        Entity::insert(self.audit_row(&entry)).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Appends an entry to the log of a customer account, and so to that of its organisation.
    pub(crate) async fn audit_customer(&self, customer: Uuid, entry: Entry<'_>) -> Result<()> {
        let row = audit_entry::ActiveModel { customer_id: Set(Some(customer)), ..self.audit_row(&entry) };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Appends entries to the log in one statement.
    pub(crate) async fn audit_all<'a>(&self, entries: impl Iterator<Item = Entry<'a>>) -> Result<()> {
        let rows: Vec<_> = entries.map(|entry| self.audit_row(&entry)).collect();
        Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        Ok(())
    }

    fn audit_row(&self, entry: &Entry<'_>) -> audit_entry::ActiveModel {
        let actor_name = self.actor_name();
        let (entity, _) = entry.action.split_once('.').unwrap_or((entry.action, ""));
        audit_entry::ActiveModel {
            seq: NotSet,
            id: Set(self.new_id()),
            at: Set(self.now()),
            actor_id: Set(self.actor_id()),
            search_key: Set(search_key([entry.label, actor_name.as_deref().unwrap_or_default()])),
            actor_name: Set(actor_name),
            organisation_id: Set(entry.organisation),
            community_id: Set(entry.community),
            action: Set(entry.action.to_owned()),
            entity: Set(entity.to_owned()),
            entity_id: Set(entry.id),
            label: Set(entry.label.to_owned()),
            changes: Set(serde_json::json!(&entry.changes)),
            request_id: Set(self.request_id().map(str::to_owned)),
            customer_id: Set(None),
        }
    }
}

/// Every field that has a value now.
pub(crate) fn created(new: &Fields) -> Vec<FieldChange> {
    changed(&Fields::new(), new)
}

/// Every field whose value is another now.
pub(crate) fn changed(old: &Fields, new: &Fields) -> Vec<FieldChange> {
    let value = |fields: &Fields, name: &str| {
        fields.iter().find(|(field, _)| *field == name).map_or(Value::Null, |(_, value)| value.clone())
    };
    let gone = old.iter().filter(|(name, _)| new.iter().all(|(field, _)| field != name));
    new.iter()
        .chain(gone)
        .map(|(name, _)| FieldChange { field: (*name).to_owned(), old: value(old, name), new: value(new, name) })
        .filter(|change| change.old != change.new && !(is_empty(&change.old) && is_empty(&change.new)))
        .collect()
}

/// Every field that had a value.
pub(crate) fn deleted(old: &Fields) -> Vec<FieldChange> {
    changed(old, &Fields::new())
}

/// An empty text says no more than none.
fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}
