//! The calendar as a list, earliest day first, from today on unless an earlier day is asked for.

use super::page::to_api;
use crate::format;
use crate::i18n::t;
use crate::list::Listing;
use crate::markets::{catalogue_name, period_name};
use crate::optimisations::{advice_mark, advice_state};
use crate::routing::Route;
use crate::session::use_session;
use crate::ui::chart::shape;
use crate::ui::{Column, DataTable, EmptyState, FilterDate, Icon, Remote, RemoteView, Row};
use api_types::{CalendarEntry, CalendarQuery, Page};
use chrono::Days;
use leptos::prelude::*;
use uuid::Uuid;

const FROM: &str = "from";
const TO: &str = "to";

/// The list.
pub fn view(organisation: Uuid, listing: Listing) -> AnyView {
    let session = use_session();
    let page = Remote::new(move || {
        let query = listing.query();
        let from = query.read(FROM).or_else(|| Some(format::today()));
        // The last day belongs to it.
        let to = query.read::<chrono::NaiveDate>(TO).and_then(|day| day.checked_add_days(Days::new(1)));
        let cursor = query.get("cursor").map(str::to_owned);
        let query = CalendarQuery { from, to, cursor, ..to_api(&query) };
        async move { session.call(async |client| client.list_calendar_entries(organisation, &query).await).await }
    });
    let day = |id: &'static str| {
        view! {
            <FilterDate
                id=format!("filter-{id}")
                label=t(&format!("calendar.filter.{id}"))
                value=listing.value(id)
                on_change=listing.on_change(id)
            />
        }
    };
    view! {
        <div class="calendar-filters">{day(FROM)}{day(TO)}</div>
        <RemoteView remote=page ready=move |page| table(listing, page) />
    }
    .into_any()
}

fn table(listing: Listing, page: Page<CalendarEntry>) -> AnyView {
    if page.items.is_empty() {
        let (title, text) = (t("calendar.nothing.title"), t("calendar.nothing.text"));
        return view! { <EmptyState icon=Icon::Calendar title=title text=text /> }.into_any();
    }
    let columns = ["day", "customer", "contract", "market", "period"]
        .map(|name| Column::new(t(&format!("calendar.field.{name}"))));
    let last = [Column::new(t("calendar.field.percent")).numeric(), Column::new(t("calendar.field.state"))];
    let columns = columns.into_iter().chain(last).collect();
    let rows = page.items.into_iter().map(row).collect();
    view! {
        <DataTable caption=t("calendar.title") columns=columns rows=rows />
        {listing.pager(page.next_cursor)}
    }
    .into_any()
}

fn row(entry: CalendarEntry) -> Row {
    let state =
        view! { <span class="marked">{shape(advice_mark(entry.state))}<span>{advice_state(entry.state)}</span></span> };
    let cells = vec![
        format::date(entry.advised_on).into_any(),
        entry.company.into_any(),
        entry.contract_name.into_any(),
        catalogue_name(&entry.market).into_any(),
        period_name(entry.period_from, entry.period_to).into_any(),
        format::exact_percent(entry.percent).into_any(),
        state.into_any(),
    ];
    Row { href: Route::Optimisation(entry.optimisation_id).path(), cells }
}
