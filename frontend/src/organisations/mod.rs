//! Organisations: the operator's list, creating one, and an organisation's own data.

mod detail;
mod list;
mod new;

pub use detail::OrganisationPage;
pub use list::OrganisationList;
pub use new::OrganisationNew;
