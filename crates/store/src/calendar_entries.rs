//! The advice of many optimisations as one calendar: over an organisation's accounts, or over one account.

use crate::customers::{CustomerReach, alive};
use crate::entity::{customer, fixing_advice as advice, market, market_service, optimisation};
use crate::error::{Result, parsed};
use crate::optimisation_rows::percent;
use crate::optimisations::missed;
use crate::page::{KeyOf, Keyset, Page, PageRequest};
use crate::scope::{CustomerScope, OrganisationScope};
use chrono::{DateTime, NaiveDate, Utc};
use domain::advice::AdviceState;
use domain::key::Percent;
use domain::optimisation::Span;
use domain::time::brussels_date;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryTrait};
use uuid::Uuid;

/// Advice as an entry of a calendar over many optimisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntryView {
    /// The advice.
    pub advice_id: Uuid,
    /// The day to fix.
    pub on: NaiveDate,
    /// How much.
    pub percent: Percent,
    /// What became of it.
    pub state: AdviceState,
    /// The consumption period.
    pub period: Span,
    /// The optimisation.
    pub optimisation_id: Uuid,
    /// How its contract is called.
    pub contract_name: String,
    /// The account.
    pub customer_id: Uuid,
    /// The account's company.
    pub company: String,
    /// The market.
    pub market_id: Uuid,
    /// Its name.
    pub market: String,
    /// The version of the calendar that first gave it.
    pub version: i64,
}

/// Which entries of a calendar.
#[derive(Debug, Clone, Copy, Default)]
pub struct EntryFilter {
    /// Only days from this one on.
    pub from: Option<NaiveDate>,
    /// Only days before this one.
    pub to: Option<NaiveDate>,
    /// Only those of this account.
    pub customer: Option<Uuid>,
    /// Only those of this market.
    pub market: Option<Uuid>,
    /// Only those in this state; all but the replaced ones by default.
    pub state: Option<AdviceState>,
    /// Latest day first.
    pub latest_first: bool,
}

#[derive(FromQueryResult)]
pub(crate) struct EntryRow {
    #[sea_orm(nested)]
    advice: advice::Model,
    customer_id: Uuid,
    market_id: Uuid,
    contract_name: String,
    company: String,
    market_name: String,
}

impl OrganisationScope<'_> {
    /// The advice of the organisation's accounts within a reach, earliest day first.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn calendar_entries(
        &self,
        reach: CustomerReach,
        filter: &EntryFilter,
        now: DateTime<Utc>,
        page: &PageRequest,
    ) -> Result<Page<CalendarEntryView>> {
        let own = Condition::all().add(column(advice::Column::OrganisationId).eq(self.organisation));
        let own = own.add(self.reached(reach)).add(of_account(customer::Column::DeletedAt).is_null()).add(alive(now));
        entries(&self.db, own, filter, brussels_date(now), page).await
    }
}

impl CustomerScope<'_> {
    /// The advice of the account's optimisations, earliest day first; what its customer sees is only that of markets whose
    /// service is active.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn calendar_entries(
        &self,
        filter: &EntryFilter,
        as_customer: bool,
        today: NaiveDate,
        page: &PageRequest,
    ) -> Result<Page<CalendarEntryView>> {
        let own = Condition::all()
            .add(column(advice::Column::OrganisationId).eq(self.organisation))
            .add(of_optimisation(optimisation::Column::CustomerId).eq(self.customer))
            .add_option(as_customer.then(|| serviced(today)));
        entries(&self.db, own, filter, today, page).await
    }
}

/// The account's service of the optimisation's market is active.
fn serviced(today: NaiveDate) -> Expr {
    use market_service::Column as Service;
    let of_service = |column: Service| Expr::col((market_service::Entity, column));
    let active = Query::select()
        .expr(Expr::val(1))
        .from(market_service::Entity)
        .and_where(of_service(Service::CustomerId).equals((optimisation::Entity, optimisation::Column::CustomerId)))
        .and_where(of_service(Service::MarketId).equals((optimisation::Entity, optimisation::Column::MarketId)))
        .and_where(of_service(Service::StartDate).lte(today))
        .and_where(of_service(Service::EndDate).gte(today))
        .take();
    Expr::exists(active)
}

async fn entries(
    db: &impl ConnectionTrait,
    own: Condition,
    filter: &EntryFilter,
    today: NaiveDate,
    page: &PageRequest,
) -> Result<Page<CalendarEntryView>> {
    let chosen = Condition::all()
        .add_option(filter.from.map(|from| column(advice::Column::AdvisedOn).gte(from)))
        .add_option(filter.to.map(|to| column(advice::Column::AdvisedOn).lt(to)))
        .add_option(filter.customer.map(|id| of_optimisation(optimisation::Column::CustomerId).eq(id)))
        .add_option(filter.market.map(|id| of_optimisation(optimisation::Column::MarketId).eq(id)))
        .add(in_state(filter.state, today));
    let mut query = select();
    query.cond_where(own).cond_where(chosen);
    let keyset = Keyset::<EntryRow> {
        name: "advised_on",
        column: column(advice::Column::AdvisedOn),
        id: column(advice::Column::Id),
        descending: filter.latest_first,
        key: KeyOf::Day(|row| row.advice.advised_on),
        id_of: |row| row.advice.id,
    };
    keyset.read(db, query, page).await?.try_map(|row| view(row, today))
}

/// What passed unused is missed, also before the clock has said so.
fn in_state(state: Option<AdviceState>, today: NaiveDate) -> Condition {
    let is = |state: AdviceState| column(advice::Column::State).eq(state.as_str());
    match state {
        None => Condition::all().add(column(advice::Column::State).ne(AdviceState::Superseded.as_str())),
        Some(AdviceState::Missed) => missed(today),
        Some(AdviceState::Advised) => {
            let to_come = column(advice::Column::AdvisedOn).gte(today);
            Condition::all().add(is(AdviceState::Advised)).add(to_come)
        }
        Some(state) => Condition::all().add(is(state)),
    }
}

fn select() -> SelectStatement {
    let mut query = advice::Entity::find().into_query();
    query
        .expr_as(of_optimisation(optimisation::Column::CustomerId), "customer_id")
        .expr_as(of_optimisation(optimisation::Column::MarketId), "market_id")
        .expr_as(of_optimisation(optimisation::Column::ContractName), "contract_name")
        .expr_as(of_account(customer::Column::Company), "company")
        .expr_as(Expr::col((market::Entity, market::Column::Name)), "market_name")
        .join(
            JoinType::InnerJoin,
            optimisation::Entity,
            of_optimisation(optimisation::Column::Id).equals((advice::Entity, advice::Column::OptimisationId)),
        )
        .join(
            JoinType::InnerJoin,
            customer::Entity,
            of_account(customer::Column::Id).equals((optimisation::Entity, optimisation::Column::CustomerId)),
        )
        .join(
            JoinType::InnerJoin,
            market::Entity,
            Expr::col((market::Entity, market::Column::Id))
                .equals((optimisation::Entity, optimisation::Column::MarketId)),
        );
    query
}

fn view(row: EntryRow, today: NaiveDate) -> Result<CalendarEntryView> {
    let EntryRow { advice: row, customer_id, market_id, contract_name, company, market_name } = row;
    let state: AdviceState = parsed("state", &row.state)?;
    let passed = state == AdviceState::Advised && row.advised_on < today;
    Ok(CalendarEntryView {
        advice_id: row.id,
        on: row.advised_on,
        percent: percent(row.percent)?,
        state: if passed { AdviceState::Missed } else { state },
        period: Span { from: row.period_from, to: row.period_to },
        optimisation_id: row.optimisation_id,
        contract_name,
        customer_id,
        company,
        market_id,
        market: market_name,
        version: row.version,
    })
}

fn column(column: advice::Column) -> Expr {
    Expr::col((advice::Entity, column))
}

fn of_optimisation(column: optimisation::Column) -> Expr {
    Expr::col((optimisation::Entity, column))
}

fn of_account(column: customer::Column) -> Expr {
    Expr::col((customer::Entity, column))
}
