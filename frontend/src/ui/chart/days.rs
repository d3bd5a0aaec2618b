//! A year of days, a line for each month: how much of each day is there.

use super::plot::{Reading, part_at, reading_view, spoken};
use crate::format;
use crate::i18n::t;
use chrono::{Datelike, Days, Months, NaiveDate};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use std::fmt::Write;

/// A day: how many parts it has, and how many of them are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cover {
    /// Those that are there.
    pub known: u32,
    /// All.
    pub of: u32,
}

impl Cover {
    fn is_whole(self) -> bool {
        self.of > 0 && self.known >= self.of
    }
}

/// Parts of a usual day; others are marked.
const USUAL: u32 = 96;
const MONTHS: u32 = 12;
/// Columns: as many as a month has days at most.
const COLUMNS: u32 = 31;
/// Days with a number above them: there is room for no more on a phone.
const NAMED: [u32; 7] = [1, 5, 10, 15, 20, 25, 30];
/// What a day fills of its cell.
const FILLS: f64 = 0.86;

/// The chart.
#[component]
pub fn YearOfDays(
    /// What it shows, for screen readers.
    #[prop(into)]
    label: String,
    /// The year.
    #[prop(into)]
    year: Signal<i32>,
    /// Its days, from 1 January on.
    #[prop(into)]
    days: Signal<Vec<Cover>>,
    /// The day looked at.
    cursor: RwSignal<NaiveDate>,
    /// What is there.
    #[prop(into)]
    reading: Signal<Reading>,
    /// A day is to be opened: Enter, or a second press on it.
    #[prop(into)]
    on_open: Callback<NaiveDate>,
) -> impl IntoView {
    let plot = NodeRef::<html::Div>::new();
    let key = move |event: KeyboardEvent| {
        let at = within(year.get_untracked(), cursor.get_untracked());
        match moved(at, &event.key()) {
            Some(to) => cursor.set(to),
            None if event.key() == "Enter" => on_open.run(at),
            None => return,
        }
        event.prevent_default();
    };
    let point = move |event: &PointerEvent| {
        let at = part_at(plot, event.client_x(), event.client_y());
        if let Some(day) = at.and_then(|at| day_at(year.get_untracked(), at)) {
            cursor.set(day);
        }
    };
    let hovering = move |event: PointerEvent| {
        if event.pointer_type() == "mouse" {
            point(&event);
        }
    };
    let shown = move || within(year.get(), cursor.get());
    let months = move || {
        let year = year.get();
        (1..=MONTHS).map(|month| view! { <span>{format::month_name(year, month)}</span> }).collect_view()
    };
    view! {
        <div class="year">
            <div class="year-days" aria-hidden="true">{numbers()}</div>
            <div class="year-months" aria-hidden="true">{months}</div>
            <div
                class="year-plot"
                node_ref=plot
                role="slider"
                tabindex="0"
                aria-label=label
                aria-valuemin="1"
                aria-valuemax=move || days.with(Vec::len).max(1).to_string()
                aria-valuenow=move || shown().ordinal().to_string()
                aria-valuetext=move || reading.with(spoken)
                data-opens=""
                on:keydown=key
                on:pointermove=hovering
                on:pointerdown=move |event| point(&event)
                on:dblclick=move |_| on_open.run(cursor.get_untracked())
            >
                {move || days.with(|days| drawing(year.get(), days))}
                {move || cursor_view(shown())}
            </div>
        </div>
        {move || reading_view(reading.get())}
        {legend()}
    }
    .into_any()
}

/// The days of the month that are named.
fn numbers() -> AnyView {
    let number = |day: u32| {
        let left = format!("{:.2}%", (f64::from(day) - 0.5) / f64::from(COLUMNS) * 100.0);
        view! { <span style:left=left>{day}</span> }
    };
    NAMED.map(number).into_iter().collect_view().into_any()
}

/// The same day in the year that is shown.
fn within(year: i32, day: NaiveDate) -> NaiveDate {
    day.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, day.month(), 28)).unwrap_or(day)
}

/// The day a key leads to; the year is not left.
fn moved(from: NaiveDate, key: &str) -> Option<NaiveDate> {
    let to = match key {
        "ArrowRight" => from.checked_add_days(Days::new(1)),
        "ArrowLeft" => from.checked_sub_days(Days::new(1)),
        "ArrowDown" => from.checked_add_months(Months::new(1)),
        "ArrowUp" => from.checked_sub_months(Months::new(1)),
        "Home" => NaiveDate::from_ymd_opt(from.year(), 1, 1),
        "End" => NaiveDate::from_ymd_opt(from.year(), 12, 31),
        _ => return None,
    };
    Some(to.filter(|day| day.year() == from.year()).unwrap_or(from))
}

/// The day at a point of the drawing; the last of its month beyond it.
fn day_at(year: i32, (across, down): (f64, f64)) -> Option<NaiveDate> {
    let part = |at: f64, of: u32| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to a few")]
        let place = (at * f64::from(of)).floor().clamp(0.0, f64::from(of - 1)) as u32;
        place + 1
    };
    let (month, day) = (part(down, MONTHS), part(across, COLUMNS));
    (1..=day).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
}

/// Four paths: frames of all days, days that are whole, parts that are there, and days of unusual length.
fn paths(year: i32, days: &[Cover]) -> [String; 4] {
    let mut paths = [const { String::new() }; 4];
    let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { return paths };
    for (day, cover) in first.iter_days().zip(days) {
        let inset = (1.0 - FILLS) / 2.0;
        let (x, y) = (f64::from(day.day0()) + inset, f64::from(day.month0()) + inset);
        let [frames, whole, parts, unusual] = &mut paths;
        let frame = format!("M{x:.2} {y:.2}h{FILLS}v{FILLS}h-{FILLS}z");
        frames.push_str(&frame);
        if cover.is_whole() {
            whole.push_str(&frame);
        } else if cover.known > 0 {
            let high = FILLS * f64::from(cover.known) / f64::from(cover.of.max(1));
            let top = y + FILLS - high;
            // Writing to a text cannot fail.
            let _ = write!(parts, "M{x:.2} {top:.3}h{FILLS}v{high:.3}h-{FILLS}z");
        }
        if cover.of > 0 && cover.of != USUAL {
            let _ = write!(unusual, "M{:.2} {:.2}h.3v.3h-.3z", x + FILLS / 2.0 - 0.15, y + FILLS / 2.0 - 0.15);
        }
    }
    paths
}

fn drawing(year: i32, days: &[Cover]) -> AnyView {
    let [frames, whole, parts, unusual] = paths(year, days);
    let size = format!("0 0 {COLUMNS} {MONTHS}");
    view! {
        <svg class="year-map" viewBox=size preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <path class="cover-frame" d=frames />
            <path class="cover-whole" d=whole />
            <path class="cover-part" d=parts />
            <path class="cover-unusual" d=unusual />
        </svg>
    }
    .into_any()
}

fn cursor_view(day: NaiveDate) -> AnyView {
    let percent = |part: u32, of: u32| format!("{:.3}%", f64::from(part) / f64::from(of) * 100.0);
    view! {
        <span
            class="heat-cursor"
            style:left=percent(day.day0(), COLUMNS)
            style:top=percent(day.month0(), MONTHS)
            style:width=percent(1, COLUMNS)
            style:height=percent(1, MONTHS)
            aria-hidden="true"
        ></span>
    }
    .into_any()
}

fn legend() -> AnyView {
    let item = |cover: &'static str, name: String| {
        view! { <li><span class="swatch" data-cover=cover></span>{name}</li> }
    };
    view! {
        <ul class="legend">
            {item("whole", t("ui.chart.whole"))}
            {item("part", t("ui.chart.part"))}
            {item("none", t("ui.chart.none"))}
            {item("unusual", t("ui.chart.unusual"))}
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn keys_move_by_day_and_month_and_stay_in_the_year() {
        for (from, key, to) in [
            ("2016-02-28", "ArrowRight", "2016-02-29"),
            ("2016-03-31", "ArrowUp", "2016-02-29"),
            ("2016-01-31", "ArrowUp", "2016-01-31"),
            ("2016-12-31", "ArrowRight", "2016-12-31"),
            ("2016-06-05", "Home", "2016-01-01"),
            ("2016-06-05", "End", "2016-12-31"),
        ] {
            assert_eq!(moved(day(from), key), Some(day(to)), "{from} {key}");
        }
        assert_eq!(moved(day("2016-06-05"), "Enter"), None);
        assert_eq!(within(2015, day("2016-02-29")), day("2015-02-28"));
    }

    #[test]
    fn a_point_finds_its_day() {
        assert_eq!(day_at(2016, (0.0, 0.0)), Some(day("2016-01-01")));
        assert_eq!(day_at(2016, (29.5 / 31.0, 9.5 / 12.0)), Some(day("2016-10-30")));
        assert_eq!(day_at(2016, (1.0, 1.5 / 12.0)), Some(day("2016-02-29")), "beyond the end of February");
        assert_eq!(day_at(2016, (2.0, 2.0)), Some(day("2016-12-31")));
    }

    #[test]
    fn a_day_shows_how_much_of_it_is_there() {
        let days = [(96, 96), (48, 96), (0, 96), (92, 92)].map(|(known, of)| Cover { known, of });
        let [frames, whole, parts, unusual] = paths(2016, &days);
        let pieces = |path: &str| path.matches('M').count();
        assert_eq!([&frames, &whole, &parts, &unusual].map(|path| pieces(path)), [4, 2, 1, 1]);
        assert!(parts.contains("v0.430"), "half of it: {parts}");
    }
}
