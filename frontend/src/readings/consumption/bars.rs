//! What was taken and given, bar by bar.

use super::{Looking, Shown, steady};
use crate::format;
use crate::i18n::{t, tr};
use crate::readings::period::{Length, Seen};
use crate::readings::words;
use crate::ui::chart::{Beam, ChartFrame, MirrorBars, Reading as Told, Table};
use api_types::Reading;
use chrono::{DateTime, Datelike, Utc};
use domain::readings::{Direction, LocalDay, Quarter, Resolution};
use domain::time::{brussels_date, brussels_midnight};
use leptos::prelude::*;

/// The chart with its table.
pub fn view(looking: Looking) -> AnyView {
    let shown = looking.follow(|seen| (!seen.is_curve()).then_some((seen.range(), seen.by, None)));
    let former = looking.follow(|seen| {
        let range = seen.former_range().filter(|_| !seen.is_curve())?;
        Some((range, seen.by, None))
    });
    let bars = Bars {
        shown: Signal::derive(move || shown.value().flatten()),
        former: Signal::derive(move || former.value().flatten()),
    };
    let title = t("readings.chart.bars");
    view! {
        <ChartFrame
            title=title.clone()
            hint=t("readings.chart.bars_hint")
            table=move |()| bars.table()
            file="readings"
            wide=true
        >
            {steady(shown, move || bars.chart(looking, title.clone()))}
        </ChartFrame>
    }
    .into_any()
}

/// The readings shown, and those of the other period.
#[derive(Clone, Copy)]
struct Bars {
    shown: Signal<Option<Shown>>,
    former: Signal<Option<Shown>>,
}

impl Bars {
    fn chart(self, looking: Looking, label: String) -> AnyView {
        let cursor = RwSignal::new(0_usize);
        let beams = Signal::derive(move || {
            let (shown, former) = (self.shown.get(), self.former.get());
            shown
                .map(|shown| {
                    beams(
                        &shown.readings.items,
                        former.map(|former| former.readings).as_ref().map_or(&[], |readings| &readings.items),
                    )
                })
                .unwrap_or_default()
        });
        let marks = Signal::derive(move || self.shown.get().map(|shown| marks(&shown)).unwrap_or_default());
        let reading = Signal::derive(move || self.told(cursor.get()));
        let name =
            Signal::derive(move || self.former.get().and_then(|former| former.seen.former_range()).map(words::days));
        let open = move |at: usize| {
            let shown = self.shown.get_untracked();
            let finer = shown.and_then(|shown| finer(shown.seen, shown.readings.items.get(at)?.start));
            if let Some(seen) = finer {
                looking.look(seen);
            }
        };
        // Another period has other places.
        Effect::new(move |_| {
            let places = beams.with(Vec::len);
            if cursor.get_untracked() >= places {
                cursor.set(places.saturating_sub(1));
            }
        });
        view! {
            <MirrorBars
                label=label
                beams=beams
                names=[Direction::Offtake, Direction::Injection].map(words::direction)
                former=name
                marks=marks
                unit="kWh"
                cursor=cursor
                reading=reading
                on_open=open
            />
        }
        .into_any()
    }

    /// What is at a place, in words.
    fn told(self, at: usize) -> Told {
        let told = self.shown.get().and_then(|shown| {
            let item = shown.readings.items.get(at)?;
            let mut values = vec![
                (words::direction(Direction::Offtake), words::exact(item.offtake_wh)),
                (words::direction(Direction::Injection), words::exact(item.injection_wh)),
            ];
            values.retain(|(_, value)| *value != t("readings.gap"));
            if values.is_empty() {
                values.push((t("readings.gap"), String::new()));
            }
            if is_partial(item) {
                values.push((t("readings.known"), known(item)));
            }
            if let Some(former) = self.former.get().and_then(|former| former.readings.items.get(at).copied()) {
                let when = words::moment(former.start, shown.seen.by);
                let energy = former.offtake_wh.or(former.injection_wh);
                values.push((when, words::exact(energy)));
            }
            Some(Told { place: words::moment(item.start, shown.seen.by), values })
        });
        told.unwrap_or_default()
    }

    fn table(self) -> Table {
        let (shown, former) = (self.shown.get_untracked(), self.former.get_untracked());
        let mut head =
            ["when", "offtake", "injection", "known"].map(|name| t(&format!("readings.table.{name}"))).to_vec();
        if former.is_some() {
            head.extend(["former_offtake", "former_injection"].map(|name| t(&format!("readings.table.{name}"))));
        }
        let Some(shown) = shown else { return Table { head, rows: Vec::new() } };
        let row = |(at, item): (usize, &Reading)| {
            let when = words::moment(item.start, shown.seen.by);
            let mut row = vec![when, words::exact(item.offtake_wh), words::exact(item.injection_wh), known(item)];
            if let Some(former) = &former {
                let item = former.readings.items.get(at);
                row.push(words::exact(item.and_then(|item| item.offtake_wh)));
                row.push(words::exact(item.and_then(|item| item.injection_wh)));
            }
            row
        };
        let rows = shown.readings.items.iter().enumerate().map(row).collect();
        Table { head, rows }
    }
}

/// How many quarter-hours are known: of the direction that is known least of those that are.
fn known(item: &Reading) -> String {
    let known = [item.offtake_known, item.injection_known].into_iter().filter(|&known| known > 0).min().unwrap_or(0);
    tr("readings.known_of", &[("known", &known.to_string()), ("count", &item.quarters.to_string())])
}

/// Whether the sums are of a part only.
fn is_partial(item: &Reading) -> bool {
    [item.offtake_known, item.injection_known].into_iter().any(|known| known > 0 && known < item.quarters)
}

fn beams(items: &[Reading], former: &[Reading]) -> Vec<Beam> {
    let values = |item: &Reading| [item.offtake_wh, item.injection_wh].map(|wh| wh.map(words::kilowatt_hours));
    let beam = |(at, item): (usize, &Reading)| Beam {
        values: values(item),
        former: former.get(at).map(values).unwrap_or_default(),
        partial: is_partial(item),
    };
    items.iter().enumerate().map(beam).collect()
}

fn marks(shown: &Shown) -> Vec<(usize, String)> {
    let name = |(at, item): (usize, &Reading)| mark(shown.seen, item.start).map(|name| (at, name));
    shown.readings.items.iter().enumerate().filter_map(name).collect()
}

/// Every how many quarter-hours a day is marked.
const MARKED: u8 = 12;

/// The name of a place, where it deserves one.
fn mark(seen: Seen, start: DateTime<Utc>) -> Option<String> {
    let day = brussels_date(start);
    let is_first = |days: u32| day.day() <= days;
    let begins_day = start == brussels_midnight(day);
    match (seen.length, seen.by) {
        (Length::Day, _) => {
            let clock = LocalDay::of(day).zip(Quarter::at(start)).and_then(|(day, quarter)| day.clock(quarter));
            clock.is_some_and(|clock| clock.quarter % MARKED == 0).then(|| format::time(start))
        }
        (_, Resolution::Quarter | Resolution::Hour) => begins_day.then(|| format::short_date(day)),
        (Length::Year, Resolution::Day) => is_first(1).then(|| format::month_name(day.year(), day.month())),
        (Length::Year, Resolution::Week) => is_first(7).then(|| format::month_name(day.year(), day.month())),
        (Length::Year, _) => Some(format::month_name(day.year(), day.month())),
        (_, Resolution::Year) => Some(day.year().to_string()),
        (Length::All, Resolution::Month) => Some(format::month(day.year(), day.month())),
        _ => Some(format::short_date(day)),
    }
}

/// What a bar leads to: the period it stands for, more finely.
fn finer(seen: Seen, start: DateTime<Utc>) -> Option<Seen> {
    let length = match seen.by {
        Resolution::Quarter | Resolution::Hour if seen.length == Length::Day => return None,
        Resolution::Quarter | Resolution::Hour | Resolution::Day => Length::Day,
        Resolution::Week => Length::Week,
        Resolution::Month => Length::Month,
        Resolution::Year => Length::Year,
    };
    Some(Seen { day: brussels_date(start), ..seen }.with_length(length))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::readings::period::Range;
    use crate::routing::Query;

    fn seen(query: &str) -> Seen {
        let day = |text: &str| text.parse().unwrap();
        Seen::read(&Query::parse(query), Range { first: day("2016-01-01"), after: day("2017-01-01") })
    }

    fn item(offtake: (Option<u64>, u32), injection: (Option<u64>, u32)) -> Reading {
        Reading {
            start: "2016-10-30T22:00:00Z".parse().unwrap(),
            quarters: 96,
            offtake_wh: offtake.0,
            offtake_known: offtake.1,
            injection_wh: injection.0,
            injection_known: injection.1,
        }
    }

    #[test]
    fn a_gap_is_no_bar_and_a_part_is_marked() {
        let none = (None, 0);
        let items = [item((Some(1_500), 96), none), item(none, none), item((Some(10), 95), (Some(0), 96))];
        let beams = beams(&items, &items[..1]);
        assert_eq!(beams[0], Beam { values: [Some(1.5), None], former: [Some(1.5), None], partial: false });
        assert_eq!(beams[1], Beam::default());
        assert_eq!((beams[2].values, beams[2].partial), ([Some(0.01), Some(0.0)], true));
    }

    #[test]
    fn a_bar_leads_to_its_own_period() {
        let start = "2016-10-29T22:00:00Z".parse().unwrap();
        let year = finer(seen("?span=year&former=before"), start).unwrap();
        assert_eq!((year.length, year.by, year.day.to_string()), (Length::Month, Resolution::Day, "2016-10-30".into()));
        assert!(year.former.is_some(), "the comparison stays");
        assert_eq!(finer(seen("?span=month"), start).unwrap().length, Length::Day);
        assert_eq!(finer(seen("?span=day"), start), None);
    }
}
