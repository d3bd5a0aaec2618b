//! Meters of a community, with the timeline of their configurations.

use crate::audit::{self, Fields};
use crate::entity::{dso, member, meter, meter_configuration};
use crate::error::{Conflict, Error, Result, parsed, parsed_option, unique_or};
use crate::scope::{CommunityScope, CommunityWriter};
use crate::text_search::search_key;
use chrono::{DateTime, NaiveDate, Utc};
use domain::identifier::MeteringPointId;
use domain::meter::{Address, Configuration, MeterIdentity, NewMeter};
use domain::quantity::{Amperes, Kva};
use domain::text::fold;
use domain::violation::{Code, Violations};
use domain::vocabulary::MemberStatus;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use serde_json::json;
use uuid::Uuid;

/// Whose meters may be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Viewer {
    /// All of the community.
    All,
    /// Those these members own or owned, and only the periods in which they did.
    Owners(Vec<Uuid>),
}

/// A meter with all configurations the viewer may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeterView {
    /// Its id.
    pub id: Uuid,
    /// The community.
    pub community_id: Uuid,
    /// What identifies it.
    pub identity: MeterIdentity,
    /// Its configurations, earliest first.
    pub configurations: Vec<ConfigurationView>,
    /// Counts the changes, of its configurations too.
    pub version: i64,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, by name at that time.
    pub updated_by: Option<String>,
}

/// A configuration during its period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigurationView {
    /// Its id.
    pub id: Uuid,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day after the period; absent while none follows.
    pub valid_to: Option<NaiveDate>,
    /// What holds during it.
    pub configuration: Configuration,
    /// The owner's name.
    pub member_name: Option<String>,
}

/// A configuration with its owner's name.
#[derive(FromQueryResult)]
struct ConfigurationRow {
    #[sea_orm(nested)]
    configuration: meter_configuration::Model,
    member_name: Option<String>,
}

impl Viewer {
    /// Lets the configurations through that the viewer may see; `member` is the column of their owner.
    pub(crate) fn sees(&self, member: Expr) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Owners(members) => Condition::all().add(member.is_in(members.iter().copied())),
        }
    }
}

impl CommunityScope<'_> {
    /// One meter.
    ///
    /// # Errors
    /// `NotFound`, also for a meter the viewer may not see; those of the database.
    pub async fn meter(&self, viewer: &Viewer, id: Uuid) -> Result<MeterView> {
        let row = meter::Entity::find_by_id(id)
            .filter(self.own(Expr::col((meter::Entity, meter::Column::CommunityId))))
            .one(&self.db)
            .await?
            .ok_or(Error::NotFound)?;
        let configurations = self.configurations(viewer, id).await?;
        // Without a period of theirs, an owner does not know the meter.
        if configurations.is_empty() {
            return Err(Error::NotFound);
        }
        view(row, configurations)
    }

    async fn configurations(&self, viewer: &Viewer, meter: Uuid) -> Result<Vec<ConfigurationView>> {
        use meter_configuration::{Column, Entity};
        let column = |column: Column| Expr::col((Entity, column));
        let mut query = Entity::find()
            .filter(self.own(column(Column::CommunityId)))
            .filter(Column::MeterId.eq(meter))
            .filter(viewer.sees(column(Column::MemberId)))
            .order_by_asc(Column::ValidFrom)
            .into_query();
        query.expr_as(Expr::col((member::Entity, member::Column::DisplayName)), "member_name").join(
            JoinType::LeftJoin,
            member::Entity,
            Expr::col((member::Entity, member::Column::Id)).equals((Entity, Column::MemberId)),
        );
        let rows = self.db.query_all(&query).await?;
        rows.iter().map(|row| configuration_view(ConfigurationRow::from_query_result(row, "")?)).collect()
    }
}

impl CommunityWriter<'_> {
    /// Creates a meter with its first configuration.
    ///
    /// # Errors
    /// `Conflict::EanTaken`; `Invalid` at `/configuration/dso` and `/configuration/member_id`; `NotFound`
    /// for an unknown community; those of the database.
    pub async fn create_meter(&self, new: &NewMeter) -> Result<MeterView> {
        self.verify().await?;
        self.check_references(&new.configuration).await?;
        let row = self.meter_row(&new.identity);
        let id = row.id;
        meter::Entity::insert(row.into_active_model())
            .exec_without_returning(&self.tx.db)
            .await
            .map_err(unique_or(Conflict::EanTaken))?;
        let configuration = self.configuration_row(id, new.valid_from, &new.configuration);
        meter_configuration::Entity::insert(configuration.into_active_model())
            .exec_without_returning(&self.tx.db)
            .await?;
        let created = audit::created(&wire(&new.identity, &new.configuration, new.valid_from));
        self.audit("meter.created", id, new.identity.point.as_str(), created).await?;
        self.read().meter(&Viewer::All, id).await
    }

    /// Deletes a meter that has had a single configuration.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::MeterHasHistory`; those of the database.
    pub async fn delete_meter(&self, id: Uuid, version: i64) -> Result<()> {
        let own = self.read().own(Expr::col((meter::Entity, meter::Column::CommunityId)));
        let row = meter::Entity::find_by_id(id).filter(own).lock_exclusive().one(&self.tx.db).await?;
        if row.ok_or(Error::NotFound)?.version != version {
            return Err(Error::Stale);
        }
        let meter = self.read().meter(&Viewer::All, id).await?;
        let [only] = meter.configurations.as_slice() else { return Err(Conflict::MeterHasHistory.into()) };
        // Its configuration goes with it.
        meter::Entity::delete_many()
            .filter(meter::Column::Id.eq(id))
            .filter(meter::Column::CommunityId.eq(self.community))
            .exec(&self.tx.db)
            .await?;
        let deleted = audit::deleted(&wire(&meter.identity, &only.configuration, only.valid_from));
        self.audit("meter.deleted", id, meter.identity.point.as_str(), deleted).await
    }

    /// Checks what a running configuration refers to: the operator, and an owner who may have meters.
    async fn check_references(&self, configuration: &Configuration) -> Result<()> {
        let mut violations = Violations::default();
        if dso::Entity::find_by_id(&configuration.dso).count(&self.tx.db).await? == 0 {
            violations.add("/configuration/dso", Code::UnknownDso);
        }
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

    fn meter_row(&self, identity: &MeterIdentity) -> meter::Model {
        let MeterIdentity { point, meter_number, address, .. } = identity;
        let place = [&address.street, &address.number, &address.postcode, &address.city].map(String::as_str);
        let words = [point.as_str(), meter_number].into_iter().chain(place).chain(address.r#box.as_deref());
        meter::Model {
            id: self.tx.new_id(),
            community_id: self.community,
            scheme: point.scheme().as_str().to_owned(),
            ean: point.as_str().to_owned(),
            search_key: search_key(words),
            meter_number: meter_number.clone(),
            meter_number_key: fold(meter_number),
            street: address.street.clone(),
            street_number: address.number.clone(),
            r#box: address.r#box.clone(),
            postcode: address.postcode.clone(),
            city: address.city.clone(),
            city_key: fold(&address.city),
            country: address.country.clone(),
            phases: i64::from(identity.phases),
            reading_frequency: identity.reading_frequency.as_str().to_owned(),
            tariff_group: identity.tariff_group.as_str().to_owned(),
            voltage_system: identity.voltage_system.map(|system| system.as_str().to_owned()),
            version: 1,
            created_at: self.tx.now(),
            updated_at: self.tx.now(),
            updated_by: self.tx.actor_name(),
        }
    }

    fn configuration_row(
        &self,
        meter: Uuid,
        valid_from: NaiveDate,
        configuration: &Configuration,
    ) -> meter_configuration::Model {
        meter_configuration::Model {
            id: self.tx.new_id(),
            community_id: self.community,
            meter_id: meter,
            valid_from,
            valid_to: None,
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

fn view(row: meter::Model, configurations: Vec<ConfigurationView>) -> Result<MeterView> {
    Ok(MeterView {
        id: row.id,
        community_id: row.community_id,
        identity: identity(&row)?,
        configurations,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        updated_by: row.updated_by,
    })
}

fn identity(row: &meter::Model) -> Result<MeterIdentity> {
    Ok(MeterIdentity {
        point: point(row)?,
        meter_number: row.meter_number.clone(),
        address: address(row),
        phases: u8::try_from(row.phases).map_err(|_| Error::Inconsistent(format!("phases: {}", row.phases)))?,
        reading_frequency: parsed("reading_frequency", &row.reading_frequency)?,
        tariff_group: parsed("tariff_group", &row.tariff_group)?,
        voltage_system: parsed_option("voltage_system", row.voltage_system.as_deref())?,
    })
}

pub(crate) fn point(row: &meter::Model) -> Result<MeteringPointId> {
    Ok(MeteringPointId::from_stored(parsed("scheme", &row.scheme)?, row.ean.clone()))
}

pub(crate) fn address(row: &meter::Model) -> Address {
    Address {
        street: row.street.clone(),
        number: row.street_number.clone(),
        r#box: row.r#box.clone(),
        postcode: row.postcode.clone(),
        city: row.city.clone(),
        country: row.country.clone(),
    }
}

fn configuration_view(
    ConfigurationRow { configuration: row, member_name }: ConfigurationRow,
) -> Result<ConfigurationView> {
    Ok(ConfigurationView {
        id: row.id,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        configuration: Configuration {
            status: parsed("status", &row.status)?,
            sampling_power: Kva::from_units(row.sampling_power_va),
            generating_capacity: Kva::from_units(row.generating_capacity_va),
            amperage: Amperes::from_units(row.amperage_ma),
            rate: parsed("rate", &row.rate)?,
            client_type: parsed("client_type", &row.client_type)?,
            member: row.member_id,
            production_chain: parsed("production_chain", &row.production_chain)?,
            injection_status: parsed("injection_status", &row.injection_status)?,
            description: row.description,
            dso: row.dso,
        },
        member_name,
    })
}

fn wire(identity: &MeterIdentity, configuration: &Configuration, valid_from: NaiveDate) -> Fields {
    let address = &identity.address;
    Fields::from([
        ("ean", json!(identity.point.as_str())),
        ("meter_number", json!(identity.meter_number)),
        ("address.street", json!(address.street)),
        ("address.number", json!(address.number)),
        ("address.box", json!(address.r#box)),
        ("address.postcode", json!(address.postcode)),
        ("address.city", json!(address.city)),
        ("address.country", json!(address.country)),
        ("phases", json!(identity.phases)),
        ("reading_frequency", json!(identity.reading_frequency.as_str())),
        ("tariff_group", json!(identity.tariff_group.as_str())),
        ("voltage_system", json!(identity.voltage_system.map(|system| system.as_str()))),
        ("configuration.valid_from", json!(valid_from)),
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
}
