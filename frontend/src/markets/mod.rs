//! Markets: what they cost, where forecasts see them go, and publishing those.
//!
//! This module must never know: what an optimisation is, who looks after whom.

mod changes;
mod course;
mod detail;
mod edit;
mod fetch;
mod file;
mod list;
mod points;
mod prices;
mod publications;
mod publish;
mod rows;
mod words;

pub use course::{band, expected, known, value};
pub use detail::MarketPage;
pub use fetch::{forecasts, publication};
pub use list::MarketList;
pub use prices::PriceImportPage;
pub use publish::ForecastNew;
pub use words::{catalogue_name, delivery as product_name, name, period as period_name, scenario, source};
