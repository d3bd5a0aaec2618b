//! Notifications: who is told what about an optimisation, and what a user was told in the application.

use chrono::{DateTime, NaiveDate, Utc};
use domain::notification::{NotificationEvent, RecipientKind};
use domain::quantity::Decimal;
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who is told what about an optimisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(example = json!({"recipients": [
    {"kind": "kam", "events": ["advice_due", "advice_missed"], "in_app": true, "mail": true},
    {"kind": "other", "email": "buyer@example.org", "name": "Purchasing", "locale": "nl", "events": ["advice_due"]}
]})))]
pub struct NotificationSettingsInput {
    /// The recipients, at most 20; nobody else is told anything.
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub recipients: Vec<NotificationRecipientInput>,
}

/// One recipient of notifications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationRecipientInput {
    /// The account's key account manager, its contact, or somebody else.
    pub kind: RecipientKind,
    /// The address of somebody else; with `other` only.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: Option<String>,
    /// The name of somebody else; with `other` only.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub name: Option<String>,
    /// The language of somebody else's mails; with `other` only.
    #[serde(default)]
    pub locale: Option<Locale>,
    /// What they are told; none is a recipient who was switched off.
    pub events: Vec<NotificationEvent>,
    /// Whether they are told in the application; not with `other`, who has no login.
    #[serde(default)]
    pub in_app: bool,
    /// Whether they are told by mail.
    #[serde(default = "yes")]
    pub mail: bool,
}

const fn yes() -> bool {
    true
}

/// Who is told what about an optimisation, with where it goes today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationSettings {
    /// The recipients.
    pub recipients: Vec<NotificationRecipient>,
    /// Whether the caller may change them.
    pub may_edit: bool,
}

/// One recipient of notifications, with where they go today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationRecipient {
    /// The account's key account manager, its contact, or somebody else.
    pub kind: RecipientKind,
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The language of the mails.
    pub locale: Locale,
    /// What they are told.
    pub events: Vec<NotificationEvent>,
    /// Whether they are told in the application.
    pub in_app: bool,
    /// Whether they are told by mail.
    pub mail: bool,
    /// Whether the rules let them be told anything today: the account is not frozen and, but for its key account manager,
    /// has access with an active service of the market.
    pub reachable: bool,
}

/// Something a user was told in the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notification {
    /// Its id.
    pub id: Uuid,
    /// What happened.
    pub event: NotificationEvent,
    /// The customer account it is about.
    pub customer_id: Uuid,
    /// The customer's company.
    pub company: String,
    /// The optimisation it is about; `null` when it is about a service.
    pub optimisation_id: Option<Uuid>,
    /// How its contract is called.
    pub contract_name: Option<String>,
    /// The name of the market.
    pub market: String,
    /// The day it is about: the advised day, or the last day of the service.
    pub date: Option<NaiveDate>,
    /// The first day of the consumption period.
    pub period_from: Option<NaiveDate>,
    /// How much is advised.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>))]
    pub percent: Option<Decimal>,
    /// The version of the calendar.
    pub calendar_version: Option<u32>,
    /// How many days are left.
    pub days_left: Option<u32>,
    /// When it was told.
    pub created_at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

/// Parameters of the list of a user's notifications.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct NotificationQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Only those that were not read.
    pub unread: Option<bool>,
}

/// How many notifications were marked as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationsRead {
    /// How many.
    pub count: u64,
}
