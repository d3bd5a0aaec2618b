//! Files of readings: those that came in, a new one, and the report of each.

mod facts;
mod faults;
mod list;
mod meters;
mod questions;
mod report;
mod results;
mod tables;
mod upload;

pub use list::ReadingsPage;
pub use report::ReadingImportPage;
pub use upload::ReadingImportNew;
