//! What a key account manager and a customer look at first, and all advice in one calendar.

use crate::{OptimisationSummary, PriceSummary};
use chrono::{DateTime, NaiveDate, Utc};
use domain::advice::AdviceState;
use domain::quantity::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The monitoring of activities: a key account manager's own accounts, or all of the organisation for its manager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Monitoring {
    /// How many accounts there are.
    pub account_count: u32,
    /// How many of them are demo accounts.
    pub demo_count: u32,
    /// How many of them have access to the application.
    pub access_count: u32,
    /// How many of them are frozen.
    pub frozen_count: u32,
    /// How many optimisations they have.
    pub optimisation_count: u32,
    /// How many services end within 30 days.
    pub services_ending_count: u32,
    /// The services that end within 30 days, soonest first; 10 at most.
    pub services_ending: Vec<EndingService>,
    /// The first day of this week, a Monday.
    pub week_from: NaiveDate,
    /// How many days are advised from today to the end of this week.
    pub advice_due_count: u32,
    /// The advice from today to the end of this week, soonest first; 10 at most.
    pub advice_due: Vec<CalendarEntry>,
    /// How many advised days passed unused in the last 30 days.
    pub missed_count: u32,
    /// The advice of the last 30 days that passed unused, latest first; 10 at most.
    pub missed: Vec<CalendarEntry>,
}

/// A service that ends soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EndingService {
    /// The customer account.
    pub customer_id: Uuid,
    /// The customer's company.
    pub company: String,
    /// The market.
    pub market_id: Uuid,
    /// Its name.
    pub market: String,
    /// The last day of the service.
    pub end_date: NaiveDate,
    /// How many days are left; 0 on the last one.
    pub days_left: u32,
}

/// Advice of any customer, as an entry of one calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarEntry {
    /// The advice.
    pub advice_id: Uuid,
    /// The day to fix.
    pub advised_on: NaiveDate,
    /// How much to fix.
    #[cfg_attr(feature = "openapi", schema(value_type = f64))]
    pub percent: Decimal,
    /// What became of it.
    pub state: AdviceState,
    /// The first day of the consumption period.
    pub period_from: NaiveDate,
    /// The day after its last.
    pub period_to: NaiveDate,
    /// The optimisation.
    pub optimisation_id: Uuid,
    /// How its contract is called.
    pub contract_name: String,
    /// The customer account.
    pub customer_id: Uuid,
    /// The customer's company.
    pub company: String,
    /// The market.
    pub market_id: Uuid,
    /// Its name.
    pub market: String,
}

/// Parameters of the calendar over all customers, earliest day first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CalendarQuery {
    /// Page size, 1 to 200; 25 when absent.
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200), schema(minimum = 1, maximum = 200))]
    pub limit: Option<u16>,
    /// Where to read on: the former page's `next_cursor`.
    pub cursor: Option<String>,
    /// Only days from this one on.
    pub from: Option<NaiveDate>,
    /// Only days before this one.
    pub to: Option<NaiveDate>,
    /// Only those of this customer account.
    pub customer_id: Option<Uuid>,
    /// Only those of this market.
    pub market_id: Option<Uuid>,
    /// Only those in this state. Replaced advice is left out unless asked for.
    pub state: Option<AdviceState>,
}

/// What a customer looks at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomerDashboard {
    /// The customer account.
    pub customer_id: Uuid,
    /// The customer's company.
    pub company: String,
    /// The key account manager's name.
    pub kam_name: String,
    /// The key account manager's address.
    pub kam_email: String,
    /// The optimisations, with the prices of those whose calendar the caller may read.
    pub optimisations: Vec<DashboardOptimisation>,
    /// The next advice, soonest first; 10 at most. Only of markets whose service is active.
    pub advice_due: Vec<CalendarEntry>,
}

/// An optimisation on a dashboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DashboardOptimisation {
    /// The optimisation.
    pub optimisation: OptimisationSummary,
    /// What was fixed, against the target and the market; `null` where the caller may not read the calendar.
    pub prices: Option<PriceSummary>,
}

/// Whether the caller has a link to follow the calendar with another program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarLink {
    /// When the link was made; `null` while there is none.
    pub created_at: Option<DateTime<Utc>>,
    /// When a program last followed it.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// What the address of a feed says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams, utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct CalendarFeedQuery {
    /// The secret of the link.
    #[cfg_attr(feature = "openapi", param(max_length = 100), schema(max_length = 100))]
    pub token: String,
}

/// A link to follow the calendar with another program. It is shown this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewCalendarLink {
    /// The address of the iCalendar feed; whoever has it sees what the caller sees.
    pub url: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}
