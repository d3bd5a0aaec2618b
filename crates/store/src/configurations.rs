//! Changes of a meter over time: a configuration from a day on, a corrected one, a cancelled one.
//!
//! The meter's version guards all of its periods together, and its row is locked before they are read: of two
//! changes at the same time the second sees what the first has done. What becomes of the periods is the
//! business of [`domain::timeline`]; the schema holds them to the same rules once more.

use crate::audit::{self, FieldChange, Fields};
use crate::entity::{dso, member, meter, meter_configuration};
use crate::error::{Conflict, Error, Result, parsed};
use crate::meters::{MeterView, Viewer};
use crate::scope::CommunityWriter;
use chrono::NaiveDate;
use domain::meter::{Configuration, ConfigurationPatch, beyond_neighbours};
use domain::timeline::{Change, Entry, Period, Periods, Refused, Write};
use domain::violation::{Code, Violations};
use domain::vocabulary::MemberStatus;
use meter_configuration::Column;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, NotSet, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A meter that is being changed.
struct Opened {
    row: meter::Model,
    view: MeterView,
    periods: Periods<Uuid, Configuration>,
    /// The owners it has and may get, locked.
    owners: Owners,
}

/// Members and where they stand.
type Owners = BTreeMap<Uuid, MemberStatus>;

/// A change for the log: what was done, in which period, and what it changed in it.
struct Told {
    action: &'static str,
    period: Period,
    changes: Vec<FieldChange>,
}

impl CommunityWriter<'_> {
    /// Changes a meter from a day on until its next period: what `patch` says, the rest as on that day. Gives
    /// the new period's id as well.
    ///
    /// # Errors
    /// `NotFound`; `Stale` where a version is named; `Conflict::PeriodExists`; `Invalid` at `/dso`, `/member_id`
    /// and where `patch` breaks a rule; those of the database.
    pub async fn add_configuration(
        &self,
        meter: Uuid,
        version: Option<i64>,
        from: NaiveDate,
        patch: &ConfigurationPatch,
        today: NaiveDate,
    ) -> Result<(Uuid, MeterView)> {
        let mut opened = self.open(meter, version, patch.member.flatten()).await?;
        let carried = opened.periods.carried(from).ok_or(Error::NotFound)?;
        let value = patch.apply(from, &carried.value).map_err(Error::Invalid)?;
        let held = opened.periods.on(from).map(|entry| entry.value.clone());
        let key = self.tx.new_id();
        let new = Change::Insert { key, from, value };
        let view = self
            .change(&mut opened, new, today, |periods| {
                let added = periods.on(from)?;
                let changes = audit::changed(&wire(None, held.as_ref()), &wire(Some(from), Some(&added.value)));
                Some(Told { action: "meter.configuration_added", period: added.period, changes })
            })
            .await?;
        Ok((key, view))
    }

    /// Replaces a configuration, and moves its first day between its neighbours.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::PeriodExists`, `Conflict::MemberInactive` where the period before would grow;
    /// `Invalid` at `/valid_from`, `/dso` and `/member_id`; those of the database.
    pub async fn update_configuration(
        &self,
        meter: Uuid,
        id: Uuid,
        version: i64,
        from: NaiveDate,
        configuration: &Configuration,
        today: NaiveDate,
    ) -> Result<MeterView> {
        let mut opened = self.open(meter, Some(version), configuration.member).await?;
        let old = entry(&opened.periods, id)?.clone();
        if old.period.from == from && old.value == *configuration {
            return Ok(opened.view);
        }
        let new = Change::Replace { key: id, from, value: configuration.clone() };
        self.change(&mut opened, new, today, |periods| {
            let period = periods.on(from)?.period;
            let former = wire(Some(old.period.from), Some(&old.value));
            let changes = audit::changed(&former, &wire(Some(from), Some(configuration)));
            Some(Told { action: "meter.configuration_updated", period, changes })
        })
        .await
    }

    /// Removes a configuration: the one before lasts until the next.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::OnlyPeriod`, `Conflict::MemberInactive` where the period before would grow;
    /// those of the database.
    pub async fn delete_configuration(
        &self,
        meter: Uuid,
        id: Uuid,
        version: i64,
        today: NaiveDate,
    ) -> Result<MeterView> {
        let mut opened = self.open(meter, Some(version), None).await?;
        let Entry { period, value, .. } = entry(&opened.periods, id)?.clone();
        self.change(&mut opened, Change::Remove { key: id }, today, |periods| {
            let holds = periods.on(period.from).map(|entry| &entry.value);
            let changes = audit::changed(&wire(Some(period.from), Some(&value)), &wire(None, holds));
            Some(Told { action: "meter.configuration_deleted", period, changes })
        })
        .await
    }

    /// Locks the meter and whoever owns it or may get it, owners first: see [`crate::Tx`] for the order.
    async fn open(&self, meter: Uuid, version: Option<i64>, owner: Option<Uuid>) -> Result<Opened> {
        self.lock_owners(meter, owner).await?;
        let row = self.current_meter(meter, version).await?;
        // Once more, for an owner who came with a change between the two locks.
        let owners = self.lock_owners(meter, owner).await?;
        let view = self.read().meter(&Viewer::All, meter).await?;
        let periods = view.periods()?;
        Ok(Opened { row, view, periods, owners })
    }

    /// Members do not become inactive while they are locked.
    async fn lock_owners(&self, meter: Uuid, owner: Option<Uuid>) -> Result<Owners> {
        let known = meter_configuration::Entity::find()
            .select_only()
            .column(Column::MemberId)
            .filter(self.read().own(Expr::col((meter_configuration::Entity, Column::CommunityId))))
            .filter(Column::MeterId.eq(meter))
            .into_query();
        let any = Condition::any()
            .add(member::Column::Id.in_subquery(known))
            .add_option(owner.map(|owner| member::Column::Id.eq(owner)));
        let rows = member::Entity::find()
            .filter(member::Column::CommunityId.eq(self.community))
            .filter(any)
            .order_by_asc(member::Column::Id)
            .lock_shared()
            .all(&self.tx.db)
            .await?;
        rows.into_iter().map(|row| Ok((row.id, parsed("status", &row.status)?))).collect()
    }

    /// Makes the change, and appends what `tell` has to say of the periods as they are then.
    async fn change(
        &self,
        opened: &mut Opened,
        change: Change<Uuid, Configuration>,
        today: NaiveDate,
        tell: impl FnOnce(&Periods<Uuid, Configuration>) -> Option<Told>,
    ) -> Result<MeterView> {
        let Opened { row, view, periods, owners } = opened;
        let before = holders(periods, today);
        let said = said(&change).cloned();
        let changed = periods.apply(change).map_err(refused)?;
        let newly = holders(periods, today).difference(&before).copied().collect();
        self.check_references(said.as_ref(), &newly, owners).await?;
        for write in changed.writes {
            self.write_configuration(view.id, write).await?;
        }
        self.touch(row).await?;
        let told =
            tell(periods).ok_or_else(|| Error::Inconsistent(format!("a change of meter {} is gone", view.id)))?;
        let end = told.period.to.map(|to| format!(" {to}")).unwrap_or_default();
        let label = format!("{}, {} –{end}", view.identity.point.as_str(), told.period.from);
        self.audit(told.action, view.id, &label, told.changes).await?;
        self.read().meter(&Viewer::All, view.id).await
    }

    /// Checks the operator and the owner that a change names, and that nobody inactive comes to hold a meter
    /// that still runs. Whoever held it already may go on: that is no decision of this change.
    async fn check_references(
        &self,
        said: Option<&Configuration>,
        newly: &BTreeSet<Uuid>,
        owners: &Owners,
    ) -> Result<()> {
        let mut violations = Violations::default();
        if let Some(configuration) = said {
            self.check_dso("/dso", configuration, &mut violations).await?;
            match configuration.member.map(|member| (owners.get(&member), newly.contains(&member))) {
                Some((None, _)) => violations.add("/member_id", Code::UnknownMember),
                Some((Some(MemberStatus::Inactive), true)) => violations.add("/member_id", Code::MemberInactive),
                _ => {}
            }
        }
        if !violations.is_empty() {
            return Err(Error::Invalid(violations));
        }
        // Whoever the change does not name is the owner of a period that grows.
        let inactive = newly.iter().any(|owner| owners.get(owner) == Some(&MemberStatus::Inactive));
        if inactive { Err(Conflict::MemberInactive.into()) } else { Ok(()) }
    }

    /// Checks what the first configuration of a new meter refers to: the operator, and an owner who may have meters.
    pub(crate) async fn check_first(&self, configuration: &Configuration) -> Result<()> {
        let mut violations = Violations::default();
        self.check_dso("/configuration/dso", configuration, &mut violations).await?;
        if let Some(owner) = configuration.member {
            // Locked, so that the owner does not become inactive meanwhile.
            let owner = member::Entity::find_by_id(owner)
                .filter(member::Column::CommunityId.eq(self.community))
                .lock_shared()
                .one(&self.tx.db)
                .await?;
            match owner.map(|owner| parsed("status", &owner.status)).transpose()? {
                None => violations.add("/configuration/member_id", Code::UnknownMember),
                Some(MemberStatus::Inactive) => violations.add("/configuration/member_id", Code::MemberInactive),
                Some(MemberStatus::Active | MemberStatus::Pending) => {}
            }
        }
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }

    async fn check_dso(&self, at: &str, configuration: &Configuration, violations: &mut Violations) -> Result<()> {
        if dso::Entity::find_by_id(&configuration.dso).count(&self.tx.db).await? == 0 {
            violations.add(at, Code::UnknownDso);
        }
        Ok(())
    }

    /// Stores a new period.
    pub(crate) async fn insert_configuration(&self, meter: Uuid, entry: &Entry<Uuid, Configuration>) -> Result<()> {
        let row = self.configuration_row(meter, entry).into_active_model();
        meter_configuration::Entity::insert(row).exec_without_returning(&self.tx.db).await?;
        Ok(())
    }

    async fn write_configuration(&self, meter: Uuid, write: Write<Uuid, Configuration>) -> Result<()> {
        let one = |id: Uuid| Condition::all().add(Column::Id.eq(id)).add(Column::CommunityId.eq(self.community));
        match write {
            Write::Insert(entry) => self.insert_configuration(meter, &entry).await?,
            Write::Delete(id) => {
                meter_configuration::Entity::delete_many().filter(one(id)).exec(&self.tx.db).await?;
            }
            Write::End { key, to } => {
                let end = meter_configuration::Entity::update_many().col_expr(Column::ValidTo, Expr::val(to));
                end.filter(one(key)).exec(&self.tx.db).await?;
            }
            Write::Update(entry) => {
                let row = self.configuration_row(meter, &entry).into_active_model().reset_all();
                let row = meter_configuration::ActiveModel { created_at: NotSet, ..row };
                meter_configuration::Entity::update_many().set(row).filter(one(entry.key)).exec(&self.tx.db).await?;
            }
        }
        Ok(())
    }

    /// A change of a period is a change of its meter.
    async fn touch(&self, row: &meter::Model) -> Result<()> {
        let meter::Model { id, version, updated_at, updated_by, .. } = self.touched(row.clone());
        meter::Entity::update_many()
            .col_expr(meter::Column::Version, Expr::val(version))
            .col_expr(meter::Column::UpdatedAt, Expr::val(updated_at))
            .col_expr(meter::Column::UpdatedBy, Expr::val(updated_by))
            .filter(meter::Column::Id.eq(id))
            .filter(meter::Column::CommunityId.eq(self.community))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }

    pub(crate) fn configuration_row(
        &self,
        meter: Uuid,
        entry: &Entry<Uuid, Configuration>,
    ) -> meter_configuration::Model {
        let configuration = &entry.value;
        meter_configuration::Model {
            id: entry.key,
            community_id: self.community,
            meter_id: meter,
            valid_from: entry.period.from,
            valid_to: entry.period.to,
            description: configuration.description.clone(),
            status: configuration.status.as_str().to_owned(),
            sampling_power_va: configuration.sampling_power.units(),
            generating_capacity_va: configuration.generating_capacity.units(),
            amperage_ma: configuration.amperage.units(),
            rate: configuration.rate.as_str().to_owned(),
            client_type: configuration.client_type.as_str().to_owned(),
            member_id: configuration.member,
            dso: configuration.dso.clone(),
            production_chain: configuration.production_chain.as_str().to_owned(),
            injection_status: configuration.injection_status.as_str().to_owned(),
            created_at: self.tx.now(),
        }
    }
}

fn entry(periods: &Periods<Uuid, Configuration>, id: Uuid) -> Result<&Entry<Uuid, Configuration>> {
    periods.entries().iter().find(|entry| entry.key == id).ok_or(Error::NotFound)
}

/// The members who own the meter today or on a later day.
fn holders(periods: &Periods<Uuid, Configuration>, today: NaiveDate) -> BTreeSet<Uuid> {
    periods
        .entries()
        .iter()
        .filter(|entry| entry.period.reaches(today))
        .filter_map(|entry| entry.value.member)
        .collect()
}

/// What a change says of its period; nothing where it only removes one.
const fn said(change: &Change<Uuid, Configuration>) -> Option<&Configuration> {
    match change {
        Change::Insert { value, .. } | Change::Replace { value, .. } => Some(value),
        Change::Remove { .. } => None,
    }
}

fn refused(refused: Refused<Uuid>) -> Error {
    match refused {
        Refused::Unknown => Error::NotFound,
        Refused::PeriodExists(id) => Conflict::PeriodExists(id).into(),
        Refused::OnlyPeriod => Conflict::OnlyPeriod.into(),
        Refused::OutOfRange { first, last } => {
            let mut violations = Violations::default();
            violations.check::<()>("/valid_from", Err(beyond_neighbours(first, last)));
            Error::Invalid(violations)
        }
    }
}

/// What holds from a day on, where there is something to say.
pub(crate) fn wire(valid_from: Option<NaiveDate>, configuration: Option<&Configuration>) -> Fields {
    let from = valid_from.map(|day| ("configuration.valid_from", json!(day)));
    let values = configuration.map(|configuration| {
        Fields::from([
            ("configuration.description", json!(configuration.description)),
            ("configuration.status", json!(configuration.status.as_str())),
            ("configuration.sampling_power_kva", json!(configuration.sampling_power.decimal())),
            ("configuration.generating_capacity_kva", json!(configuration.generating_capacity.decimal())),
            ("configuration.amperage_a", json!(configuration.amperage.decimal())),
            ("configuration.production_chain", json!(configuration.production_chain.as_str())),
            ("configuration.injection_status", json!(configuration.injection_status.as_str())),
            ("configuration.dso", json!(configuration.dso)),
            ("configuration.rate", json!(configuration.rate.as_str())),
            ("configuration.client_type", json!(configuration.client_type.as_str())),
            ("configuration.member_id", json!(configuration.member)),
        ])
    });
    from.into_iter().chain(values.into_iter().flatten()).collect()
}
