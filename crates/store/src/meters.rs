//! Meters of a community. What changes their configurations over time is in [`crate::configurations`].

use crate::audit::{self, Fields};
use crate::configurations;
use crate::entity::{member, meter, meter_configuration};
use crate::error::{Conflict, Error, Result, parsed, parsed_option, referenced_or, unique_or};
use crate::scope::{CommunityScope, CommunityWriter};
use crate::text_search::search_key;
use chrono::{DateTime, NaiveDate, Utc};
use domain::identifier::MeteringPointId;
use domain::meter::{Address, Configuration, MeterIdentity, NewMeter};
use domain::quantity::{Amperes, Kva};
use domain::readings::{Quarter, Span};
use domain::text::fold;
use domain::timeline::{Entry, Period, Periods};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
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

impl ConfigurationView {
    /// The quarter-hours of its period.
    #[must_use]
    pub fn span(&self) -> Span {
        let from = Span::of_days(self.valid_from, self.valid_from).from;
        Span { from, to: self.valid_to.map_or(Quarter::MAX, |to| Span::of_days(to, to).from) }
    }
}

impl MeterView {
    /// The whole timeline, as one that can be changed.
    ///
    /// # Errors
    /// `Inconsistent` where it is not whole: it is only what a viewer sees of it.
    pub fn periods(&self) -> Result<Periods<Uuid, Configuration>> {
        let entry = |view: &ConfigurationView| Entry {
            key: view.id,
            period: Period { from: view.valid_from, to: view.valid_to },
            value: view.configuration.clone(),
        };
        let entries = self.configurations.iter().map(entry).collect();
        Periods::new(entries).ok_or_else(|| Error::Inconsistent(format!("the periods of meter {}", self.id)))
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
        Ok(self.configurations_of(viewer, &[meter]).await?.into_iter().map(|(_, view)| view).collect())
    }

    /// The configurations of some meters that the viewer may see, each with its meter, earliest first.
    pub(crate) async fn configurations_of(
        &self,
        viewer: &Viewer,
        meters: &[Uuid],
    ) -> Result<Vec<(Uuid, ConfigurationView)>> {
        use meter_configuration::{Column, Entity};
        let column = |column: Column| Expr::col((Entity, column));
        let mut query = Entity::find()
            .filter(self.own(column(Column::CommunityId)))
            .filter(Column::MeterId.is_in(meters.iter().copied()))
            .filter(viewer.sees(column(Column::MemberId)))
            .order_by_asc(Column::ValidFrom)
            .into_query();
        query.expr_as(Expr::col((member::Entity, member::Column::DisplayName)), "member_name").join(
            JoinType::LeftJoin,
            member::Entity,
            Expr::col((member::Entity, member::Column::Id)).equals((Entity, Column::MemberId)),
        );
        let rows = self.db.query_all(&query).await?;
        let each = |row| {
            let row = ConfigurationRow::from_query_result(row, "")?;
            Ok((row.configuration.meter_id, configuration_view(row)?))
        };
        rows.iter().map(each).collect()
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
        self.check_first(&new.configuration).await?;
        let row = self.new_row(&new.identity);
        let id = row.id;
        meter::Entity::insert(row.into_active_model())
            .exec_without_returning(&self.tx.db)
            .await
            .map_err(unique_or(Conflict::EanTaken))?;
        let period = Period { from: new.valid_from, to: None };
        let first = Entry { key: self.tx.new_id(), period, value: new.configuration.clone() };
        self.insert_configuration(id, &first).await?;
        let created = audit::created(&wire(&new.identity, new.valid_from, &new.configuration));
        self.audit("meter.created", id, new.identity.point.as_str(), created).await?;
        self.read().meter(&Viewer::All, id).await
    }

    /// Replaces what identifies a meter.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::EanTaken`; those of the database.
    pub async fn update_meter(&self, id: Uuid, version: i64, identity: &MeterIdentity) -> Result<MeterView> {
        let old = self.current_meter(id, Some(version)).await?;
        let changes = audit::changed(&identity_wire(&self::identity(&old)?), &identity_wire(identity));
        if !changes.is_empty() {
            let row = identified(self.touched(old), identity);
            meter::Entity::update_many()
                .set(row.into_active_model().reset_all())
                .filter(meter::Column::Id.eq(id))
                .filter(meter::Column::CommunityId.eq(self.community))
                .exec(&self.tx.db)
                .await
                .map_err(unique_or(Conflict::EanTaken))?;
            self.audit("meter.updated", id, identity.point.as_str(), changes).await?;
        }
        self.read().meter(&Viewer::All, id).await
    }

    /// Deletes a meter that has had a single configuration and no readings.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::MeterHasHistory`, `Conflict::MeterInKeys`, `Conflict::MeterHasReadings`; those
    /// of the database.
    pub async fn delete_meter(&self, id: Uuid, version: i64) -> Result<()> {
        self.current_meter(id, Some(version)).await?;
        let meter = self.read().meter(&Viewer::All, id).await?;
        let [only] = meter.configurations.as_slice() else { return Err(Conflict::MeterHasHistory.into()) };
        let keys = self.read().keys_of_meter(id).await?;
        if !keys.is_empty() {
            return Err(Conflict::MeterInKeys(keys).into());
        }
        if self.read().has_readings(id).await? {
            return Err(Conflict::MeterHasReadings.into());
        }
        self.forget_undone_readings(id).await?;
        // Its configuration goes with it.
        meter::Entity::delete_many()
            .filter(meter::Column::Id.eq(id))
            .filter(meter::Column::CommunityId.eq(self.community))
            .exec(&self.tx.db)
            .await
            .map_err(referenced_or(Conflict::MeterHasReadings))?;
        let deleted = audit::deleted(&wire(&meter.identity, only.valid_from, &only.configuration));
        self.audit("meter.deleted", id, meter.identity.point.as_str(), deleted).await
    }

    /// The meter, locked, in the version the caller names, if they name one. Whoever changes it or one of its
    /// periods waits.
    pub(crate) async fn current_meter(&self, id: Uuid, version: Option<i64>) -> Result<meter::Model> {
        let own = self.read().own(Expr::col((meter::Entity, meter::Column::CommunityId)));
        let row = meter::Entity::find_by_id(id).filter(own).lock_exclusive().one(&self.tx.db).await?;
        let row = row.ok_or(Error::NotFound)?;
        if version.is_none_or(|version| version == row.version) { Ok(row) } else { Err(Error::Stale) }
    }

    /// The same meter in its next version.
    pub(crate) fn touched(&self, row: meter::Model) -> meter::Model {
        let version = row.version + 1;
        meter::Model { version, updated_at: self.tx.now(), updated_by: self.tx.actor_name(), ..row }
    }

    pub(crate) fn new_row(&self, identity: &MeterIdentity) -> meter::Model {
        let blank = meter::Model {
            id: self.tx.new_id(),
            community_id: self.community,
            scheme: String::new(),
            ean: String::new(),
            search_key: String::new(),
            meter_number: String::new(),
            meter_number_key: String::new(),
            street: String::new(),
            street_number: String::new(),
            r#box: None,
            postcode: String::new(),
            city: String::new(),
            city_key: String::new(),
            country: String::new(),
            phases: 0,
            reading_frequency: String::new(),
            tariff_group: String::new(),
            voltage_system: None,
            version: 1,
            created_at: self.tx.now(),
            updated_at: self.tx.now(),
            updated_by: self.tx.actor_name(),
        };
        identified(blank, identity)
    }
}

/// The row with everything that identifies its meter.
fn identified(row: meter::Model, identity: &MeterIdentity) -> meter::Model {
    let MeterIdentity { point, meter_number, address, .. } = identity;
    let place = [&address.street, &address.number, &address.postcode, &address.city].map(String::as_str);
    let words = [point.as_str(), meter_number].into_iter().chain(place).chain(address.r#box.as_deref());
    meter::Model {
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
        ..row
    }
}

pub(crate) fn view(row: meter::Model, configurations: Vec<ConfigurationView>) -> Result<MeterView> {
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

pub(crate) fn wire(identity: &MeterIdentity, valid_from: NaiveDate, configuration: &Configuration) -> Fields {
    let mut fields = identity_wire(identity);
    fields.extend(configurations::wire(Some(valid_from), Some(configuration)));
    fields
}

fn identity_wire(identity: &MeterIdentity) -> Fields {
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
    ])
}
