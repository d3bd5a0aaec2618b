//! Prices of markets.

use super::market_reach;
use crate::answer::{self, Answer};
use crate::error::Error;
use crate::extract::{File, Guarded, MarketPath, OnPlatform, Query, permit};
use crate::market_files::{self, Outcome};
use crate::state::State;
use actix_web::{get, post, web};
use api_types::{
    FieldError, MarketFileMode, PriceHistory, PriceImport, PriceImportQuery, PricePoint, PriceQuery, PriceSeries,
    ProblemCode,
};
use chrono::{Days, Months, NaiveDate};
use domain::market::Delivery;
use domain::violation::{Code, Params};
use store::{PriceCounts, PriceFilter};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// The currency of every price.
pub(super) const CURRENCY: &str = "EUR";
/// What a price is for.
pub(super) const UNIT: &str = "MWh";
/// As many years as are read at once.
const YEARS: u32 = 3;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(list_prices).service(import_prices);
}

/// List the prices of a market
///
/// By product, for days of trading. A customer sees them while a service of theirs on the market is active.
#[utoipa::path(
    tag = "markets",
    params(MarketPath, PriceQuery),
    responses((status = 200, description = "The products with a price in that time.", body = PriceHistory)),
    security(("bearer" = ["markets:read"]))
)]
#[get("/markets/{market_id}/prices")]
pub(super) async fn list_prices(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<OnPlatform<permit::MarketsRead>, (MarketPath, Query<PriceQuery>)>,
) -> Answer {
    let (path, Query(query)) = rest;
    market_reach::of(&state, &access.caller, path.market_id).await?;
    let filter = filter(&query, state.today())?;
    let points = state.store().prices(path.market_id, &filter).await?;
    answer::plain(&history(path.market_id, &points))
}

/// Import prices of a market
///
/// From a CSV file or a workbook with the columns `date`, `load`, `delivery` and `price`, one price a row. First have
/// a look (`preview`): how many are new or others, and which rows are wrong. Then `apply` stores them, unless a row is
/// wrong. Sending a file twice changes nothing the second time.
#[utoipa::path(
    tag = "markets",
    params(MarketPath, PriceImportQuery),
    request_body(content(
        (String = "text/csv", example = json!("date,load,delivery,price\r\n2026-06-01,base,2027,84.25\r\n")),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", example = json!("PK"))
    )),
    responses(
        (status = 200, description = "What becomes, or became, of the prices.", body = PriceImport),
        (status = 413, description = "`too_large`: the file has more than 4 MB."),
        (status = 415, description = "`unsupported_media_type`: no table.")
    ),
    security(("bearer" = ["prices:import"]))
)]
#[post("/markets/{market_id}/prices/imports")]
pub(super) async fn import_prices(
    state: web::Data<State>,
    Guarded(access, input): Guarded<OnPlatform<permit::PricesImport>, (MarketPath, Query<PriceImportQuery>, File)>,
) -> Answer {
    let (path, Query(query), file) = input;
    let market = state.store().market(path.market_id).await?;
    let bytes = table(file)?;
    let loads = market.loads.clone();
    let read = state.turns().run(move || market_files::prices(&bytes, &loads)).await??;
    let points = match read {
        Outcome::Good(points) => points,
        Outcome::Wrong(errors) => {
            return answer::plain(&PriceImport { applied: false, create: 0, change: 0, unchanged: 0, errors });
        }
    };
    let applied = query.mode == Some(MarketFileMode::Apply);
    let counts = if applied {
        let context = access.caller.write_context(&state, None);
        let written = state.store().write(&context, async |tx| tx.platform().import_prices(market.id, &points).await);
        answer::fresh(written.await?)?
    } else {
        state.store().compare_prices(market.id, &points).await?
    };
    let PriceCounts { create, change, unchanged } = counts;
    answer::plain(&PriceImport { applied, create, change, unchanged, errors: Vec::new() })
}

/// The bytes of a file that must be a table.
pub(super) fn table(file: File) -> Result<web::Bytes, Error> {
    if file.is_json { Err(ProblemCode::UnsupportedMediaType.into()) } else { Ok(file.bytes) }
}

fn filter(query: &PriceQuery, today: NaiveDate) -> Result<PriceFilter, Error> {
    let delivery = query.delivery.as_deref().map(|text| text.trim().parse::<Delivery>());
    let delivery = delivery.transpose().map_err(|_| Error::invalid_field("?delivery", Code::InvalidFormat))?;
    let to = query.to.or_else(|| today.checked_add_days(Days::new(1))).unwrap_or(today);
    let from = query.from.or_else(|| to.checked_sub_months(Months::new(12))).unwrap_or(to);
    let longest = from.checked_add_months(Months::new(12 * YEARS));
    if longest.is_some_and(|longest| to > longest) {
        let params = Params::from([
            ("reason", "date".into()),
            ("min", from.to_string().into()),
            ("max", longest.unwrap_or(to).to_string().into()),
        ]);
        return Err(Error::invalid(vec![FieldError::new("?to", Code::OutOfRange, params)]));
    }
    Ok(PriceFilter { load: query.load, delivery, from, to })
}

fn history(market_id: Uuid, points: &[domain::market::PricePoint]) -> PriceHistory {
    let mut series: Vec<PriceSeries> = Vec::new();
    for chunk in points.chunk_by(|a, b| (a.load, a.delivery) == (b.load, b.delivery)) {
        let Some(first) = chunk.first() else { continue };
        let point = |point: &domain::market::PricePoint| PricePoint { date: point.day, price: point.price.to_string() };
        series.push(PriceSeries {
            load: first.load,
            delivery: first.delivery.to_string(),
            delivery_from: first.delivery.from(),
            delivery_to: first.delivery.to(),
            points: chunk.iter().map(point).collect(),
        });
    }
    PriceHistory { market_id, currency: CURRENCY.to_owned(), unit: UNIT.to_owned(), series }
}
