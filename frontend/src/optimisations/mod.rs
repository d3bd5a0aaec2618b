//! Optimisations: their list, the form with its preview, the calendar of fixing advice, fixings and notifications.
//!
//! This module must never know: how customer accounts are kept, what a market costs beyond what is fetched.

mod activity;
mod advice;
mod cancel;
mod changes;
mod detail;
mod fixings;
mod form;
mod list;
mod parameters;
mod picture;
mod recipients;
mod register;
mod statement;
mod summary;
mod versions;
mod words;

pub use activity::{DueAdvice, OwnAdvice};
pub use detail::OptimisationPage;
pub use form::{OptimisationEdit, OptimisationNew};
pub use list::{CustomerOptimisations, OptimisationList};
pub use words::{advice_mark, advice_state};
