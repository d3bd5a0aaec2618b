//! Meters: creation, what the database refuses, what an owner sees.

use crate::harness::Db;
use crate::world::{World, another, at, day, new_meter, page, write};
use domain::identifier::{IdScheme, MeteringPointId};
use domain::meter::MeterIdentity;
use domain::vocabulary::VoltageSystem;
use store::{AuditFilter, Conflict, Error, MeterFilter, MeterView, Viewer};

async fn seen(db: &Db, world: &World<'_>, viewer: &Viewer, meter: &MeterView) -> Result<MeterView, Error> {
    db.store.community(world.organisation, world.community).meter(viewer, meter.id).await
}

on_both! {
    async fn a_meter_comes_back_as_it_was_given(db: &Db) {
        let world = World::new(db).await;
        let member = world.add_member("A").await;
        let mut new = new_meter("541449123456789012");
        new.configuration.member = Some(member.id);
        new.configuration.description = "Roof\nsecond line".to_owned();
        new.identity.voltage_system = Some(VoltageSystem::Tri400N);
        let meter = world.add_meter(&new).await;
        assert_eq!((&meter.identity, meter.version, meter.community_id), (&new.identity, 1, world.community));
        assert_eq!((meter.created_at, meter.updated_by.as_deref()), (at(1), Some("Demo manager")));
        let [only] = meter.configurations.as_slice() else { panic!("{meter:?}") };
        assert_eq!((&only.configuration, only.valid_from, only.valid_to), (&new.configuration, day("2026-01-01"), None));
        assert_eq!(only.member_name.as_deref(), Some("Household A"));
        assert_eq!(seen(db, &world, &Viewer::All, &meter).await.unwrap(), meter);
    }

    async fn an_identifier_is_unique_in_its_community_and_scheme_alone(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        let meter = new_meter("541448820000000008");
        ours.add_meter(&meter).await;
        let again = ours.in_community(async |writer| writer.create_meter(&meter).await).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::EanTaken))), "{again:?}");
        theirs.add_meter(&meter).await;
        let mut other_scheme = meter.clone();
        other_scheme.identity.point = MeteringPointId::from_stored(IdScheme::NlEan, "541448820000000008".to_owned());
        ours.add_meter(&other_scheme).await;
    }

    async fn of_the_same_meter_created_at_once_one_is_there(db: &Db) {
        let world = World::new(db).await;
        let meter = new_meter("541448820000000008");
        let create = || world.in_community(async |writer| writer.create_meter(&meter).await);
        let (one, two) = tokio::join!(create(), create());
        assert_ne!(one.is_ok(), two.is_ok());
        assert!([one, two].iter().any(|result| matches!(result, Err(Error::Conflict(Conflict::EanTaken)))));
    }

    async fn every_reference_that_is_not_there_is_named(db: &Db) {
        let world = World::new(db).await;
        let mut meter = new_meter("541448820000000008");
        meter.configuration.dso = "ACME".to_owned();
        meter.configuration.member = Some(uuid::Uuid::from_u128(1));
        let Err(Error::Invalid(violations)) = world.in_community(async |writer| writer.create_meter(&meter).await).await
        else {
            panic!("created");
        };
        let found: Vec<_> = violations.as_slice().iter().map(|v| (v.pointer.as_str(), v.code.as_str())).collect();
        assert_eq!(found, [("/configuration/dso", "unknown_dso"), ("/configuration/member_id", "unknown_member")]);
    }

    async fn only_a_meter_without_history_is_deleted(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter("541448820000000008")).await;
        let delete = async |version: i64| {
            world.in_community(async |writer| writer.delete_meter(meter.id, version).await).await
        };
        assert!(matches!(delete(2).await, Err(Error::Stale)));
        world.change_meter(&meter, "2026-06-01", &another(None)).await;
        assert!(matches!(delete(2).await, Err(Error::Conflict(Conflict::MeterHasHistory))));
        let fresh = world.add_meter(&new_meter("541449020000000001")).await;
        world.in_community(async |writer| writer.delete_meter(fresh.id, 1).await).await.unwrap();
        assert!(matches!(seen(db, &world, &Viewer::All, &fresh).await, Err(Error::NotFound)));
        world.add_meter(&new_meter("541449020000000001")).await;
    }

    async fn an_owner_sees_their_periods_alone(db: &Db) {
        let world = World::new(db).await;
        let (one, two) = (world.add_member("A").await, world.add_member("B").await);
        let mut new = new_meter("541448820000000008");
        new.configuration.member = Some(one.id);
        let meter = world.add_meter(&new).await;
        world.change_meter(&meter, "2026-06-01", &another(Some(two.id))).await;
        world.change_meter(&meter, "2027-01-01", &another(Some(one.id))).await;
        let owners = |ids: &[uuid::Uuid]| Viewer::Owners(ids.to_vec());
        let starts = async |viewer: Viewer| {
            let view = seen(db, &world, &viewer, &meter).await.unwrap();
            view.configurations.iter().map(|period| period.valid_from.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(starts(Viewer::All).await, ["2026-01-01", "2026-06-01", "2027-01-01"]);
        assert_eq!(starts(owners(&[one.id])).await, ["2026-01-01", "2027-01-01"]);
        assert_eq!(starts(owners(&[two.id])).await, ["2026-06-01"]);
        assert_eq!(starts(owners(&[two.id, one.id])).await.len(), 3);
        let stranger = world.add_member("C").await;
        assert!(matches!(seen(db, &world, &owners(&[stranger.id]), &meter).await, Err(Error::NotFound)));
        assert!(matches!(seen(db, &world, &owners(&[]), &meter).await, Err(Error::NotFound)));
    }

    async fn what_identifies_a_meter_is_replaced_and_nothing_else(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter("541448820000000008")).await;
        world.add_meter(&new_meter("541449020000000001")).await;
        let mut identity = meter.identity.clone();
        let update = async |identity: &MeterIdentity, version: i64| {
            world.in_community(async |writer| writer.update_meter(meter.id, version, identity).await).await
        };
        assert_eq!(update(&identity, 1).await.unwrap().version, 1, "nothing changes");
        identity.address.city = "Liège".to_owned();
        identity.meter_number = "ZX-77".to_owned();
        assert!(matches!(update(&identity, 2).await, Err(Error::Stale)));
        let updated = update(&identity, 1).await.unwrap();
        assert_eq!((&updated.identity, updated.version), (&identity, 2));
        assert_eq!(updated.configurations, meter.configurations);
        let filter = MeterFilter { q: Some("liege zx-77".to_owned()), ..MeterFilter::default() };
        let scope = db.store.community(world.organisation, world.community);
        assert_eq!(scope.meters(&Viewer::All, &filter, day("2026-06-15"), &page(5)).await.unwrap().items.len(), 1);
        identity.point = MeteringPointId::from_stored(IdScheme::BeEan, "541449020000000001".to_owned());
        assert!(matches!(update(&identity, 2).await, Err(Error::Conflict(Conflict::EanTaken))));
        let log = scope.audit(&AuditFilter::default(), &page(1)).await.unwrap().items.remove(0);
        let fields: Vec<_> = log.changes.iter().map(|change| change.field.as_str()).collect();
        assert_eq!((log.action.as_str(), fields), ("meter.updated", vec!["meter_number", "address.city"]));
    }

    async fn an_unknown_community_gets_no_meter(db: &Db) {
        let nowhere = uuid::Uuid::from_u128(3);
        let created = write(&db.store, at(0), async |tx| {
            tx.community(nowhere, nowhere).create_meter(&new_meter("541448820000000008")).await
        });
        assert!(matches!(created.await, Err(Error::NotFound)));
    }
}
