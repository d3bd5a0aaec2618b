//! The outbox: nothing lost, nothing sent twice, no token left behind.

use crate::harness::Db;
use crate::world::{at, write};
use chrono::TimeDelta;
use serde_json::json;
use store::{Conflict, Error, Mail, MailState, Retry};

const LEASE: TimeDelta = TimeDelta::minutes(5);

fn mail(n: u32) -> Mail {
    Mail {
        kind: "invitation".to_owned(),
        recipient: format!("user{n}@example.org"),
        payload: json!({ "locale": "fr", "link": format!("https://clef.test/#token{n}") }),
    }
}

async fn append(db: &Db, count: u32) {
    let appended = write(&db.store, at(0), async |tx| {
        for n in 0..count {
            tx.mail(mail(n)).await?;
        }
        Ok(())
    });
    appended.await.unwrap();
}

on_both! {
    async fn a_mail_of_a_failed_write_is_never_sent(db: &Db) {
        let failed: Result<(), Error> = write(&db.store, at(0), async |tx| {
            tx.mail(mail(1)).await?;
            Err(Conflict::InUse.into())
        })
        .await;
        assert!(failed.is_err());
        assert_eq!(db.store.outbox().claim_due(at(1), LEASE, 10).await.unwrap(), []);
    }

    async fn a_sent_mail_forgets_its_link(db: &Db) {
        append(db, 1).await;
        let outbox = db.store.outbox();
        assert_eq!(outbox.depth().await.unwrap(), 1);
        let claimed = outbox.claim_due(at(1), LEASE, 10).await.unwrap();
        assert_eq!((&claimed[0].mail, claimed[0].attempt, claimed[0].created_at), (&mail(0), 1, at(0)));
        assert!(outbox.mark_sent(&claimed[0], at(2)).await.unwrap());
        let recent = outbox.recent(10).await.unwrap();
        assert_eq!((recent[0].state, &recent[0].mail.payload), (MailState::Sent, &json!(null)));
        assert_eq!(outbox.depth().await.unwrap(), 0);
        assert_eq!(outbox.claim_due(at(100), LEASE, 10).await.unwrap(), []);
    }

    async fn a_mail_kept_for_the_inbox_keeps_its_link(db: &Db) {
        append(db, 2).await;
        let outbox = db.store.outbox();
        for claimed in outbox.claim_due(at(1), LEASE, 10).await.unwrap() {
            assert!(outbox.mark_delivered_locally(&claimed, at(2)).await.unwrap());
        }
        let recent = outbox.recent(1).await.unwrap();
        assert_eq!(recent.iter().map(|view| (&view.mail, view.state)).collect::<Vec<_>>(), [(&mail(1), MailState::Local)]);
    }

    async fn a_claimed_mail_is_left_alone_until_its_lease_ends(db: &Db) {
        append(db, 3).await;
        let outbox = db.store.outbox();
        let first = outbox.claim_due(at(1), LEASE, 2).await.unwrap();
        let second = outbox.claim_due(at(1), LEASE, 2).await.unwrap();
        assert_eq!((first.len(), second.len()), (2, 1));
        assert!(outbox.claim_due(at(5), LEASE, 10).await.unwrap().is_empty());
        // The worker has died: another takes over, and the first one's late word no longer counts.
        let again = outbox.claim_due(at(6), LEASE, 10).await.unwrap();
        assert_eq!(again.len(), 3);
        assert_eq!(again[0].attempt, 2);
        assert!(!outbox.mark_sent(&first[0], at(7)).await.unwrap());
        assert!(outbox.mark_sent(&again[0], at(7)).await.unwrap());
    }

    async fn workers_at_the_same_time_share_the_mails(db: &Db) {
        append(db, 12).await;
        let workers = (0..4).map(|_| async {
            let mut mine = Vec::new();
            for _ in 0..4 {
                mine.extend(db.store.outbox().claim_due(at(1), LEASE, 2).await.unwrap());
            }
            mine
        });
        let mut ids: Vec<_> = futures_util::future::join_all(workers).await.concat().into_iter().map(|mail| mail.id).collect();
        ids.sort_unstable();
        let claims = ids.len();
        ids.dedup();
        assert_eq!((claims, ids.len()), (12, 12));
    }

    async fn a_failed_mail_is_tried_again_or_given_up(db: &Db) {
        append(db, 1).await;
        let outbox = db.store.outbox();
        let claimed = outbox.claim_due(at(1), LEASE, 1).await.unwrap();
        assert!(outbox.mark_failed(&claimed[0], "try later\0", Retry::At(at(30))).await.unwrap());
        assert!(outbox.claim_due(at(29), LEASE, 1).await.unwrap().is_empty());
        let claimed = outbox.claim_due(at(30), LEASE, 1).await.unwrap();
        assert_eq!((claimed[0].attempt, &claimed[0].mail), (2, &mail(0)));
        assert!(outbox.mark_failed(&claimed[0], "no such mailbox", Retry::Never).await.unwrap());
        let recent = outbox.recent(10).await.unwrap();
        assert_eq!((recent[0].state, &recent[0].mail.payload), (MailState::Failed, &json!(null)));
        assert!(outbox.claim_due(at(1000), LEASE, 1).await.unwrap().is_empty());
    }
}
