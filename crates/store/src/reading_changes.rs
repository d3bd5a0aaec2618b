//! Changing readings: what an import writes, and taking it back as a whole.
//!
//! Whoever changes readings of a community holds its row, so imports come one after another. Of every month an import
//! touches, the former and the new readings of the quarter-hours it changed are kept beside it: that is the history of
//! corrections, and what undoing goes by. An import of whose quarter-hours a later one has changed any is not undone
//! before that one.

use crate::entity::{reading_change, reading_import, reading_month};
use crate::error::{Conflict, Error, Result, parsed};
use crate::imports::BATCH;
use crate::meters::{ConfigurationView, Viewer};
use crate::reading_imports::ReadingImportView;
use crate::reading_months::{Column as Readings, Month, pack, unpack};
use crate::scope::{CommunityScope, CommunityWriter};
use chrono::{DateTime, Utc};
use domain::readings::{Direction, Quarter, Series, Span};
use domain::vocabulary::ReadingImportState;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Rows that are changed together: their columns are some kilobytes each.
const AT_ONCE: usize = 60;

/// What became of the readings of a series.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stored {
    /// How many filled a gap.
    pub new: u64,
    /// How many replaced another.
    pub corrections: u64,
    /// How many were stored just so.
    pub unchanged: u64,
}

/// A reading that an import replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionView {
    /// The quarter-hour.
    pub at: Quarter,
    /// Which way the energy went.
    pub direction: Direction,
    /// What was stored, in Wh.
    pub old: u32,
    /// What the import made of it, in Wh.
    pub new: u32,
    /// The import.
    pub import: Uuid,
    /// Its file.
    pub file_name: String,
    /// When it was applied.
    pub applied_at: DateTime<Utc>,
    /// Who confirmed it, by name at that time.
    pub applied_by: Option<String>,
    /// Whether it was undone since.
    pub undone: bool,
}

/// A month of one meter and direction.
type Place = (Uuid, Direction, Month);

impl CommunityScope<'_> {
    /// The corrections of a meter in a span that the viewer may see: of the latest import first, then in order of
    /// time.
    ///
    /// # Errors
    /// `NotFound`, also for a meter the viewer may not see; those of the database.
    pub async fn corrections(&self, viewer: &Viewer, meter: Uuid, span: Span) -> Result<Vec<CorrectionView>> {
        use reading_change::{Column, Entity};
        let own: Vec<Span> = self.own_spans(viewer, meter).await?;
        let rows = Entity::find()
            .filter(self.own(Expr::col((Entity, Column::CommunityId))))
            .filter(Column::MeterId.eq(meter))
            .filter(Column::Corrections.gt(0))
            .filter(Column::Month.gte(Month::of(span.from).number()))
            .filter(Column::Month.lte(Month::of(span.to.plus(-1)).number()))
            .order_by_asc(Column::Month)
            .all(&self.db)
            .await?;
        let ids: BTreeSet<Uuid> = rows.iter().map(|row| row.import_id).collect();
        let imports = self.applied_imports(ids.into_iter().collect()).await?;
        let seen = |at: Quarter| span.contains(at) && own.iter().any(|own| own.contains(at));
        let mut found = Vec::new();
        for row in &rows {
            let Some(import) = imports.get(&row.import_id) else { continue };
            let (direction, month) = (parsed("direction", &row.direction)?, Month::from_number(row.month).span()?);
            let (old, new) = (unpack(&row.old_wh, month.len())?, unpack(&row.new_wh, month.len())?);
            for (at, (old, new)) in month.iter().zip(old.into_iter().zip(new)).filter(|(at, _)| seen(*at)) {
                if let (Some(old), Some(new)) = (old, new) {
                    found.push((import.sequence, correction(import, at, direction, (old, new))));
                }
            }
        }
        found.sort_by_key(|(sequence, correction)| (std::cmp::Reverse(*sequence), correction.at));
        Ok(found.into_iter().map(|(_, correction)| correction).collect())
    }

    /// When a meter is a viewer's.
    async fn own_spans(&self, viewer: &Viewer, meter: Uuid) -> Result<Vec<Span>> {
        let view = self.meter(viewer, meter).await?;
        if *viewer == Viewer::All {
            return Ok(vec![crate::readings::EVER]);
        }
        Ok(view.configurations.iter().map(ConfigurationView::span).collect())
    }

    async fn applied_imports(&self, ids: Vec<Uuid>) -> Result<BTreeMap<Uuid, reading_import::Model>> {
        use reading_import::{Column, Entity};
        let mut found = BTreeMap::new();
        for ids in ids.chunks(BATCH) {
            let own = self.own(Expr::col((Entity, Column::CommunityId)));
            let rows = Entity::find().filter(own).filter(Column::Id.is_in(ids.iter().copied())).all(&self.db).await?;
            found.extend(rows.into_iter().map(|row| (row.id, row)));
        }
        Ok(found)
    }
}

fn correction(
    import: &reading_import::Model,
    at: Quarter,
    direction: Direction,
    (old, new): (u32, u32),
) -> CorrectionView {
    CorrectionView {
        at,
        direction,
        old,
        new,
        import: import.id,
        file_name: import.file_name.clone(),
        applied_at: import.applied_at.unwrap_or(import.created_at),
        applied_by: import.applied_by.clone(),
        undone: import.undone_at.is_some(),
    }
}

impl CommunityWriter<'_> {
    /// Stores the readings of a meter in one direction that an import brings. A gap leaves what is stored.
    ///
    /// # Errors
    /// `NotFound` for a meter of another community; those of the database.
    pub async fn write_readings(
        &self,
        import: Uuid,
        meter: Uuid,
        direction: Direction,
        series: &Series,
    ) -> Result<Stored> {
        let mut stored = Stored::default();
        let Some(span) = series.span() else { return Ok(stored) };
        // A month is found by its meter: one of another tenant must not be.
        if !self.read().eans_of_meters(&[meter]).await?.contains_key(&meter) {
            return Err(Error::NotFound);
        }
        let mut old = self.read().months_of(&[meter], Some(direction), span).await?;
        let old = old.remove(&(meter, direction)).unwrap_or_default();
        let mut old: BTreeMap<i64, reading_month::Model> = old.into_iter().map(|row| (row.month, row)).collect();
        let (mut rows, mut changes) = (Vec::new(), Vec::new());
        for month in Month::all_of(span) {
            let row = old.remove(&month.number()).unwrap_or_else(|| self.blank(meter, direction, month));
            let (quarters, mut column) = row.column()?;
            let change = lay_over(series, quarters, &mut column, &mut stored);
            if let Some((before, after, corrections)) = change {
                changes.push(reading_change::Model {
                    import_id: import,
                    meter_id: meter,
                    direction: direction.as_str().to_owned(),
                    month: month.number(),
                    community_id: self.community,
                    corrections,
                    old_wh: pack(&before),
                    new_wh: pack(&after),
                });
                rows.extend(row.holding(quarters, &column));
            }
        }
        self.put(rows).await?;
        for changes in changes.chunks(AT_ONCE) {
            let changes = changes.iter().cloned().map(IntoActiveModel::into_active_model);
            reading_change::Entity::insert_many(changes).exec_without_returning(&self.tx.db).await?;
        }
        Ok(stored)
    }

    /// Takes back what an import changed.
    ///
    /// # Errors
    /// `Conflict::ReadingsOvertaken` when a later import changed any of its quarter-hours; those of the database.
    pub(crate) async fn take_back(&self, import: &ReadingImportView) -> Result<()> {
        use reading_change::{Column, Entity};
        let mine = Entity::find()
            .filter(self.read().own(Expr::col((Entity, Column::CommunityId))))
            .filter(Column::ImportId.eq(import.id))
            .order_by_asc(Column::MeterId)
            .all(&self.tx.db)
            .await?;
        let later = self.later_imports(import).await?;
        for mine in mine.chunks(AT_ONCE) {
            self.check_not_overtaken(mine, &later).await?;
            self.restore(mine).await?;
        }
        Ok(())
    }

    /// The imports that were applied after this one and still hold, with their files.
    async fn later_imports(&self, import: &ReadingImportView) -> Result<BTreeMap<Uuid, String>> {
        use reading_import::{Column, Entity};
        let rows = Entity::find()
            .filter(self.read().own(Expr::col((Entity, Column::CommunityId))))
            .filter(Column::State.eq(ReadingImportState::Applied.as_str()))
            .filter(Column::Sequence.gt(import.sequence))
            .order_by_asc(Column::Sequence)
            .all(&self.tx.db)
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, row.file_name)).collect())
    }

    async fn check_not_overtaken(&self, mine: &[reading_change::Model], later: &BTreeMap<Uuid, String>) -> Result<()> {
        use reading_change::{Column, Entity};
        let mut overtaken = BTreeSet::new();
        for later in later.keys().copied().collect::<Vec<_>>().chunks(BATCH) {
            let places = mine.iter().map(|row| {
                let is_same = Column::MeterId.eq(row.meter_id).and(Column::Month.eq(row.month));
                is_same.and(Column::Direction.eq(row.direction.as_str()))
            });
            let theirs = Entity::find()
                .filter(self.read().own(Expr::col((Entity, Column::CommunityId))))
                .filter(Column::ImportId.is_in(later.iter().copied()))
                .filter(places.fold(sea_orm::Condition::any(), sea_orm::Condition::add))
                .all(&self.tx.db)
                .await?;
            let mine: BTreeMap<Place, &reading_change::Model> =
                mine.iter().map(|row| Ok((place(row)?, row))).collect::<Result<_>>()?;
            for theirs in theirs {
                if let Some(mine) = mine.get(&place(&theirs)?)
                    && touch_the_same(mine, &theirs)?
                {
                    overtaken.insert(theirs.import_id);
                }
            }
        }
        if overtaken.is_empty() {
            return Ok(());
        }
        let name = |id: &Uuid| (*id, later.get(id).cloned().unwrap_or_default());
        Err(Conflict::ReadingsOvertaken(overtaken.iter().map(name).collect()).into())
    }

    /// Puts the former readings back.
    async fn restore(&self, changes: &[reading_change::Model]) -> Result<()> {
        let mut rows = Vec::new();
        for change in changes {
            let month = Month::from_number(change.month);
            let quarters = month.span()?;
            let (meter, direction) = (change.meter_id, parsed("direction", &change.direction)?);
            let stored = self.read().months_of(&[meter], Some(direction), quarters).await?;
            let row = stored.into_values().flatten().next();
            let row = row.unwrap_or_else(|| self.blank(meter, direction, month));
            let (_, mut column) = row.column()?;
            let (old, new) = (unpack(&change.old_wh, quarters.len())?, unpack(&change.new_wh, quarters.len())?);
            for ((reading, old), new) in column.iter_mut().zip(old).zip(new) {
                if new.is_some() {
                    *reading = old;
                }
            }
            match row.holding(quarters, &column) {
                Some(row) => rows.push(row),
                None => self.forget_month(meter, direction, month).await?,
            }
        }
        self.put(rows).await
    }

    /// Writes months, new ones and others.
    async fn put(&self, rows: Vec<reading_month::Model>) -> Result<()> {
        use reading_month::{Column, Entity};
        let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
        while rows.peek().is_some() {
            let others = [Column::Readings, Column::TotalWh, Column::FirstQuarter, Column::LastQuarter, Column::Wh];
            let mut known = OnConflict::columns([Column::MeterId, Column::Direction, Column::Month]);
            let batch: Vec<_> = rows.by_ref().take(AT_ONCE).collect();
            Entity::insert_many(batch)
                .on_conflict(known.update_columns(others).to_owned())
                .exec_without_returning(&self.tx.db)
                .await?;
        }
        Ok(())
    }

    async fn forget_month(&self, meter: Uuid, direction: Direction, month: Month) -> Result<()> {
        use reading_month::{Column, Entity};
        Entity::delete_many()
            .filter(Column::CommunityId.eq(self.community))
            .filter(Column::MeterId.eq(meter))
            .filter(Column::Direction.eq(direction.as_str()))
            .filter(Column::Month.eq(month.number()))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }

    /// A month without readings.
    fn blank(&self, meter: Uuid, direction: Direction, month: Month) -> reading_month::Model {
        reading_month::Model {
            meter_id: meter,
            direction: direction.as_str().to_owned(),
            month: month.number(),
            community_id: self.community,
            readings: 0,
            total_wh: 0,
            first_quarter: 0,
            last_quarter: 0,
            wh: Vec::new(),
        }
    }
}

/// Lays the readings of a series over a column, and gives what was and what is of those that became others, with how
/// many of them had been readings; none when nothing changed.
fn lay_over(
    series: &Series,
    quarters: Span,
    column: &mut [Option<u32>],
    stored: &mut Stored,
) -> Option<(Readings, Readings, i64)> {
    let (mut before, mut after) = (vec![None; column.len()], vec![None; column.len()]);
    let (mut changed, mut corrections) = (false, 0);
    let slots = column.iter_mut().zip(before.iter_mut().zip(after.iter_mut()));
    for ((_, new), (reading, (before, after))) in series.readings(quarters).zip(slots) {
        let Some(new) = new else { continue };
        match *reading {
            Some(old) if old == new => {
                stored.unchanged += 1;
                continue;
            }
            Some(_) => corrections += 1,
            None => stored.new += 1,
        }
        changed = true;
        (*before, *after) = (*reading, Some(new));
        *reading = Some(new);
    }
    stored.corrections += corrections;
    changed.then(|| (before, after, i64::try_from(corrections).unwrap_or(i64::MAX)))
}

fn place(row: &reading_change::Model) -> Result<Place> {
    Ok((row.meter_id, parsed("direction", &row.direction)?, Month::from_number(row.month)))
}

/// Whether two changes of one month are of a same quarter-hour.
fn touch_the_same(one: &reading_change::Model, other: &reading_change::Model) -> Result<bool> {
    let length = Month::from_number(one.month).span()?.len();
    let (one, other) = (unpack(&one.new_wh, length)?, unpack(&other.new_wh, length)?);
    Ok(one.iter().zip(other).any(|(one, other)| one.is_some() && other.is_some()))
}
