//! What the user was told in the application: a list, what was not read yet, and how many there are of it.
//!
//! This module must never know: who else was told, how mails travel.

mod changes;
mod count;
mod list;
mod words;

pub use count::Unread;
pub use list::NotificationList;
