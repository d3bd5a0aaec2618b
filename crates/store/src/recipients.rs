//! Who is told what about an optimisation, and where that goes today.

use crate::audit;
use crate::customers;
use crate::entity::{app_user, customer, market_service, optimisation, organisation_user, role_grant};
use crate::error::{Error, Result, parsed};
use crate::scope::{CustomerScope, CustomerWriter};
use chrono::NaiveDate;
use domain::customer::{ServiceState, service_state};
use domain::notification::{NotificationEvent, Recipient, RecipientKind, Standing, Who, usual_recipients};
use domain::role::Role;
use domain::text::Email;
use domain::vocabulary::Locale;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

/// Who is told what about an optimisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientsView {
    /// The recipients.
    pub recipients: Vec<RecipientView>,
    /// Counts the changes.
    pub version: i64,
}

/// One recipient, with where they are reached today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientView {
    /// Who it is and what they are told.
    pub recipient: Recipient,
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The language of their mails.
    pub locale: Locale,
    /// The login that is told in the application; none before the customer has accepted.
    pub user: Option<Uuid>,
    /// Whether the rules let them be told anything today.
    pub reachable: bool,
}

/// A recipient as it lies in its column.
#[derive(Serialize, Deserialize)]
struct Stored {
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    locale: Option<String>,
    events: Vec<String>,
    in_app: bool,
    mail: bool,
}

/// An account with all that decides who of it is told something about a market.
pub(crate) struct Addressees {
    pub(crate) account: customer::Model,
    standing: Standing,
    kam: app_user::Model,
    kam_name: String,
    contact: Option<Uuid>,
}

impl CustomerScope<'_> {
    /// Who is told what about an optimisation.
    ///
    /// # Errors
    /// `NotFound`; those of the database.
    pub async fn recipients(&self, id: Uuid, today: NaiveDate) -> Result<RecipientsView> {
        let found = optimisation::Entity::find_by_id(id).filter(self.own_optimisations()).one(&self.db).await?;
        let row = found.ok_or(Error::NotFound)?;
        let addressees = self.addressees(row.market_id, today).await?;
        let recipients = stored_recipients(&row, addressees.account.access)?;
        let recipients = recipients.into_iter().map(|recipient| addressees.reach(recipient)).collect::<Result<_>>()?;
        Ok(RecipientsView { recipients, version: row.recipients_version })
    }

    pub(crate) async fn addressees(&self, market: Uuid, today: NaiveDate) -> Result<Addressees> {
        let account = customer::Entity::find_by_id(self.customer)
            .filter(customer::Column::OrganisationId.eq(self.organisation))
            .one(&self.db)
            .await?
            .ok_or(Error::NotFound)?;
        let service = market_service::Entity::find()
            .filter(market_service::Column::OrganisationId.eq(self.organisation))
            .filter(market_service::Column::CustomerId.eq(self.customer))
            .filter(market_service::Column::MarketId.eq(market))
            .one(&self.db)
            .await?;
        let service: Option<ServiceState> = service.map(|row| service_state(row.start_date, row.end_date, today));
        let standing = Standing { account: customers::state(&account), access: account.access, service };
        let nobody = || Error::Inconsistent(format!("nobody looks after {}", self.customer));
        let relation = organisation_user::Entity::find_by_id(account.kam_id)
            .filter(organisation_user::Column::OrganisationId.eq(self.organisation))
            .one(&self.db)
            .await?
            .ok_or_else(nobody)?;
        let kam = app_user::Entity::find_by_id(relation.user_id).one(&self.db).await?.ok_or_else(nobody)?;
        let grant = role_grant::Entity::find()
            .filter(role_grant::Column::OrganisationId.eq(self.organisation))
            .filter(role_grant::Column::CustomerId.eq(self.customer))
            .filter(role_grant::Column::Role.eq(Role::Customer.as_str()))
            .filter(role_grant::Column::Pending.eq(false))
            .order_by_asc(role_grant::Column::Id)
            .one(&self.db)
            .await?;
        Ok(Addressees { account, standing, kam, kam_name: relation.name, contact: grant.map(|grant| grant.user_id) })
    }
}

impl Addressees {
    /// Where a recipient is reached.
    pub(crate) fn reach(&self, recipient: Recipient) -> Result<RecipientView> {
        let (email, name, locale, user) = match &recipient.who {
            Who::Kam => {
                (self.kam.email.clone(), self.kam_name.clone(), parsed("locale", &self.kam.locale)?, Some(self.kam.id))
            }
            Who::Contact => {
                let name = format!("{} {}", self.account.first_name, self.account.last_name);
                (self.account.email.clone(), name, parsed("locale", &self.account.locale)?, self.contact)
            }
            Who::Other { email, name, locale } => (email.to_string(), name.clone(), *locale, None),
        };
        let reachable = self.standing.allows(recipient.who.kind());
        Ok(RecipientView { recipient, email, name, locale, user, reachable })
    }
}

impl CustomerWriter<'_> {
    /// Replaces who is told what about an optimisation.
    ///
    /// # Errors
    /// `NotFound`, `Stale`; those of the database.
    pub async fn set_recipients(&self, id: Uuid, version: i64, new: &[Recipient]) -> Result<RecipientsView> {
        let account = self.lock_account().await?;
        let row = self.lock_optimisation(id).await?;
        if row.recipients_version != version {
            return Err(Error::Stale);
        }
        let today = domain::time::brussels_date(self.tx.now());
        let old = stored_recipients(&row, account.access)?;
        if old == new && row.recipients.is_some() {
            return self.read().recipients(id, today).await;
        }
        optimisation::Entity::update_many()
            .col_expr(optimisation::Column::Recipients, Expr::val(json!(new.iter().map(stored).collect::<Vec<_>>())))
            .col_expr(optimisation::Column::RecipientsVersion, Expr::val(version + 1))
            .filter(optimisation::Column::OrganisationId.eq(self.organisation))
            .filter(optimisation::Column::Id.eq(id))
            .exec(&self.tx.db)
            .await?;
        let changes = audit::changed(&vec![("recipients", wire(&old))], &vec![("recipients", wire(new))]);
        self.audit_optimisation("notifications.updated", id, &row.contract_name, changes).await?;
        self.read().recipients(id, today).await
    }
}

/// The recipients of an optimisation; the usual ones while nobody has set any.
pub(crate) fn stored_recipients(row: &optimisation::Model, access: bool) -> Result<Vec<Recipient>> {
    let Some(recipients) = &row.recipients else { return Ok(usual_recipients(access)) };
    let stored: Vec<Stored> = serde_json::from_value(recipients.clone())
        .map_err(|error| Error::Inconsistent(format!("recipients of optimisation {}: {error}", row.id)))?;
    stored.into_iter().map(recipient).collect()
}

fn recipient(stored: Stored) -> Result<Recipient> {
    let who = match parsed("kind", &stored.kind)? {
        RecipientKind::Kam => Who::Kam,
        RecipientKind::Contact => Who::Contact,
        RecipientKind::Other => {
            let email = stored.email.unwrap_or_default();
            let parsed_email = Email::parse(&email);
            Who::Other {
                email: parsed_email.map_err(|_| Error::Inconsistent("the address of a recipient".to_owned()))?,
                name: stored.name.unwrap_or_default(),
                locale: parsed("locale", &stored.locale.unwrap_or_default())?,
            }
        }
    };
    let events = stored.events.iter().map(|event| parsed("event", event)).collect::<Result<_>>()?;
    Ok(Recipient { who, events, in_app: stored.in_app, mail: stored.mail })
}

fn stored(recipient: &Recipient) -> Stored {
    let (email, name, locale) = match &recipient.who {
        Who::Kam | Who::Contact => (None, None, None),
        Who::Other { email, name, locale } => (Some(email.to_string()), Some(name.clone()), Some(locale.to_string())),
    };
    Stored {
        kind: recipient.who.kind().to_string(),
        email,
        name,
        locale,
        events: recipient.events.iter().map(|event: &NotificationEvent| event.to_string()).collect(),
        in_app: recipient.in_app,
        mail: recipient.mail,
    }
}

/// Recipients, for the audit log.
fn wire(recipients: &[Recipient]) -> Value {
    json!(recipients.iter().map(stored).collect::<Vec<_>>())
}
