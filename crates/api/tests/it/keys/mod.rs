//! Allocation keys: what is accepted, their life, their list, their files.

mod files;
mod input;
mod lifecycle;
mod list;

use crate::support::{Answer, TestApp, Who};
use serde_json::Value;

/// The path of the own community's keys.
fn path(app: &TestApp) -> String {
    format!("/api/v1/communities/{}/keys", app.ids.own.home.id)
}

async fn post(app: &TestApp, body: &Value) -> Answer {
    app.post(Who::CommunityManager, &path(app), body).await
}
