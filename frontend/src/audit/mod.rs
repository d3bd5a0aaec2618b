//! The audit log of an organisation or a community: who changed what, from which value to which.

mod entry;
mod list;
mod names;
mod words;

pub use list::{AuditLog, Subject};
pub use words::action;
