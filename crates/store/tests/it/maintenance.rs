//! What is forgotten in time, and what is not.

use crate::world::{World, at, context, email, login, write};
use chrono::TimeDelta;
use store::{
    Error, IdempotencyRequest, Mail, NewInvitation, Purged, RefreshLifetimes, Rotation, Store, StoreOptions,
    StoredResponse, WriteContext,
};
use uuid::Uuid;

on_both! {
    async fn what_is_spent_goes_and_the_rest_stays(db: &Db) {
        let world = World::new(db).await;
        let user = login(&db.store, "a@example.org").await;
        let lifetimes = RefreshLifetimes { idle: TimeDelta::days(14), absolute: TimeDelta::days(30) };
        let invitation = NewInvitation {
            email: email("invited@example.org"),
            name: "Invited".to_owned(),
            locale: domain::vocabulary::Locale::En,
            grants: vec![world.manager()],
            token_hash: "i".to_owned(),
            expires_at: at(0) + TimeDelta::days(7),
        };
        let invited = world.in_organisation(async |writer| writer.invite(&invitation).await).await.unwrap();
        let mail = Mail { kind: "reset".to_owned(), recipient: "a@example.org".to_owned(), payload: serde_json::json!({}) };
        write(&db.store, at(0), async |tx| {
            tx.accounts().start_session(user.id, "t1", lifetimes).await?;
            tx.accounts().rotate_session("t1", "t2", lifetimes).await?;
            tx.accounts().open_password_reset(&email("a@example.org"), "r", at(60)).await?;
            tx.mail(mail.clone()).await?;
            tx.mail(mail).await
        })
        .await
        .unwrap();
        let request = IdempotencyRequest { caller: Uuid::nil(), key: "k".to_owned(), request_hash: "h".to_owned() };
        let keyed = WriteContext { idempotency: Some(request), ..context(at(0)) };
        let response = StoredResponse { status: 204, headers: Vec::new(), body: Vec::new() };
        let kept: Result<_, Error> = db.store.write(&keyed, async |tx| { tx.remember(response); Ok(()) }).await;
        kept.unwrap();
        let claimed = db.store.outbox().claim_due(at(1), TimeDelta::minutes(5), 1).await.unwrap();
        db.store.outbox().mark_sent(&claimed[0], at(1)).await.unwrap();

        let purge = async |days: i64| db.store.maintenance().purge(at(0) + TimeDelta::days(days)).await.unwrap();
        assert_eq!(db.store.maintenance().purge(at(1)).await.unwrap(), Purged::default());
        assert_eq!(purge(1).await, Purged { idempotency_keys: 1, ..Purged::default() });
        let rotation = write(&db.store, at(20), async |tx| tx.accounts().rotate_session("t1", "t3", lifetimes).await);
        assert_eq!(rotation.await.unwrap(), Rotation::Reused { user: user.id }, "an old token is still known");
        assert_eq!(purge(31).await, Purged { refresh_tokens: 2, password_resets: 1, mails: 1, ..Purged::default() });
        assert_eq!(purge(38).await, Purged { invitations: 1, ..Purged::default() });
        world.in_organisation(async |writer| writer.remove_user(invited.id, 1).await).await.unwrap();
        assert_eq!(purge(38).await, Purged { logins: 1, ..Purged::default() });
        assert!(db.store.accounts().login(&email("a@example.org")).await.unwrap().is_some());
        assert!(db.store.accounts().login(&email("invited@example.org")).await.unwrap().is_none());
        assert_eq!(db.store.outbox().depth().await.unwrap(), 1, "what was not sent is not dropped");
    }

    async fn a_copy_of_a_sqlite_file_is_a_whole_database(db: &Db) {
        let world = World::new(db).await;
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("copy.db").display().to_string();
        let copied = db.store.maintenance().copy_to(&file).await;
        if db.url.starts_with("postgres") {
            assert!(matches!(copied, Err(Error::Db(_))), "{copied:?}");
            return;
        }
        copied.unwrap();
        let copy = Store::connect(&format!("sqlite://{file}"), &StoreOptions::default()).await.unwrap();
        let theirs = copy.community(world.organisation, world.community).get().await.unwrap();
        assert_eq!(theirs, db.store.community(world.organisation, world.community).get().await.unwrap());
        assert!(db.store.maintenance().copy_to(&file).await.is_err(), "nothing is overwritten");
    }
}
