//! The users of an organisation: the list, inviting one, changing roles, removing.

mod detail;
mod invite;
mod list;
mod roles;
mod words;

pub use detail::UserPage;
pub use invite::UserInvite;
pub use list::UserList;
pub use words::role;
