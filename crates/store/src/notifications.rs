//! Telling people: in the application at once, by mail through the outbox, and each thing once to each of them.

use crate::connect::Store;
use crate::customers::{alive, open};
use crate::entity::{
    customer, market, market_service, notification, optimisation, organisation_user, role_grant, told,
};
use crate::error::{Error, Result, parsed};
use crate::optimisation_rows::{millionths, percent};
use crate::page::{KeyOf, Keyset, Page, PageRequest};
use crate::recipients::{Addressees, RecipientView, stored_recipients};
use crate::scope::CustomerWriter;
use crate::write::Tx;
use chrono::{DateTime, NaiveDate, Utc};
use domain::key::Percent;
use domain::notification::{NotificationEvent, Recipient, Who, usual_recipients};
use domain::time::brussels_date;
use domain::vocabulary::Locale;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, OnConflict, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder,
    QueryTrait,
};
use uuid::Uuid;

/// Something to tell about an optimisation or a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// What happened.
    pub event: NotificationEvent,
    /// The advice, the version of a calendar or the service it happened to.
    pub subject: Uuid,
    /// What else tells it from other news of the subject; nobody is told the same twice.
    pub detail: String,
    /// The day it is about.
    pub day: Option<NaiveDate>,
    /// The first day of the consumption period.
    pub period: Option<NaiveDate>,
    /// How much is advised.
    pub percent: Option<Percent>,
    /// The version of the calendar.
    pub calendar_version: Option<u32>,
    /// How many days are left.
    pub days_left: Option<i64>,
}

/// News to be mailed to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsMail {
    /// The organisation that looks after the account.
    pub organisation_id: Uuid,
    /// The account.
    pub customer_id: Uuid,
    /// Whether the reader is on the account's side: their mails are taken back when it is closed.
    pub to_customer: bool,
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The language.
    pub locale: Locale,
    /// The account's company.
    pub company: String,
    /// The name of the market.
    pub market: String,
    /// The optimisation and how its contract is called.
    pub optimisation: Option<(Uuid, String)>,
    /// What happened.
    pub news: News,
}

/// What a user was told in the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationView {
    /// Its id.
    pub id: Uuid,
    /// What happened.
    pub event: NotificationEvent,
    /// The account.
    pub customer_id: Uuid,
    /// The account's company.
    pub company: String,
    /// The optimisation.
    pub optimisation_id: Option<Uuid>,
    /// How its contract is called.
    pub contract_name: Option<String>,
    /// The name of the market.
    pub market: String,
    /// The day it is about.
    pub day: Option<NaiveDate>,
    /// The first day of the consumption period.
    pub period: Option<NaiveDate>,
    /// How much is advised.
    pub percent: Option<Percent>,
    /// The version of the calendar.
    pub calendar_version: Option<u32>,
    /// How many days are left.
    pub days_left: Option<u32>,
    /// When it was told.
    pub created_at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

/// What one user was told; only what is still theirs to know.
#[derive(Debug, Clone, Copy)]
pub struct ToldTo<'s> {
    store: &'s Store,
    user: Uuid,
}

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    notification: notification::Model,
    company: String,
    contract_name: Option<String>,
    market_name: String,
}

impl CustomerWriter<'_> {
    /// Tells news of an optimisation to those who are to be told, and who were not yet. Returns the mails to write.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn tell(&self, id: Uuid, news: &News) -> Result<Vec<NewsMail>> {
        let own = self.read().own_optimisations();
        let found = optimisation::Entity::find_by_id(id).filter(own).one(&self.tx.db).await?;
        let row = found.ok_or(Error::NotFound)?;
        let addressees = self.read().addressees(row.market_id, brussels_date(self.tx.now())).await?;
        let recipients = stored_recipients(&row, addressees.account.access)?;
        self.tell_all(&addressees, recipients, (row.market_id, Some(&row)), news).await
    }

    /// Tells news of a service: to whoever is to be told by any optimisation of its market, or as is usual when there is
    /// none.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn tell_of_service(&self, market: Uuid, news: &News) -> Result<Vec<NewsMail>> {
        let rows = optimisation::Entity::find()
            .filter(self.read().own_optimisations())
            .filter(optimisation::Column::MarketId.eq(market))
            .order_by_asc(optimisation::Column::Id)
            .all(&self.tx.db)
            .await?;
        let addressees = self.read().addressees(market, brussels_date(self.tx.now())).await?;
        let access = addressees.account.access;
        let mut recipients: Vec<Recipient> = Vec::new();
        for row in &rows {
            recipients.extend(stored_recipients(row, access)?);
        }
        if rows.is_empty() {
            recipients = usual_recipients(access);
        }
        self.tell_all(&addressees, recipients, (market, None), news).await
    }

    async fn tell_all(
        &self,
        addressees: &Addressees,
        recipients: Vec<Recipient>,
        (market, about): (Uuid, Option<&optimisation::Model>),
        news: &News,
    ) -> Result<Vec<NewsMail>> {
        // A mark without a recipient says that the news was looked at, also when nobody was to be told.
        self.remember_told(news, "").await?;
        let found = market::Entity::find_by_id(market).one(&self.tx.db).await?.ok_or(Error::NotFound)?;
        let mut mails = Vec::new();
        for recipient in recipients {
            let reached = addressees.reach(recipient)?;
            // Whoever caused it knows.
            let is_actor = self.tx.actor_id().is_some() && self.tx.actor_id() == reached.user;
            let wanted = reached.recipient.events.contains(&news.event) && reached.reachable && !is_actor;
            if !wanted || !self.remember_told(news, &reached.email.to_lowercase()).await? {
                continue;
            }
            if let Some(user) = reached.user.filter(|_| reached.recipient.in_app) {
                self.notify(user, market, about, news).await?;
            }
            if reached.recipient.mail {
                mails.push(self.mail_of(addressees, reached, &found.name, about, news));
            }
        }
        Ok(mails)
    }

    fn mail_of(
        &self,
        addressees: &Addressees,
        reached: RecipientView,
        market: &str,
        about: Option<&optimisation::Model>,
        news: &News,
    ) -> NewsMail {
        NewsMail {
            organisation_id: self.organisation,
            customer_id: self.customer,
            to_customer: reached.recipient.who != Who::Kam,
            email: reached.email,
            name: reached.name,
            locale: reached.locale,
            company: addressees.account.company.clone(),
            market: market.to_owned(),
            optimisation: about.map(|row| (row.id, row.contract_name.clone())),
            news: news.clone(),
        }
    }

    /// False when they were told already.
    async fn remember_told(&self, news: &News, recipient: &str) -> Result<bool> {
        let row = told::Model {
            organisation_id: self.organisation,
            customer_id: self.customer,
            subject: news.subject,
            what: news.what(),
            recipient: recipient.to_owned(),
            at: self.tx.now(),
        };
        let inserted = told::Entity::insert(row.into_active_model())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&self.tx.db)
            .await?;
        Ok(inserted > 0)
    }

    async fn notify(&self, user: Uuid, market: Uuid, about: Option<&optimisation::Model>, news: &News) -> Result<()> {
        let row = notification::Model {
            id: self.tx.new_id(),
            user_id: user,
            organisation_id: self.organisation,
            customer_id: self.customer,
            optimisation_id: about.map(|row| row.id),
            market_id: market,
            event: news.event.to_string(),
            day: news.day,
            period_from: news.period,
            percent: news.percent.map(millionths),
            calendar_version: news.calendar_version.map(i64::from),
            days_left: news.days_left,
            created_at: self.tx.now(),
            read_at: None,
        };
        notification::Entity::insert(row.into_active_model()).exec_without_returning(&self.tx.db).await?;
        Ok(())
    }
}

impl News {
    /// What tells it from other news of its subject.
    pub(crate) fn what(&self) -> String {
        format!("{} {}", self.event, self.detail).trim_end().to_owned()
    }
}

impl Store {
    /// What a user was told.
    #[must_use]
    pub const fn told_to(&self, user: Uuid) -> ToldTo<'_> {
        ToldTo { store: self, user }
    }
}

impl ToldTo<'_> {
    /// A page of it, latest first.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn list(
        &self,
        unread: Option<bool>,
        now: DateTime<Utc>,
        page: &PageRequest,
    ) -> Result<Page<NotificationView>> {
        let mut query = self.select(now);
        if let Some(unread) = unread {
            let read = column(notification::Column::ReadAt);
            query.and_where(if unread { read.is_null() } else { read.is_not_null() });
        }
        let keyset = Keyset::<Row> {
            name: "created_at",
            column: column(notification::Column::CreatedAt),
            id: column(notification::Column::Id),
            descending: true,
            key: KeyOf::Instant(|row| row.notification.created_at),
            id_of: |row| row.notification.id,
        };
        keyset.read(&self.store.db, query, page).await?.try_map(view)
    }

    /// One of it.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn get(&self, id: Uuid, now: DateTime<Utc>) -> Result<NotificationView> {
        let mut query = self.select(now);
        query.and_where(column(notification::Column::Id).eq(id));
        let row = self.store.db.query_one(&query).await?.ok_or(Error::NotFound)?;
        view(Row::from_query_result(&row, "")?)
    }

    fn select(&self, now: DateTime<Utc>) -> SelectStatement {
        let of_account = |column| Expr::col((customer::Entity, column));
        let of_optimisation = |column| Expr::col((optimisation::Entity, column));
        let of_market = |column| Expr::col((market::Entity, column));
        let mut query = notification::Entity::find().into_query();
        query
            .expr_as(of_account(customer::Column::Company), "company")
            .expr_as(of_optimisation(optimisation::Column::ContractName), "contract_name")
            .expr_as(of_market(market::Column::Name), "market_name")
            .join(
                JoinType::InnerJoin,
                customer::Entity,
                of_account(customer::Column::Id).equals((notification::Entity, notification::Column::CustomerId)),
            )
            .join(
                JoinType::LeftJoin,
                optimisation::Entity,
                of_optimisation(optimisation::Column::Id)
                    .equals((notification::Entity, notification::Column::OptimisationId)),
            )
            .join(
                JoinType::InnerJoin,
                market::Entity,
                of_market(market::Column::Id).equals((notification::Entity, notification::Column::MarketId)),
            )
            .and_where(column(notification::Column::UserId).eq(self.user))
            .and_where(of_account(customer::Column::DeletedAt).is_null())
            .cond_where(alive(now))
            .cond_where(Condition::any().add(self.looks_after()).add(self.is_shown(now)));
        query
    }

    /// They look after the account now.
    fn looks_after(&self) -> Expr {
        let relation = Query::select()
            .column(organisation_user::Column::Id)
            .from(organisation_user::Entity)
            .and_where(organisation_user::Column::UserId.eq(self.user))
            .take();
        Expr::col((customer::Entity, customer::Column::KamId)).in_subquery(relation)
    }

    /// They are the account's customer, and its service of the market is active.
    fn is_shown(&self, now: DateTime<Utc>) -> Expr {
        use market_service::Column as Service;
        let today = brussels_date(now);
        let own = Query::select()
            .column(role_grant::Column::CustomerId)
            .from(role_grant::Entity)
            .and_where(role_grant::Column::UserId.eq(self.user))
            .and_where(role_grant::Column::Pending.eq(false))
            .and_where(role_grant::Column::CustomerId.in_subquery(open(now)))
            .take();
        let of_service = |column: Service| Expr::col((market_service::Entity, column));
        let active = Query::select()
            .expr(Expr::val(1))
            .from(market_service::Entity)
            .and_where(of_service(Service::CustomerId).equals((notification::Entity, notification::Column::CustomerId)))
            .and_where(of_service(Service::MarketId).equals((notification::Entity, notification::Column::MarketId)))
            .and_where(of_service(Service::StartDate).lte(today))
            .and_where(of_service(Service::EndDate).gte(today))
            .take();
        column(notification::Column::CustomerId).in_subquery(own).and(Expr::exists(active))
    }
}

impl Tx {
    /// Marks a notification of a user as read.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn read_notification(&self, user: Uuid, id: Uuid) -> Result<()> {
        self.read_notifications_where(user, notification::Column::Id.eq(id)).await.map(drop)
    }

    /// Marks all notifications of a user as read. Returns how many.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn read_all_notifications(&self, user: Uuid) -> Result<u64> {
        self.read_notifications_where(user, Expr::val(1).eq(1)).await
    }

    async fn read_notifications_where(&self, user: Uuid, which: Expr) -> Result<u64> {
        let read = notification::Entity::update_many()
            .col_expr(notification::Column::ReadAt, Expr::val(self.now()))
            .filter(notification::Column::UserId.eq(user))
            .filter(notification::Column::ReadAt.is_null())
            .filter(which)
            .exec(&self.db)
            .await?;
        Ok(read.rows_affected)
    }
}

fn column(column: notification::Column) -> Expr {
    Expr::col((notification::Entity, column))
}

fn view(Row { notification: row, company, contract_name, market_name }: Row) -> Result<NotificationView> {
    Ok(NotificationView {
        event: parsed("event", &row.event)?,
        percent: row.percent.map(percent).transpose()?,
        id: row.id,
        customer_id: row.customer_id,
        company,
        optimisation_id: row.optimisation_id,
        contract_name,
        market: market_name,
        day: row.day,
        period: row.period_from,
        calendar_version: row.calendar_version.and_then(|version| u32::try_from(version).ok()),
        days_left: row.days_left.and_then(|days| u32::try_from(days).ok()),
        created_at: row.created_at,
        read_at: row.read_at,
    })
}
