//! The wire: what the REST API takes and answers, shared by the server, the client and the browser.
//!
//! A request converts into a command of `domain` with all violations found at once; the browser runs
//! the same conversion before it sends. Limits stand both in the schema and in `domain`; a test
//! compares the two.
//!
//! This crate must never know: the database, actix, the screens.

mod audit;
mod community;
mod convert;
mod detail;
mod dso;
mod member;
mod meter;
mod organisation;
mod page;
mod problem;
mod problem_code;
mod session;
mod user;

pub use audit::*;
pub use community::*;
pub use detail::*;
pub use dso::*;
pub use member::*;
pub use meter::*;
pub use organisation::*;
pub use page::*;
pub use problem::*;
pub use problem_code::*;
pub use session::*;
pub use user::*;
