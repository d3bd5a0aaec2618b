//! Members: the list in which one is found, the form that creates or changes one, the page that shows
//! one with their meters.

mod delete;
mod detail;
mod form;
mod list;
mod values;
mod words;

pub use detail::MemberPage;
pub use form::{MemberEdit, MemberNew};
pub use list::MemberList;
