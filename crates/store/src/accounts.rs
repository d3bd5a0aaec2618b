//! Logins: who they are, their password hash, and what they hold.
//!
//! A password is an opaque PHC string here; nothing in this crate hashes or compares one.

use crate::audit::{self, Entry, Fields};
use crate::connect::Store;
use crate::entity::app_user::{self, Column, Entity};
use crate::entity::{organisation_user, refresh_token};
use crate::error::{Conflict, Error, Result, parsed, unique_or};
use crate::grants;
use crate::org_users;
use crate::text_search::search_key;
use crate::write::Tx;
use chrono::{DateTime, Utc};
use domain::role::Grant;
use domain::text::{Email, fold};
use domain::vocabulary::Locale;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseExecutor, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    Set,
};
use serde_json::json;
use uuid::Uuid;

/// A user's login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserView {
    /// Its id.
    pub id: Uuid,
    /// The address, as typed.
    pub email: String,
    /// The name.
    pub name: String,
    /// The language of screens and mails.
    pub locale: Locale,
    /// Access tokens of another epoch are void.
    pub session_epoch: i64,
    /// Counts the changes.
    pub version: i64,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When somebody last logged in with it.
    pub last_login_at: Option<DateTime<Utc>>,
}

/// What a login attempt is checked against.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginView {
    /// The login.
    pub user: UserView,
    /// The password's hash; absent until an invitation is accepted.
    pub password_hash: Option<String>,
}

impl std::fmt::Debug for LoginView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LoginView").field("user", &self.user).finish_non_exhaustive()
    }
}

/// A caller and everything they hold now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerView {
    /// The login.
    pub user: UserView,
    /// What they hold; only of organisations whose invitation they accepted.
    pub grants: Vec<Grant>,
}

/// A grant with the names of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedGrant {
    /// What is held.
    pub grant: Grant,
    /// Name of the organisation; absent for the operator.
    pub organisation_name: Option<String>,
    /// Name of the community, where the grant has one.
    pub community_name: Option<String>,
    /// Company of the customer account, where the grant has one.
    pub customer_name: Option<String>,
}

/// A login to be created.
#[derive(Clone)]
pub struct NewLogin {
    /// The address.
    pub email: Email,
    /// The name.
    pub name: String,
    /// The language of screens and mails.
    pub locale: Locale,
    /// The password's hash.
    pub password_hash: String,
}

/// Reads of logins.
#[derive(Debug)]
pub struct Accounts<'c> {
    pub(crate) db: DatabaseExecutor<'c>,
}

/// Changes of logins, their tokens and sessions.
#[derive(Debug, Clone, Copy)]
pub struct AccountsWriter<'t> {
    pub(crate) tx: &'t Tx,
}

impl Store {
    /// Reads of logins.
    #[must_use]
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts { db: (&self.db).into() }
    }
}

impl Tx {
    /// Changes of logins.
    #[must_use]
    pub fn accounts(&self) -> AccountsWriter<'_> {
        AccountsWriter { tx: self }
    }
}

impl Accounts<'_> {
    /// The login of an address, compared without case.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn login(&self, email: &Email) -> Result<Option<LoginView>> {
        let row = Entity::find().filter(Column::EmailKey.eq(email.key())).one(&self.db).await?;
        row.map(|row| Ok(LoginView { password_hash: row.password_hash.clone(), user: view(row)? })).transpose()
    }

    /// A login and what it holds: asked at each request. `None` also for one whose accounts let nobody in.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn caller(&self, user: Uuid, now: DateTime<Utc>) -> Result<Option<CallerView>> {
        let Some(row) = Entity::find_by_id(user).one(&self.db).await? else { return Ok(None) };
        let grants = grants::held_by(&self.db, user, now).await?;
        if grants.is_empty() && grants::is_shut_out(&self.db, user, now).await? {
            return Ok(None);
        }
        Ok(Some(CallerView { user: view(row)?, grants }))
    }

    /// What a login holds, with names.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn named_grants(&self, user: Uuid, now: DateTime<Utc>) -> Result<Vec<NamedGrant>> {
        grants::named(&self.db, user, now).await
    }
}

impl AccountsWriter<'_> {
    /// Creates a login that holds nothing yet.
    ///
    /// # Errors
    /// `Conflict::EmailTaken`; those of the database.
    pub async fn create_login(&self, login: &NewLogin) -> Result<UserView> {
        let hash = Some(login.password_hash.clone());
        let row = new_row(self.tx, &login.email, &login.name, login.locale, hash);
        Entity::insert(row.clone().into_active_model())
            .exec_without_returning(&self.tx.db)
            .await
            .map_err(unique_or(Conflict::EmailTaken))?;
        self.audit("login.created", &row, audit::created(&fields(&row))).await?;
        view(row)
    }

    /// Gives a login the operator's role.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn grant_operator(&self, user: Uuid) -> Result<()> {
        let row = find(&self.tx.db, user).await?;
        grants::insert(self.tx, user, None, &[Grant::Operator]).await?;
        self.audit("login.made_operator", &row, Vec::new()).await
    }

    /// Changes the name and language; the name follows in the organisations that know the user.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; those of the database.
    pub async fn update_user(&self, user: Uuid, version: i64, name: &str, locale: Locale) -> Result<UserView> {
        let old = lock(self.tx, user).await?;
        if old.version != version {
            return Err(Error::Stale);
        }
        let mut new = old.clone();
        new.name = name.to_owned();
        new.locale = locale.as_str().to_owned();
        let changes = audit::changed(&fields(&old), &fields(&new));
        if changes.is_empty() {
            return view(old);
        }
        new.version += 1;
        new.updated_at = self.tx.now();
        let row = app_user::ActiveModel {
            name: Set(new.name.clone()),
            locale: Set(new.locale.clone()),
            version: Set(new.version),
            updated_at: Set(new.updated_at),
            ..Default::default()
        };
        let current = Entity::update_many().set(row).filter(Column::Id.eq(user)).filter(Column::Version.eq(version));
        if current.exec(&self.tx.db).await?.rows_affected == 0 {
            return Err(Error::Stale);
        }
        self.audit("login.updated", &new, changes).await?;
        self.follow_name(&new).await?;
        view(new)
    }

    /// Keeps the same password under stronger parameters.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn rehash_password(&self, user: Uuid, password_hash: &str) -> Result<()> {
        let row = app_user::ActiveModel { password_hash: Set(Some(password_hash.to_owned())), ..Default::default() };
        self.set(user, row).await
    }

    /// Ends every session of a login at once: access tokens by the epoch, refresh tokens by revocation.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn end_all_sessions(&self, user: Uuid) -> Result<()> {
        let row = lock(self.tx, user).await?;
        self.set(user, app_user::ActiveModel { session_epoch: Set(row.session_epoch + 1), ..Default::default() })
            .await?;
        let revoked = refresh_token::ActiveModel { revoked_at: Set(Some(self.tx.now())), ..Default::default() };
        refresh_token::Entity::update_many()
            .set(revoked)
            .filter(refresh_token::Column::UserId.eq(user))
            .filter(refresh_token::Column::RevokedAt.is_null())
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }

    /// Changes a login without counting it as a change that users see.
    pub(crate) async fn set(&self, user: Uuid, row: app_user::ActiveModel) -> Result<()> {
        let changed = Entity::update_many().set(row).filter(Column::Id.eq(user)).exec(&self.tx.db).await?;
        if changed.rows_affected == 0 { Err(Error::NotFound) } else { Ok(()) }
    }

    /// An entry of no organisation's log: a login belongs to nobody.
    pub(crate) async fn audit(
        &self,
        action: &'static str,
        row: &app_user::Model,
        changes: Vec<audit::FieldChange>,
    ) -> Result<()> {
        let entry = Entry { action, id: row.id, organisation: None, community: None, label: &row.email, changes };
        self.tx.audit(entry).await
    }

    async fn follow_name(&self, user: &app_user::Model) -> Result<()> {
        use organisation_user::Column;
        let known = organisation_user::Entity::find()
            .filter(Column::UserId.eq(user.id))
            .filter(Column::Accepted.eq(true))
            .filter(Column::Name.ne(&user.name))
            .order_by_asc(Column::Id)
            .lock_exclusive()
            .all(&self.tx.db)
            .await?;
        for relation in known {
            let row = organisation_user::ActiveModel {
                name: Set(user.name.clone()),
                name_key: Set(fold(&user.name)),
                search_key: Set(search_key([user.name.as_str(), user.email.as_str()])),
                ..org_users::touched(self.tx, relation.version)
            };
            organisation_user::Entity::update_many()
                .set(row)
                .filter(Column::Id.eq(relation.id))
                .exec(&self.tx.db)
                .await?;
            let name = |name: &str| Fields::from([("name", json!(name))]);
            self.tx
                .audit(Entry {
                    action: "user.updated",
                    id: relation.id,
                    organisation: Some(relation.organisation_id),
                    community: None,
                    label: &user.email,
                    changes: audit::changed(&name(&relation.name), &name(&user.name)),
                })
                .await?;
        }
        Ok(())
    }
}

/// A login that does not exist yet.
pub(crate) fn new_row(
    tx: &Tx,
    email: &Email,
    name: &str,
    locale: Locale,
    password_hash: Option<String>,
) -> app_user::Model {
    app_user::Model {
        id: tx.new_id(),
        email: email.as_str().to_owned(),
        email_key: email.key(),
        name: name.to_owned(),
        locale: locale.as_str().to_owned(),
        password_hash,
        session_epoch: 1,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
        last_login_at: None,
    }
}

/// The login, locked against other changes, but not against new rows that refer to it.
pub(crate) async fn lock(tx: &Tx, user: Uuid) -> Result<app_user::Model> {
    Entity::find_by_id(user).lock(LockType::NoKeyUpdate).one(&tx.db).await?.ok_or(Error::NotFound)
}

pub(crate) async fn find(db: &impl ConnectionTrait, user: Uuid) -> Result<app_user::Model> {
    Entity::find_by_id(user).one(db).await?.ok_or(Error::NotFound)
}

pub(crate) fn view(row: app_user::Model) -> Result<UserView> {
    Ok(UserView {
        id: row.id,
        locale: parsed("locale", &row.locale)?,
        email: row.email,
        name: row.name,
        session_epoch: row.session_epoch,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        last_login_at: row.last_login_at,
    })
}

fn fields(row: &app_user::Model) -> Fields {
    Fields::from([("email", json!(row.email)), ("name", json!(row.name)), ("locale", json!(row.locale))])
}
