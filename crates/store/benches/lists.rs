//! Lists and searches at 1,000 and at 100,000 meters, on both databases: medians, and how many times slower the large
//! community is. The very first answer stands beside them: it counts the total that later ones know. So does how many
//! rows are on the page: twenty-five take longer than one. PostgreSQL is the server of `TEST_POSTGRES_URL`; without it
//! only SQLite is measured.
//!
//! `cargo bench -p store --bench lists`; `cargo xtask bench` starts a server for it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use domain::community::CommunityFields;
use domain::vocabulary::{CommunityType, ConfigurationStatus, Region};
use migrations::scratch;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend};
use std::ops::Range;
use std::time::{Duration, Instant};
use store::{
    Actor, Error, MeterFilter, MeterSort, MeterState, PageRequest, Sort, Store, StoreOptions, Tx, Viewer, WriteContext,
    Written,
};
use uuid::Uuid;

const SIZES: [u32; 2] = [1_000, 100_000];
const ROUNDS: usize = 60;

#[tokio::main]
async fn main() {
    // `cargo test --benches` and `cargo bench -- --test` only see that it compiles.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    measure("SQLite", &format!("sqlite://{}", folder.path().join("clef.db").display())).await;
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else { return println!("PostgreSQL: no TEST_POSTGRES_URL") };
    let name = format!("bench_{}", std::process::id());
    scratch::create(&server, &name, None).await.unwrap();
    measure("PostgreSQL", &scratch::url(&server, &name)).await;
    scratch::drop(&server, &name).await.unwrap();
}

async fn measure(name: &str, url: &str) {
    migrations::up(url).await.unwrap();
    let store = Store::connect(url, &StoreOptions::default()).await.unwrap();
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false);
    let db = Database::connect(options).await.unwrap();
    let communities = [fill(&store, &db, SIZES[0]).await, fill(&store, &db, SIZES[1]).await];
    println!("{name}: medians of {ROUNDS}");
    println!(
        "  {:<30} {:>10} {:>10} {:>7}   first answer {:>10} {:>10}   rows {:>5} {:>7}",
        "", "1,000", "100,000", "ratio", "1,000", "100,000", "1,000", "100,000"
    );
    for (question, filter) in questions() {
        let (times, rows) = times(&store, &communities, &filter).await;
        let firsts = [times[0][0], times[1][0]];
        let medians = times.map(median);
        let ratio = medians[1].as_secs_f64() / medians[0].as_secs_f64();
        let [small, large] = [medians[0], medians[1]].map(millis);
        let [first_small, first_large] = [firsts[0], firsts[1]].map(millis);
        println!(
            "  {question:<30} {small:>10} {large:>10} {ratio:>7.2}                {first_small:>10} {first_large:>10}        {:>5} {:>7}",
            rows[0], rows[1]
        );
    }
    db.close().await.unwrap();
    store.close().await.unwrap();
}

fn questions() -> Vec<(&'static str, MeterFilter)> {
    let ean = |part: &str| MeterFilter { ean: Some(part.to_owned()), ..MeterFilter::default() };
    let words = |text: &str| MeterFilter { q: Some(text.to_owned()), ..MeterFilter::default() };
    let by = |by, descending| MeterFilter { sort: Sort { by, descending }, ..MeterFilter::default() };
    vec![
        ("first page, latest first", by(MeterSort::CreatedAt, true)),
        ("first page by EAN", by(MeterSort::Ean, false)),
        ("first page by city", by(MeterSort::City, false)),
        ("a whole EAN", ean("541448820000000777")),
        ("the middle of an EAN", ean("0000777")),
        ("the same ten by their middle", ean("82000000077")),
        ("what every EAN begins with", ean("5414")),
        ("no EAN at all", ean("99999999")),
        ("an owner", words("Household 777")),
        ("a street and a number", words("haute 77")),
        (
            "active today",
            MeterFilter { states: vec![MeterState::Now(ConfigurationStatus::Active)], ..MeterFilter::default() },
        ),
    ]
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

/// How long each answer to a question takes in both communities, in turns, so that whatever else the machine does
/// meanwhile weighs on both; and how many rows one has.
async fn times(
    store: &Store,
    communities: &[(Uuid, Uuid); 2],
    filter: &MeterFilter,
) -> ([Vec<Duration>; 2], [usize; 2]) {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let page = PageRequest { limit: 25, cursor: None };
    let (mut times, mut rows) = ([Vec::new(), Vec::new()], [0; 2]);
    for _ in 0..ROUNDS {
        for (which, (organisation, community)) in communities.iter().enumerate() {
            let started = Instant::now();
            let scope = store.community(*organisation, *community);
            let found = scope.meters(&Viewer::All, filter, today, &page).await.unwrap();
            times[which].push(started.elapsed());
            rows[which] = found.items.len();
        }
    }
    (times, rows)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[ROUNDS / 2]
}

/// A community of `size` meters with as many owners; each meter has a former, a present and a future period.
async fn fill(store: &Store, db: &DatabaseConnection, size: u32) -> (Uuid, Uuid) {
    let place = write(store, async |tx| {
        let organisation = tx.platform().create_organisation(&format!("Organisation of {size}")).await?.id;
        let fields = CommunityFields {
            name: format!("Community of {size}"),
            region: Region::Wallonia,
            kind: CommunityType::Rec,
            contact_email: None,
            contact_phone: None,
        };
        let community = tx.organisation(organisation).create_community(&fields).await?.id;
        Ok((organisation, community))
    })
    .await;
    for from in (0..size).step_by(1_000) {
        let rows = from..size.min(from + 1_000);
        for statement in
            [members(db, place.1, rows.clone()), meters(db, place.1, rows.clone()), periods(db, place.1, rows)]
        {
            db.execute_unprepared(&statement).await.unwrap();
        }
    }
    db.execute_unprepared("ANALYZE").await.unwrap();
    place
}

async fn write<T>(store: &Store, work: impl AsyncFnOnce(&Tx) -> Result<T, Error>) -> T {
    let context = WriteContext { actor: Actor::Program, now: now(), request_id: None, idempotency: None };
    match store.write(&context, work).await.unwrap() {
        Written::Fresh(value) => value,
        Written::Replayed(_) => panic!("replayed"),
    }
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}

// Rows are written by hand: what is measured is reading them. Texts hold what the store would have made of them.

#[derive(Clone, Copy)]
enum Kind {
    Member = 1,
    Meter = 2,
    Period = 3,
}

fn id(community: Uuid, kind: Kind, number: u32) -> Uuid {
    Uuid::from_u128(community.as_u128() ^ ((kind as u128) << 40 | u128::from(number)))
}

/// An id as a literal of either database.
fn literal(db: &DatabaseConnection, id: Uuid) -> String {
    match db.get_database_backend() {
        DbBackend::Postgres => format!("'{id}'"),
        _ => format!("X'{}'", id.simple()),
    }
}

fn instant(number: u32) -> String {
    (now() + TimeDelta::seconds(number.into())).to_rfc3339_opts(SecondsFormat::Micros, false)
}

fn insert(table: &str, columns: &str, rows: impl Iterator<Item = String>) -> String {
    format!("INSERT INTO \"{table}\" ({columns}) VALUES {}", rows.collect::<Vec<_>>().join(","))
}

fn members(db: &DatabaseConnection, community: Uuid, rows: Range<u32>) -> String {
    let columns = "id, community_id, kind, last_name, status, display_name, name_key, search_key, version, created_at, \
                   updated_at";
    let place = literal(db, community);
    let row = |n| {
        let (id, at) = (literal(db, id(community, Kind::Member, n)), instant(n));
        format!(
            "({id}, {place}, 'person', '{n}', 'active', 'Household {n}', 'household {n}', 'household {n}', 1, '{at}', '{at}')"
        )
    };
    insert("member", columns, rows.map(row))
}

fn meters(db: &DatabaseConnection, community: Uuid, rows: Range<u32>) -> String {
    let columns = "id, community_id, scheme, ean, meter_number, meter_number_key, street, street_number, postcode, city, \
                   city_key, country, phases, reading_frequency, tariff_group, search_key, version, created_at, updated_at";
    let place = literal(db, community);
    let row = |n: u32| {
        let (id, at) = (literal(db, id(community, Kind::Meter, n)), instant(n));
        let (ean, device, city) =
            (format!("54144882{n:010}"), format!("1sag{n:08}"), ["dinant", "namur"][n as usize % 2]);
        let text = format!("{ean} {device} rue haute {n} 5000 {city}");
        format!(
            "({id}, {place}, 'be_ean', '{ean}', '{device}', '{device}', 'Rue Haute', '{n}', '5000', '{city}', '{city}', \
             'BE', 3, 'monthly', 'low_voltage', '{text}', 1, '{at}', '{at}')"
        )
    };
    insert("meter", columns, rows.map(row))
}

/// A former, a present and a future period of each meter, with the same owner.
fn periods(db: &DatabaseConnection, community: Uuid, rows: Range<u32>) -> String {
    let columns = "id, community_id, meter_id, member_id, valid_from, valid_to, status, description, sampling_power_va, \
                   generating_capacity_va, amperage_ma, rate, client_type, dso, production_chain, injection_status, \
                   created_at";
    let place = literal(db, community);
    let bounds = [("2024-01-01", "'2026-01-01'"), ("2026-01-01", "'2027-01-01'"), ("2027-01-01", "NULL")];
    let row = |n: u32| {
        let (meter, owner) = (literal(db, id(community, Kind::Meter, n)), literal(db, id(community, Kind::Member, n)));
        let status = if n.is_multiple_of(10) { "inactive" } else { "active" };
        let (at, place) = (instant(n), place.clone());
        bounds.iter().zip(0..).map(move |((from, to), period)| {
            let id = literal(db, id(community, Kind::Period, n * 4 + period));
            format!(
                "({id}, {place}, {meter}, {owner}, '{from}', {to}, '{status}', '', 9200, 0, 40000, 'simple', \
                 'residential', 'ORES', 'none', 'none', '{at}')"
            )
        })
    };
    insert("meter_configuration", columns, rows.flat_map(row))
}
