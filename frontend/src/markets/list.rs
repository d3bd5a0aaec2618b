//! The markets one can look at: the catalogue, or to a customer those of their services with how each stands.

use super::words;
use crate::customers::service_badge;
use crate::i18n::t;
use crate::routing::Route;
use crate::session::{Session, use_session};
use crate::ui::{Column, DataTable, EmptyState, Icon, PageHead, Remote, RemoteView, Row};
use api_types::{Customer, Market, MarketService};
use client::Error;
use domain::customer::ServiceState;
use domain::role::Role;
use leptos::prelude::*;

/// The page.
#[component]
pub fn MarketList() -> impl IntoView {
    let session = use_session();
    let markets = Remote::new(move || fetch(session));
    view! {
        <PageHead title=t("markets.title") lead=t("markets.lead") />
        <RemoteView remote=markets ready=table />
    }
    .into_any()
}

/// The catalogue, with the account of a user who sees markets as its customer alone.
type Known = (Vec<Market>, Option<Customer>);

async fn fetch(session: Session) -> Result<Known, Error> {
    let markets = session.call(async |client| client.list_markets().await).await?.items;
    let office = [Role::Operator, Role::Manager, Role::Kam];
    let sees_all = session.me().get_untracked().is_some_and(|me| me.roles.iter().any(|at| office.contains(&at.role)));
    let own = untrack(|| session.own_account()).filter(|_| !sees_all);
    let customer = match own {
        Some(id) => Some(session.call(async |client| client.get_customer(id).await).await?.value),
        None => None,
    };
    Ok((markets, customer))
}

fn table((markets, customer): Known) -> AnyView {
    let service = |market: &Market| {
        customer.as_ref().map(|customer| customer.services.iter().find(|service| service.market_id == market.id))
    };
    let shown: Vec<_> = markets
        .into_iter()
        .filter_map(|market| match service(&market) {
            None => Some((market, None)),
            Some(service) => Some((market, Some(service?))),
        })
        .collect();
    if shown.is_empty() {
        return view! { <EmptyState icon=Icon::Market title=t("markets.none.title") text=t("markets.none.text") /> }
            .into_any();
    }
    let own = customer.is_some().then_some("service");
    let columns = ["market", "commodity", "country", "hours", "short_term"].into_iter().chain(own);
    let columns = columns.map(|name| Column::new(t(&format!("markets.field.{name}")))).collect();
    let rows = shown.into_iter().map(|(market, service)| row(market, service)).collect();
    view! { <DataTable caption=t("markets.title") columns=columns rows=rows /> }.into_any()
}

fn row(market: Market, service: Option<&MarketService>) -> Row {
    let hours = market.loads.iter().map(|load| words::load(*load)).collect::<Vec<_>>().join(" · ");
    let short_term = t(if market.covers_short_term { "markets.short_term.yes" } else { "markets.short_term.no" });
    let state = service.map(|service| service_badge(service.state));
    let is_open = service.is_none_or(|service| service.state == ServiceState::Active);
    let cells = [
        words::name(&market.code, &market.name).into_any(),
        words::commodity(market.commodity).into_any(),
        crate::format::country(&market.country).into_any(),
        hours.into_any(),
        short_term.into_any(),
    ];
    // What is still to come, or over, is told on the start page: there is nothing to see of the market.
    let href = if is_open { Route::Market(market.id).path() } else { Route::Dashboard.path() };
    Row { href, cells: cells.into_iter().chain(state).collect() }
}
