//! Transactions: all or nothing, versions that guard against lost updates, and many writers at once.

use crate::world::{World, at, community_fields, context, day, person, write};
use domain::vocabulary::MemberStatus;
use store::{Conflict, Error, MemberFilter};

on_both! {
    async fn a_failed_write_leaves_no_trace(db: &Db) {
        let world = World::new(db).await;
        let failed: Result<(), Error> = world
            .in_community(async |writer| {
                writer.create_member(&person("A")).await?;
                Err(Conflict::InUse.into())
            })
            .await;
        assert!(matches!(failed, Err(Error::Conflict(Conflict::InUse))));
        let scope = db.store.community(world.organisation, world.community);
        assert_eq!(scope.get().await.unwrap().member_count, 0);
        let log = scope.audit(&store::AuditFilter::default(), &crate::world::page(10)).await.unwrap();
        assert_eq!(log.items.len(), 1, "only the community's creation");
    }

    async fn the_second_of_two_changes_of_the_same_version_is_stale(db: &Db) {
        let world = World::new(db).await;
        let member = world.add_member("A").await;
        let today = day("2026-11-21");
        let rename = async |version: i64, name: &str| {
            let fields = person(name);
            world.in_community(async |writer| writer.update_member(member.id, version, &fields, today).await).await
        };
        let renamed = rename(1, "B").await.unwrap();
        assert_eq!((renamed.version, renamed.fields.last_name.as_deref()), (2, Some("B")));
        assert_eq!(renamed.updated_by.as_deref(), Some("Demo manager"));
        assert!(matches!(rename(1, "C").await, Err(Error::Stale)));
        assert!(matches!(rename(7, "C").await, Err(Error::Stale)));
        let deleted = world.in_community(async |writer| writer.delete_member(member.id, 1, today).await).await;
        assert!(matches!(deleted, Err(Error::Stale)));

        let update = async |version: i64| {
            let fields = community_fields("Renamed");
            world.in_community(async |writer| writer.update(version, &fields).await).await
        };
        assert_eq!(update(1).await.unwrap().version, 2);
        assert!(matches!(update(1).await, Err(Error::Stale)));
        let organisation = async |version: i64| {
            world.in_organisation(async |writer| writer.update(version, "Renamed").await).await
        };
        assert_eq!(organisation(1).await.unwrap().version, 2);
        assert!(matches!(organisation(1).await, Err(Error::Stale)));
    }

    async fn a_change_of_nothing_changes_nothing(db: &Db) {
        let world = World::new(db).await;
        let member = world.add_member("A").await;
        let same = world.in_community(async |writer| {
            writer.update_member(member.id, 1, &person("A"), day("2026-11-21")).await
        });
        assert_eq!(same.await.unwrap(), member);
    }

    async fn forty_writers_at_once_all_succeed(db: &Db) {
        let world = World::new(db).await;
        let member = world.add_member("A").await;
        let (organisation, community) = (world.organisation, world.community);
        let today = day("2026-11-21");
        // Each reads first and writes then: what SQLite refuses at once in a transaction that began as a reader.
        let writers = (0..40).map(|n| {
            let store = db.store.clone();
            async move {
                write(&store, at(n), async |tx| {
                    let writer = tx.community(organisation, community);
                    let seen = writer.read().member(member.id, today).await?;
                    assert_eq!(seen.fields.status, MemberStatus::Active);
                    writer.create_member(&person(&format!("N{n}"))).await
                })
                .await
            }
        });
        for result in futures_util::future::join_all(writers).await {
            result.unwrap();
        }
        let scope = db.store.community(organisation, community);
        let members = scope.members(&MemberFilter::default(), today, &crate::world::page(200)).await.unwrap();
        assert_eq!((members.items.len(), members.total), (41, Some(41)));
    }

    async fn of_many_changes_of_one_version_one_wins(db: &Db) {
        let world = World::new(db).await;
        let member = world.add_member("A").await;
        let (organisation, community) = (world.organisation, world.community);
        let writers = (0..10).map(|n| {
            let store = db.store.clone();
            async move {
                let fields = person(&format!("N{n}"));
                let context = context(at(2));
                let work = async |tx: &store::Tx| {
                    tx.community(organisation, community).update_member(member.id, 1, &fields, day("2026-11-21")).await
                };
                store.write(&context, work).await
            }
        });
        let results = futures_util::future::join_all(writers).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(results.iter().all(|result| matches!(result, Ok(_) | Err(Error::Stale))), "{results:?}");
    }
}
