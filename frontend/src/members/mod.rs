//! Members: the list in which one is found, the form that creates or changes one, the page that shows
//! one with their meters and who may look at these.

mod address;
mod delete;
mod detail;
mod form;
mod invite;
mod list;
mod portal;
mod sections;
mod values;
mod words;

pub use detail::MemberPage;
pub use form::{MemberEdit, MemberNew};
pub use list::MemberList;
