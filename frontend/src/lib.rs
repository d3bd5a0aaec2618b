//! The single-page application, rendered in the browser.
//!
//! One folder per feature, `ui` for what they are made of, and the house around them: routing, session,
//! words, formats, drafts and errors. What can be decided without a browser is a plain function with a test;
//! whatever touches the browser is only called there.
//!
//! This crate must never know: SQL, secrets, rules that `domain` does not have. No text a user reads stands
//! outside the catalogues in `i18n/`.

// A component owns what it is given, whether or not it gives it on.
#![allow(clippy::needless_pass_by_value)]

mod app;
mod audit;
mod calendar;
mod communities;
mod customers;
mod dashboard;
mod draft;
mod errors;
mod exchange;
mod format;
mod i18n;
mod idempotency;
mod keys;
mod language;
mod list;
mod login;
mod markets;
mod members;
mod meters;
mod notifications;
mod optimisations;
mod organisations;
mod parts;
mod place;
mod profile;
mod readings;
mod routing;
mod session;
mod shell;
mod ui;
mod users;

pub use app::start;
