//! Customer accounts and their optimisations as files.

use super::exports::{page, worded};
use super::{advice_answers, customer_answers, customers, optimisations};
use crate::answer::Answer;
use crate::exchange::download::{self, ReadRows, Rows, Wish};
use crate::exchange::upload::Workbook;
use crate::exchange::words;
use crate::extract::{CustomerSide, Export, Guarded, InOrganisation, OrganisationPath, permit};
use crate::state::State;
use crate::table::Cell;
use actix_web::{get, web};
use api_types::{Customer, CustomerQuery, MarketService, OptimisationQuery, OptimisationSummary, TableQuery};
use chrono::{Days, NaiveDate};
use domain::customer::{CustomerKind, ServiceState};
use domain::market::MARKETS;
use domain::quantity::Decimal;
use domain::vocabulary::Locale;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(export_customers).service(export_optimisations);
}

/// Export customer accounts
///
/// The list of accounts with its filters and order: a key account manager gets those they look after.
#[utoipa::path(
    tag = "customers",
    params(OrganisationPath, TableQuery, CustomerQuery),
    responses((status = 200, description = "The table.", content(
        (String = "text/csv", example = json!("Company,Customer reference\r\nBakery,C-1001\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = ["customers:read"]))
)]
#[get("/organisations/{organisation_id}/customers/export")]
pub(super) async fn export_customers(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InOrganisation<permit::CustomersRead>, Export<CustomerQuery>>,
) -> Answer {
    let wish = Wish::of(query.table, &access.caller);
    let filter = customers::filter(&state, query.list);
    let read: ReadRows = Box::new(move |cursor| {
        let (state, access, filter) = (state.clone(), access.clone(), filter.clone());
        Box::pin(async move {
            let found = access.read(&state).customers(access.reach(), &filter, state.now(), &page(cursor)).await?;
            let body = |view| customer_answers::customer(&state, &access.caller, view);
            let rows = found.items.into_iter().map(|view| customer_row(body(view), wish.locale)).collect();
            Ok(Rows { rows, next: found.next_cursor })
        })
    });
    download::answer(wish, "customers", worded(&CUSTOMER_HEADINGS, wish.locale), read).await
}

/// Export optimisations
///
/// The list of the optimisations of all accounts the caller looks after, with its filters and order.
#[utoipa::path(
    tag = "optimisations",
    params(OrganisationPath, TableQuery, OptimisationQuery),
    responses((status = 200, description = "The table.", content(
        (String = "text/csv", example = json!("Company,Contract name\r\nBakery,Electricity 2028\r\n")),
        (Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))),
    security(("bearer" = ["customers:read"]))
)]
#[get("/organisations/{organisation_id}/optimisations/export")]
pub(super) async fn export_optimisations(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InOrganisation<permit::CustomersRead>, Export<OptimisationQuery>>,
) -> Answer {
    let wish = Wish::of(query.table, &access.caller);
    let filter = optimisations::filter(query.list);
    let read: ReadRows = Box::new(move |cursor| {
        let (state, access, filter) = (state.clone(), access.clone(), filter.clone());
        Box::pin(async move {
            let found = access.read(&state).optimisations(access.reach(), &filter, state.now(), &page(cursor)).await?;
            let today = state.today();
            let body = |row| advice_answers::summary(row, CustomerSide::Keeper, today);
            let rows = found.items.into_iter().map(|row| optimisation_row(body(row), wish.locale)).collect();
            Ok(Rows { rows, next: found.next_cursor })
        })
    });
    let mut headings = worded(&OPTIMISATION_HEADINGS, wish.locale);
    if let Some(fixed) = headings.get_mut(FIXED_COLUMN) {
        fixed.push_str(" (%)");
    }
    download::answer(wish, "optimisations", headings, read).await
}

const CUSTOMER_HEADINGS: [&str; 13] = [
    "customers.field.company",
    "customers.field.reference",
    "customers.field.kind",
    "customers.field.state",
    "customers.field.last_name",
    "customers.field.first_name",
    "customers.field.phone",
    "customers.field.email",
    "customers.field.kam",
    "customers.field.access",
    "customers.field.edits",
    "customers.field.markets",
    "customers.field.ends",
];

const OPTIMISATION_HEADINGS: [&str; 9] = [
    "customers.field.company",
    "optimisations.field.contract_name",
    "optimisations.field.market",
    "optimisations.field.delivery_from",
    "optimisations.field.delivery_last",
    "optimisations.field.risk",
    "optimisations.figure.fixed",
    "optimisations.next_advice",
    "optimisations.state.missed",
];

/// The column that is a percentage.
const FIXED_COLUMN: usize = 6;

/// The word of a key; the key itself where the screens have none.
fn word(locale: Locale, key: &str) -> String {
    words::word_or(locale, key, key)
}

/// The name of a market by its code; that of the catalogue where the screens have none.
fn market_name(locale: Locale, code: &str, name: &str) -> String {
    words::word_or(locale, &format!("customers.market.{code}"), name)
}

fn customer_row(customer: Customer, locale: Locale) -> Vec<Cell> {
    let kind = if customer.demo { CustomerKind::Demo } else { CustomerKind::Real };
    let access = if customer.access { "yes" } else { "no" };
    let known = |of: &MarketService| MARKETS.iter().find(|market| market.id == of.market_id);
    let markets = customer.services.iter().filter_map(known).map(|of| market_name(locale, of.code, of.name));
    let running = customer.services.iter().filter(|service| service.state != ServiceState::Expired);
    let editor = customer.editor.map(|editor| word(locale, &format!("customers.editor.{editor}")));
    vec![
        Cell::text(customer.company),
        Cell::text(customer.reference.unwrap_or_default()),
        Cell::text(word(locale, &format!("customers.kind.{kind}"))),
        Cell::text(word(locale, &format!("customers.state.{}", customer.state))),
        Cell::text(customer.contact.last_name),
        Cell::text(customer.contact.first_name),
        Cell::text(customer.contact.phone),
        Cell::text(customer.contact.email),
        Cell::text(customer.kam.name),
        Cell::text(word(locale, &format!("customers.access_state.{access}"))),
        Cell::text(editor.unwrap_or_default()),
        Cell::text(markets.collect::<Vec<_>>().join(", ")),
        day(running.map(|service| service.end_date).min()),
    ]
}

fn optimisation_row(of: OptimisationSummary, locale: Locale) -> Vec<Cell> {
    vec![
        Cell::text(of.company),
        Cell::text(of.contract_name),
        Cell::text(market_name(locale, &of.market.code, &of.market.name)),
        Cell::Day(of.delivery_from),
        day(of.delivery_to.checked_sub_days(Days::new(1))),
        Cell::text(word(locale, &format!("optimisations.risk.{}", of.risk_appetite))),
        of.fixed_percent.map_or(Cell::Empty, Cell::Number),
        day(of.next_advice_on),
        of.missed_count.map_or(Cell::Empty, |count| Cell::Number(Decimal::new(i64::from(count), 0))),
    ]
}

fn day(day: Option<NaiveDate>) -> Cell {
    day.map_or(Cell::Empty, Cell::Day)
}
