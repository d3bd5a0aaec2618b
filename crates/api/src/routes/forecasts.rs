//! Forecasts of markets: the application's and those of organisations.

use super::prices::{CURRENCY, UNIT, table};
use super::{lists, market_reach};
use crate::answer::{self, Answer};
use crate::error::Error;
use crate::extract::{
    AtMarket, Caller, File, ForecastPath, Guarded, Idempotency, IdempotencyHeader, IfNoneMatch, IfNoneMatchHeader,
    MarketPath, OnPlatform, Query, Valid, permit,
};
use crate::market_files::{self, Outcome};
use crate::state::State;
use actix_web::{get, post, web};
use api_types::{
    Forecast, ForecastImport, ForecastImportQuery, ForecastInput, ForecastQuery, ForecastSeries, ForecastSort,
    ForecastSummary, MarketFileMode, Page, Product,
};
use domain::market::ForecastFields;
use domain::role::{Permission, Place};
use store::{ForecastFilter, ForecastView, Tx};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// A publication with its series.
pub(super) type Published = (ForecastView, Vec<domain::market::ForecastSeries>);

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(list_forecasts).service(publish_forecast).service(get_forecast).service(import_forecast);
}

/// List the forecasts of a market
///
/// The application's and those of one's organisation; a customer sees what an active service of theirs shares. A
/// client's own stand at their account.
#[utoipa::path(
    tag = "markets",
    params(MarketPath, ForecastQuery),
    responses((status = 200, description = "One page of them.", body = Page<ForecastSummary>)),
    security(("bearer" = ["markets:read"]))
)]
#[get("/markets/{market_id}/forecasts")]
pub(super) async fn list_forecasts(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<OnPlatform<permit::MarketsRead>, (MarketPath, Query<ForecastQuery>)>,
) -> Answer {
    let (path, Query(query)) = rest;
    let reach = market_reach::of(&state, &access.caller, path.market_id).await?;
    let filter = ForecastFilter {
        market: Some(path.market_id),
        origin: query.origin,
        oldest_first: query.sort == Some(ForecastSort::Oldest),
    };
    let page = lists::page(query.limit, query.cursor);
    let found = state.store().platform().forecasts(&reach, &filter, &page).await?;
    answer::plain(&lists::map(found, summary))
}

/// Publish a forecast
///
/// Of an organisation by its manager, of the application by the operator. It follows the former ones as their next
/// version; none of them changes any more.
#[utoipa::path(
    tag = "markets",
    params(MarketPath, IdempotencyHeader),
    request_body = ForecastInput,
    responses(
        (status = 201, description = "Published.", body = Forecast),
        (status = 403, description = "The caller's roles do not allow this for that organisation, or the application.")
    ),
    security(("bearer" = ["application_forecasts:publish", "organisation_forecasts:publish"]))
)]
#[post("/markets/{market_id}/forecasts")]
pub(super) async fn publish_forecast(
    state: web::Data<State>,
    Guarded(AtMarket { caller, market }, input): Guarded<AtMarket, (Idempotency, Valid<ForecastInput>)>,
) -> Answer {
    let (idempotency, body) = input;
    let context = caller.write_context(&state, idempotency.of(&caller, &body));
    let (organisation, fields) = body.check(|input| Ok((input.organisation_id, input.to_domain(&market.loads)?)))?;
    require_publish(&caller, organisation)?;
    let written = state.store().write(&context, async |tx| {
        let published = publish(tx, market.id, organisation, &fields).await?;
        let location = format!("/api/v1/markets/{}/forecasts/{}", market.id, published.0.id);
        let answer = answer::created(location, published.0.version, &forecast(published))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// Get a forecast
///
/// With all its points.
#[utoipa::path(
    tag = "markets",
    params(ForecastPath, IfNoneMatchHeader),
    responses((status = 200, description = "The forecast.", body = Forecast)),
    security(("bearer" = ["markets:read"]))
)]
#[get("/markets/{market_id}/forecasts/{forecast_id}")]
pub(super) async fn get_forecast(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<OnPlatform<permit::MarketsRead>, (ForecastPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    let reach = market_reach::of(&state, &access.caller, path.market_id).await?;
    let found = state.store().platform().forecast(&reach, path.market_id, path.forecast_id).await?;
    answer::resource(found.0.version, &forecast(found), &known)
}

/// Import a forecast
///
/// From a CSV file or a workbook with the columns `date`, `load`, `delivery`, `low`, `mid` and `high`, one day of a
/// product a row. First have a look (`preview`), then `apply` publishes it, unless a row is wrong.
#[utoipa::path(
    tag = "markets",
    params(MarketPath, ForecastImportQuery),
    request_body(content(
        (String = "text/csv", example = json!("date,load,delivery,low,mid,high\r\n2026-12-01,base,2028,71,84.25,98\r\n")),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", example = json!("PK"))
    )),
    responses(
        (status = 200, description = "What is in the file, and the publication once it is one.", body = ForecastImport),
        (status = 403, description = "The caller's roles do not allow this for that organisation, or the application."),
        (status = 413, description = "`too_large`: the file has more than 4 MB."),
        (status = 415, description = "`unsupported_media_type`: no table.")
    ),
    security(("bearer" = ["application_forecasts:publish", "organisation_forecasts:publish"]))
)]
#[post("/markets/{market_id}/forecasts/imports")]
pub(super) async fn import_forecast(
    state: web::Data<State>,
    Guarded(AtMarket { caller, market }, input): Guarded<AtMarket, (Query<ForecastImportQuery>, File)>,
) -> Answer {
    let (Query(query), file) = input;
    require_publish(&caller, query.organisation_id)?;
    let (id, bytes) = (market.id, table(file)?);
    let read = state.turns().run(move || market_files::forecast(&bytes, &market.loads)).await??;
    let fields = match read {
        Outcome::Good(fields) => fields,
        Outcome::Wrong(errors) => return answer::plain(&wrong(errors)),
    };
    let mut published = None;
    if query.mode == Some(MarketFileMode::Apply) {
        let context = caller.write_context(&state, None);
        let written = state.store().write(&context, async |tx| publish(tx, id, query.organisation_id, &fields).await);
        published = Some(answer::fresh(written.await?)?.0);
    }
    answer::plain(&imported(published, &fields))
}

/// Whoever may publish for an organisation, or for the application where there is none.
fn require_publish(caller: &Caller, organisation: Option<Uuid>) -> Result<(), Error> {
    match organisation {
        Some(id) => caller.require(Permission::OrganisationForecastsPublish, Place::Organisation(id)),
        None => caller.require(Permission::ApplicationForecastsPublish, Place::Platform),
    }
}

async fn publish(
    tx: &Tx,
    market: Uuid,
    organisation: Option<Uuid>,
    fields: &ForecastFields,
) -> Result<Published, store::Error> {
    match organisation {
        Some(id) => tx.organisation(id).publish_forecast(market, fields).await,
        None => tx.platform().publish_forecast(market, fields).await,
    }
}

/// What a good file comes to.
pub(super) fn imported(published: Option<ForecastView>, fields: &ForecastFields) -> ForecastImport {
    let series = fields.series.iter().map(ForecastSeries::from).collect();
    ForecastImport { published: published.map(summary), series, errors: Vec::new() }
}

/// What a file with wrong rows comes to.
pub(super) const fn wrong(errors: Vec<api_types::RowErrors>) -> ForecastImport {
    ForecastImport { published: None, series: Vec::new(), errors }
}

pub(super) fn forecast((view, series): Published) -> Forecast {
    Forecast {
        id: view.id,
        market_id: view.market,
        origin: view.origin,
        organisation_id: view.organisation,
        customer_id: view.customer,
        version: view.version,
        comment: view.comment,
        published_at: view.published_at,
        published_by: view.published_by,
        currency: CURRENCY.to_owned(),
        unit: UNIT.to_owned(),
        series: series.iter().map(ForecastSeries::from).collect(),
    }
}

pub(super) fn summary(view: ForecastView) -> ForecastSummary {
    let product = |(load, delivery): (domain::market::Load, domain::market::Delivery)| Product {
        load,
        delivery: delivery.to_string(),
    };
    ForecastSummary {
        id: view.id,
        market_id: view.market,
        origin: view.origin,
        organisation_id: view.organisation,
        customer_id: view.customer,
        version: view.version,
        comment: view.comment,
        published_at: view.published_at,
        published_by: view.published_by,
        products: view.products.into_iter().map(product).collect(),
    }
}
