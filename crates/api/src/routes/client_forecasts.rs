//! A client's own forecasts.

use super::forecasts::{forecast, imported, summary, wrong};
use super::lists;
use super::prices::table;
use crate::answer::{self, Answer};
use crate::error::Error;
use crate::extract::{
    ClientForecastPath, CustomerPath, File, Guarded, Idempotency, IdempotencyHeader, IfNoneMatch, IfNoneMatchHeader,
    InCustomer, Query, Valid, permit,
};
use crate::market_files::{self, Outcome};
use crate::state::State;
use actix_web::{get, post, web};
use api_types::{
    ClientForecastImportQuery, ClientForecastInput, ClientForecastQuery, Forecast, ForecastImport, ForecastSort,
    ForecastSummary, MarketFileMode, Page,
};
use domain::Code;
use store::{ForecastFilter, MarketView};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config
        .service(list_client_forecasts)
        .service(publish_client_forecast)
        .service(get_client_forecast)
        .service(import_client_forecast);
}

/// List a client's own forecasts
///
/// As they were published, newest first; each follows the former ones on its market as their next version.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, ClientForecastQuery),
    responses((status = 200, description = "One page of them.", body = Page<ForecastSummary>)),
    security(("bearer" = ["client_forecasts:read"]))
)]
#[get("/customers/{customer_id}/forecasts")]
pub(super) async fn list_client_forecasts(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InCustomer<permit::ClientForecastsRead>, Query<ClientForecastQuery>>,
) -> Answer {
    let Query(query) = query;
    let filter = ForecastFilter {
        market: query.market_id,
        origin: None,
        oldest_first: query.sort == Some(ForecastSort::Oldest),
    };
    let found = access.read(&state).forecasts(&filter, &lists::page(query.limit, query.cursor)).await?;
    answer::plain(&lists::map(found, summary))
}

/// Publish a client's own forecast
///
/// By the customer, where an active service includes forecasts of their own.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, IdempotencyHeader),
    request_body = ClientForecastInput,
    responses(
        (status = 201, description = "Published.", body = Forecast),
        (status = 409, description = "`market_not_activated`, `service_not_started`, `service_expired`: there is no \
            active service on the market; `client_forecast_not_shared`: it does not include own forecasts.")
    ),
    security(("bearer" = ["client_forecasts:publish"]))
)]
#[post("/customers/{customer_id}/forecasts")]
pub(super) async fn publish_client_forecast(
    state: web::Data<State>,
    Guarded(access, input): Guarded<
        InCustomer<permit::ClientForecastsPublish>,
        (Idempotency, Valid<ClientForecastInput>),
    >,
) -> Answer {
    let (idempotency, body) = input;
    let context = access.caller.write_context(&state, idempotency.of(&access.caller, &body));
    let market = market(&state, body.peek().market_id, "/market_id").await?;
    let fields = body.check(|input| input.to_domain(&market.loads))?;
    let today = state.today();
    let written = state.store().write(&context, async |tx| {
        let published = access.write(tx).publish_forecast(market.id, &fields, today).await?;
        let location = format!("/api/v1/customers/{}/forecasts/{}", access.id(), published.0.id);
        let answer = answer::created(location, published.0.version, &forecast(published))?;
        tx.remember(answer.clone());
        Ok(answer)
    });
    answer::written(written.await?)
}

/// Get a client's own forecast
///
/// With all its points.
#[utoipa::path(
    tag = "customers",
    params(ClientForecastPath, IfNoneMatchHeader),
    responses((status = 200, description = "The forecast.", body = Forecast)),
    security(("bearer" = ["client_forecasts:read"]))
)]
#[get("/customers/{customer_id}/forecasts/{forecast_id}")]
pub(super) async fn get_client_forecast(
    state: web::Data<State>,
    Guarded(access, rest): Guarded<InCustomer<permit::ClientForecastsRead>, (ClientForecastPath, IfNoneMatch)>,
) -> Answer {
    let (path, known) = rest;
    let found = access.read(&state).forecast(path.forecast_id).await?;
    answer::resource(found.0.version, &forecast(found), &known)
}

/// Import a client's own forecast
///
/// From a file as for a forecast of the market. First have a look (`preview`), then `apply` publishes it, unless a row
/// is wrong.
#[utoipa::path(
    tag = "customers",
    params(CustomerPath, ClientForecastImportQuery),
    request_body(content(
        (String = "text/csv", example = json!("date,load,delivery,low,mid,high\r\n2026-12-01,base,2028,71,84.25,98\r\n")),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", example = json!("PK"))
    )),
    responses(
        (status = 200, description = "What is in the file, and the publication once it is one.", body = ForecastImport),
        (status = 409, description = "`market_not_activated`, `service_not_started`, `service_expired`: there is no \
            active service on the market; `client_forecast_not_shared`: it does not include own forecasts."),
        (status = 413, description = "`too_large`: the file has more than 4 MB."),
        (status = 415, description = "`unsupported_media_type`: no table.")
    ),
    security(("bearer" = ["client_forecasts:publish"]))
)]
#[post("/customers/{customer_id}/forecasts/imports")]
pub(super) async fn import_client_forecast(
    state: web::Data<State>,
    Guarded(access, input): Guarded<
        InCustomer<permit::ClientForecastsPublish>,
        (Query<ClientForecastImportQuery>, File),
    >,
) -> Answer {
    let (Query(query), file) = input;
    let market = market(&state, query.market_id, "?market_id").await?;
    let bytes = table(file)?;
    let read = state.turns().run(move || market_files::forecast(&bytes, &market.loads)).await??;
    let fields = match read {
        Outcome::Good(fields) => fields,
        Outcome::Wrong(errors) => return answer::plain(&wrong(errors)),
    };
    let mut published = None;
    if query.mode == Some(MarketFileMode::Apply) {
        let (context, today) = (access.caller.write_context(&state, None), state.today());
        let written = state
            .store()
            .write(&context, async |tx| access.write(tx).publish_forecast(query.market_id, &fields, today).await);
        published = Some(answer::fresh(written.await?)?.0);
    }
    answer::plain(&imported(published, &fields))
}

/// The market that a request names at `pointer`.
async fn market(state: &State, id: Uuid, pointer: &str) -> Result<MarketView, Error> {
    match state.store().market(id).await {
        Err(store::Error::NotFound) => Err(Error::invalid_field(pointer, Code::UnknownMarket)),
        found => Ok(found?),
    }
}
