//! Invitations: single use, void on renewal, new and existing logins.

use crate::harness::Db;
use crate::world::{World, at, email, login, write};
use chrono::TimeDelta;
use domain::role::{Grant, Role};
use domain::vocabulary::Locale;
use store::{Conflict, Error, NewInvitation, OrganisationUserView, UserFilter, UserView};

fn invitation(address: &str, token: &str, grants: Vec<Grant>) -> NewInvitation {
    NewInvitation {
        email: email(address),
        name: "Invited name".to_owned(),
        locale: Locale::Nl,
        grants,
        token_hash: token.to_owned(),
        expires_at: at(0) + TimeDelta::days(7),
    }
}

async fn invite(world: &World<'_>, invitation: &NewInvitation) -> Result<OrganisationUserView, Error> {
    world.in_organisation(async |writer| writer.invite(invitation).await).await
}

async fn accept(db: &Db, token: &str, password: Option<&str>) -> Result<UserView, Error> {
    write(&db.store, at(10), async |tx| tx.accounts().accept_invitation(token, password).await).await
}

fn unusable<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::TokenUnusable))
}

on_both! {
    async fn a_new_login_accepts_once(db: &Db) {
        let world = World::new(db).await;
        let invited = invite(&world, &invitation("New.User@example.org", "t1", vec![world.manager()])).await.unwrap();
        assert_eq!((invited.email.as_str(), invited.accepted), ("New.User@example.org", false));
        assert_eq!(invited.invitation_expires_at, Some(at(0) + TimeDelta::days(7)));
        assert_eq!(invited.grants, [world.manager()]);
        let offer = db.store.accounts().invitation("t1", at(5)).await.unwrap();
        assert_eq!((offer.password_hash, offer.locale, offer.roles), (None, Locale::Nl, vec![Role::Manager]));
        assert_eq!((offer.name.as_str(), offer.organisation_id), ("Invited name", world.organisation));
        // Until then they hold nothing, and cannot log in.
        let caller = db.store.accounts().caller(offer.user.id, at(20)).await.unwrap().unwrap();
        assert_eq!(caller.grants, []);
        assert_eq!(db.store.accounts().login(&email("new.user@EXAMPLE.org")).await.unwrap().unwrap().password_hash, None);

        assert!(matches!(accept(db, "t1", None).await, Err(Error::Stale)), "a new login needs a password");
        let user = accept(db, "t1", Some("hash")).await.unwrap();
        assert!(unusable(&accept(db, "t1", Some("again")).await));
        assert!(unusable(&db.store.accounts().invitation("t1", at(11)).await));
        let caller = db.store.accounts().caller(user.id, at(20)).await.unwrap().unwrap();
        assert_eq!(caller.grants, [world.manager()]);
        let known = db.store.organisation(world.organisation).user(invited.id).await.unwrap();
        assert_eq!((known.accepted, known.invitation_expires_at, known.version), (true, None, 2));
        assert_eq!(db.store.accounts().login(&email("new.user@example.org")).await.unwrap().unwrap().password_hash.as_deref(), Some("hash"));
    }

    async fn an_existing_login_keeps_its_password_and_shows_nothing(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        let user = login(&db.store, "kam@demo.clef.test").await;
        let invited = invite(&ours, &invitation("KAM@demo.clef.test", "t1", vec![ours.manager()])).await.unwrap();
        assert_eq!((invited.name.as_str(), invited.email.as_str()), ("Invited name", "kam@demo.clef.test"));
        let offer = db.store.accounts().invitation("t1", at(5)).await.unwrap();
        assert_eq!(offer.user.id, user.id);
        assert!(offer.password_hash.is_some());
        assert!(matches!(accept(db, "t1", Some("other")).await, Err(Error::Stale)), "the password is not replaced");
        assert_eq!(accept(db, "t1", None).await.unwrap().id, user.id);
        assert_eq!(db.store.accounts().caller(user.id, at(20)).await.unwrap().unwrap().grants, [ours.manager()]);
        assert_eq!(db.store.organisation(theirs.organisation).users(&UserFilter::default(), &crate::world::page(5)).await.unwrap().items, []);
    }

    async fn nobody_is_invited_twice_to_one_organisation(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        invite(&ours, &invitation("a@example.org", "t1", vec![ours.manager()])).await.unwrap();
        let again = invite(&ours, &invitation("A@example.org", "t2", vec![ours.manager()])).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::UserExists))), "{again:?}");
        invite(&theirs, &invitation("a@example.org", "t3", vec![theirs.manager()])).await.unwrap();
        accept(db, "t1", Some("hash")).await.unwrap();
        let again = invite(&ours, &invitation("a@example.org", "t4", vec![ours.manager()])).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::UserExists))));
        assert!(matches!(accept(db, "t3", Some("second")).await, Err(Error::Stale)), "by now the login has a password");
        accept(db, "t3", None).await.unwrap();
    }

    async fn the_same_address_invited_by_two_organisations_at_once_is_one_login(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        let (one, two) = (invitation("a@example.org", "t1", vec![ours.manager()]), invitation("a@example.org", "t2", vec![theirs.manager()]));
        let (one, two) = tokio::join!(invite(&ours, &one), invite(&theirs, &two));
        one.unwrap();
        two.unwrap();
        let (one, two) = (db.store.accounts().invitation("t1", at(5)).await.unwrap(), db.store.accounts().invitation("t2", at(5)).await.unwrap());
        assert_eq!(one.user, two.user);
    }

    async fn renewing_voids_the_former_link(db: &Db) {
        let world = World::new(db).await;
        let invited = invite(&world, &invitation("a@example.org", "t1", vec![world.manager()])).await.unwrap();
        let renew = async |token: &str| {
            world.in_organisation(async |writer| writer.renew_invitation(invited.id, token, at(0) + TimeDelta::days(8)).await).await
        };
        let renewed = renew("t2").await.unwrap();
        assert_eq!((renewed.locale, renewed.user.version), (Locale::Nl, 2));
        assert_eq!(renewed.user.invitation_expires_at, Some(at(0) + TimeDelta::days(8)));
        assert!(unusable(&accept(db, "t1", Some("hash")).await));
        accept(db, "t2", Some("hash")).await.unwrap();
        assert!(matches!(renew("t3").await, Err(Error::Conflict(Conflict::AlreadyAccepted))));
    }

    async fn accepting_and_renewing_at_once_both_end(db: &Db) {
        let world = World::new(db).await;
        for n in 0..5 {
            let (token, address) = (format!("t{n}"), format!("u{n}@example.org"));
            let invited = invite(&world, &invitation(&address, &token, vec![world.manager()])).await.unwrap();
            let (accepted, renewed) = tokio::join!(
                accept(db, &token, Some("hash")),
                world.in_organisation(async |writer| writer.renew_invitation(invited.id, &format!("r{n}"), at(60)).await),
            );
            let late = matches!(renewed, Err(Error::Conflict(Conflict::AlreadyAccepted)));
            assert!(accepted.is_ok() && late || unusable(&accepted) && renewed.is_ok(), "{accepted:?} {renewed:?}");
        }
    }

    async fn an_invitation_runs_out_and_can_be_withdrawn(db: &Db) {
        let world = World::new(db).await;
        let late = at(0) + TimeDelta::days(7);
        let invited = invite(&world, &invitation("a@example.org", "t1", vec![world.manager()])).await.unwrap();
        assert!(unusable(&db.store.accounts().invitation("t1", late).await));
        let accepted = write(&db.store, late, async |tx| tx.accounts().accept_invitation("t1", Some("hash")).await).await;
        assert!(unusable(&accepted));
        world.in_organisation(async |writer| writer.remove_user(invited.id, 1).await).await.unwrap();
        assert!(unusable(&accept(db, "t1", Some("hash")).await));
        invite(&world, &invitation("a@example.org", "t2", vec![world.manager()])).await.unwrap();
    }

    async fn places_of_roles_must_be_the_organisations_own(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        let stranger = theirs.add_member("A").await;
        let grants = vec![
            ours.manager(),
            Grant::CommunityManager { organisation: ours.organisation, community: theirs.community },
            ours.member_of(stranger.id),
        ];
        let Err(Error::Invalid(violations)) = invite(&ours, &invitation("a@example.org", "t1", grants)).await else {
            panic!("invited");
        };
        let found: Vec<_> = violations.as_slice().iter().map(|v| (v.pointer.as_str(), v.code.as_str())).collect();
        assert_eq!(found, [("/roles/1/community_id", "unknown_community"), ("/roles/2/member_id", "unknown_member")]);
        let foreign = invite(&ours, &invitation("a@example.org", "t1", vec![theirs.manager()])).await;
        assert!(matches!(foreign, Err(Error::Inconsistent(_))), "{foreign:?}");
        assert!(db.store.accounts().login(&email("a@example.org")).await.unwrap().is_none());
    }

    async fn an_unknown_organisation_invites_nobody(db: &Db) {
        let nowhere = uuid::Uuid::from_u128(7);
        let refused = write(&db.store, at(0), async |tx| {
            let invitation = invitation("a@example.org", "t1", vec![Grant::Manager { organisation: nowhere }]);
            tx.organisation(nowhere).invite(&invitation).await
        });
        assert!(matches!(refused.await, Err(Error::NotFound)));
    }
}
