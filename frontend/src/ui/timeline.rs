//! Periods drawn on a time axis, with today marked: each a button that chooses it, so that one can be shown
//! or two compared. Arrow keys, Home and End move between them.
//!
//! The axis is true to the calendar except that a short period keeps room for a finger.

use super::Tone;
use crate::format;
use crate::i18n::{t, tr};
use chrono::{Days, NaiveDate};
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A period, half-open: `until` is the first day after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// First day after it; none while nothing follows.
    pub until: Option<NaiveDate>,
    /// What is true in it.
    pub label: String,
    /// What that means.
    pub tone: Tone,
}

/// Which periods are chosen, by their place: the one that is shown, and the one beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chosen {
    /// The one that is shown.
    pub first: Option<usize>,
    /// The one it is compared with.
    pub second: Option<usize>,
}

impl Chosen {
    /// The letter a comparison gives a period, so that colour is not needed to tell the two.
    #[must_use]
    pub fn letter(self, at: usize) -> Option<&'static str> {
        self.second?;
        match at {
            at if self.first == Some(at) => Some("A"),
            at if self.second == Some(at) => Some("B"),
            _ => None,
        }
    }
}

/// The user chose a period; with Shift, as the second one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    /// Its place.
    pub at: usize,
    /// Whether to compare it with the one that is shown.
    pub beside: bool,
}

/// Where a period lies on the bar, in thousandths of its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    start: i64,
    width: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Layout {
    spans: Vec<Span>,
    today: i64,
}

/// The shortest margin on either side, in days.
const MARGIN_DAYS: i64 = 30;

/// The least width of a period, while there is room for all.
const LEAST: i64 = 200;

/// Beyond this place the word at today's mark stands to the left of it.
const LATE: i64 = 700;

/// Lays the periods, earliest first, out between some time before the first change or today and some
/// time after the last one.
fn layout(periods: &[Period], today: NaiveDate) -> Layout {
    let changes = || periods.iter().flat_map(|period| [Some(period.from), period.until]).flatten().chain([today]);
    let (Some(first), Some(last)) = (changes().min(), changes().max()) else {
        return Layout { spans: Vec::new(), today: 0 };
    };
    let margin = chrono::Duration::days(MARGIN_DAYS.max((last - first).num_days() / 8));
    let mut days: Vec<NaiveDate> =
        periods.iter().flat_map(|period| [Some(period.from), period.until]).flatten().collect();
    days.extend([first - margin, last + margin]);
    days.sort_unstable();
    days.dedup();
    let axis = axis(&days, periods);
    let end = last + margin;
    let span = |period: &Period| {
        let start = place(&axis, period.from);
        Span { start, width: place(&axis, period.until.unwrap_or(end)) - start }
    };
    Layout { spans: periods.iter().map(span).collect(), today: place(&axis, today) }
}

/// The places of the days on which something changes: as far apart as in the calendar, where that leaves each
/// period its least width.
fn axis(days: &[NaiveDate], periods: &[Period]) -> Vec<(NaiveDate, i64)> {
    let least = LEAST.min(1000 / (2 * i64::try_from(periods.len()).unwrap_or(i64::MAX).max(1)));
    let length = |pair: &[NaiveDate]| match pair {
        [from, to] => (*to - *from).num_days(),
        _ => 0,
    };
    let total: i64 = days.windows(2).map(length).sum();
    let is_short = |pair: &[NaiveDate]| {
        let held = pair.first().is_some_and(|day| periods.iter().any(|period| period.from == *day));
        held && length(pair) * 1000 < least * total
    };
    let short = i64::try_from(days.windows(2).filter(|pair| is_short(pair)).count()).unwrap_or_default();
    let long: i64 = days.windows(2).filter(|pair| !is_short(pair)).map(length).sum();
    let room = 1000 - short * least;
    let mut axis: Vec<(NaiveDate, i64)> = days.first().map(|day| (*day, 0)).into_iter().collect();
    let (mut behind, mut done) = (0, 0);
    for pair in days.windows(2) {
        if is_short(pair) {
            behind += least;
        } else {
            done += length(pair);
        }
        let at = behind + room * done / long.max(1);
        axis.extend(pair.last().map(|day| (*day, at)));
    }
    axis
}

/// The place of any day, between the changes around it.
fn place(axis: &[(NaiveDate, i64)], day: NaiveDate) -> i64 {
    let after = axis.partition_point(|(known, _)| *known <= day);
    match (after.checked_sub(1).and_then(|at| axis.get(at)), axis.get(after)) {
        (Some((from, start)), Some((to, end))) => {
            start + (end - start) * (day - *from).num_days() / (*to - *from).num_days().max(1)
        }
        (Some((_, place)), None) | (None, Some((_, place))) => *place,
        (None, None) => 0,
    }
}

/// The bar.
#[component]
pub fn TimelineBar(
    /// What it shows, for screen readers.
    #[prop(into)]
    label: String,
    /// The periods, earliest first.
    periods: Vec<Period>,
    /// Today.
    today: NaiveDate,
    /// Which of them are chosen.
    #[prop(into)]
    chosen: Signal<Chosen>,
    /// The user chose one.
    #[prop(into)]
    on_pick: Callback<Pick>,
) -> impl IntoView {
    let Layout { spans, today: mark } = layout(&periods, today);
    let list = NodeRef::<html::Ol>::new();
    let count = periods.len();
    let press = move |event: KeyboardEvent| {
        let Some(next) = focused(list, count).and_then(|at| step(at, count, &event.key())) else { return };
        event.prevent_default();
        focus(list, next);
    };
    let segments = periods.into_iter().zip(spans).enumerate();
    let segments =
        segments.map(|(at, (period, span))| segment(at, period, span, today, chosen, on_pick)).collect_view();
    view! {
        <div class="timeline">
            <ol class="timeline-bar" aria-label=label node_ref=list on:keydown=press>{segments}</ol>
            <span class="timeline-today" data-late=(mark > LATE).then_some("") style:left=percent(mark)>
                <span>{t("ui.today")}</span>
            </span>
        </div>
    }
    .into_any()
}

fn segment(
    at: usize,
    period: Period,
    span: Span,
    today: NaiveDate,
    chosen: Signal<Chosen>,
    on_pick: Callback<Pick>,
) -> AnyView {
    let words = dates(&period);
    let tooltip = format!("{} · {words}", period.label);
    let begun = period.from <= today;
    let is_chosen = move || chosen.with(|chosen| chosen.first == Some(at) || chosen.second == Some(at));
    let letter = move || chosen.with(|chosen| chosen.letter(at));
    // One stop for the tab key: the period that is shown, else the first one.
    let stop = move || if chosen.with(|chosen| chosen.first.unwrap_or(0) == at) { "0" } else { "-1" };
    view! {
        <li style:left=percent(span.start) style:width=percent(span.width)>
            <button
                class="timeline-segment"
                type="button"
                data-tone=period.tone.as_str()
                data-ahead=(!begun).then_some("")
                title=tooltip
                aria-pressed=move || if is_chosen() { "true" } else { "false" }
                tabindex=stop
                on:click=move |event: MouseEvent| on_pick.run(Pick { at, beside: event.shift_key() })
            >
                <span class="timeline-label">
                    {move || letter().map(|letter| view! { <span class="letter">{letter}</span> })}
                    {period.label}
                </span>
                <span class="timeline-dates">{words}</span>
            </button>
        </li>
    }
    .into_any()
}

/// A period in words, its last day included.
fn dates(period: &Period) -> String {
    let from = format::date(period.from);
    match period.until.and_then(|until| until.checked_sub_days(Days::new(1))) {
        Some(last) => tr("ui.from_to", &[("from", &from), ("to", &format::date(last))]),
        None => tr("ui.from", &[("from", &from)]),
    }
}

fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

fn button(list: NodeRef<html::Ol>, at: usize) -> Option<web_sys::HtmlElement> {
    let buttons = list.get_untracked()?.query_selector_all("button").ok()?;
    buttons.item(u32::try_from(at).ok()?)?.dyn_into().ok()
}

fn focused(list: NodeRef<html::Ol>, count: usize) -> Option<usize> {
    let active = document().active_element()?;
    (0..count).find(|&at| button(list, at).is_some_and(|button| *active == **button))
}

fn focus(list: NodeRef<html::Ol>, at: usize) {
    if let Some(button) = button(list, at) {
        let _ = button.focus();
    }
}

/// The period a key leads to; the ends of time are ends.
fn step(at: usize, count: usize, key: &str) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowRight" | "ArrowDown" => Some((at + 1).min(last)),
        "ArrowLeft" | "ArrowUp" => Some(at.saturating_sub(1)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(from: &str, until: Option<&str>) -> Period {
        Period { from: day(from), until: until.map(day), label: String::new(), tone: Tone::Good }
    }

    #[test]
    fn periods_follow_each_other_without_a_hole() {
        let periods = [period("2025-01-01", Some("2025-07-01")), period("2025-07-01", None)];
        let Layout { spans, today } = layout(&periods, day("2026-01-01"));
        assert_eq!(spans[0].start + spans[0].width, spans[1].start);
        assert_eq!(spans[1].start + spans[1].width, 1000, "an open period reaches the end");
        assert!(spans[1].start < today && today < 1000);
    }

    #[test]
    fn a_single_period_that_starts_today_has_room_on_both_sides() {
        let Layout { spans, today } = layout(&[period("2026-01-01", None)], day("2026-01-01"));
        assert_eq!((spans[0].start, spans[0].width, today), (500, 500, 500));
    }

    #[test]
    fn a_short_period_in_a_long_history_keeps_room_for_a_finger() {
        let periods = [
            period("2016-01-01", Some("2026-11-01")),
            period("2026-11-01", Some("2026-11-08")),
            period("2026-11-08", None),
        ];
        let Layout { spans, today } = layout(&periods, day("2026-11-04"));
        assert_eq!(spans[1].width, 1000 / 6);
        assert_eq!(spans[0].start + spans[0].width, spans[1].start);
        assert_eq!(spans[1].start + spans[1].width, spans[2].start);
        assert_eq!(spans[2].start + spans[2].width, 1000);
        assert!(spans[1].start < today && today < spans[2].start, "today lies in its period");
    }

    #[test]
    fn many_short_periods_share_what_there_is() {
        let starts: Vec<NaiveDate> = (0..40).map(|week| day("2025-01-01") + chrono::Duration::weeks(week)).collect();
        let held = |(at, from): (usize, &NaiveDate)| Period {
            from: *from,
            until: starts.get(at + 1).copied(),
            label: String::new(),
            tone: Tone::Good,
        };
        let periods: Vec<Period> = starts.iter().enumerate().map(held).collect();
        let Layout { spans, .. } = layout(&periods, day("2015-01-01"));
        assert!(spans.iter().all(|span| span.width >= 12), "{spans:?}");
        assert_eq!(spans.last().map(|last| last.start + last.width), Some(1000));
    }

    #[test]
    fn nothing_is_drawn_without_periods() {
        assert!(layout(&[], day("2026-01-01")).spans.is_empty());
    }

    #[test]
    fn thousandths_are_written_as_percent() {
        assert_eq!((percent(0), percent(5), percent(1000)), ("0.0%".into(), "0.5%".into(), "100.0%".into()));
    }

    #[test]
    fn letters_tell_two_periods_apart() {
        let one = Chosen { first: Some(1), second: None };
        assert_eq!(one.letter(1), None);
        let two = Chosen { second: Some(0), ..one };
        assert_eq!((two.letter(0), two.letter(1), two.letter(2)), (Some("B"), Some("A"), None));
    }

    #[test]
    fn keys_move_to_the_ends_and_no_further() {
        for (at, key, to) in [
            (0, "ArrowLeft", Some(0)),
            (0, "ArrowRight", Some(1)),
            (2, "ArrowRight", Some(2)),
            (1, "End", Some(2)),
            (2, "Home", Some(0)),
            (0, "Enter", None),
        ] {
            assert_eq!(step(at, 3, key), to, "{at} {key}");
        }
    }
}
