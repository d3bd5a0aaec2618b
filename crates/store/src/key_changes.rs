//! Allocation keys of a community: creating and changing them. Every save is a new version.

use crate::audit;
use crate::entity::{
    allocation_key as key, allocation_key_consumer as consumer, allocation_key_iteration as iteration,
    allocation_key_version as version, meter,
};
use crate::error::{Conflict, Error, Result, referenced_or};
use crate::key_rows::{self, wire};
use crate::keys::KeyView;
use crate::scope::{CommunityScope, CommunityWriter};
use crate::text_search::search_key;
use domain::key::{Key, copy_name};
use domain::text::fold;
use domain::violation::{Code, Violations};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use std::collections::HashSet;
use uuid::Uuid;

/// Rows of one statement: SQLite takes 32,766 values.
const ROWS_AT_ONCE: usize = 2000;

impl CommunityWriter<'_> {
    /// Creates a key, its version 1.
    ///
    /// # Errors
    /// `Invalid` at `/consumers/…/meter_id`; `NotFound` for an unknown community; those of the database.
    pub async fn create_key(&self, new: &Key) -> Result<KeyView> {
        self.verify().await?;
        self.read().check_meters(new).await?;
        let row = key::Model {
            id: self.tx.new_id(),
            community_id: self.community,
            name: String::new(),
            name_key: String::new(),
            search_key: String::new(),
            latest: 1,
            archived_at: None,
            version: 1,
            created_at: self.tx.now(),
            updated_at: self.tx.now(),
            updated_by: self.tx.actor_name(),
        };
        let row = named(row, new);
        let id = row.id;
        key::Entity::insert(row.into_active_model()).exec_without_returning(&self.tx.db).await?;
        self.insert_version(id, 1, new).await?;
        self.audit("key.created", id, new.name(), audit::created(&wire(new))).await?;
        self.read().key(id).await
    }

    /// Creates a copy of a key's latest version, under a name that no other key has.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn duplicate_key(&self, id: Uuid) -> Result<KeyView> {
        let original = self.read().key(id).await?.latest.key;
        let taken: Vec<String> = key::Entity::find()
            .select_only()
            .column(key::Column::NameKey)
            .filter(self.read().own(of_key(key::Column::CommunityId)))
            .into_tuple()
            .all(&self.tx.db)
            .await?;
        let taken: HashSet<String> = taken.into_iter().collect();
        let name = copy_name(original.name(), |name| taken.contains(&fold(name)));
        let copy = original.renamed(&name).map_err(|_| Error::Inconsistent(format!("the name of a copy: {name}")))?;
        self.create_key(&copy).await
    }

    /// Saves a key as a new version; one that says the same as the latest is not saved.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Invalid` at `/consumers/…/meter_id`; those of the database.
    pub async fn update_key(&self, id: Uuid, version: i64, new: &Key) -> Result<KeyView> {
        let row = self.current_key(id, Some(version)).await?;
        let old = self.read().key(id).await?;
        let changes = audit::changed(&wire(&old.latest.key), &wire(new));
        if changes.is_empty() {
            return Ok(old);
        }
        self.read().check_meters(new).await?;
        let number = row.latest + 1;
        self.insert_version(id, number, new).await?;
        self.store_key(named(key::Model { latest: number, ..row }, new)).await?;
        self.audit("key.updated", id, new.name(), changes).await?;
        self.read().key(id).await
    }

    /// Archives a key, or takes it back; nothing happens when it is so already.
    ///
    /// # Errors
    /// `NotFound`; `Stale` when a version is named; those of the database.
    pub async fn set_key_archived(&self, id: Uuid, version: Option<i64>, archived: bool) -> Result<KeyView> {
        let row = self.current_key(id, version).await?;
        if row.archived_at.is_some() == archived {
            return self.read().key(id).await;
        }
        let (action, name) = (if archived { "key.archived" } else { "key.restored" }, row.name.clone());
        let since = archived.then(|| self.tx.now());
        let changes =
            audit::changed(&vec![("archived_at", json!(row.archived_at))], &vec![("archived_at", json!(since))]);
        self.store_key(key::Model { archived_at: since, ..row }).await?;
        self.audit(action, id, &name, changes).await?;
        self.read().key(id).await
    }

    /// Deletes a key with all its versions.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::InUse`; those of the database.
    pub async fn delete_key(&self, id: Uuid, version: i64) -> Result<()> {
        let row = self.current_key(id, Some(version)).await?;
        let old = self.read().key(id).await?;
        // Its versions go with it.
        key::Entity::delete_many()
            .filter(key::Column::Id.eq(id))
            .filter(key::Column::CommunityId.eq(self.community))
            .exec(&self.tx.db)
            .await
            .map_err(referenced_or(Conflict::InUse))?;
        self.audit("key.deleted", id, &row.name, audit::deleted(&wire(&old.latest.key))).await
    }

    /// The key's row, locked, in the version the caller names.
    async fn current_key(&self, id: Uuid, version: Option<i64>) -> Result<key::Model> {
        let own = self.read().own(of_key(key::Column::CommunityId));
        let row = key::Entity::find_by_id(id).filter(own).lock_exclusive().one(&self.tx.db).await?;
        let row = row.ok_or(Error::NotFound)?;
        if version.is_none_or(|version| version == row.version) { Ok(row) } else { Err(Error::Stale) }
    }

    /// Writes a key's row as its next version.
    async fn store_key(&self, row: key::Model) -> Result<()> {
        let (id, version) = (row.id, row.version);
        let row =
            key::Model { version: version + 1, updated_at: self.tx.now(), updated_by: self.tx.actor_name(), ..row };
        key::Entity::update_many()
            .set(row.into_active_model().reset_all())
            .filter(key::Column::Id.eq(id))
            .filter(key::Column::CommunityId.eq(self.community))
            .filter(key::Column::Version.eq(version))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }

    async fn insert_version(&self, key_id: Uuid, number: i64, key: &Key) -> Result<()> {
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let row = version::Model {
            id: self.tx.new_id(),
            community_id: self.community,
            key_id,
            number,
            name: key.name().to_owned(),
            description: key.description().to_owned(),
            method: key.method().as_str().to_owned(),
            consumer_count: count(key.consumers().len()),
            iteration_count: count(key.iterations().len()),
            created_at: self.tx.now(),
            created_by: self.tx.actor_name(),
        };
        let iterations = key_rows::iterations(key, &row).into_iter().map(IntoActiveModel::into_active_model);
        let consumers = key_rows::consumers(key, &row);
        version::Entity::insert(row.into_active_model()).exec_without_returning(&self.tx.db).await?;
        iteration::Entity::insert_many(iterations).exec_without_returning(&self.tx.db).await?;
        for rows in consumers.chunks(ROWS_AT_ONCE) {
            let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
            consumer::Entity::insert_many(rows).exec_without_returning(&self.tx.db).await?;
        }
        Ok(())
    }
}

impl CommunityScope<'_> {
    /// Makes sure that every meter a key names is one of the community and, in a transaction, stays there.
    ///
    /// # Errors
    /// `Invalid` at `/consumers/…/meter_id`; those of the database.
    pub async fn check_meters(&self, key: &Key) -> Result<()> {
        let named: Vec<Uuid> = key.consumers().iter().filter_map(|consumer| consumer.meter).collect();
        let mut known: HashSet<Uuid> = HashSet::new();
        for ids in named.chunks(ROWS_AT_ONCE) {
            let found = meter::Entity::find()
                .select_only()
                .column(meter::Column::Id)
                .filter(self.own(Expr::col((meter::Entity, meter::Column::CommunityId))))
                .filter(meter::Column::Id.is_in(ids.iter().copied()))
                .order_by_asc(meter::Column::Id)
                .lock_shared()
                .into_tuple::<Uuid>()
                .all(&self.db)
                .await?;
            known.extend(found);
        }
        let mut violations = Violations::default();
        for (i, consumer) in key.consumers().iter().enumerate() {
            if consumer.meter.is_some_and(|meter| !known.contains(&meter)) {
                violations.add(format!("/consumers/{i}/meter_id"), Code::UnknownMeter);
            }
        }
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }
}

fn of_key(column: key::Column) -> Expr {
    Expr::col((key::Entity, column))
}

fn named(row: key::Model, key: &Key) -> key::Model {
    key::Model {
        name: key.name().to_owned(),
        name_key: fold(key.name()),
        search_key: search_key([key.name(), key.description()]),
        ..row
    }
}
