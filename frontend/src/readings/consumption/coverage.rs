//! Which days of the year are there, whole or in part.

use super::Looking;
use crate::i18n::{t, tr};
use crate::readings::period::{Length, Seen};
use crate::readings::words;
use crate::ui::chart::{ChartFrame, Cover, Reading as Told, Table, YearOfDays};
use api_types::{Coverage, CoverageDay};
use chrono::{Datelike, NaiveDate};
use domain::readings::Direction;
use leptos::prelude::*;
use std::sync::Arc;

/// The calendar with its table.
pub fn view(looking: Looking) -> AnyView {
    let coverage = Signal::derive(move || looking.coverage.value());
    let cursor = RwSignal::new(looking.seen.get_untracked().day);
    // What is looked at is marked.
    Effect::new(move |_| cursor.set(looking.seen.get().day));
    let year = Memo::new(move |_| {
        let first = coverage.get().and_then(|coverage| coverage.items.first().map(|day| day.day));
        first.unwrap_or_else(|| looking.seen.get_untracked().day).year()
    });
    let days = Signal::derive(move || coverage.get().map(|coverage| covers(&coverage)).unwrap_or_default());
    let reading = Signal::derive(move || told(coverage.get(), cursor.get()));
    let open = move |day: NaiveDate| {
        let seen = looking.seen.get_untracked();
        looking.look(Seen { day, ..seen }.with_length(Length::Day));
    };
    let title = move || tr("readings.chart.coverage", &[("year", &year.get().to_string())]);
    view! {
        <ChartFrame
            title=t("readings.chart.coverage_title")
            hint=t("readings.chart.coverage_hint")
            table=move |()| table(coverage.get_untracked())
            file="coverage"
            wide=true
        >
            <p class="year-title">{title}</p>
            <YearOfDays
                label=t("readings.chart.coverage_title")
                year=year
                days=days
                cursor=cursor
                reading=reading
                on_open=open
            />
        </ChartFrame>
    }
    .into_any()
}

/// The directions of which anything is known at all.
fn directions(coverage: &Coverage) -> Vec<Direction> {
    let both = [(Direction::Offtake, coverage.offtake), (Direction::Injection, coverage.injection)];
    both.into_iter().filter_map(|(direction, known)| known.map(|_| direction)).collect()
}

const fn known(day: &CoverageDay, direction: Direction) -> u32 {
    match direction {
        Direction::Offtake => day.offtake,
        Direction::Injection => day.injection,
    }
}

/// How much of each day is there: as much as of the direction of which least is.
fn covers(coverage: &Coverage) -> Vec<Cover> {
    let directions = directions(coverage);
    let least = |day: &CoverageDay| directions.iter().map(|direction| known(day, *direction)).min().unwrap_or(0);
    coverage.items.iter().map(|day| Cover { known: least(day), of: day.quarters }).collect()
}

fn known_of(known: u32, count: u32) -> String {
    tr("readings.known_of", &[("known", &known.to_string()), ("count", &count.to_string())])
}

fn told(coverage: Option<Arc<Coverage>>, cursor: NaiveDate) -> Told {
    let told = coverage.and_then(|coverage| {
        let year = coverage.items.first()?.day.year();
        // The cursor may still stand in another year.
        let cursor = cursor.with_year(year).unwrap_or(cursor);
        let day = coverage.items.iter().find(|day| day.day == cursor)?;
        let line =
            |direction: &Direction| (words::direction(*direction), known_of(known(day, *direction), day.quarters));
        Some(Told { place: words::day_with_length(day.day), values: directions(&coverage).iter().map(line).collect() })
    });
    told.unwrap_or_default()
}

fn table(coverage: Option<Arc<Coverage>>) -> Table {
    let mut head = vec![t("readings.table.day")];
    let Some(coverage) = coverage else { return Table { head, rows: Vec::new() } };
    let directions = directions(&coverage);
    head.extend(directions.iter().map(|direction| words::direction(*direction)));
    let row = |day: &CoverageDay| {
        let mut row = vec![words::day_with_length(day.day)];
        row.extend(directions.iter().map(|direction| known_of(known(day, *direction), day.quarters)));
        row
    };
    Table { head, rows: coverage.items.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use api_types::KnownReadings;
    use uuid::Uuid;

    #[test]
    fn a_day_is_as_whole_as_its_direction_of_which_least_is_there() {
        let all = KnownReadings {
            from: "2016-03-27T00:00:00Z".parse().unwrap(),
            to: "2016-03-28T00:00:00Z".parse().unwrap(),
            readings: 92,
            total_wh: 1,
        };
        let day = CoverageDay { day: "2016-03-27".parse().unwrap(), quarters: 92, offtake: 92, injection: 40 };
        let mut coverage =
            Coverage { meter_id: Uuid::from_u128(1), offtake: Some(all), injection: Some(all), items: vec![day] };
        assert_eq!(covers(&coverage), [Cover { known: 40, of: 92 }]);
        coverage.injection = None;
        assert_eq!(covers(&coverage), [Cover { known: 92, of: 92 }], "what is never measured is not missed");
    }
}
