//! The figures somebody who looks after accounts sees first, and what the clock has to do.

use crate::customers::{CustomerReach, alive};
use crate::entity::{advice_calendar, customer, fixing_advice, forecast, market, market_service, optimisation, told};
use crate::error::{Error, Result};
use crate::page::count;
use crate::scope::{OrganisationScope, Platform};
use chrono::{DateTime, NaiveDate, Utc};
use domain::advice::AdviceState;
use domain::customer::{CustomerKind, ForecastOrigin};
use domain::notification::{NotificationEvent, SERVICE_ENDING_DAYS};
use domain::time::brussels_date;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryTrait};
use uuid::Uuid;

/// Most rows that a figure counts.
const MOST_COUNTED: u64 = 1_000_000;

/// The accounts somebody looks after, in figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Accounts.
    pub accounts: u64,
    /// Demos among them.
    pub demos: u64,
    /// Accounts whose customer may log in.
    pub with_access: u64,
    /// Accounts that are frozen.
    pub frozen: u64,
    /// Optimisations.
    pub optimisations: u64,
    /// Services that end in the days asked for.
    pub services_ending: u64,
}

/// A service that ends soon.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct EndingServiceView {
    /// Its id.
    pub service_id: Uuid,
    /// The organisation.
    pub organisation_id: Uuid,
    /// The account.
    pub customer_id: Uuid,
    /// The account's company.
    pub company: String,
    /// The market.
    pub market_id: Uuid,
    /// Its name.
    pub market: String,
    /// The first day.
    pub start_date: NaiveDate,
    /// The last day.
    pub end_date: NaiveDate,
}

/// An optimisation that the clock has to do something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromQueryResult)]
pub struct DueOptimisation {
    /// The organisation.
    pub organisation_id: Uuid,
    /// The account.
    pub customer_id: Uuid,
    /// The optimisation.
    pub id: Uuid,
}

/// Advice for a day that nobody was told of yet.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct DueAdvice {
    /// The organisation.
    pub organisation_id: Uuid,
    /// The account.
    pub customer_id: Uuid,
    /// The optimisation.
    pub optimisation_id: Uuid,
    /// The advice.
    pub id: Uuid,
    /// The first day of the consumption period.
    pub period_from: NaiveDate,
    /// How much, in millionths.
    pub percent: i64,
}

impl OrganisationScope<'_> {
    /// The figures of the accounts within a reach; services that end from today to `ending`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn figures(&self, reach: CustomerReach, ending: NaiveDate, now: DateTime<Utc>) -> Result<Figures> {
        let accounts = |which: Condition| self.accounts(reach, now).cond_where(which).take();
        let all = |which| async move { total(&self.db, which).await };
        let column = |column| Expr::col((customer::Entity, column));
        let mut optimisations = optimisation::Entity::find().into_query();
        optimisations
            .and_where(Expr::col((optimisation::Entity, optimisation::Column::OrganisationId)).eq(self.organisation))
            .and_where(
                Expr::col((optimisation::Entity, optimisation::Column::CustomerId))
                    .in_subquery(accounts(Condition::all())),
            );
        let is_demo = column(customer::Column::Kind).eq(CustomerKind::Demo.as_str());
        Ok(Figures {
            accounts: all(accounts(Condition::all())).await?,
            demos: all(accounts(Condition::all().add(is_demo))).await?,
            with_access: all(accounts(Condition::all().add(column(customer::Column::Access).eq(true)))).await?,
            frozen: all(accounts(Condition::all().add(column(customer::Column::Frozen).eq(true)))).await?,
            optimisations: all(optimisations).await?,
            services_ending: all(self.ending(reach, ending, now)).await?,
        })
    }

    /// The services of the accounts within a reach that end from today to `ending`, soonest first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn services_ending(
        &self,
        reach: CustomerReach,
        ending: NaiveDate,
        now: DateTime<Utc>,
        limit: u64,
    ) -> Result<Vec<EndingServiceView>> {
        let mut query = self.ending(reach, ending, now);
        query
            .order_by((market_service::Entity, market_service::Column::EndDate), sea_orm::Order::Asc)
            .order_by((market_service::Entity, market_service::Column::Id), sea_orm::Order::Asc)
            .limit(limit);
        all(&self.db, &query).await
    }

    fn accounts(&self, reach: CustomerReach, now: DateTime<Utc>) -> SelectStatement {
        let column = |column| Expr::col((customer::Entity, column));
        Query::select()
            .column((customer::Entity, customer::Column::Id))
            .from(customer::Entity)
            .and_where(column(customer::Column::OrganisationId).eq(self.organisation))
            .and_where(column(customer::Column::DeletedAt).is_null())
            .cond_where(self.reached(reach))
            .cond_where(alive(now))
            .take()
    }

    fn ending(&self, reach: CustomerReach, ending: NaiveDate, now: DateTime<Utc>) -> SelectStatement {
        use market_service::Column as Service;
        let service = |column: Service| Expr::col((market_service::Entity, column));
        let mut query = services();
        query
            .and_where(service(Service::OrganisationId).eq(self.organisation))
            .and_where(service(Service::EndDate).gte(brussels_date(now)))
            .and_where(service(Service::EndDate).lte(ending))
            .and_where(service(Service::CustomerId).in_subquery(self.accounts(reach, now)));
        query
    }
}

impl Platform<'_> {
    /// Optimisations whose calendar is not up to the day: an advised day passed unused, or their baseline forecast was
    /// published anew. Of one optimisation only, when it is named.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn calendars_to_refresh(
        &self,
        only: Option<Uuid>,
        now: DateTime<Utc>,
        limit: u64,
    ) -> Result<Vec<DueOptimisation>> {
        let today = brussels_date(now);
        let of = |column| Expr::col((optimisation::Entity, column));
        let mut query = Query::select();
        query
            .column((optimisation::Entity, optimisation::Column::OrganisationId))
            .column((optimisation::Entity, optimisation::Column::CustomerId))
            .column((optimisation::Entity, optimisation::Column::Id))
            .from(optimisation::Entity)
            .and_where(of(optimisation::Column::CustomerId).in_subquery(kept(now)))
            .cond_where(Condition::all().add_option(only.map(|id| of(optimisation::Column::Id).eq(id))))
            .cond_where(Condition::any().add(has_overdue(today)).add(has_newer_forecast(today)))
            .order_by((optimisation::Entity, optimisation::Column::Id), sea_orm::Order::Asc)
            .limit(limit);
        all(&self.db, &query).await
    }

    /// Advice for today that nobody was told of.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn advice_to_tell(&self, now: DateTime<Utc>, limit: u64) -> Result<Vec<DueAdvice>> {
        let of = |column| Expr::col((optimisation::Entity, column));
        let advice = |column| Expr::col((fixing_advice::Entity, column));
        let mut query = Query::select();
        query
            .column((optimisation::Entity, optimisation::Column::OrganisationId))
            .column((optimisation::Entity, optimisation::Column::CustomerId))
            .column((fixing_advice::Entity, fixing_advice::Column::OptimisationId))
            .column((fixing_advice::Entity, fixing_advice::Column::Id))
            .column((fixing_advice::Entity, fixing_advice::Column::PeriodFrom))
            .column((fixing_advice::Entity, fixing_advice::Column::Percent))
            .from(fixing_advice::Entity)
            .join(
                JoinType::InnerJoin,
                optimisation::Entity,
                of(optimisation::Column::Id).equals((fixing_advice::Entity, fixing_advice::Column::OptimisationId)),
            )
            .and_where(advice(fixing_advice::Column::State).eq(AdviceState::Advised.as_str()))
            .and_where(advice(fixing_advice::Column::AdvisedOn).eq(brussels_date(now)))
            .and_where(of(optimisation::Column::CustomerId).in_subquery(kept(now)))
            .and_where(untold(advice(fixing_advice::Column::Id), Expr::val(NotificationEvent::AdviceDue.as_str())))
            .order_by((fixing_advice::Entity, fixing_advice::Column::Id), sea_orm::Order::Asc)
            .limit(limit);
        all(&self.db, &query).await
    }

    /// Services whose end is to be told today.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn services_to_tell(&self, now: DateTime<Utc>) -> Result<Vec<EndingServiceView>> {
        use market_service::Column as Service;
        let today = brussels_date(now);
        let days = SERVICE_ENDING_DAYS
            .iter()
            .filter_map(|days| today.checked_add_days(chrono::Days::new(u64::try_from(*days).ok()?)));
        let service = |column: Service| Expr::col((market_service::Entity, column));
        let mut query = services();
        query
            .and_where(service(Service::EndDate).is_in(days))
            .and_where(service(Service::StartDate).lte(today))
            .and_where(service(Service::CustomerId).in_subquery(kept(now)))
            .and_where(Expr::col((customer::Entity, customer::Column::Access)).eq(true))
            .order_by((market_service::Entity, Service::Id), sea_orm::Order::Asc);
        all(&self.db, &query).await
    }
}

/// The accounts that are neither deleted nor to be erased.
fn kept(now: DateTime<Utc>) -> SelectStatement {
    Query::select()
        .column((customer::Entity, customer::Column::Id))
        .from(customer::Entity)
        .and_where(Expr::col((customer::Entity, customer::Column::DeletedAt)).is_null())
        .cond_where(alive(now))
        .take()
}

fn has_overdue(today: NaiveDate) -> Expr {
    let advice = |column| Expr::col((fixing_advice::Entity, column));
    let overdue = Query::select()
        .expr(Expr::val(1))
        .from(fixing_advice::Entity)
        .and_where(
            advice(fixing_advice::Column::OptimisationId).equals((optimisation::Entity, optimisation::Column::Id)),
        )
        .and_where(advice(fixing_advice::Column::State).eq(AdviceState::Advised.as_str()))
        .and_where(advice(fixing_advice::Column::AdvisedOn).lt(today))
        .take();
    Expr::exists(overdue)
}

/// Of an optimisation that can still be fixed, the baseline was published after what its calendar was calculated from.
fn has_newer_forecast(today: NaiveDate) -> Expr {
    use forecast::Column as Forecast;
    let of = |column| Expr::col((optimisation::Entity, column));
    let published = |column: Forecast| Expr::col((forecast::Entity, column));
    let calendar = |column| Expr::col((advice_calendar::Entity, column));
    let owned = |origin: ForecastOrigin, owner: Expr| {
        let is_origin = of(optimisation::Column::BaselineOrigin).eq(origin.as_str());
        Condition::all()
            .add(is_origin)
            .add(published(Forecast::Origin).eq(origin.as_str()))
            .add(published(Forecast::OwnerId).eq(owner))
    };
    let owners = Condition::any()
        .add(owned(ForecastOrigin::Application, Expr::val(Uuid::nil())))
        .add(owned(ForecastOrigin::Manager, of(optimisation::Column::OrganisationId)))
        .add(owned(ForecastOrigin::Client, of(optimisation::Column::CustomerId)));
    let newer = Condition::any()
        .add(calendar(advice_calendar::Column::PublishedAt).is_null())
        .add(published(Forecast::PublishedAt).gt(calendar(advice_calendar::Column::PublishedAt)));
    let is_latest = calendar(advice_calendar::Column::OptimisationId)
        .equals((optimisation::Entity, optimisation::Column::Id))
        .and(calendar(advice_calendar::Column::Number).equals((optimisation::Entity, optimisation::Column::Calendar)));
    let found = Query::select()
        .expr(Expr::val(1))
        .from(forecast::Entity)
        .join(JoinType::InnerJoin, advice_calendar::Entity, is_latest)
        .and_where(published(Forecast::MarketId).equals((optimisation::Entity, optimisation::Column::MarketId)))
        .cond_where(owners)
        .cond_where(newer)
        .take();
    of(optimisation::Column::LastPeriod).gt(today).and(Expr::exists(found))
}

fn untold(subject: Expr, what: Expr) -> Expr {
    let mark = Query::select()
        .expr(Expr::val(1))
        .from(told::Entity)
        .and_where(Expr::col((told::Entity, told::Column::Subject)).eq(subject))
        .and_where(Expr::col((told::Entity, told::Column::What)).eq(what))
        .take();
    Expr::exists(mark).not()
}

/// Services with their accounts and markets.
fn services() -> SelectStatement {
    use market_service::Column as Service;
    let service = |column: Service| Expr::col((market_service::Entity, column));
    let mut query = Query::select();
    query
        .expr_as(service(Service::Id), "service_id")
        .expr_as(service(Service::OrganisationId), "organisation_id")
        .expr_as(service(Service::CustomerId), "customer_id")
        .expr_as(Expr::col((customer::Entity, customer::Column::Company)), "company")
        .expr_as(service(Service::MarketId), "market_id")
        .expr_as(Expr::col((market::Entity, market::Column::Name)), "market")
        .expr_as(service(Service::StartDate), "start_date")
        .expr_as(service(Service::EndDate), "end_date")
        .from(market_service::Entity)
        .join(
            JoinType::InnerJoin,
            customer::Entity,
            Expr::col((customer::Entity, customer::Column::Id)).equals((market_service::Entity, Service::CustomerId)),
        )
        .join(
            JoinType::InnerJoin,
            market::Entity,
            Expr::col((market::Entity, market::Column::Id)).equals((market_service::Entity, Service::MarketId)),
        );
    query
}

async fn all<T: FromQueryResult>(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<T>> {
    let rows = db.query_all(query).await?;
    Ok(rows.iter().map(|row| T::from_query_result(row, "")).collect::<std::result::Result<_, _>>()?)
}

async fn total(db: &impl ConnectionTrait, mut query: SelectStatement) -> Result<u64> {
    let found = count(db, query.clear_selects().expr(Expr::val(1)).take(), MOST_COUNTED).await?;
    found.ok_or_else(|| Error::Inconsistent("more rows than can be counted".to_owned()))
}
