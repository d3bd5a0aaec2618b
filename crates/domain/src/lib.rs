//! The rules of Clef, shared by the server and the browser.
//!
//! Everything here is a pure function of its arguments: identifiers, meters and their
//! configuration, members, roles, quantities, readings, allocation keys and what they give to whom,
//! customer accounts, markets and forecasts, optimisations and the advice when to fix, and the
//! violations they can find.
//!
//! This crate must never know: a database, HTTP, a file, the clock, randomness, a language
//! a user reads. Today's date and fresh ids are arguments.

pub mod address;
pub mod advice;
pub mod allocation;
pub mod community;
pub mod customer;
pub mod dso;
pub mod enterprise;
pub mod gs1;
pub mod iban;
pub mod identifier;
pub mod key;
pub mod market;
pub mod member;
pub mod meter;
pub mod modelled;
pub mod notification;
pub mod optimisation;
pub mod organisation;
pub mod password;
pub mod power;
pub mod quantity;
pub mod readings;
pub mod role;
pub mod text;
pub mod time;
pub mod timeline;
pub mod user;
pub mod violation;
pub mod vocabulary;

pub use violation::{Code, Violation, Violations, Warning};
