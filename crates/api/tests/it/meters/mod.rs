//! Meters.

mod changes;
mod identity;
mod input;
mod lifecycle;
mod list;
mod owners;
mod simultaneous;
mod viewer;

use crate::support::TestApp;

/// The path of the own community's meters.
fn list(app: &TestApp) -> String {
    format!("/api/v1/communities/{}/meters", app.ids.own.home.id)
}

/// The path of one of its meters.
fn one(app: &TestApp, meter: impl std::fmt::Display) -> String {
    format!("{}/{meter}", list(app))
}
