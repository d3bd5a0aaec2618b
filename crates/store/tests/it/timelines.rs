//! Meters over time: what the store makes of a change, what the database refuses from anybody, who wins.

use crate::harness::Db;
use crate::world::{TODAY, World, another, around, at, day, new_meter, page, person};
use domain::member::MemberFields;
use domain::meter::{Configuration, ConfigurationPatch};
use domain::quantity::Decimal;
use domain::vocabulary::{MemberStatus, Rate};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use store::{AuditFilter, CommunityWriter, Conflict, Error, FieldChange, MeterView, Viewer};
use uuid::Uuid;

const EAN: &str = "541448820000000008";

/// `from/to` of each period, and whose it is: the first letter of the owner's last name.
fn shape(meter: &MeterView) -> Vec<String> {
    let text = |period: &store::ConfigurationView| {
        let to = period.valid_to.map_or_else(|| "..".to_owned(), |to| to.to_string());
        let owner = period.member_name.as_deref().and_then(|name| name.split(' ').next_back()).unwrap_or("-");
        format!("{}/{to} {owner}", period.valid_from)
    };
    meter.configurations.iter().map(text).collect()
}

async fn read(db: &Db, world: &World<'_>, meter: &MeterView) -> MeterView {
    db.store.community(world.organisation, world.community).meter(&Viewer::All, meter.id).await.unwrap()
}

/// A meter of three periods, from January, June and December 2026.
async fn with_history(world: &World<'_>) -> MeterView {
    let meter = world.add_meter(&new_meter(EAN)).await;
    world.change_meter(&meter, "2026-06-01", &another(None)).await;
    world.change_meter(&meter, "2026-12-01", &ConfigurationPatch::default()).await
}

fn amperage(amperes: i64) -> ConfigurationPatch {
    ConfigurationPatch { amperage_a: Some(Decimal::new(amperes, 0)), ..ConfigurationPatch::default() }
}

fn owner(member: Option<Uuid>) -> ConfigurationPatch {
    ConfigurationPatch { member: Some(member), ..ConfigurationPatch::default() }
}

async fn deactivate(world: &World<'_>, member: Uuid, version: i64) -> Result<(), Error> {
    let fields = MemberFields { status: MemberStatus::Inactive, ..person("A") };
    let update = async |writer: CommunityWriter<'_>| writer.update_member(member, version, &fields, day(TODAY)).await;
    world.in_community(update).await.map(drop)
}

async fn remove(world: &World<'_>, meter: &MeterView, at: usize) -> Result<MeterView, Error> {
    let (id, version) = (meter.configurations[at].id, meter.version);
    let delete =
        async |writer: CommunityWriter<'_>| writer.delete_configuration(meter.id, id, version, day(TODAY)).await;
    world.in_community(delete).await
}

async fn replace(
    world: &World<'_>,
    meter: &MeterView,
    at: usize,
    from: &str,
    change: impl FnOnce(&mut Configuration),
) -> Result<MeterView, Error> {
    let mut configuration = meter.configurations[at].configuration.clone();
    change(&mut configuration);
    let (id, version) = (meter.configurations[at].id, meter.version);
    let update = async |writer: CommunityWriter<'_>| {
        writer.update_configuration(meter.id, id, version, day(from), &configuration, day(TODAY)).await
    };
    world.in_community(update).await
}

/// The code of a conflict or a violation with its place.
fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Conflict(conflict)) => format!("{conflict:?}").split('(').next().unwrap().to_owned(),
        Err(Error::Invalid(violations)) => {
            let all = violations.as_slice().iter().map(|v| format!("{} {}", v.pointer, v.code));
            all.collect::<Vec<_>>().join(", ")
        }
        Err(error) => error.to_string(),
        Ok(value) => panic!("{value:?}"),
    }
}

/// The latest entry of the log: action, label, and each changed field.
async fn told(db: &Db, world: &World<'_>) -> (String, String, Vec<String>) {
    let scope = db.store.community(world.organisation, world.community);
    let entry = scope.audit(&AuditFilter::default(), &page(1)).await.unwrap().items.remove(0);
    let text = |FieldChange { field, old, new }: FieldChange| {
        format!("{}: {old} → {new}", field.trim_start_matches("configuration."))
    };
    (entry.action, entry.label, entry.changes.into_iter().map(text).collect())
}

on_both! {
    async fn a_change_lasts_until_the_next_period_and_carries_the_rest_forward(db: &Db) {
        let world = World::new(db).await;
        let a = world.add_member("A").await.id;
        let mut new = new_meter(EAN);
        new.configuration.member = Some(a);
        new.configuration.description = "Roof".to_owned();
        let meter = world.add_meter(&new).await;
        let later = world.change_meter(&meter, "2027-01-01", &amperage(63)).await;
        assert_eq!((later.version, later.updated_at), (2, at(1)));
        let between = world.change_meter(&meter, "2026-12-01", &ConfigurationPatch { rate: Some(Rate::BiHourly), ..amperage(50) }).await;
        assert_eq!(shape(&between), ["2026-01-01/2026-12-01 A", "2026-12-01/2027-01-01 A", "2027-01-01/.. A"]);
        let amperes: Vec<_> = between.configurations.iter().map(|p| p.configuration.amperage.units() / 1000).collect();
        assert_eq!(amperes, [40, 50, 63]);
        assert!(between.configurations.iter().all(|period| period.configuration.description == "Roof"));
        assert_eq!(between.configurations[2].configuration.rate, Rate::Simple, "the later period stays as it was");
        let first = world.change_meter(&meter, "2020-01-01", &amperage(20)).await;
        assert_eq!(shape(&first)[0], "2020-01-01/2026-01-01 A");
        assert_eq!(read(db, &world, &meter).await, first);
    }

    async fn a_period_is_corrected_moved_and_cancelled(db: &Db) {
        let world = World::new(db).await;
        let meter = with_history(&world).await;
        let moved = replace(&world, &meter, 2, "2026-11-30", |period| period.rate = Rate::Impact).await.unwrap();
        assert_eq!(shape(&moved), ["2026-01-01/2026-06-01 -", "2026-06-01/2026-11-30 -", "2026-11-30/.. -"]);
        assert_eq!((moved.configurations[2].configuration.rate, moved.version), (Rate::Impact, 4));
        let same = replace(&world, &moved, 2, "2026-11-30", |_| {}).await.unwrap();
        assert_eq!(same, moved, "nothing changes");
        assert_eq!(refusal(replace(&world, &moved, 2, "2026-06-01", |_| {}).await), "PeriodExists");
        assert_eq!(refusal(replace(&world, &moved, 1, "2026-12-24", |_| {}).await), "/valid_from out_of_range");
        assert_eq!(refusal(replace(&world, &meter, 2, "2026-12-02", |_| {}).await), "changed in the meantime");
        let cancelled = remove(&world, &moved, 2).await.unwrap();
        assert_eq!(shape(&cancelled), ["2026-01-01/2026-06-01 -", "2026-06-01/.. -"]);
        let last = remove(&world, &cancelled, 0).await.unwrap();
        assert_eq!(shape(&last), ["2026-06-01/.. -"], "the next one is the first");
        assert_eq!(refusal(remove(&world, &last, 0).await), "OnlyPeriod");
        assert_eq!(read(db, &world, &meter).await, last);
    }

    async fn a_foreign_period_is_not_found(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        let (meter, other) = (with_history(&ours).await, with_history(&theirs).await);
        let swapped = MeterView { configurations: other.configurations.clone(), ..meter.clone() };
        assert!(matches!(remove(&ours, &swapped, 1).await, Err(Error::NotFound)));
        assert!(matches!(replace(&ours, &swapped, 1, "2026-07-01", |_| {}).await, Err(Error::NotFound)));
        assert!(matches!(remove(&theirs, &meter, 1).await, Err(Error::NotFound)));
        assert_eq!((read(db, &ours, &meter).await, read(db, &theirs, &other).await), (meter, other));
    }

    async fn of_two_changes_of_one_version_one_is_made(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter(EAN)).await;
        let add = |version: Option<i64>, from: &'static str, amperes: i64| {
            let patch = amperage(amperes);
            world.in_community(async move |writer| {
                writer.add_configuration(meter.id, version, day(from), &patch, day(TODAY)).await.map(|(_, view)| view)
            })
        };
        let outcomes: [_; 2] = tokio::join!(add(Some(1), "2027-01-01", 50), add(Some(1), "2027-02-01", 63)).into();
        assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Err(Error::Stale))).count(), 1, "{outcomes:?}");
        let won = outcomes.into_iter().find_map(Result::ok).unwrap();
        assert_eq!((won.version, won.configurations.len()), (2, 2));
        assert_eq!(read(db, &world, &won).await, won, "nothing of the other one");

        let same: [_; 2] = tokio::join!(add(None, "2028-01-01", 50), add(None, "2028-01-01", 63)).into();
        let exists = |outcome: &&Result<_, _>| matches!(outcome, Err(Error::Conflict(Conflict::PeriodExists(_))));
        assert_eq!(same.iter().filter(exists).count(), 1, "{same:?}");
        assert_eq!(same.into_iter().find_map(Result::ok).unwrap().version, 3);

        let both = tokio::join!(add(None, "2029-01-01", 50), add(None, "2030-01-01", 63));
        assert!(both.0.is_ok() && both.1.is_ok());
        let whole = read(db, &world, &won).await;
        assert_eq!((whole.version, whole.configurations.len()), (5, 5));
        whole.periods().unwrap();
    }

    async fn an_inactive_member_comes_to_hold_no_meter_that_still_runs(db: &Db) {
        let world = World::new(db).await;
        let (a, b) = (world.add_member("A").await, world.add_member("B").await);
        let mut new = new_meter(EAN);
        new.configuration.member = Some(a.id);
        let meter = world.add_meter(&new).await;
        let meter = world.change_meter(&meter, "2026-06-01", &owner(Some(b.id))).await;
        deactivate(&world, a.id, 1).await.unwrap();

        let add = async |from: &str| {
            let add = async |writer: CommunityWriter<'_>| {
                writer.add_configuration(meter.id, None, day(from), &owner(Some(a.id)), day(TODAY)).await
            };
            world.in_community(add).await
        };
        assert_eq!(refusal(add("2026-12-01").await), "/member_id member_inactive", "on days to come");
        assert_eq!(refusal(add("2026-07-01").await), "/member_id member_inactive", "until today and on");
        assert_eq!(refusal(replace(&world, &meter, 1, "2026-06-01", |period| period.member = Some(a.id)).await), "/member_id member_inactive");
        // Without the period after theirs, or with a later one, theirs would run on.
        assert_eq!(refusal(remove(&world, &meter, 1).await), "MemberInactive");
        assert_eq!(refusal(replace(&world, &meter, 1, "2026-12-01", |_| {}).await), "MemberInactive");
        assert_eq!(read(db, &world, &meter).await, meter, "nothing was stored");

        // What is over is a matter of record.
        let split = world.change_meter(&meter, "2026-03-01", &amperage(63)).await;
        assert_eq!(shape(&split), ["2026-01-01/2026-03-01 A", "2026-03-01/2026-06-01 A", "2026-06-01/.. B"]);
        let (_, recorded) = add("2025-01-01").await.unwrap();
        assert_eq!(shape(&recorded)[0], "2025-01-01/2026-01-01 A");
        assert!(replace(&world, &recorded, 3, "2026-11-21", |_| {}).await.is_ok(), "up to yesterday");
    }

    async fn a_member_who_will_own_a_meter_stays(db: &Db) {
        let world = World::new(db).await;
        let a = world.add_member("A").await;
        let meter = world.add_meter(&new_meter(EAN)).await;
        world.change_meter(&meter, "2027-01-01", &owner(Some(a.id))).await;
        let scheduled = world.change_meter(&meter, "2027-02-01", &owner(None)).await;
        assert_eq!(refusal(deactivate(&world, a.id, 1).await), "MemberHoldsMeters");
        remove(&world, &scheduled, 1).await.unwrap();
        deactivate(&world, a.id, 1).await.unwrap();
    }

    async fn of_a_new_owner_who_leaves_at_once_one_thing_happens(db: &Db) {
        let world = World::new(db).await;
        let a = world.add_member("A").await;
        let meter = world.add_meter(&new_meter(EAN)).await;
        let give = async |writer: CommunityWriter<'_>| {
            writer.add_configuration(meter.id, None, day("2027-01-01"), &owner(Some(a.id)), day(TODAY)).await
        };
        let (given, left) = tokio::join!(world.in_community(give), deactivate(&world, a.id, 1));
        assert_ne!(given.is_ok(), left.is_ok(), "{given:?} {left:?}");
    }

    async fn what_a_change_refers_to_must_be_there(db: &Db) {
        let (world, other) = (World::new(db).await, World::named(db, "Other").await);
        let stranger = other.add_member("S").await.id;
        let meter = world.add_meter(&new_meter(EAN)).await;
        let patch = ConfigurationPatch { dso: Some("ACME".to_owned()), ..owner(Some(stranger)) };
        let add = async |writer: CommunityWriter<'_>| {
            writer.add_configuration(meter.id, None, day("2027-01-01"), &patch, day(TODAY)).await
        };
        assert_eq!(refusal(world.in_community(add).await), "/dso unknown_dso, /member_id unknown_member");
        assert_eq!(read(db, &world, &meter).await, meter);
    }

    async fn the_log_tells_the_period_and_each_changed_field(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter(EAN)).await;
        let added = world.change_meter(&meter, "2026-12-01", &ConfigurationPatch { rate: Some(Rate::BiHourly), ..amperage(63) }).await;
        let (action, label, changes) = told(db, &world).await;
        assert_eq!((action.as_str(), label), ("meter.configuration_added", format!("{EAN}, 2026-12-01 –")));
        assert_eq!(changes, ["valid_from: null → \"2026-12-01\"", "amperage_a: 40 → 63", "rate: \"simple\" → \"bi_hourly\""]);

        let moved = replace(&world, &added, 1, "2026-12-15", |period| period.rate = Rate::Impact).await.unwrap();
        let (action, label, changes) = told(db, &world).await;
        assert_eq!((action.as_str(), label), ("meter.configuration_updated", format!("{EAN}, 2026-12-15 –")));
        assert_eq!(changes, ["valid_from: \"2026-12-01\" → \"2026-12-15\"", "rate: \"bi_hourly\" → \"impact\""]);

        remove(&world, &moved, 1).await.unwrap();
        let (action, label, changes) = told(db, &world).await;
        assert_eq!((action.as_str(), label), ("meter.configuration_deleted", format!("{EAN}, 2026-12-15 –")));
        assert_eq!(changes, ["amperage_a: 63 → 40", "rate: \"impact\" → \"simple\"", "valid_from: \"2026-12-15\" → null"]);
    }

    async fn the_database_refuses_overlaps_and_holes_from_anybody(db: &Db) {
        let world = World::new(db).await;
        let meter = with_history(&world).await;
        let of = |at: usize| Expr::col("id").eq(meter.configurations[at].id);
        let insert = async |from: &str, to: Option<&str>| around(db, &period(&meter, from, to)).await;
        for (from, to, why) in [
            ("2026-03-01", Some("2026-05-01"), "inside another"),
            ("2026-03-01", Some("2026-06-01"), "ends with another"),
            ("2026-03-01", Some("2026-12-01"), "over the beginning of another"),
            ("2027-03-01", None, "over the last one, without end"),
            ("2027-03-01", Some("2027-05-01"), "inside the last one"),
            ("2025-01-01", Some("2025-12-31"), "a day missing before the first"),
            ("2025-01-01", None, "over all"),
            ("2026-06-01", Some("2026-09-01"), "begins with another"),
            ("2025-12-31", Some("2025-12-31"), "without a day"),
            ("2025-12-31", Some("2025-12-30"), "backwards"),
        ] {
            assert!(insert(from, to).await.is_err(), "{from}/{to:?}: {why}");
        }
        for (at, column, value, why) in [
            (0, "valid_to", Some("2026-05-31"), "a day missing"),
            (0, "valid_to", Some("2026-06-02"), "a day too much"),
            (0, "valid_to", Some("2026-12-01"), "over the next one, as far as the one after"),
            (0, "valid_to", None, "over everything"),
            (1, "valid_from", Some("2026-06-02"), "a day missing before"),
            (1, "valid_from", Some("2026-05-31"), "over the one before"),
            (2, "valid_to", Some("2027-06-01"), "nothing after it"),
        ] {
            let mut update = Query::update();
            update.table("meter_configuration").value(column, value.map(day)).and_where(of(at));
            assert!(around(db, &update).await.is_err(), "{at} {column} {value:?}: {why}");
        }
        for at in [1, 2] {
            let mut delete = Query::delete();
            delete.from_table("meter_configuration").and_where(of(at));
            assert!(around(db, &delete).await.is_err(), "without the one before reaching further: {at}");
        }
        assert_eq!(read(db, &world, &meter).await, meter);
        insert("2025-06-01", Some("2026-01-01")).await.unwrap();
        let longer = read(db, &world, &meter).await;
        assert_eq!(shape(&longer)[0], "2025-06-01/2026-01-01 -", "what joins is a timeline");
    }

    async fn periods_of_other_meters_are_no_matter(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter(EAN)).await;
        let other = world.add_meter(&new_meter("541449020000000001")).await;
        world.change_meter(&other, "2026-06-01", &another(None)).await;
        // A period of one meter that ends where one of another begins is a hole all the same.
        assert!(around(db, &period(&meter, "2025-01-01", Some("2026-06-01"))).await.is_err());
        assert_eq!(shape(&read(db, &world, &meter).await), ["2026-01-01/.. -"]);
    }
}

/// A row of the table, as somebody would write it who does not know the store.
fn period(meter: &MeterView, from: &str, to: Option<&str>) -> sea_orm::sea_query::InsertStatement {
    let values: [(&str, Expr); 17] = [
        ("id", Expr::val(Uuid::now_v7())),
        ("community_id", Expr::val(meter.community_id)),
        ("meter_id", Expr::val(meter.id)),
        ("valid_from", Expr::val(day(from))),
        ("valid_to", Expr::val(to.map(day))),
        ("description", Expr::val("")),
        ("status", Expr::val("active")),
        ("sampling_power_va", Expr::val(9_200_i64)),
        ("generating_capacity_va", Expr::val(0_i64)),
        ("amperage_ma", Expr::val(40_000_i64)),
        ("rate", Expr::val("bi_hourly")),
        ("client_type", Expr::val("professional")),
        ("member_id", Expr::val(Option::<Uuid>::None)),
        ("dso", Expr::val("RESA")),
        ("production_chain", Expr::val("none")),
        ("injection_status", Expr::val("none")),
        ("created_at", Expr::val(at(0))),
    ];
    let mut insert = Query::insert();
    insert.into_table("meter_configuration").columns(values.iter().map(|(column, _)| *column));
    insert.values_panic(values.into_iter().map(|(_, value)| value));
    insert
}
