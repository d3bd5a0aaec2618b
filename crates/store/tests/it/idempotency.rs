//! Repeated requests: one effect, one answer.

use crate::world::{World, at, context, day, page, person};
use chrono::{DateTime, TimeDelta, Utc};
use store::{Conflict, Error, IdempotencyRequest, MemberFilter, StoredResponse, WriteContext, Written};
use uuid::Uuid;

fn keyed(now: DateTime<Utc>, caller: Uuid, key: &str, hash: &str) -> WriteContext {
    let request = IdempotencyRequest { caller, key: key.to_owned(), request_hash: hash.to_owned() };
    WriteContext { idempotency: Some(request), ..context(now) }
}

fn answer(body: &str) -> StoredResponse {
    let location = ("location".to_owned(), "/api/v1/somewhere".to_owned());
    StoredResponse { status: 201, headers: vec![location], body: body.as_bytes().to_vec() }
}

async fn create(world: &World<'_>, context: &WriteContext, name: &str) -> Result<Written<()>, Error> {
    let work = async |tx: &store::Tx| {
        let member = tx.community(world.organisation, world.community).create_member(&person(name)).await?;
        tx.remember(answer(&member.fields.display_name()));
        Ok(())
    };
    world.store.write(context, work).await
}

async fn members(world: &World<'_>) -> usize {
    let scope = world.store.community(world.organisation, world.community);
    scope.members(&MemberFilter::default(), day("2026-11-21"), &page(200)).await.unwrap().items.len()
}

on_both! {
    async fn a_repeated_request_gets_the_same_answer(db: &Db) {
        let world = World::new(db).await;
        let caller = Uuid::from_u128(1);
        assert_eq!(create(&world, &keyed(at(0), caller, "k", "h"), "A").await.unwrap(), Written::Fresh(()));
        let replayed = Written::Replayed(answer("Household A"));
        assert_eq!(create(&world, &keyed(at(5), caller, "k", "h"), "A").await.unwrap(), replayed);
        assert_eq!(members(&world).await, 1);
    }

    async fn the_same_key_for_another_request_is_refused(db: &Db) {
        let world = World::new(db).await;
        let caller = Uuid::from_u128(1);
        create(&world, &keyed(at(0), caller, "k", "h"), "A").await.unwrap();
        let other = create(&world, &keyed(at(5), caller, "k", "other"), "B").await;
        assert!(matches!(other, Err(Error::IdempotencyMismatch)), "{other:?}");
        assert_eq!(members(&world).await, 1);
    }

    async fn keys_are_the_callers_own_and_last_a_day(db: &Db) {
        let world = World::new(db).await;
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        create(&world, &keyed(at(0), one, "k", "h"), "A").await.unwrap();
        assert_eq!(create(&world, &keyed(at(0), two, "k", "h"), "B").await.unwrap(), Written::Fresh(()));
        let next_day = at(0) + TimeDelta::hours(24);
        assert_eq!(create(&world, &keyed(next_day, one, "k", "other"), "C").await.unwrap(), Written::Fresh(()));
    }

    async fn a_failed_request_leaves_its_key_free(db: &Db) {
        let world = World::new(db).await;
        let request = keyed(at(0), Uuid::from_u128(1), "k", "h");
        let failed: Result<Written<()>, Error> =
            db.store.write(&request, async |_| Err(Conflict::InUse.into())).await;
        assert!(failed.is_err());
        assert_eq!(create(&world, &request, "A").await.unwrap(), Written::Fresh(()));
    }

    async fn a_write_must_remember_its_answer(db: &Db) {
        let world = World::new(db).await;
        let request = keyed(at(0), Uuid::from_u128(1), "k", "h");
        let forgetful = db.store.write(&request, async |tx| {
            tx.community(world.organisation, world.community).create_member(&person("A")).await
        });
        assert!(matches!(forgetful.await, Err(Error::Inconsistent(_))));
        assert_eq!(members(&world).await, 0);
    }

    async fn of_many_at_once_one_has_the_effect(db: &Db) {
        let world = World::new(db).await;
        let request = keyed(at(0), Uuid::from_u128(1), "k", "h");
        let all = (0..8).map(|_| create(&world, &request, "A"));
        let results = futures_util::future::join_all(all).await;
        let fresh = results.iter().filter(|result| matches!(result, Ok(Written::Fresh(())))).count();
        let replayed = results.iter().filter(|result| matches!(result, Ok(Written::Replayed(_)))).count();
        assert_eq!((fresh, replayed), (1, 7), "{results:?}");
        assert_eq!(members(&world).await, 1);
    }
}
