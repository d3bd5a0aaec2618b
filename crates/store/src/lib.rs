//! Everything that knows SQL: queries, transactions, the audit log, the outbox, on SQLite and PostgreSQL.
//!
//! - Reads go through scopes: [`Store::community`], [`Store::customer`], [`Store::organisation`],
//!   [`Store::platform`], [`Store::accounts`]. A query exists on a scope only, and each one names its tenant.
//! - Writes go through [`Store::write`], the only place that begins a transaction. A [`Tx`] hands out
//!   writers of the same scopes; each appends its audit entry in the same transaction by itself.
//! - Answers are plain structs built of `domain` types.
//!
//! This crate must never know: the shapes on the wire, HTTP, who may do what. A scope is built by a
//! caller that has already checked the right to it.

mod accounts;
mod audit;
mod batches;
mod calculations;
mod calendar_changes;
mod calendar_entries;
mod calendar_links;
mod calendars;
mod communities;
mod configurations;
mod connect;
mod customer_access;
mod customer_changes;
mod customer_erasure;
mod customer_row;
mod customer_services;
mod customers;
mod dsos;
mod entity;
mod error;
mod fixings;
mod forecast_changes;
mod forecasts;
mod grants;
mod idempotency;
mod imports;
mod invitations;
mod key_changes;
mod key_rows;
mod keys;
mod maintenance;
mod market_curves;
mod market_prices;
mod markets;
mod member_row;
mod members;
mod meter_list;
mod meters;
mod monitoring;
mod notifications;
mod optimisation_changes;
mod optimisation_rows;
mod optimisations;
mod org_users;
mod organisations;
mod outbox;
mod page;
mod password_resets;
mod portal;
mod reading_changes;
mod reading_imports;
mod reading_months;
mod readings;
mod recipients;
mod refresh_tokens;
mod scope;
mod text_search;
mod timeline;
mod totals;
mod write;

pub use accounts::{Accounts, AccountsWriter, CallerView, LoginView, NamedGrant, NewLogin, UserView};
pub use audit::{ActorView, AuditFilter, AuditView, FieldChange};
pub use calculations::{CalculationView, Calculations};
pub use calendar_changes::{MissedAdvice, Recalculated};
pub use calendar_entries::{CalendarEntryView, EntryFilter};
pub use calendar_links::CalendarLinkView;
pub use calendars::{AdviceView, CalendarDifferenceView, CalendarPeriodView, CalendarVersionView, CalendarView};
pub use communities::{CommunityFilter, CommunityReach, CommunityView};
pub use connect::{Store, StoreOptions};
pub use customer_access::CustomerOffer;
pub use customer_changes::ChangedCustomer;
pub use customers::{
    CustomerFilter, CustomerInvitationView, CustomerPlace, CustomerReach, CustomerView, KamView, ServiceView,
};
pub use dsos::DsoView;
pub use error::{Conflict, Error};
pub use fixings::{FixingFilter, FixingView};
pub use forecasts::{ForecastFilter, ForecastReach, ForecastView, SharedMarket};
pub use idempotency::{IdempotencyRequest, StoredResponse};
pub use imports::{ImportCounts, ImportRowView, ImportView, NewImport, NewImportRow};
pub use invitations::{InvitationView, NewInvitation, RenewedInvitation};
pub use keys::{KeyFilter, KeyRow, KeySort, KeyVersionRow, KeyVersionView, KeyView};
pub use maintenance::{Maintenance, Purged};
pub use market_prices::{PriceCounts, PriceFilter};
pub use markets::MarketView;
pub use members::{MemberFilter, MemberView};
pub use meter_list::{MeterFilter, MeterRow, MeterSort, MeterState};
pub use meters::{ConfigurationView, MeterView, Viewer};
pub use monitoring::{DueAdvice, DueOptimisation, EndingServiceView, Figures};
pub use notifications::{News, NewsMail, NotificationView, ToldTo};
pub use optimisations::{OptimisationFilter, OptimisationRow, OptimisationSort, OptimisationView};
pub use org_users::{OrganisationUserView, UserFilter};
pub use organisations::{OrganisationFilter, OrganisationReach, OrganisationView};
pub use outbox::{ClaimedMail, Mail, MailState, Outbox, OutboxView, Retry};
pub use page::{NameSort, Page, PageRequest, Sort};
pub use password_resets::PasswordResetView;
pub use portal::PortalInvitation;
pub use reading_changes::{CorrectionView, Stored};
pub use reading_imports::{NewReadingImport, ReadingImportView, ReadingSource};
pub use readings::{EVER, Known, MeterKnown, MeterReadings};
pub use recipients::{RecipientView, RecipientsView};
pub use refresh_tokens::{RefreshLifetimes, Rotation};
pub use scope::{
    CommunityScope, CommunityWriter, CustomerScope, CustomerWriter, OrganisationScope, OrganisationWriter, Platform,
    PlatformWriter,
};
pub use write::{Actor, Tx, WriteContext, Written};
