//! Forgotten passwords.

use crate::harness::Db;
use crate::world::{World, at, email, login, write};
use chrono::TimeDelta;
use domain::role::Role;
use store::{Error, RefreshLifetimes, Rotation, UserView};

async fn open(db: &Db, address: &str, token: &str) -> Option<UserView> {
    let expires_at = at(60);
    let opened =
        write(&db.store, at(0), async |tx| tx.accounts().open_password_reset(&email(address), token, expires_at).await);
    opened.await.unwrap()
}

async fn reset(db: &Db, minutes: i64, token: &str) -> Result<UserView, Error> {
    write(&db.store, at(minutes), async |tx| tx.accounts().reset_password(token, "new hash").await).await
}

on_both! {
    async fn a_reset_works_once_and_ends_every_session(db: &Db) {
        let world = World::new(db).await;
        let (user, _) = world.add_user("manager@demo.clef.test", &[world.manager()]).await;
        let lifetimes = RefreshLifetimes { idle: TimeDelta::days(1), absolute: TimeDelta::days(1) };
        write(&db.store, at(0), async |tx| tx.accounts().start_session(user.id, "s", lifetimes).await).await.unwrap();
        assert_eq!(open(db, "MANAGER@demo.clef.test", "t1").await.map(|found| found.id), Some(user.id));
        let offer = db.store.accounts().password_reset("t1", at(1)).await.unwrap();
        assert_eq!((offer.user.id, offer.roles), (user.id, vec![Role::Manager]));
        let after = reset(db, 2, "t1").await.unwrap();
        assert_eq!(after.session_epoch, user.session_epoch + 1);
        assert!(matches!(reset(db, 3, "t1").await, Err(Error::TokenUnusable)));
        let rotation = write(&db.store, at(4), async |tx| tx.accounts().rotate_session("s", "s2", lifetimes).await);
        assert_eq!(rotation.await.unwrap(), Rotation::Refused);
        let login = db.store.accounts().login(&email("manager@demo.clef.test")).await.unwrap().unwrap();
        assert_eq!(login.password_hash.as_deref(), Some("new hash"));
    }

    async fn a_later_reset_voids_the_earlier_and_both_run_out(db: &Db) {
        login(&db.store, "a@example.org").await;
        open(db, "a@example.org", "t1").await.unwrap();
        open(db, "a@example.org", "t2").await.unwrap();
        assert!(matches!(reset(db, 1, "t1").await, Err(Error::TokenUnusable)));
        assert!(matches!(reset(db, 60, "t2").await, Err(Error::TokenUnusable)));
        assert!(matches!(db.store.accounts().password_reset("t2", at(60)).await, Err(Error::TokenUnusable)));
        reset(db, 59, "t2").await.unwrap();
    }

    async fn only_a_login_with_a_password_is_reset(db: &Db) {
        let world = World::new(db).await;
        let invitation = store::NewInvitation {
            email: email("invited@example.org"),
            name: "Invited".to_owned(),
            locale: domain::vocabulary::Locale::En,
            grants: vec![world.manager()],
            token_hash: "i".to_owned(),
            expires_at: at(60),
        };
        world.in_organisation(async |writer| writer.invite(&invitation).await).await.unwrap();
        assert_eq!(open(db, "invited@example.org", "t1").await, None);
        assert_eq!(open(db, "nobody@example.org", "t2").await, None);
        assert!(matches!(reset(db, 1, "t1").await, Err(Error::TokenUnusable)));
    }
}
