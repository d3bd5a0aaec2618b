//! Prices and forecasts of markets: what is stored, who sees it, and what never changes.

use crate::customers::account;
use crate::world::{World, at, day, page, write};
use domain::customer::ForecastOrigin;
use domain::market::{ForecastFields, ForecastPoint, ForecastSeries, Load, MARKETS, Price, PricePoint};
use domain::role::Grant;
use store::{AuditFilter, Conflict, Error, ForecastFilter, ForecastReach, PriceCounts, PriceFilter};
use uuid::Uuid;

fn price(thousandths: i64) -> Price {
    Price::from_thousandths(thousandths).unwrap()
}

fn point(on: &str, delivery: &str, thousandths: i64) -> PricePoint {
    PricePoint { load: Load::Base, delivery: delivery.parse().unwrap(), day: day(on), price: price(thousandths) }
}

fn fields(comment: &str) -> ForecastFields {
    let point = |on: &str, mid: i64| ForecastPoint {
        day: day(on),
        low: price(mid - 5_000),
        mid: price(mid),
        high: price(mid + 5_500),
    };
    let points = vec![point("2026-12-01", 80_250), point("2027-01-04", -1_001)];
    let series = ForecastSeries { load: Load::Peak, delivery: "2028-Q1".parse().unwrap(), points };
    ForecastFields { comment: comment.to_owned(), series: vec![series] }
}

on_both! {
    async fn prices_come_in_once_and_are_corrected(db: &Db) {
        let market = MARKETS[0].id;
        let all = PriceFilter { load: None, delivery: None, from: day("2026-01-01"), to: day("2027-01-01") };
        let first = [point("2026-06-02", "2028", 84_250), point("2026-06-01", "2028", 84_000), point("2026-06-01", "2027-Q1", -500)];
        let import = async |points: &[PricePoint]| {
            write(&db.store, at(1), async |tx| tx.platform().import_prices(market, points).await).await
        };
        assert_eq!(db.store.compare_prices(market, &first).await.unwrap(), PriceCounts { create: 3, ..Default::default() });
        assert_eq!(import(&first).await.unwrap(), PriceCounts { create: 3, ..Default::default() });
        assert_eq!(import(&first).await.unwrap(), PriceCounts { unchanged: 3, ..Default::default() });
        let second = [point("2026-06-02", "2028", 84_251), point("2026-06-03", "2028", 85_000), first[1]];
        let counts = PriceCounts { create: 1, change: 1, unchanged: 1 };
        assert_eq!(db.store.compare_prices(market, &second).await.unwrap(), counts);
        assert_eq!(import(&second).await.unwrap(), counts);
        let stored = db.store.prices(market, &all).await.unwrap();
        assert_eq!(stored, [first[2], first[1], second[0], second[1]]);
        let some = PriceFilter { delivery: Some("2028".parse().unwrap()), from: day("2026-06-02"), to: day("2026-06-03"), ..all };
        assert_eq!(db.store.prices(market, &some).await.unwrap(), [second[0]]);
        let peak = PriceFilter { load: Some(Load::Peak), ..all };
        assert_eq!(db.store.prices(market, &peak).await.unwrap(), []);
        assert_eq!(db.store.prices(MARKETS[1].id, &all).await.unwrap(), []);
        let nowhere = write(&db.store, at(1), async |tx| tx.platform().import_prices(Uuid::nil(), &first).await).await;
        assert!(matches!(nowhere, Err(Error::NotFound)));
    }

    async fn a_publication_follows_the_former_ones_of_its_owner(db: &Db) {
        let (ours, theirs) = (World::new(db).await, World::named(db, "Other").await);
        let market = MARKETS[0].id;
        let mut versions = Vec::new();
        for minute in [1, 2] {
            let (view, series) = write(&db.store, at(minute), async |tx| tx.platform().publish_forecast(market, &fields("all")).await).await.unwrap();
            assert_eq!((view.origin, series), (ForecastOrigin::Application, fields("").series));
            versions.push(view.version);
        }
        for world in [&ours, &theirs, &ours] {
            let (view, _) = world.in_organisation(async |w| w.publish_forecast(market, &fields("own")).await).await.unwrap();
            assert_eq!((view.origin, view.organisation), (ForecastOrigin::Manager, Some(world.organisation)));
            versions.push(view.version);
        }
        assert_eq!(versions, [1, 2, 1, 1, 2]);
        let reach = |application, organisations: &[Uuid]| ForecastReach { application, organisations: organisations.to_vec() };
        let filter = ForecastFilter { market: Some(market), ..Default::default() };
        for (reach, expected) in [
            (reach(true, &[]), 2), (reach(false, &[ours.organisation]), 2), (reach(true, &[theirs.organisation]), 3),
            (reach(false, &[]), 0), (reach(false, &[Uuid::from_u128(7)]), 0),
        ] {
            let found = db.store.platform().forecasts(&reach, &filter, &page(10)).await.unwrap();
            assert_eq!((found.items.len(), found.total), (expected, Some(expected as u64)), "{reach:?}");
        }
        let mine = db.store.platform().forecasts(&reach(false, &[ours.organisation]), &filter, &page(1)).await.unwrap();
        let id = mine.items[0].id;
        assert_eq!(mine.items[0].version, 2, "newest first");
        let foreign = db.store.platform().forecast(&reach(true, &[theirs.organisation]), market, id).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        let elsewhere = db.store.platform().forecast(&reach(true, &[ours.organisation]), MARKETS[1].id, id).await;
        assert!(matches!(elsewhere, Err(Error::NotFound)));
    }

    async fn a_client_publishes_where_an_active_service_shares_it(db: &Db) {
        let world = World::new(db).await;
        let (_, user) = world.add_user("kam@example.org", &[Grant::Kam { organisation: world.organisation }]).await;
        let account = account(&world, &user).await;
        let publish = async |market: Uuid, today: &str| {
            write(&db.store, at(5), async |tx| {
                tx.customer(world.organisation, account.id).publish_forecast(market, &fields("mine"), day(today)).await
            })
            .await
        };
        let market = MARKETS[0].id;
        for (market, today, expected) in [
            (MARKETS[1].id, "2026-11-28", Conflict::MarketNotActivated),
            (market, "2026-10-31", Conflict::ServiceNotStarted),
            (market, "2028-01-01", Conflict::ServiceExpired),
            (market, "2026-11-01", Conflict::ClientForecastNotShared),
        ] {
            let refused = publish(market, today).await;
            assert!(matches!(&refused, Err(Error::Conflict(conflict)) if *conflict == expected), "{refused:?}");
        }
        let mut shared = account.services[0].service.clone();
        shared.forecasts.client = true;
        let id = account.services[0].id;
        write(&db.store, at(4), async |tx| tx.customer(world.organisation, account.id).update_service(1, id, &shared).await).await.unwrap();
        let (view, series) = publish(market, "2027-12-31").await.unwrap();
        assert_eq!((view.origin, view.customer, view.version), (ForecastOrigin::Client, Some(account.id), 1));
        assert_eq!(series, fields("").series);
        let scope = db.store.customer(world.organisation, account.id);
        let own = scope.forecasts(&ForecastFilter::default(), &page(5)).await.unwrap();
        assert_eq!(own.items, std::slice::from_ref(&view));
        assert_eq!(scope.forecast(view.id).await.unwrap().0, view);
        // Nobody finds it among those of the market, nor at another account.
        let reach = ForecastReach { application: true, organisations: vec![world.organisation, account.id] };
        assert_eq!(db.store.platform().forecasts(&reach, &ForecastFilter::default(), &page(5)).await.unwrap().items, []);
        let elsewhere = db.store.customer(world.organisation, Uuid::from_u128(3)).forecast(view.id).await;
        assert!(matches!(elsewhere, Err(Error::NotFound)));
        let log = scope.audit(&AuditFilter::default(), &page(1)).await.unwrap();
        assert_eq!(log.items[0].action, "forecast.published");
    }
}
