//! Prices and forecasts of the demo: synthetic, made by a formula of the calendar, and they say so.

use super::inconsistent;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::market::{
    Delivery, DeliveryUnit, ForecastFields, ForecastPoint, ForecastSeries, Load, MARKETS, Market, Price, PricePoint,
};
use store::Tx;
use uuid::Uuid;

const COMMENT: &str = "Synthetic: prices and forecasts of the demo are made up and tell nothing of any market.";
const OWN_COMMENT: &str = "Synthetic, as all numbers of the demo. A little lower than the application’s.";

/// For how many days there are prices.
const HISTORY: u64 = 365;
/// How many weeks a forecast reaches.
const WEEKS: u64 = 78;

/// Fills a year of prices and a forecast of every market, and of the organisation for two of them.
pub(super) async fn fill(tx: &Tx, organisation: Uuid, today: NaiveDate) -> Result<(), store::Error> {
    for market in MARKETS {
        let products = products(market, today);
        let prices = products.iter().flat_map(|product| history(market, *product, today));
        let prices = prices.collect::<Result<Vec<_>, _>>()?;
        tx.platform().import_prices(market.id, &prices).await?;
        let application = forecast(market, &products, today, COMMENT, 100)?;
        tx.platform().publish_forecast(market.id, &application).await?;
        if is_detailed(market) {
            let own = forecast(market, &products, today, OWN_COMMENT, 97)?;
            tx.organisation(organisation).publish_forecast(market.id, &own).await?;
        }
    }
    Ok(())
}

type Product = (Load, Delivery);

/// Quarters and months are listed for one market of each commodity.
fn is_detailed(market: &Market) -> bool {
    matches!(market.code, "be_power" | "ttf")
}

/// The next three years, and for some markets the next four quarters and three months.
fn products(market: &Market, today: NaiveDate) -> Vec<Product> {
    let next = |unit, count: usize| {
        let first = Delivery::containing(today, unit).next();
        std::iter::successors(Some(first), |delivery| Some(delivery.next())).take(count)
    };
    let mut products: Vec<Product> =
        market.loads.iter().flat_map(|load| next(DeliveryUnit::Year, 3).map(|year| (*load, year))).collect();
    if is_detailed(market) {
        let shorter = next(DeliveryUnit::Quarter, 4).chain(next(DeliveryUnit::Month, 3));
        products.extend(shorter.map(|delivery| (Load::Base, delivery)));
    }
    products
}

fn history(
    market: &Market,
    (load, delivery): Product,
    today: NaiveDate,
) -> impl Iterator<Item = Result<PricePoint, store::Error>> {
    let first = today.checked_sub_days(Days::new(HISTORY)).unwrap_or(today);
    let days = first.iter_days().take_while(move |day| *day <= today);
    let (level, seed) = (level(market, load, delivery), seed(market));
    days.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)).map(move |day| {
        let n = i64::from(day.num_days_from_ce()) + seed;
        let jitter = n.wrapping_mul(2_654_435_761).rem_euclid(2_001) - 1_000;
        let swing = slow(n) + wave(n, 11, 12) + jitter / 100;
        Ok(PricePoint { load, delivery, day, price: price(level * (1_000 + swing) / 1_000)? })
    })
}

/// A publication whose prices are `percent` of the formula's.
fn forecast(
    market: &Market,
    products: &[Product],
    today: NaiveDate,
    comment: &str,
    percent: i64,
) -> Result<ForecastFields, store::Error> {
    let series = |(load, delivery): &Product| {
        let level = level(market, *load, *delivery) * percent / 100;
        let days = (1..=WEEKS).filter_map(|week| today.checked_add_days(Days::new(7 * week)));
        let points = (0_i64..).zip(days.take_while(|day| *day < delivery.from())).map(|(week, day)| {
            let mid = level * (1_000 + slow(i64::from(day.num_days_from_ce()) + seed(market))) / 1_000;
            // The further away, the wider the band.
            let band = mid * (30 + week * 2) / 1_000;
            Ok(ForecastPoint { day, low: price(mid - band)?, mid: price(mid)?, high: price(mid + band)? })
        });
        Ok(ForecastSeries { load: *load, delivery: *delivery, points: points.collect::<Result<_, store::Error>>()? })
    };
    let series = products.iter().map(series).collect::<Result<Vec<_>, store::Error>>()?;
    // A product that delivers within a week has nothing left to forecast.
    let series = series.into_iter().filter(|series| !series.points.is_empty()).collect();
    Ok(ForecastFields { comment: comment.to_owned(), series })
}

/// The middle price of a product, in thousandths of EUR/MWh.
fn level(market: &Market, load: Load, delivery: Delivery) -> i64 {
    let base = match market.code {
        "be_power" => 84_000,
        "fr_power" => 70_000,
        "pun" => 108_000,
        "ttf" => 31_000,
        "peg" => 31_500,
        _ => 34_000,
    };
    let hours = if load == Load::Peak { 125 } else { 100 };
    // Winter costs more, and later years less.
    let season = match (delivery.unit(), delivery.from().month()) {
        (DeliveryUnit::Year, _) => 100,
        (_, 10..=12 | 1..=3) => 112,
        _ => 91,
    };
    let year = 100 - i64::from(delivery.from().year() % 5);
    base * hours / 100 * season / 100 * year / 100
}

/// Each market moves at another time.
fn seed(market: &Market) -> i64 {
    i64::try_from(market.id.as_u128() % 1_000).unwrap_or_default() * 17
}

/// The slow movements, in thousandths.
const fn slow(n: i64) -> i64 {
    wave(n, 233, 90) + wave(n, 89, 35)
}

/// A triangle of `period` days between `-height` and `height`.
const fn wave(n: i64, period: i64, height: i64) -> i64 {
    let at = n.rem_euclid(period) * 4 * height / period;
    if at <= 2 * height { at - height } else { 3 * height - at }
}

fn price(thousandths: i64) -> Result<Price, store::Error> {
    Price::from_thousandths(thousandths).ok_or_else(|| inconsistent("a demo price beyond all prices"))
}
