//! Lists as files.

mod exports;
mod imports;
mod members;
mod refusals;

use crate::support::{Answer, TestApp, Who};
use api_types::{Import, ImportRow, ImportRowQuery};
use client::{Client, Request, Upload, Versioned};
use domain::vocabulary::ImportState;
use std::time::Duration;
use uuid::Uuid;

/// A file as it is sent.
fn upload(text: &str) -> Upload {
    Upload { file_name: "list.csv".to_owned(), bytes: text.as_bytes().to_vec() }
}

/// Sends bytes to be imported as meters of the own community.
async fn send(app: &TestApp, bytes: &[u8]) -> Answer {
    let path = format!("/api/v1/communities/{}/meters/imports", app.ids.own.home.id);
    let mut request = Request::new("POST", path).header("content-type", "text/csv");
    request.body = Some(bytes.to_vec());
    app.send(&app.r#as(Who::CommunityManager).await, request).await
}

/// All rows of an import.
async fn rows(client: &Client, import: &Import) -> Vec<ImportRow> {
    let query = ImportRowQuery { limit: Some(200), ..ImportRowQuery::default() };
    client.list_import_rows(import.community_id, import.id, &query).await.unwrap().items
}

/// Confirms an import and waits for its end.
async fn apply(client: &Client, community: Uuid, id: Uuid) -> Versioned<Import> {
    let checked = client.get_import(community, id).await.unwrap();
    client.confirm_import(community, id, &checked.etag).await.unwrap();
    ended(client, community, id).await
}

/// The import once it is no longer being applied.
async fn ended(client: &Client, community: Uuid, id: Uuid) -> Versioned<Import> {
    for _ in 0..600 {
        let import = client.get_import(community, id).await.unwrap();
        if import.value.state != ImportState::Applying {
            return import;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the import does not end");
}
