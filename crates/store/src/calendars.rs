//! The calendars of optimisations: reading them in any version.
//!
//! A version is what was open when it was calculated and what had become of earlier advice by then. Nothing of it is
//! stored twice: an advice knows the version that first gave it and the one that closed it.

use crate::entity::{advice_calendar as calendar, fixing, fixing_advice as advice};
use crate::error::{Error, Result, parsed};
use crate::market_curves::forwards;
use crate::optimisation_rows::{fixed, percent, price};
use crate::optimisations::{FixedByPeriod, OptimisationView, delivery_prices};
use crate::page::{KeyOf, Keyset, Page, PageRequest};
use crate::scope::CustomerScope;
use chrono::{DateTime, NaiveDate, Utc};
use domain::advice::{
    AdviceDay, AdviceReason, AdviceState, CalendarReason, Change, FixingState, Prices, UnplacedReason, difference,
    prices,
};
use domain::key::Percent;
use domain::market::Price;
use domain::optimisation::{Baseline, ConsumptionPeriod, RiskAppetite, Span};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Select};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A version of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarView {
    /// What a list shows of it.
    pub version: CalendarVersionView,
    /// The number of the latest version.
    pub latest: u32,
    /// The forecast that was asked for.
    pub baseline: Baseline,
    /// When the forecast that was used was published.
    pub published_at: Option<DateTime<Utc>>,
    /// The first day that could be advised.
    pub earliest_day: NaiveDate,
    /// The consumption periods, earliest first.
    pub periods: Vec<CalendarPeriodView>,
    /// Over the whole delivery.
    pub prices: Prices,
    /// The day of the market's latest price.
    pub forward_on: Option<NaiveDate>,
}

/// A version of a calendar as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarVersionView {
    /// Its id.
    pub id: Uuid,
    /// Its number, from 1.
    pub number: u32,
    /// Why it was calculated.
    pub reasons: Vec<CalendarReason>,
    /// The publication that was used.
    pub forecast_id: Option<Uuid>,
    /// How many days it advises.
    pub advice_count: u32,
    /// How many days differ from the version before.
    pub change_count: u32,
    /// When it was calculated.
    pub created_at: DateTime<Utc>,
    /// Who caused it, by name at that time.
    pub created_by: Option<String>,
}

/// A consumption period in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarPeriodView {
    /// What held for it.
    pub period: ConsumptionPeriod,
    /// What is wanted and can be neither fixed nor advised.
    pub unplaced: Percent,
    /// Why.
    pub unplaced_reason: Option<UnplacedReason>,
    /// The advice and what became of it, earliest day first.
    pub advice: Vec<AdviceView>,
    /// What was fixed of it.
    pub prices: Prices,
}

/// The advice to fix a part of a period on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdviceView {
    /// Its id.
    pub id: Uuid,
    /// The days of the consumption period.
    pub period: Span,
    /// The day to fix.
    pub on: NaiveDate,
    /// How much.
    pub percent: Percent,
    /// How much of it was fixed.
    pub fixed: Percent,
    /// What the forecast expected of that day.
    pub price: Option<Price>,
    /// Why this day.
    pub reason: AdviceReason,
    /// What became of it.
    pub state: AdviceState,
    /// The version that first gave it.
    pub version: u32,
    /// The version that closed it.
    pub closed_version: Option<u32>,
}

/// What two versions advise differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDifferenceView {
    /// The number of the version.
    pub number: u32,
    /// The number of the version compared with; 0 before the first.
    pub with: u32,
    /// What differs.
    pub changes: Vec<Change>,
}

/// A consumption period as it lies in the column of a version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoredPeriod {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) risk: String,
    pub(crate) to_fix: i64,
    pub(crate) window_from: NaiveDate,
    pub(crate) window_to: NaiveDate,
    pub(crate) target: Option<i64>,
    pub(crate) volumes: Option<Vec<i64>>,
    pub(crate) unplaced: i64,
    pub(crate) unplaced_reason: Option<String>,
}

impl CustomerScope<'_> {
    /// A version of an optimisation's calendar; the latest when none is named.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn calendar(&self, id: Uuid, version: Option<Uuid>, today: NaiveDate) -> Result<CalendarView> {
        let optimisation = self.optimisation(id).await?;
        let row = match version {
            Some(version) => self.calendar_row(id, version).await?,
            None => self.latest_row(&optimisation).await?,
        };
        let number = small(row.number)?;
        let is_latest = number == optimisation.calendar;
        // A version in the past is shown with the fixings of its time.
        let fixings = self.fixing_rows(id, (!is_latest).then_some(row.created_at)).await?;
        let mut advice = self.advice_of(id, number, &fixings).await?;
        let by_period = by_period(&fixings)?;
        let stored: Vec<StoredPeriod> = serde_json::from_value(row.periods.clone())
            .map_err(|error| Error::Inconsistent(format!("periods of calendar {}: {error}", row.id)))?;
        let spans: Vec<Span> = stored.iter().map(|period| Span { from: period.from, to: period.to }).collect();
        let forwards = forwards(&self.db, optimisation.market.id, &spans, today).await?;
        let mut periods = Vec::with_capacity(stored.len());
        for stored in stored {
            let period = period(&stored)?;
            let fixings = by_period.get(&period.span.from).map_or(&[][..], Vec::as_slice);
            let forward = forwards.prices.get(&period.span.from).copied();
            periods.push(CalendarPeriodView {
                unplaced: percent(stored.unplaced)?,
                unplaced_reason: stored.unplaced_reason.as_deref().map(|text| parsed("reason", text)).transpose()?,
                advice: advice.remove(&period.span.from).unwrap_or_default(),
                prices: prices(fixings, forward),
                period,
            });
        }
        Ok(CalendarView {
            version: version_view(&row)?,
            latest: optimisation.calendar,
            baseline: Baseline {
                origin: parsed("baseline_origin", &row.baseline_origin)?,
                scenario: parsed("baseline_scenario", &row.baseline_scenario)?,
            },
            published_at: row.published_at,
            earliest_day: row.earliest_day,
            prices: delivery_prices(&optimisation, Some(&by_period), &forwards.prices),
            forward_on: forwards.on,
            periods,
        })
    }

    /// The versions of a calendar, latest first.
    ///
    /// # Errors
    /// `NotFound`, `InvalidCursor`; those of the database.
    pub async fn calendar_versions(&self, id: Uuid, page: &PageRequest) -> Result<Page<CalendarVersionView>> {
        let optimisation = self.optimisation(id).await?;
        let query = self.calendar_rows(optimisation.id).into_query();
        let column = |column: calendar::Column| Expr::col((calendar::Entity, column));
        let keyset = Keyset::<calendar::Model> {
            name: "number",
            column: column(calendar::Column::Number),
            id: column(calendar::Column::Id),
            descending: true,
            key: KeyOf::Number(|row| row.number),
            id_of: |row| row.id,
        };
        keyset.read(&self.db, query, page).await?.try_map(|row| version_view(&row))
    }

    /// What a version advises otherwise than another; the one before when none is named.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn calendar_difference(
        &self,
        id: Uuid,
        version: Uuid,
        with: Option<Uuid>,
    ) -> Result<CalendarDifferenceView> {
        self.optimisation(id).await?;
        let number = small(self.calendar_row(id, version).await?.number)?;
        let with = match with {
            Some(with) => small(self.calendar_row(id, with).await?.number)?,
            None => number.saturating_sub(1),
        };
        let rows = self.advice_rows(id).await?;
        let days = |number: u32| -> Result<Vec<AdviceDay>> {
            let seen = rows.iter().filter(|row| is_in(row, number) && stands_in(row, number));
            seen.map(advice_day).collect()
        };
        Ok(CalendarDifferenceView { number, with, changes: difference(&days(with)?, &days(number)?) })
    }

    async fn calendar_row(&self, id: Uuid, version: Uuid) -> Result<calendar::Model> {
        let found = self.calendar_rows(id).filter(calendar::Column::Id.eq(version)).one(&self.db).await?;
        found.ok_or(Error::NotFound)
    }

    async fn latest_row(&self, optimisation: &OptimisationView) -> Result<calendar::Model> {
        let latest = calendar::Column::Number.eq(i64::from(optimisation.calendar));
        let found = self.calendar_rows(optimisation.id).filter(latest).one(&self.db).await?;
        found.ok_or_else(|| Error::Inconsistent(format!("the calendar of optimisation {}", optimisation.id)))
    }

    fn calendar_rows(&self, id: Uuid) -> Select<calendar::Entity> {
        calendar::Entity::find()
            .filter(calendar::Column::OrganisationId.eq(self.organisation))
            .filter(calendar::Column::OptimisationId.eq(id))
    }

    /// All advice there ever was, by day.
    pub(crate) async fn advice_rows(&self, id: Uuid) -> Result<Vec<advice::Model>> {
        let rows = advice::Entity::find()
            .filter(advice::Column::OrganisationId.eq(self.organisation))
            .filter(advice::Column::OptimisationId.eq(id))
            .order_by_asc(advice::Column::AdvisedOn)
            .order_by_asc(advice::Column::Id);
        Ok(rows.all(&self.db).await?)
    }

    /// The fixings that hold, or held at an instant.
    pub(crate) async fn fixing_rows(&self, id: Uuid, at: Option<DateTime<Utc>>) -> Result<Vec<fixing::Model>> {
        use fixing::Column;
        let held = match at {
            None => Condition::all().add(Column::State.eq(FixingState::Done.as_str())),
            Some(at) => {
                let kept = Condition::any().add(Column::CancelledAt.is_null()).add(Column::CancelledAt.gt(at));
                Condition::all().add(Column::CreatedAt.lte(at)).add(kept)
            }
        };
        let rows = fixing::Entity::find()
            .filter(Column::OrganisationId.eq(self.organisation))
            .filter(Column::OptimisationId.eq(id))
            .filter(held)
            .order_by_asc(Column::FixedOn)
            .order_by_asc(Column::Id);
        Ok(rows.all(&self.db).await?)
    }

    async fn advice_of(
        &self,
        id: Uuid,
        number: u32,
        fixings: &[fixing::Model],
    ) -> Result<BTreeMap<NaiveDate, Vec<AdviceView>>> {
        let mut found: BTreeMap<NaiveDate, Vec<AdviceView>> = BTreeMap::new();
        for row in self.advice_rows(id).await?.iter().filter(|row| is_in(row, number)) {
            found.entry(row.period_from).or_default().push(advice_view(row, number, fixings)?);
        }
        Ok(found)
    }
}

/// Whether an advice is part of a version: it was given by then, and not replaced by then.
fn is_in(row: &advice::Model, number: u32) -> bool {
    let number = i64::from(number);
    row.version <= number && (is_open(row, number) || row.state != AdviceState::Superseded.as_str())
}

/// Whether it counts as advised when versions are compared: what was missed or taken back no longer is.
fn stands_in(row: &advice::Model, number: u32) -> bool {
    let gone = [AdviceState::Missed.as_str(), AdviceState::Cancelled.as_str()];
    is_open(row, i64::from(number)) || !gone.contains(&row.state.as_str())
}

fn is_open(row: &advice::Model, number: i64) -> bool {
    row.closed_version.is_none_or(|closed| closed > number)
}

pub(crate) fn advice_day(row: &advice::Model) -> Result<AdviceDay> {
    Ok(AdviceDay { period: row.period_from, on: row.advised_on, percent: percent(row.percent)? })
}

fn advice_view(row: &advice::Model, number: u32, fixings: &[fixing::Model]) -> Result<AdviceView> {
    let closed = row.closed_version.filter(|closed| *closed <= i64::from(number));
    let answers = fixings.iter().filter(|fixing| fixing.advice_id == Some(row.id));
    let state = if closed.is_some() { parsed("state", &row.state)? } else { AdviceState::Advised };
    Ok(AdviceView {
        id: row.id,
        period: Span { from: row.period_from, to: row.period_to },
        on: row.advised_on,
        percent: percent(row.percent)?,
        fixed: percent(answers.map(|fixing| fixing.percent).sum())?,
        price: row.price.map(price).transpose()?,
        reason: parsed("reason", &row.reason)?,
        state,
        version: small(row.version)?,
        closed_version: closed.map(small).transpose()?,
    })
}

pub(crate) fn by_period(fixings: &[fixing::Model]) -> Result<FixedByPeriod> {
    let mut found = FixedByPeriod::new();
    for row in fixings {
        found.entry(row.period_from).or_default().push(fixed(row)?);
    }
    Ok(found)
}

fn period(stored: &StoredPeriod) -> Result<ConsumptionPeriod> {
    let risk: RiskAppetite = parsed("risk", &stored.risk)?;
    Ok(ConsumptionPeriod {
        span: Span { from: stored.from, to: stored.to },
        risk,
        to_fix: percent(stored.to_fix)?,
        window: Span { from: stored.window_from, to: stored.window_to },
        target: stored.target.map(price).transpose()?,
        volumes: stored.volumes.clone(),
    })
}

fn version_view(row: &calendar::Model) -> Result<CalendarVersionView> {
    let reasons: Vec<String> = serde_json::from_value(row.reasons.clone())
        .map_err(|error| Error::Inconsistent(format!("reasons of calendar {}: {error}", row.id)))?;
    Ok(CalendarVersionView {
        id: row.id,
        number: small(row.number)?,
        reasons: reasons.iter().map(|reason| parsed("reason", reason)).collect::<Result<_>>()?,
        forecast_id: row.forecast_id,
        advice_count: small(row.advice_count)?,
        change_count: small(row.change_count)?,
        created_at: row.created_at,
        created_by: row.created_by.clone(),
    })
}

fn small(number: i64) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::Inconsistent(format!("a count of {number}")))
}
