//! What the list of customer accounts shows, read from the address.

use crate::list::name_order;
use crate::routing::Query;
use api_types::CustomerQuery;
use serde::de::DeserializeOwned;

/// Names of the filters in the address, which are those of the API.
pub mod name {
    /// Real or demo.
    pub const KIND: &str = "kind";
    /// Whether the customer may log in.
    pub const ACCESS: &str = "access";
    /// Where the account stands.
    pub const STATE: &str = "state";
    /// A market it has a service of.
    pub const MARKET: &str = "market_id";
    /// A day before which one of its services ends.
    pub const ENDING: &str = "ending_before";
}

/// Every filter, without the search.
pub const FILTERS: [&str; 5] = [name::KIND, name::ACCESS, name::STATE, name::MARKET, name::ENDING];

/// The question to the API. What the address has and the API does not know is left out.
pub fn to_api(query: &Query) -> CustomerQuery {
    CustomerQuery {
        limit: None,
        cursor: query.get("cursor").map(str::to_owned),
        sort: query.get("sort").and_then(name_order),
        q: query.get("q").map(str::to_owned),
        kind: query.read(name::KIND),
        access: wire(query, name::ACCESS),
        state: query.read(name::STATE),
        market_id: query.read(name::MARKET),
        ending_before: query.read(name::ENDING),
        kam_id: None,
    }
}

fn wire<T: DeserializeOwned>(query: &Query, name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(query.get(name)?.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use api_types::{AccessFilter, NameSort};
    use domain::customer::{CustomerKind, CustomerState};

    #[test]
    fn the_address_says_it_all() {
        let query = Query::parse("q=bakery&kind=demo&access=yes&state=frozen&ending_before=2027-01-31&sort=-name");
        let api = to_api(&query);
        assert_eq!((api.q.as_deref(), api.access), (Some("bakery"), Some(AccessFilter::Yes)));
        assert_eq!((api.kind, api.state), (Some(CustomerKind::Demo), Some(CustomerState::Frozen)));
        assert_eq!(api.ending_before, chrono::NaiveDate::from_ymd_opt(2027, 1, 31));
        assert_eq!(api.sort, Some(NameSort::NameDescending));
    }

    #[test]
    fn what_the_api_does_not_know_is_left_out() {
        let api = to_api(&Query::parse("kind=nonsense&access=maybe&market_id=1&ending_before=soon&sort=price"));
        assert_eq!((api.kind, api.access, api.market_id), (None, None, None));
        assert_eq!((api.ending_before, api.sort), (None, None));
    }
}
