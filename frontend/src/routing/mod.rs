//! Where the user is: typed routes, their query, and moving between them.
//!
//! Paths are written in [`path`] and nowhere else; pages link with `href=Route::Meters(id).path()` and an
//! ordinary `<a>`, which the router takes over.
//!
//! This module must never know: who is logged in, what a page shows.

mod path;
mod query;
mod route;
mod router;

pub use query::Query;
pub use route::{Route, with_next};
pub use router::{Router, focus, set_title, use_router};
