//! Readings of the meters of a community: what is stored, and what is known of it.
//!
//! An owner sees the readings of the periods in which a meter was theirs, and no others: of the day on which it
//! changed hands, the new owner has all of it.

use crate::entity::{meter, reading_month};
use crate::error::{Error, Result};
use crate::imports::BATCH;
use crate::meters::Viewer;
use crate::reading_months::{Month, series};
use crate::scope::CommunityScope;
use domain::readings::{Direction, Quarter, Series, Span};
use reading_month::{Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;
use uuid::Uuid;

/// All quarter-hours there are.
pub const EVER: Span = Span { from: Quarter::MIN, to: Quarter::MAX };

/// The readings of a meter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeterReadings {
    /// What it took.
    pub offtake: Series,
    /// What it gave.
    pub injection: Series,
}

/// What is known of a meter in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// From the first reading to the last.
    pub span: Span,
    /// How many readings there are.
    pub readings: u64,
    /// All of them together, in Wh.
    pub total_wh: u64,
}

/// What is known of a meter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MeterKnown {
    /// Of what it took.
    pub offtake: Option<Known>,
    /// Of what it gave.
    pub injection: Option<Known>,
}

/// A month of readings without its column.
#[derive(FromQueryResult)]
struct Outline {
    meter_id: Uuid,
    direction: String,
    readings: i64,
    total_wh: i64,
    first_quarter: i64,
    last_quarter: i64,
}

impl MeterReadings {
    /// Those of a direction.
    #[must_use]
    pub const fn of(&self, direction: Direction) -> &Series {
        match direction {
            Direction::Offtake => &self.offtake,
            Direction::Injection => &self.injection,
        }
    }

    fn slot(&mut self, direction: Direction) -> &mut Series {
        match direction {
            Direction::Offtake => &mut self.offtake,
            Direction::Injection => &mut self.injection,
        }
    }
}

impl Known {
    /// What is known of a series; none when that is nothing.
    #[must_use]
    pub fn of(series: &Series) -> Option<Self> {
        let span = series.span()?;
        Some(Self { span, readings: series.known().count() as u64, total_wh: series.total() })
    }

    fn and(self, other: Self) -> Self {
        Self {
            span: self.span.around(other.span),
            readings: self.readings + other.readings,
            total_wh: self.total_wh + other.total_wh,
        }
    }
}

impl MeterKnown {
    fn slot(&mut self, direction: Direction) -> &mut Option<Known> {
        match direction {
            Direction::Offtake => &mut self.offtake,
            Direction::Injection => &mut self.injection,
        }
    }
}

impl CommunityScope<'_> {
    /// The readings of a meter over a span, as far as the viewer may see them.
    ///
    /// # Errors
    /// `NotFound`, also for a meter the viewer may not see; those of the database.
    pub async fn readings(&self, viewer: &Viewer, meter: Uuid, span: Span) -> Result<MeterReadings> {
        let mut found = self.readings_of(viewer, &[meter], span).await?;
        if let Some(readings) = found.remove(&meter) {
            return Ok(readings);
        }
        // Without readings it may still be there.
        self.meter(viewer, meter).await.map(|_| MeterReadings::default())
    }

    /// The readings of some meters over a span, as far as the viewer may see them. A meter without any is left out.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn readings_of(
        &self,
        viewer: &Viewer,
        meters: &[Uuid],
        span: Span,
    ) -> Result<BTreeMap<Uuid, MeterReadings>> {
        let mut found: BTreeMap<Uuid, MeterReadings> = BTreeMap::new();
        for meters in meters.chunks(BATCH) {
            for ((meter, direction), months) in self.months_of(meters, None, span).await? {
                let series = series(&months, span)?;
                if series.span().is_some() {
                    *found.entry(meter).or_default().slot(direction) = series;
                }
            }
        }
        if *viewer != Viewer::All {
            self.mask(viewer, &mut found).await?;
        }
        Ok(found)
    }

    /// Takes away what a viewer may not see.
    async fn mask(&self, viewer: &Viewer, found: &mut BTreeMap<Uuid, MeterReadings>) -> Result<()> {
        let ids: Vec<Uuid> = found.keys().copied().collect();
        let mut own: BTreeMap<Uuid, Vec<Span>> = BTreeMap::new();
        for ids in ids.chunks(BATCH) {
            for (meter, view) in self.configurations_of(viewer, ids).await? {
                own.entry(meter).or_default().push(view.span());
            }
        }
        found.retain(|meter, readings| {
            let spans = own.get(meter).map(Vec::as_slice).unwrap_or_default();
            readings.offtake = within(&readings.offtake, spans);
            readings.injection = within(&readings.injection, spans);
            *readings != MeterReadings::default()
        });
        Ok(())
    }

    /// What is known of the meters of the community that the viewer may see, or of one of them. A meter of which
    /// nothing is known is left out.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn known_readings(&self, viewer: &Viewer, meter: Option<Uuid>) -> Result<BTreeMap<Uuid, MeterKnown>> {
        let mut found: BTreeMap<Uuid, MeterKnown> = BTreeMap::new();
        let mut outlines = Entity::find()
            .select_only()
            .columns([Column::MeterId, Column::Direction, Column::Readings, Column::TotalWh])
            .columns([Column::FirstQuarter, Column::LastQuarter])
            .filter(self.own(Expr::col((Entity, Column::CommunityId))));
        if let Some(meter) = meter {
            outlines = outlines.filter(Column::MeterId.eq(meter));
        }
        for outline in outlines.into_model::<Outline>().all(&self.db).await? {
            let (direction, known) = outline.known()?;
            let slot = found.entry(outline.meter_id).or_default().slot(direction);
            *slot = Some(slot.map_or(known, |other| other.and(known)));
        }
        if *viewer == Viewer::All {
            return Ok(found);
        }
        let meters: Vec<Uuid> = found.into_keys().collect();
        let readings = self.readings_of(viewer, &meters, EVER).await?;
        let known = |readings: &MeterReadings| MeterKnown {
            offtake: Known::of(&readings.offtake),
            injection: Known::of(&readings.injection),
        };
        Ok(readings.iter().map(|(meter, readings)| (*meter, known(readings))).collect())
    }

    /// Whether a meter has readings.
    pub(crate) async fn has_readings(&self, meter: Uuid) -> Result<bool> {
        let own = self.own(Expr::col((Entity, Column::CommunityId)));
        Ok(Entity::find().filter(own).filter(Column::MeterId.eq(meter)).count(&self.db).await? > 0)
    }

    /// The stored months of some meters that a span touches, in order.
    pub(crate) async fn months_of(
        &self,
        meters: &[Uuid],
        direction: Option<Direction>,
        span: Span,
    ) -> Result<BTreeMap<(Uuid, Direction), Vec<Model>>> {
        let mut rows = Entity::find()
            .filter(self.own(Expr::col((Entity, Column::CommunityId))))
            .filter(Column::MeterId.is_in(meters.iter().copied()))
            .filter(Column::Month.gte(Month::of(span.from).number()))
            .filter(Column::Month.lte(Month::of(span.to.plus(-1)).number()));
        if let Some(direction) = direction {
            rows = rows.filter(Column::Direction.eq(direction.as_str()));
        }
        let mut found: BTreeMap<(Uuid, Direction), Vec<Model>> = BTreeMap::new();
        for row in rows.order_by_asc(Column::Month).all(&self.db).await? {
            found.entry((row.meter_id, row.way()?)).or_default().push(row);
        }
        Ok(found)
    }

    /// The identifiers of the community's meters, by meter.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn eans_of_meters(&self, meters: &[Uuid]) -> Result<BTreeMap<Uuid, String>> {
        let mut found = BTreeMap::new();
        for meters in meters.chunks(BATCH) {
            let rows: Vec<(Uuid, String)> = meter::Entity::find()
                .select_only()
                .columns([meter::Column::Id, meter::Column::Ean])
                .filter(self.own(Expr::col((meter::Entity, meter::Column::CommunityId))))
                .filter(meter::Column::Id.is_in(meters.iter().copied()))
                .into_tuple()
                .all(&self.db)
                .await?;
            found.extend(rows);
        }
        Ok(found)
    }
}

impl Outline {
    fn known(&self) -> Result<(Direction, Known)> {
        let broken = || Error::Inconsistent(format!("an outline of readings of {}", self.meter_id));
        let direction = self.direction.parse().map_err(|_| broken())?;
        let quarter = |number| Quarter::from_number(number).ok_or_else(broken);
        let span = Span { from: quarter(self.first_quarter)?, to: quarter(self.last_quarter)?.plus(1) };
        let count = |number: i64| u64::try_from(number).map_err(|_| broken());
        Ok((direction, Known { span, readings: count(self.readings)?, total_wh: count(self.total_wh)? }))
    }
}

/// The readings of a series that lie in some spans.
fn within(series: &Series, spans: &[Span]) -> Series {
    let Some(all) = series.span() else { return Series::default() };
    let seen = |quarter| spans.iter().any(|span| span.contains(quarter));
    let readings = series.readings(all).map(|(at, reading)| reading.filter(|_| seen(at)));
    Series::new(all.from, readings).unwrap_or_default()
}
