//! Members: what they hold, and when they may leave.

use crate::world::{World, at, day, new_meter, page, person, write};
use domain::member::MemberFields;
use domain::meter::NewMeter;
use domain::role::Grant;
use domain::vocabulary::{MemberKind, MemberStatus};
use std::time::Duration;
use store::{AuditFilter, CommunityWriter, Conflict, Error, MemberFilter};
use tokio::sync::Notify;
use uuid::Uuid;

const TODAY: &str = "2026-11-21";

fn inactive(last_name: &str) -> MemberFields {
    MemberFields { status: MemberStatus::Inactive, ..person(last_name) }
}

fn owned_by(member: Uuid) -> NewMeter {
    let mut meter = new_meter("541448820000000008");
    meter.configuration.member = Some(member);
    meter
}

/// Starts the second write when the first has done its work but has not yet committed.
async fn overlapping<A, B>(
    world: &World<'_>,
    first: impl AsyncFnOnce(CommunityWriter<'_>) -> Result<A, Error>,
    second: impl AsyncFnOnce(CommunityWriter<'_>) -> Result<B, Error>,
) -> (Result<A, Error>, Result<B, Error>) {
    let done = Notify::new();
    tokio::join!(
        world.in_community(async |writer| {
            let result = first(writer).await;
            done.notify_one();
            tokio::time::sleep(Duration::from_millis(200)).await;
            result
        }),
        async {
            done.notified().await;
            world.in_community(second).await
        },
    )
}

on_both! {
    async fn one_who_holds_live_meters_cannot_leave(db: &Db) {
        let world = World::new(db).await;
        let member = world.add_member("A").await;
        let mut scheduled = new_meter("541449020000000001");
        scheduled.configuration.member = Some(member.id);
        scheduled.valid_from = day("2027-01-01");
        let mut running = new_meter("541448820000000008");
        running.configuration.member = Some(member.id);
        world.add_meter(&scheduled).await;
        let meter = world.add_meter(&running).await;
        let today = day(TODAY);
        let counted = db.store.community(world.organisation, world.community).member(member.id, today).await.unwrap();
        assert_eq!(counted.meter_count, 1, "a meter counts from its first day on");

        let held = vec!["541448820000000008".to_owned(), "541449020000000001".to_owned()];
        let refused = |result: Result<(), Error>| match result {
            Err(Error::Conflict(Conflict::MemberHoldsMeters(eans))) => assert_eq!(eans, held),
            other => panic!("{other:?}"),
        };
        let deactivate =
            world.in_community(async |writer| writer.update_member(member.id, 1, &inactive("A"), today).await);
        refused(deactivate.await.map(drop));
        refused(world.in_community(async |writer| writer.delete_member(member.id, 1, today).await).await);
        let mut pending = person("A");
        pending.status = MemberStatus::Pending;
        world.in_community(async |writer| writer.update_member(member.id, 1, &pending, today).await).await.unwrap();

        let free = world.add_member("B").await;
        world.in_community(async |writer| writer.update_member(free.id, 1, &inactive("B"), today).await).await.unwrap();
        let mut another = new_meter("541448820000000015");
        another.configuration.member = Some(free.id);
        let Err(Error::Invalid(violations)) = world.in_community(async |writer| writer.create_meter(&another).await).await else {
            panic!("an inactive member got a meter");
        };
        assert_eq!(violations.as_slice()[0].code.as_str(), "member_inactive");
        world.in_community(async |writer| writer.delete_member(free.id, 2, today).await).await.unwrap();
        world.in_community(async |writer| writer.delete_meter(meter.id, 1).await).await.unwrap();
    }

    async fn who_leaves_first_is_not_given_a_meter(db: &Db) {
        let world = World::new(db).await;
        let member = world.add_member("A").await;
        let (left, created) = overlapping(
            &world,
            async |writer| writer.update_member(member.id, 1, &inactive("A"), day(TODAY)).await,
            async |writer| writer.create_meter(&owned_by(member.id)).await,
        )
        .await;
        left.unwrap();
        let Err(Error::Invalid(violations)) = created else { panic!("{created:?}") };
        assert_eq!(violations.as_slice()[0].code.as_str(), "member_inactive");
    }

    async fn who_is_given_a_meter_first_does_not_leave(db: &Db) {
        let world = World::new(db).await;
        let member = world.add_member("A").await;
        let (created, left) = overlapping(
            &world,
            async |writer| writer.create_meter(&owned_by(member.id)).await,
            async |writer| writer.update_member(member.id, 1, &inactive("A"), day(TODAY)).await,
        )
        .await;
        created.unwrap();
        assert!(matches!(left, Err(Error::Conflict(Conflict::MemberHoldsMeters(_)))), "{left:?}");
    }

    async fn what_users_hold_of_a_member_goes_with_them(db: &Db) {
        let world = World::new(db).await;
        let member = world.add_member("A").await;
        let kam = Grant::Kam { organisation: world.organisation };
        let (user, known) = world.add_user("member@demo.clef.test", &[world.member_of(member.id), kam]).await;
        world.in_community(async |writer| writer.delete_member(member.id, 1, day(TODAY)).await).await.unwrap();
        assert_eq!(db.store.accounts().caller(user.id, at(20)).await.unwrap().unwrap().grants, [kam]);
        let scope = db.store.organisation(world.organisation);
        assert_eq!(scope.user(known.id).await.unwrap().version, 2);
        let filter = AuditFilter { entity_id: Some(known.id), ..AuditFilter::default() };
        let log = scope.audit(&filter, &page(5)).await.unwrap();
        assert_eq!((log.items[0].action.as_str(), log.items[0].changes[0].field.as_str()), ("user.updated", "roles"));
    }

    async fn members_are_searched_and_filtered(db: &Db) {
        let world = World::new(db).await;
        world.add_member("Éloïse").await;
        let mut school = person("School contact");
        school.kind = MemberKind::Company;
        school.company_name = Some("School of the hill".to_owned());
        school.status = MemberStatus::Pending;
        world.in_community(async |writer| writer.create_member(&school).await).await.unwrap();
        let found = async |filter: MemberFilter| {
            let scope = db.store.community(world.organisation, world.community);
            let page = scope.members(&filter, day(TODAY), &page(10)).await.unwrap();
            assert_eq!(page.total, Some(page.items.len() as u64));
            page.items.into_iter().map(|member| member.fields.display_name()).collect::<Vec<_>>()
        };
        let (eloise, school) = ("Household Éloïse", "School of the hill");
        let q = |q: &str| MemberFilter { q: Some(q.to_owned()), ..MemberFilter::default() };
        assert_eq!(found(MemberFilter::default()).await, [eloise, school]);
        assert_eq!(found(q("ELOISE")).await, [eloise]);
        assert_eq!(found(q("hill school")).await, [school]);
        assert_eq!(found(q("eloise@example.org")).await, [eloise]);
        assert_eq!(found(q("hill household eloise")).await, [""; 0]);
        for literal in ["%", "_", "\\", "'", "\0"] {
            let expected: &[&str] = if literal == "\0" { &[eloise, school] } else { &[] };
            assert_eq!(found(q(literal)).await, expected, "{literal:?}");
        }
        let companies = MemberFilter { kind: Some(MemberKind::Company), ..MemberFilter::default() };
        assert_eq!(found(companies).await, [school]);
        let active = MemberFilter { status: Some(MemberStatus::Active), ..MemberFilter::default() };
        assert_eq!(found(active).await, [eloise]);
    }

    async fn a_community_that_is_not_there_has_no_members(db: &Db) {
        let nowhere = Uuid::from_u128(3);
        let created = write(&db.store, at(0), async |tx| tx.community(nowhere, nowhere).create_member(&person("A")).await);
        assert!(matches!(created.await, Err(Error::NotFound)));
    }
}
