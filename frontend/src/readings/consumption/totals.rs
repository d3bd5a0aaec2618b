//! What the period comes to: sums, the highest quarter-hour, what is missing, and how it was before.

use super::{Looking, Shown, steady};
use crate::format;
use crate::i18n::{t, tn, tr};
use crate::readings::period::{Length, Range, Seen};
use crate::readings::words;
use crate::ui::{Notice, NoticeKind};
use api_types::{ReadingExtremes, ReadingTotals, Readings};
use domain::readings::{Direction, Resolution};
use leptos::prelude::*;

/// The figures.
pub fn view(looking: Looking) -> AnyView {
    let shown = looking.follow(|seen| Some(question(seen, seen.range())));
    let former = looking.follow(|seen| seen.former_range().map(|range| question(seen, range)));
    let figures = move || {
        let former = former.value().flatten();
        shown.value().flatten().map(|shown| figures(&shown, former.as_ref()))
    };
    steady(shown, move || view! { <div class="looking-totals">{figures}</div> }.into_any())
}

/// The sums with the extremes of the whole period; of all time only the sums, as it may be too long for more.
fn question(seen: Seen, range: Range) -> (Range, Resolution, Option<u16>) {
    match seen.length {
        Length::All => (range, Resolution::Year, None),
        _ => (range, Resolution::Quarter, Some(1)),
    }
}

fn figures(shown: &Shown, former: Option<&Shown>) -> AnyView {
    let totals = shown.readings.totals;
    let sums = Direction::ALL.iter().filter_map(|direction| sum(*direction, totals, former)).collect_view();
    let peaks = Direction::ALL.iter().filter_map(|direction| peak(*direction, &shown.readings)).collect_view();
    view! {
        <dl class="figures">
            {sums}
            {peaks}
            {figure(t("readings.known"), known(totals), None)}
        </dl>
        {missing_notice(totals)}
    }
    .into_any()
}

fn figure(name: String, value: String, hint: Option<String>) -> AnyView {
    view! {
        <div class="figure">
            <dt>{name}</dt>
            <dd>{value}</dd>
            {hint.map(|hint| view! { <dd class="figure-hint">{hint}</dd> })}
        </div>
    }
    .into_any()
}

/// The sum of a direction and how many quarter-hours it knows.
const fn of(totals: ReadingTotals, direction: Direction) -> (Option<u64>, u64) {
    match direction {
        Direction::Offtake => (totals.offtake_wh, totals.offtake_known),
        Direction::Injection => (totals.injection_wh, totals.injection_known),
    }
}

fn sum(direction: Direction, totals: ReadingTotals, former: Option<&Shown>) -> Option<AnyView> {
    let wh = of(totals, direction).0?;
    let beside = former.and_then(|former| {
        let range = words::days(former.seen.former_range()?);
        Some(match of(former.readings.totals, direction).0 {
            Some(before) => {
                let energy = words::exact(Some(before));
                let change = change(before, wh).unwrap_or_default();
                tr("readings.former_sum", &[("energy", &energy), ("change", &change), ("period", &range)])
            }
            None => tr("readings.former_none", &[("period", &range)]),
        })
    });
    Some(figure(words::direction(direction), words::exact(Some(wh)), beside))
}

/// The change of a sum, such as `+3.2 %`; none when there was nothing.
fn change(before: u64, now: u64) -> Option<String> {
    let part = relative(before, now)?;
    let sign = if part > 0.0 { "+" } else { "" };
    Some(format!("{sign}{}", format::percentage(part * 100.0)))
}

fn relative(before: u64, now: u64) -> Option<f64> {
    let (before, now) = (words::kilowatt_hours(before), words::kilowatt_hours(now));
    (before > 0.0).then(|| (now - before) / before)
}

fn peak(direction: Direction, readings: &Readings) -> Option<AnyView> {
    let point = readings.points.first()?;
    let ReadingExtremes { max_wh, max_at, .. } = match direction {
        Direction::Offtake => point.offtake?,
        Direction::Injection => point.injection?,
    };
    let name = t(&format!("readings.peak.{direction}"));
    Some(figure(name, words::power(max_wh), Some(words::quarter(max_at))))
}

/// How many quarter-hours are missing, of the direction that misses most of those of which anything is known; all when
/// nothing is.
fn missing(totals: ReadingTotals) -> u64 {
    let known = Direction::ALL.iter().map(|direction| of(totals, *direction).1).filter(|&known| known > 0).min();
    totals.quarters.saturating_sub(known.unwrap_or(0))
}

fn known(totals: ReadingTotals) -> String {
    let known = format::whole(totals.quarters - missing(totals));
    tr("readings.known_of", &[("known", &known), ("count", &format::whole(totals.quarters))])
}

fn missing_notice(totals: ReadingTotals) -> Option<AnyView> {
    let missing = missing(totals);
    (missing > 0).then(|| {
        let text =
            if missing == totals.quarters { t("readings.nothing_known") } else { tn("readings.missing", missing) };
        view! { <Notice kind=NoticeKind::Warning><p>{text}</p></Notice> }.into_any()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_missing_is_said_of_what_is_measured() {
        let totals = |offtake_known, injection_known| ReadingTotals {
            quarters: 96,
            offtake_known,
            injection_known,
            ..ReadingTotals::default()
        };
        assert_eq!(missing(totals(96, 0)), 0, "a meter that never injects misses no injection");
        assert_eq!(missing(totals(96, 90)), 6);
        assert_eq!(missing(totals(0, 0)), 96);
    }

    #[test]
    fn a_change_is_relative_to_what_was() {
        assert_eq!(relative(2_000, 3_000), Some(0.5));
        assert_eq!(relative(2_000, 1_000), Some(-0.5));
        assert_eq!(relative(0, 5), None);
    }
}
