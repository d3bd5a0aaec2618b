//! Customer accounts: the list in which one is found, the two steps that create one, the page that shows one with what
//! the customer may see, and what the start page says of them, to those who look after them and to the customer.

mod changes;
mod create;
mod detail;
mod edit;
mod filters;
mod list;
mod markets;
mod monitoring;
mod optimisations;
mod own;
mod refusal;
mod sections;
mod services;
mod transfer;
mod values;
mod words;

pub use create::CustomerNew;
pub use detail::CustomerPage;
pub use edit::CustomerEdit;
pub use list::CustomerList;
pub use monitoring::Monitoring;
pub use own::OwnAccount;
pub use words::service_badge;
