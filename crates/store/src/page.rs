//! Lists in pages: keyset cursors, which neither skip nor repeat an entry when others come and go.

use crate::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `total` is counted up to here.
pub(crate) const MAX_EXACT_TOTAL: u64 = 10_000;

/// Which part of a list to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// Most entries; at least 1.
    pub limit: u16,
    /// The former page's `next_cursor`.
    pub cursor: Option<String>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Where to read on; absent on the last page.
    pub next_cursor: Option<String>,
    /// How many entries the filters let through; absent above 10,000.
    pub total: Option<u64>,
}

/// An order: by what, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort<K> {
    /// By what.
    pub by: K,
    /// Largest first.
    pub descending: bool,
}

/// What lists of named things can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NameSort {
    /// The name, without case and accents.
    #[default]
    Name,
    /// The time of creation.
    CreatedAt,
}
