//! Communities: the list, creating and changing one, its own page.

mod detail;
mod form;
mod list;
mod words;

pub use detail::CommunityPage;
pub use form::{CommunityEdit, CommunityNew};
pub use list::CommunityList;
pub use words::{kind, region};
