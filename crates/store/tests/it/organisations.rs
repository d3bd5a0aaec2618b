//! Organisations.

use crate::world::{at, organisation, page, write};
use store::{AuditFilter, Error, OrganisationFilter, OrganisationReach};

on_both! {
    async fn an_organisation_is_renamed_and_found(db: &Db) {
        let created = organisation(&db.store, "Énergie du Hain").await;
        let renamed = write(&db.store, at(3), async |tx| tx.organisation(created.id).update(1, "Zénith").await);
        let renamed = renamed.await.unwrap();
        assert_eq!((renamed.name.as_str(), renamed.version), ("Zénith", 2));
        assert_eq!((renamed.created_at, renamed.updated_at), (at(0), at(3)));
        assert_eq!(db.store.organisation(created.id).get().await.unwrap(), renamed);
        let found = async |q: &str| {
            let filter = OrganisationFilter { q: Some(q.to_owned()), ..OrganisationFilter::default() };
            db.store.platform().organisations(&OrganisationReach::All, &filter, &page(10)).await.unwrap().items.len()
        };
        assert_eq!((found("zenith").await, found("energie").await), (1, 0));
        let log = db.store.organisation(created.id).audit(&AuditFilter::default(), &page(10)).await.unwrap();
        let actions: Vec<_> = log.items.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(actions, ["organisation.updated", "organisation.created"]);
    }

    async fn an_unknown_organisation_is_not_found(db: &Db) {
        let nowhere = uuid::Uuid::from_u128(3);
        assert!(matches!(db.store.organisation(nowhere).get().await, Err(Error::NotFound)));
        let updated = write(&db.store, at(3), async |tx| tx.organisation(nowhere).update(1, "A").await).await;
        assert!(matches!(updated, Err(Error::NotFound)));
    }
}
