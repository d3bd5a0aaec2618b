//! Logins and what they hold.

use crate::world::{World, at, email, login, write};
use domain::role::Grant;
use domain::vocabulary::Locale;
use store::{AuditFilter, Conflict, Error, NamedGrant, NewLogin};
use uuid::Uuid;

on_both! {
    async fn an_address_is_one_login_however_it_is_written(db: &Db) {
        let user = login(&db.store, "Jo@example.org").await;
        let found = db.store.accounts().login(&email("jO@EXAMPLE.org")).await.unwrap().unwrap();
        assert_eq!((found.user, found.password_hash.as_deref()), (user, Some("$argon2id$stub")));
        let again = NewLogin {
            email: email("JO@example.org"),
            name: "Other".to_owned(),
            locale: Locale::En,
            password_hash: "h".to_owned(),
        };
        let again = write(&db.store, at(0), async |tx| tx.accounts().create_login(&again).await).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::EmailTaken))), "{again:?}");
        assert!(db.store.accounts().login(&email("other@example.org")).await.unwrap().is_none());
        assert!(db.store.accounts().caller(Uuid::from_u128(1), at(20)).await.unwrap().is_none());
    }

    async fn grants_come_with_their_places_names(db: &Db) {
        let world = World::named(db, "Hills").await;
        let member = world.add_member("A").await;
        let (_, keeper) = world.add_user("keeper@demo.clef.test", &[world.manager()]).await;
        let account = crate::customers::account(&world, &keeper).await;
        let customer = Grant::Customer { organisation: world.organisation, customer: account.id };
        let kam = Grant::Kam { organisation: world.organisation };
        let grants = [world.manager(), world.community_manager(), kam, world.member_of(member.id), customer];
        let (user, _) = world.add_user("all@demo.clef.test", &grants).await;
        write(&db.store, at(2), async |tx| tx.accounts().grant_operator(user.id).await).await.unwrap();
        let named = db.store.accounts().named_grants(user.id, at(20)).await.unwrap();
        let hills = || Some("Hills".to_owned());
        let expected = |grant: Grant, organisation_name, community_name| NamedGrant {
            customer_name: matches!(grant, Grant::Customer { .. }).then(|| "Bakery".to_owned()),
            grant, organisation_name, community_name,
        };
        assert_eq!(named, [
            expected(grants[0], hills(), None),
            expected(grants[1], hills(), hills()),
            expected(grants[2], hills(), None),
            expected(grants[3], hills(), hills()),
            expected(grants[4], hills(), None),
            expected(Grant::Operator, None, None),
        ]);
        let caller = db.store.accounts().caller(user.id, at(20)).await.unwrap().unwrap();
        assert_eq!(caller.grants, named.iter().map(|named| named.grant).collect::<Vec<_>>());
    }

    async fn a_user_renames_themselves_where_they_are_known(db: &Db) {
        let world = World::new(db).await;
        let (user, known) = world.add_user("a@example.org", &[world.manager()]).await;
        let update = async |version: i64, name: &str| {
            write(&db.store, at(5), async |tx| tx.accounts().update_user(user.id, version, name, Locale::De).await).await
        };
        let updated = update(1, "New name").await.unwrap();
        assert_eq!((updated.name.as_str(), updated.locale, updated.version), ("New name", Locale::De, 2));
        assert!(matches!(update(1, "Other").await, Err(Error::Stale)));
        assert_eq!(update(2, "New name").await.unwrap(), updated);
        let scope = db.store.organisation(world.organisation);
        let known_now = scope.user(known.id).await.unwrap();
        assert_eq!((known_now.name.as_str(), known_now.version), ("New name", 2));
        let filter = AuditFilter { entity_id: Some(known.id), ..AuditFilter::default() };
        let log = scope.audit(&filter, &crate::world::page(5)).await.unwrap();
        assert_eq!(log.items[0].action, "user.updated");
        assert_eq!((&log.items[0].changes[0].old, &log.items[0].changes[0].new), (&"Demo user".into(), &"New name".into()));
        let nobody = write(&db.store, at(5), async |tx| tx.accounts().update_user(Uuid::nil(), 1, "N", Locale::De).await);
        assert!(matches!(nobody.await, Err(Error::NotFound)));
    }

    async fn a_stronger_hash_is_no_change_of_the_login(db: &Db) {
        let user = login(&db.store, "a@example.org").await;
        write(&db.store, at(5), async |tx| tx.accounts().rehash_password(user.id, "stronger").await).await.unwrap();
        let found = db.store.accounts().login(&email("a@example.org")).await.unwrap().unwrap();
        assert_eq!((found.user, found.password_hash.as_deref()), (user, Some("stronger")));
        assert!(!format!("{found:?}", found = db.store.accounts().login(&email("a@example.org")).await.unwrap()).contains("stronger"));
    }
}
