//! Customer accounts: who sees them, how customers come in and are shut out, and how an account ends.

use crate::harness::Db;
use crate::world::{World, at, day, email, login, page, write};
use chrono::{DateTime, TimeDelta, Utc};
use domain::customer::{
    Access, Contact, CustomerFields, CustomerKind, CustomerState, Editor, MailDelivery, NewCustomer, Service,
    SharedForecasts,
};
use domain::market::MARKETS;
use domain::role::Grant;
use domain::vocabulary::Locale;
use store::{
    AuditFilter, ChangedCustomer, Conflict, CustomerFilter, CustomerOffer, CustomerReach, CustomerView, CustomerWriter,
    Error, Mail, OrganisationUserView, RefreshLifetimes, UserView,
};
use uuid::Uuid;

const LIFETIMES: RefreshLifetimes = RefreshLifetimes { idle: TimeDelta::days(7), absolute: TimeDelta::days(30) };

fn service(market: usize) -> Service {
    Service {
        market: MARKETS[market].id,
        start: day("2026-11-01"),
        end: day("2027-12-31"),
        forecasts: SharedForecasts { application: true, manager: false, client: false },
        max_optimisations: 2,
    }
}

fn fields(access: Access) -> CustomerFields {
    let contact =
        Contact { last_name: "A".to_owned(), first_name: "Contact".to_owned(), phone: "+32 2 555 00 00".to_owned() };
    CustomerFields { company: "Bakery".to_owned(), reference: None, contact, locale: None, access }
}

fn yes(services: Vec<Service>) -> Access {
    Access::Yes { editor: Editor::Kam, services: Some(services) }
}

fn new(address: &str, kind: CustomerKind, access: Access) -> NewCustomer {
    NewCustomer { email: email(address), kind, fields: fields(access) }
}

fn offer(token: &str) -> CustomerOffer {
    CustomerOffer { token_hash: token.to_owned(), expires_at: at(0) + TimeDelta::days(7) }
}

/// An account of the user `keeper`, whose customer `bakery@example.org` is invited by the token `offered`.
pub async fn account(world: &World<'_>, keeper: &OrganisationUserView) -> CustomerView {
    let keeper = login_of(world, keeper).await.id;
    let new = new("bakery@example.org", CustomerKind::Real, yes(vec![service(0)]));
    create(world, keeper, &new, "offered").await.unwrap().view
}

async fn login_of(world: &World<'_>, user: &OrganisationUserView) -> UserView {
    world.store.accounts().login(&email(&user.email)).await.unwrap().unwrap().user
}

async fn create(world: &World<'_>, creator: Uuid, new: &NewCustomer, token: &str) -> Result<ChangedCustomer, Error> {
    let offer = offer(token);
    world.in_organisation(async |writer| writer.create_customer(creator, new, Locale::Fr, &offer).await).await
}

/// A write to an account at a time.
async fn change<T>(
    world: &World<'_>,
    customer: Uuid,
    now: DateTime<Utc>,
    work: impl AsyncFnOnce(CustomerWriter<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    write(world.store, now, async |tx| work(tx.customer(world.organisation, customer)).await).await
}

async fn accept(db: &Db, token: &str, password: Option<&str>) -> Result<UserView, Error> {
    write(&db.store, at(10), async |tx| tx.accounts().accept_invitation(token, password).await).await
}

/// An organisation with a key account manager and an account whose customer has accepted.
async fn with_customer<'d>(db: &'d Db) -> (World<'d>, UserView, CustomerView, UserView) {
    let world = World::new(db).await;
    let (kam, user) = world.add_user("kam@example.org", &[Grant::Kam { organisation: world.organisation }]).await;
    let account = account(&world, &user).await;
    let customer = accept(db, "offered", Some("hash")).await.unwrap();
    (world, kam, account, customer)
}

async fn grants_of(db: &Db, user: Uuid, now: DateTime<Utc>) -> Option<Vec<Grant>> {
    db.store.accounts().caller(user, now).await.unwrap().map(|caller| caller.grants)
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<(String, &'static str)> {
    let Err(Error::Invalid(violations)) = result else { panic!("{result:?}") };
    violations.into_iter().map(|violation| (violation.pointer, violation.code.as_str())).collect()
}

on_both! {
    async fn an_account_keeps_what_was_set_and_its_customer_comes_in_by_the_link(db: &Db) {
        let world = World::new(db).await;
        let (kam, user) = world.add_user("kam@example.org", &[Grant::Kam { organisation: world.organisation }]).await;
        let account = account(&world, &user).await;
        assert_eq!((account.company.as_str(), account.locale, account.state), ("Bakery", Locale::Fr, CustomerState::Active));
        assert_eq!((account.kam.id, account.kam.user_id, account.version), (user.id, kam.id, 1));
        assert_eq!(account.services.iter().map(|known| known.service.clone()).collect::<Vec<_>>(), [service(0)]);
        let invitation = account.invitation.clone().unwrap();
        assert_eq!((invitation.accepted_at, invitation.mail), (None, None));
        let shown = db.store.accounts().invitation("offered", at(5)).await.unwrap();
        assert_eq!((shown.name.as_str(), shown.password_hash), ("Contact A", None));
        write(&db.store, at(5), async |tx| tx.accounts().note_opened("offered").await).await.unwrap();
        write(&db.store, at(6), async |tx| tx.accounts().note_opened("offered").await).await.unwrap();
        assert_eq!(grants_of(db, shown.user.id, at(9)).await, Some(Vec::new()), "nothing before it is accepted");

        let customer = accept(db, "offered", Some("hash")).await.unwrap();
        let grant = Grant::Customer { organisation: world.organisation, customer: account.id };
        assert_eq!(grants_of(db, customer.id, at(11)).await, Some(vec![grant]));
        let again = db.store.customer(world.organisation, account.id).get(at(12)).await.unwrap();
        let invitation = again.invitation.unwrap();
        assert_eq!((invitation.opened_at, invitation.accepted_at), (Some(at(5)), Some(at(10))));
        let log = db.store.customer(world.organisation, account.id).audit(&AuditFilter::default(), &page(10)).await.unwrap();
        let actions: Vec<_> = log.items.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(actions, ["customer.access_accepted", "customer.invited", "customer.created"]);
    }

    async fn e_mail_and_reference_are_an_organisations_own(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        let (kam, _) = ours.add_user("kam@example.org", &[Grant::Kam { organisation: ours.organisation }]).await;
        let (other, _) = theirs.add_user("other@example.org", &[theirs.manager()]).await;
        let with_reference = |address: &str, reference: &str| {
            let mut new = new(address, CustomerKind::Real, Access::No);
            new.fields.reference = Some(reference.to_owned());
            new
        };
        create(&ours, kam.id, &with_reference("One@example.org", "C-1"), "t1").await.unwrap();
        let again = create(&ours, kam.id, &with_reference("oNE@example.org", "C-2"), "t2").await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::CustomerExists))), "{again:?}");
        let again = create(&ours, kam.id, &with_reference("two@example.org", "c-1"), "t2").await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::ReferenceTaken))), "{again:?}");
        create(&theirs, other.id, &with_reference("one@example.org", "C-1"), "t3").await.unwrap();
        let stranger = create(&ours, other.id, &with_reference("two@example.org", "C-2"), "t4").await;
        assert!(matches!(stranger, Err(Error::NotFound)), "{stranger:?}");
        for address in ["three@example.org", "four@example.org"] {
            create(&ours, kam.id, &new(address, CustomerKind::Real, Access::No), address).await.unwrap();
        }
    }

    async fn a_list_shows_what_is_within_reach_and_chosen(db: &Db) {
        let (world, kam, account, _) = with_customer(db).await;
        let (manager, _) = world.add_user("manager@example.org", &[world.manager()]).await;
        let plain = create(&world, manager.id, &new("plain@example.org", CustomerKind::Real, Access::No), "t2").await.unwrap().view;
        let demo = create(&world, kam.id, &new("demo@example.org", CustomerKind::Demo, yes(vec![service(3)])), "t3").await.unwrap().view;
        let scope = db.store.organisation(world.organisation);
        let listed = async |reach: CustomerReach, filter: CustomerFilter, now: DateTime<Utc>| {
            let found = scope.customers(reach, &filter, now, &page(10)).await.unwrap();
            assert_eq!(found.total, Some(found.items.len() as u64));
            found.items.into_iter().map(|item| item.id).collect::<Vec<_>>()
        };
        let any = CustomerFilter::default;
        assert_eq!(listed(CustomerReach::All, any(), at(20)).await, [account.id, plain.id, demo.id]);
        assert_eq!(listed(CustomerReach::LookedAfterBy(kam.id), any(), at(20)).await, [account.id, demo.id]);
        assert_eq!(listed(CustomerReach::LookedAfterBy(manager.id), any(), at(20)).await, [plain.id]);
        let all = CustomerReach::All;
        for (filter, expected) in [
            (CustomerFilter { q: Some("PLAIN".to_owned()), ..any() }, vec![plain.id]),
            (CustomerFilter { kind: Some(CustomerKind::Demo), ..any() }, vec![demo.id]),
            (CustomerFilter { access: Some(false), ..any() }, vec![plain.id]),
            (CustomerFilter { state: Some(CustomerState::Frozen), ..any() }, vec![]),
            (CustomerFilter { market: Some(MARKETS[3].id), ..any() }, vec![demo.id]),
            (CustomerFilter { ending: Some((day("2026-12-01"), day("2028-01-01"))), ..any() }, vec![account.id, demo.id]),
            (CustomerFilter { ending: Some((day("2026-12-01"), day("2027-12-31"))), ..any() }, vec![]),
        ] {
            assert_eq!(listed(all, filter.clone(), at(20)).await, expected, "{filter:?}");
        }
        // A demo whose day is over is gone before anybody has swept.
        let later = at(1) + TimeDelta::hours(24);
        assert_eq!(listed(all, any(), later).await, [account.id, plain.id]);
        let theirs = World::named(db, "Other").await;
        assert!(matches!(db.store.customer(theirs.organisation, account.id).get(at(20)).await, Err(Error::NotFound)));
        let found = db.store.organisation(theirs.organisation).customers(all, &any(), at(20), &page(10)).await.unwrap();
        assert_eq!(found.items, []);
    }

    async fn closing_an_account_shuts_its_customer_out_at_once_and_keeps_the_rest(db: &Db) {
        let (world, _, account, customer) = with_customer(db).await;
        let session = write(&db.store, at(11), async |tx| tx.accounts().start_session(customer.id, "s1", LIFETIMES).await);
        let session = session.await.unwrap();
        let is_open = async |session| db.store.accounts().has_session(customer.id, session, at(15)).await.unwrap();
        assert!(is_open(session).await);

        let frozen = change(&world, account.id, at(12), async |w| w.set_frozen(Some(1), true).await).await.unwrap();
        assert_eq!((frozen.state, frozen.version), (CustomerState::Frozen, 2));
        assert!(!is_open(session).await);
        assert_eq!(grants_of(db, customer.id, at(13)).await, None);
        let reset = write(&db.store, at(13), async |tx| tx.accounts().open_password_reset(&email("bakery@example.org"), "r", at(60)).await);
        assert_eq!(reset.await.unwrap(), None, "no mail to a frozen account");
        let stale = change(&world, account.id, at(13), async |w| w.set_frozen(Some(1), false).await).await;
        assert!(matches!(stale, Err(Error::Stale)));
        change(&world, account.id, at(13), async |w| w.set_frozen(None, false).await).await.unwrap();
        assert!(grants_of(db, customer.id, at(13)).await.is_some());

        let none = change(&world, account.id, at(14), async |w| w.update(3, &fields(Access::No), &offer("x")).await).await.unwrap();
        assert_eq!((none.view.access, none.view.editor, none.invited, none.view.services.len()), (false, None, false, 1));
        assert_eq!(grants_of(db, customer.id, at(14)).await, None);
        let back = Access::Yes { editor: Editor::Customer, services: None };
        let back = change(&world, account.id, at(15), async |w| w.update(4, &fields(back), &offer("y")).await).await.unwrap();
        assert!(!back.invited, "who accepted once is not invited again");
        assert_eq!(back.view.services.len(), 1, "what they had is there again");
        assert!(grants_of(db, customer.id, at(15)).await.is_some());
    }

    async fn who_holds_something_else_keeps_that_and_their_session(db: &Db) {
        let world = World::new(db).await;
        let (_, user) = world.add_user("kam@example.org", &[Grant::Kam { organisation: world.organisation }]).await;
        let member = world.add_member("A").await.id;
        let (known, _) = world.add_user("bakery@example.org", &[world.member_of(member)]).await;
        let account = account(&world, &user).await;
        assert_eq!(grants_of(db, known.id, at(9)).await, Some(vec![world.member_of(member)]), "also who is known accepts first");
        accept(db, "offered", None).await.unwrap();
        let grant = Grant::Customer { organisation: world.organisation, customer: account.id };
        assert_eq!(grants_of(db, known.id, at(11)).await, Some(vec![world.member_of(member), grant]));
        let session = write(&db.store, at(11), async |tx| tx.accounts().start_session(known.id, "s1", LIFETIMES).await).await.unwrap();
        change(&world, account.id, at(12), async |w| w.set_frozen(None, true).await).await.unwrap();
        assert_eq!(grants_of(db, known.id, at(13)).await, Some(vec![world.member_of(member)]));
        assert!(db.store.accounts().has_session(known.id, session, at(13)).await.unwrap());
        // A manager who changes their other roles leaves the account's alone.
        let relation = db.store.organisation(world.organisation).users(&Default::default(), &page(10)).await.unwrap().items;
        let relation = relation.into_iter().find(|user| user.email == "bakery@example.org").unwrap();
        world.in_organisation(async |w| w.update_user(relation.id, relation.version, &[world.manager()]).await).await.unwrap();
        change(&world, account.id, at(14), async |w| w.set_frozen(None, false).await).await.unwrap();
        assert_eq!(grants_of(db, known.id, at(15)).await, Some(vec![grant, world.manager()]));
    }

    async fn a_link_is_void_after_another_and_useless_while_the_account_is_closed(db: &Db) {
        let world = World::new(db).await;
        let (_, user) = world.add_user("kam@example.org", &[Grant::Kam { organisation: world.organisation }]).await;
        let account = account(&world, &user).await;
        change(&world, account.id, at(2), async |w| w.set_frozen(None, true).await).await.unwrap();
        assert!(matches!(db.store.accounts().invitation("offered", at(3)).await, Err(Error::TokenUnusable)));
        assert!(matches!(accept(db, "offered", Some("hash")).await, Err(Error::TokenUnusable)));
        let renew = async |token: &str, now| {
            change(&world, account.id, now, async |w| w.renew_invitation(None, &offer(token)).await).await
        };
        assert!(matches!(renew("t2", at(4)).await, Err(Error::Conflict(Conflict::CustomerWithoutAccess))));
        change(&world, account.id, at(5), async |w| w.set_frozen(None, false).await).await.unwrap();
        renew("t2", at(6)).await.unwrap();
        assert!(matches!(accept(db, "offered", Some("hash")).await, Err(Error::TokenUnusable)));
        accept(db, "t2", Some("hash")).await.unwrap();
        assert!(matches!(renew("t3", at(12)).await, Err(Error::Conflict(Conflict::AlreadyAccepted))));
    }

    async fn an_account_shows_how_far_its_mail_is(db: &Db) {
        let world = World::new(db).await;
        let (_, user) = world.add_user("kam@example.org", &[Grant::Kam { organisation: world.organisation }]).await;
        let account = account(&world, &user).await;
        let scope = db.store.customer(world.organisation, account.id);
        let delivery = async || scope.get(at(5)).await.unwrap().invitation.unwrap().mail;
        let mail = Mail { kind: "customer_invitation".to_owned(), recipient: account.email.clone(), payload: serde_json::json!({}) };
        write(&db.store, at(1), async |tx| tx.mail_to_customer(account.id, mail.clone()).await).await.unwrap();
        assert_eq!(delivery().await, Some(MailDelivery::Waiting));
        let outbox = db.store.outbox();
        let claimed = outbox.claim_due(at(2), TimeDelta::minutes(1), 1).await.unwrap().remove(0);
        outbox.mark_failed(&claimed, "busy", store::Retry::At(at(3))).await.unwrap();
        assert_eq!(delivery().await, Some(MailDelivery::Retrying));
        let claimed = outbox.claim_due(at(3), TimeDelta::minutes(1), 1).await.unwrap().remove(0);
        outbox.mark_sent(&claimed, at(3)).await.unwrap();
        assert_eq!(delivery().await, Some(MailDelivery::Sent));
        // What waits for somebody who is shut out is taken back.
        write(&db.store, at(4), async |tx| tx.mail_to_customer(account.id, mail).await).await.unwrap();
        assert_eq!(outbox.depth().await.unwrap(), 1);
        change(&world, account.id, at(5), async |w| w.set_frozen(None, true).await).await.unwrap();
        assert_eq!(outbox.depth().await.unwrap(), 0);
    }

    async fn whoever_gets_an_account_must_be_able_to_look_after_it_and_nobody_leaves_theirs_alone(db: &Db) {
        let (world, kam, account, _) = with_customer(db).await;
        let (second, second_user) = world.add_user("kam2@example.org", &[Grant::Kam { organisation: world.organisation }]).await;
        let (_, manager) = world.add_user("manager@example.org", &[world.manager()]).await;
        let member = world.add_member("B").await.id;
        let (_, nobody) = world.add_user("member@example.org", &[world.member_of(member)]).await;
        let kams: Vec<_> = db.store.organisation(world.organisation).kams().await.unwrap().into_iter().map(|kam| kam.email).collect();
        assert_eq!(kams, ["kam@example.org", "kam2@example.org", "manager@example.org"]);
        let refused = change(&world, account.id, at(12), async |w| w.transfer(None, nobody.id).await).await;
        assert_eq!(code(refused), [("/kam_id".to_owned(), "unknown_kam")]);

        let place = async || db.store.platform().customer_place(account.id, at(13)).await.unwrap();
        assert_eq!(place().await.kam_user, kam.id);
        let given = change(&world, account.id, at(12), async |w| w.transfer(None, second_user.id).await).await.unwrap();
        assert_eq!((given.kam.id, place().await.kam_user), (second_user.id, second.id));
        let removed = world.in_organisation(async |w| w.remove_user(second_user.id, 1).await).await;
        assert!(matches!(removed, Err(Error::Conflict(Conflict::LooksAfterCustomers))), "{removed:?}");
        let demoted = world.in_organisation(async |w| w.update_user(second_user.id, 1, &[world.member_of(member)]).await).await;
        assert!(matches!(demoted, Err(Error::Conflict(Conflict::LooksAfterCustomers))), "{demoted:?}");
        let moved = world.in_organisation(async |w| w.transfer_all_customers(second_user.id, manager.id).await).await;
        assert_eq!(moved.unwrap(), 1);
        world.in_organisation(async |w| w.remove_user(second_user.id, 1).await).await.unwrap();
        let refused = world.in_organisation(async |w| w.transfer_all_customers(nobody.id, nobody.id).await).await;
        assert_eq!(code(refused), [("/to_kam_id".to_owned(), "unknown_kam")]);
    }

    async fn services_are_added_replaced_and_removed(db: &Db) {
        let (world, _, account, _) = with_customer(db).await;
        let unknown = Service { market: Uuid::from_u128(9), ..service(0) };
        let manager = Service { forecasts: SharedForecasts { manager: true, ..service(3).forecasts }, ..service(3) };
        let refused = change(&world, account.id, at(12), async |w| {
            w.update(1, &fields(yes(vec![unknown.clone(), manager.clone()])), &offer("x")).await
        });
        assert_eq!(code(refused.await), [
            ("/services/0/market_id".to_owned(), "unknown_market"),
            ("/services/1/forecasts".to_owned(), "manager_forecast_unavailable"),
        ]);
        let refused = change(&world, account.id, at(12), async |w| w.add_service(None, &unknown).await).await;
        assert_eq!(code(refused), [("/market_id".to_owned(), "unknown_market")]);
        let added = change(&world, account.id, at(12), async |w| w.add_service(Some(1), &service(3)).await).await.unwrap();
        assert_eq!((added.services.len(), added.version), (2, 2));
        let again = change(&world, account.id, at(12), async |w| w.add_service(None, &service(3)).await).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::ServiceExists))), "{again:?}");
        let id = added.services[1].id;
        let longer = Service { end: day("2029-12-31"), ..service(3) };
        let changed = change(&world, account.id, at(12), async |w| w.update_service(2, id, &longer).await).await.unwrap();
        assert_eq!((changed.services[1].id, changed.services[1].service.end), (id, longer.end));
        let moved = change(&world, account.id, at(12), async |w| w.update_service(3, id, &service(4)).await).await;
        assert_eq!(code(moved), [("/market_id".to_owned(), "immutable")]);
        let left = change(&world, account.id, at(12), async |w| w.remove_service(3, id).await).await.unwrap();
        assert_eq!(left.services.len(), 1);
        let gone = change(&world, account.id, at(12), async |w| w.remove_service(4, id).await).await;
        assert!(matches!(gone, Err(Error::NotFound)));
    }

    async fn a_deleted_account_can_be_restored_until_it_is_erased_with_all_that_tells_of_its_customer(db: &Db) {
        let (world, kam, account, customer) = with_customer(db).await;
        change(&world, account.id, at(20), async |w| w.delete(1).await).await.unwrap();
        let scope = db.store.customer(world.organisation, account.id);
        let deleted = scope.get(at(21)).await.unwrap();
        assert_eq!((deleted.state, deleted.erase_at), (CustomerState::Deleted, Some(at(20) + TimeDelta::days(30))));
        assert_eq!(grants_of(db, customer.id, at(21)).await, None);
        let changed = change(&world, account.id, at(21), async |w| w.set_frozen(None, true).await).await;
        assert!(matches!(changed, Err(Error::Conflict(Conflict::CustomerDeleted))), "{changed:?}");
        let restored = change(&world, account.id, at(22), async |w| w.restore(None).await).await.unwrap();
        assert_eq!((restored.state, restored.erase_at), (CustomerState::Active, None));
        assert!(grants_of(db, customer.id, at(22)).await.is_some());

        change(&world, account.id, at(30), async |w| w.delete(3).await).await.unwrap();
        let late = at(30) + TimeDelta::days(30);
        assert!(matches!(scope.get(late).await, Err(Error::NotFound)), "unknown before it is swept");
        assert_eq!(db.store.maintenance().purge(late - TimeDelta::seconds(1)).await.unwrap().customers, 0);
        assert_eq!(db.store.maintenance().purge(late).await.unwrap().customers, 1);
        assert_eq!(db.store.maintenance().purge(late).await.unwrap().customers, 0);
        assert!(db.store.accounts().login(&email("bakery@example.org")).await.unwrap().is_none(), "known nowhere else");
        let log = db.store.organisation(world.organisation).audit(&AuditFilter::default(), &page(100)).await.unwrap();
        let told = format!("{:?}", log.items);
        for private in ["Bakery", "bakery@example.org", "555 00 00"] {
            assert!(!told.contains(private), "{private} in {told}");
        }
        assert!(log.items.iter().any(|entry| entry.action == "customer.erased" && entry.entity_id == account.id));
        // The address is free again.
        create(&world, kam.id, &new("bakery@example.org", CustomerKind::Real, Access::No), "t9").await.unwrap();
    }

    async fn a_login_that_is_known_elsewhere_outlives_the_account(db: &Db) {
        let (world, elsewhere) = (World::new(db).await, World::named(db, "Other").await);
        let known = login(&db.store, "bakery@example.org").await;
        elsewhere.in_organisation(async |w| w.add_user(known.id, &[elsewhere.manager()]).await).await.unwrap();
        let (kam, _) = world.add_user("kam@example.org", &[Grant::Kam { organisation: world.organisation }]).await;
        let demo = new("BAKERY@example.org", CustomerKind::Demo, yes(vec![]));
        create(&world, kam.id, &demo, "t1").await.unwrap();
        accept(db, "t1", None).await.unwrap();
        assert_eq!(grants_of(db, known.id, at(11)).await.unwrap().len(), 2);
        let over = at(1) + TimeDelta::hours(24);
        assert_eq!(grants_of(db, known.id, over).await, Some(vec![elsewhere.manager()]), "before anybody has swept");
        // Whoever comes next finds the address free, swept or not.
        let next = write(&db.store, over, async |tx| {
            tx.organisation(world.organisation).create_customer(kam.id, &demo, Locale::En, &offer("t2")).await
        });
        next.await.unwrap();
        assert!(db.store.accounts().login(&email("bakery@example.org")).await.unwrap().is_some());
    }
}
