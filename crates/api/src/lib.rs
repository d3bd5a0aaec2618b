//! The program `clef`: the REST API, sessions, mail, the document of the API, and the embedded web application.
//!
//! A request passes `edge` (its id, headers, log line and problem document), then the extractors of `extract`
//! (who may do what where, and a checked input), then a short handler in `routes`, which makes one call of the
//! store and turns its view into the wire's types.
//!
//! This crate must never know: SQL. It names neither tables nor sea_orm; `store` and `migrations` do.

mod admin;
mod advice;
mod answer;
mod auth;
mod backup;
mod calculations;
pub mod cli;
pub mod clock;
mod config;
mod demo;
mod document;
mod edge;
mod engine;
pub mod error;
mod exchange;
mod extract;
mod health;
mod key_files;
mod mail;
mod market_files;
mod metrics;
mod reading_files;
mod routes;
mod startup;
mod state;
mod table;
pub mod telemetry;
mod turns;
mod web;

pub use auth::password::HashCost;
pub use config::{PublicUrl, Settings};
pub use document::json as openapi;
pub use startup::{Application, StartError};
