//! The audit log: what each change recorded.

use crate::world::{World, at, context, day, new_meter, page, person};
use serde_json::{Value, json};
use store::{Actor, AuditFilter, AuditView, WriteContext};
use uuid::Uuid;

fn changes(entry: &AuditView) -> Vec<(&str, Value, Value)> {
    entry.changes.iter().map(|change| (change.field.as_str(), change.old.clone(), change.new.clone())).collect()
}

on_both! {
    async fn creation_lists_what_was_set_and_a_change_what_changed(db: &Db) {
        let world = World::new(db).await;
        let member = world.add_member("A").await;
        let mut fields = person("B");
        fields.email = None;
        fields.phone = Some("081 55 00 00".to_owned());
        let today = day("2026-11-21");
        world.in_community(async |writer| writer.update_member(member.id, 1, &fields, today).await).await.unwrap();
        world.in_community(async |writer| writer.delete_member(member.id, 2, today).await).await.unwrap();
        let filter = AuditFilter { entity_id: Some(member.id), oldest_first: true, ..AuditFilter::default() };
        let scope = db.store.community(world.organisation, world.community);
        let log = scope.audit(&filter, &page(10)).await.unwrap().items;
        let facts: Vec<_> = log.iter().map(|e| (e.action.as_str(), e.entity.as_str(), e.label.as_str())).collect();
        assert_eq!(facts, [
            ("member.created", "member", "Household A"),
            ("member.updated", "member", "Household B"),
            ("member.deleted", "member", "Household B"),
        ]);
        assert_eq!(log[0].actor_name.as_deref(), Some("Demo manager"));
        assert_eq!((log[0].actor_id, log[0].at, log[0].community_id), (Some(Uuid::nil()), at(1), Some(world.community)));
        assert_eq!(changes(&log[0]), [
            ("kind", json!(null), json!("person")),
            ("first_name", json!(null), json!("Household")),
            ("last_name", json!(null), json!("A")),
            ("email", json!(null), json!("a@example.org")),
            ("status", json!(null), json!("active")),
        ]);
        assert_eq!(changes(&log[1]), [
            ("last_name", json!("A"), json!("B")),
            ("email", json!("a@example.org"), json!(null)),
            ("phone", json!(null), json!("081 55 00 00")),
        ]);
        assert_eq!(changes(&log[2])[0], ("kind", json!("person"), json!(null)));
    }

    async fn a_meter_is_recorded_with_names_and_units_of_the_wire(db: &Db) {
        let world = World::new(db).await;
        let meter = world.add_meter(&new_meter("541448820000000008")).await;
        let filter = AuditFilter { entity: Some("meter".to_owned()), ..AuditFilter::default() };
        let log = db.store.organisation(world.organisation).audit(&filter, &page(10)).await.unwrap();
        assert_eq!((log.items.len(), log.items[0].entity_id, log.items[0].label.as_str()), (1, meter.id, "541448820000000008"));
        let changes = changes(&log.items[0]);
        let new = |field: &str| changes.iter().find(|change| change.0 == field).map(|change| change.2.clone());
        assert_eq!(new("address.street"), Some(json!("Rue de l'Église")));
        assert_eq!(new("configuration.sampling_power_kva"), Some(json!(9.2)));
        assert_eq!(new("configuration.amperage_a"), Some(json!(40)));
        assert_eq!(new("configuration.valid_from"), Some(json!("2026-01-01")));
        assert_eq!((new("configuration.description"), new("voltage_system")), (None, None));
    }

    async fn the_log_is_searched_and_read_in_both_directions(db: &Db) {
        let world = World::new(db).await;
        for name in ["A", "B", "C"] {
            world.add_member(name).await;
        }
        let program = WriteContext { actor: Actor::Program, ..context(at(9)) };
        let written = db.store.write(&program, async |tx| {
            tx.community(world.organisation, world.community).create_member(&person("D")).await
        });
        written.await.unwrap();
        let scope = db.store.community(world.organisation, world.community);
        let labels = async |filter: AuditFilter, limit: u16| {
            let page = scope.audit(&filter, &page(limit)).await.unwrap();
            page.items.into_iter().map(|entry| entry.label).collect::<Vec<_>>()
        };
        let members = || AuditFilter { entity: Some("member".to_owned()), ..AuditFilter::default() };
        assert_eq!(labels(members(), 2).await, ["Household D", "Household C"]);
        assert_eq!(labels(AuditFilter { oldest_first: true, ..members() }, 2).await, ["Household A", "Household B"]);
        let by_actor = AuditFilter { q: Some("demo MANAGER household".to_owned()), ..AuditFilter::default() };
        assert_eq!(labels(by_actor, 10).await, ["Household C", "Household B", "Household A"]);
        let program = scope.audit(&AuditFilter { q: Some("household d".to_owned()), ..members() }, &page(10)).await.unwrap();
        let program: Vec<_> = program.items.iter().filter(|entry| entry.actor_name.is_none()).collect();
        assert_eq!((program.len(), program[0].actor_id), (1, None));
    }

    async fn no_entry_tells_a_secret(db: &Db) {
        let world = World::new(db).await;
        world.add_user("a@example.org", &[world.manager()]).await;
        let invitation = store::NewInvitation {
            email: crate::world::email("b@example.org"),
            name: "B".to_owned(),
            locale: domain::vocabulary::Locale::En,
            grants: vec![world.manager()],
            token_hash: "secret-digest".to_owned(),
            expires_at: at(60),
        };
        world.in_organisation(async |writer| writer.invite(&invitation).await).await.unwrap();
        let log = db.store.organisation(world.organisation).audit(&AuditFilter::default(), &page(50)).await.unwrap();
        let text = format!("{log:?}");
        assert!(!text.contains("secret-digest") && !text.contains("argon2id"), "{text}");
    }
}
