//! The page of the calendar: which view, which filters, and both in the address.

use super::{feed, list, month};
use crate::format;
use crate::i18n::t;
use crate::list::Listing;
use crate::markets;
use crate::optimisations::advice_state;
use crate::place::use_places;
use crate::routing::{Query, use_router};
use crate::session::{Session, use_session};
use crate::ui::{Choice, EmptyState, FilterSelect, Icon, PageHead, Remote, Tab, TabPanel, Tabs};
use api_types::{CalendarEntry, CalendarQuery, MAX_LIMIT, Market, Page};
use chrono::NaiveDate;
use client::Error;
use domain::advice::AdviceState;
use leptos::prelude::*;
use uuid::Uuid;

const VIEWS: [&str; 2] = ["month", "list"];
pub const DAY: &str = "on";
pub const STATE: &str = "state";
pub const MARKET: &str = "market_id";

/// The page.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let (session, places, router) = (use_session(), use_places(), use_router());
    let organisation = Memo::new(move |_| places.organisation().map(|organisation| organisation.id));
    let listing = Listing::start();
    let query = router.query();
    let selected = Memo::new(move |_| {
        let wanted = query.with(|query| query.get("view").map(str::to_owned));
        VIEWS.into_iter().find(|key| wanted.as_deref() == Some(*key)).unwrap_or(VIEWS[0])
    });
    let tab = |key: &'static str| Tab { key, label: t(&format!("calendar.view.{key}")), count: None };
    let select = move |key: &'static str| {
        router.set_query(&router.query_now().with("cursor", None).with("view", Some(key)));
    };
    let panel = move || {
        let key = selected.get();
        let content = match organisation.get() {
            None => view! { <EmptyState icon=Icon::Calendar title=t("calendar.nothing.title") /> }.into_any(),
            Some(organisation) if key == "list" => list::view(organisation, listing),
            Some(organisation) => month::view(organisation),
        };
        view! { <TabPanel key=key>{content}</TabPanel> }
    };
    view! {
        <PageHead title=t("calendar.title") lead=t("calendar.lead") />
        {filters(session, listing)}
        <Tabs label=t("calendar.views") tabs=VIEWS.map(tab).to_vec() selected=selected on_select=select />
        {panel}
        {feed::view()}
    }
    .into_any()
}

fn filters(session: Session, listing: Listing) -> AnyView {
    let catalogue = Remote::new(move || async move { session.call(async |client| client.list_markets().await).await });
    let market = move || {
        let items: Vec<Market> = catalogue.value().map(|list| list.items).unwrap_or_default();
        let choices =
            items.iter().map(|of| Choice::new(of.id.to_string(), markets::name(&of.code, &of.name))).collect();
        view! {
            <FilterSelect
                id="filter-market"
                label=t("calendar.filter.market")
                value=listing.value(MARKET)
                choices=choices
                on_change=listing.on_change(MARKET)
            />
        }
    };
    let states = AdviceState::ALL.iter().map(|of| Choice::new(of.as_str(), advice_state(*of))).collect();
    view! {
        <div class="calendar-filters">
            {market}
            <FilterSelect
                id="filter-state"
                label=t("calendar.filter.state")
                value=listing.value(STATE)
                choices=states
                on_change=listing.on_change(STATE)
            />
        </div>
    }
    .into_any()
}

/// The question to the API.
pub fn to_api(query: &Query) -> CalendarQuery {
    CalendarQuery { state: query.read(STATE), market_id: query.read(MARKET), ..CalendarQuery::default() }
}

/// The chosen day, else today.
pub fn chosen_day(query: &Query) -> NaiveDate {
    query.read(DAY).unwrap_or_else(format::today)
}

/// All entries of some days.
///
/// # Errors
/// Those of the list.
pub async fn entries(session: Session, organisation: Uuid, query: &CalendarQuery) -> Result<Vec<CalendarEntry>, Error> {
    let (mut found, mut cursor) = (Vec::new(), None);
    for _ in 0..PAGES_MAX {
        let query = CalendarQuery { limit: Some(MAX_LIMIT), cursor, ..query.clone() };
        let Page { items, next_cursor, .. } =
            session.call(async |client| client.list_calendar_entries(organisation, &query).await).await?;
        found.extend(items);
        if next_cursor.is_none() {
            break;
        }
        cursor = next_cursor;
    }
    Ok(found)
}

/// More pages than this nobody reads in a month of days; the list has them.
const PAGES_MAX: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_is_shown() {
        let query = Query::parse("state=missed&market_id=x&on=2026-12-03");
        assert_eq!(to_api(&query).state, Some(AdviceState::Missed));
        assert_eq!(to_api(&query).market_id, None);
        assert_eq!(chosen_day(&query).to_string(), "2026-12-03");
    }
}
