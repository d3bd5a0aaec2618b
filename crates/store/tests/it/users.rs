//! The users of an organisation.

use crate::world::{World, at, login, page, write};
use domain::role::{Grant, Role};
use store::{Conflict, Error, NewInvitation, UserFilter};

on_both! {
    async fn roles_are_replaced_and_count_at_once(db: &Db) {
        let world = World::new(db).await;
        world.add_user("manager@demo.clef.test", &[world.manager()]).await;
        let (user, known) = world.add_user("a@example.org", &[Grant::Kam { organisation: world.organisation }]).await;
        let member = world.add_member("A").await;
        let grants = [world.community_manager(), world.member_of(member.id)];
        let updated = world.in_organisation(async |writer| writer.update_user(known.id, 1, &grants).await).await.unwrap();
        assert_eq!((updated.grants.as_slice(), updated.version), (grants.as_slice(), 2));
        assert_eq!(db.store.accounts().caller(user.id, at(20)).await.unwrap().unwrap().grants, grants);
        let stale = world.in_organisation(async |writer| writer.update_user(known.id, 1, &[world.manager()]).await).await;
        assert!(matches!(stale, Err(Error::Stale)));
        world.in_organisation(async |writer| writer.remove_user(known.id, 2).await).await.unwrap();
        assert_eq!(db.store.accounts().caller(user.id, at(20)).await.unwrap().unwrap().grants, []);
        let gone = db.store.organisation(world.organisation).user(known.id).await;
        assert!(matches!(gone, Err(Error::NotFound)));
    }

    async fn the_last_active_manager_stays(db: &Db) {
        let world = World::new(db).await;
        let (_, manager) = world.add_user("manager@demo.clef.test", &[world.manager()]).await;
        let pending = NewInvitation {
            email: crate::world::email("pending@example.org"),
            name: "Pending".to_owned(),
            locale: domain::vocabulary::Locale::En,
            grants: vec![world.manager()],
            token_hash: "t".to_owned(),
            expires_at: at(60),
        };
        let pending = world.in_organisation(async |writer| writer.invite(&pending).await).await.unwrap();
        let demoted = [world.community_manager()];
        let demote = async || world.in_organisation(async |writer| writer.update_user(manager.id, 1, &demoted).await).await;
        let remove = async || world.in_organisation(async |writer| writer.remove_user(manager.id, 1).await).await;
        // One who has not accepted manages nothing yet.
        assert!(matches!(demote().await, Err(Error::Conflict(Conflict::LastManager))));
        assert!(matches!(remove().await, Err(Error::Conflict(Conflict::LastManager))));
        world.in_organisation(async |writer| writer.remove_user(pending.id, 1).await).await.unwrap();
        world.add_user("second@demo.clef.test", &[world.manager()]).await;
        remove().await.unwrap();
    }

    async fn two_managers_cannot_remove_each_other_at_once(db: &Db) {
        let world = World::new(db).await;
        let (_, one) = world.add_user("one@demo.clef.test", &[world.manager()]).await;
        let (_, two) = world.add_user("two@demo.clef.test", &[world.manager()]).await;
        let (one, two) = tokio::join!(
            world.in_organisation(async |writer| writer.remove_user(one.id, 1).await),
            world.in_organisation(async |writer| writer.remove_user(two.id, 1).await),
        );
        let refused = |result: &Result<(), Error>| matches!(result, Err(Error::Conflict(Conflict::LastManager)));
        assert!(one.is_ok() && refused(&two) || two.is_ok() && refused(&one), "{one:?} {two:?}");
    }

    async fn users_are_found_by_name_address_and_role(db: &Db) {
        let world = World::new(db).await;
        world.add_user("manager@demo.clef.test", &[world.manager()]).await;
        world.add_user("helper@demo.clef.test", &[world.community_manager()]).await;
        let found = async |filter: UserFilter| {
            let page = db.store.organisation(world.organisation).users(&filter, &page(10)).await.unwrap();
            page.items.into_iter().map(|user| user.email).collect::<Vec<_>>()
        };
        let q = |q: &str| UserFilter { q: Some(q.to_owned()), ..UserFilter::default() };
        assert_eq!(found(q("DEMO helper@")).await, ["helper@demo.clef.test"]);
        assert_eq!(found(q("nobody")).await, [""; 0]);
        assert_eq!(found(q("%")).await, [""; 0]);
        let managers = UserFilter { role: Some(Role::Manager), ..UserFilter::default() };
        assert_eq!(found(managers).await, ["manager@demo.clef.test"]);
    }

    async fn a_user_is_added_once(db: &Db) {
        let world = World::new(db).await;
        let (user, _) = world.add_user("a@example.org", &[world.manager()]).await;
        let again = world.in_organisation(async |writer| writer.add_user(user.id, &[world.manager()]).await).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::UserExists))));
        let other = login(&db.store, "b@example.org").await;
        let nowhere = uuid::Uuid::from_u128(9);
        let nowhere = write(&db.store, at(0), async |tx| tx.organisation(nowhere).add_user(other.id, &[]).await).await;
        assert!(matches!(nowhere, Err(Error::NotFound)));
    }
}
