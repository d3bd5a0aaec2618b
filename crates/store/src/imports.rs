//! Imports of lists: kept row by row after their check, applied as a whole or not at all.
//!
//! What a row means is its caller's business: here it is a text of JSON beside the object it is about.

use crate::audit::FieldChange;
use crate::entity::{import, import_row};
use crate::error::{Conflict, Error, Result, parsed};
use crate::page::{KeyOf, Keyset, Page, PageRequest};
use crate::scope::{CommunityScope, CommunityWriter};
use chrono::{DateTime, Utc};
use domain::vocabulary::{ImportKind, ImportRowState, ImportState};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Rows written at a time: below what either database takes as parameters of one statement.
pub(crate) const BATCH: usize = 500;

/// An import.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportView {
    /// Its id.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// What it brings in.
    pub kind: ImportKind,
    /// Where it stands; never `applying`, which only the program that applies it knows.
    pub state: ImportState,
    /// How the file was called.
    pub file_name: String,
    /// What became of its columns.
    pub columns: Value,
    /// How many rows come to what.
    pub counts: ImportCounts,
    /// Why it could not be applied.
    pub failure: Option<String>,
    /// Counts the changes.
    pub version: i64,
    /// When the file was checked.
    pub created_at: DateTime<Utc>,
    /// Who sent it, by name at that time.
    pub created_by: Option<String>,
    /// When it was applied.
    pub applied_at: Option<DateTime<Utc>>,
}

/// How many rows come to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Something new.
    pub create: u64,
    /// Something known that will be another.
    pub change: u64,
    /// Something known that is so already.
    pub unchanged: u64,
    /// Rows with mistakes.
    pub error: u64,
}

/// A file that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct NewImport {
    /// What it brings in.
    pub kind: ImportKind,
    /// How it is called.
    pub file_name: String,
    /// What became of its columns.
    pub columns: Value,
    /// Its rows, in order.
    pub rows: Vec<NewImportRow>,
}

/// A row that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct NewImportRow {
    /// Its number in the file, counted from 1.
    pub number: u32,
    /// What it comes to.
    pub state: ImportRowState,
    /// How the object is called.
    pub label: String,
    /// The texts of its cells.
    pub cells: Vec<String>,
    /// What is to be done, in its caller's words; none for a row that does nothing.
    pub input: Option<Value>,
    /// What will be another.
    pub changes: Vec<FieldChange>,
    /// What is wrong with it, or worth a look.
    pub issues: Value,
    /// The object it is about and the version it was compared with.
    pub target: Option<(Uuid, i64)>,
}

/// A row of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRowView {
    /// Its number in the file, counted from 1.
    pub number: u32,
    /// What it comes to.
    pub state: ImportRowState,
    /// How the object is called.
    pub label: String,
    /// The texts of its cells.
    pub cells: Vec<String>,
    /// What is to be done.
    pub input: Option<Value>,
    /// What will be, or was made, another.
    pub changes: Vec<FieldChange>,
    /// What is wrong with it, or worth a look.
    pub issues: Value,
    /// The object it is about; of a new one the id it will have.
    pub target_id: Option<Uuid>,
    /// The version it was compared with; none for a new object.
    pub target_version: Option<i64>,
}

impl CommunityScope<'_> {
    /// An import.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn import(&self, id: Uuid) -> Result<ImportView> {
        let own = self.own(Expr::col((import::Entity, import::Column::CommunityId)));
        view(import::Entity::find_by_id(id).filter(own).one(&self.db).await?.ok_or(Error::NotFound)?)
    }

    /// Whether some program applies an import just now: its row is locked as long as that takes. On SQLite there is one
    /// program, which knows by itself.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn import_is_held(&self, id: Uuid) -> Result<bool> {
        if self.db.get_database_backend() != DbBackend::Postgres {
            return Ok(false);
        }
        let own = || self.own(Expr::col((import::Entity, import::Column::CommunityId)));
        let row = || import::Entity::find_by_id(id).filter(own());
        let free = row().lock_with_behavior(LockType::Share, LockBehavior::SkipLocked).one(&self.db).await?;
        if free.is_some() {
            return Ok(false);
        }
        row().one(&self.db).await?.map(|_| true).ok_or(Error::NotFound)
    }

    /// The rows of an import, in the order of the file.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn import_rows(
        &self,
        import: Uuid,
        state: Option<ImportRowState>,
        page: &PageRequest,
    ) -> Result<Page<ImportRowView>> {
        use import_row::{Column, Entity, Model};
        let column = |column: Column| Expr::col((Entity, column));
        let mut rows = Entity::find().filter(self.own(column(Column::CommunityId))).filter(Column::ImportId.eq(import));
        if let Some(state) = state {
            rows = rows.filter(Column::State.eq(state.as_str()));
        }
        let keyset = Keyset::<Model> {
            name: "number",
            column: column(Column::Number),
            id: column(Column::Id),
            descending: false,
            key: KeyOf::Number(|row| row.number),
            id_of: |row| row.id,
        };
        keyset.read(&self.db, rows.into_query(), page).await?.try_map(row_view)
    }

    /// The rows of an import that do something, in the order of the file.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn import_work(&self, import: Uuid) -> Result<Vec<ImportRowView>> {
        use import_row::{Column, Entity};
        let states = [ImportRowState::Create, ImportRowState::Change].map(ImportRowState::as_str);
        let rows = Entity::find()
            .filter(self.own(Expr::col((Entity, Column::CommunityId))))
            .filter(Column::ImportId.eq(import))
            .filter(Column::State.is_in(states))
            .order_by_asc(Column::Number)
            .all(&self.db)
            .await?;
        rows.into_iter().map(row_view).collect()
    }
}

impl CommunityWriter<'_> {
    /// Keeps a file that was checked. What it will create gets its id now.
    ///
    /// # Errors
    /// `NotFound` for an unknown community; those of the database.
    pub async fn create_import(&self, new: NewImport) -> Result<ImportView> {
        self.verify().await?;
        let count = |state| i64::try_from(new.rows.iter().filter(|row| row.state == state).count()).unwrap_or(i64::MAX);
        let row = import::Model {
            id: self.tx.new_id(),
            community_id: self.community,
            kind: new.kind.as_str().to_owned(),
            state: ImportState::Checked.as_str().to_owned(),
            to_create: count(ImportRowState::Create),
            to_change: count(ImportRowState::Change),
            unchanged: count(ImportRowState::Unchanged),
            wrong: count(ImportRowState::Error),
            file_name: new.file_name,
            columns: new.columns,
            failure: None,
            version: 1,
            created_at: self.tx.now(),
            created_by: self.tx.actor_name(),
            applied_at: None,
        };
        import::Entity::insert(row.clone().into_active_model()).exec_without_returning(&self.tx.db).await?;
        let mut rows = new.rows.into_iter().map(|of| self.import_row(row.id, of).into_active_model()).peekable();
        while rows.peek().is_some() {
            let batch: Vec<_> = rows.by_ref().take(BATCH).collect();
            import_row::Entity::insert_many(batch).exec_without_returning(&self.tx.db).await?;
        }
        view(row)
    }

    fn import_row(&self, import: Uuid, row: NewImportRow) -> import_row::Model {
        let created = (row.state == ImportRowState::Create).then(|| self.tx.new_id());
        import_row::Model {
            id: self.tx.new_id(),
            community_id: self.community,
            import_id: import,
            number: i64::from(row.number),
            state: row.state.as_str().to_owned(),
            label: row.label,
            cells: json!(row.cells),
            input: row.input,
            changes: json!(row.changes),
            issues: row.issues,
            target_id: row.target.map(|(id, _)| id).or(created),
            target_version: row.target.map(|(_, version)| version),
        }
    }

    /// The import, locked until the transaction ends: nobody else applies or discards it.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::ImportClosed` for one that was applied or has failed; those of the database.
    pub async fn open_import(&self, id: Uuid, version: i64) -> Result<ImportView> {
        let row = self.locked_import(id, version).await?;
        let import = view(row)?;
        if import.state == ImportState::Checked { Ok(import) } else { Err(Conflict::ImportClosed.into()) }
    }

    /// Says that everything of the import is stored now.
    ///
    /// # Errors
    /// As of [`CommunityWriter::open_import`].
    pub async fn finish_import(&self, import: &ImportView) -> Result<ImportView> {
        self.end_import(import, ImportState::Applied, None).await
    }

    /// Says why nothing of the import could be stored.
    ///
    /// # Errors
    /// As of [`CommunityWriter::open_import`].
    pub async fn fail_import(&self, id: Uuid, version: i64, failure: &str) -> Result<ImportView> {
        let import = self.open_import(id, version).await?;
        self.end_import(&import, ImportState::Failed, Some(failure.to_owned())).await
    }

    /// Forgets an import, with its rows. What it stored stays.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; those of the database.
    pub async fn discard_import(&self, id: Uuid, version: i64) -> Result<()> {
        self.locked_import(id, version).await?;
        import::Entity::delete_many()
            .filter(import::Column::Id.eq(id))
            .filter(import::Column::CommunityId.eq(self.community))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }

    async fn locked_import(&self, id: Uuid, version: i64) -> Result<import::Model> {
        let own = self.read().own(Expr::col((import::Entity, import::Column::CommunityId)));
        let row = import::Entity::find_by_id(id).filter(own).lock_exclusive().one(&self.tx.db).await?;
        let row = row.ok_or(Error::NotFound)?;
        if row.version == version { Ok(row) } else { Err(Error::Stale) }
    }

    async fn end_import(&self, import: &ImportView, state: ImportState, failure: Option<String>) -> Result<ImportView> {
        let row = self.locked_import(import.id, import.version).await?;
        let row = import::Model {
            state: state.as_str().to_owned(),
            applied_at: (state == ImportState::Applied).then(|| self.tx.now()),
            failure,
            version: row.version + 1,
            ..row
        };
        import::Entity::update_many()
            .set(row.clone().into_active_model().reset_all())
            .filter(import::Column::Id.eq(row.id))
            .filter(import::Column::CommunityId.eq(self.community))
            .exec(&self.tx.db)
            .await?;
        view(row)
    }
}

fn view(row: import::Model) -> Result<ImportView> {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    Ok(ImportView {
        id: row.id,
        community_id: row.community_id,
        kind: parsed("kind", &row.kind)?,
        state: parsed("state", &row.state)?,
        file_name: row.file_name,
        columns: row.columns,
        counts: ImportCounts {
            create: count(row.to_create),
            change: count(row.to_change),
            unchanged: count(row.unchanged),
            error: count(row.wrong),
        },
        failure: row.failure,
        version: row.version,
        created_at: row.created_at,
        created_by: row.created_by,
        applied_at: row.applied_at,
    })
}

fn row_view(row: import_row::Model) -> Result<ImportRowView> {
    let unreadable = |error: serde_json::Error| Error::Inconsistent(format!("import row {}: {error}", row.id));
    Ok(ImportRowView {
        number: u32::try_from(row.number).map_err(|_| Error::Inconsistent(format!("import row {}", row.id)))?,
        state: parsed("state", &row.state)?,
        label: row.label,
        cells: serde_json::from_value(row.cells).map_err(unreadable)?,
        input: row.input,
        changes: serde_json::from_value(row.changes).map_err(unreadable)?,
        issues: row.issues,
        target_id: row.target_id,
        target_version: row.target_version,
    })
}
