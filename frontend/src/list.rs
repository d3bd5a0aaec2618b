//! What the lists share: search, filters, order and page stand in the address, so that a link says it all and
//! the way back returns to the same place.

use crate::i18n::t;
use crate::routing::{Query, Router, use_router};
use crate::ui::{Choice, Pager, Sorting, Trail};
use api_types::NameSort;
use leptos::prelude::*;

/// Names in the address; those of the API.
const CURSOR: &str = "cursor";
const SEARCH: &str = "q";
const SORT: &str = "sort";

/// A list whose state is in the address.
#[derive(Clone, Copy)]
pub struct Listing {
    router: Router,
    query: Memo<Query>,
    trail: StoredValue<Trail>,
}

impl Listing {
    /// The list of the present page.
    pub fn start() -> Self {
        let router = use_router();
        Self { router, query: router.query(), trail: StoredValue::default() }
    }

    /// What is asked for; tracks the address.
    pub fn query(self) -> Query {
        let query = self.query.get();
        self.trail.update_value(|trail| trail.arrive(query.get(CURSOR)));
        query
    }

    /// The search in force.
    pub fn search(self) -> Signal<String> {
        self.value(SEARCH)
    }

    /// A filter in force; empty when it is off.
    pub fn value(self, name: &'static str) -> Signal<String> {
        Signal::derive(move || self.query.with(|query| query.get(name).unwrap_or_default().to_owned()))
    }

    /// Searches for something else.
    pub fn on_search(self) -> Callback<String> {
        self.on_change(SEARCH)
    }

    /// Changes a filter; empty takes it off.
    pub fn on_change(self, name: &'static str) -> Callback<String> {
        Callback::new(move |value: String| self.set(name, &value))
    }

    /// Takes off the search and every filter; the order stays.
    pub fn on_clear(self) -> Callback<()> {
        Callback::new(move |()| {
            let sort = self.query.with_untracked(|query| query.get(SORT).map(str::to_owned));
            self.router.set_query(&Query::default().with(SORT, sort.as_deref()));
        })
    }

    /// Whether anything narrows the list, so that an empty one may have more behind it.
    pub fn is_narrowed(self) -> bool {
        self.query.with(|query| *query != Query::default().with(SORT, query.get(SORT)))
    }

    /// The order in force and the others.
    pub fn sorting(self, default: &str, orders: Vec<Choice>) -> Sorting {
        let current = self.query.with(|query| query.get(SORT).unwrap_or(default).to_owned());
        Sorting { current, orders, on_sort: self.on_change(SORT) }
    }

    /// The way to the other pages.
    pub fn pager(self, next_cursor: Option<String>) -> AnyView {
        let query = self.query.get_untracked();
        let previous = self.trail.with_value(|trail| trail.previous().map(str::to_owned));
        let first = query.get(CURSOR).map(|_| self.href(None));
        let previous = previous.map(|cursor| self.href(Some(&cursor)));
        let next = next_cursor.map(|cursor| self.href(Some(&cursor)));
        view! { <Pager first=first previous=previous next=next /> }.into_any()
    }

    fn set(self, name: &str, value: &str) {
        self.router.set_query(&changed(&self.query.get_untracked(), name, value));
    }

    fn href(self, cursor: Option<&str>) -> String {
        let query = self.query.get_untracked().with(CURSOR, cursor);
        self.router.route().get_untracked().path_with(&query)
    }
}

/// The query with another value; whatever changes, the list begins at its first page.
fn changed(query: &Query, name: &str, value: &str) -> Query {
    query.clone().with(CURSOR, None).with(name, Some(value))
}

/// The order of lists of named things, by its name in the address.
pub fn name_order(name: &str) -> Option<NameSort> {
    Some(match name {
        "name" => NameSort::Name,
        "-name" => NameSort::NameDescending,
        "created_at" => NameSort::Created,
        "-created_at" => NameSort::CreatedDescending,
        _ => return None,
    })
}

/// The orders of lists of named things.
pub fn name_orders() -> Vec<Choice> {
    vec![
        Choice::new("name", t("common.order.name")),
        Choice::new("-name", t("common.order.name_descending")),
        Choice::new("-created_at", t("common.order.newest")),
        Choice::new("created_at", t("common.order.oldest")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_begins_at_the_first_page() {
        let query = Query::parse("?q=rue&sort=name&cursor=abc");
        assert_eq!(changed(&query, "q", "haute").to_suffix(), "?sort=name&q=haute");
        assert_eq!(changed(&query, "q", "").to_suffix(), "?sort=name");
    }
}
