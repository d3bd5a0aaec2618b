//! Calculations: how far they are for everybody, over when cancelled or silent, and never too many.

use crate::world::{World, at, write};
use chrono::TimeDelta;
use domain::vocabulary::{CalculationKind, CalculationState};
use store::{CalculationView, Conflict, Error};

async fn begin(world: &World<'_>, minutes: i64) -> Result<CalculationView, Error> {
    write(world.store, at(minutes), async |tx| {
        tx.community(world.organisation, world.community).create_calculation(CalculationKind::KeySearch).await
    })
    .await
}

async fn read(world: &World<'_>, id: uuid::Uuid, minutes: i64) -> Result<CalculationView, Error> {
    world.store.community(world.organisation, world.community).calculation(id, at(minutes)).await
}

on_both! {
    async fn everybody_knows_how_far_it_is(db: &Db) {
        let world = World::new(db).await;
        let begun = begin(&world, 0).await.unwrap();
        assert_eq!((begun.state, begun.version, begun.total), (CalculationState::Waiting, 1, 0));
        assert_eq!(begun.created_by.as_deref(), Some("Demo manager"));
        let calculations = db.store.calculations();
        assert!(calculations.still_waiting(begun.id, at(1)).await.unwrap());
        assert_eq!(read(&world, begun.id, 1).await.unwrap().state, CalculationState::Waiting);
        assert!(calculations.progress(begun.id, at(2), 3, 7).await.unwrap());
        let running = read(&world, begun.id, 2).await.unwrap();
        assert_eq!((running.state, running.done, running.total), (CalculationState::Running, 3, 7));
        assert!(calculations.finish(begun.id, at(3), "{}".to_owned()).await.unwrap());
        let done = read(&world, begun.id, 500).await.unwrap();
        assert_eq!((done.state, done.result.as_deref(), done.version), (CalculationState::Done, Some("{}"), 2));
        assert_eq!(done.ended_at, Some(at(3)));
        assert!(!calculations.progress(begun.id, at(4), 4, 7).await.unwrap(), "what is over stays over");
        assert!(!calculations.fail(begun.id, at(4), "internal").await.unwrap());
        assert_eq!(read(&world, begun.id, 4).await.unwrap(), done);
    }

    async fn what_is_cancelled_is_heard_of(db: &Db) {
        let world = World::new(db).await;
        let begun = begin(&world, 0).await.unwrap();
        let cancel = async |version| {
            world.in_community(async |writer| writer.cancel_calculation(begun.id, version).await).await
        };
        assert!(matches!(cancel(2).await, Err(Error::Stale)));
        cancel(1).await.unwrap();
        assert!(!db.store.calculations().progress(begun.id, at(1), 1, 2).await.unwrap());
        assert!(!db.store.calculations().finish(begun.id, at(1), "{}".to_owned()).await.unwrap());
        assert!(matches!(read(&world, begun.id, 1).await, Err(Error::NotFound)));
        assert!(matches!(cancel(1).await, Err(Error::NotFound)));
    }

    async fn silence_ends_a_calculation(db: &Db) {
        let world = World::new(db).await;
        let begun = begin(&world, 0).await.unwrap();
        db.store.calculations().progress(begun.id, at(1), 1, 9).await.unwrap();
        let silent = read(&world, begun.id, 2).await.unwrap();
        assert_eq!((silent.state, silent.failure.as_deref()), (CalculationState::Failed, Some("interrupted")));
        assert_eq!(silent.ended_at, Some(at(1)));
        db.store.calculations().fail(begun.id, at(3), "internal").await.unwrap();
        assert_eq!(read(&world, begun.id, 3).await.unwrap().failure.as_deref(), Some("internal"));
    }

    async fn an_organisation_has_few_under_way(db: &Db) {
        let (world, other) = (World::new(db).await, World::named(db, "Elsewhere").await);
        let first = begin(&world, 0).await.unwrap();
        begin(&world, 0).await.unwrap();
        assert!(matches!(begin(&world, 0).await, Err(Error::Conflict(Conflict::TooManyCalculations))));
        begin(&other, 0).await.unwrap();
        db.store.calculations().finish(first.id, at(0), "{}".to_owned()).await.unwrap();
        begin(&world, 0).await.unwrap();
        assert!(matches!(begin(&world, 0).await, Err(Error::Conflict(Conflict::TooManyCalculations))));
        begin(&world, 2).await.unwrap();
        assert!(read(&world, first.id, 2).await.is_ok(), "results stay while there is room");
    }

    async fn two_at_once_do_not_both_find_the_last_room(db: &Db) {
        let world = World::new(db).await;
        begin(&world, 0).await.unwrap();
        let both = futures_util::future::join(begin(&world, 0), begin(&world, 0)).await;
        assert_eq!([both.0.is_ok(), both.1.is_ok()].iter().filter(|ok| **ok).count(), 1);
    }

    async fn the_oldest_results_make_room(db: &Db) {
        let world = World::new(db).await;
        let mut ids = Vec::new();
        for minute in 0..11 {
            let begun = begin(&world, minute).await.unwrap();
            db.store.calculations().finish(begun.id, at(minute), "{}".to_owned()).await.unwrap();
            ids.push(begun.id);
        }
        assert!(matches!(read(&world, ids[0], 11).await, Err(Error::NotFound)));
        assert!(read(&world, ids[1], 11).await.is_ok());
    }

    async fn a_calculation_is_its_communitys_alone(db: &Db) {
        let (world, other) = (World::new(db).await, World::named(db, "Elsewhere").await);
        let begun = begin(&world, 0).await.unwrap();
        let sibling = world.add_community("Valley").await.id;
        for (organisation, community) in
            [(other.organisation, other.community), (world.organisation, sibling), (other.organisation, world.community)]
        {
            let found = db.store.community(organisation, community).calculation(begun.id, at(0)).await;
            assert!(matches!(found, Err(Error::NotFound)));
            let cancelled = write(&db.store, at(0), async |tx| {
                tx.community(organisation, community).cancel_calculation(begun.id, 1).await
            });
            assert!(matches!(cancelled.await, Err(Error::NotFound)));
            let created = write(&db.store, at(0), async |tx| {
                tx.community(organisation, world.community).create_calculation(CalculationKind::Simulation).await
            });
            assert_eq!(created.await.is_ok(), organisation == world.organisation);
        }
        assert!(read(&world, begun.id, 0).await.is_ok());
    }

    async fn results_are_forgotten_in_time_and_go_with_their_community(db: &Db) {
        let world = World::new(db).await;
        let begun = begin(&world, 0).await.unwrap();
        db.store.calculations().finish(begun.id, at(1), "{}".to_owned()).await.unwrap();
        let purge = async |minutes| db.store.maintenance().purge(at(0) + TimeDelta::minutes(minutes)).await.unwrap();
        assert_eq!(purge(60).await.calculations, 0);
        assert_eq!(purge(61).await.calculations, 1);
        begin(&world, 70).await.unwrap();
        world.in_community(async |writer| writer.delete(1).await).await.unwrap();
        assert_eq!(purge(500).await.calculations, 0);
    }
}
