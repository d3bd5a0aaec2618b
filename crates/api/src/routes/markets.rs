//! The catalogue of markets.

use crate::answer::{self, Answer};
use crate::extract::{AtMarket, Authenticated, MarketPath};
use crate::state::State;
use actix_web::{get, web};
use api_types::{Market, MarketList};
use store::MarketView;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(list_markets).service(get_market);
}

/// List the markets
///
/// Those that can be activated for customers; the same for every organisation.
#[utoipa::path(
    tag = "markets",
    responses((status = 200, description = "All of them, in the order they are offered.", body = MarketList)),
    security(("bearer" = []))
)]
#[get("/markets")]
pub(super) async fn list_markets(state: web::Data<State>, _: Authenticated) -> Answer {
    let markets = state.store().markets().await?;
    answer::plain(&MarketList { items: markets.into_iter().map(market).collect() })
}

/// Get a market
///
/// As it stands in the catalogue.
#[utoipa::path(
    tag = "markets",
    params(MarketPath),
    responses((status = 200, description = "The market.", body = Market)),
    security(("bearer" = []))
)]
#[get("/markets/{market_id}")]
pub(super) async fn get_market(found: AtMarket) -> Answer {
    answer::plain(&market(found.market))
}

fn market(view: MarketView) -> Market {
    Market {
        id: view.id,
        code: view.code,
        name: view.name,
        country: view.country,
        commodity: view.commodity,
        loads: view.loads,
        covers_short_term: view.covers_short_term,
    }
}
