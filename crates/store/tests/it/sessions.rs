//! Sessions: rotation, reuse, the two tabs, and every way a session ends.

use crate::harness::Db;
use crate::world::{at, login, write};
use chrono::{DateTime, TimeDelta, Utc};
use store::{Error, RefreshLifetimes, Rotation};
use uuid::Uuid;

const LIFETIMES: RefreshLifetimes = RefreshLifetimes { idle: TimeDelta::days(14), absolute: TimeDelta::days(30) };

async fn start(db: &Db, user: Uuid, token: &str) {
    write(&db.store, at(0), async |tx| tx.accounts().start_session(user, token, LIFETIMES).await).await.unwrap();
}

async fn rotate(db: &Db, now: DateTime<Utc>, old: &str, new: &str) -> Rotation {
    write(&db.store, now, async |tx| tx.accounts().rotate_session(old, new, LIFETIMES).await).await.unwrap()
}

fn rotated(rotation: &Rotation) -> bool {
    matches!(rotation, Rotation::Rotated { .. })
}

on_both! {
    async fn a_token_is_exchanged_for_the_next(db: &Db) {
        let user = login(&db.store, "member@demo.clef.test").await;
        start(db, user.id, "t1").await;
        let Rotation::Rotated { user: found, .. } = rotate(db, at(10), "t1", "t2").await else { panic!("not rotated") };
        assert_eq!((found.id, found.last_login_at), (user.id, Some(at(0))));
        assert!(rotated(&rotate(db, at(20), "t2", "t3").await));
        assert_eq!(rotate(db, at(20), "unknown", "t4").await, Rotation::Refused);
    }

    async fn an_old_token_ends_the_whole_family(db: &Db) {
        let user = login(&db.store, "member@demo.clef.test").await;
        start(db, user.id, "t1").await;
        start(db, user.id, "other").await;
        assert!(rotated(&rotate(db, at(10), "t1", "t2").await));
        assert!(rotated(&rotate(db, at(20), "t2", "t3").await));
        assert_eq!(rotate(db, at(30), "t1", "t4").await, Rotation::Reused { user: user.id });
        for token in ["t1", "t2", "t3", "t4"] {
            assert_eq!(rotate(db, at(31), token, "t5").await, Rotation::Refused, "{token}");
        }
        assert!(rotated(&rotate(db, at(32), "other", "other2").await), "another session goes on");
    }

    async fn two_tabs_within_ten_seconds_are_no_reuse(db: &Db) {
        let user = login(&db.store, "member@demo.clef.test").await;
        start(db, user.id, "t1").await;
        assert!(rotated(&rotate(db, at(10), "t1", "first").await));
        assert!(rotated(&rotate(db, at(10) + TimeDelta::seconds(10), "t1", "second").await));
        assert!(rotated(&rotate(db, at(20), "first", "first2").await));
        assert!(rotated(&rotate(db, at(20), "second", "second2").await));
        let late = at(10) + TimeDelta::milliseconds(10_001);
        assert_eq!(rotate(db, late, "t1", "third").await, Rotation::Reused { user: user.id });
    }

    async fn two_tabs_at_the_same_time_both_go_on(db: &Db) {
        let user = login(&db.store, "member@demo.clef.test").await;
        start(db, user.id, "t1").await;
        let (one, two) = tokio::join!(rotate(db, at(10), "t1", "one"), rotate(db, at(10), "t1", "two"));
        assert!(rotated(&one) && rotated(&two), "{one:?} {two:?}");
    }

    async fn a_session_runs_out(db: &Db) {
        let user = login(&db.store, "member@demo.clef.test").await;
        start(db, user.id, "idle").await;
        assert_eq!(rotate(db, at(0) + LIFETIMES.idle, "idle", "next").await, Rotation::Refused);
        start(db, user.id, "t0").await;
        for (n, days) in [10, 20, 29].into_iter().enumerate() {
            let (old, new) = (format!("t{n}"), format!("t{}", n + 1));
            assert!(rotated(&rotate(db, at(0) + TimeDelta::days(days), &old, &new).await), "day {days}");
        }
        assert_eq!(rotate(db, at(0) + LIFETIMES.absolute, "t3", "t4").await, Rotation::Refused);
    }

    async fn logging_out_ends_one_session_and_a_reset_all(db: &Db) {
        let user = login(&db.store, "member@demo.clef.test").await;
        start(db, user.id, "a").await;
        start(db, user.id, "b").await;
        start(db, user.id, "c").await;
        write(&db.store, at(1), async |tx| tx.accounts().end_session("a").await).await.unwrap();
        write(&db.store, at(1), async |tx| tx.accounts().end_session("unknown").await).await.unwrap();
        assert_eq!(rotate(db, at(2), "a", "a2").await, Rotation::Refused);
        assert!(rotated(&rotate(db, at(2), "b", "b2").await));
        write(&db.store, at(3), async |tx| tx.accounts().end_all_sessions(user.id).await).await.unwrap();
        assert_eq!(rotate(db, at(4), "b2", "b3").await, Rotation::Refused);
        assert_eq!(rotate(db, at(4), "c", "c2").await, Rotation::Refused);
        let caller = db.store.accounts().caller(user.id, at(20)).await.unwrap().unwrap();
        assert_eq!(caller.user.session_epoch, user.session_epoch + 1);
    }

    async fn a_session_is_known_until_it_ends(db: &Db) {
        let user = login(&db.store, "member@demo.clef.test").await;
        let other = login(&db.store, "other@demo.clef.test").await;
        let begun = write(&db.store, at(0), async |tx| tx.accounts().start_session(user.id, "t1", LIFETIMES).await);
        let session = begun.await.unwrap();
        let goes_on = async |now: DateTime<Utc>| db.store.accounts().has_session(user.id, session, now).await.unwrap();
        assert!(goes_on(at(1)).await);
        let Rotation::Rotated { session: same, .. } = rotate(db, at(10), "t1", "t2").await else { panic!("not rotated") };
        assert_eq!(same, session);
        assert!(goes_on(at(11)).await);
        assert!(!goes_on(at(0) + LIFETIMES.absolute).await);
        assert!(!db.store.accounts().has_session(other.id, session, at(11)).await.unwrap());
        write(&db.store, at(12), async |tx| tx.accounts().end_session("t2").await).await.unwrap();
        assert!(!goes_on(at(13)).await);
    }

    async fn a_session_needs_its_login(db: &Db) {
        let nobody = write(&db.store, at(0), async |tx| {
            tx.accounts().start_session(Uuid::from_u128(1), "t", LIFETIMES).await
        });
        assert!(matches!(nobody.await, Err(Error::NotFound)));
    }
}
