//! Drafts: what was typed into a form and not sent yet survives a reload, per user and form.
//!
//! A draft is the form's own state as JSON in the browser's storage. One that no longer reads, because the form
//! changed since, is dropped.

use crate::session::use_session;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Storage;

const PREFIX: &str = "clef.draft.";

/// The place of one form's draft.
#[derive(Debug, Clone)]
pub struct Draft {
    key: String,
}

impl Draft {
    /// The draft of a form of the present user; `form` names it, with the place it is for.
    pub fn of(form: &str) -> Self {
        let user = use_session().user_id().unwrap_or_default();
        Self { key: format!("{PREFIX}{user}.{form}") }
    }

    /// What was kept.
    pub fn load<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&storage()?.get_item(&self.key).ok()??).ok()
    }

    /// Keeps the present state. A full or absent storage costs the draft, never the form.
    pub fn save<T: Serialize>(&self, state: &T) {
        if let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(state)) {
            let _ = storage.set_item(&self.key, &json);
        }
    }

    /// Drops it, because the form was sent or thrown away.
    pub fn discard(&self) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&self.key);
        }
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
