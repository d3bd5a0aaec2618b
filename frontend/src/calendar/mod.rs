//! The advice of all customers in one calendar: a month of days, or a list; and the link to follow it with another
//! program.
//!
//! This module must never know: how a calendar is calculated.

mod feed;
mod list;
mod month;
mod page;

pub use page::CalendarPage;
