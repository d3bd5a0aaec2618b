//! What somebody sees first: those who look after accounts, and customers; and all advice in one calendar.

use super::{advice_answers as answers, lists};
use crate::advice;
use crate::answer::{self, Answer};
use crate::error::Error;
use crate::extract::{
    CustomerPath, CustomerSide, Guarded, InCustomer, InOrganisation, OrganisationPath, Query, permit,
};
use crate::state::State;
use actix_web::{get, web};
use api_types::{
    CalendarEntry, CalendarQuery, CustomerDashboard, DashboardOptimisation, EndingService, Monitoring, Page,
};
use chrono::{Datelike, Days, NaiveDate};
use domain::advice::AdviceState;
use store::{EndingServiceView, EntryFilter, OptimisationFilter, OptimisationRow, PageRequest};
use utoipa_actix_web::service_config::ServiceConfig;

/// How many entries of each kind are shown first.
const SHOWN: u16 = 10;
/// How many optimisations of an account are shown first.
const OPTIMISATIONS: u16 = 100;
/// How many days ahead the end of a service is shown, and how long back what was missed.
const MONTH: u64 = 30;

pub(super) fn declare(config: &mut ServiceConfig<'_>) {
    config.service(get_monitoring).service(list_calendar_entries).service(get_customer_dashboard);
}

/// Get the monitoring of activities
///
/// Accounts, services that end soon, advice due this week and advice that passed unused: of the accounts the caller looks
/// after, for a manager of all.
#[utoipa::path(
    tag = "optimisations",
    params(OrganisationPath),
    responses((status = 200, description = "The figures.", body = Monitoring)),
    security(("bearer" = ["customers:read"]))
)]
#[get("/organisations/{organisation_id}/monitoring")]
pub(super) async fn get_monitoring(
    state: web::Data<State>,
    Guarded(access, _path): Guarded<InOrganisation<permit::CustomersRead>, OrganisationPath>,
) -> Answer {
    let (now, today, reach) = (state.now(), state.today(), access.reach());
    let (scope, in_a_month) = (access.read(&state), later(today, MONTH));
    let figures = scope.figures(reach, in_a_month, now).await?;
    let ending = scope.services_ending(reach, in_a_month, now, SHOWN.into()).await?;
    let week_from = earlier(today, today.weekday().num_days_from_monday().into());
    let due = EntryFilter {
        from: Some(today),
        to: Some(later(week_from, 7)),
        state: Some(AdviceState::Advised),
        ..EntryFilter::default()
    };
    let missed = EntryFilter {
        from: Some(earlier(today, MONTH)),
        state: Some(AdviceState::Missed),
        latest_first: true,
        ..EntryFilter::default()
    };
    let due = scope.calendar_entries(reach, &due, now, &first(SHOWN)).await?;
    let missed = scope.calendar_entries(reach, &missed, now, &first(SHOWN)).await?;
    answer::plain(&Monitoring {
        account_count: small(figures.accounts),
        demo_count: small(figures.demos),
        access_count: small(figures.with_access),
        frozen_count: small(figures.frozen),
        optimisation_count: small(figures.optimisations),
        services_ending_count: small(figures.services_ending),
        services_ending: ending.into_iter().map(|view| ending_service(view, today)).collect(),
        week_from,
        advice_due_count: small(due.total.unwrap_or(u64::MAX)),
        advice_due: due.items.into_iter().map(answers::entry).collect(),
        missed_count: small(missed.total.unwrap_or(u64::MAX)),
        missed: missed.items.into_iter().map(answers::entry).collect(),
    })
}

/// List the advice of all customers
///
/// Of the accounts the caller looks after, earliest day first; for a manager of all. Replaced advice is left out unless
/// `state` asks for it.
#[utoipa::path(
    tag = "optimisations",
    params(OrganisationPath, CalendarQuery),
    responses((status = 200, description = "One page of it.", body = Page<CalendarEntry>)),
    security(("bearer" = ["customers:read"]))
)]
#[get("/organisations/{organisation_id}/calendar")]
pub(super) async fn list_calendar_entries(
    state: web::Data<State>,
    Guarded(access, query): Guarded<InOrganisation<permit::CustomersRead>, Query<CalendarQuery>>,
) -> Answer {
    let Query(query) = query;
    let filter = EntryFilter {
        from: query.from,
        to: query.to,
        customer: query.customer_id,
        market: query.market_id,
        state: query.state,
        latest_first: false,
    };
    let page = lists::page(query.limit, query.cursor);
    let found = access.read(&state).calendar_entries(access.reach(), &filter, state.now(), &page).await?;
    answer::plain(&lists::map(found, answers::entry))
}

/// Get the dashboard of a customer account
///
/// Its optimisations with what is fixed at what price, and the next advice. A customer sees prices and advice only of
/// markets whose service is active.
#[utoipa::path(
    tag = "optimisations",
    params(CustomerPath),
    responses((status = 200, description = "The dashboard.", body = CustomerDashboard)),
    security(("bearer" = ["optimisations:read"]))
)]
#[get("/customers/{customer_id}/dashboard")]
pub(super) async fn get_customer_dashboard(
    state: web::Data<State>,
    Guarded(access, _path): Guarded<InCustomer<permit::OptimisationsRead>, CustomerPath>,
) -> Answer {
    let (now, today) = (state.now(), state.today());
    let side = CustomerSide::of(&access.caller, access.place());
    let account = access.read(&state).get(now).await?;
    let found = access.read(&state).optimisations(&OptimisationFilter::default(), now, &first(OPTIMISATIONS)).await?;
    let mut optimisations = Vec::with_capacity(found.items.len());
    for row in found.items {
        optimisations.push(shown(&state, &access, row, side).await?);
    }
    let due = EntryFilter { from: Some(today), state: Some(AdviceState::Advised), ..EntryFilter::default() };
    let due = access.read(&state).calendar_entries(&due, side == CustomerSide::Customer, today, &first(SHOWN)).await?;
    answer::plain(&CustomerDashboard {
        customer_id: account.id,
        company: account.company,
        kam_name: account.kam.name,
        kam_email: account.kam.email,
        optimisations,
        advice_due: due.items.into_iter().map(answers::entry).collect(),
    })
}

async fn shown(
    state: &State,
    access: &InCustomer<permit::OptimisationsRead>,
    row: OptimisationRow,
    side: CustomerSide,
) -> Result<DashboardOptimisation, Error> {
    let today = state.today();
    let prices = if side.sees(row.view.service_state(today)) {
        advice::refresh(state, Some(row.view.id)).await?;
        let calendar = access.read(state).calendar(row.view.id, None, today).await?;
        Some(answers::prices(&calendar.prices, row.view.fields.target, calendar.forward_on))
    } else {
        None
    };
    Ok(DashboardOptimisation { optimisation: answers::summary(row, side, today), prices })
}

fn ending_service(view: EndingServiceView, today: NaiveDate) -> EndingService {
    EndingService {
        customer_id: view.customer_id,
        company: view.company,
        market_id: view.market_id,
        market: view.market,
        end_date: view.end_date,
        days_left: u32::try_from((view.end_date - today).num_days()).unwrap_or_default(),
    }
}

const fn first(limit: u16) -> PageRequest {
    PageRequest { limit, cursor: None }
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn earlier(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
