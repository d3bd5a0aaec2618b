//! Everything that knows SQL: queries, transactions, the audit log, the outbox, on SQLite and PostgreSQL.
//!
//! - Reads go through scopes: [`Store::community`], [`Store::organisation`], [`Store::platform`],
//!   [`Store::accounts`]. A query exists on a scope only, and each one names its tenant.
//! - Writes go through [`Store::write`], the only place that begins a transaction. A [`Tx`] hands out
//!   writers of the same scopes; each appends its audit entry in the same transaction by itself.
//! - Answers are plain structs built of `domain` types.
//!
//! This crate must never know: the shapes on the wire, HTTP, who may do what. A scope is built by a
//! caller that has already checked the right to it.

mod accounts;
mod audit;
mod communities;
mod connect;
mod dsos;
mod entity;
mod error;
mod grants;
mod idempotency;
mod invitations;
mod maintenance;
mod members;
mod meter_list;
mod meters;
mod org_users;
mod organisations;
mod outbox;
mod page;
mod password_resets;
mod refresh_tokens;
mod scope;
mod text_search;
mod timeline;
mod write;

pub use accounts::{Accounts, AccountsWriter, CallerView, LoginView, NamedGrant, NewLogin, UserView};
pub use audit::{AuditFilter, AuditView, FieldChange};
pub use communities::{CommunityFilter, CommunityReach, CommunityView};
pub use connect::{Store, StoreOptions};
pub use dsos::DsoView;
pub use error::{Conflict, Error};
pub use idempotency::{IdempotencyRequest, StoredResponse};
pub use invitations::{InvitationView, NewInvitation, RenewedInvitation};
pub use maintenance::{Maintenance, Purged};
pub use members::{MemberFilter, MemberView};
pub use meter_list::{MeterFilter, MeterRow, MeterSort, MeterState};
pub use meters::{ConfigurationView, MeterView, Viewer};
pub use org_users::{OrganisationUserView, UserFilter};
pub use organisations::{OrganisationFilter, OrganisationReach, OrganisationView};
pub use outbox::{ClaimedMail, Mail, MailState, Outbox, OutboxView, Retry};
pub use page::{NameSort, Page, PageRequest, Sort};
pub use password_resets::PasswordResetView;
pub use refresh_tokens::{RefreshLifetimes, Rotation};
pub use scope::{CommunityScope, CommunityWriter, OrganisationScope, OrganisationWriter, Platform, PlatformWriter};
pub use write::{Actor, Tx, WriteContext, Written};
