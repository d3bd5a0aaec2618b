//! Allocation keys: versions that never change, percentages to the millionth, and meters that stay.

use crate::world::{World, at, new_meter, page, write};
use domain::key::{ConsumerDraft, IterationDraft, Key, KeyDraft, Method, RuleName};
use domain::quantity::Decimal;
use std::collections::BTreeSet;
use store::{Conflict, Error, KeyFilter, KeySort, Sort};
use uuid::Uuid;

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn iteration(share: &str, rule: RuleName, weights: Option<&[Option<&str>]>) -> IterationDraft {
    let weights = weights.map(|cells| cells.iter().map(|cell| cell.map(decimal)).collect());
    IterationDraft { share_percent: Some(decimal(share)), rule, weights_percent: weights, refill: false }
}

fn made(name: &str, meter: Option<Uuid>, method: Method, iterations: Vec<IterationDraft>) -> Key {
    let consumers = ["A", "B", "C"].map(|name| ConsumerDraft { name, meter: if name == "B" { meter } else { None } });
    let ranks = (method == Method::Priority).then(|| vec![vec!["C"], vec!["B", "A"]]);
    let draft =
        KeyDraft { name, description: "Words\nin lines", consumers: consumers.to_vec(), method, iterations, ranks };
    draft.check().unwrap()
}

fn prorata(name: &str) -> Key {
    made(name, None, Method::Cascade, vec![iteration("100", RuleName::Prorata, None)])
}

async fn added(world: &World<'_>, key: &Key) -> store::KeyView {
    world.in_community(async |writer| writer.create_key(key).await).await.unwrap()
}

on_both! {
    async fn every_kind_of_key_is_read_as_it_was_saved(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter("541448820000000008")).await;
        let parts = Some(&[Some("33.3334"), Some("33.3333"), Some("33.3333")][..]);
        let mut refill = iteration("0.0001", RuleName::Weighted, parts);
        refill.refill = true;
        let mixed = iteration("29.9999", RuleName::Mixed, Some(&[Some("0"), None, Some("99.9999")]));
        let cascade = vec![iteration("70", RuleName::Equal, None), refill, mixed];
        let keys = [
            made("Cascade", Some(meter.id), Method::Cascade, cascade),
            made("Flemish", None, Method::Optimaal, vec![iteration("100", RuleName::Weighted, parts)]),
            made("Ranks", None, Method::Priority, Vec::new()),
        ];
        for key in keys {
            let saved = added(&world, &key).await;
            assert_eq!((&saved.latest.key, saved.latest.number, saved.version), (&key, 1, 1));
            let expected = key.consumers()[1].meter.map(|_| "541448820000000008".to_owned());
            assert_eq!(saved.latest.eans, [None, expected, None]);
            let scope = db.store.community(world.organisation, world.community);
            assert_eq!(scope.key_version(saved.id, saved.latest.id).await.unwrap(), saved.latest);
        }
    }

    async fn a_change_is_a_new_version_beside_the_old_one(db: &Db) {
        let world = World::new(db).await;
        let first = added(&world, &prorata("Key")).await;
        let equal = made("Key", None, Method::Cascade, vec![iteration("100", RuleName::Equal, None)]);
        let second = write(&db.store, at(2), async |tx| {
            tx.community(world.organisation, world.community).update_key(first.id, 1, &equal).await
        }).await.unwrap();
        assert_eq!((second.latest.number, second.version, second.updated_at), (2, 2, at(2)));
        let scope = db.store.community(world.organisation, world.community);
        assert_eq!(scope.key_version(first.id, first.latest.id).await.unwrap(), first.latest);
        let numbers = scope.key_versions(first.id, &page(1)).await.unwrap();
        assert_eq!((numbers.items[0].number, numbers.total), (2, Some(2)));
        let stale = world.in_community(async |writer| writer.update_key(first.id, 1, &equal).await).await;
        assert!(matches!(stale, Err(Error::Stale)));
        let same = world.in_community(async |writer| writer.update_key(first.id, 2, &equal).await).await.unwrap();
        assert_eq!(same, second);
    }

    async fn archiving_is_no_version(db: &Db) {
        let world = World::new(db).await;
        let key = added(&world, &prorata("Key")).await;
        let archived = world.in_community(async |writer| writer.set_key_archived(key.id, Some(1), true).await).await.unwrap();
        assert_eq!((archived.archived_at, archived.version, &archived.latest), (Some(at(1)), 2, &key.latest));
        let again = world.in_community(async |writer| writer.set_key_archived(key.id, None, true).await).await.unwrap();
        assert_eq!(again, archived);
        let restored = world.in_community(async |writer| writer.set_key_archived(key.id, Some(2), false).await).await.unwrap();
        assert_eq!((restored.archived_at, restored.version), (None, 3));
    }

    async fn a_meter_that_a_key_names_stays(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter("541448820000000008")).await;
        let linked = made("Linked", Some(meter.id), Method::Cascade, vec![iteration("100", RuleName::Prorata, None)]);
        let key = added(&world, &linked).await;
        world.in_community(async |writer| writer.update_key(key.id, 1, &prorata("Free")).await).await.unwrap();
        let refused = world.in_community(async |writer| writer.delete_meter(meter.id, 1).await).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::MeterInKeys(names))) if names == ["Free"]));
        world.in_community(async |writer| writer.delete_key(key.id, 2).await).await.unwrap();
        world.in_community(async |writer| writer.delete_meter(meter.id, 1).await).await.unwrap();
    }

    async fn another_communitys_key_and_meter_are_unknown(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        let key = added(&theirs, &prorata("Key")).await;
        let meter = theirs.add_meter(&new_meter("541448820000000008")).await;
        for (organisation, community) in [
            (ours.organisation, ours.community),
            (ours.organisation, theirs.community),
            (theirs.organisation, ours.community),
        ] {
            let scope = db.store.community(organisation, community);
            assert!(matches!(scope.key(key.id).await, Err(Error::NotFound)));
            assert!(matches!(scope.key_version(key.id, key.latest.id).await, Err(Error::NotFound)));
            assert!(matches!(scope.key_versions(key.id, &page(5)).await, Err(Error::NotFound)));
            assert_eq!(scope.keys(&KeyFilter::default(), &page(5)).await.unwrap().total, Some(0));
            let changed = write(&db.store, at(2), async |tx| {
                tx.community(organisation, community).update_key(key.id, 1, &prorata("Mine")).await
            });
            assert!(matches!(changed.await, Err(Error::NotFound)));
            let archived = write(&db.store, at(2), async |tx| {
                tx.community(organisation, community).set_key_archived(key.id, None, true).await
            });
            assert!(matches!(archived.await, Err(Error::NotFound)));
            let copied = write(&db.store, at(2), async |tx| tx.community(organisation, community).duplicate_key(key.id).await);
            assert!(matches!(copied.await, Err(Error::NotFound)));
            let deleted = write(&db.store, at(2), async |tx| tx.community(organisation, community).delete_key(key.id, 1).await);
            assert!(matches!(deleted.await, Err(Error::NotFound)));
        }
        let linked = made("Linked", Some(meter.id), Method::Cascade, vec![iteration("100", RuleName::Prorata, None)]);
        let Err(Error::Invalid(violations)) = ours.in_community(async |writer| writer.create_key(&linked).await).await else {
            panic!("created");
        };
        let found: Vec<_> = violations.as_slice().iter().map(|v| (v.pointer.as_str(), v.code.as_str())).collect();
        assert_eq!(found, [("/consumers/1/meter_id", "unknown_meter")]);
    }

    async fn keys_come_once_in_every_order(db: &Db) {
        let world = World::new(db).await;
        for name in ["b", "B", "é", "E", "a"] {
            added(&world, &prorata(name)).await;
        }
        let scope = db.store.community(world.organisation, world.community);
        for by in [KeySort::Name, KeySort::CreatedAt, KeySort::UpdatedAt] {
            for descending in [false, true] {
                let filter = KeyFilter { sort: Sort { by, descending }, ..KeyFilter::default() };
                let (mut seen, mut request) = (Vec::new(), page(2));
                loop {
                    let page = scope.keys(&filter, &request).await.unwrap();
                    assert_eq!(page.total, Some(5));
                    seen.extend(page.items.iter().map(|key| key.id));
                    request.cursor = page.next_cursor;
                    if request.cursor.is_none() {
                        break;
                    }
                }
                assert_eq!((seen.len(), seen.iter().collect::<BTreeSet<_>>().len()), (5, 5), "{by:?} {descending}");
            }
        }
    }

    async fn a_copy_has_a_name_of_its_own(db: &Db) {
        let world = World::new(db).await;
        let key = added(&world, &prorata("Été")).await;
        added(&world, &prorata("ete (2)")).await;
        let copy = world.in_community(async |writer| writer.duplicate_key(key.id).await).await.unwrap();
        assert_eq!(copy.latest.key.name(), "Été (3)");
        assert_eq!((copy.latest.number, copy.latest.key.iterations()), (1, key.latest.key.iterations()));
    }

    async fn the_largest_key_is_saved(db: &Db) {
        let world = World::new(db).await;
        let names: Vec<String> = (0..domain::key::CONSUMERS_MAX).map(|i| format!("Consumer {i}")).collect();
        let weights = vec![Some(decimal("0.02")); names.len()];
        let iteration = |share| IterationDraft {
            share_percent: Some(decimal(share)), rule: RuleName::Weighted, weights_percent: Some(weights.clone()), refill: false,
        };
        let draft = KeyDraft {
            name: "Large", description: "", method: Method::Cascade, ranks: None,
            consumers: names.iter().map(|name| ConsumerDraft { name, meter: None }).collect(),
            iterations: vec![iteration("10"); domain::key::ITERATIONS_MAX],
        };
        let key = draft.check().unwrap();
        assert_eq!(added(&world, &key).await.latest.key, key);
    }
}
