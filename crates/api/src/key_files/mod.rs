//! Allocation keys as files: JSON, or a table with a row for each consumer and three columns for each iteration.
//!
//! A file names meters by their identifiers. What is read is judged by the rules of `domain::key`, one key at a time:
//! a wrong one never spoils the others.
//!
//! Must never know: the database, HTTP, who asks.

mod read;
mod words;
mod write;

pub(crate) use read::read;
pub(crate) use write::{portable, table};

use api_types::{FieldError, PortableConsumer, PortableKey};
use domain::Code;
use domain::identifier::search_fragment;
use domain::key::{ConsumerDraft, IterationDraft, Key, KeyDraft, Method};
use domain::violation::Violations;
use std::collections::HashMap;
use uuid::Uuid;

/// A key as a file says it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct FileKey {
    /// The first row of a table that speaks of it.
    pub(crate) row: Option<u32>,
    pub(crate) name: String,
    description: String,
    method: Option<Method>,
    consumers: Vec<PortableConsumer>,
    iterations: Vec<IterationDraft>,
    ranks: Option<Vec<Vec<String>>>,
    /// Cells that could not be read.
    unread: Violations,
}

impl FileKey {
    /// The identifiers of its meters, as they are stored.
    pub(crate) fn eans(&self) -> impl Iterator<Item = String> {
        self.consumers.iter().filter_map(|consumer| stored(consumer.ean.as_deref()?))
    }

    /// The key, with the meters of these identifiers.
    ///
    /// # Errors
    /// Everything that is wrong with it, once for each place.
    pub(crate) fn check(&self, meters: &HashMap<String, Uuid>) -> Result<Key, Vec<FieldError>> {
        let mut found = self.unread.clone();
        let mut consumers = Vec::with_capacity(self.consumers.len());
        for (i, PortableConsumer { name, ean }) in self.consumers.iter().enumerate() {
            let ean = ean.as_deref().filter(|ean| !ean.trim().is_empty());
            let meter = ean.and_then(stored).and_then(|ean| meters.get(&ean).copied());
            if ean.is_some() && meter.is_none() {
                found.add(format!("/consumers/{i}/ean"), Code::UnknownMeter);
            }
            consumers.push(ConsumerDraft { name, meter });
        }
        let draft = KeyDraft {
            name: &self.name,
            description: &self.description,
            consumers,
            method: self.method.unwrap_or(Method::Cascade),
            iterations: self.iterations.clone(),
            ranks: self
                .ranks
                .as_ref()
                .map(|ranks| ranks.iter().map(|rank| rank.iter().map(String::as_str).collect()).collect()),
        };
        match draft.check() {
            Ok(key) if found.is_empty() => Ok(key),
            Ok(_) => Err(FieldError::list(found)),
            Err(violations) => {
                let mut errors = FieldError::list(found);
                let later = FieldError::list(violations);
                errors.extend(later.into_iter().filter(|error| !self.is_unread(&error.pointer)));
                Err(errors)
            }
        }
    }

    fn is_unread(&self, pointer: &str) -> bool {
        self.unread.as_slice().iter().any(|violation| violation.pointer == pointer)
    }
}

impl From<PortableKey> for FileKey {
    fn from(key: PortableKey) -> Self {
        Self {
            row: None,
            name: key.name,
            description: key.description,
            method: Some(key.method),
            consumers: key.consumers,
            iterations: key.iterations.iter().map(api_types::KeyIteration::draft).collect(),
            ranks: key.ranks,
            unread: Violations::default(),
        }
    }
}

/// An identifier without what people write into it.
fn stored(ean: &str) -> Option<String> {
    search_fragment(ean).map(|ean| ean.to_uppercase())
}

#[cfg(test)]
mod tests;
