//! The users of an organisation: a relation between it and a login, with what they hold there.

use crate::accounts;
use crate::audit::{self, Entry, FieldChange, Fields};
use crate::entity::organisation_user::{self, ActiveModel, Column, Entity};
use crate::entity::{app_user, customer, invitation, organisation, role_grant};
use crate::error::{Conflict, Error, Result, unique_or};
use crate::grants;
use crate::page::{NameSort, Page, PageRequest, Sort};
use crate::scope::{OrganisationScope, OrganisationWriter};
use crate::text_search::{matches_words, search_key};
use crate::write::Tx;
use chrono::{DateTime, Utc};
use domain::role::{Grant, Role};
use domain::text::fold;
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A user as one organisation sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationUserView {
    /// The id of this relation, not of the login.
    pub id: Uuid,
    /// The login.
    pub email: String,
    /// The name.
    pub name: String,
    /// Whether the invitation was accepted.
    pub accepted: bool,
    /// Until when the latest invitation can, or could, be accepted; absent once one was accepted, and when it
    /// ran out so long ago that it is forgotten.
    pub invitation_expires_at: Option<DateTime<Utc>>,
    /// What they hold in this organisation.
    pub grants: Vec<Grant>,
    /// Counts the changes.
    pub version: i64,
    /// When they were invited or created.
    pub created_at: DateTime<Utc>,
    /// When this relation was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, by name at that time.
    pub updated_by: Option<String>,
}

/// Which users to list.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// Words of the name or e-mail.
    pub q: Option<String>,
    /// Only users with this role.
    pub role: Option<Role>,
    /// The order.
    pub sort: Sort<NameSort>,
}

/// A relation with its login's address.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    relation: organisation_user::Model,
    email: String,
}

impl OrganisationScope<'_> {
    /// The organisation's users.
    ///
    /// # Errors
    /// `InvalidCursor`; those of the database.
    pub async fn users(&self, filter: &UserFilter, page: &PageRequest) -> Result<Page<OrganisationUserView>> {
        let mut which = matches_words(filter.q.as_deref(), &[column(Column::SearchKey)]);
        if let Some(role) = filter.role {
            let holders = Query::select()
                .column(role_grant::Column::OrganisationUserId)
                .from(role_grant::Entity)
                .and_where(role_grant::Column::OrganisationId.eq(self.organisation))
                .and_where(role_grant::Column::Role.eq(role.as_str()))
                .take();
            which = which.add(Column::Id.in_subquery(holders));
        }
        self.users_where(which, filter.sort, page).await
    }

    /// The users that `which` lets through.
    pub(crate) async fn users_where(
        &self,
        which: Condition,
        sort: Sort<NameSort>,
        page: &PageRequest,
    ) -> Result<Page<OrganisationUserView>> {
        let mut query = self.select();
        query.cond_where(which);
        let keyset = sort.keyset(
            (column(Column::NameKey), |row: &Row| &row.relation.name_key),
            (column(Column::CreatedAt), |row: &Row| row.relation.created_at),
            (column(Column::Id), |row: &Row| row.relation.id),
        );
        let rows = keyset.read(&self.db, query, page).await?;
        let Page { items, next_cursor, total } = rows;
        Ok(Page { items: self.views(items).await?, next_cursor, total })
    }

    /// One user, by the relation's id.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn user(&self, id: Uuid) -> Result<OrganisationUserView> {
        self.user_where(Condition::all().add(Column::Id.eq(id))).await
    }

    /// The user that `which` lets through.
    pub(crate) async fn user_where(&self, which: Condition) -> Result<OrganisationUserView> {
        let mut query = self.select();
        query.cond_where(which);
        let row = self.db.query_one(&query).await?.ok_or(Error::NotFound)?;
        self.views(vec![Row::from_query_result(&row, "")?]).await?.pop().ok_or(Error::NotFound)
    }

    fn select(&self) -> SelectStatement {
        let mut query = Entity::find().filter(Column::OrganisationId.eq(self.organisation)).into_query();
        query.expr_as(Expr::col((app_user::Entity, app_user::Column::Email)), "email").join(
            JoinType::InnerJoin,
            app_user::Entity,
            Expr::col((app_user::Entity, app_user::Column::Id)).equals((Entity, Column::UserId)),
        );
        query
    }

    async fn views(&self, rows: Vec<Row>) -> Result<Vec<OrganisationUserView>> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.relation.id).collect();
        let mut held = grants::of_users(&self.db, self.organisation, ids.iter().copied()).await?;
        let invitations = invitation::Entity::find()
            .filter(invitation::Column::OrganisationUserId.is_in(ids))
            .filter(invitation::Column::CustomerId.is_null())
            .order_by_asc(invitation::Column::Id)
            .all(&self.db)
            .await?;
        let latest: BTreeMap<Uuid, DateTime<Utc>> =
            invitations.into_iter().map(|row| (row.organisation_user_id, row.expires_at)).collect();
        let view = |Row { relation, email }| OrganisationUserView {
            invitation_expires_at: latest.get(&relation.id).copied().filter(|_| !relation.accepted),
            grants: held.remove(&relation.id).unwrap_or_default(),
            id: relation.id,
            email,
            name: relation.name,
            accepted: relation.accepted,
            version: relation.version,
            created_at: relation.created_at,
            updated_at: relation.updated_at,
            updated_by: relation.updated_by,
        };
        Ok(rows.into_iter().map(view).collect())
    }
}

impl OrganisationWriter<'_> {
    /// Adds a login to the organisation as if it had accepted an invitation. For the command line and demo data.
    ///
    /// # Errors
    /// `NotFound`; `Conflict::UserExists`; `Invalid` as for an invitation; those of the database.
    pub async fn add_user(&self, user: Uuid, grants: &[Grant]) -> Result<OrganisationUserView> {
        self.lock().await?;
        grants::check(self.tx, self.organisation, grants).await?;
        let user = accounts::find(&self.tx.db, user).await?;
        let relation = self.add_relation(&user, &user.name, true, grants).await?;
        let fields =
            Fields::from([("email", json!(user.email)), ("name", json!(user.name)), ("roles", grants::wire(grants))]);
        self.audit("user.created", relation, &user.email, audit::created(&fields)).await?;
        self.read().user(relation).await
    }

    /// Replaces what a user holds, but for the accounts they are the customer of: those have their own ways.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::LastManager`; `Conflict::LooksAfterCustomers` when they could no longer;
    /// `Invalid` as for an invitation; those of the database.
    pub async fn update_user(&self, id: Uuid, version: i64, grants: &[Grant]) -> Result<OrganisationUserView> {
        self.lock().await?;
        let old = self.read().user(id).await?;
        if old.version != version {
            return Err(Error::Stale);
        }
        grants::check(self.tx, self.organisation, grants).await?;
        let relation = self.current(id, version).await?;
        let given = |grants: &[Grant]| -> Vec<Grant> {
            grants.iter().copied().filter(|grant| grant.role() != Role::Customer).collect()
        };
        let grants = given(grants);
        let roles = |grants: &[Grant]| Fields::from([("roles", grants::wire(grants))]);
        let changes = audit::changed(&roles(&given(&old.grants)), &roles(&grants));
        if changes.is_empty() {
            return Ok(old);
        }
        if !is_manager(&grants) {
            self.keep_a_manager(&old).await?;
        }
        if !grants.iter().any(|grant| matches!(grant.role(), Role::Manager | Role::Kam)) {
            self.looks_after_nobody(id).await?;
        }
        role_grant::Entity::delete_many()
            .filter(role_grant::Column::OrganisationId.eq(self.organisation))
            .filter(role_grant::Column::OrganisationUserId.eq(id))
            .filter(role_grant::Column::Role.ne(Role::Customer.as_str()))
            .exec(&self.tx.db)
            .await?;
        grants::insert(self.tx, relation.user_id, Some(id), &grants).await?;
        self.touch(&relation).await?;
        self.audit("user.updated", id, &old.email, changes).await?;
        self.read().user(id).await
    }

    /// Takes a user out of the organisation, with all they hold there. Their login stays.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::LastManager`, `Conflict::LooksAfterCustomers`; those of the database.
    pub async fn remove_user(&self, id: Uuid, version: i64) -> Result<()> {
        self.lock().await?;
        let old = self.read().user(id).await?;
        self.current(id, version).await?;
        self.keep_a_manager(&old).await?;
        self.looks_after_nobody(id).await?;
        // Grants and invitations go with the relation.
        Entity::delete_many()
            .filter(Column::OrganisationId.eq(self.organisation))
            .filter(Column::Id.eq(id))
            .exec(&self.tx.db)
            .await?;
        let fields = Fields::from([
            ("email", json!(old.email)),
            ("name", json!(old.name)),
            ("roles", grants::wire(&old.grants)),
        ]);
        self.audit("user.removed", id, &old.email, audit::deleted(&fields)).await
    }

    /// Locks the organisation: changes of who manages it take turns.
    pub(crate) async fn lock(&self) -> Result<()> {
        let found = organisation::Entity::find_by_id(self.organisation).lock_exclusive().one(&self.tx.db).await?;
        found.map(|_| ()).ok_or(Error::NotFound)
    }

    pub(crate) async fn relation(&self, id: Uuid) -> Result<organisation_user::Model> {
        Entity::find_by_id(id)
            .filter(Column::OrganisationId.eq(self.organisation))
            .lock_exclusive()
            .one(&self.tx.db)
            .await?
            .ok_or(Error::NotFound)
    }

    /// The relation, locked, in the version the caller names.
    async fn current(&self, id: Uuid, version: i64) -> Result<organisation_user::Model> {
        let relation = self.relation(id).await?;
        if relation.version == version { Ok(relation) } else { Err(Error::Stale) }
    }

    pub(crate) async fn add_relation(
        &self,
        user: &app_user::Model,
        name: &str,
        accepted: bool,
        grants: &[Grant],
    ) -> Result<Uuid> {
        let row = organisation_user::Model {
            id: self.tx.new_id(),
            organisation_id: self.organisation,
            user_id: user.id,
            name: name.to_owned(),
            name_key: fold(name),
            search_key: search_key([name, user.email.as_str()]),
            accepted,
            version: 1,
            created_at: self.tx.now(),
            updated_at: self.tx.now(),
            updated_by: self.tx.actor_name(),
        };
        let id = row.id;
        Entity::insert(row.into_active_model())
            .exec_without_returning(&self.tx.db)
            .await
            .map_err(unique_or(Conflict::UserExists))?;
        grants::insert(self.tx, user.id, Some(id), grants).await?;
        Ok(id)
    }

    pub(crate) async fn touch(&self, relation: &organisation_user::Model) -> Result<()> {
        let row = touched(self.tx, relation.version);
        Entity::update_many().set(row).filter(Column::Id.eq(relation.id)).exec(&self.tx.db).await?;
        Ok(())
    }

    pub(crate) async fn audit(
        &self,
        action: &'static str,
        id: Uuid,
        label: &str,
        changes: Vec<FieldChange>,
    ) -> Result<()> {
        let organisation = Some(self.organisation);
        self.tx.audit(Entry { action, id, organisation, community: None, label, changes }).await
    }

    /// Refuses when somebody looks after customer accounts.
    async fn looks_after_nobody(&self, id: Uuid) -> Result<()> {
        use customer::Column;
        let accounts = customer::Entity::find()
            .filter(Column::OrganisationId.eq(self.organisation))
            .filter(Column::KamId.eq(id))
            .count(&self.tx.db)
            .await?;
        if accounts == 0 { Ok(()) } else { Err(Conflict::LooksAfterCustomers.into()) }
    }

    /// Refuses when `leaving` is the only one who manages the organisation.
    async fn keep_a_manager(&self, leaving: &OrganisationUserView) -> Result<()> {
        if !leaving.accepted || !is_manager(&leaving.grants) {
            return Ok(());
        }
        let managers = Query::select()
            .column(role_grant::Column::OrganisationUserId)
            .from(role_grant::Entity)
            .and_where(role_grant::Column::OrganisationId.eq(self.organisation))
            .and_where(role_grant::Column::Role.eq(Role::Manager.as_str()))
            .take();
        let others = Entity::find()
            .filter(Column::OrganisationId.eq(self.organisation))
            .filter(Column::Accepted.eq(true))
            .filter(Column::Id.ne(leaving.id))
            .filter(Column::Id.in_subquery(managers))
            .count(&self.tx.db)
            .await?;
        if others == 0 { Err(Conflict::LastManager.into()) } else { Ok(()) }
    }
}

/// What every change of a relation sets.
pub(crate) fn touched(tx: &Tx, version: i64) -> ActiveModel {
    ActiveModel {
        version: Set(version + 1),
        updated_at: Set(tx.now()),
        updated_by: Set(tx.actor_name()),
        ..Default::default()
    }
}

fn is_manager(grants: &[Grant]) -> bool {
    grants.iter().any(|grant| grant.role() == Role::Manager)
}

fn column(column: Column) -> Expr {
    Expr::col((Entity, column))
}
