//! The calendar as a month of days.

use super::page::{DAY, chosen_day, entries, to_api};
use crate::format;
use crate::i18n::tr;
use crate::markets::{catalogue_name, period_name};
use crate::optimisations::{advice_mark, advice_state};
use crate::routing::{Route, use_router};
use crate::session::use_session;
use crate::ui::{DayEvent, MonthCalendar, Remote, RemoteView, SkeletonShape, shown_days};
use api_types::{CalendarEntry, CalendarQuery};
use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use uuid::Uuid;

/// The month of the chosen day.
pub fn view(organisation: Uuid) -> AnyView {
    let (session, router) = (use_session(), use_router());
    let query = router.query();
    let chosen = Memo::new(move |_| query.with(chosen_day));
    let days = Memo::new(move |_| shown_days(chosen.get()));
    let asked = Memo::new(move |_| query.with(|query| (to_api(query).state, to_api(query).market_id)));
    let found = Remote::new(move || {
        let ((from, last), (state, market_id)) = (days.get(), asked.get());
        let to = last.checked_add_days(Days::new(1));
        let query = CalendarQuery { from: Some(from), to, state, market_id, ..CalendarQuery::default() };
        async move { entries(session, organisation, &query).await }
    });
    let events = Signal::derive(move || {
        found.value().map(|found| found.into_iter().map(event).collect::<Vec<_>>()).unwrap_or_default()
    });
    let choose = move |day: NaiveDate| {
        router.set_query(&router.query_now().with(DAY, Some(&day.to_string())));
    };
    // Drawn once: another month of events must not take the focus from the grid.
    let there = Memo::new(move |_| found.value().is_some());
    let calendar = move || {
        there.get().then(|| {
            view! {
                <MonthCalendar
                    label=crate::i18n::t("calendar.title")
                    events=events
                    chosen=chosen
                    on_choose=choose
                    today=format::today()
                />
            }
        })
    };
    view! {
        {calendar}
        <div class="month-state">
            <RemoteView remote=found shape=SkeletonShape::Detail ready=|_| ().into_any() />
        </div>
    }
    .into_any()
}

fn event(entry: CalendarEntry) -> DayEvent {
    let (percent, period) = (format::exact_percent(entry.percent), period_name(entry.period_from, entry.period_to));
    let state = advice_state(entry.state);
    let values = [
        ("percent", percent.as_str()),
        ("period", &period),
        ("contract", &entry.contract_name),
        ("market", &catalogue_name(&entry.market)),
        ("state", &state),
    ];
    DayEvent {
        day: entry.advised_on,
        mark: advice_mark(entry.state),
        detail: tr("calendar.event", &values),
        title: entry.company,
        href: Route::Optimisation(entry.optimisation_id).path(),
    }
}
