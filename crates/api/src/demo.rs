//! Demo data: two organisations, their communities, members, meters and allocation keys, customer accounts and markets,
//! and a login for each role.
//!
//! For a demo database only: its password is in the README. The meters are those of the sample year of readings.

mod customers;
mod history;
mod keys;
mod markets;
mod optimisations;
mod year;

use crate::error::Error;
use crate::state::State;
use chrono::{Days, NaiveDate};
use domain::address::AddressDraft;
use domain::community::{CommunityDraft, CommunityFields};
use domain::member::{MemberDraft, MemberFields};
use domain::meter::{ConfigurationDraft, MeterDraft, NewMeter};
use domain::quantity::Decimal;
use domain::readings::file::ReadingsFile;
use domain::role::Grant;
use domain::text::Email;
use domain::vocabulary::{
    ClientType, CommunityType, ConfigurationStatus, InjectionStatus, Locale, MemberKind, MemberStatus, ProductionChain,
    Rate, ReadingFrequency, Region, TariffGroup, VoltageSystem,
};
use domain::{Violations, text};
use store::{Actor, CommunityWriter, NewLogin, OrganisationWriter, Tx, WriteContext};
use uuid::Uuid;

/// The password of every demo login.
pub(crate) const PASSWORD: &str = "clef-demo-2026";
/// Logins to try first, in words.
pub(crate) const LOGINS: &str = "manager@demo.clef.test or community@demo.clef.test";

/// A connection of the Walloon demo community.
struct Connection {
    ean: &'static str,
    label: &'static str,
    owner: Owner,
    number: &'static str,
    power_va: i64,
    amperage: i64,
    client: ClientType,
    status: ConfigurationStatus,
    produces_va: i64,
}

/// Who owns a demo meter.
#[derive(Clone, Copy)]
enum Owner {
    /// A new member of the same name.
    Own,
    /// The member of this name.
    Of(&'static str),
    /// A new member, a household that is not accepted yet; so nobody owns the meter.
    Pending,
}

const fn household(ean: &'static str, label: &'static str, number: &'static str) -> Connection {
    let (client, status) = (ClientType::Residential, ConfigurationStatus::Active);
    Connection { ean, label, owner: Owner::Own, number, power_va: 9_200, amperage: 40, client, status, produces_va: 0 }
}

const fn business(
    ean: &'static str,
    label: &'static str,
    number: &'static str,
    power_va: i64,
    amperage: i64,
) -> Connection {
    let (client, status) = (ClientType::Professional, ConfigurationStatus::Active);
    Connection { ean, label, owner: Owner::Own, number, power_va, amperage, client, status, produces_va: 0 }
}

/// The connections of the sample year; two wait for somebody, one begins later, and one
/// has no owner, so that there is something to do.
const CONNECTIONS: [Connection; 14] = [
    household("541449020000000018", "Household A", "1"),
    household("541449020000000025", "Household B", "3"),
    household("541449020000000032", "Household C", "5"),
    household("541449020000000049", "Household G", "7"),
    Connection { owner: Owner::Pending, ..household("541449020000000056", "Household L", "9") },
    business("541449020000000063", "School", "11", 43_600, 63),
    business("541449020000000070", "Town hall", "12A", 27_700, 40),
    business("541449020000000087", "Sports hall", "14", 27_700, 40),
    Connection { client: ClientType::Industrial, ..business("541449020000000094", "Cold store", "20", 69_200, 100) },
    Connection { status: ConfigurationStatus::WaitingDso, ..business("541449020000000100", "Shop", "22", 17_300, 25) },
    Connection {
        status: ConfigurationStatus::WaitingManager,
        ..business("541449020000000117", "Bakery", "24", 27_700, 40)
    },
    business("541449020000000124", "Farm", "30", 27_700, 40),
    Connection {
        owner: Owner::Of("School"),
        produces_va: 60_000,
        ..business("541449020000900011", "PV school roof", "11", 69_200, 100)
    },
    Connection {
        owner: Owner::Of("Farm"),
        produces_va: 30_000,
        ..business("541449020000900028", "PV farm", "30", 34_600, 50)
    },
];

/// Accounts and enterprise numbers of some members: right by their check digits, and given to nobody.
const ACCOUNTS: [(&str, Option<&str>, Option<&str>); 6] = [
    ("Household A", Some("BE49999000000171"), None),
    ("Household B", Some("BE38999000000272"), None),
    ("School", Some("BE27999000000373"), Some("1999000150")),
    ("Town hall", Some("BE16999000000474"), Some("1999000249")),
    ("Bakery", Some("BE05999000000575"), Some("1999000348")),
    ("Farm", None, Some("1999000447")),
];

/// Fills a database with demo data, unless it has them.
///
/// # Errors
/// When the database refuses, or the data break a rule.
pub(crate) async fn fill(state: &State) -> Result<(), Error> {
    if state.store().accounts().login(&email("manager@demo.clef.test")?).await?.is_some() {
        return Ok(());
    }
    let mut hashes = Vec::new();
    for _ in 0..8 {
        hashes.push(state.passwords().hash(PASSWORD).await?);
    }
    let year = state.turns().run(year::read).await??;
    let today = state.today();
    let context = WriteContext { actor: Actor::Program, now: state.now(), request_id: None, idempotency: None };
    let filled = state.store().write(&context, async |tx| {
        let mut logins = Logins { tx, hashes };
        first_organisation(tx, &mut logins, today, &year).await?;
        second_organisation(tx, &mut logins, today).await?;
        let operator = logins.create("operator@demo.clef.test", "Demo operator").await?;
        tx.accounts().grant_operator(operator).await
    });
    filled.await?;
    optimisations::fill(state).await?;
    Ok(())
}

/// Creates logins, each with a hash of its own of the same password.
struct Logins<'t> {
    tx: &'t Tx,
    hashes: Vec<String>,
}

impl Logins<'_> {
    async fn create(&mut self, address: &str, name: &str) -> Result<Uuid, store::Error> {
        let password_hash = self.hashes.pop().ok_or_else(|| inconsistent("fewer hashes than logins"))?;
        let email = email(address)?;
        let login = NewLogin { email, name: name.to_owned(), locale: Locale::En, password_hash };
        Ok(self.tx.accounts().create_login(&login).await?.id)
    }

    async fn user(
        &mut self,
        organisation: OrganisationWriter<'_>,
        address: &str,
        name: &str,
        grant: Grant,
    ) -> Result<Uuid, store::Error> {
        let login = self.create(address, name).await?;
        organisation.add_user(login, &[grant]).await?;
        Ok(login)
    }
}

async fn first_organisation(
    tx: &Tx,
    logins: &mut Logins<'_>,
    today: NaiveDate,
    year: &ReadingsFile,
) -> Result<(), store::Error> {
    let organisation = tx.platform().create_organisation("Demo Energy").await?.id;
    let writer = tx.organisation(organisation);
    let fields = community("Quartier du Parc", Region::Wallonia, CommunityType::Rec)?;
    let walloon = writer.create_community(&fields).await?.id;
    let household = fill_walloon(tx.community(organisation, walloon), today, year).await?;
    let fields = community("Résidence du Canal", Region::Brussels, CommunityType::SameBuilding)?;
    let brussels = writer.create_community(&fields).await?.id;
    fill_brussels(tx.community(organisation, brussels), today).await?;

    let manager = Grant::CommunityManager { organisation, community: walloon };
    let member = Grant::Member { organisation, community: walloon, member: household };
    logins.user(writer, "manager@demo.clef.test", "Demo manager", Grant::Manager { organisation }).await?;
    logins.user(writer, "community@demo.clef.test", "Demo community manager", manager).await?;
    logins.user(writer, "member@demo.clef.test", "Demo member", member).await?;
    let kam = Grant::Kam { organisation };
    let kams = [
        logins.user(writer, "kam@demo.clef.test", "Demo account manager", kam).await?,
        logins.user(writer, "kam2@demo.clef.test", "Second demo account manager", kam).await?,
    ];
    // The account itself makes them its customer.
    logins.create("customer@demo.clef.test", "Demo customer").await?;
    markets::fill(tx, organisation, today).await?;
    customers::fill(tx, organisation, kams, today).await
}

/// The members, meters, readings and keys of the sample year; returns the first household.
async fn fill_walloon(
    writer: CommunityWriter<'_>,
    today: NaiveDate,
    year: &ReadingsFile,
) -> Result<Uuid, store::Error> {
    let mut owners: Vec<(&str, Uuid)> = Vec::new();
    let mut consumers: Vec<keys::Named<'_>> = Vec::new();
    let mut meters: Vec<(&str, Uuid)> = Vec::new();
    for connection in &CONNECTIONS {
        let owner = match connection.owner {
            Owner::Of(label) => owners.iter().find(|(known, _)| *known == label).map(|(_, id)| *id),
            Owner::Pending => {
                let fields =
                    MemberFields { status: MemberStatus::Pending, ..member(connection.label, connection.number)? };
                writer.create_member(&fields).await?;
                None
            }
            Owner::Own => {
                let id = writer.create_member(&member(connection.label, connection.number)?).await?.id;
                owners.push((connection.label, id));
                Some(id)
            }
        };
        // One connection begins later, so that the list also shows a scheduled one.
        let begins = if connection.label == "Cold store" { today.checked_add_days(Days::new(30)) } else { None };
        let begins = begins.or_else(|| NaiveDate::from_ymd_opt(2016, 1, 1)).unwrap_or(today);
        let meter = writer.create_meter(&walloon_meter(connection, owner, begins)?).await?;
        meters.push((connection.label, meter.id));
        if connection.produces_va == 0 {
            consumers.push((connection.label, Some(meter.id)));
        }
    }
    history::fill_walloon(writer, &meters, &owners, today).await?;
    year::fill_walloon(writer, year).await?;
    keys::fill_walloon(writer, &consumers).await?;
    owners.first().map(|(_, id)| *id).ok_or_else(|| inconsistent("no demo member"))
}

async fn fill_brussels(writer: CommunityWriter<'_>, today: NaiveDate) -> Result<(), store::Error> {
    let owner = writer.create_member(&member("Flat 1", "8")?).await?.id;
    let mut draft =
        draft("541448900000000007", "SBG0000001", address("Quai du Canal", "8", "1000", "Bruxelles"), today);
    draft.configuration = ConfigurationDraft { member: Some(owner), dso: "SIBELGA", ..draft.configuration };
    let meter = writer.create_meter(&checked(draft.check(Region::Brussels))?).await?;
    keys::fill_brussels(writer, &[("Flat 1", Some(meter.id)), ("Flat 2", None), ("Common parts", None)]).await
}

/// Another tenant, with a metering point that the first one has too: identifiers are a community's own.
async fn second_organisation(tx: &Tx, logins: &mut Logins<'_>, today: NaiveDate) -> Result<(), store::Error> {
    let organisation = tx.platform().create_organisation("Other Energy").await?.id;
    let writer = tx.organisation(organisation);
    let fields = community("Other community", Region::Wallonia, CommunityType::Cec)?;
    let community = writer.create_community(&fields).await?.id;
    let writer_there = tx.community(organisation, community);
    let owner = writer_there.create_member(&member("Household Z", "2")?).await?.id;
    let mut draft = draft("541449020000000018", "OTH0000001", address("Rue de la Gare", "2", "4000", "Liège"), today);
    draft.configuration.member = Some(owner);
    writer_there.create_meter(&checked(draft.check(Region::Wallonia))?).await?;
    logins.user(writer, "manager@other.clef.test", "Other manager", Grant::Manager { organisation }).await.map(drop)
}

fn walloon_meter(connection: &Connection, owner: Option<Uuid>, begins: NaiveDate) -> Result<NewMeter, store::Error> {
    let number = format!("1SAG{}", &connection.ean[8..]);
    let mut draft = draft(connection.ean, &number, address("Rue du Parc", connection.number, "5000", "Namur"), begins);
    let produces = connection.produces_va > 0;
    let small = matches!(connection.client, ClientType::Residential);
    draft.phases = if small { 1 } else { 3 };
    draft.voltage_system = Some(if small { VoltageSystem::Mono230 } else { VoltageSystem::Tri400N });
    draft.configuration = ConfigurationDraft {
        description: connection.label,
        status: connection.status,
        sampling_power_kva: Decimal::new(connection.power_va, 3),
        generating_capacity_kva: Decimal::new(connection.produces_va, 3),
        amperage_a: Decimal::new(connection.amperage, 0),
        client_type: connection.client,
        member: owner,
        production_chain: if produces { ProductionChain::Photovoltaic } else { ProductionChain::None },
        injection_status: if produces { InjectionStatus::InjectionOwner } else { InjectionStatus::None },
        ..draft.configuration
    };
    checked(draft.check(Region::Wallonia))
}

/// A household's meter without production.
fn draft<'a>(ean: &'a str, number: &'a str, address: AddressDraft<'a>, valid_from: NaiveDate) -> MeterDraft<'a> {
    MeterDraft {
        ean,
        meter_number: number,
        address,
        phases: 1,
        reading_frequency: ReadingFrequency::QuarterHourly,
        tariff_group: TariffGroup::LowVoltage,
        voltage_system: Some(VoltageSystem::Mono230),
        configuration: ConfigurationDraft {
            valid_from,
            description: "",
            status: ConfigurationStatus::Active,
            sampling_power_kva: Decimal::new(92, 1),
            generating_capacity_kva: Decimal::new(0, 0),
            amperage_a: Decimal::new(40, 0),
            rate: Rate::Simple,
            client_type: ClientType::Residential,
            member: None,
            dso: "ORES",
            production_chain: ProductionChain::None,
            injection_status: InjectionStatus::None,
        },
    }
}

const fn address<'a>(street: &'a str, number: &'a str, postcode: &'a str, city: &'a str) -> AddressDraft<'a> {
    AddressDraft { street, number, r#box: None, postcode, city, country: "BE" }
}

fn community(name: &str, region: Region, kind: CommunityType) -> Result<CommunityFields, store::Error> {
    let draft = CommunityDraft { name, region, kind, contact_email: Some("info@example.org"), contact_phone: None };
    checked(draft.check())
}

/// A household or flat is a person of that first and last name; anything else is a company's name.
fn member(label: &str, number: &str) -> Result<MemberFields, store::Error> {
    let person = ["Household ", "Flat "].iter().any(|kind| label.starts_with(kind));
    let (first_name, last_name) = label.split_once(' ').unwrap_or(("", label));
    let email = format!("{}@example.org", text::fold(label).replace(' ', "."));
    let (_, iban, enterprise_number) =
        ACCOUNTS.into_iter().find(|(known, ..)| *known == label).unwrap_or((label, None, None));
    let draft = MemberDraft {
        kind: if person { MemberKind::Person } else { MemberKind::Company },
        first_name: person.then_some(first_name),
        last_name: person.then_some(last_name),
        company_name: (!person).then_some(label),
        email: Some(&email),
        phone: None,
        address: Some(address("Rue du Parc", number, "5000", "Namur")),
        billing_address: None,
        iban,
        enterprise_number,
        status: MemberStatus::Active,
    };
    checked(draft.check())
}

fn email(address: &str) -> Result<Email, store::Error> {
    Email::parse(address).map_err(|_| inconsistent("a demo address is not an address"))
}

fn checked<T>(outcome: Result<T, Violations>) -> Result<T, store::Error> {
    outcome.map_err(store::Error::Invalid)
}

fn inconsistent(reason: &str) -> store::Error {
    store::Error::Inconsistent(reason.to_owned())
}
