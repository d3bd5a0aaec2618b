//! Calculating a calendar anew. Every calculation is a new version; advice of the past is only closed, never rewritten.

use crate::calendars::{StoredPeriod, advice_day};
use crate::entity::{advice_calendar as calendar, fixing, fixing_advice as advice, market, optimisation};
use crate::error::{Error, Result};
use crate::market_curves::{Publication, latest_publication, owner};
use crate::optimisation_rows::{self, millionths, percent};
use crate::scope::CustomerWriter;
use chrono::NaiveDate;
use domain::advice::{AdviceState, CalendarReason, Curve, PeriodPlan, PeriodState, Tranche, difference, plan};
use domain::key::Percent;
use domain::market::Price;
use domain::optimisation::{ConsumptionPeriod, OptimisationFields};
use domain::time::brussels_date;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde_json::json;
use uuid::Uuid;

/// A new version of a calendar, as far as it is to be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recalculated {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: u32,
    /// How many days differ from the version before.
    pub changes: u32,
    /// The advice that passed unused.
    pub missed: Vec<MissedAdvice>,
}

/// Advice that passed unused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissedAdvice {
    /// Its id.
    pub id: Uuid,
    /// The first day of the consumption period.
    pub period: NaiveDate,
    /// The day that passed.
    pub on: NaiveDate,
    /// How much was advised.
    pub percent: Percent,
}

/// A consumption period with what it is advised.
struct Laid {
    period: ConsumptionPeriod,
    /// Whether what is advised for today stands.
    keeps_today: bool,
    plan: PeriodPlan,
    curve: Option<Curve>,
}

/// A calculation under way.
struct Calculation<'a> {
    row: &'a optimisation::Model,
    fields: &'a OptimisationFields,
    publication: Option<&'a Publication>,
    number: i64,
    today: NaiveDate,
}

impl CustomerWriter<'_> {
    /// Brings a calendar up to the day: closes advice that passed unused, and lays the rest anew when some did or when
    /// the baseline forecast was published anew. Nothing when it is up to the day already.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn refresh_calendar(&self, id: Uuid) -> Result<Option<Recalculated>> {
        let row = self.lock_optimisation(id).await?;
        let today = brussels_date(self.tx.now());
        let mut reasons = Vec::new();
        if self.open_advice(id).await?.iter().any(|advice| advice.advised_on < today) {
            reasons.push(CalendarReason::AdviceMissed);
        }
        if row.last_period > today && self.has_newer_forecast(&row).await? {
            reasons.push(CalendarReason::ForecastPublished);
        }
        if reasons.is_empty() {
            return Ok(None);
        }
        self.recalculate(row, reasons).await.map(Some)
    }

    /// Calculates a calendar anew and stores it as its next version.
    pub(crate) async fn recalculate(
        &self,
        row: optimisation::Model,
        reasons: Vec<CalendarReason>,
    ) -> Result<Recalculated> {
        let fields = optimisation_rows::fields(&row)?;
        let (number, today) = (row.calendar + 1, brussels_date(self.tx.now()));
        let publication = self.baseline(&row, &fields).await?;
        let calculation = Calculation { row: &row, fields: &fields, publication: publication.as_ref(), number, today };
        let open = self.open_advice(row.id).await?;
        let missed = self.close_missed(&calculation, &open).await?;
        let open: Vec<advice::Model> = open.into_iter().filter(|advice| advice.advised_on >= today).collect();
        let laid = self.lay(&calculation, &open).await?;
        self.replace(&calculation, &open, &laid).await?;
        let after = self.open_advice(row.id).await?;
        let days = |rows: &[advice::Model]| rows.iter().map(advice_day).collect::<Result<Vec<_>>>();
        let changes = difference(&days(&open)?, &days(&after)?).len();
        let id = self.insert_calendar(&calculation, reasons, &laid, (after.len(), changes)).await?;
        self.set_calendar(&row, number).await?;
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Recalculated { id, number: u32::try_from(number).unwrap_or_default(), changes: small(changes), missed })
    }

    /// The optimisation's row, locked: fixings and calculations of one optimisation come one after the other.
    pub(crate) async fn lock_optimisation(&self, id: Uuid) -> Result<optimisation::Model> {
        let own = self.read().own_optimisations();
        let row = optimisation::Entity::find_by_id(id).filter(own).lock_exclusive().one(&self.tx.db).await?;
        row.ok_or(Error::NotFound)
    }

    /// Advice that stands, also of days that have passed.
    pub(crate) async fn open_advice(&self, id: Uuid) -> Result<Vec<advice::Model>> {
        let rows = self.read().advice_rows(id).await?;
        Ok(rows.into_iter().filter(|row| row.state == AdviceState::Advised.as_str()).collect())
    }

    /// Gives an advice its state; `closing` is the version that closes it, where it was open.
    pub(crate) async fn set_advice(&self, row: &advice::Model, state: AdviceState, closing: i64) -> Result<()> {
        let closed = row.closed_version.unwrap_or(closing);
        advice::Entity::update_many()
            .col_expr(advice::Column::State, Expr::val(state.as_str()))
            .col_expr(advice::Column::ClosedVersion, Expr::val(closed))
            .filter(advice::Column::OrganisationId.eq(self.organisation))
            .filter(advice::Column::Id.eq(row.id))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }

    async fn has_newer_forecast(&self, row: &optimisation::Model) -> Result<bool> {
        let latest = self.baseline(row, &optimisation_rows::fields(row)?).await?.map(|publication| publication.id);
        let used = calendar::Entity::find()
            .filter(calendar::Column::OrganisationId.eq(self.organisation))
            .filter(calendar::Column::OptimisationId.eq(row.id))
            .filter(calendar::Column::Number.eq(row.calendar))
            .one(&self.tx.db)
            .await?
            .ok_or_else(|| Error::Inconsistent(format!("the calendar of optimisation {}", row.id)))?;
        Ok(latest.is_some() && latest != used.forecast_id)
    }

    /// The latest publication of the forecast that the advice is calculated from.
    async fn baseline(&self, row: &optimisation::Model, fields: &OptimisationFields) -> Result<Option<Publication>> {
        let owner = owner(fields.baseline.origin, self.organisation, self.customer);
        latest_publication(&self.tx.db, row.market_id, owner).await
    }

    async fn close_missed(&self, to: &Calculation<'_>, open: &[advice::Model]) -> Result<Vec<MissedAdvice>> {
        let mut missed = Vec::new();
        for row in open.iter().filter(|row| row.advised_on < to.today) {
            self.set_advice(row, AdviceState::Missed, to.number).await?;
            let percent = percent(row.percent)?;
            missed.push(MissedAdvice { id: row.id, period: row.period_from, on: row.advised_on, percent });
        }
        Ok(missed)
    }

    /// What each period is advised from tomorrow on.
    async fn lay(&self, to: &Calculation<'_>, open: &[advice::Model]) -> Result<Vec<Laid>> {
        let market = market::Entity::find_by_id(to.row.market_id).one(&self.tx.db).await?.ok_or(Error::NotFound)?;
        let series = match to.publication {
            Some(publication) => publication.series(&self.tx.db).await?,
            None => Vec::new(),
        };
        let fixings = self.read().fixing_rows(to.row.id, None).await?;
        let tomorrow = to.today.succ_opt().unwrap_or(to.today);
        let mut laid = Vec::new();
        for period in to.fields.periods(to.row.created_on) {
            let fixed = sum(fixings.iter().filter(|row| row.period_from == period.span.from).map(fixing_percent))?;
            let standing = standing(open, &period, fixed, to.today)?;
            let state = PeriodState { period: &period, fixed, today: standing };
            let curve = Curve::of(&series, to.fields.baseline.scenario, period.span);
            let plan = plan(state, to.fields.minimum_fixing, tomorrow, market.covers_short_term, curve.as_ref());
            laid.push(Laid { period, keeps_today: standing > Percent::ZERO, plan, curve });
        }
        Ok(laid)
    }

    /// Closes what is advised otherwise now, and adds what is new. What is advised as before stays the same advice.
    async fn replace(&self, to: &Calculation<'_>, open: &[advice::Model], laid: &[Laid]) -> Result<()> {
        let mut kept = Vec::new();
        for Laid { period, keeps_today, plan, curve } in laid {
            let standing = open.iter().filter(|row| *keeps_today && row.advised_on == to.today && is_of(row, period));
            kept.extend(standing.map(|row| row.id));
            for tranche in &plan.tranches {
                match open.iter().find(|row| is_same(row, period, tranche)) {
                    Some(row) => kept.push(row.id),
                    None => self.insert_advice(to, period, tranche, curve.as_ref()).await?,
                }
            }
        }
        for row in open.iter().filter(|row| !kept.contains(&row.id)) {
            self.set_advice(row, AdviceState::Superseded, to.number).await?;
        }
        Ok(())
    }

    async fn insert_advice(
        &self,
        to: &Calculation<'_>,
        period: &ConsumptionPeriod,
        tranche: &Tranche,
        curve: Option<&Curve>,
    ) -> Result<()> {
        let row = advice::Model {
            id: self.tx.new_id(),
            organisation_id: self.organisation,
            optimisation_id: to.row.id,
            period_from: period.span.from,
            period_to: period.span.to,
            advised_on: tranche.on,
            percent: millionths(tranche.percent),
            price: curve.and_then(|curve| curve.price(tranche.on)).map(Price::thousandths),
            reason: tranche.reason.to_string(),
            state: AdviceState::Advised.to_string(),
            version: to.number,
            closed_version: None,
        };
        advice::Entity::insert(row.into_active_model()).exec_without_returning(&self.tx.db).await?;
        Ok(())
    }

    async fn insert_calendar(
        &self,
        to: &Calculation<'_>,
        reasons: Vec<CalendarReason>,
        laid: &[Laid],
        (advised, changed): (usize, usize),
    ) -> Result<Uuid> {
        let baseline = to.fields.baseline;
        let reasons: Vec<&str> = reasons.into_iter().map(CalendarReason::as_str).collect();
        let periods: Vec<StoredPeriod> = laid.iter().map(stored).collect();
        let row = calendar::Model {
            id: self.tx.new_id(),
            organisation_id: self.organisation,
            optimisation_id: to.row.id,
            number: to.number,
            reasons: json!(reasons),
            baseline_origin: baseline.origin.to_string(),
            baseline_scenario: baseline.scenario.to_string(),
            forecast_id: to.publication.map(|publication| publication.id),
            published_at: to.publication.map(|publication| publication.published_at),
            earliest_day: to.today.succ_opt().unwrap_or(to.today),
            periods: json!(periods),
            advice_count: i64::try_from(advised).unwrap_or(i64::MAX),
            change_count: i64::try_from(changed).unwrap_or(i64::MAX),
            created_at: self.tx.now(),
            created_by: self.tx.actor_name(),
        };
        let id = row.id;
        calendar::Entity::insert(row.into_active_model()).exec_without_returning(&self.tx.db).await?;
        Ok(id)
    }

    async fn set_calendar(&self, row: &optimisation::Model, number: i64) -> Result<()> {
        optimisation::Entity::update_many()
            .col_expr(optimisation::Column::Calendar, Expr::val(number))
            .filter(optimisation::Column::OrganisationId.eq(self.organisation))
            .filter(optimisation::Column::Id.eq(row.id))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }
}

/// How much is advised for today and stands: as long as it is still wanted, a promise for the day is not moved on it.
fn standing(open: &[advice::Model], period: &ConsumptionPeriod, fixed: Percent, today: NaiveDate) -> Result<Percent> {
    let advised = open.iter().filter(|row| row.advised_on == today && is_of(row, period)).map(|row| row.percent);
    let advised = sum(advised)?;
    Ok(if advised <= period.to_fix.less(fixed) { advised } else { Percent::ZERO })
}

fn is_of(row: &advice::Model, period: &ConsumptionPeriod) -> bool {
    (row.period_from, row.period_to) == (period.span.from, period.span.to)
}

fn is_same(row: &advice::Model, period: &ConsumptionPeriod, tranche: &Tranche) -> bool {
    is_of(row, period) && row.advised_on == tranche.on && row.percent == millionths(tranche.percent)
}

const fn fixing_percent(row: &fixing::Model) -> i64 {
    row.percent
}

fn sum(parts: impl Iterator<Item = i64>) -> Result<Percent> {
    percent(parts.sum::<i64>().min(millionths(Percent::WHOLE)))
}

fn stored(Laid { period, plan, .. }: &Laid) -> StoredPeriod {
    StoredPeriod {
        from: period.span.from,
        to: period.span.to,
        risk: period.risk.to_string(),
        to_fix: millionths(period.to_fix),
        window_from: period.window.from,
        window_to: period.window.to,
        target: period.target.map(Price::thousandths),
        volumes: period.volumes.clone(),
        unplaced: millionths(plan.unplaced),
        unplaced_reason: plan.reason.map(|reason| reason.to_string()),
    }
}
