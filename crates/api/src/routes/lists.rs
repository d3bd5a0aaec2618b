//! What the lists have in common: pages and orders.

use api_types::{DEFAULT_LIMIT, NameSort, Page};
use store::{PageRequest, Sort};

/// The page asked for.
pub(super) fn page(limit: Option<u16>, cursor: Option<String>) -> PageRequest {
    PageRequest { limit: limit.unwrap_or(DEFAULT_LIMIT), cursor }
}

/// A page of the store's views as a page of the wire.
pub(super) fn map<V, T>(page: store::Page<V>, entry: impl FnMut(V) -> T) -> Page<T> {
    Page { items: page.items.into_iter().map(entry).collect(), next_cursor: page.next_cursor, total: page.total }
}

/// The order of a list of named things.
pub(super) fn by_name(sort: Option<NameSort>) -> Sort<store::NameSort> {
    let (by, descending) = match sort.unwrap_or_default() {
        NameSort::Name => (store::NameSort::Name, false),
        NameSort::NameDescending => (store::NameSort::Name, true),
        NameSort::Created => (store::NameSort::CreatedAt, false),
        NameSort::CreatedDescending => (store::NameSort::CreatedAt, true),
    };
    Sort { by, descending }
}
