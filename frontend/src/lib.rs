//! The single-page application, rendered in the browser.
//!
//! One folder per feature, [`ui`] for what they are made of, and the house around them: routing, session,
//! words, formats, drafts and errors. What can be decided without a browser is a plain function with a test;
//! whatever touches the browser is only called there.
//!
//! This crate must never know: SQL, secrets, rules that `domain` does not have. No text a user reads stands
//! outside the catalogues in `i18n/`.

mod app;
mod draft;
mod errors;
mod format;
mod i18n;
mod language;
mod place;
mod routing;
mod session;
mod ui;

pub use app::start;
