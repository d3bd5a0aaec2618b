//! The rules of Clef, shared by the server and the browser.
//!
//! Everything here is a pure function of its arguments: identifiers, meters and their
//! configuration, members, roles, quantities, allocation keys and what they give to whom,
//! and the violations they can find.
//!
//! This crate must never know: a database, HTTP, a file, the clock, randomness, a language
//! a user reads. Today's date and fresh ids are arguments.

pub mod address;
pub mod allocation;
pub mod community;
pub mod dso;
pub mod gs1;
pub mod identifier;
pub mod key;
pub mod member;
pub mod meter;
pub mod organisation;
pub mod password;
pub mod power;
pub mod quantity;
pub mod role;
pub mod text;
pub mod time;
pub mod timeline;
pub mod user;
pub mod violation;
pub mod vocabulary;

pub use violation::{Code, Violation, Violations, Warning};
