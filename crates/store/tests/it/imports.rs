//! Imports: kept row by row, applied once and as a whole or not at all, each its community's alone.

use crate::world::{TODAY, World, at, day, ean, new_meter, page, write};
use chrono::TimeDelta;
use domain::vocabulary::{ImportKind, ImportRowState, ImportState};
use serde_json::json;
use store::{Conflict, Error, ImportView, MeterFilter, NewImport, NewImportRow, PageRequest, Viewer};
use uuid::Uuid;

fn row(number: u32, state: ImportRowState) -> NewImportRow {
    let works = matches!(state, ImportRowState::Create | ImportRowState::Change);
    NewImportRow {
        number,
        state,
        label: format!("Row {number}"),
        cells: vec![format!("cell {number}"), String::new()],
        input: works.then(|| json!({ "number": number })),
        changes: Vec::new(),
        issues: json!({ "errors": [], "warnings": [] }),
        target: (state == ImportRowState::Change).then(|| (Uuid::from_u128(u128::from(number)), 3)),
    }
}

fn file(states: &[ImportRowState]) -> NewImport {
    NewImport {
        kind: ImportKind::Meters,
        file_name: "meters.csv".to_owned(),
        columns: json!([{ "heading": "EAN", "field": "ean" }]),
        rows: (1..).zip(states).map(|(number, state)| row(number, *state)).collect(),
    }
}

const MIXED: [ImportRowState; 5] = [
    ImportRowState::Create,
    ImportRowState::Error,
    ImportRowState::Change,
    ImportRowState::Unchanged,
    ImportRowState::Create,
];

async fn checked(world: &World<'_>, states: &[ImportRowState]) -> ImportView {
    world.in_community(async |writer| writer.create_import(file(states)).await).await.unwrap()
}

async fn apply(world: &World<'_>, import: &ImportView) -> Result<ImportView, Error> {
    world
        .in_community(async |writer| {
            let open = writer.open_import(import.id, import.version).await?;
            writer.finish_import(&open).await
        })
        .await
}

async fn read(world: &World<'_>, id: Uuid) -> Result<ImportView, Error> {
    world.store.community(world.organisation, world.community).import(id).await
}

async fn meters(world: &World<'_>) -> usize {
    let scope = world.store.community(world.organisation, world.community);
    scope.meters(&Viewer::All, &MeterFilter::default(), day(TODAY), &page(10)).await.unwrap().items.len()
}

on_both! {
    async fn a_file_is_kept_row_by_row(db: &Db) {
        let world = World::new(db).await;
        let import = checked(&world, &MIXED).await;
        let counts = import.counts;
        assert_eq!((counts.create, counts.change, counts.unchanged, counts.error), (2, 1, 1, 1));
        assert_eq!((import.state, import.version, import.file_name.as_str()), (ImportState::Checked, 1, "meters.csv"));
        assert_eq!(read(&world, import.id).await.unwrap(), import);

        let scope = db.store.community(world.organisation, world.community);
        let first = scope.import_rows(import.id, None, &page(3)).await.unwrap();
        let next = PageRequest { limit: 3, cursor: first.next_cursor.clone() };
        let second = scope.import_rows(import.id, None, &next).await.unwrap();
        let numbers: Vec<u32> = first.items.iter().chain(&second.items).map(|row| row.number).collect();
        assert_eq!((numbers, first.total, second.next_cursor), (vec![1, 2, 3, 4, 5], Some(5), None));
        assert_eq!(first.items[0].cells, ["cell 1", ""]);
        let wrong = scope.import_rows(import.id, Some(ImportRowState::Error), &page(3)).await.unwrap();
        assert_eq!(wrong.items.iter().map(|row| row.number).collect::<Vec<_>>(), [2]);

        let work = scope.import_work(import.id).await.unwrap();
        assert_eq!(work.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 5]);
        assert!(work[0].target_id.is_some() && work[0].target_version.is_none(), "what is new has its id already");
        assert_eq!((work[1].target_id, work[1].target_version), (Some(Uuid::from_u128(3)), Some(3)));
        assert_eq!(work[2].input, Some(json!({ "number": 5 })));
    }

    async fn a_file_of_more_rows_than_one_statement_takes_is_kept_whole(db: &Db) {
        let world = World::new(db).await;
        let import = checked(&world, &[ImportRowState::Create; 1_201]).await;
        let work = db.store.community(world.organisation, world.community).import_work(import.id).await.unwrap();
        assert_eq!((work.len(), work[1_200].number), (1_201, 1_201));
    }

    async fn an_import_is_applied_once(db: &Db) {
        let world = World::new(db).await;
        let import = checked(&world, &MIXED).await;
        let stale = world.in_community(async |writer| writer.open_import(import.id, 2).await).await;
        assert!(matches!(stale, Err(Error::Stale)));
        let applied = apply(&world, &import).await.unwrap();
        assert_eq!((applied.state, applied.version, applied.applied_at), (ImportState::Applied, 2, Some(at(1))));
        assert_eq!(read(&world, import.id).await.unwrap(), applied);
        assert!(matches!(apply(&world, &import).await, Err(Error::Stale)));
        assert!(matches!(apply(&world, &applied).await, Err(Error::Conflict(Conflict::ImportClosed))));
        let fail = world.in_community(async |writer| writer.fail_import(import.id, 2, "stale").await).await;
        assert!(matches!(fail, Err(Error::Conflict(Conflict::ImportClosed))));
    }

    async fn of_two_who_apply_it_at_once_one_does(db: &Db) {
        let world = World::new(db).await;
        let import = checked(&world, &MIXED).await;
        let both = futures_util::future::join(apply(&world, &import), apply(&world, &import)).await;
        let done = [&both.0, &both.1].iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(done, 1, "{both:?}");
    }

    async fn others_know_that_it_is_being_applied(db: &Db) {
        let world = World::new(db).await;
        let import = checked(&world, &MIXED).await;
        let scope = db.store.community(world.organisation, world.community);
        assert!(!scope.import_is_held(import.id).await.unwrap());
        let applied: Result<(), Error> = world
            .in_community(async |writer| {
                let open = writer.open_import(import.id, import.version).await?;
                // SQLite has one program, which knows by itself.
                assert_eq!(scope.import_is_held(import.id).await?, db.url.starts_with("postgres"));
                writer.finish_import(&open).await.map(drop)
            })
            .await;
        applied.unwrap();
        assert!(!scope.import_is_held(import.id).await.unwrap());
        let other = World::named(db, "Elsewhere").await;
        let foreign = db.store.community(other.organisation, other.community).import_is_held(import.id).await;
        assert!(!foreign.is_ok_and(|held| held));
    }

    async fn what_fails_in_the_middle_leaves_nothing_but_its_reason(db: &Db) {
        let world = World::new(db).await;
        let import = checked(&world, &MIXED).await;
        let failed: Result<(), Error> = world
            .in_community(async |writer| {
                writer.open_import(import.id, import.version).await?;
                writer.create_meter(&new_meter(&ean(1))).await?;
                Err(Error::Stale)
            })
            .await;
        assert!(matches!(failed, Err(Error::Stale)));
        assert_eq!((meters(&world).await, read(&world, import.id).await.unwrap()), (0, import.clone()));
        let failed = world.in_community(async |writer| writer.fail_import(import.id, 1, "stale").await).await.unwrap();
        assert_eq!((failed.state, failed.failure.as_deref(), failed.version), (ImportState::Failed, Some("stale"), 2));
        assert_eq!(failed.applied_at, None);
        assert!(matches!(apply(&world, &failed).await, Err(Error::Conflict(Conflict::ImportClosed))));
    }

    async fn what_is_discarded_is_gone_with_its_rows(db: &Db) {
        let world = World::new(db).await;
        let import = checked(&world, &MIXED).await;
        let discard = async |version| {
            world.in_community(async |writer| writer.discard_import(import.id, version).await).await
        };
        assert!(matches!(discard(9).await, Err(Error::Stale)));
        discard(1).await.unwrap();
        assert!(matches!(discard(1).await, Err(Error::NotFound)));
        let scope = db.store.community(world.organisation, world.community);
        assert!(matches!(scope.import(import.id).await, Err(Error::NotFound)));
        assert!(scope.import_rows(import.id, None, &page(5)).await.unwrap().items.is_empty());
    }

    async fn an_import_is_its_communitys_alone(db: &Db) {
        let (world, other) = (World::new(db).await, World::named(db, "Elsewhere").await);
        let import = checked(&world, &MIXED).await;
        let sibling = world.add_community("Valley").await.id;
        for (organisation, community) in
            [(other.organisation, other.community), (world.organisation, sibling), (other.organisation, world.community)]
        {
            let scope = db.store.community(organisation, community);
            assert!(matches!(scope.import(import.id).await, Err(Error::NotFound)));
            assert!(scope.import_rows(import.id, None, &page(5)).await.unwrap().items.is_empty());
            assert!(scope.import_work(import.id).await.unwrap().is_empty());
            let opened = write(&db.store, at(1), async |tx| {
                tx.community(organisation, community).open_import(import.id, 1).await
            });
            assert!(matches!(opened.await, Err(Error::NotFound)));
            let discarded = write(&db.store, at(1), async |tx| {
                tx.community(organisation, community).discard_import(import.id, 1).await
            });
            assert!(matches!(discarded.await, Err(Error::NotFound)));
        }
        let created = write(&db.store, at(1), async |tx| {
            tx.community(other.organisation, world.community).create_import(file(&MIXED)).await
        });
        assert!(matches!(created.await, Err(Error::NotFound)));
        assert_eq!(read(&world, import.id).await.unwrap(), import);
    }

    async fn reports_are_forgotten_in_time(db: &Db) {
        let world = World::new(db).await;
        let (waiting, other) = (checked(&world, &MIXED).await, checked(&world, &MIXED).await);
        let applied = apply(&world, &other).await.unwrap();
        let purge = async |time: TimeDelta| db.store.maintenance().purge(at(1) + time).await.unwrap().imports;
        assert_eq!(purge(TimeDelta::days(1) - TimeDelta::minutes(1)).await, 0);
        assert_eq!(purge(TimeDelta::days(1)).await, 1);
        assert!(matches!(read(&world, waiting.id).await, Err(Error::NotFound)));
        assert_eq!(read(&world, applied.id).await.unwrap(), applied);
        assert_eq!(purge(TimeDelta::days(30)).await, 1);
    }
}
