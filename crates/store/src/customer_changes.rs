//! Changes of customer accounts, each with its audit entry.

use crate::audit::{self, Fields};
use crate::customer_access::CustomerOffer;
use crate::customer_erasure;
use crate::customers::{CustomerView, ServiceView, alive, state};
use crate::entity::customer::{self, Column, Entity};
use crate::entity::{app_user, organisation_user};
use crate::error::{Conflict, Error, Result, parsed};
use crate::scope::{CustomerWriter, OrganisationWriter};
use crate::text_search::search_key;
use domain::customer::{Access, CustomerFields, CustomerKind, CustomerState, NewCustomer, Service, erased_at};
use domain::market::MARKETS;
use domain::text::fold;
use domain::violation::{Code, Violations};
use domain::vocabulary::Locale;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};
use uuid::Uuid;

/// An account after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCustomer {
    /// The account.
    pub view: CustomerView,
    /// Whether the customer is invited by the offer that came with the change. Then the caller appends the mail.
    pub invited: bool,
}

impl OrganisationWriter<'_> {
    /// Creates an account that the login `creator` looks after, a user of the organisation. With access its customer
    /// is invited by `offer`.
    ///
    /// # Errors
    /// `NotFound` for an unknown organisation or creator; `Conflict::CustomerExists`, `Conflict::ReferenceTaken`;
    /// `Invalid` with `/services/{i}/…` for an unknown market or a forecast that nobody has published; those of the
    /// database.
    pub async fn create_customer(
        &self,
        creator: Uuid,
        new: &NewCustomer,
        locale: Locale,
        offer: &CustomerOffer,
    ) -> Result<ChangedCustomer> {
        self.lock().await?;
        // An account whose time has come stands in nobody's way.
        customer_erasure::erase_due_of(self.tx, self.organisation).await?;
        let kam = organisation_user::Entity::find()
            .filter(organisation_user::Column::OrganisationId.eq(self.organisation))
            .filter(organisation_user::Column::UserId.eq(creator))
            .one(&self.tx.db)
            .await?
            .ok_or(Error::NotFound)?;
        let row = self.blank(kam.id, new, new.fields.locale.unwrap_or(locale));
        let row = filled(row, &new.fields);
        self.unique(&row).await?;
        Entity::insert(row.clone().into_active_model()).exec_without_returning(&self.tx.db).await?;
        let writer = self.tx.customer(self.organisation, row.id);
        let services = match &new.fields.access {
            Access::Yes { services: Some(services), .. } => writer.set_services(services).await?,
            Access::Yes { services: None, .. } | Access::No => Vec::new(),
        };
        let changes = audit::created(&fields(&row, &services));
        writer.audit("customer.created", &row.company, changes).await?;
        if row.access {
            writer.offer(&row, offer).await?;
        }
        Ok(ChangedCustomer { view: writer.read().get(self.tx.now()).await?, invited: row.access })
    }

    /// Gives all accounts that one user of the organisation looks after to another. Returns how many.
    ///
    /// # Errors
    /// `Invalid` with `/from_kam_id`, `/to_kam_id` for somebody who does not, or may not, look after accounts; those
    /// of the database.
    pub async fn transfer_all_customers(&self, from: Uuid, to: Uuid) -> Result<u64> {
        self.lock().await?;
        let mut violations = Violations::default();
        let known = organisation_user::Entity::find_by_id(from)
            .filter(organisation_user::Column::OrganisationId.eq(self.organisation));
        if known.one(&self.tx.db).await?.is_none() {
            violations.add("/from_kam_id", Code::UnknownKam);
        }
        if self.kam_name(to).await?.is_none() {
            violations.add("/to_kam_id", Code::UnknownKam);
        }
        if !violations.is_empty() {
            return Err(Error::Invalid(violations));
        }
        let accounts = Entity::find()
            .filter(Column::OrganisationId.eq(self.organisation))
            .filter(Column::KamId.eq(from))
            .filter(Column::KamId.ne(to))
            .filter(alive(self.tx.now()))
            .lock_exclusive()
            .all(&self.tx.db)
            .await?;
        for row in &accounts {
            self.tx.customer(self.organisation, row.id).give(row, to).await?;
        }
        Ok(accounts.len() as u64)
    }

    /// The name of somebody who may look after accounts.
    async fn kam_name(&self, id: Uuid) -> Result<Option<String>> {
        Ok(self.read().kams().await?.into_iter().find(|kam| kam.id == id).map(|kam| kam.name))
    }

    fn blank(&self, kam: Uuid, new: &NewCustomer, locale: Locale) -> customer::Model {
        customer::Model {
            id: self.tx.new_id(),
            organisation_id: self.organisation,
            kam_id: kam,
            company: String::new(),
            reference: None,
            reference_key: None,
            last_name: String::new(),
            first_name: String::new(),
            phone: String::new(),
            email: new.email.as_str().to_owned(),
            email_key: new.email.key(),
            locale: locale.as_str().to_owned(),
            kind: new.kind.as_str().to_owned(),
            access: false,
            editor: None,
            frozen: false,
            deleted_at: None,
            erase_at: erased_at(new.kind, self.tx.now(), None),
            name_key: String::new(),
            search_key: String::new(),
            version: 1,
            created_at: self.tx.now(),
            updated_at: self.tx.now(),
            updated_by: self.tx.actor_name(),
        }
    }

    /// Refuses an address or a reference that another account has. The organisation is locked, so none can come.
    async fn unique(&self, row: &customer::Model) -> Result<()> {
        let others =
            || Entity::find().filter(Column::OrganisationId.eq(self.organisation)).filter(Column::Id.ne(row.id));
        if others().filter(Column::EmailKey.eq(&row.email_key)).count(&self.tx.db).await? > 0 {
            return Err(Conflict::CustomerExists.into());
        }
        let Some(reference) = &row.reference_key else { return Ok(()) };
        if others().filter(Column::ReferenceKey.eq(reference)).count(&self.tx.db).await? > 0 {
            return Err(Conflict::ReferenceTaken.into());
        }
        Ok(())
    }
}

impl CustomerWriter<'_> {
    /// Replaces what can be changed of the account. When the customer gets access anew and never had it, they are
    /// invited by `offer`; when they lose it, they are logged out at once and what they had is kept.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::CustomerDeleted`, `Conflict::ReferenceTaken`; `Invalid` as for a new one;
    /// those of the database.
    pub async fn update(&self, version: i64, new: &CustomerFields, offer: &CustomerOffer) -> Result<ChangedCustomer> {
        self.organisation().lock().await?;
        let old = self.undeleted(Some(version)).await?;
        let before = self.services().await?;
        let row = filled(customer::Model { locale: locale_of(new, &old)?, ..old.clone() }, new);
        self.organisation().unique(&row).await?;
        let after = match &new.access {
            Access::Yes { services: Some(services), .. } => self.set_services(services).await?,
            Access::Yes { services: None, .. } | Access::No => before.clone(),
        };
        let changes = audit::changed(&fields(&old, &before), &fields(&row, &after));
        if changes.is_empty() {
            return Ok(ChangedCustomer { view: self.read().get(self.tx.now()).await?, invited: false });
        }
        self.save(row.clone()).await?;
        self.audit("customer.updated", &row.company, changes).await?;
        if old.access && !row.access {
            self.shut().await?;
        }
        let invited = !old.access && row.access && state(&row) == CustomerState::Active && !self.is_accepted().await?;
        if invited {
            self.offer(&row, offer).await?;
        }
        Ok(ChangedCustomer { view: self.read().get(self.tx.now()).await?, invited })
    }

    /// Ends login and mails of the customer, or lets them begin again. What is so already stays as it is.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::CustomerDeleted`; those of the database.
    pub async fn set_frozen(&self, version: Option<i64>, frozen: bool) -> Result<CustomerView> {
        let old = self.undeleted(version).await?;
        if old.frozen != frozen {
            let row = customer::Model { frozen, ..old };
            self.save(row.clone()).await?;
            let action = if frozen { "customer.frozen" } else { "customer.unfrozen" };
            self.audit(action, &row.company, Vec::new()).await?;
            if frozen {
                self.shut().await?;
            }
        }
        self.read().get(self.tx.now()).await
    }

    /// Deletes the account: its customer is logged out, and in time it is erased with all that belongs to it.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::CustomerDeleted`; those of the database.
    pub async fn delete(&self, version: i64) -> Result<()> {
        let old = self.undeleted(Some(version)).await?;
        let row = self.deleted_at(old, true)?;
        self.save(row.clone()).await?;
        self.audit("customer.deleted", &row.company, Vec::new()).await?;
        self.shut().await
    }

    /// Takes the deletion back.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; those of the database.
    pub async fn restore(&self, version: Option<i64>) -> Result<CustomerView> {
        let old = self.current(version).await?;
        if old.deleted_at.is_some() {
            let row = self.deleted_at(old, false)?;
            self.save(row.clone()).await?;
            self.audit("customer.restored", &row.company, Vec::new()).await?;
        }
        self.read().get(self.tx.now()).await
    }

    /// Gives the account to another user of the organisation.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::CustomerDeleted`; `Invalid` with `/kam_id` for somebody who may not look after
    /// accounts; those of the database.
    pub async fn transfer(&self, version: Option<i64>, to: Uuid) -> Result<CustomerView> {
        self.organisation().lock().await?;
        let row = self.undeleted(version).await?;
        if self.organisation().kam_name(to).await?.is_none() {
            let mut violations = Violations::default();
            violations.add("/kam_id", Code::UnknownKam);
            return Err(Error::Invalid(violations));
        }
        if row.kam_id != to {
            self.give(&row, to).await?;
        }
        self.read().get(self.tx.now()).await
    }

    /// Invites the customer anew by `offer`; the former link is void. The caller appends the mail.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; `Conflict::CustomerWithoutAccess`, `Conflict::AlreadyAccepted`; those of the database.
    pub async fn renew_invitation(&self, version: Option<i64>, offer: &CustomerOffer) -> Result<CustomerView> {
        self.organisation().lock().await?;
        let row = self.current(version).await?;
        self.can_be_invited(&row).await?;
        self.save(row.clone()).await?;
        self.offer(&row, offer).await?;
        self.read().get(self.tx.now()).await
    }

    pub(crate) const fn organisation(&self) -> OrganisationWriter<'_> {
        OrganisationWriter { tx: self.tx, organisation: self.organisation }
    }

    /// The account, locked, in the version the caller names.
    async fn current(&self, version: Option<i64>) -> Result<customer::Model> {
        let row = Entity::find_by_id(self.customer)
            .filter(Column::OrganisationId.eq(self.organisation))
            .filter(alive(self.tx.now()))
            .lock_exclusive()
            .one(&self.tx.db)
            .await?
            .ok_or(Error::NotFound)?;
        if version.is_none_or(|version| version == row.version) { Ok(row) } else { Err(Error::Stale) }
    }

    /// The same, unless it is deleted.
    pub(crate) async fn undeleted(&self, version: Option<i64>) -> Result<customer::Model> {
        let row = self.current(version).await?;
        if row.deleted_at.is_some() { Err(Conflict::CustomerDeleted.into()) } else { Ok(row) }
    }

    /// Writes a changed account as its next version.
    pub(crate) async fn save(&self, row: customer::Model) -> Result<()> {
        let row = customer::Model {
            version: row.version + 1,
            updated_at: self.tx.now(),
            updated_by: self.tx.actor_name(),
            ..row
        };
        Entity::update_many()
            .set(row.into_active_model().reset_all())
            .filter(Column::Id.eq(self.customer))
            .filter(Column::OrganisationId.eq(self.organisation))
            .exec(&self.tx.db)
            .await?;
        Ok(())
    }

    async fn give(&self, row: &customer::Model, to: Uuid) -> Result<()> {
        let names = [self.login_of(row.kam_id).await?, self.login_of(to).await?];
        self.save(customer::Model { kam_id: to, ..row.clone() }).await?;
        let kam = |name: &str| Fields::from([("kam", json!(name))]);
        let changes = audit::changed(&kam(&names[0]), &kam(&names[1]));
        self.audit("customer.transferred", &row.company, changes).await
    }

    /// The address of a user of the organisation.
    async fn login_of(&self, relation: Uuid) -> Result<String> {
        let users = organisation_user::Entity::find_by_id(relation)
            .filter(organisation_user::Column::OrganisationId.eq(self.organisation));
        let user = users.one(&self.tx.db).await?.ok_or(Error::NotFound)?;
        let login = app_user::Entity::find_by_id(user.user_id).one(&self.tx.db).await?;
        Ok(login.ok_or(Error::NotFound)?.email)
    }

    fn deleted_at(&self, old: customer::Model, deleted: bool) -> Result<customer::Model> {
        let deleted_at = deleted.then(|| self.tx.now());
        let kind: CustomerKind = parsed("kind", &old.kind)?;
        let erase_at = erased_at(kind, old.created_at, deleted_at);
        Ok(customer::Model { deleted_at, erase_at, ..old })
    }
}

/// A row with what can be changed of an account.
fn filled(row: customer::Model, fields: &CustomerFields) -> customer::Model {
    let CustomerFields { company, reference, contact, .. } = fields.clone();
    let (access, editor) = match &fields.access {
        Access::No => (false, None),
        Access::Yes { editor, .. } => (true, Some(editor.as_str().to_owned())),
    };
    customer::Model {
        name_key: fold(&company),
        search_key: search_key([
            company.as_str(),
            reference.as_deref().unwrap_or_default(),
            &contact.first_name,
            &contact.last_name,
            &contact.phone,
            &row.email,
        ]),
        reference_key: reference.as_deref().map(fold),
        company,
        reference,
        last_name: contact.last_name,
        first_name: contact.first_name,
        phone: contact.phone,
        access,
        editor,
        ..row
    }
}

fn locale_of(new: &CustomerFields, old: &customer::Model) -> Result<String> {
    let locale: Locale = parsed("locale", &old.locale)?;
    Ok(new.locale.unwrap_or(locale).as_str().to_owned())
}

/// An account as an audit entry shows it, by its names on the wire.
pub(crate) fn fields(row: &customer::Model, services: &[ServiceView]) -> Fields {
    Fields::from([
        ("company", json!(row.company)),
        ("reference", json!(row.reference)),
        ("contact.last_name", json!(row.last_name)),
        ("contact.first_name", json!(row.first_name)),
        ("contact.phone", json!(row.phone)),
        ("contact.email", json!(row.email)),
        ("locale", json!(row.locale)),
        ("demo", json!(row.kind == CustomerKind::Demo.as_str())),
        ("access", json!(row.access)),
        ("editor", json!(row.editor)),
        ("services", services.iter().map(|service| wire(&service.service)).collect()),
    ])
}

fn wire(service: &Service) -> Value {
    let market = MARKETS.iter().find(|market| market.id == service.market).map(|market| market.code);
    let forecasts: Vec<&str> = service.forecasts.origins().iter().map(|origin| origin.as_str()).collect();
    json!({
        "market": market, "start_date": service.start, "end_date": service.end, "forecasts": forecasts,
        "max_optimisations": service.max_optimisations
    })
}
