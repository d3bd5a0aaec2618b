//! Customer accounts: who looks after whom, and what a customer may see and do.

use chrono::{DateTime, NaiveDate, Utc};
use domain::customer::{
    CustomerInvitationState, CustomerKind, CustomerState, Editor, ForecastOrigin, MailDelivery, ServiceState,
};
use domain::role::Permission;
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A customer account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Customer {
    /// Its id.
    pub id: Uuid,
    /// The organisation that looks after it.
    pub organisation_id: Uuid,
    /// The company that buys the supply.
    pub company: String,
    /// What the organisation calls it.
    pub reference: Option<String>,
    /// Whom to reach.
    pub contact: CustomerContact,
    /// The language of mails.
    pub locale: Locale,
    /// Whether it is erased a day after its creation.
    pub demo: bool,
    /// Whether the customer may log in.
    pub access: bool,
    /// Who edits the optimisations; `null` without access.
    pub editor: Option<Editor>,
    /// Where it stands.
    pub state: CustomerState,
    /// Who looks after it.
    pub kam: Kam,
    /// The markets of the customer, by name; none without access.
    pub services: Vec<MarketService>,
    /// The latest invitation; `null` without access, and for the customer.
    pub invitation: Option<CustomerInvitation>,
    /// What the caller may do with it.
    pub permissions: Vec<Permission>,
    /// When it is erased with all that belongs to it: a demo, or a deleted one.
    pub erased_at: Option<DateTime<Utc>>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, where known.
    pub updated_by: Option<String>,
}

/// The person of a company who is to be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerContact {
    /// Last name, 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub last_name: String,
    /// First name, 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub first_name: String,
    /// Telephone: 6 to 15 digits, kept as typed.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40))]
    pub phone: String,
    /// E-mail and login. It never changes.
    #[cfg_attr(feature = "openapi", schema(min_length = 3, max_length = 254))]
    pub email: String,
}

/// The same person, to be changed: the address may be left out, as it stays what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerContactChange {
    /// Last name, 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub last_name: String,
    /// First name, 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub first_name: String,
    /// Telephone: 6 to 15 digits, kept as typed.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40))]
    pub phone: String,
    /// E-mail: the present one, or absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: Option<String>,
}

/// Somebody who looks after customer accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kam {
    /// The id of this user in the organisation.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The e-mail.
    pub email: String,
}

/// Those who may look after customer accounts of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KamList {
    /// Its key account managers and managers, by name.
    pub items: Vec<Kam>,
}

/// What a customer may see and do on one market.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MarketService {
    /// Its id.
    pub id: Uuid,
    /// The market.
    pub market_id: Uuid,
    /// The first day.
    pub start_date: NaiveDate,
    /// The last day.
    pub end_date: NaiveDate,
    /// Where it stands today.
    pub state: ServiceState,
    /// The forecasts that are shared.
    pub forecasts: Vec<ForecastOrigin>,
    /// How many optimisations there may be.
    pub max_optimisations: i64,
    /// How many there are.
    pub used_optimisations: i64,
}

/// The services of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MarketServiceList {
    /// By the name of the market.
    pub items: Vec<MarketService>,
}

/// A service to be added or replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "market_id": "019a6d6e-0000-7000-8000-000000000001", "start_date": "2026-11-28", "end_date": "2027-12-31",
    "forecasts": ["application"], "max_optimisations": 2
})))]
pub struct MarketServiceInput {
    /// The market; each once.
    pub market_id: Uuid,
    /// The first day.
    pub start_date: NaiveDate,
    /// The last day, not before the first.
    pub end_date: NaiveDate,
    /// The forecasts that are shared: `application` or `manager`, and `client` in addition.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 3))]
    pub forecasts: Vec<ForecastOrigin>,
    /// How many optimisations there may be; with 0 the customer reads the market's information only.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 10000))]
    pub max_optimisations: i64,
}

/// An invitation of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerInvitation {
    /// Where it stands.
    pub state: CustomerInvitationState,
    /// When it was written.
    pub sent_at: DateTime<Utc>,
    /// When the page behind its link was first opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// Until when it can, or could, be accepted.
    pub expires_at: DateTime<Utc>,
    /// How far its mail is; `null` for one that left long ago.
    pub mail: Option<MailDelivery>,
    /// Who the mail comes from, for customers who look for it among unwanted mail; `null` without a mail server.
    pub sender: Option<String>,
}

/// A customer account to be created.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "company": "Bakery", "reference": "C-42", "demo": false,
    "contact": {
        "last_name": "A", "first_name": "Contact", "phone": "+32 2 555 00 00", "email": "bakery@example.org"
    },
    "locale": "fr", "access": true, "editor": "customer",
    "services": [{
        "market_id": "019a6d6e-0000-7000-8000-000000000001", "start_date": "2026-11-28", "end_date": "2027-12-31",
        "forecasts": ["application"], "max_optimisations": 2
    }]
})))]
pub struct NewCustomer {
    /// The company, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub company: String,
    /// What the organisation calls it; no two accounts of it have the same.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub reference: Option<String>,
    /// Whom to reach.
    pub contact: CustomerContact,
    /// The language of mails; that of the caller when absent.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// Whether it is erased a day after its creation.
    #[serde(default)]
    pub demo: bool,
    /// Whether the customer may log in.
    pub access: bool,
    /// Who edits the optimisations; required with access, and not allowed without.
    #[serde(default)]
    pub editor: Option<Editor>,
    /// The markets; not allowed without access.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub services: Option<Vec<MarketServiceInput>>,
}

/// What a customer account is to become.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "company": "Bakery", "reference": "C-42",
    "contact": {"last_name": "A", "first_name": "Contact", "phone": "+32 2 555 00 00"},
    "access": true, "editor": "kam"
})))]
pub struct UpdateCustomer {
    /// The company, 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub company: String,
    /// What the organisation calls it; no two accounts of it have the same.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub reference: Option<String>,
    /// Whom to reach.
    pub contact: CustomerContactChange,
    /// The language of mails; as it is when absent.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// Whether it is a demo: as it is, or absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo: Option<bool>,
    /// Whether the customer may log in.
    pub access: bool,
    /// Who edits the optimisations; required with access, and not allowed without.
    #[serde(default)]
    pub editor: Option<Editor>,
    /// All the markets from now on; those the account has when absent. Not allowed without access.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub services: Option<Vec<MarketServiceInput>>,
}

/// Who is to look after an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({"kam_id": "0199a3f2-0000-7000-8000-000000000005"})))]
pub struct TransferCustomer {
    /// A key account manager or manager, by their id in the organisation.
    pub kam_id: Uuid,
}

/// Who is to look after the accounts of somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({
    "from_kam_id": "0199a3f2-0000-7000-8000-000000000005", "to_kam_id": "0199a3f2-0000-7000-8000-000000000006"
})))]
pub struct TransferAllCustomers {
    /// Who looks after them now, by their id in the organisation.
    pub from_kam_id: Uuid,
    /// Who does from now on, by their id in the organisation.
    pub to_kam_id: Uuid,
}

/// How many accounts were transferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferredCustomers {
    /// How many.
    pub transferred: u64,
}

/// With or without access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccessFilter {
    /// The customer may log in.
    Yes,
    /// The customer may not.
    No,
}

/// Parameters of the list of customer accounts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CustomerQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Order; the name is the company's.
    pub sort: Option<crate::NameSort>,
    /// Words of company, reference, contact or e-mail, without case and accents.
    #[cfg_attr(feature = "openapi", param(max_length = 100), schema(max_length = 100))]
    pub q: Option<String>,
    /// Only real ones, or only demos.
    pub kind: Option<CustomerKind>,
    /// Only those with, or without, access.
    pub access: Option<AccessFilter>,
    /// Only those in this state; all but the deleted ones when absent.
    pub state: Option<CustomerState>,
    /// Only those with a service on this market.
    pub market_id: Option<Uuid>,
    /// Only those with a service that ends before this day, and not before today.
    pub ending_before: Option<NaiveDate>,
    /// Only those whom this user of the organisation looks after.
    pub kam_id: Option<Uuid>,
}
