//! Meters: the list in which one is found, the form that creates one, the page that shows one over time and
//! lets it be changed.
//!
//! The rules are those of `domain`, run while one types; nothing here decides what is right.

mod actions;
mod arrival;
mod cancel;
mod changes;
mod compare;
mod configuration;
mod dates;
mod delete;
mod detail;
mod edit;
mod filters;
mod form;
mod history;
mod list;
mod owner;
mod periods;
mod sections;
mod status;
mod update;
mod values;
mod words;
mod writes;

pub use changes::track as track_changes;
pub use detail::MeterPage;
pub use edit::MeterEdit;
pub use form::MeterNew;
pub use list::MeterList;
pub use words::{city_line, ean, production_chain, rate, state_badge, street_line};
