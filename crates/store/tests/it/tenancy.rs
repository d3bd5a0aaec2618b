//! Every query of a scope sees its own tenant alone, and a pair of ids that do not belong together sees nothing.

use crate::world::{World, at, day, new_meter, page, person, write};
use domain::role::Grant;
use domain::vocabulary::Region;
use store::{
    AuditFilter, CommunityFilter, CommunityReach, Error, MemberFilter, MeterFilter, OrganisationFilter,
    OrganisationReach, UserFilter, Viewer,
};

const TODAY: &str = "2026-11-21";

macro_rules! assert_not_found {
    ($result:expr) => {
        let result = $result;
        assert!(matches!(result, Err(Error::NotFound)), "{result:?}");
    };
}

on_both! {
    async fn reads_find_nothing_of_another_tenant(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        let member = theirs.add_member("A").await;
        let meter = theirs.add_meter(&new_meter("541448820000000008")).await;
        let (_, user) = theirs.add_user("manager@other.clef.test", &[theirs.manager()]).await;
        let today = day(TODAY);
        let store = &db.store;
        // Our own community; their community under our organisation's id, and ours under theirs.
        for (organisation, community) in [
            (ours.organisation, ours.community),
            (ours.organisation, theirs.community),
            (theirs.organisation, ours.community),
        ] {
            let scope = store.community(organisation, community);
            assert_not_found!(scope.member(member.id, today).await);
            assert_not_found!(scope.meter(&Viewer::All, meter.id).await);
            let members = scope.members(&MemberFilter::default(), today, &page(10)).await.unwrap();
            assert_eq!((members.items.len(), members.total), (0, Some(0)));
            let meters = scope.meters(&Viewer::All, &MeterFilter::default(), today, &page(10)).await.unwrap();
            assert_eq!((meters.items.len(), meters.total), (0, Some(0)));
            let log = scope.audit(&AuditFilter::default(), &page(10)).await.unwrap();
            assert!(log.items.iter().all(|entry| entry.entity_id == ours.community), "{log:?}");
        }
        assert_not_found!(store.community(ours.organisation, theirs.community).get().await);
        let ours_only = store.organisation(ours.organisation);
        assert_not_found!(ours_only.user(user.id).await);
        assert_eq!(ours_only.users(&UserFilter::default(), &page(10)).await.unwrap().items, []);
        let log = ours_only.audit(&AuditFilter::default(), &page(50)).await.unwrap();
        assert!(log.items.iter().all(|entry| [ours.organisation, ours.community].contains(&entry.entity_id)));
    }

    async fn writes_change_nothing_of_another_tenant(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        let member = theirs.add_member("A").await;
        let meter = theirs.add_meter(&new_meter("541448820000000008")).await;
        let (_, user) = theirs.add_user("manager@other.clef.test", &[theirs.manager()]).await;
        let today = day(TODAY);
        for (organisation, community) in [
            (ours.organisation, ours.community),
            (ours.organisation, theirs.community),
            (theirs.organisation, ours.community),
        ] {
            let store = &db.store;
            let updated = write(store, at(2), async |tx| {
                tx.community(organisation, community).update_member(member.id, 1, &person("B"), today).await
            });
            assert_not_found!(updated.await);
            let deleted = write(store, at(2), async |tx| {
                tx.community(organisation, community).delete_member(member.id, 1, today).await
            });
            assert_not_found!(deleted.await);
            let deleted = write(store, at(2), async |tx| {
                tx.community(organisation, community).delete_meter(meter.id, 1).await
            });
            assert_not_found!(deleted.await);
        }
        let crossed = write(&db.store, at(2), async |tx| {
            tx.community(ours.organisation, theirs.community).create_member(&person("B")).await
        });
        assert_not_found!(crossed.await);
        let crossed = write(&db.store, at(2), async |tx| {
            tx.community(ours.organisation, theirs.community).create_meter(&new_meter("541449020000000001")).await
        });
        assert_not_found!(crossed.await);
        let crossed = write(&db.store, at(2), async |tx| tx.community(ours.organisation, theirs.community).delete(1).await);
        assert_not_found!(crossed.await);
        assert_not_found!(ours.in_organisation(async |writer| writer.remove_user(user.id, 1).await).await);
        let promoted = ours.in_organisation(async |writer| {
            writer.update_user(user.id, 1, &[Grant::Manager { organisation: ours.organisation }]).await
        });
        assert_not_found!(promoted.await);
        assert_eq!(db.store.community(theirs.organisation, theirs.community).member(member.id, today).await.unwrap(), member);
    }

    async fn a_meter_cannot_belong_to_a_member_of_another_community(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        let stranger = theirs.add_member("A").await;
        let mut meter = new_meter("541448820000000008");
        meter.configuration.member = Some(stranger.id);
        let Err(Error::Invalid(violations)) = ours.in_community(async |writer| writer.create_meter(&meter).await).await
        else {
            panic!("created");
        };
        let found: Vec<_> = violations.as_slice().iter().map(|v| (v.pointer.as_str(), v.code.as_str())).collect();
        assert_eq!(found, [("/configuration/member_id", "unknown_member")]);
    }

    async fn the_directory_shows_what_is_within_reach(db: &Db) {
        let (ours, theirs) = (World::named(db, "Álpha").await, World::named(db, "Beta").await);
        let second = ours.add_community("Second").await;
        let platform = db.store.platform();
        let named = async |reach: CommunityReach, filter: CommunityFilter| {
            let page = platform.communities(&reach, &filter, &page(10)).await.unwrap();
            assert_eq!(page.total, Some(page.items.len() as u64));
            page.items.into_iter().map(|community| community.fields.name).collect::<Vec<_>>()
        };
        let all_of = |organisations: &[uuid::Uuid], communities: &[uuid::Uuid]| CommunityReach {
            organisations: organisations.to_vec(),
            communities: communities.to_vec(),
        };
        let any = CommunityFilter::default;
        assert_eq!(named(CommunityReach::default(), any()).await, [""; 0]);
        assert_eq!(named(all_of(&[ours.organisation], &[]), any()).await, ["Álpha", "Second"]);
        assert_eq!(named(all_of(&[ours.organisation], &[theirs.community]), any()).await, ["Álpha", "Beta", "Second"]);
        assert_eq!(named(all_of(&[], &[second.id]), any()).await, ["Second"]);
        let of_theirs = CommunityFilter { organisation_id: Some(theirs.organisation), ..any() };
        assert_eq!(named(all_of(&[ours.organisation], &[]), of_theirs).await, [""; 0]);
        let accents = CommunityFilter { q: Some("ALPHA".to_owned()), region: Some(Region::Wallonia), ..any() };
        assert_eq!(named(all_of(&[ours.organisation], &[]), accents).await, ["Álpha"]);

        let organisations = async |reach: OrganisationReach| {
            let page = platform.organisations(&reach, &OrganisationFilter::default(), &page(10)).await.unwrap();
            page.items.into_iter().map(|organisation| organisation.name).collect::<Vec<_>>()
        };
        assert_eq!(organisations(OrganisationReach::All).await, ["Álpha", "Beta"]);
        assert_eq!(organisations(OrganisationReach::Only(vec![theirs.organisation])).await, ["Beta"]);
        assert_eq!(organisations(OrganisationReach::Only(Vec::new())).await, [""; 0]);
        assert_eq!(platform.organisation_of(second.id).await.unwrap(), ours.organisation);
        assert_not_found!(platform.organisation_of(ours.organisation).await);
    }
}
