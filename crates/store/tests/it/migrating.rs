//! Migrations: up, down and up again; and the reference data they bring.

use crate::world::{World, new_meter};
use domain::dso::DSOS;

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

    async fn a_store_gives_a_sign_of_life(db: &Db) {
        db.store.ping().await.unwrap();
    }
}
