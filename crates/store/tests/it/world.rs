//! What tests are about: organisations, logins, communities, members and meters, made in few words.

use crate::harness::Db;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::community::CommunityFields;
use domain::identifier::{IdScheme, MeteringPointId};
use domain::member::MemberFields;
use domain::meter::{Address, Configuration, ConfigurationPatch, MeterIdentity, NewMeter};
use domain::quantity::{Amperes, Kva};
use domain::role::Grant;
use domain::text::Email;
use domain::vocabulary::{
    ClientType, CommunityType, ConfigurationStatus, InjectionStatus, Locale, MemberKind, MemberStatus, ProductionChain,
    Rate, ReadingFrequency, Region, TariffGroup,
};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbErr, StatementBuilder};
use store::{
    Actor, CommunityView, CommunityWriter, Error, MemberView, MeterView, NewLogin, OrganisationUserView,
    OrganisationView, OrganisationWriter, PageRequest, Store, Tx, UserView, WriteContext, Written,
};
use uuid::Uuid;

/// An organisation with a community.
pub struct World<'d> {
    pub store: &'d Store,
    pub organisation: Uuid,
    pub community: Uuid,
}

/// The day meters are changed on.
pub const TODAY: &str = "2026-11-21";

/// A moment all tests start from; `minutes` later.
pub fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap() + TimeDelta::minutes(minutes)
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn context(now: DateTime<Utc>) -> WriteContext {
    let actor = Actor::User { id: Uuid::nil(), name: "Demo manager".to_owned() };
    WriteContext { actor, now, request_id: Some("request-1".to_owned()), idempotency: None }
}

pub fn page(limit: u16) -> PageRequest {
    PageRequest { limit, cursor: None }
}

pub fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

/// A write at `now` that is expected to be done, not replayed.
pub async fn write<T>(
    store: &Store,
    now: DateTime<Utc>,
    work: impl AsyncFnOnce(&Tx) -> Result<T, Error>,
) -> Result<T, Error> {
    match store.write(&context(now), work).await? {
        Written::Fresh(value) => Ok(value),
        Written::Replayed(response) => panic!("replayed {response:?}"),
    }
}

pub async fn organisation(store: &Store, name: &str) -> OrganisationView {
    write(store, at(0), async |tx| tx.platform().create_organisation(name).await).await.unwrap()
}

pub async fn login(store: &Store, address: &str) -> UserView {
    let login = NewLogin {
        email: email(address),
        name: "Demo user".to_owned(),
        locale: Locale::Fr,
        password_hash: "$argon2id$stub".to_owned(),
    };
    write(store, at(0), async |tx| tx.accounts().create_login(&login).await).await.unwrap()
}

pub fn community_fields(name: &str) -> CommunityFields {
    CommunityFields {
        name: name.to_owned(),
        region: Region::Wallonia,
        kind: CommunityType::Rec,
        contact_email: Some(email("info@example.org")),
        contact_phone: None,
    }
}

pub fn person(last_name: &str) -> MemberFields {
    MemberFields {
        kind: MemberKind::Person,
        first_name: Some("Household".to_owned()),
        last_name: Some(last_name.to_owned()),
        company_name: None,
        email: Some(email(&format!("{}@example.org", domain::text::fold(last_name).replace(' ', ".")))),
        phone: None,
        address: None,
        billing_address: None,
        iban: None,
        enterprise_number: None,
        status: MemberStatus::Active,
    }
}

pub fn new_meter(ean: &str) -> NewMeter {
    NewMeter {
        identity: MeterIdentity {
            point: MeteringPointId::parse(IdScheme::BeEan, ean).unwrap().0,
            meter_number: "1SAG1100000001".to_owned(),
            address: Address {
                street: "Rue de l'Église".to_owned(),
                number: "12A".to_owned(),
                r#box: Some("3".to_owned()),
                postcode: "5000".to_owned(),
                city: "Namur".to_owned(),
                country: "BE".to_owned(),
            },
            phases: 3,
            reading_frequency: ReadingFrequency::Monthly,
            tariff_group: TariffGroup::LowVoltage,
            voltage_system: None,
        },
        configuration: Configuration {
            description: String::new(),
            status: ConfigurationStatus::Active,
            sampling_power: Kva::from_units(9_200),
            generating_capacity: Kva::from_units(5_000),
            amperage: Amperes::from_units(40_000),
            rate: Rate::Simple,
            client_type: ClientType::Residential,
            member: None,
            dso: "ORES".to_owned(),
            production_chain: ProductionChain::Photovoltaic,
            injection_status: InjectionStatus::SelfProducerOwner,
        },
        valid_from: day("2026-01-01"),
    }
}

/// The `n`th of many identifiers.
pub fn ean(n: u32) -> String {
    format!("5414488200{n:08}")
}

impl<'d> World<'d> {
    pub async fn new(db: &'d Db) -> Self {
        Self::named(db, "Energy of the hills").await
    }

    pub async fn named(db: &'d Db, name: &str) -> Self {
        let organisation = organisation(&db.store, name).await.id;
        let mut world = Self { store: &db.store, organisation, community: Uuid::nil() };
        world.community = world.add_community(name).await.id;
        world
    }

    pub async fn in_organisation<T>(
        &self,
        work: impl AsyncFnOnce(OrganisationWriter<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        write(self.store, at(1), async |tx| work(tx.organisation(self.organisation)).await).await
    }

    pub async fn in_community<T>(
        &self,
        work: impl AsyncFnOnce(CommunityWriter<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        write(self.store, at(1), async |tx| work(tx.community(self.organisation, self.community)).await).await
    }

    pub async fn add_community(&self, name: &str) -> CommunityView {
        self.in_organisation(async |writer| writer.create_community(&community_fields(name)).await).await.unwrap()
    }

    pub async fn add_member(&self, last_name: &str) -> MemberView {
        self.in_community(async |writer| writer.create_member(&person(last_name)).await).await.unwrap()
    }

    pub async fn add_meter(&self, new: &NewMeter) -> MeterView {
        self.in_community(async |writer| writer.create_meter(new).await).await.unwrap()
    }

    /// Changes a meter from a day on.
    pub async fn change_meter(&self, meter: &MeterView, from: &str, patch: &ConfigurationPatch) -> MeterView {
        let change = async |writer: CommunityWriter<'_>| {
            writer.add_configuration(meter.id, None, day(from), patch, day(TODAY)).await
        };
        self.in_community(change).await.unwrap().1
    }

    /// A login that has accepted its place in the organisation.
    pub async fn add_user(&self, address: &str, grants: &[Grant]) -> (UserView, OrganisationUserView) {
        let user = login(self.store, address).await;
        let added = self.in_organisation(async |writer| writer.add_user(user.id, grants).await).await.unwrap();
        (user, added)
    }

    pub const fn manager(&self) -> Grant {
        Grant::Manager { organisation: self.organisation }
    }

    pub const fn member_of(&self, member: Uuid) -> Grant {
        Grant::Member { organisation: self.organisation, community: self.community, member }
    }

    pub const fn community_manager(&self) -> Grant {
        Grant::CommunityManager { organisation: self.organisation, community: self.community }
    }
}

/// Another configuration, for a period that begins on another day.
pub fn another(member: Option<Uuid>) -> ConfigurationPatch {
    ConfigurationPatch {
        rate: Some(Rate::BiHourly),
        client_type: Some(ClientType::Professional),
        dso: Some("RESA".to_owned()),
        member: Some(member),
        ..ConfigurationPatch::default()
    }
}

/// A statement that goes around the store.
pub async fn around(db: &Db, statement: &impl StatementBuilder) -> Result<(), DbErr> {
    let raw = Database::connect(ConnectOptions::new(db.url.clone())).await.unwrap();
    let outcome = raw.execute(statement).await;
    raw.close().await.unwrap();
    outcome.map(drop)
}
