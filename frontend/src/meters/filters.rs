//! What the list of meters shows, read from the address.

use crate::routing::Query;
use api_types::MeterQuery;
use domain::identifier::search_fragment;
use serde::de::DeserializeOwned;

/// Names of the filters in the address, which are those of the API.
pub mod name {
    /// State today.
    pub const STATUS: &str = "status";
    /// DSO.
    pub const DSO: &str = "dso";
    /// Production chain.
    pub const PRODUCTION_CHAIN: &str = "production_chain";
    /// Client type.
    pub const CLIENT_TYPE: &str = "client_type";
    /// Owner.
    pub const MEMBER: &str = "member_id";
    /// Whether somebody owns it.
    pub const OWNERSHIP: &str = "ownership";
}

/// Every filter, without the search.
pub const FILTERS: [&str; 6] =
    [name::STATUS, name::DSO, name::PRODUCTION_CHAIN, name::CLIENT_TYPE, name::MEMBER, name::OWNERSHIP];

/// From this many digits on, a number with gaps is a pasted identifier and not several words.
const IDENTIFIER_DIGITS: usize = 10;

/// The question to the API. What the address has and the API does not know is left out.
pub fn to_api(query: &Query) -> MeterQuery {
    MeterQuery {
        limit: None,
        cursor: query.get("cursor").map(str::to_owned),
        sort: wire(query, "sort"),
        q: query.get("q").map(search_words),
        ean: None,
        status: wire(query, name::STATUS),
        dso: query.get(name::DSO).map(str::to_owned),
        production_chain: wire(query, name::PRODUCTION_CHAIN),
        client_type: wire(query, name::CLIENT_TYPE),
        member_id: query.read(name::MEMBER),
        ownership: wire(query, name::OWNERSHIP),
    }
}

/// An identifier pasted with its gaps, dots or spreadsheet wrapper becomes its digits.
fn search_words(text: &str) -> String {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().any(char::is_alphabetic);
    match search_fragment(text) {
        Some(fragment) if digits >= IDENTIFIER_DIGITS && !letters => fragment,
        _ => text.to_owned(),
    }
}

fn wire<T: DeserializeOwned>(query: &Query, name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(query.get(name)?.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use api_types::{MeterSort, MeterState};
    use domain::vocabulary::ClientType;

    #[test]
    fn the_address_says_it_all() {
        let query = Query::parse("q=rue&status=waiting_dso&sort=-ean&client_type=residential&dso=ORES&cursor=x");
        let api = to_api(&query);
        assert_eq!(api.q.as_deref(), Some("rue"));
        assert_eq!(api.status, Some(MeterState::WaitingDso));
        assert_eq!(api.sort, Some(MeterSort::EanDescending));
        assert_eq!(api.client_type, Some(ClientType::Residential));
        assert_eq!((api.dso.as_deref(), api.cursor.as_deref()), (Some("ORES"), Some("x")));
    }

    #[test]
    fn what_the_api_does_not_know_is_left_out() {
        let api = to_api(&Query::parse("status=nonsense&sort=price&member_id=1&other=2"));
        assert_eq!((api.status, api.sort, api.member_id), (None, None, None));
    }

    #[test]
    fn a_pasted_identifier_is_searched_by_its_digits() {
        for (typed, sought) in [
            ("541 449 123 456 789 012", "541449123456789012"),
            ("=\"541449123456789012\"", "541449123456789012"),
            ("5414.4912.3456", "541449123456"),
            ("12 5000", "12 5000"),
            ("rue haute 12345678901", "rue haute 12345678901"),
            ("5414", "5414"),
        ] {
            assert_eq!(search_words(typed), sought, "{typed}");
        }
    }
}
