//! Customer accounts of an organisation.
//!
//! A row whose time has come is erased by the program sooner or later; until then no read here finds it.

use crate::audit::{AuditFilter, AuditView, read_log};
use crate::customer_row::{Latest, latest_invitations, services_of};
use crate::entity::customer::{self, Column, Entity};
use crate::entity::{app_user, audit_entry, market_service, organisation_user, role_grant};
use crate::error::{Error, Result, parsed, parsed_option};
use crate::page::{NameSort, Page, PageRequest, Sort};
use crate::scope::{CustomerScope, OrganisationScope, Platform};
use crate::text_search::matches_words;
use chrono::{DateTime, NaiveDate, Utc};
use domain::customer::{Contact, CustomerKind, CustomerState, Editor, MailDelivery, Service};
use domain::role::Role;
use domain::vocabulary::Locale;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryTrait};
use uuid::Uuid;

/// A customer account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerView {
    /// Its id.
    pub id: Uuid,
    /// The organisation that looks after it.
    pub organisation_id: Uuid,
    /// The company.
    pub company: String,
    /// What the organisation calls it.
    pub reference: Option<String>,
    /// Whom to reach.
    pub contact: Contact,
    /// The address, as typed.
    pub email: String,
    /// The language of mails.
    pub locale: Locale,
    /// Whether it is kept.
    pub kind: CustomerKind,
    /// Whether the customer may log in.
    pub access: bool,
    /// Who edits the optimisations; absent without access.
    pub editor: Option<Editor>,
    /// Where it stands.
    pub state: CustomerState,
    /// Who looks after it.
    pub kam: KamView,
    /// The markets it has, or had when it had access, in the order of the catalogue.
    pub services: Vec<ServiceView>,
    /// The latest invitation.
    pub invitation: Option<CustomerInvitationView>,
    /// When it is erased.
    pub erase_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub version: i64,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, by name at that time.
    pub updated_by: Option<String>,
}

/// Somebody who looks after customer accounts.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct KamView {
    /// The relation's id.
    pub id: Uuid,
    /// The login's id.
    pub user_id: Uuid,
    /// The name.
    pub name: String,
    /// The login.
    pub email: String,
}

/// A market that is activated for a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceView {
    /// Its id.
    pub id: Uuid,
    /// What it allows.
    pub service: Service,
    /// How many optimisations there are.
    pub used: i64,
}

/// An invitation of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerInvitationView {
    /// When it was written.
    pub sent_at: DateTime<Utc>,
    /// When its link was first opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// How far its mail is; absent once that is forgotten.
    pub mail: Option<MailDelivery>,
}

/// What the right to an account depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomerPlace {
    /// The organisation.
    pub organisation: Uuid,
    /// The login of the one who looks after it.
    pub kam_user: Uuid,
    /// Who edits the optimisations; absent without access.
    pub editor: Option<Editor>,
}

/// Which accounts of an organisation a caller may see listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomerReach {
    /// All of them.
    All,
    /// Those which this login looks after.
    LookedAfterBy(Uuid),
}

/// Which accounts to list.
#[derive(Debug, Clone, Default)]
pub struct CustomerFilter {
    /// Words of company, reference, contact or address.
    pub q: Option<String>,
    /// Only real ones, or only demos.
    pub kind: Option<CustomerKind>,
    /// Only those with, or without, access.
    pub access: Option<bool>,
    /// Only those in this state; all but the deleted ones by default.
    pub state: Option<CustomerState>,
    /// Only those with a service on this market.
    pub market: Option<Uuid>,
    /// Only those with a service that ends from the first of these days on and before the second.
    pub ending: Option<(NaiveDate, NaiveDate)>,
    /// Only those which this user of the organisation looks after.
    pub kam: Option<Uuid>,
    /// The order; the name is the company's.
    pub sort: Sort<NameSort>,
}

/// An account with the one who looks after it.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    customer: customer::Model,
    kam_user: Uuid,
    kam_name: String,
    kam_email: String,
}

impl Platform<'_> {
    /// What the right to an account depends on.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn customer_place(&self, customer: Uuid, now: DateTime<Utc>) -> Result<CustomerPlace> {
        let found = Entity::find_by_id(customer).filter(alive(now)).one(&self.db).await?.ok_or(Error::NotFound)?;
        let kam = organisation_user::Entity::find_by_id(found.kam_id).one(&self.db).await?;
        let kam = kam.ok_or_else(|| Error::Inconsistent("an account that nobody looks after".to_owned()))?;
        Ok(CustomerPlace {
            organisation: found.organisation_id,
            kam_user: kam.user_id,
            editor: parsed_option("editor", found.editor.as_deref())?,
        })
    }
}

impl OrganisationScope<'_> {
    /// The organisation's accounts within a reach.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn customers(
        &self,
        reach: CustomerReach,
        filter: &CustomerFilter,
        now: DateTime<Utc>,
        page: &PageRequest,
    ) -> Result<Page<CustomerView>> {
        let mut query = select();
        query.and_where(Column::OrganisationId.eq(self.organisation)).cond_where(alive(now));
        query.cond_where(matches_words(filter.q.as_deref(), &[column(Column::SearchKey)]));
        query.cond_where(self.reached(reach)).cond_where(self.chosen(filter));
        let keyset = filter.sort.keyset(
            (column(Column::NameKey), |row: &Row| &row.customer.name_key),
            (column(Column::CreatedAt), |row: &Row| row.customer.created_at),
            (column(Column::Id), |row: &Row| row.customer.id),
        );
        let Page { items, next_cursor, total } = keyset.read(&self.db, query, page).await?;
        Ok(Page { items: views(&self.db, self.organisation, items).await?, next_cursor, total })
    }

    /// Those who may look after accounts: accepted managers and key account managers, by name.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn kams(&self) -> Result<Vec<KamView>> {
        let mut query = kams(self.organisation);
        query.order_by((organisation_user::Entity, organisation_user::Column::NameKey), sea_orm::Order::Asc);
        query.order_by((organisation_user::Entity, organisation_user::Column::Id), sea_orm::Order::Asc);
        let rows = self.db.query_all(&query).await?;
        Ok(rows.iter().map(|row| KamView::from_query_result(row, "")).collect::<std::result::Result<_, _>>()?)
    }

    pub(crate) fn reached(&self, reach: CustomerReach) -> Condition {
        let CustomerReach::LookedAfterBy(user) = reach else { return Condition::all() };
        let own = Query::select()
            .column(organisation_user::Column::Id)
            .from(organisation_user::Entity)
            .and_where(organisation_user::Column::OrganisationId.eq(self.organisation))
            .and_where(organisation_user::Column::UserId.eq(user))
            .take();
        Condition::all().add(column(Column::KamId).in_subquery(own))
    }

    fn chosen(&self, filter: &CustomerFilter) -> Condition {
        let state = match filter.state {
            None => Condition::all().add(Column::DeletedAt.is_null()),
            Some(CustomerState::Deleted) => Condition::all().add(Column::DeletedAt.is_not_null()),
            Some(state) => {
                let frozen = state == CustomerState::Frozen;
                Condition::all().add(Column::DeletedAt.is_null()).add(Column::Frozen.eq(frozen))
            }
        };
        state
            .add_option(filter.kind.map(|kind| Column::Kind.eq(kind.as_str())))
            .add_option(filter.access.map(|access| Column::Access.eq(access)))
            .add_option(filter.kam.map(|kam| Column::KamId.eq(kam)))
            .add_option(self.serviced(filter))
    }

    /// One and the same service is on the market and ends in time.
    fn serviced(&self, filter: &CustomerFilter) -> Option<Expr> {
        use market_service::Column as Service;
        if filter.market.is_none() && filter.ending.is_none() {
            return None;
        }
        let mut services = Query::select();
        services
            .expr(Expr::val(1))
            .from(market_service::Entity)
            .and_where(Service::OrganisationId.eq(self.organisation))
            .and_where(Expr::col((market_service::Entity, Service::CustomerId)).equals((Entity, Column::Id)));
        if let Some(market) = filter.market {
            services.and_where(Service::MarketId.eq(market));
        }
        if let Some((from, before)) = filter.ending {
            services.and_where(Service::EndDate.gte(from)).and_where(Service::EndDate.lt(before));
        }
        // Without access the services are kept, and give nothing.
        Some(Expr::exists(services).and(Column::Access.eq(true)))
    }
}

impl CustomerScope<'_> {
    /// The account itself.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn get(&self, now: DateTime<Utc>) -> Result<CustomerView> {
        let mut query = select();
        query.cond_where(self.own(column(Column::OrganisationId), column(Column::Id))).cond_where(alive(now));
        let row = self.db.query_one(&query).await?.ok_or(Error::NotFound)?;
        let row = Row::from_query_result(&row, "")?;
        views(&self.db, self.organisation, vec![row]).await?.pop().ok_or(Error::NotFound)
    }

    /// What was changed of it, and of what belongs to it.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn audit(&self, filter: &AuditFilter, page: &PageRequest) -> Result<Page<AuditView>> {
        let own = self.own(
            Expr::col((audit_entry::Entity, audit_entry::Column::OrganisationId)),
            Expr::col((audit_entry::Entity, audit_entry::Column::CustomerId)),
        );
        read_log(&self.db, own, filter, page).await
    }
}

/// Lets the accounts through that are not to be erased yet.
pub(crate) fn alive(now: DateTime<Utc>) -> Condition {
    Condition::any().add(column(Column::EraseAt).is_null()).add(column(Column::EraseAt).gt(now))
}

/// The accounts whose customers may log in.
pub(crate) fn open(now: DateTime<Utc>) -> SelectStatement {
    Query::select()
        .column(Column::Id)
        .from(Entity)
        .and_where(Column::Access.eq(true))
        .and_where(Column::Frozen.eq(false))
        .and_where(Column::DeletedAt.is_null())
        .cond_where(alive(now))
        .take()
}

/// Those of an organisation who may look after accounts, in no order.
pub(crate) fn kams(organisation: Uuid) -> SelectStatement {
    use organisation_user::Column as User;
    let holders = Query::select()
        .column(role_grant::Column::OrganisationUserId)
        .from(role_grant::Entity)
        .and_where(role_grant::Column::OrganisationId.eq(organisation))
        .and_where(role_grant::Column::Role.is_in([Role::Manager.as_str(), Role::Kam.as_str()]))
        .take();
    let user = |column: User| Expr::col((organisation_user::Entity, column));
    Query::select()
        .expr_as(user(User::Id), "id")
        .expr_as(user(User::UserId), "user_id")
        .expr_as(user(User::Name), "name")
        .expr_as(Expr::col((app_user::Entity, app_user::Column::Email)), "email")
        .from(organisation_user::Entity)
        .join(
            JoinType::InnerJoin,
            app_user::Entity,
            Expr::col((app_user::Entity, app_user::Column::Id)).equals((organisation_user::Entity, User::UserId)),
        )
        .and_where(user(User::OrganisationId).eq(organisation))
        .and_where(user(User::Accepted).eq(true))
        .and_where(user(User::Id).in_subquery(holders))
        .take()
}

fn select() -> SelectStatement {
    use organisation_user::Column as User;
    let user = |column: User| Expr::col((organisation_user::Entity, column));
    let mut query = Entity::find().into_query();
    query
        .expr_as(user(User::UserId), "kam_user")
        .expr_as(user(User::Name), "kam_name")
        .expr_as(Expr::col((app_user::Entity, app_user::Column::Email)), "kam_email")
        .join(JoinType::InnerJoin, organisation_user::Entity, user(User::Id).equals((Entity, Column::KamId)))
        .join(
            JoinType::InnerJoin,
            app_user::Entity,
            Expr::col((app_user::Entity, app_user::Column::Id)).equals((organisation_user::Entity, User::UserId)),
        );
    query
}

fn column(column: Column) -> Expr {
    Expr::col((Entity, column))
}

async fn views(db: &impl ConnectionTrait, organisation: Uuid, rows: Vec<Row>) -> Result<Vec<CustomerView>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.customer.id).collect();
    let mut services = services_of(db, organisation, &ids).await?;
    let mut invitations = latest_invitations(db, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let id = row.customer.id;
            view(row, services.remove(&id).unwrap_or_default(), invitations.remove(&id))
        })
        .collect()
}

fn view(row: Row, services: Vec<ServiceView>, invitation: Option<Latest>) -> Result<CustomerView> {
    let Row { customer: row, kam_user, kam_name, kam_email } = row;
    Ok(CustomerView {
        state: state(&row),
        locale: parsed("locale", &row.locale)?,
        kind: parsed("kind", &row.kind)?,
        editor: parsed_option("editor", row.editor.as_deref())?,
        id: row.id,
        organisation_id: row.organisation_id,
        company: row.company,
        reference: row.reference,
        contact: Contact { last_name: row.last_name, first_name: row.first_name, phone: row.phone },
        email: row.email,
        access: row.access,
        kam: KamView { id: row.kam_id, user_id: kam_user, name: kam_name, email: kam_email },
        services,
        invitation: invitation.map(Latest::view).transpose()?,
        erase_at: row.erase_at,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        updated_by: row.updated_by,
    })
}

/// Where an account stands.
pub(crate) const fn state(row: &customer::Model) -> CustomerState {
    match (row.deleted_at.is_some(), row.frozen) {
        (true, _) => CustomerState::Deleted,
        (false, true) => CustomerState::Frozen,
        (false, false) => CustomerState::Active,
    }
}
