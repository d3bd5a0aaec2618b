//! A month of days with what happens on each: a grid that arrow keys walk through, with the chosen day beside it;
//! on a narrow screen a list of the days on which something happens.
//!
//! The month is that of the chosen day, so there is one thing to keep, usually in the address.

use super::chart::{Shape, shape};
use super::{Button, Icon, IconButton, is_narrow};
use crate::format;
use crate::i18n::t;
use chrono::{Datelike, Days, Months, NaiveDate};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;

/// Something that happens on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayEvent {
    /// The day.
    pub day: NaiveDate,
    /// Its mark.
    pub mark: Shape,
    /// What it is about.
    pub title: String,
    /// What happens.
    pub detail: String,
    /// Where it leads.
    pub href: String,
}

/// What a cell has room for.
const IN_CELL: usize = 2;

/// The calendar.
#[component]
pub fn MonthCalendar(
    /// What it shows, for screen readers.
    #[prop(into)]
    label: String,
    /// What happens in the month of the chosen day.
    #[prop(into)]
    events: Signal<Vec<DayEvent>>,
    /// The chosen day.
    #[prop(into)]
    chosen: Signal<NaiveDate>,
    /// Another day is wanted.
    #[prop(into)]
    on_choose: Callback<NaiveDate>,
    /// Today.
    today: NaiveDate,
) -> impl IntoView {
    let narrow = is_narrow();
    let label = StoredValue::new(label);
    let content = move || {
        if narrow.get() {
            (move || month_list(&events.get(), chosen.get(), today)).into_any()
        } else {
            grid(label.get_value(), events, chosen, on_choose, today)
        }
    };
    view! {
        <section class="month-calendar">
            {head(chosen, on_choose, today)}
            {content}
        </section>
    }
    .into_any()
}

/// The name of the month between the ways to the others.
fn head(chosen: Signal<NaiveDate>, on_choose: Callback<NaiveDate>, today: NaiveDate) -> AnyView {
    let month = Memo::new(move |_| first_of_month(chosen.get()));
    let go = move |later: bool| {
        let from = chosen.get_untracked();
        let to = if later { from.checked_add_months(Months::new(1)) } else { from.checked_sub_months(Months::new(1)) };
        on_choose.run(to.unwrap_or(from));
    };
    view! {
        <div class="month-head">
            <IconButton icon=Icon::ChevronLeft label=t("ui.month.before") on_press=move |()| go(false) />
            <h2 aria-live="polite">{move || format::month_long(month.get())}</h2>
            <IconButton icon=Icon::ChevronRight label=t("ui.month.after") on_press=move |()| go(true) />
            <Button label=t("ui.today") on_press=move |()| on_choose.run(today) />
        </div>
    }
    .into_any()
}

fn grid(
    label: String,
    events: Signal<Vec<DayEvent>>,
    chosen: Signal<NaiveDate>,
    on_choose: Callback<NaiveDate>,
    today: NaiveDate,
) -> AnyView {
    let table = NodeRef::<html::Table>::new();
    let month = Memo::new(move |_| first_of_month(chosen.get()));
    let press = move |event: KeyboardEvent| {
        let Some(next) = step(chosen.get_untracked(), &event.key()) else { return };
        event.prevent_default();
        on_choose.run(next);
        // After the month it lies in has been drawn.
        request_animation_frame(move || focus(table, next));
    };
    let names = weeks(month.get_untracked()).into_iter().next().unwrap_or_default();
    let names = names.map(|day| view! { <th scope="col">{format::weekday(day)}</th> });
    let body = move || {
        let (month, by_day) = (month.get(), by_day(events.get()));
        let row = |week: [NaiveDate; 7]| {
            let cells = week.map(|day| {
                let there = by_day.get(&day).cloned().unwrap_or_default();
                cell(day, there, Cell { month, today, chosen, on_choose })
            });
            view! { <tr>{cells.into_iter().collect_view()}</tr> }
        };
        weeks(month).into_iter().map(row).collect_view()
    };
    view! {
        <div class="month-both">
            <table class="month-grid" role="grid" aria-label=label node_ref=table on:keydown=press>
                <thead><tr>{names.into_iter().collect_view()}</tr></thead>
                <tbody>{body}</tbody>
            </table>
            {move || day_panel(chosen.get(), &events.get())}
        </div>
    }
    .into_any()
}

/// What all cells of a month share.
#[derive(Clone, Copy)]
struct Cell {
    month: NaiveDate,
    today: NaiveDate,
    chosen: Signal<NaiveDate>,
    on_choose: Callback<NaiveDate>,
}

fn cell(day: NaiveDate, events: Vec<DayEvent>, of: Cell) -> AnyView {
    let Cell { month, today, chosen, on_choose } = of;
    let selected = move || chosen.get() == day;
    let more = events.len().saturating_sub(IN_CELL);
    let lines = events.iter().take(IN_CELL).map(|event| {
        view! { <span class="month-event">{shape(event.mark)}<span>{event.title.clone()}</span></span> }
    });
    let lines = lines.collect_view();
    view! {
        <td role="gridcell" aria-selected=move || if selected() { "true" } else { "false" }>
            <button
                class="month-day"
                type="button"
                data-day=day.to_string()
                data-outside=(first_of_month(day) != month).then_some("")
                aria-current=(day == today).then_some("date")
                tabindex=move || if selected() { "0" } else { "-1" }
                on:click=move |_| on_choose.run(day)
            >
                <span class="month-number" aria-hidden="true">{day.day()}</span>
                <span class="visually-hidden">{format::day(day)}</span>
                {lines}
                {(more > 0).then(|| view! { <span class="month-more">{format!("+{more}")}</span> })}
            </button>
        </td>
    }
    .into_any()
}

/// The chosen day.
fn day_panel(day: NaiveDate, events: &[DayEvent]) -> AnyView {
    let there: Vec<DayEvent> = events.iter().filter(|event| event.day == day).cloned().collect();
    let content = if there.is_empty() {
        view! { <p class="muted">{t("ui.month.nothing")}</p> }.into_any()
    } else {
        event_list(there)
    };
    view! {
        <div class="month-chosen" aria-live="polite">
            <h3>{format::day(day)}</h3>
            {content}
        </div>
    }
    .into_any()
}

fn event_list(events: Vec<DayEvent>) -> AnyView {
    let lines = events.into_iter().map(|DayEvent { mark, title, detail, href, .. }| {
        view! {
            <li>
                <a class="month-line" href=href>
                    {shape(mark)}
                    <span><span class="line">{title}</span><span class="line muted">{detail}</span></span>
                </a>
            </li>
        }
    });
    view! { <ul class="month-lines">{lines.collect_view()}</ul> }.into_any()
}

/// The days of the month on which something happens.
fn month_list(events: &[DayEvent], chosen: NaiveDate, today: NaiveDate) -> AnyView {
    let month = first_of_month(chosen);
    let days = by_day(events.iter().filter(|event| first_of_month(event.day) == month).cloned().collect());
    if days.is_empty() {
        return view! { <p class="muted">{t("ui.month.nothing_at_all")}</p> }.into_any();
    }
    let days = days.into_iter().map(|(day, events)| {
        view! {
            <section class="month-chosen" data-today=(day == today).then_some("")>
                <h3>{format::day(day)}</h3>
                {event_list(events)}
            </section>
        }
    });
    days.collect_view().into_any()
}

fn by_day(events: Vec<DayEvent>) -> BTreeMap<NaiveDate, Vec<DayEvent>> {
    let mut days = BTreeMap::<NaiveDate, Vec<DayEvent>>::new();
    for event in events {
        days.entry(event.day).or_default().push(event);
    }
    days
}

/// The first day of the month of a day.
pub fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The first and the last day that the grid of a day's month shows.
pub fn shown_days(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let weeks = weeks(first_of_month(day));
    let first = weeks.first().map_or(day, |week| week[0]);
    (first, weeks.last().map_or(day, |week| week[6]))
}

/// The weeks of a month, from Monday to Sunday, filled up with the days around it.
fn weeks(month: NaiveDate) -> Vec<[NaiveDate; 7]> {
    let monday = |day: NaiveDate| day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()));
    let Some(start) = monday(month) else { return Vec::new() };
    let starts = (0..6_u64).filter_map(|week| start.checked_add_days(Days::new(7 * week)));
    starts
        .take_while(|start| first_of_month(*start) <= month)
        .map(|start| std::array::from_fn(|day| start.checked_add_days(Days::new(day as u64)).unwrap_or(start)))
        .collect()
}

/// The day a key leads to.
fn step(from: NaiveDate, key: &str) -> Option<NaiveDate> {
    let weekday = u64::from(from.weekday().num_days_from_monday());
    match key {
        "ArrowRight" => from.checked_add_days(Days::new(1)),
        "ArrowLeft" => from.checked_sub_days(Days::new(1)),
        "ArrowDown" => from.checked_add_days(Days::new(7)),
        "ArrowUp" => from.checked_sub_days(Days::new(7)),
        "Home" => from.checked_sub_days(Days::new(weekday)),
        "End" => from.checked_add_days(Days::new(6 - weekday)),
        "PageDown" => from.checked_add_months(Months::new(1)),
        "PageUp" => from.checked_sub_months(Months::new(1)),
        _ => None,
    }
}

fn focus(table: NodeRef<html::Table>, day: NaiveDate) {
    let button = table.get_untracked().and_then(|table| {
        let found = table.query_selector(&format!("[data-day=\"{day}\"]")).ok().flatten()?;
        found.dyn_into::<web_sys::HtmlElement>().ok()
    });
    if let Some(button) = button {
        let _ = button.focus();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_whole_weeks() {
        for (month, count, first, last) in [
            ("2026-11-01", 6, "2026-10-26", "2026-12-06"),
            ("2027-02-01", 4, "2027-02-01", "2027-02-28"),
            ("2027-01-01", 5, "2026-12-28", "2027-01-31"),
        ] {
            assert_eq!(weeks(day(month)).len(), count, "{month}");
            assert_eq!(shown_days(day(month)), (day(first), day(last)), "{month}");
        }
    }

    #[test]
    fn keys_walk_from_day_to_day() {
        for (key, to) in [
            ("ArrowRight", "2026-12-01"),
            ("ArrowUp", "2026-11-23"),
            ("Home", "2026-11-30"),
            ("End", "2026-12-06"),
            ("PageUp", "2026-10-30"),
        ] {
            assert_eq!(step(day("2026-11-30"), key), Some(day(to)), "{key}");
        }
        assert_eq!(step(day("2027-01-31"), "PageDown"), Some(day("2027-02-28")), "a shorter month");
        assert_eq!(step(day("2026-11-30"), "Enter"), None);
    }
}
