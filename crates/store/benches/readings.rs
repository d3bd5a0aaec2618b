//! How readings are best kept: a row for each, one for each meter, direction and day, or one for each month, as the
//! store does it. 100 meters over a year, 3.5 million readings, on both databases.
//!
//! `cargo xtask bench readings`. The other two layouts exist here only, in the plainest form that works: tables without
//! other columns, written with as many rows to a statement as both databases take.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use chrono::{DateTime, NaiveDate, Utc};
use domain::community::CommunityFields;
use domain::identifier::{IdScheme, MeteringPointId};
use domain::meter::{NewMeter, Peaks, assumed};
use domain::readings::file::{Layout, Stamped, Unit};
use domain::readings::{Direction, Quarter, Series, Span};
use domain::vocabulary::{CommunityType, Region};
use migrations::scratch;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, TransactionTrait};
use serde_json::json;
use std::fmt::Write;
use std::time::{Duration, Instant};
use store::{Actor, Error, NewReadingImport, Store, StoreOptions, Stored, Tx, Viewer, WriteContext, Written};
use uuid::Uuid;

const METERS: u32 = 100;
const ROUNDS: usize = 15;
/// Rows of one statement.
const ROWS: usize = 1_000;

#[tokio::main]
async fn main() {
    // `cargo test --benches` and `cargo bench -- --test` only see that it compiles.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let series: Vec<Series> = (0..METERS).map(series).collect();
    println!("{METERS} meters, {} quarter-hours each; medians of {ROUNDS}", year().len());
    let folder = tempfile::tempdir().unwrap();
    let url = |name: &str| format!("sqlite://{}", folder.path().join(name).display());
    months("SQLite", &url("months.db"), &series).await;
    for layout in [Plain::Day, Plain::Row] {
        let db = connect(&format!("{}?mode=rwc", url(layout.name()))).await;
        plain("SQLite", &db, layout, &series).await;
        db.close().await.unwrap();
    }
    let Ok(server) = std::env::var("TEST_POSTGRES_URL") else { return println!("PostgreSQL: no TEST_POSTGRES_URL") };
    let name = format!("bench_readings_{}", std::process::id());
    scratch::create(&server, &name, None).await.unwrap();
    months("PostgreSQL", &scratch::url(&server, &name), &series).await;
    let db = connect(&scratch::url(&server, &name)).await;
    for layout in [Plain::Day, Plain::Row] {
        plain("PostgreSQL", &db, layout, &series).await;
    }
    db.close().await.unwrap();
    scratch::drop(&server, &name).await.unwrap();
}

fn year() -> Span {
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    Span::of_days(day(2016), day(2017))
}

fn january() -> Span {
    let day = |month| NaiveDate::from_ymd_opt(2016, month, 1).unwrap();
    Span::of_days(day(1), day(2))
}

/// Readings as of a household, different for each meter.
fn series(meter: u32) -> Series {
    let mut state = meter.wrapping_mul(2_654_435_761).max(1);
    let readings = year().iter().map(|_| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        Some(state % 900)
    });
    Series::new(year().from, readings).unwrap()
}

fn told(name: &str, layout: &str, import: Duration, bytes: u64, year: Duration, month: Duration) {
    let millis = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "  {name:<11} {layout:<6} import {:>6.2} s, {:>6.1} MB, a year of one meter {:>8.2} ms, a month of all {:>8.2} ms",
        import.as_secs_f64(),
        bytes as f64 / 1e6,
        millis(year),
        millis(month),
    );
}

async fn median<T>(ask: impl AsyncFn() -> T) -> Duration {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let started = Instant::now();
        ask().await;
        times.push(started.elapsed());
    }
    times.sort();
    times[ROUNDS / 2]
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).max_connections(1);
    let db = Database::connect(options).await.unwrap();
    if db.get_database_backend() == DbBackend::Sqlite {
        db.execute_unprepared("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL").await.unwrap();
    }
    db
}

/// What the tables take on the disk.
async fn size(db: &DatabaseConnection, tables: &[&str]) -> u64 {
    let number = async |sql: String| -> i64 {
        let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await;
        row.unwrap().unwrap().try_get_by_index(0).unwrap()
    };
    let mut bytes = 0;
    if db.get_database_backend() == DbBackend::Postgres {
        for table in tables {
            bytes += number(format!("SELECT pg_total_relation_size('{table}')")).await;
        }
    } else {
        bytes = number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size".to_owned()).await;
    }
    bytes.unsigned_abs()
}

/// As the store keeps them, with the history that makes an import undoable.
async fn months(name: &str, url: &str, series: &[Series]) {
    migrations::up(url).await.unwrap();
    let store = Store::connect(url, &StoreOptions::default()).await.unwrap();
    let (organisation, community, meters) = community(&store).await;
    let started = Instant::now();
    write(&store, async |tx| {
        let writer = tx.community(organisation, community);
        let import = writer.create_reading_import(found(), Vec::new()).await?;
        for (meter, series) in meters.iter().zip(series) {
            writer.write_readings(import.id, *meter, Direction::Offtake, series).await?;
        }
        writer.finish_readings(&import, Stored::default(), json!({})).await
    })
    .await;
    let import = started.elapsed();
    let db = connect(url).await;
    let bytes = size(&db, &["reading_month", "reading_change"]).await;
    db.close().await.unwrap();
    let scope = || store.community(organisation, community);
    let of_one = median(async || scope().readings(&Viewer::All, meters[7], year()).await.unwrap()).await;
    let of_all = median(async || scope().readings_of(&Viewer::All, &meters, january()).await.unwrap()).await;
    told(name, "month", import, bytes, of_one, of_all);
    store.close().await.unwrap();
}

fn found() -> NewReadingImport {
    NewReadingImport {
        file_name: "bench".to_owned(),
        layout: Layout::Wide,
        unit: Unit::WattHour,
        stamped: Stamped::Start,
        answers: json!({}),
        questions: json!([]),
        report: json!({}),
        meters: METERS as usize,
        span: year(),
        counts: Stored::default(),
    }
}

async fn community(store: &Store) -> (Uuid, Uuid, Vec<Uuid>) {
    let fields = CommunityFields {
        name: "Bench".to_owned(),
        region: Region::Wallonia,
        kind: CommunityType::Rec,
        contact_email: None,
        contact_phone: None,
    };
    let meter = |n: u32| -> NewMeter {
        let point = MeteringPointId::from_stored(IdScheme::BeEan, format!("5414488200{n:08}"));
        let peaks = Peaks { offtake: Some(900), injection: None };
        assumed(point, peaks, Region::Wallonia, NaiveDate::from_ymd_opt(2016, 1, 1).unwrap(), "")
    };
    write(store, async |tx| {
        let organisation = tx.platform().create_organisation("Bench").await?.id;
        let community = tx.organisation(organisation).create_community(&fields).await?.id;
        let writer = tx.community(organisation, community);
        let meters: Vec<(Uuid, NewMeter)> = (0..METERS).map(|n| (writer.new_id(), meter(n))).collect();
        writer.create_meters(&meters).await?;
        Ok((organisation, community, meters.into_iter().map(|(id, _)| id).collect()))
    })
    .await
}

async fn write<T>(store: &Store, work: impl AsyncFnOnce(&Tx) -> Result<T, Error>) -> T {
    let now: DateTime<Utc> = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    let context = WriteContext { actor: Actor::Program, now, request_id: None, idempotency: None };
    match store.write(&context, work).await.unwrap() {
        Written::Fresh(value) => value,
        Written::Replayed(_) => panic!("replayed"),
    }
}

/// The layouts that were not chosen.
#[derive(Clone, Copy, PartialEq)]
enum Plain {
    Row,
    Day,
}

impl Plain {
    const fn name(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Day => "day",
        }
    }
}

async fn plain(name: &str, db: &DatabaseConnection, layout: Plain, series: &[Series]) {
    let table = format!("plain_{}", layout.name());
    let blob = if db.get_database_backend() == DbBackend::Postgres { "bytea" } else { "blob" };
    let (value, without) = match (layout, db.get_database_backend()) {
        (Plain::Day, _) => (blob, ""),
        (Plain::Row, DbBackend::Sqlite) => ("bigint", " WITHOUT ROWID"),
        (Plain::Row, _) => ("bigint", ""),
    };
    let create = format!(
        "CREATE TABLE {table} (meter bigint NOT NULL, direction bigint NOT NULL, at bigint NOT NULL, wh {value} NOT NULL, \
         PRIMARY KEY (meter, direction, at)){without}"
    );
    db.execute_unprepared(&create).await.unwrap();
    let started = Instant::now();
    let tx = db.begin().await.unwrap();
    for (meter, series) in series.iter().enumerate() {
        for statement in inserts(&table, layout, meter, series, db.get_database_backend()) {
            tx.execute_unprepared(&statement).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    let import = started.elapsed();
    let bytes = size(db, &[&table]).await;
    let key = |at: Quarter| if layout == Plain::Day { at.number() / 96 } else { at.number() };
    let read = async |filter: String| {
        let sql = format!("SELECT meter, at, wh FROM {table} WHERE {filter} ORDER BY meter, direction, at");
        let rows = db.query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
        let mut total = 0_u64;
        for row in rows {
            total += match layout {
                Plain::Row => row.try_get_by_index::<i64>(2).unwrap().unsigned_abs(),
                Plain::Day => row.try_get_by_index::<Vec<u8>>(2).unwrap().len() as u64,
            };
        }
        total
    };
    let one = median(async || read("meter = 7 AND direction = 0".to_owned()).await).await;
    let (from, to) = (key(january().from), key(january().to));
    let all = median(async || read(format!("direction = 0 AND at >= {from} AND at <= {to}")).await).await;
    told(name, layout.name(), import, bytes, one, all);
}

/// Statements that write a series.
fn inserts(table: &str, layout: Plain, meter: usize, series: &Series, backend: DbBackend) -> Vec<String> {
    let rows: Vec<String> = match layout {
        Plain::Row => series.known().map(|(at, wh)| format!("({meter},0,{},{wh})", at.number())).collect(),
        Plain::Day => {
            let known: Vec<(Quarter, u32)> = series.known().collect();
            let days = known.chunk_by(|one, other| one.0.number() / 96 == other.0.number() / 96);
            days.map(|day| {
                let mut hex = String::with_capacity(day.len() * 8);
                for (_, wh) in day {
                    write!(hex, "{wh:08x}").unwrap();
                }
                let blob = if backend == DbBackend::Postgres { format!("'\\x{hex}'") } else { format!("X'{hex}'") };
                format!("({meter},0,{},{blob})", day[0].0.number() / 96)
            })
            .collect()
        }
    };
    rows.chunks(ROWS)
        .map(|rows| format!("INSERT INTO {table} (meter, direction, at, wh) VALUES {}", rows.join(",")))
        .collect()
}
