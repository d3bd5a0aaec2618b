//! Services on a time axis: a lane for each market, with today marked across all of them.
//!
//! The picture repeats what stands beside it in words, so screen readers are spared it.

use crate::customers::words;
use crate::format;
use crate::i18n::{t, tr};
use crate::ui::Tone;
use chrono::{Datelike, Days, NaiveDate};
use domain::customer::{ForecastOrigin, ServiceState};
use leptos::prelude::*;

/// One service.
pub struct Lane {
    /// Its market.
    pub market: String,
    /// The page of the market, with what this customer sees there.
    pub href: String,
    /// The first day.
    pub start: NaiveDate,
    /// The last day.
    pub end: NaiveDate,
    /// Where it stands.
    pub state: ServiceState,
    /// Whose forecasts are shared.
    pub forecasts: Vec<ForecastOrigin>,
    /// How many optimisations there are and may be.
    pub usage: (i64, i64),
}

/// More years than this have no room for their names.
const YEARS_MAX: i32 = 7;

/// The days that are shown, from the first to the day after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Axis {
    from: NaiveDate,
    until: NaiveDate,
}

impl Axis {
    /// Everything from today or the first day to today or the last one, with some room on both sides.
    fn of(spans: &[(NaiveDate, NaiveDate)], today: NaiveDate) -> Self {
        let first = spans.iter().map(|(start, _)| *start).chain([today]).min().unwrap_or(today);
        let last = spans.iter().map(|(_, end)| *end).chain([today]).max().unwrap_or(today);
        let margin = Days::new(u64::try_from((last - first).num_days() / 20).unwrap_or_default().max(7));
        let from = first.checked_sub_days(margin).unwrap_or(first);
        Self { from, until: last.checked_add_days(margin).unwrap_or(last) }
    }

    /// The place of the beginning of a day, in thousandths of the width.
    fn place(self, day: NaiveDate) -> i64 {
        let length = (self.until - self.from).num_days().max(1);
        ((day - self.from).num_days() * 1000 / length).clamp(0, 1000)
    }

    /// The years that begin on it; none when there are too many to name.
    fn years(self) -> Vec<(i32, i64)> {
        let (first, last) = (self.from.year() + 1, self.until.year());
        if last - first > YEARS_MAX {
            return Vec::new();
        }
        (first..=last)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, 1, 1).map(|day| (year, self.place(day))))
            .collect()
    }
}

/// The lanes under their axis.
pub fn view(lanes: Vec<Lane>, today: NaiveDate) -> AnyView {
    let spans: Vec<_> = lanes.iter().map(|lane| (lane.start, lane.end)).collect();
    let axis = Axis::of(&spans, today);
    let years = axis.years();
    // The name of a late year stands before its line, where few leave room for it.
    let few = years.len() <= 4;
    let years = years.into_iter().map(|(year, at)| {
        let late = (few && at > 850).then_some("");
        view! { <span class="axis-year" data-late=late style:left=percent(at)>{year.to_string()}</span> }
    });
    let mark = axis.place(today);
    view! {
        <div class="lanes">
            <div class="lane-axis" aria-hidden="true">
                {years.collect_view()}
                <span class="axis-today" data-late=(mark > 850).then_some("") style:left=percent(mark)>{t("ui.today")}</span>
            </div>
            <ul aria-label=t("customers.services.over_time")>
                {lanes.into_iter().map(|lane| lane_view(lane, axis, mark)).collect_view()}
            </ul>
        </div>
    }
    .into_any()
}

fn lane_view(lane: Lane, axis: Axis, mark: i64) -> AnyView {
    let (used, max) = lane.usage;
    let start = axis.place(lane.start);
    let until = lane.end.succ_opt().unwrap_or(lane.end);
    let width = (axis.place(until) - start).max(4);
    let days = tr("ui.from_to", &[("from", &format::date(lane.start)), ("to", &format::date(lane.end))]);
    let usage = tr("customers.service.usage", &[("used", &used.to_string()), ("max", &max.to_string())]);
    let names: Vec<String> = lane.forecasts.iter().map(|origin| words::forecast(*origin)).collect();
    let forecasts = tr("customers.service.forecasts", &[("names", &names.join(", "))]);
    let tone: Tone = words::service_tone(lane.state);
    view! {
        <li class="lane">
            <div class="lane-head">
                <strong><a href=lane.href>{lane.market}</a></strong>
                {words::service_badge(lane.state)}
            </div>
            <div class="lane-track" aria-hidden="true">
                <span
                    class="lane-span"
                    data-tone=tone.as_str()
                    style:left=percent(start)
                    style:width=percent(width)
                ></span>
                <span class="lane-today" style:left=percent(mark)></span>
            </div>
            <p class="lane-facts">
                <span>{days}</span>
                <span class="lane-usage" data-full=(max > 0 && used >= max).then_some("")>{usage}</span>
                <span>{forecasts}</span>
            </p>
        </li>
    }
    .into_any()
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

    #[test]
    fn today_and_every_service_have_room_on_both_sides() {
        let spans = [(day("2026-12-01"), day("2027-12-31")), (day("2027-07-01"), day("2028-12-31"))];
        let axis = Axis::of(&spans, day("2026-11-28"));
        assert!(axis.place(day("2026-11-28")) > 0);
        assert!(axis.place(day("2028-12-31")) < 1000);
        assert!(axis.place(day("2027-07-01")) > axis.place(day("2026-12-01")));
        assert_eq!(axis.years().iter().map(|(year, _)| *year).collect::<Vec<_>>(), [2027, 2028, 2029]);
    }

    #[test]
    fn a_single_day_is_drawn_too() {
        let axis = Axis::of(&[(day("2026-11-28"), day("2026-11-28"))], day("2026-11-28"));
        assert_eq!((axis.from, axis.until), (day("2026-11-21"), day("2026-12-05")));
        assert_eq!(axis.place(day("2026-11-28")), 500);
    }

    #[test]
    fn a_century_has_no_room_for_the_names_of_its_years() {
        assert!(Axis::of(&[(day("2000-01-01"), day("2100-01-01"))], day("2026-11-28")).years().is_empty());
    }
}
