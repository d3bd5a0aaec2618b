//! When in the day, and when in the year: every quarter-hour as a cell, days side by side.

use super::{Looking, steady};
use crate::format;
use crate::i18n::t;
use crate::readings::period::{Length, Range, Seen};
use crate::readings::words;
use crate::routing::Query;
use crate::ui::chart::{ChartFrame, Columns, HeatCell, HeatMap, Reading as Told, Slot, Table};
use crate::ui::{Choice, Field, PartRadioGroup};
use api_types::{Reading, Readings};
use chrono::{Datelike, NaiveDate};
use domain::readings::{Direction, LocalDay, Quarter, Wall};
use leptos::prelude::*;
use std::sync::Arc;

/// Where the address keeps which direction is shown.
const DIRECTION: &str = "heat";
/// What a clock shows in a day.
const ROWS: u8 = 96;
/// Rows of an hour.
const HOUR: usize = 4;
/// More days than this are told by the hour in the table.
const DAYS_IN_FULL: usize = 31;

/// Whether a period is worth a map.
pub fn is_worth(seen: Seen) -> bool {
    matches!(seen.length, Length::Week | Length::Month | Length::Year)
}

/// The map at work.
#[derive(Clone, Copy)]
struct Map {
    readings: Signal<Option<Arc<Readings>>>,
    direction: Memo<Direction>,
}

/// The chart with its table.
pub fn view(looking: Looking) -> AnyView {
    let range = Memo::new(move |_| Some(looking.seen.get()).filter(|seen| is_worth(*seen)).map(Seen::range));
    // Another resolution of the bars is no other map.
    let shown = looking.follow_range(range);
    let query = looking.router.query();
    let readings = Signal::derive(move || shown.value().flatten());
    let asked = Memo::new(move |_| query.with(|query| query.read::<Direction>(DIRECTION)));
    let both = Memo::new(move |_| readings.get().map(|readings| directions(&readings)).unwrap_or_default());
    let direction = Memo::new(move |_| {
        let both = both.get();
        asked.get().filter(|asked| both.contains(asked)).or(both.first().copied()).unwrap_or(Direction::Offtake)
    });
    let map = Map { readings, direction };
    let choice = move || (both.with(Vec::len) > 1).then(|| directions_view(looking, direction));
    let title = t("readings.chart.heat");
    view! {
        <ChartFrame
            title=title.clone()
            hint=t("readings.chart.heat_hint")
            table=move |()| map.table()
            file="heat-map"
            wide=true
        >
            {choice}
            {steady(shown, move || map.chart(looking, title.clone()))}
        </ChartFrame>
    }
    .into_any()
}

/// The directions of which anything is known.
fn directions(readings: &Readings) -> Vec<Direction> {
    let is_known = |direction: &Direction| readings.items.iter().any(|item| value(item, *direction).is_some());
    Direction::ALL.iter().copied().filter(is_known).collect()
}

fn directions_view(looking: Looking, direction: Memo<Direction>) -> AnyView {
    let choices = Direction::ALL.iter().map(|direction| Choice::new(direction.as_str(), words::direction(*direction)));
    let choose = move |name: String| {
        let name = Some(name).filter(|name| name != Direction::Offtake.as_str());
        looking.look_at(|query: Query| query.with(DIRECTION, name.as_deref()));
    };
    view! {
        <PartRadioGroup
            field=Field::new("readings-heat", t("readings.direction"))
            value=Signal::derive(move || direction.get().as_str().to_owned())
            choices=choices.collect()
            on_choose=choose
        />
    }
    .into_any()
}

fn value(item: &Reading, direction: Direction) -> Option<u64> {
    match direction {
        Direction::Offtake => item.offtake_wh,
        Direction::Injection => item.injection_wh,
    }
}

impl Map {
    fn chart(self, looking: Looking, label: String) -> AnyView {
        let days = Memo::new(move |_| self.readings.get().map(|readings| days(&readings)).unwrap_or_default());
        let columns = Memo::new(move |_| {
            let (readings, direction) = (self.readings.get(), self.direction.get());
            let columns = |readings: Arc<Readings>| {
                days.with(|days| days.iter().map(|day| column(&readings, *day, direction)).collect::<Columns>())
            };
            readings.map(columns).unwrap_or_default()
        });
        let cursor = RwSignal::new(HeatCell::default());
        let reading = Signal::derive(move || self.told(days, cursor.get()));
        let column_marks = Signal::derive(move || days.with(|days| column_marks(days)));
        let hours = (0..ROWS).step_by(usize::from(ROWS) / 4);
        let row_marks: Vec<(usize, String)> =
            hours.map(|row| (usize::from(row), format!("{:02}:00", usize::from(row) / HOUR))).collect();
        let open = move |column: usize| {
            if let Some(day) = days.with_untracked(|days| days.get(column).map(LocalDay::date)) {
                let seen = looking.seen.get_untracked();
                looking.look(Seen { day, ..seen }.with_length(Length::Day));
            }
        };
        view! {
            <HeatMap
                label=label
                columns=columns
                column_marks=column_marks
                row_marks=Signal::stored(row_marks)
                unit="kWh"
                cursor=cursor
                reading=reading
                on_open=open
            />
        }
        .into_any()
    }

    /// What is in a cell, in words.
    fn told(self, days: Memo<Vec<LocalDay>>, cell: HeatCell) -> Told {
        let told = self.readings.get().and_then(|readings| {
            let quarter = quarter_of(&days.with(|days| days.get(cell.column).copied())?, cell)?;
            let energy = value_at(&readings, quarter, self.direction.get());
            let values = vec![(words::direction(self.direction.get()), words::exact(energy))];
            Some(Told { place: words::quarter(quarter.start()), values })
        });
        told.unwrap_or_default()
    }

    /// A line for each day; of many days by the hour.
    fn table(self) -> Table {
        let Some(readings) = self.readings.get_untracked() else { return Table { head: Vec::new(), rows: Vec::new() } };
        let (days, direction) = (days(&readings), self.direction.get_untracked());
        let each = if days.len() > DAYS_IN_FULL { HOUR } else { 1 };
        let mut head = vec![t("readings.table.day")];
        let name = |row: usize| format!("{:02}:{:02}", row / HOUR, row % HOUR * 15);
        head.extend((0..usize::from(ROWS)).step_by(each).map(name));
        let row = |day: &LocalDay| {
            let slots = column(&readings, *day, direction);
            let mut row = vec![words::day_with_length(day.date())];
            row.extend(slots.chunks(each).map(cell_text));
            row
        };
        Table { head, rows: days.iter().map(row).collect() }
    }
}

/// The sum of rows of a day, in kWh; empty where the clock never shows them.
fn cell_text(slots: &[Slot]) -> String {
    let values: Vec<Option<f64>> = slots
        .iter()
        .flat_map(|slot| match *slot {
            Slot::Never => Vec::new(),
            Slot::Once(value) => vec![value],
            Slot::Twice(values) => values.to_vec(),
        })
        .collect();
    match (values.is_empty(), values.iter().any(Option::is_some)) {
        (true, _) => String::new(),
        (_, false) => t("readings.gap"),
        _ => format::fixed(values.into_iter().flatten().sum(), 3),
    }
}

/// The days that readings are of.
fn days(readings: &Readings) -> Vec<LocalDay> {
    let days = |range: Range| range.days().filter_map(LocalDay::of).collect();
    let ends = Quarter::at(readings.from).zip(Quarter::at(readings.to));
    ends.map(|(from, to)| days(super::days_of(from, to))).unwrap_or_default()
}

/// The reading of a quarter-hour: they stand one after another without holes.
fn value_at(readings: &Readings, quarter: Quarter, direction: Direction) -> Option<u64> {
    let at = usize::try_from(quarter.since(Quarter::at(readings.from)?)).ok()?;
    value(readings.items.get(at)?, direction)
}

/// A day as a clock on the wall shows it.
fn column(readings: &Readings, day: LocalDay, direction: Direction) -> Vec<Slot> {
    let kwh = |quarter: Quarter| value_at(readings, quarter, direction).map(words::kilowatt_hours);
    let slot = |row: u8| match day.at(row) {
        Wall::Once(quarter) => Slot::Once(kwh(quarter)),
        Wall::Twice(first, second) => Slot::Twice([kwh(first), kwh(second)]),
        Wall::Never => Slot::Never,
    };
    (0..ROWS).map(slot).collect()
}

fn quarter_of(day: &LocalDay, cell: HeatCell) -> Option<Quarter> {
    match day.at(u8::try_from(cell.row).ok()?) {
        Wall::Once(quarter) => Some(quarter),
        Wall::Twice(first, second) => Some(if cell.second { second } else { first }),
        Wall::Never => None,
    }
}

/// Months of a year, else days.
fn column_marks(days: &[LocalDay]) -> Vec<(usize, String)> {
    let name = |(at, day): (usize, NaiveDate)| {
        if days.len() <= DAYS_IN_FULL {
            Some((at, format::short_date(day)))
        } else {
            (day.day() == 1).then(|| (at, format::month_name(day.year(), day.month())))
        }
    };
    days.iter().map(LocalDay::date).enumerate().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::readings::{Resolution, Span};
    use uuid::Uuid;

    /// Readings of whole days that count up from 0, with the tenth missing.
    fn readings(first: &str, after: &str) -> Readings {
        let span = Span::of_days(first.parse().unwrap(), after.parse().unwrap());
        let item = |(i, quarter): (usize, Quarter)| Reading {
            start: quarter.start(),
            quarters: 1,
            offtake_wh: (i != 10).then_some(i as u64 * 1_000),
            offtake_known: u32::from(i != 10),
            injection_wh: None,
            injection_known: 0,
        };
        Readings {
            meter_id: Uuid::from_u128(1),
            from: span.from.start(),
            to: span.to.start(),
            resolution: Resolution::Quarter,
            totals: api_types::ReadingTotals::default(),
            items: span.iter().enumerate().map(item).collect(),
            points: Vec::new(),
        }
    }

    fn known(columns: &Columns) -> usize {
        let count = |slot: &Slot| match slot {
            Slot::Never => 0,
            Slot::Once(value) => usize::from(value.is_some()),
            Slot::Twice(values) => values.iter().flatten().count(),
        };
        columns.iter().flatten().map(count).sum()
    }

    fn columns(readings: &Readings) -> Columns {
        days(readings).into_iter().map(|day| column(readings, day, Direction::Offtake)).collect()
    }

    #[test]
    fn a_day_of_a_hundred_quarter_hours_has_all_of_them() {
        let readings = readings("2016-10-30", "2016-10-31");
        let columns = columns(&readings);
        assert_eq!((readings.items.len(), known(&columns)), (100, 99));
        assert_eq!(columns[0][8], Slot::Twice([Some(8.0), Some(12.0)]), "the hour that comes twice");
        assert_eq!((columns[0][10], columns[0][12]), (Slot::Twice([None, Some(14.0)]), Slot::Once(Some(16.0))));
    }

    #[test]
    fn a_day_of_ninety_two_leaves_an_hour_out() {
        let columns = columns(&readings("2016-03-27", "2016-03-28"));
        assert_eq!((known(&columns), columns[0][8], columns[0][12]), (91, Slot::Never, Slot::Once(Some(8.0))));
    }

    #[test]
    fn a_year_has_every_quarter_hour_in_a_cell() {
        let readings = readings("2016-01-01", "2017-01-01");
        let columns = columns(&readings);
        assert_eq!((columns.len(), known(&columns)), (366, 35_135));
        assert_eq!(directions(&readings), [Direction::Offtake]);
    }

    #[test]
    fn a_cell_knows_its_quarter_hour() {
        let day = LocalDay::of("2016-10-30".parse().unwrap()).unwrap();
        let at = |row: usize, second: bool| quarter_of(&day, HeatCell { column: 0, row, second }).unwrap();
        assert_eq!(at(8, true).since(at(8, false)), 4);
        assert_eq!(at(12, false).since(at(8, true)), 4);
    }
}
