//! Optimisations of customer accounts: reading them.

use crate::customers::{CustomerReach, alive};
use crate::entity::optimisation::{self, Column, Entity};
use crate::entity::{customer, fixing, fixing_advice, market_service};
use crate::error::{Error, Result, parsed_option};
use crate::markets::{MarketView, markets_of};
use crate::optimisation_rows::{self, fixed};
use crate::page::{KeyOf, Keyset, Page, PageRequest, Sort};
use crate::scope::{CustomerScope, OrganisationScope, Platform};
use crate::text_search::matches_words;
use chrono::{DateTime, NaiveDate, Utc};
use domain::advice::{AdviceState, Fixed, FixingState, Prices, Weighted, overall};
use domain::customer::{Editor, ServiceState, service_state};
use domain::market::Price;
use domain::optimisation::{ConsumptionPeriod, OptimisationFields};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// An optimisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptimisationView {
    /// Its id.
    pub id: Uuid,
    /// The organisation that looks after the account.
    pub organisation_id: Uuid,
    /// The account.
    pub customer_id: Uuid,
    /// The account's company.
    pub company: String,
    /// Whether the account has access to the application.
    pub access: bool,
    /// Who edits it; absent without access.
    pub editor: Option<Editor>,
    /// The first and the last day of the account's service of the market.
    pub service: Option<(NaiveDate, NaiveDate)>,
    /// The market.
    pub market: MarketView,
    /// Its parameters.
    pub fields: OptimisationFields,
    /// The day it was created; windows begin on the next.
    pub created_on: NaiveDate,
    /// The number of the latest version of its calendar.
    pub calendar: u32,
    /// Counts the changes of the parameters.
    pub version: i64,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, by name at that time.
    pub updated_by: Option<String>,
}

impl OptimisationView {
    /// Its consumption periods, earliest first.
    #[must_use]
    pub fn periods(&self) -> Vec<ConsumptionPeriod> {
        self.fields.periods(self.created_on)
    }

    /// Where the account's service of the market stands; nothing without one.
    #[must_use]
    pub fn service_state(&self, today: NaiveDate) -> Option<ServiceState> {
        self.service.map(|(start, end)| service_state(start, end, today))
    }
}

/// An optimisation as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptimisationRow {
    /// The optimisation.
    pub view: OptimisationView,
    /// What is fixed of it, without the market's prices.
    pub prices: Prices,
    /// The next advised day.
    pub next_advice_on: Option<NaiveDate>,
    /// How many advised days passed unused.
    pub missed: u32,
}

/// What lists of optimisations can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OptimisationSort {
    /// The time of creation.
    #[default]
    CreatedAt,
    /// The contract's name, without case and accents.
    ContractName,
    /// The first day of delivery.
    DeliveryFrom,
}

/// Which optimisations to list.
#[derive(Debug, Clone, Default)]
pub struct OptimisationFilter {
    /// Words of the contract's name, the points of delivery or the company.
    pub q: Option<String>,
    /// Only those of this market.
    pub market: Option<Uuid>,
    /// Only those that can still be fixed, or only the others.
    pub over: Option<bool>,
    /// The order.
    pub sort: Sort<OptimisationSort>,
}

/// An optimisation with what its account says.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    optimisation: optimisation::Model,
    company: String,
    access: bool,
    editor: Option<String>,
    service_start: Option<NaiveDate>,
    service_end: Option<NaiveDate>,
}

impl Platform<'_> {
    /// The organisation and the account an optimisation belongs to: what a caller's grants are then compared with.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn account_of(&self, optimisation: Uuid) -> Result<(Uuid, Uuid)> {
        let row = Entity::find_by_id(optimisation).one(&self.db).await?.ok_or(Error::NotFound)?;
        Ok((row.organisation_id, row.customer_id))
    }
}

impl OrganisationScope<'_> {
    /// The optimisations of the organisation's accounts within a reach.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn optimisations(
        &self,
        reach: CustomerReach,
        filter: &OptimisationFilter,
        now: DateTime<Utc>,
        page: &PageRequest,
    ) -> Result<Page<OptimisationRow>> {
        let own = Condition::all()
            .add(column(Column::OrganisationId).eq(self.organisation))
            .add(self.reached(reach))
            .add(of_account(customer::Column::DeletedAt).is_null())
            .add(alive(now));
        list(&self.db, own, filter, now, page).await
    }
}

impl CustomerScope<'_> {
    /// The optimisations of the account.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn optimisations(
        &self,
        filter: &OptimisationFilter,
        now: DateTime<Utc>,
        page: &PageRequest,
    ) -> Result<Page<OptimisationRow>> {
        list(&self.db, self.own_optimisations(), filter, now, page).await
    }

    /// One of them.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn optimisation(&self, id: Uuid) -> Result<OptimisationView> {
        let mut query = select();
        query.cond_where(self.own_optimisations()).and_where(column(Column::Id).eq(id));
        let row = self.db.query_one(&query).await?.ok_or(Error::NotFound)?;
        let row = Row::from_query_result(&row, "")?;
        view(row, &markets_of(&self.db).await?)
    }

    pub(crate) fn own_optimisations(&self) -> Condition {
        self.own(column(Column::OrganisationId), column(Column::CustomerId))
    }
}

async fn list(
    db: &impl ConnectionTrait,
    own: Condition,
    filter: &OptimisationFilter,
    now: DateTime<Utc>,
    page: &PageRequest,
) -> Result<Page<OptimisationRow>> {
    let today = domain::time::brussels_date(now);
    let mut query = select();
    let texts = [column(Column::SearchKey), of_account(customer::Column::NameKey)];
    query.cond_where(own).cond_where(matches_words(filter.q.as_deref(), &texts));
    if let Some(market) = filter.market {
        query.and_where(column(Column::MarketId).eq(market));
    }
    if let Some(over) = filter.over {
        let last = column(Column::LastPeriod);
        query.and_where(if over { last.lte(today) } else { last.gt(today) });
    }
    let Page { items, next_cursor, total } = keyset(filter.sort).read(db, query, page).await?;
    Ok(Page { items: rows(db, items, today).await?, next_cursor, total })
}

/// The figures of all rows of a page in three queries.
async fn rows(db: &impl ConnectionTrait, rows: Vec<Row>, today: NaiveDate) -> Result<Vec<OptimisationRow>> {
    let markets = markets_of(db).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.optimisation.id).collect();
    let fixings = fixings_of(db, &ids).await?;
    let (next, missed) = (next_days(db, &ids, today).await?, missed_counts(db, &ids, today).await?);
    rows.into_iter()
        .map(|row| {
            let view = view(row, &markets)?;
            let prices = delivery_prices(&view, fixings.get(&view.id), &BTreeMap::new());
            let next_advice_on = next.get(&view.id).copied();
            let missed = missed.get(&view.id).copied().unwrap_or_default();
            Ok(OptimisationRow { prices, next_advice_on, missed, view })
        })
        .collect()
}

/// The fixings of one optimisation that hold, by consumption period.
pub(crate) type FixedByPeriod = BTreeMap<NaiveDate, Vec<Fixed>>;

/// The price of a whole delivery: by volumes where every period has them, else by days.
pub(crate) fn delivery_prices(
    view: &OptimisationView,
    fixings: Option<&FixedByPeriod>,
    forwards: &BTreeMap<NaiveDate, Price>,
) -> Prices {
    let periods = view.periods();
    let volume = |period: &ConsumptionPeriod| period.volumes.as_ref().map(|volumes| volumes.iter().sum::<i64>());
    let volumes: Option<Vec<i64>> = periods.iter().map(volume).collect();
    let volumes = volumes.filter(|volumes| volumes.iter().any(|volume| *volume > 0));
    let weights = volumes.unwrap_or_else(|| periods.iter().map(|period| period.span.days()).collect());
    let weighted: Vec<Weighted<'_>> = periods
        .iter()
        .zip(weights)
        .map(|(period, weight)| Weighted {
            weight,
            fixings: fixings.and_then(|fixings| fixings.get(&period.span.from)).map_or(&[], Vec::as_slice),
            forward: forwards.get(&period.span.from).copied(),
        })
        .collect();
    overall(&weighted)
}

async fn fixings_of(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, FixedByPeriod>> {
    let rows = fixing::Entity::find()
        .filter(fixing::Column::OptimisationId.is_in(ids.iter().copied()))
        .filter(fixing::Column::State.eq(FixingState::Done.as_str()))
        .all(db)
        .await?;
    let mut found: HashMap<Uuid, FixedByPeriod> = HashMap::new();
    for row in rows {
        let periods = found.entry(row.optimisation_id).or_default();
        periods.entry(row.period_from).or_default().push(fixed(&row)?);
    }
    Ok(found)
}

async fn next_days(db: &impl ConnectionTrait, ids: &[Uuid], today: NaiveDate) -> Result<HashMap<Uuid, NaiveDate>> {
    let rows: Vec<(Uuid, NaiveDate)> = fixing_advice::Entity::find()
        .select_only()
        .column(fixing_advice::Column::OptimisationId)
        .column(fixing_advice::Column::AdvisedOn)
        .filter(fixing_advice::Column::OptimisationId.is_in(ids.iter().copied()))
        .filter(fixing_advice::Column::State.eq(AdviceState::Advised.as_str()))
        .filter(fixing_advice::Column::AdvisedOn.gte(today))
        .order_by_desc(fixing_advice::Column::AdvisedOn)
        .into_tuple()
        .all(db)
        .await?;
    // The latest first, so that the earliest stays.
    Ok(rows.into_iter().collect())
}

async fn missed_counts(db: &impl ConnectionTrait, ids: &[Uuid], today: NaiveDate) -> Result<HashMap<Uuid, u32>> {
    let rows: Vec<Uuid> = fixing_advice::Entity::find()
        .select_only()
        .column(fixing_advice::Column::OptimisationId)
        .filter(fixing_advice::Column::OptimisationId.is_in(ids.iter().copied()))
        .filter(missed(today))
        .into_tuple()
        .all(db)
        .await?;
    let mut counts = HashMap::new();
    for id in rows {
        *counts.entry(id).or_default() += 1;
    }
    Ok(counts)
}

/// Lets advice through that passed unused, also before the clock has said so.
pub(crate) fn missed(today: NaiveDate) -> Condition {
    use fixing_advice::Column as Advice;
    let overdue = Expr::col((fixing_advice::Entity, Advice::State))
        .eq(AdviceState::Advised.as_str())
        .and(Expr::col((fixing_advice::Entity, Advice::AdvisedOn)).lt(today));
    Condition::any()
        .add(Expr::col((fixing_advice::Entity, Advice::State)).eq(AdviceState::Missed.as_str()))
        .add(overdue)
}

/// Optimisations with their accounts and, where there is one, the service of their market.
fn select() -> SelectStatement {
    use market_service::Column as Service;
    let service = |column| Expr::col((market_service::Entity, column));
    let mut query = Entity::find().into_query();
    query
        .expr_as(of_account(customer::Column::Company), "company")
        .expr_as(of_account(customer::Column::Access), "access")
        .expr_as(of_account(customer::Column::Editor), "editor")
        .expr_as(service(Service::StartDate), "service_start")
        .expr_as(service(Service::EndDate), "service_end")
        .join(
            JoinType::InnerJoin,
            customer::Entity,
            of_account(customer::Column::Id).equals((Entity, Column::CustomerId)),
        )
        .join(
            JoinType::LeftJoin,
            market_service::Entity,
            service(Service::CustomerId)
                .equals((Entity, Column::CustomerId))
                .and(service(Service::MarketId).equals((Entity, Column::MarketId))),
        );
    query
}

fn keyset(sort: Sort<OptimisationSort>) -> Keyset<Row> {
    let (name, by, key): (_, _, KeyOf<Row>) = match sort.by {
        OptimisationSort::CreatedAt => {
            ("created_at", Column::CreatedAt, KeyOf::Instant(|row| row.optimisation.created_at))
        }
        OptimisationSort::ContractName => {
            ("contract_name", Column::NameKey, KeyOf::Text(|row| &row.optimisation.name_key))
        }
        OptimisationSort::DeliveryFrom => {
            ("delivery_from", Column::DeliveryFrom, KeyOf::Day(|row| row.optimisation.delivery_from))
        }
    };
    let id_of = |row: &Row| row.optimisation.id;
    Keyset { name, column: column(by), id: column(Column::Id), descending: sort.descending, key, id_of }
}

fn view(row: Row, markets: &[MarketView]) -> Result<OptimisationView> {
    let Row { optimisation: row, company, access, editor, service_start, service_end } = row;
    let market = markets.iter().find(|market| market.id == row.market_id).cloned();
    Ok(OptimisationView {
        market: market.ok_or_else(|| Error::Inconsistent(format!("the market of optimisation {}", row.id)))?,
        fields: optimisation_rows::fields(&row)?,
        editor: parsed_option("editor", editor.as_deref())?,
        id: row.id,
        organisation_id: row.organisation_id,
        customer_id: row.customer_id,
        company,
        access,
        service: service_start.zip(service_end).filter(|_| access),
        created_on: row.created_on,
        calendar: u32::try_from(row.calendar).unwrap_or_default(),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        updated_by: row.updated_by,
    })
}

fn column(column: Column) -> Expr {
    Expr::col((Entity, column))
}

fn of_account(column: customer::Column) -> Expr {
    Expr::col((customer::Entity, column))
}
