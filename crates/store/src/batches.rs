//! Many meters or members at a time: read by what identifies them, created in few statements.

use crate::audit::{self, FieldChange};
use crate::entity::{dso, member, meter, meter_configuration};
use crate::error::{Conflict, Error, Result, parsed, unique_or};
use crate::imports::BATCH;
use crate::member_row;
use crate::meters::{self, MeterView, Viewer};
use crate::scope::{CommunityScope, CommunityWriter};
use crate::timeline;
use chrono::NaiveDate;
use domain::member::MemberFields;
use domain::meter::NewMeter;
use domain::timeline::{Entry, Period};
use domain::violation::{Code, Violations};
use domain::vocabulary::MemberStatus;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

impl CommunityScope<'_> {
    /// The meters with these ids, each with the configurations the viewer may see, in any order. One without any
    /// is left out.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn meters_of_ids(&self, viewer: &Viewer, ids: &[Uuid]) -> Result<Vec<MeterView>> {
        let mut found = Vec::with_capacity(ids.len());
        for ids in ids.chunks(BATCH) {
            found.extend(self.meter_batch(viewer, meter::Column::Id.is_in(ids.iter().copied())).await?);
        }
        Ok(found)
    }

    /// The meters with these identifiers, with all their configurations, in any order.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn meters_of_eans(&self, eans: &[&str]) -> Result<Vec<MeterView>> {
        let mut found = Vec::new();
        for eans in eans.chunks(BATCH) {
            found.extend(self.meter_batch(&Viewer::All, meter::Column::Ean.is_in(eans.iter().copied())).await?);
        }
        Ok(found)
    }

    async fn meter_batch(&self, viewer: &Viewer, which: Expr) -> Result<Vec<MeterView>> {
        let own = self.own(Expr::col((meter::Entity, meter::Column::CommunityId)));
        let rows = meter::Entity::find().filter(own).filter(which).all(&self.db).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut by_meter: HashMap<Uuid, Vec<_>> = HashMap::new();
        for (meter, configuration) in self.configurations_of(viewer, &ids).await? {
            by_meter.entry(meter).or_default().push(configuration);
        }
        let views = rows.into_iter().filter_map(|row| by_meter.remove(&row.id).map(|periods| (row, periods)));
        views.map(|(row, periods)| meters::view(row, periods)).collect()
    }

    /// Who owns a meter today or on a later day, and its identifier.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn meter_holders(&self, today: NaiveDate) -> Result<Vec<(Uuid, String)>> {
        use meter_configuration::{Column, Entity};
        let held = Query::select()
            .distinct()
            .column((Entity, Column::MemberId))
            .column((meter::Entity, meter::Column::Ean))
            .from(Entity)
            .inner_join(meter::Entity, Expr::col((meter::Entity, meter::Column::Id)).equals((Entity, Column::MeterId)))
            .cond_where(self.own(Expr::col((Entity, Column::CommunityId))))
            .and_where(Expr::col((Entity, Column::MemberId)).is_not_null())
            .cond_where(timeline::reaches(Entity, today))
            .order_by((meter::Entity, meter::Column::Ean), sea_orm::Order::Asc)
            .take();
        let rows = self.db.query_all(&held).await?;
        let pair = |row: &sea_orm::QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
        rows.iter().map(pair).collect::<std::result::Result<_, sea_orm::DbErr>>().map_err(Error::from)
    }
}

impl CommunityWriter<'_> {
    /// An id for what is about to be created.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        self.tx.new_id()
    }

    /// Creates meters under ids given beforehand, each with its first configuration.
    ///
    /// # Errors
    /// `Conflict::EanTaken`; `Invalid` at `/configuration/dso` and `/configuration/member_id`; `NotFound` for an
    /// unknown community; those of the database.
    pub async fn create_meters(&self, new: &[(Uuid, NewMeter)]) -> Result<()> {
        self.verify().await?;
        for batch in new.chunks(BATCH) {
            self.check_batch(batch).await?;
            let identities = batch.iter().map(|(id, new)| meter::Model { id: *id, ..self.new_row(&new.identity) });
            self.insert::<meter::Entity, _, _>(identities).await.map_err(unique_or(Conflict::EanTaken))?;
            let periods = batch.iter().map(|(id, new)| self.first_row(*id, new));
            self.insert::<meter_configuration::Entity, _, _>(periods).await?;
            let created =
                |new: &NewMeter| audit::created(&meters::wire(&new.identity, new.valid_from, &new.configuration));
            let entries = batch.iter().map(|(id, new)| (*id, new.identity.point.as_str(), created(new)));
            self.audit_all("meter.created", entries).await?;
        }
        Ok(())
    }

    /// The configuration a new meter begins with, as a row.
    fn first_row(&self, meter: Uuid, new: &NewMeter) -> meter_configuration::Model {
        let period = Period { from: new.valid_from, to: None };
        self.configuration_row(meter, &Entry { key: self.tx.new_id(), period, value: new.configuration.clone() })
    }

    /// Creates members under ids given beforehand.
    ///
    /// # Errors
    /// `NotFound` for an unknown community; those of the database.
    pub async fn create_members(&self, new: &[(Uuid, MemberFields)]) -> Result<()> {
        self.verify().await?;
        for batch in new.chunks(BATCH) {
            let rows: Vec<_> = batch.iter().map(|(id, fields)| self.member_row(*id, fields)).collect();
            self.insert::<member::Entity, _, _>(rows.iter().cloned()).await?;
            let created = |fields: &MemberFields| audit::created(&member_row::wire(fields));
            let entries =
                rows.iter().zip(batch).map(|(row, (id, fields))| (*id, row.display_name.as_str(), created(fields)));
            self.audit_all("member.created", entries).await?;
        }
        Ok(())
    }

    async fn insert<E, A, M>(&self, rows: impl Iterator<Item = M>) -> std::result::Result<(), sea_orm::DbErr>
    where
        E: EntityTrait,
        A: ActiveModelTrait<Entity = E> + ActiveModelBehavior + Send,
        M: IntoActiveModel<A>,
    {
        let rows: Vec<A> = rows.map(IntoActiveModel::into_active_model).collect();
        E::insert_many(rows).exec_without_returning(&self.tx.db).await.map(drop)
    }

    async fn audit_all<'a>(
        &self,
        action: &'static str,
        entries: impl Iterator<Item = (Uuid, &'a str, Vec<FieldChange>)>,
    ) -> Result<()> {
        let (organisation, community) = (Some(self.organisation), Some(self.community));
        let entries =
            entries.map(|(id, label, changes)| audit::Entry { action, id, organisation, community, label, changes });
        self.tx.audit_all(entries).await
    }

    /// Checks what configurations refer to, as for a single one: operators, and owners who may have meters.
    async fn check_batch(&self, new: &[(Uuid, NewMeter)]) -> Result<()> {
        let dsos: HashSet<&str> = new.iter().map(|(_, new)| new.configuration.dso.as_str()).collect();
        let known = dso::Entity::find().filter(dso::Column::Code.is_in(dsos.iter().copied())).all(&self.tx.db).await?;
        let mut violations = Violations::default();
        if known.len() < dsos.len() {
            violations.add("/configuration/dso", Code::UnknownDso);
        }
        let owners: HashSet<Uuid> = new.iter().filter_map(|(_, new)| new.configuration.member).collect();
        // Locked in one order, so that no two imports wait for each other.
        let known = member::Entity::find()
            .filter(member::Column::CommunityId.eq(self.community))
            .filter(member::Column::Id.is_in(owners.iter().copied()))
            .order_by_asc(member::Column::Id)
            .lock_shared()
            .all(&self.tx.db)
            .await?;
        if known.len() < owners.len() {
            violations.add("/configuration/member_id", Code::UnknownMember);
        }
        for owner in known {
            if parsed::<MemberStatus>("status", &owner.status)? == MemberStatus::Inactive {
                violations.add("/configuration/member_id", Code::MemberInactive);
            }
        }
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }
}
