//! Meters: the list in which one is found, the form that creates one, the page that shows one.
//!
//! The rules are those of `domain`, run while one types; nothing here decides what is right.

mod changes;
mod configuration;
mod delete;
mod detail;
mod filters;
mod form;
mod list;
mod owner;
mod sections;
mod values;
mod words;

pub use detail::MeterPage;
pub use form::MeterNew;
pub use list::MeterList;
pub use words::{ean, state_badge};
