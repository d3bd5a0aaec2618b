//! The OpenAPI document: up to date, complete, and the same as what the client knows.

mod examples;
mod lint;

use crate::support::{TestApp, Who, contract};
use std::collections::BTreeSet;

#[test]
fn the_committed_document_is_what_the_program_says() {
    let committed = contract::committed();
    if committed == api::openapi() {
        return;
    }
    let lines = committed.lines().zip(api::openapi().lines()).enumerate();
    let first = lines.into_iter().find(|(_, (old, new))| old != new);
    panic!("openapi/openapi.json is out of date, run `cargo xtask openapi`; first difference: {first:?}");
}

#[tokio::test]
async fn the_served_document_is_the_committed_one() {
    let app = TestApp::start().await;
    assert_eq!(app.get(Who::Anonymous, "/api/openapi.json").await.is(200).text(), contract::committed());
}

#[test]
fn the_client_has_a_method_for_every_operation_and_no_other() {
    let documented: BTreeSet<&str> = contract::operations().iter().map(contract::Operation::id).collect();
    let known: BTreeSet<&str> = client::OPERATIONS.iter().copied().collect();
    let missing: Vec<_> = documented.difference(&known).collect();
    let unknown: Vec<_> = known.difference(&documented).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "without a method: {missing:?}; undocumented: {unknown:?}");
}
