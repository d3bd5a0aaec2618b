//! Imports of readings: files that were read and wait to be confirmed, and those that were applied.
//!
//! What was found in a file, what is asked about it and what it did are texts of JSON here: their caller's business.

use crate::audit;
use crate::entity::{community, reading_change, reading_file, reading_import};
use crate::error::{Conflict, Error, Result, parsed};
use crate::page::{KeyOf, Keyset, Page, PageRequest};
use crate::reading_changes::Stored;
use crate::scope::{CommunityScope, CommunityWriter};
use chrono::{DateTime, Utc};
use domain::readings::file::{Layout, Stamped, Unit};
use domain::readings::{Quarter, Span};
use domain::vocabulary::ReadingImportState;
use reading_import::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// The version of a meter that nobody has changed.
const CREATED: i64 = 1;

/// An import of readings, without its report.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingImportView {
    /// Its id.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// Where it stands; never `applying`, which only the program that applies it knows.
    pub state: ReadingImportState,
    /// How the file was called.
    pub file_name: String,
    /// Its layout.
    pub layout: Layout,
    /// The unit its values were read in.
    pub unit: Unit,
    /// Whether its times were read as starts or ends.
    pub stamped: Stamped,
    /// What was answered.
    pub answers: Value,
    /// What has to be answered.
    pub questions: Value,
    /// How many metering points are in it.
    pub meters: u64,
    /// From its first reading to its last.
    pub span: Span,
    /// What its readings are beside those stored, or what became of them.
    pub counts: Stored,
    /// What it did.
    pub result: Option<Value>,
    /// Why it could not be applied.
    pub failure: Option<String>,
    /// Its place among the applied ones.
    pub sequence: Option<i64>,
    /// Counts the changes.
    pub version: i64,
    /// When the file was read.
    pub created_at: DateTime<Utc>,
    /// Who sent it, by name at that time.
    pub created_by: Option<String>,
    /// When it was applied.
    pub applied_at: Option<DateTime<Utc>>,
    /// Who confirmed it.
    pub applied_by: Option<String>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
    /// Who undid it.
    pub undone_by: Option<String>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct NewReadingImport {
    /// How it is called.
    pub file_name: String,
    /// Its layout.
    pub layout: Layout,
    /// The unit its values were read in.
    pub unit: Unit,
    /// Whether its times were read as starts or ends.
    pub stamped: Stamped,
    /// What was answered.
    pub answers: Value,
    /// What has to be answered.
    pub questions: Value,
    /// What was found.
    pub report: Value,
    /// How many metering points are in it.
    pub meters: usize,
    /// From its first reading to its last.
    pub span: Span,
    /// What its readings are beside those stored.
    pub counts: Stored,
}

/// What was found in the file of an import, and the file until it is applied.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingSource {
    /// What was found.
    pub report: Value,
    /// The file as it was sent.
    pub bytes: Option<Vec<u8>>,
}

impl CommunityScope<'_> {
    /// The imports of readings, latest first.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn reading_imports(
        &self,
        state: Option<ReadingImportState>,
        page: &PageRequest,
    ) -> Result<Page<ReadingImportView>> {
        let column = |column: Column| Expr::col((Entity, column));
        let mut rows = Entity::find().filter(self.own(column(Column::CommunityId)));
        if let Some(state) = state {
            rows = rows.filter(Column::State.eq(state.as_str()));
        }
        let keyset = Keyset::<Model> {
            name: "created_at",
            column: column(Column::CreatedAt),
            id: column(Column::Id),
            descending: true,
            key: KeyOf::Instant(|row| row.created_at),
            id_of: |row| row.id,
        };
        keyset.read(&self.db, rows.into_query(), page).await?.try_map(view)
    }

    /// An import of readings.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn reading_import(&self, id: Uuid) -> Result<ReadingImportView> {
        let own = self.own(Expr::col((Entity, Column::CommunityId)));
        view(Entity::find_by_id(id).filter(own).one(&self.db).await?.ok_or(Error::NotFound)?)
    }

    /// What was found in the file of an import.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn reading_report(&self, id: Uuid) -> Result<Value> {
        use reading_file::{Column, Entity};
        let own = self.own(Expr::col((Entity, Column::CommunityId)));
        let report = Entity::find_by_id(id).select_only().column(Column::Report).filter(own);
        report.into_tuple().one(&self.db).await?.ok_or(Error::NotFound)
    }

    /// The file of an import that is not applied yet, with what was found in it.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn reading_source(&self, id: Uuid) -> Result<ReadingSource> {
        let own = self.own(Expr::col((reading_file::Entity, reading_file::Column::CommunityId)));
        let row = reading_file::Entity::find_by_id(id).filter(own).one(&self.db).await?.ok_or(Error::NotFound)?;
        Ok(ReadingSource { report: row.report, bytes: row.bytes })
    }
}

impl CommunityWriter<'_> {
    /// Keeps a file that was read.
    ///
    /// # Errors
    /// `NotFound` for an unknown community; those of the database.
    pub async fn create_reading_import(&self, new: NewReadingImport, bytes: Vec<u8>) -> Result<ReadingImportView> {
        self.verify().await?;
        let report = new.report.clone();
        let row = Model {
            id: self.tx.new_id(),
            community_id: self.community,
            state: ReadingImportState::Checked.as_str().to_owned(),
            file_name: new.file_name.clone(),
            result: None,
            failure: None,
            sequence: None,
            version: 1,
            created_at: self.tx.now(),
            created_by: self.tx.actor_name(),
            applied_at: None,
            applied_by: None,
            undone_at: None,
            undone_by: None,
            ..found(new)
        };
        Entity::insert(row.clone().into_active_model()).exec_without_returning(&self.tx.db).await?;
        let file = reading_file::Model { import_id: row.id, community_id: self.community, report, bytes: Some(bytes) };
        reading_file::Entity::insert(file.into_active_model()).exec_without_returning(&self.tx.db).await?;
        view(row)
    }

    /// Keeps what was found when the file of an import was read again, with other answers.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::ImportClosed` for one that was applied or has failed; those of the database.
    pub async fn reread_import(&self, id: Uuid, version: i64, new: NewReadingImport) -> Result<ReadingImportView> {
        let old = self.open_readings(id, version).await?;
        let report = new.report.clone();
        let row = Model {
            id,
            community_id: self.community,
            state: old.state,
            created_at: old.created_at,
            created_by: old.created_by,
            version: old.version + 1,
            ..found(new)
        };
        self.keep(row.clone()).await?;
        self.keep_file(id, reading_file::Column::Report, Expr::value(report)).await?;
        view(row)
    }

    /// Begins to apply an import: it and the readings of the community are locked until the transaction ends.
    ///
    /// # Errors
    /// As of [`CommunityWriter::reread_import`].
    pub async fn begin_readings(&self, id: Uuid, version: i64) -> Result<ReadingImportView> {
        self.lock_readings().await?;
        view(self.open_readings(id, version).await?)
    }

    /// Says that everything of the import is stored now, and forgets its file.
    ///
    /// # Errors
    /// As of [`CommunityWriter::reread_import`].
    pub async fn finish_readings(
        &self,
        import: &ReadingImportView,
        counts: Stored,
        result: Value,
    ) -> Result<ReadingImportView> {
        let row = self.open_readings(import.id, import.version).await?;
        let row = Model {
            state: ReadingImportState::Applied.as_str().to_owned(),
            new: stored(counts.new),
            corrections: stored(counts.corrections),
            unchanged: stored(counts.unchanged),
            result: Some(result),
            sequence: Some(self.next_sequence().await?),
            applied_at: Some(self.tx.now()),
            applied_by: self.tx.actor_name(),
            version: row.version + 1,
            ..row
        };
        self.keep(row.clone()).await?;
        self.keep_file(row.id, reading_file::Column::Bytes, Expr::value(None::<Vec<u8>>)).await?;
        self.audit("reading_import.applied", row.id, &row.file_name, audit::created(&wire(&row))).await?;
        view(row)
    }

    /// Says why nothing of the import could be stored.
    ///
    /// # Errors
    /// As of [`CommunityWriter::reread_import`].
    pub async fn fail_readings(&self, id: Uuid, version: i64, failure: &str) -> Result<ReadingImportView> {
        let row = self.open_readings(id, version).await?;
        let row = Model {
            state: ReadingImportState::Failed.as_str().to_owned(),
            failure: Some(failure.to_owned()),
            version: row.version + 1,
            ..row
        };
        self.keep(row.clone()).await?;
        self.keep_file(id, reading_file::Column::Bytes, Expr::value(None::<Vec<u8>>)).await?;
        view(row)
    }

    /// Takes an applied import back as a whole; forgets one that was not applied. Of the meters that it created, those
    /// that are `unwanted` go as well, as far as there is nothing else about them.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::ImportClosed` for one that was undone; `Conflict::ReadingsOvertaken` when a
    /// later import changed the same quarter-hours; those of the database.
    pub async fn undo_readings(&self, id: Uuid, version: i64, unwanted: &[Uuid]) -> Result<()> {
        self.lock_readings().await?;
        let row = self.locked_readings(id, version).await?;
        match parsed("state", &row.state)? {
            ReadingImportState::Undone => Err(Conflict::ImportClosed.into()),
            ReadingImportState::Applied => {
                self.take_back(&view(row.clone())?).await?;
                let row = Model {
                    state: ReadingImportState::Undone.as_str().to_owned(),
                    undone_at: Some(self.tx.now()),
                    undone_by: self.tx.actor_name(),
                    version: row.version + 1,
                    ..row
                };
                self.keep(row.clone()).await?;
                for meter in unwanted {
                    self.delete_untouched(*meter).await?;
                }
                self.audit("reading_import.undone", id, &row.file_name, audit::deleted(&wire(&row))).await
            }
            ReadingImportState::Checked | ReadingImportState::Applying | ReadingImportState::Failed => {
                let mine = Entity::delete_many().filter(Column::Id.eq(id));
                mine.filter(Column::CommunityId.eq(self.community)).exec(&self.tx.db).await?;
                Ok(())
            }
        }
    }

    /// Deletes a meter that is as it was created and that nothing refers to; any other stays.
    async fn delete_untouched(&self, meter: Uuid) -> Result<()> {
        match self.delete_meter(meter, CREATED).await {
            Err(Error::NotFound | Error::Stale) => Ok(()),
            Err(Error::Conflict(Conflict::MeterHasHistory | Conflict::MeterInKeys(_) | Conflict::MeterHasReadings)) => {
                Ok(())
            }
            other => other,
        }
    }

    /// Forgets what imports that were undone had changed of a meter.
    pub(crate) async fn forget_undone_readings(&self, meter: Uuid) -> Result<()> {
        reading_change::Entity::delete_many()
            .filter(reading_change::Column::CommunityId.eq(self.community))
            .filter(reading_change::Column::MeterId.eq(meter))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }

    /// Holds the readings of the community: nobody else changes any until the transaction ends.
    async fn lock_readings(&self) -> Result<()> {
        let own = self.read().own(Expr::col((community::Entity, community::Column::Id)));
        let found = community::Entity::find().filter(own).lock(LockType::NoKeyUpdate).one(&self.tx.db).await?;
        found.map(drop).ok_or(Error::NotFound)
    }

    async fn next_sequence(&self) -> Result<i64> {
        let own = self.read().own(Expr::col((Entity, Column::CommunityId)));
        let applied = Entity::find().filter(own).filter(Column::Sequence.is_not_null());
        let last = applied.order_by_desc(Column::Sequence).one(&self.tx.db).await?;
        Ok(last.and_then(|row| row.sequence).unwrap_or(0) + 1)
    }

    async fn open_readings(&self, id: Uuid, version: i64) -> Result<Model> {
        let row = self.locked_readings(id, version).await?;
        let is_open = parsed::<ReadingImportState>("state", &row.state)? == ReadingImportState::Checked;
        if is_open { Ok(row) } else { Err(Conflict::ImportClosed.into()) }
    }

    async fn locked_readings(&self, id: Uuid, version: i64) -> Result<Model> {
        let own = self.read().own(Expr::col((Entity, Column::CommunityId)));
        let row = Entity::find_by_id(id).filter(own).lock_exclusive().one(&self.tx.db).await?.ok_or(Error::NotFound)?;
        if row.version == version { Ok(row) } else { Err(Error::Stale) }
    }

    async fn keep(&self, row: Model) -> Result<()> {
        let id = row.id;
        Entity::update_many()
            .set(row.into_active_model().reset_all())
            .filter(Column::Id.eq(id))
            .filter(Column::CommunityId.eq(self.community))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }

    async fn keep_file(&self, import: Uuid, column: reading_file::Column, value: Expr) -> Result<()> {
        reading_file::Entity::update_many()
            .col_expr(column, value)
            .filter(reading_file::Column::ImportId.eq(import))
            .filter(reading_file::Column::CommunityId.eq(self.community))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }
}

/// What was found, in a row that says nothing else yet.
fn found(new: NewReadingImport) -> Model {
    Model {
        id: Uuid::nil(),
        community_id: Uuid::nil(),
        state: String::new(),
        file_name: new.file_name,
        layout: new.layout.as_str().to_owned(),
        unit: new.unit.as_str().to_owned(),
        stamped: new.stamped.as_str().to_owned(),
        answers: new.answers,
        questions: new.questions,
        meters: i64::try_from(new.meters).unwrap_or(i64::MAX),
        first_quarter: i64::from(new.span.from.number()),
        last_quarter: i64::from(new.span.to.number()) - 1,
        new: stored(new.counts.new),
        corrections: stored(new.counts.corrections),
        unchanged: stored(new.counts.unchanged),
        result: None,
        failure: None,
        sequence: None,
        version: 1,
        created_at: DateTime::UNIX_EPOCH,
        created_by: None,
        applied_at: None,
        applied_by: None,
        undone_at: None,
        undone_by: None,
    }
}

/// What the log says of an import.
fn wire(row: &Model) -> audit::Fields {
    audit::Fields::from([
        ("new", json!(row.new)),
        ("corrections", json!(row.corrections)),
        ("unchanged", json!(row.unchanged)),
        ("meters", json!(row.meters)),
    ])
}

fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn view(row: Model) -> Result<ReadingImportView> {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let quarter = |number: i64| {
        Quarter::from_number(number).ok_or_else(|| Error::Inconsistent(format!("a quarter-hour {number}")))
    };
    Ok(ReadingImportView {
        id: row.id,
        community_id: row.community_id,
        state: parsed("state", &row.state)?,
        file_name: row.file_name,
        layout: parsed("layout", &row.layout)?,
        unit: parsed("unit", &row.unit)?,
        stamped: parsed("stamped", &row.stamped)?,
        answers: row.answers,
        questions: row.questions,
        meters: count(row.meters),
        span: Span { from: quarter(row.first_quarter)?, to: quarter(row.last_quarter)?.plus(1) },
        counts: Stored { new: count(row.new), corrections: count(row.corrections), unchanged: count(row.unchanged) },
        result: row.result,
        failure: row.failure,
        sequence: row.sequence,
        version: row.version,
        created_at: row.created_at,
        created_by: row.created_by,
        applied_at: row.applied_at,
        applied_by: row.applied_by,
        undone_at: row.undone_at,
        undone_by: row.undone_by,
    })
}
