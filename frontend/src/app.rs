//! The root: fetches the words, then draws the tree.

use crate::routing::Router;
use leptos::prelude::*;

/// Starts the application in the page's body.
pub fn start() {
    leptos::mount::mount_to_body(|| {
        provide_context(Router::start());
    });
}
