//! Meters of a community, with the timeline of their configurations.

use crate::error::Result;
use crate::page::{Page, PageRequest, Sort};
use crate::scope::{CommunityScope, CommunityWriter};
use chrono::{DateTime, NaiveDate, Utc};
use domain::identifier::MeteringPointId;
use domain::meter::{Address, Configuration, MeterIdentity, NewMeter};
use domain::vocabulary::{ClientType, ConfigurationStatus, ProductionChain, Rate};
use uuid::Uuid;

/// Whose meters may be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// All of the community.
    All,
    /// Those this member owns or owned, and only the periods in which they did.
    Owner(Uuid),
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

/// Where a meter stands on the day asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeterState {
    /// As the configuration of that day says.
    Now(ConfigurationStatus),
    /// Its first configuration lies ahead.
    Scheduled,
    /// Its last configuration has ended.
    Ended,
}

/// A meter as a row of the list, with the configuration that holds on the day asked about, else the next
/// one, else the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeterRow {
    /// Its id.
    pub id: Uuid,
    /// The metering point.
    pub point: MeteringPointId,
    /// Serial number of the device.
    pub meter_number: String,
    /// Where it is installed.
    pub address: Address,
    /// Where it stands.
    pub state: MeterState,
    /// First day of the shown configuration.
    pub valid_from: NaiveDate,
    /// DSO of the shown configuration.
    pub dso: String,
    /// What produces.
    pub production_chain: ProductionChain,
    /// Registers.
    pub rate: Rate,
    /// Use of the connection.
    pub client_type: ClientType,
    /// The owning member.
    pub member_id: Option<Uuid>,
    /// Their name.
    pub member_name: Option<String>,
    /// When the meter was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// What the list of meters can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MeterSort {
    /// The time of creation.
    #[default]
    CreatedAt,
    /// The identifier.
    Ean,
    /// The meter number, without case.
    MeterNumber,
    /// The city, without case and accents.
    City,
}

/// Which meters to list.
#[derive(Debug, Clone, Default)]
pub struct MeterFilter {
    /// Words of identifier, meter number, address or owner.
    pub q: Option<String>,
    /// Part of the identifier, as typed.
    pub ean: Option<String>,
    /// Only meters that stand so.
    pub state: Option<MeterState>,
    /// Only meters of this DSO.
    pub dso: Option<String>,
    /// Only meters with this production chain.
    pub production_chain: Option<ProductionChain>,
    /// Only meters of this client type.
    pub client_type: Option<ClientType>,
    /// Only meters of this member.
    pub member_id: Option<Uuid>,
    /// The order.
    pub sort: Sort<MeterSort>,
}

impl CommunityScope<'_> {
    /// The community's meters as they stand on a day.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn meters(
        &self,
        _viewer: Viewer,
        _filter: &MeterFilter,
        _today: NaiveDate,
        _page: &PageRequest,
    ) -> Result<Page<MeterRow>> {
        todo!()
    }

    /// One meter.
    ///
    /// # Errors
    /// `NotFound`, also for a meter the viewer may not see; those of the database.
    pub async fn meter(&self, _viewer: Viewer, _id: Uuid) -> Result<MeterView> {
        todo!()
    }
}

impl CommunityWriter<'_> {
    /// Creates a meter with its first configuration.
    ///
    /// # Errors
    /// `Conflict::EanTaken`; `Invalid` at `/configuration/dso` and `/configuration/member_id`; `NotFound`
    /// for an unknown community; those of the database.
    pub async fn create_meter(&self, _meter: &NewMeter) -> Result<MeterView> {
        todo!()
    }

    /// Deletes a meter that has had a single configuration.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::MeterHasHistory`; those of the database.
    pub async fn delete_meter(&self, _id: Uuid, _version: i64) -> Result<()> {
        todo!()
    }
}
