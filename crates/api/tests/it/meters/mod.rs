//! Meters.

mod input;
mod lifecycle;
mod list;
mod viewer;

use crate::support::TestApp;

/// The path of the own community's meters.
fn list(app: &TestApp) -> String {
    format!("/api/v1/communities/{}/meters", app.ids.own.home.id)
}
