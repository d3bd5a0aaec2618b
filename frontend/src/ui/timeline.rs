//! Periods drawn on a time axis, with today marked. The words stand in the list itself, so the drawing
//! needs no text beside it.

use super::Tone;
use crate::format;
use crate::i18n::{t, tr};
use chrono::{Days, NaiveDate};
use leptos::prelude::*;

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

/// Beyond this place the word at today's mark stands to the left of it.
const LATE: i64 = 700;

/// Lays the periods, earliest first, out between some time before the first change or today and some
/// time after the last one.
fn layout(periods: &[Period], today: NaiveDate) -> Layout {
    let changes = || periods.iter().flat_map(|period| [Some(period.from), period.until]).flatten().chain([today]);
    let (Some(first), Some(last)) = (changes().min(), changes().max()) else {
        return Layout { spans: Vec::new(), today: 0 };
    };
    let margin = MARGIN_DAYS.max((last - first).num_days() / 8);
    let (start, length) = (first - chrono::Duration::days(margin), (last - first).num_days() + 2 * margin);
    let place = |day: NaiveDate| (day - start).num_days() * 1000 / length;
    let span = |period: &Period| {
        let from = place(period.from);
        Span { start: from, width: period.until.map_or(1000, place) - from }
    };
    Layout { spans: periods.iter().map(span).collect(), today: place(today) }
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
) -> impl IntoView {
    let Layout { spans, today: mark } = layout(&periods, today);
    let segments = periods.into_iter().zip(spans).map(|(period, span)| segment(period, span, today)).collect_view();
    view! {
        <div class="timeline">
            <ol class="timeline-bar" aria-label=label>{segments}</ol>
            <span class="timeline-today" data-late=(mark > LATE).then_some("") style:left=percent(mark)>
                <span>{t("ui.today")}</span>
            </span>
        </div>
    }
    .into_any()
}

fn segment(period: Period, span: Span, today: NaiveDate) -> AnyView {
    let words = dates(&period);
    let tooltip = format!("{} · {words}", period.label);
    let begun = period.from <= today;
    view! {
        <li
            class="timeline-segment"
            data-tone=period.tone.as_str()
            data-ahead=(!begun).then_some("")
            title=tooltip
            style:left=percent(span.start)
            style:width=percent(span.width)
        >
            <span class="timeline-label">{period.label}</span>
            <span class="timeline-dates">{words}</span>
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
    fn nothing_is_drawn_without_periods() {
        assert!(layout(&[], day("2026-01-01")).spans.is_empty());
    }

    #[test]
    fn thousandths_are_written_as_percent() {
        assert_eq!((percent(0), percent(5), percent(1000)), ("0.0%".into(), "0.5%".into(), "100.0%".into()));
    }
}
