//! Optimisations: their quota, their tenant, the versions of their calendars, and that nobody is told twice.

use crate::customers::account;
use crate::harness::Db;
use crate::world::{World, at, day, page, write};
use chrono::TimeDelta;
use domain::advice::{AdviceState, NewFixing};
use domain::customer::ForecastOrigin;
use domain::key::Percent;
use domain::market::{MARKETS, Price};
use domain::notification::NotificationEvent;
use domain::optimisation::{Baseline, MinimumPeriod, OptimisationDraft, OptimisationFields, RiskAppetite, Scenario};
use domain::quantity::Decimal;
use domain::role::Grant;
use domain::time::brussels_date;
use store::{Conflict, CustomerView, CustomerWriter, Error, News, OptimisationView};
use uuid::Uuid;

/// Delivered in 2028, 80 % to fix in tranches of 20 %.
fn fields() -> OptimisationFields {
    let draft = OptimisationDraft {
        contract_name: "Electricity 2028",
        market: MARKETS[0].id,
        points_of_delivery: "",
        tariff_indexes: &["Base".to_owned()],
        minimum_period: MinimumPeriod::Year,
        minimum_fixing_percent: Decimal::new(20, 0),
        delivery_from: day("2028-01-01"),
        delivery_to: day("2029-01-01"),
        risk: RiskAppetite::Low,
        percent_to_fix: Decimal::new(80, 0),
        baseline: Baseline { origin: ForecastOrigin::Application, scenario: Scenario::Mid },
        target_price: Some("82.5"),
        periods: Vec::new(),
    };
    draft.check().unwrap()
}

async fn world<'d>(db: &'d Db) -> (World<'d>, CustomerView) {
    let world = World::new(db).await;
    let (_, user) = world.add_user("kam@example.org", &[Grant::Kam { organisation: world.organisation }]).await;
    let account = account(&world, &user).await;
    (world, account)
}

/// A write to the account, some days after tests begin.
async fn on<T>(
    world: &World<'_>,
    customer: Uuid,
    days: i64,
    work: impl AsyncFnOnce(CustomerWriter<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let now = at(0) + TimeDelta::days(days);
    write(world.store, now, async |tx| work(tx.customer(world.organisation, customer)).await).await
}

async fn create(world: &World<'_>, customer: Uuid) -> Result<OptimisationView, Error> {
    on(world, customer, 0, async |writer| writer.create_optimisation(&fields()).await).await
}

on_both! {
    async fn what_is_kept_is_what_was_set(db: &Db) {
        let (world, account) = world(db).await;
        let made = create(&world, account.id).await.unwrap();
        assert_eq!((made.fields.clone(), made.calendar, made.version), (fields(), 1, 1));
        let scope = world.store.customer(world.organisation, account.id);
        assert_eq!(scope.optimisation(made.id).await.unwrap(), made);
        let listed = scope.optimisations(&Default::default(), at(0), &page(10)).await.unwrap();
        assert_eq!((listed.total, listed.items[0].view.id), (Some(1), made.id));
        assert!(listed.items[0].next_advice_on.is_some());
        assert_eq!(world.store.customer(world.organisation, account.id).get(at(0)).await.unwrap().services[0].used, 1);
    }

    async fn another_tenant_or_account_finds_nothing(db: &Db) {
        let (world, account) = world(db).await;
        let made = create(&world, account.id).await.unwrap();
        for (organisation, customer) in [(Uuid::nil(), account.id), (world.organisation, Uuid::nil())] {
            let scope = world.store.customer(organisation, customer);
            assert!(matches!(scope.optimisation(made.id).await, Err(Error::NotFound)));
            assert!(matches!(scope.calendar(made.id, None, day("2026-11-21")).await, Err(Error::NotFound)));
            assert!(matches!(scope.recipients(made.id, day("2026-11-21")).await, Err(Error::NotFound)));
            let forged = write(world.store, at(1), async |tx| {
                tx.customer(organisation, customer).refresh_calendar(made.id).await
            });
            assert!(matches!(forged.await, Err(Error::NotFound)));
        }
    }

    async fn of_two_at_once_with_room_for_one_one_is_refused(db: &Db) {
        let (world, account) = world(db).await;
        create(&world, account.id).await.unwrap();
        let (one, two) = tokio::join!(create(&world, account.id), create(&world, account.id));
        let refused: Vec<Error> = [one, two].into_iter().filter_map(Result::err).collect();
        assert!(matches!(refused.as_slice(), [Error::Conflict(Conflict::OptimisationQuotaReached)]), "{refused:?}");
    }

    async fn every_calculation_is_a_version_and_the_past_stays(db: &Db) {
        let (world, account) = world(db).await;
        let made = create(&world, account.id).await.unwrap();
        let scope = world.store.customer(world.organisation, account.id);
        let today = brussels_date(at(0));
        let first = scope.calendar(made.id, None, today).await.unwrap();
        let due = first.periods[0].advice[0].clone();
        assert_eq!(first.periods[0].advice.len(), 4);
        let days = (due.on - today).num_days();
        let fixing = NewFixing {
            period: due.period.from,
            on: due.on,
            percent: due.percent,
            price: Price::from_thousandths(84_250).unwrap(),
            advice: None,
        };
        let (done, second) =
            on(&world, account.id, days, async |writer| writer.register_fixing(made.id, &fixing).await).await.unwrap();
        assert_eq!((done.advice_id, second.number), (Some(due.id), 2));
        let then = scope.calendar(made.id, Some(first.version.id), due.on).await.unwrap();
        assert_eq!((then.periods.clone(), then.prices.fixed), (first.periods.clone(), Percent::ZERO));
        let now = scope.calendar(made.id, None, due.on).await.unwrap();
        assert_eq!((now.periods[0].advice[0].state, now.prices.fixed), (AdviceState::Done, due.percent));
        // Nothing else is due on that day, and the next one is missed when it has passed.
        let nothing = on(&world, account.id, days, async |writer| writer.refresh_calendar(made.id).await).await;
        assert_eq!(nothing.unwrap(), None);
        let next = now.periods[0].advice.iter().find(|advice| advice.state == AdviceState::Advised).unwrap().on;
        let after = (next - today).num_days() + 1;
        let missed = on(&world, account.id, after, async |writer| writer.refresh_calendar(made.id).await).await;
        let missed = missed.unwrap().unwrap();
        assert_eq!((missed.number, missed.missed.len(), missed.missed[0].on), (3, 1, next));
        let due = world.store.platform().calendars_to_refresh(None, at(0) + TimeDelta::days(after), 10).await.unwrap();
        assert_eq!(due, []);
    }

    async fn nobody_is_told_the_same_twice(db: &Db) {
        let (world, account) = world(db).await;
        let made = create(&world, account.id).await.unwrap();
        let news = News {
            event: NotificationEvent::AdviceDue,
            subject: Uuid::from_u128(7),
            detail: String::new(),
            day: Some(day("2026-12-01")),
            period: None,
            percent: Some(Percent::of(20)),
            calendar_version: None,
            days_left: None,
        };
        let tell = async || on(&world, account.id, 0, async |writer| writer.tell(made.id, &news).await).await.unwrap();
        let mails = tell().await;
        // The service of the market is active, and the customer is invited: both are told by mail.
        let mut addresses: Vec<&str> = mails.iter().map(|mail| mail.email.as_str()).collect();
        addresses.sort_unstable();
        assert_eq!(addresses, ["bakery@example.org", "kam@example.org"]);
        assert!(tell().await.is_empty());
        let kam = world.store.accounts().login(&crate::world::email("kam@example.org")).await.unwrap().unwrap().user.id;
        let told = world.store.told_to(kam).list(None, at(0), &page(10)).await.unwrap();
        assert_eq!((told.items.len(), told.items[0].event), (1, NotificationEvent::AdviceDue));
        let nobody = world.store.told_to(Uuid::nil()).list(None, at(0), &page(10)).await.unwrap();
        assert_eq!(nobody.items, []);
    }
}
