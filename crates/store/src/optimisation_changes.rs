//! Optimisations of customer accounts: creating, changing and deleting them.

use crate::audit::{self, Entry, FieldChange};
use crate::calendar_changes::Recalculated;
use crate::entity::{customer, fixing, market, market_service, optimisation};
use crate::error::{Conflict, Error, Result};
use crate::optimisation_rows::{self, wire, with_fields};
use crate::optimisations::OptimisationView;
use crate::scope::CustomerWriter;
use chrono::NaiveDate;
use domain::advice::CalendarReason;
use domain::customer::{ForecastOrigin, ServiceState, service_state};
use domain::optimisation::{ConsumptionPeriod, OptimisationFields};
use domain::time::brussels_date;
use domain::violation::{Code, FieldViolation, Violations};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::Value;
use uuid::Uuid;

impl CustomerWriter<'_> {
    /// Creates an optimisation with the first version of its calendar, within what the account's service allows.
    ///
    /// # Errors
    /// `Conflict::MarketNotActivated`, `ServiceNotStarted`, `ServiceExpired`, `OptimisationQuotaReached`,
    /// `CustomerDeleted`; `Invalid` at `/market_id`, `/baseline/origin` or `/delivery_to`; `NotFound`; those of the
    /// database.
    pub async fn create_optimisation(&self, fields: &OptimisationFields) -> Result<OptimisationView> {
        let account = self.lock_account().await?;
        let today = brussels_date(self.tx.now());
        self.check_market(fields).await?;
        self.check_to_come(fields, today)?;
        let service = if account.access { Some(self.service_with_room(fields.market, today).await?) } else { None };
        check_baseline(fields, service.as_ref())?;
        let row = optimisation::Model {
            id: self.tx.new_id(),
            organisation_id: self.organisation,
            customer_id: self.customer,
            market_id: fields.market,
            contract_name: String::new(),
            name_key: String::new(),
            search_key: String::new(),
            points_of_delivery: String::new(),
            tariff_indexes: Value::Null,
            minimum_period: String::new(),
            minimum_fixing: 0,
            delivery_from: fields.delivery.from,
            delivery_to: fields.delivery.to,
            last_period: fields.delivery.from,
            risk: String::new(),
            to_fix: 0,
            baseline_origin: String::new(),
            baseline_scenario: String::new(),
            target: None,
            periods: Value::Null,
            created_on: today,
            calendar: 0,
            recipients: None,
            recipients_version: 1,
            version: 1,
            created_at: self.tx.now(),
            updated_at: self.tx.now(),
            updated_by: self.tx.actor_name(),
        };
        let row = with_fields(row, fields);
        optimisation::Entity::insert(row.clone().into_active_model()).exec_without_returning(&self.tx.db).await?;
        let id = row.id;
        self.audit_optimisation("optimisation.created", id, &fields.contract_name, audit::created(&wire(fields)))
            .await?;
        self.recalculate(row, vec![CalendarReason::Created]).await?;
        self.read().optimisation(id).await
    }

    /// Replaces the parameters of an optimisation. Its calendar is calculated anew when that may change the advice.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::OptimisationFixed` when fixings hang on what is changed; `Invalid` at `/market_id`
    /// or `/baseline/origin`; those of the database.
    pub async fn update_optimisation(
        &self,
        id: Uuid,
        version: i64,
        fields: &OptimisationFields,
    ) -> Result<(OptimisationView, Option<Recalculated>)> {
        let account = self.lock_account().await?;
        let row = self.lock_optimisation(id).await?;
        if row.version != version {
            return Err(Error::Stale);
        }
        let old = optimisation_rows::fields(&row)?;
        if old.market != fields.market {
            return Err(invalid("/market_id", Code::Immutable));
        }
        let changes = audit::changed(&wire(&old), &wire(fields));
        if changes.is_empty() {
            return Ok((self.read().optimisation(id).await?, None));
        }
        if old.baseline.origin != fields.baseline.origin {
            let service = if account.access { self.service(fields.market).await? } else { None };
            check_baseline(fields, service.as_ref())?;
        }
        let recut = (old.delivery, old.minimum_period) != (fields.delivery, fields.minimum_period);
        if recut && self.has_fixings(id).await? {
            return Err(Conflict::OptimisationFixed.into());
        }
        let reasons = reasons(&old, fields);
        let row = optimisation::Model {
            version: version + 1,
            updated_at: self.tx.now(),
            updated_by: self.tx.actor_name(),
            ..with_fields(row, fields)
        };
        optimisation::Entity::update_many()
            .set(row.clone().into_active_model().reset_all())
            .filter(optimisation::Column::OrganisationId.eq(self.organisation))
            .filter(optimisation::Column::Id.eq(id))
            .exec(&self.tx.db)
            .await?;
        self.audit_optimisation("optimisation.updated", id, &fields.contract_name, changes).await?;
        let calculated = if reasons.is_empty() { None } else { Some(self.recalculate(row, reasons).await?) };
        Ok((self.read().optimisation(id).await?, calculated))
    }

    /// Deletes an optimisation with its calendar and its fixings.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; those of the database.
    pub async fn delete_optimisation(&self, id: Uuid, version: i64) -> Result<()> {
        self.lock_account().await?;
        let row = self.lock_optimisation(id).await?;
        if row.version != version {
            return Err(Error::Stale);
        }
        let old = optimisation_rows::fields(&row)?;
        // All that belongs to it goes with it.
        optimisation::Entity::delete_many()
            .filter(optimisation::Column::OrganisationId.eq(self.organisation))
            .filter(optimisation::Column::Id.eq(id))
            .exec(&self.tx.db)
            .await?;
        self.audit_optimisation("optimisation.deleted", id, &old.contract_name, audit::deleted(&wire(&old))).await
    }

    pub(crate) async fn audit_optimisation(
        &self,
        action: &'static str,
        id: Uuid,
        label: &str,
        changes: Vec<FieldChange>,
    ) -> Result<()> {
        let organisation = Some(self.organisation);
        let entry = Entry { action, id, organisation, community: None, label, changes };
        self.tx.audit_customer(self.customer, entry).await
    }

    /// The account's row, locked: who creates two optimisations at once does so one after the other.
    pub(crate) async fn lock_account(&self) -> Result<customer::Model> {
        let row = customer::Entity::find_by_id(self.customer)
            .filter(customer::Column::OrganisationId.eq(self.organisation))
            .lock_exclusive()
            .one(&self.tx.db)
            .await?
            .ok_or(Error::NotFound)?;
        if row.deleted_at.is_some() { Err(Conflict::CustomerDeleted.into()) } else { Ok(row) }
    }

    async fn check_market(&self, fields: &OptimisationFields) -> Result<()> {
        match market::Entity::find_by_id(fields.market).one(&self.tx.db).await? {
            Some(_) => Ok(()),
            None => Err(invalid("/market_id", Code::UnknownMarket)),
        }
    }

    /// There must be a period left to fix.
    fn check_to_come(&self, fields: &OptimisationFields, today: NaiveDate) -> Result<()> {
        let periods = fields.periods(today);
        if periods.last().is_some_and(|period| period.span.from > today) {
            return Ok(());
        }
        let mut violations = Violations::default();
        let tomorrow = today.succ_opt().unwrap_or(today).to_string();
        let range =
            FieldViolation::with(Code::OutOfRange, "reason", "date").and("min", tomorrow).and("max", "2100-12-31");
        violations.add_with("/delivery_from", range.code, range.params);
        Err(Error::Invalid(violations))
    }

    async fn service(&self, market: Uuid) -> Result<Option<market_service::Model>> {
        let found = market_service::Entity::find()
            .filter(market_service::Column::OrganisationId.eq(self.organisation))
            .filter(market_service::Column::CustomerId.eq(self.customer))
            .filter(market_service::Column::MarketId.eq(market));
        Ok(found.one(&self.tx.db).await?)
    }

    /// The account's service of a market, if it has begun, is not over and has room for one more optimisation.
    async fn service_with_room(&self, market: Uuid, today: NaiveDate) -> Result<market_service::Model> {
        let service = self.service(market).await?.ok_or(Conflict::MarketNotActivated)?;
        match service_state(service.start_date, service.end_date, today) {
            ServiceState::Scheduled => return Err(Conflict::ServiceNotStarted.into()),
            ServiceState::Expired => return Err(Conflict::ServiceExpired.into()),
            ServiceState::Active => {}
        }
        let used = optimisation::Entity::find()
            .filter(optimisation::Column::OrganisationId.eq(self.organisation))
            .filter(optimisation::Column::CustomerId.eq(self.customer))
            .filter(optimisation::Column::MarketId.eq(market))
            .count(&self.tx.db)
            .await?;
        let room = i64::try_from(used).is_ok_and(|used| used < service.max_optimisations);
        if room { Ok(service) } else { Err(Conflict::OptimisationQuotaReached.into()) }
    }

    async fn has_fixings(&self, id: Uuid) -> Result<bool> {
        let found = fixing::Entity::find()
            .filter(fixing::Column::OrganisationId.eq(self.organisation))
            .filter(fixing::Column::OptimisationId.eq(id))
            .count(&self.tx.db)
            .await?;
        Ok(found > 0)
    }
}

/// The baseline is a forecast the customer is shown; without access, one the organisation has.
fn check_baseline(fields: &OptimisationFields, service: Option<&market_service::Model>) -> Result<()> {
    let shared = match (fields.baseline.origin, service) {
        (ForecastOrigin::Application, Some(service)) => service.shares_application,
        (ForecastOrigin::Manager, Some(service)) => service.shares_manager,
        (ForecastOrigin::Client, Some(service)) => service.shares_client,
        (ForecastOrigin::Application | ForecastOrigin::Manager, None) => true,
        (ForecastOrigin::Client, None) => false,
    };
    if shared { Ok(()) } else { Err(invalid("/baseline/origin", Code::ForecastNotShared)) }
}

fn invalid(pointer: &str, code: Code) -> Error {
    let mut violations = Violations::default();
    violations.add(pointer, code);
    Error::Invalid(violations)
}

/// Why other parameters ask for another calendar; nothing when they do not. Names and hopes change no advice.
fn reasons(old: &OptimisationFields, new: &OptimisationFields) -> Vec<CalendarReason> {
    // Windows begin on the same day for both.
    let (before, after) = (old.periods(old.delivery.from), new.periods(old.delivery.from));
    let differs = |same: fn(&ConsumptionPeriod, &ConsumptionPeriod) -> bool| {
        before.iter().zip(&after).any(|(before, after)| !same(before, after))
    };
    let contract = |of: &OptimisationFields| (of.delivery, of.minimum_period, of.minimum_fixing);
    let windows = |of: &OptimisationFields| {
        let set = of.own.iter().filter(|own| own.window_from.is_some() || own.window_to.is_some());
        set.map(|own| (own.from, own.window_from, own.window_to)).collect::<Vec<_>>()
    };
    let all = [
        (contract(old) != contract(new), CalendarReason::ContractChanged),
        (differs(|a, b| a.risk == b.risk), CalendarReason::RiskChanged),
        (differs(|a, b| a.to_fix == b.to_fix), CalendarReason::PercentChanged),
        (windows(old) != windows(new), CalendarReason::WindowChanged),
        (old.baseline != new.baseline, CalendarReason::BaselineChanged),
    ];
    all.into_iter().filter(|(changed, _)| *changed).map(|(_, reason)| reason).collect()
}
