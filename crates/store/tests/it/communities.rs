//! Communities.

use crate::world::{World, at, community_fields, new_meter, write};
use domain::vocabulary::{CommunityType, Region};
use store::{Conflict, Error};

on_both! {
    async fn a_community_keeps_what_was_set_and_counts_what_it_holds(db: &Db) {
        let world = World::new(db).await;
        world.add_member("A").await;
        world.add_meter(&new_meter("541448820000000008")).await;
        let mut fields = community_fields("Renamed");
        fields.region = Region::Brussels;
        fields.kind = CommunityType::Local;
        fields.contact_email = None;
        fields.contact_phone = Some("+32 2 555 00 00".to_owned());
        let updated = world.in_community(async |writer| writer.update(1, &fields).await).await.unwrap();
        assert_eq!((&updated.fields, updated.member_count, updated.meter_count, updated.version), (&fields, 1, 1, 2));
        assert_eq!(db.store.community(world.organisation, world.community).get().await.unwrap(), updated);
    }

    async fn only_an_empty_community_is_deleted(db: &Db) {
        let world = World::new(db).await;
        let (user, _) = world.add_user("community@demo.clef.test", &[world.community_manager()]).await;
        let member = world.add_member("A").await;
        let delete = async || world.in_community(async |writer| writer.delete(1).await).await;
        assert!(matches!(delete().await, Err(Error::Conflict(Conflict::CommunityNotEmpty))));
        let today = crate::world::day("2026-11-21");
        world.in_community(async |writer| writer.delete_member(member.id, 1, today).await).await.unwrap();
        let meter = world.add_meter(&new_meter("541448820000000008")).await;
        assert!(matches!(delete().await, Err(Error::Conflict(Conflict::CommunityNotEmpty))));
        world.in_community(async |writer| writer.delete_meter(meter.id, 1).await).await.unwrap();
        delete().await.unwrap();
        assert!(matches!(delete().await, Err(Error::NotFound)));
        assert_eq!(db.store.accounts().caller(user.id, at(20)).await.unwrap().unwrap().grants, []);
    }

    async fn an_unknown_organisation_gets_no_community(db: &Db) {
        let nowhere = uuid::Uuid::from_u128(3);
        let created = write(&db.store, at(0), async |tx| {
            tx.organisation(nowhere).create_community(&community_fields("A")).await
        });
        assert!(matches!(created.await, Err(Error::NotFound)));
    }
}
