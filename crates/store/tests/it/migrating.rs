//! Migrations: up, down and up again; and the reference data they bring.

use crate::world::{World, another, day, new_meter, person};
use domain::dso::DSOS;
use domain::iban::Iban;
use domain::market::MARKETS;
use store::Viewer;

on_both! {
    async fn a_schema_can_be_taken_back_and_made_again(db: &Db) {
        migrations::down(&db.url, Some(1)).await.unwrap();
        migrations::up(&db.url).await.unwrap();
        migrations::down(&db.url, None).await.unwrap();
        migrations::up(&db.url).await.unwrap();
        migrations::up(&db.url).await.unwrap();
        let world = World::new(db).await;
        world.add_meter(&new_meter("541448820000000008")).await;
    }

    async fn members_survive_the_way_down_and_up(db: &Db) {
        let world = World::new(db).await;
        let before = world.add_member("A").await;
        let mut whole = person("B");
        whole.iban = Some(Iban::parse("BE68539007547034").unwrap());
        let whole = world.in_community(async |writer| writer.create_member(&whole).await).await.unwrap();
        let scope = db.store.community(world.organisation, world.community);
        let today = day("2026-11-22");
        // Back to where members had no numbers, which the present program cannot read, and forward again.
        while scope.member(before.id, today).await.is_ok() {
            migrations::down(&db.url, Some(1)).await.unwrap();
        }
        migrations::up(&db.url).await.unwrap();
        assert_eq!(scope.member(before.id, today).await.unwrap(), before);
        let without = scope.member(whole.id, today).await.unwrap();
        assert_eq!((without.fields.iban, without.fields.last_name.as_deref()), (None, Some("B")));
        let changed = world.in_community(async |writer| writer.update_member(before.id, 1, &whole.fields, today).await);
        assert_eq!(changed.await.unwrap().fields, whole.fields);
    }

    async fn timelines_survive_the_way_down_and_up(db: &Db) {
        let world = World::new(db).await;
        let member = world.add_member("A").await.id;
        let meter = world.add_meter(&new_meter("541448820000000008")).await;
        let meter = world.change_meter(&meter, "2026-06-01", &another(Some(member))).await;
        let scope = db.store.community(world.organisation, world.community);
        // Beyond the change of members, which came next, to where nothing held the periods together.
        while scope.member(member, day("2026-11-22")).await.is_ok() {
            migrations::down(&db.url, Some(1)).await.unwrap();
        }
        migrations::down(&db.url, Some(1)).await.unwrap();
        migrations::up(&db.url).await.unwrap();
        assert_eq!(scope.meter(&Viewer::All, meter.id).await.unwrap(), meter);
    }

    async fn the_operators_are_those_of_the_domain(db: &Db) {
        let stored = db.store.dsos().await.unwrap();
        let stored: Vec<_> = stored
            .iter()
            .map(|dso| (dso.code.as_str(), dso.name.as_str(), dso.region, dso.glns.clone(), dso.ean_prefixes.clone()))
            .collect();
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let expected: Vec<_> = DSOS
            .iter()
            .map(|dso| (dso.code, dso.name, dso.region, texts(dso.glns), texts(dso.ean_prefixes)))
            .collect();
        assert_eq!(stored, expected);
    }

    async fn the_markets_are_those_of_the_domain(db: &Db) {
        let stored = db.store.markets().await.unwrap();
        let stored: Vec<_> = stored
            .iter()
            .map(|m| (m.id, m.code.as_str(), m.name.as_str(), m.country.as_str(), m.commodity, m.loads.as_slice(), m.covers_short_term))
            .collect();
        let expected: Vec<_> = MARKETS
            .iter()
            .map(|m| (m.id, m.code, m.name, m.country, m.commodity, m.loads, m.covers_short_term))
            .collect();
        assert_eq!(stored, expected);
    }

    async fn a_store_gives_a_sign_of_life(db: &Db) {
        db.store.ping().await.unwrap();
    }
}
