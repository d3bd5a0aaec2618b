//! The program `clef`: the REST API, sessions, mail, the document of the API, and the embedded web application.
//!
//! A request passes `edge` (its id, headers, log line and problem document), then the extractors of `extract`
//! (who may do what where, and a checked input), then a short handler in `routes`, which makes one call of the
//! store and turns its view into the wire's types.
//!
//! This crate must never know: SQL. It names neither tables nor sea_orm; `store` and `migrations` do.

mod admin;
mod answer;
mod auth;
mod backup;
pub mod cli;
pub mod clock;
mod config;
mod demo;
mod document;
mod edge;
pub mod error;
mod extract;
mod health;
mod mail;
mod metrics;
mod routes;
mod startup;
mod state;
pub mod telemetry;
mod web;

pub use auth::password::HashCost;
pub use config::{PublicUrl, Settings};
pub use document::json as openapi;
pub use startup::{Application, StartError};
