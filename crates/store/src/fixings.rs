//! Fixings of optimisations: registering and cancelling them. Either calculates the calendar anew.

use crate::audit;
use crate::calendar_changes::Recalculated;
use crate::entity::{fixing, fixing_advice as advice, optimisation};
use crate::error::{Conflict, Error, Result, parsed};
use crate::optimisation_rows::{self, millionths, percent, price};
use crate::page::{KeyOf, Keyset, Page, PageRequest};
use crate::scope::{CustomerScope, CustomerWriter};
use chrono::{DateTime, NaiveDate, Utc};
use domain::advice::{AdviceState, CalendarReason, Fixable, FixingState, NewFixing};
use domain::key::Percent;
use domain::market::Price;
use domain::time::brussels_date;
use domain::violation::{Code, Violations};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryTrait, Select,
};
use serde_json::json;
use uuid::Uuid;

/// A registered fixing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixingView {
    /// Its id.
    pub id: Uuid,
    /// The optimisation.
    pub optimisation_id: Uuid,
    /// The first day of the consumption period.
    pub period: NaiveDate,
    /// The day it was fixed.
    pub on: NaiveDate,
    /// How much.
    pub percent: Percent,
    /// At what price.
    pub price: Price,
    /// The advice it answers.
    pub advice_id: Option<Uuid>,
    /// Whether it holds.
    pub state: FixingState,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Who cancelled it, by name at that time.
    pub cancelled_by: Option<String>,
    /// Counts the changes.
    pub version: i64,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// Who registered it, by name at that time.
    pub created_by: Option<String>,
}

/// Which fixings to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct FixingFilter {
    /// Only those of this consumption period.
    pub period: Option<NaiveDate>,
    /// Only those that hold, or only cancelled ones.
    pub state: Option<FixingState>,
    /// Earliest day first instead of latest.
    pub earliest_first: bool,
}

impl CustomerScope<'_> {
    /// The fixings of an optimisation.
    ///
    /// # Errors
    /// `NotFound`, `InvalidCursor`; those of the database.
    pub async fn fixings(&self, id: Uuid, filter: &FixingFilter, page: &PageRequest) -> Result<Page<FixingView>> {
        use fixing::Column;
        self.optimisation(id).await?;
        let chosen = Condition::all()
            .add_option(filter.period.map(|period| Column::PeriodFrom.eq(period)))
            .add_option(filter.state.map(|state| Column::State.eq(state.as_str())));
        let query = self.own_fixings(id).filter(chosen).into_query();
        let column = |column: Column| Expr::col((fixing::Entity, column));
        let keyset = Keyset::<fixing::Model> {
            name: "fixed_on",
            column: column(Column::FixedOn),
            id: column(Column::Id),
            descending: !filter.earliest_first,
            key: KeyOf::Day(|row| row.fixed_on),
            id_of: |row| row.id,
        };
        keyset.read(&self.db, query, page).await?.try_map(view)
    }

    /// One of them.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn fixing(&self, id: Uuid, fixing: Uuid) -> Result<FixingView> {
        self.optimisation(id).await?;
        let row = self.own_fixings(id).filter(fixing::Column::Id.eq(fixing)).one(&self.db).await?;
        view(row.ok_or(Error::NotFound)?)
    }

    fn own_fixings(&self, id: Uuid) -> Select<fixing::Entity> {
        fixing::Entity::find()
            .filter(fixing::Column::OrganisationId.eq(self.organisation))
            .filter(fixing::Column::OptimisationId.eq(id))
    }
}

impl CustomerWriter<'_> {
    /// Registers a fixing, settles the advice it answers and calculates the rest anew.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` where the period does not have room for it, or no such advice; those of the database.
    pub async fn register_fixing(&self, id: Uuid, new: &NewFixing) -> Result<(FixingView, Recalculated)> {
        self.lock_account().await?;
        let optimisation = self.lock_optimisation(id).await?;
        self.check_room(&optimisation, new).await?;
        let answered = self.answered(&optimisation, new).await?;
        let row = fixing::Model {
            id: self.tx.new_id(),
            organisation_id: self.organisation,
            optimisation_id: id,
            period_from: new.period,
            fixed_on: new.on,
            percent: millionths(new.percent),
            price: new.price.thousandths(),
            advice_id: answered.as_ref().map(|advice| advice.id),
            state: FixingState::Done.to_string(),
            cancel_reason: None,
            cancelled_at: None,
            cancelled_by: None,
            version: 1,
            created_at: self.tx.now(),
            created_by: self.tx.actor_name(),
        };
        fixing::Entity::insert(row.clone().into_active_model()).exec_without_returning(&self.tx.db).await?;
        if let Some(advice) = answered {
            self.settle(&optimisation, &advice).await?;
        }
        let changes = audit::created(&wire(&row)?);
        self.audit_optimisation("fixing.registered", row.id, &optimisation.contract_name, changes).await?;
        let calculated = self.recalculate(optimisation, vec![CalendarReason::FixingRegistered]).await?;
        Ok((view(row)?, calculated))
    }

    /// Cancels a fixing, takes back what it answered and calculates the rest anew.
    ///
    /// # Errors
    /// `NotFound`; `Stale` when a version is named; `Conflict::FixingCancelled`; those of the database.
    pub async fn cancel_fixing(
        &self,
        id: Uuid,
        fixing: Uuid,
        version: Option<i64>,
        reason: &str,
    ) -> Result<(FixingView, Recalculated)> {
        self.lock_account().await?;
        let optimisation = self.lock_optimisation(id).await?;
        let found = self.read().own_fixings(id).filter(fixing::Column::Id.eq(fixing)).one(&self.tx.db).await?;
        let old = found.ok_or(Error::NotFound)?;
        if version.is_some_and(|version| version != old.version) {
            return Err(Error::Stale);
        }
        if old.state == FixingState::Cancelled.as_str() {
            return Err(Conflict::FixingCancelled.into());
        }
        let row = fixing::Model {
            state: FixingState::Cancelled.to_string(),
            cancel_reason: Some(reason.to_owned()),
            cancelled_at: Some(self.tx.now()),
            cancelled_by: self.tx.actor_name(),
            version: old.version + 1,
            ..old.clone()
        };
        fixing::Entity::update_many()
            .set(row.clone().into_active_model().reset_all())
            .filter(fixing::Column::OrganisationId.eq(self.organisation))
            .filter(fixing::Column::Id.eq(fixing))
            .exec(&self.tx.db)
            .await?;
        let advice = self.read().advice_rows(id).await?.into_iter().find(|advice| Some(advice.id) == row.advice_id);
        if let Some(advice) = advice {
            self.settle(&optimisation, &advice).await?;
        }
        let changes = audit::changed(&wire(&old)?, &wire(&row)?);
        self.audit_optimisation("fixing.cancelled", fixing, &optimisation.contract_name, changes).await?;
        let calculated = self.recalculate(optimisation, vec![CalendarReason::FixingCancelled]).await?;
        Ok((view(row)?, calculated))
    }

    /// Makes sure that the period is one of the optimisation and takes the fixing.
    async fn check_room(&self, optimisation: &optimisation::Model, new: &NewFixing) -> Result<()> {
        let fields = optimisation_rows::fields(optimisation)?;
        let periods = fields.periods(optimisation.created_on);
        if periods.iter().all(|period| period.span.from != new.period) {
            return Err(invalid("/period_from", Code::UnknownPeriod));
        }
        let fixings = self.read().fixing_rows(optimisation.id, None).await?;
        let fixed = fixings.iter().filter(|row| row.period_from == new.period).map(|row| row.percent).sum();
        let period = Fixable { start: new.period, fixed: percent(fixed)?, minimum: fields.minimum_fixing };
        new.check(period, brussels_date(self.tx.now())).map_err(Error::Invalid)
    }

    /// The advice that a fixing answers: the one it names, else the open one for its day.
    async fn answered(&self, optimisation: &optimisation::Model, new: &NewFixing) -> Result<Option<advice::Model>> {
        let today = brussels_date(self.tx.now());
        let rows = self.read().advice_rows(optimisation.id).await?;
        let mut open = rows.into_iter().filter(|row| {
            let is_open = row.state.parse().is_ok_and(AdviceState::is_open);
            // What passed unused is missed, whether the clock has said so yet or not.
            let passed = row.state == AdviceState::Advised.as_str() && row.advised_on < today;
            row.period_from == new.period && is_open && !passed
        });
        match new.advice {
            Some(id) => {
                open.find(|row| row.id == id).map(Some).ok_or_else(|| invalid("/advice_id", Code::UnknownAdvice))
            }
            None => Ok(open.find(|row| row.advised_on == new.on)),
        }
    }

    /// Gives an advice the state that its fixings make of it.
    async fn settle(&self, optimisation: &optimisation::Model, row: &advice::Model) -> Result<()> {
        let fixings = self.read().fixing_rows(optimisation.id, None).await?;
        let fixed = fixings.iter().filter(|fixing| fixing.advice_id == Some(row.id)).map(|fixing| fixing.percent).sum();
        let state = AdviceState::answered(percent(row.percent)?, percent(fixed)?);
        self.set_advice(row, state, optimisation.calendar + 1).await
    }
}

fn invalid(pointer: &str, code: Code) -> Error {
    let mut violations = Violations::default();
    violations.add(pointer, code);
    Error::Invalid(violations)
}

/// A fixing, for the audit log.
fn wire(row: &fixing::Model) -> Result<audit::Fields> {
    Ok(audit::Fields::from([
        ("period_from", json!(row.period_from)),
        ("fixed_on", json!(row.fixed_on)),
        ("percent", json!(percent(row.percent)?.decimal())),
        ("price_per_mwh", json!(price(row.price)?.to_string())),
        ("state", json!(row.state)),
        ("cancel_reason", json!(row.cancel_reason)),
    ]))
}

fn view(row: fixing::Model) -> Result<FixingView> {
    Ok(FixingView {
        percent: percent(row.percent)?,
        price: price(row.price)?,
        state: parsed("state", &row.state)?,
        id: row.id,
        optimisation_id: row.optimisation_id,
        period: row.period_from,
        on: row.fixed_on,
        advice_id: row.advice_id,
        cancel_reason: row.cancel_reason,
        cancelled_at: row.cancelled_at,
        cancelled_by: row.cancelled_by,
        version: row.version,
        created_at: row.created_at,
        created_by: row.created_by,
    })
}
