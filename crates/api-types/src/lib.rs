//! The wire: what the REST API takes and answers, shared by the server, the client and the browser.
//!
//! A request converts into a command of `domain` with all violations found at once; the browser runs
//! the same conversion before it sends. Limits stand both in the schema and in `domain`; a test
//! compares the two.
//!
//! This crate must never know: the database, actix, the screens.

mod audit;
mod calculation;
mod community;
mod convert;
mod customer;
mod customer_convert;
mod detail;
mod dso;
mod exchange;
mod fixing_advice;
mod key;
mod key_convert;
mod key_file;
mod market;
mod member;
mod meter;
mod monitoring;
mod notification;
mod optimisation;
mod optimisation_convert;
mod organisation;
mod page;
mod portal;
mod problem;
mod problem_code;
mod reading;
mod reading_convert;
mod reading_import;
mod session;
mod simulation;
mod user;

pub use audit::*;
pub use calculation::*;
pub use community::*;
pub use customer::*;
pub use detail::*;
pub use dso::*;
pub use exchange::*;
pub use fixing_advice::*;
pub use key::*;
pub use key_convert::rank_names;
pub use key_file::*;
pub use market::*;
pub use member::*;
pub use meter::*;
pub use monitoring::*;
pub use notification::*;
pub use optimisation::*;
pub use organisation::*;
pub use page::*;
pub use portal::*;
pub use problem::*;
pub use problem_code::*;
pub use reading::*;
pub use reading_convert::{READINGS_MAX, SIMULATION_DAYS_MAX};
pub use reading_import::*;
pub use session::*;
pub use simulation::*;
pub use user::*;
