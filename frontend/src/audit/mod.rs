//! The audit log: who changed what, from which value to which. Of an organisation, of a community, and of one
//! object on its own page.

mod changes;
mod entry;
mod filters;
mod list;
mod names;
mod words;

pub use changes::{Changes, Source};
pub use list::{AuditLog, Subject};
pub use words::{action, field, plain_value};
