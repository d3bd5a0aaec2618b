//! Readings: what imports write and take back, what is known, who sees what.

use crate::harness::Db;
use crate::world::{World, another, at, day, ean, new_meter, page, write};
use chrono::{DateTime, Utc};
use domain::readings::file::{Layout, Stamped, Unit};
use domain::readings::{Direction, Quarter, Series, Span};
use domain::vocabulary::ReadingImportState;
use serde_json::json;
use store::{Conflict, CorrectionView, EVER, Error, NewReadingImport, ReadingImportView, Stored, Viewer};
use uuid::Uuid;

fn quarter(text: &str) -> Quarter {
    Quarter::at(text.parse::<DateTime<Utc>>().unwrap()).unwrap()
}

fn series(first: &str, readings: impl IntoIterator<Item = Option<u32>>) -> Series {
    Series::new(quarter(first), readings).unwrap()
}

fn days(from: &str, to: &str) -> Span {
    Span::of_days(day(from), day(to))
}

fn found(name: &str, span: Span) -> NewReadingImport {
    NewReadingImport {
        file_name: name.to_owned(),
        layout: Layout::Wide,
        unit: Unit::KilowattHour,
        stamped: Stamped::Start,
        answers: json!({}),
        questions: json!([]),
        report: json!({ "of": name }),
        meters: 1,
        span,
        counts: Stored::default(),
    }
}

async fn checked(world: &World<'_>, name: &str) -> ReadingImportView {
    let new = found(name, days("2016-01-01", "2016-02-01"));
    world.in_community(async |writer| writer.create_reading_import(new, b"bytes".to_vec()).await).await.unwrap()
}

/// Applies an import of one series.
async fn import(world: &World<'_>, name: &str, meter: Uuid, series: &Series) -> (ReadingImportView, Stored) {
    let import = checked(world, name).await;
    let applied = world.in_community(async |writer| {
        let import = writer.begin_readings(import.id, import.version).await?;
        let stored = writer.write_readings(import.id, meter, Direction::Offtake, series).await?;
        Ok((writer.finish_readings(&import, stored, json!({})).await?, stored))
    });
    applied.await.unwrap()
}

async fn undo(world: &World<'_>, import: &ReadingImportView) -> Result<(), Error> {
    world.in_community(async |writer| writer.undo_readings(import.id, import.version, &[]).await).await
}

async fn offtake(db: &Db, world: &World<'_>, meter: Uuid) -> Series {
    let scope = db.store.community(world.organisation, world.community);
    scope.readings(&Viewer::All, meter, EVER).await.unwrap().offtake
}

const fn stored(new: u64, corrections: u64, unchanged: u64) -> Stored {
    Stored { new, corrections, unchanged }
}

on_both! {
    async fn readings_come_back_over_months_and_gaps(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter(&ean(1))).await.id;
        // Four months, the second of them without a reading.
        let mut readings: Vec<Option<u32>> = (0..96 * 31 * 4).map(Some).collect();
        readings[96 * 31..96 * 65].fill(None);
        let series = series("2016-01-01T00:00:00Z", readings);
        let known = series.known().count() as u64;
        let (view, counts) = import(&world, "a.csv", meter, &series).await;
        assert_eq!(counts, stored(known, 0, 0));
        assert_eq!((view.state, view.sequence), (ReadingImportState::Applied, Some(1)));
        assert_eq!((view.applied_by.as_deref(), view.applied_at), (Some("Demo manager"), Some(at(1))));
        assert_eq!(offtake(db, &world, meter).await, series);

        let scope = db.store.community(world.organisation, world.community);
        let part = Span { from: quarter("2016-01-31T12:15:00Z"), to: quarter("2016-04-01T00:15:00Z") };
        let read = scope.readings(&Viewer::All, meter, part).await.unwrap();
        assert!(read.offtake.readings(part).eq(series.readings(part)));
        assert_eq!(read.injection, Series::default());
        let all = scope.known_readings(&Viewer::All, None).await.unwrap();
        let known_of = all[&meter].offtake.unwrap();
        assert_eq!((known_of.span, known_of.readings), (series.span().unwrap(), known));
        assert_eq!((known_of.total_wh, all[&meter].injection), (series.total(), None));
        let source = scope.reading_source(view.id).await.unwrap();
        assert_eq!((source.report, source.bytes), (json!({ "of": "a.csv" }), None), "the file is forgotten");
    }

    async fn the_same_again_changes_nothing(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter(&ean(1))).await.id;
        let series = series("2016-10-30T00:00:00Z", [Some(1), None, Some(3)]);
        import(&world, "a.csv", meter, &series).await;
        let (_, counts) = import(&world, "again.csv", meter, &series).await;
        assert_eq!(counts, stored(0, 0, 2));
        let corrections = db.store.community(world.organisation, world.community);
        assert_eq!(corrections.corrections(&Viewer::All, meter, EVER).await.unwrap(), []);
    }

    async fn a_correction_is_kept_and_undone(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter(&ean(1))).await.id;
        let before = series("2016-10-31T23:30:00Z", [Some(1), Some(2), None, Some(4)]);
        import(&world, "a.csv", meter, &before).await;
        // Over the end of a month: one the same, one corrected, one new.
        let file = series("2016-10-31T23:30:00Z", [Some(1), Some(20), Some(3)]);
        let (second, counts) = import(&world, "b.csv", meter, &file).await;
        assert_eq!(counts, stored(1, 1, 1));
        let after = series("2016-10-31T23:30:00Z", [Some(1), Some(20), Some(3), Some(4)]);
        assert_eq!(offtake(db, &world, meter).await, after);
        let scope = db.store.community(world.organisation, world.community);
        let correction = |undone| CorrectionView {
            at: quarter("2016-10-31T23:45:00Z"),
            direction: Direction::Offtake,
            old: 2,
            new: 20,
            import: second.id,
            file_name: "b.csv".to_owned(),
            applied_at: at(1),
            applied_by: Some("Demo manager".to_owned()),
            undone,
        };
        assert_eq!(scope.corrections(&Viewer::All, meter, EVER).await.unwrap(), [correction(false)]);
        let elsewhere = Span { from: quarter("2016-11-01T00:00:00Z"), ..EVER };
        assert_eq!(scope.corrections(&Viewer::All, meter, elsewhere).await.unwrap(), []);

        undo(&world, &second).await.unwrap();
        assert_eq!(offtake(db, &world, meter).await, before);
        assert_eq!(scope.corrections(&Viewer::All, meter, EVER).await.unwrap(), [correction(true)]);
        let view = scope.reading_import(second.id).await.unwrap();
        assert_eq!((view.state, view.undone_by.as_deref()), (ReadingImportState::Undone, Some("Demo manager")));
        assert!(matches!(undo(&world, &view).await, Err(Error::Conflict(Conflict::ImportClosed))));
    }

    async fn an_import_that_a_later_one_changed_is_not_undone_before_it(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter(&ean(1))).await.id;
        let first = import(&world, "a.csv", meter, &series("2016-01-01T00:00:00Z", [Some(1), Some(2)])).await.0;
        let beside = import(&world, "c.csv", meter, &series("2016-01-01T00:30:00Z", [Some(3)])).await.0;
        let second = import(&world, "b.csv", meter, &series("2016-01-01T00:15:00Z", [Some(5)])).await.0;
        // Back to the first value: it is the second import's all the same.
        let third = import(&world, "d.csv", meter, &series("2016-01-01T00:15:00Z", [Some(2)])).await.0;
        let refused = undo(&world, &first).await;
        let Err(Error::Conflict(Conflict::ReadingsOvertaken(by))) = refused else { panic!("{refused:?}") };
        let mut names: Vec<&str> = by.iter().map(|(_, name)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["b.csv", "d.csv"]);
        assert_eq!(offtake(db, &world, meter).await.total(), 6, "nothing of it was undone");

        for import in [&third, &second, &first, &beside] {
            undo(&world, import).await.unwrap();
        }
        assert_eq!(offtake(db, &world, meter).await, Series::default());
    }

    async fn nothing_is_stored_when_an_import_fails_halfway(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter(&ean(1))).await.id;
        let import = checked(&world, "a.csv").await;
        let failed = world.in_community(async |writer| {
            let import = writer.begin_readings(import.id, import.version).await?;
            let series = series("2016-01-01T00:00:00Z", [Some(1)]);
            writer.write_readings(import.id, meter, Direction::Offtake, &series).await?;
            writer.write_readings(import.id, Uuid::nil(), Direction::Offtake, &series).await
        });
        assert!(matches!(failed.await, Err(Error::NotFound)));
        assert_eq!(offtake(db, &world, meter).await, Series::default());
        let scope = db.store.community(world.organisation, world.community);
        assert_eq!(scope.reading_import(import.id).await.unwrap(), import);
    }

    async fn a_closed_or_changed_import_is_not_applied(db: &Db) {
        let world = World::new(db).await;
        let import = checked(&world, "a.csv").await;
        let begin = async |version| {
            world.in_community(async |writer| writer.begin_readings(import.id, version).await).await
        };
        assert!(matches!(begin(7).await, Err(Error::Stale)));
        let reread = world.in_community(async |writer| {
            writer.reread_import(import.id, 1, found("a.csv", days("2016-03-01", "2016-04-01"))).await
        });
        let reread = reread.await.unwrap();
        assert_eq!((reread.version, reread.span), (2, days("2016-03-01", "2016-04-01")));
        assert_eq!((reread.created_at, reread.created_by), (import.created_at, import.created_by.clone()));
        world.in_community(async |writer| writer.fail_readings(import.id, 2, "internal").await).await.unwrap();
        assert!(matches!(begin(3).await, Err(Error::Conflict(Conflict::ImportClosed))));
        let scope = db.store.community(world.organisation, world.community);
        let view = scope.reading_import(import.id).await.unwrap();
        assert_eq!((view.state, view.failure.as_deref()), (ReadingImportState::Failed, Some("internal")));
        // One that was not applied is forgotten.
        undo(&world, &view).await.unwrap();
        assert!(matches!(scope.reading_import(import.id).await, Err(Error::NotFound)));
        assert!(matches!(scope.reading_report(import.id).await, Err(Error::NotFound)));
    }

    async fn imports_are_listed_latest_first(db: &Db) {
        let world = World::new(db).await;
        let mut ids = Vec::new();
        for name in ["a.csv", "b.csv", "c.csv"] {
            ids.push(checked(&world, name).await.id);
        }
        let scope = db.store.community(world.organisation, world.community);
        let first = scope.reading_imports(None, &page(2)).await.unwrap();
        let names = |items: &[ReadingImportView]| items.iter().map(|view| view.file_name.clone()).collect::<Vec<_>>();
        assert_eq!((names(&first.items), first.total), (vec!["c.csv".to_owned(), "b.csv".to_owned()], Some(3)));
        let rest = store::PageRequest { limit: 2, cursor: first.next_cursor };
        assert_eq!(names(&scope.reading_imports(None, &rest).await.unwrap().items), ["a.csv"]);
        let applied = scope.reading_imports(Some(ReadingImportState::Applied), &page(2)).await.unwrap();
        assert_eq!(applied.items, []);
    }

    async fn an_owner_sees_the_days_that_are_theirs(db: &Db) {
        let world = World::new(db).await;
        let (one, other) = (world.add_member("A").await.id, world.add_member("B").await.id);
        let mut new = new_meter(&ean(1));
        new.configuration.member = Some(one);
        new.valid_from = day("2016-01-01");
        let meter = world.add_meter(&new).await;
        world.change_meter(&meter, "2016-03-27", &another(Some(other))).await;
        world.change_meter(&meter, "2016-10-30", &another(Some(one))).await;
        let year = days("2016-01-01", "2017-01-01");
        let whole = Series::new(year.from, std::iter::repeat_n(Some(1), year.len())).unwrap();
        import(&world, "a.csv", meter.id, &whole).await;
        let correct = Series::new(days("2016-03-26", "2016-03-28").from, [Some(2); 96 + 92]).unwrap();
        import(&world, "b.csv", meter.id, &correct).await;

        let scope = db.store.community(world.organisation, world.community);
        let seen = async |member: Uuid| scope.readings(&Viewer::Owners(vec![member]), meter.id, EVER).await.unwrap();
        let theirs = days("2016-03-27", "2016-10-30");
        let of_one = seen(one).await.offtake;
        assert!(of_one.readings(year).all(|(at, reading)| reading.is_some() != theirs.contains(at)));
        assert_eq!(seen(other).await.offtake.span(), Some(theirs));
        // The day of the change is the new owner's, all 92 quarter-hours of it.
        let viewer = Viewer::Owners(vec![other]);
        let day_of = scope.readings(&viewer, meter.id, days("2016-03-26", "2016-03-28")).await.unwrap();
        assert_eq!(day_of.offtake.known().count(), 92);
        assert_eq!(scope.corrections(&viewer, meter.id, EVER).await.unwrap().len(), 92);
        let known = scope.known_readings(&viewer, None).await.unwrap()[&meter.id].offtake.unwrap();
        assert_eq!((known.span, known.readings as usize), (theirs, theirs.len()));
        let nobody = Viewer::Owners(vec![Uuid::nil()]);
        assert!(matches!(scope.readings(&nobody, meter.id, EVER).await, Err(Error::NotFound)));
        assert!(matches!(scope.corrections(&nobody, meter.id, EVER).await, Err(Error::NotFound)));
        assert!(scope.known_readings(&nobody, None).await.unwrap().is_empty());
    }

    async fn a_meter_with_readings_stays(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter(&ean(1))).await;
        let (import, _) = import(&world, "a.csv", meter.id, &series("2016-01-01T00:00:00Z", [Some(1)])).await;
        let delete = async || {
            world.in_community(async |writer| writer.delete_meter(meter.id, meter.version).await).await
        };
        assert!(matches!(delete().await, Err(Error::Conflict(Conflict::MeterHasReadings))));
        undo(&world, &import).await.unwrap();
        delete().await.unwrap();
    }

    async fn readings_are_of_one_tenant(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        let meter = theirs.add_meter(&new_meter(&ean(1))).await.id;
        let mine = ours.add_meter(&new_meter(&ean(1))).await.id;
        let whole = series("2016-01-01T00:00:00Z", [Some(7), Some(8)]);
        let (their_import, _) = import(&theirs, "a.csv", meter, &whole).await;
        let own = checked(&ours, "b.csv").await;
        // Their meter under our import: nothing of it is touched.
        let crossed = ours.in_community(async |writer| {
            writer.write_readings(own.id, meter, Direction::Offtake, &series("2016-01-01T00:00:00Z", [Some(1)])).await
        });
        assert!(matches!(crossed.await, Err(Error::NotFound)));
        for (organisation, community) in [
            (ours.organisation, ours.community),
            (ours.organisation, theirs.community),
            (theirs.organisation, ours.community),
        ] {
            let scope = db.store.community(organisation, community);
            assert!(matches!(scope.readings(&Viewer::All, meter, EVER).await, Err(Error::NotFound)));
            assert!(matches!(scope.corrections(&Viewer::All, meter, EVER).await, Err(Error::NotFound)));
            assert!(matches!(scope.reading_import(their_import.id).await, Err(Error::NotFound)));
            assert!(matches!(scope.reading_source(their_import.id).await, Err(Error::NotFound)));
            assert!(scope.known_readings(&Viewer::All, None).await.unwrap().is_empty());
            assert!(scope.readings_of(&Viewer::All, &[meter, mine], EVER).await.unwrap().is_empty());
            let undone = write(&db.store, at(2), async |tx| {
                tx.community(organisation, community).undo_readings(their_import.id, their_import.version, &[]).await
            });
            assert!(matches!(undone.await, Err(Error::NotFound)));
        }
        assert_eq!(offtake(db, &theirs, meter).await, whole);
    }

    async fn what_nobody_confirmed_is_forgotten_and_the_history_stays(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter(&ean(1))).await.id;
        let waiting = checked(&world, "a.csv").await;
        let (applied, _) = import(&world, "b.csv", meter, &series("2016-01-01T00:00:00Z", [Some(1)])).await;
        let purged = db.store.maintenance().purge(at(60 * 24 * 400)).await.unwrap();
        assert_eq!(purged.imports, 1);
        let scope = db.store.community(world.organisation, world.community);
        assert!(matches!(scope.reading_import(waiting.id).await, Err(Error::NotFound)));
        assert_eq!(scope.reading_import(applied.id).await.unwrap().id, applied.id);
    }
}
