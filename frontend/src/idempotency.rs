//! Keys that make a form count once, however often it is sent.

use leptos::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// The key of a form's requests: the same as long as they say the same, so that a second press or a retry after
/// a lost answer creates nothing twice, and a corrected form is a new request.
#[derive(Debug, Clone, Copy)]
pub struct Attempt(StoredValue<Option<(String, String)>>);

impl Attempt {
    /// Nothing was sent yet.
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// The key to send this body with.
    pub fn key(self, body: &impl Serialize) -> String {
        let says = serde_json::to_string(body).unwrap_or_default();
        let former = self.0.with_value(|former| former.clone().filter(|(said, _)| *said == says));
        let (said, key) = former.unwrap_or_else(|| (says, Uuid::now_v7().to_string()));
        self.0.set_value(Some((said, key.clone())));
        key
    }
}
