//! Lists: a page, and the parameters every list takes.

use serde::{Deserialize, Serialize};

/// Page size when none is asked for.
pub const DEFAULT_LIMIT: u16 = 25;
/// Largest page size.
pub const MAX_LIMIT: u16 = 200;
/// `total` is exact up to here, and absent beyond.
pub const MAX_EXACT_TOTAL: u64 = 10_000;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The entries of this page.
    pub items: Vec<T>,
    /// Give it as `cursor` to read on; `null` on the last page.
    pub next_cursor: Option<String>,
    /// How many entries the filters let through; `null` above 10,000.
    pub total: Option<u64>,
}
