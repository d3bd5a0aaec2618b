//! The load curve: the power of every quarter-hour over weeks to a year. From far a point stands for several of them,
//! from the lowest to the highest, so that no peak is lost; what one comes near to is fetched more finely.

use super::{Looking, Shown, steady};
use crate::format;
use crate::i18n::{t, tr};
use crate::readings::words;
use crate::ui::Debounce;
use crate::ui::chart::{ChartFrame, Curve, CurveChart, CurvePoint, Paint, Reading as Told, Table, Window};
use api_types::{Boundary, ReadingExtremes, ReadingPoint, ReadingQuery, Readings};
use chrono::Datelike;
use domain::readings::{Direction, LocalDay, Quarter, Resolution, Span};
use domain::time::brussels_date;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Points of one answer: more than a screen has pixels for.
const POINTS: u16 = 1_500;

/// How long the drawing must rest before it is fetched more finely, in milliseconds.
const PAUSE: u64 = 150;

/// The load curve.
#[derive(Clone, Copy)]
struct Load {
    looking: Looking,
    /// The whole period from far.
    shown: Signal<Option<Shown>>,
    /// A part of it from nearer by.
    near: RwSignal<Option<Arc<Readings>>>,
    window: RwSignal<Window>,
    cursor: RwSignal<f64>,
}

/// The chart with its table.
pub fn view(looking: Looking) -> AnyView {
    let shown = looking.follow(|seen| seen.is_curve().then_some((seen.range(), Resolution::Quarter, Some(POINTS))));
    let load = Load {
        looking,
        shown: Signal::derive(move || shown.value().flatten()),
        near: RwSignal::new(None),
        window: RwSignal::new(Window { from: 0.0, to: 1.0 }),
        cursor: RwSignal::new(0.0),
    };
    let title = t("readings.chart.curve");
    view! {
        <ChartFrame
            title=title.clone()
            hint=t("readings.chart.curve_hint")
            table=move |()| load.table()
            file="load-curve"
            wide=true
        >
            {steady(shown, move || load.chart(title.clone()))}
        </ChartFrame>
    }
    .into_any()
}

impl Load {
    fn chart(self, label: String) -> AnyView {
        let Self { shown, near, window, cursor, .. } = self;
        // Another period is looked at as a whole first, at its end.
        let whole = Memo::new(move |_| shown.get().map(|shown| whole(&shown.readings)));
        Effect::new(move |_| {
            if let Some(whole) = whole.get() {
                near.set(None);
                window.set(whole);
                cursor.set(whole.from);
            }
        });
        self.come_nearer();
        let whole = Signal::derive(move || whole.get().unwrap_or(Window { from: 0.0, to: 1.0 }));
        let curves = Signal::derive(move || self.readings().map(|readings| curves(&readings)).unwrap_or_default());
        let marks = Memo::new(move |_| marks(window.get()));
        view! {
            <CurveChart
                label=label
                curves=curves
                whole=whole
                window=window
                marks=marks
                unit="kW"
                cursor=cursor
                reading=Signal::derive(move || self.told())
            />
        }
        .into_any()
    }

    /// The readings to draw: those from near as long as they reach.
    fn readings(self) -> Option<Arc<Readings>> {
        let near = self.near.get().filter(|near| holds(whole(near), self.window.get()));
        near.or_else(|| self.shown.get().map(|shown| shown.readings))
    }

    /// Fetches what is looked at more finely, once it rests.
    fn come_nearer(self) {
        let debounce = Debounce::new(PAUSE);
        let asked = StoredValue::new(0_u32);
        Effect::new(move |_| {
            let window = self.window.get();
            debounce.run(move || {
                let drawn = untrack(|| self.readings());
                let Some(span) = drawn.and_then(|drawn| wanted(&drawn, window)) else { return };
                asked.update_value(|number| *number = number.wrapping_add(1));
                let question = asked.get_value();
                let query = ReadingQuery {
                    from: Boundary::Instant(span.from.start()),
                    to: Boundary::Instant(span.to.start()),
                    resolution: Some(Resolution::Quarter),
                    points: Some(POINTS),
                };
                spawn_local(async move {
                    // What is there already stays when it cannot be had.
                    if let Ok(readings) = self.looking.fetch_query(query).await
                        && asked.try_get_value() == Some(question)
                    {
                        self.near.try_set(Some(readings));
                    }
                });
            });
        });
    }

    /// What is at the cursor, in words.
    fn told(self) -> Told {
        let cursor = self.cursor.get();
        let told = self.readings().and_then(|readings| {
            let at = readings.points.partition_point(|point| place(point) <= cursor).saturating_sub(1);
            readings.points.get(at).map(told)
        });
        told.unwrap_or_default()
    }

    fn table(self) -> Table {
        let head = ["from", "quarters", "lowest_offtake", "highest_offtake", "lowest_injection", "highest_injection"];
        let head = head.map(|name| t(&format!("readings.table.{name}"))).to_vec();
        let ends = |extremes: Option<ReadingExtremes>| match extremes {
            Some(extremes) => [words::power(extremes.min_wh), words::power(extremes.max_wh)],
            None => [t("readings.gap"), t("readings.gap")],
        };
        let row = |point: &ReadingPoint| {
            let mut row = vec![words::quarter(point.start), point.quarters.to_string()];
            row.extend(ends(point.offtake));
            row.extend(ends(point.injection));
            row
        };
        let readings = untrack(|| self.readings());
        Table { head, rows: readings.map(|readings| readings.points.iter().map(row).collect()).unwrap_or_default() }
    }
}

fn number(at: chrono::DateTime<chrono::Utc>) -> f64 {
    Quarter::at(at).map_or(0.0, |quarter| f64::from(quarter.number()))
}

fn place(point: &ReadingPoint) -> f64 {
    number(point.start)
}

fn whole(readings: &Readings) -> Window {
    Window { from: number(readings.from), to: number(readings.to) }
}

/// Whether one part of the axis lies in another, but for what rounding adds.
fn holds(outer: Window, inner: Window) -> bool {
    const ROUNDED: f64 = 0.5;
    outer.from <= inner.from + ROUNDED && inner.to <= outer.to + ROUNDED
}

/// What should be fetched to show a window well: nothing while what is drawn is fine enough, else the window with half
/// of it at either side.
fn wanted(drawn: &Readings, window: Window) -> Option<Span> {
    let exact = drawn.points.iter().all(|point| point.quarters <= 1);
    let whole = whole(drawn);
    let share = window.length() / whole.length().max(1.0);
    if holds(whole, window) && (exact || share > 0.45) {
        return None;
    }
    let quarter = |place: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "the number of a quarter-hour")]
        let number = place.floor() as i64;
        Quarter::from_number(number)
    };
    let margin = window.length() / 2.0;
    let span = Span { from: quarter(window.from - margin)?, to: quarter(window.to + margin + 1.0)? };
    Some(span).filter(|span| !span.is_empty())
}

fn curves(readings: &Readings) -> Vec<Curve> {
    let point = |point: &ReadingPoint, of: Option<ReadingExtremes>, sign: f64| {
        let from = place(point);
        let range = of.map(|of| {
            let (a, b) = (words::kilowatts(of.min_wh) * sign, words::kilowatts(of.max_wh) * sign);
            (a.min(b), a.max(b))
        });
        CurvePoint { from, to: from + f64::from(point.quarters), range }
    };
    let curve = |direction: Direction, series: usize, of: fn(&ReadingPoint) -> Option<ReadingExtremes>, sign: f64| {
        let points: Vec<CurvePoint> = readings.points.iter().map(|read| point(read, of(read), sign)).collect();
        let known = points.iter().any(|point| point.range.is_some());
        known.then(|| Curve { name: words::direction(direction), points, paint: Paint::Series(series) })
    };
    let both = [
        curve(Direction::Offtake, 0, |point| point.offtake, 1.0),
        curve(Direction::Injection, 1, |point| point.injection, -1.0),
    ];
    both.into_iter().flatten().collect()
}

/// Longer than this many quarter-hours, months are named; longer than these, days; else hours.
const MONTHS: f64 = 96.0 * 75.0;
const DAYS: f64 = 96.0 * 2.5;
/// Every how many quarter-hours a day is marked.
const MARKED: u8 = 12;

/// The names along the axis.
fn marks(window: Window) -> Vec<(f64, String)> {
    let at = |place: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "the number of a quarter-hour")]
        let number = place.floor() as i64;
        Quarter::from_number(number)
    };
    let Some((first, last)) = at(window.from).zip(at(window.to)) else { return Vec::new() };
    let days = brussels_date(first.start()).iter_days().take_while(|day| *day <= brussels_date(last.start()));
    let midnights = days.filter_map(LocalDay::of);
    let length = window.length();
    let inside = |place: f64| (window.from..=window.to).contains(&place);
    let number = |quarter: Quarter| f64::from(quarter.number());
    let mut marks = Vec::new();
    for day in midnights {
        let (date, begins) = (day.date(), number(day.span().from));
        if length > MONTHS {
            if date.day() == 1 {
                marks.push((begins, format::month_name(date.year(), date.month())));
            }
        } else if length > DAYS {
            marks.push((begins, format::short_date(date)));
        } else {
            let named = |quarter: Quarter| {
                let clock = day.clock(quarter).filter(|clock| clock.quarter % MARKED == 0 && !clock.again)?;
                let name = if clock.quarter == 0 { format::short_date(date) } else { format::time(quarter.start()) };
                Some((number(quarter), name))
            };
            marks.extend(day.span().iter().filter_map(named));
        }
    }
    marks.retain(|(place, _)| inside(*place));
    marks
}

/// What a point says: its power, or from the lowest to the highest of several.
fn told(point: &ReadingPoint) -> Told {
    let range = |extremes: ReadingExtremes| {
        if extremes.min_wh == extremes.max_wh {
            return words::power(extremes.max_wh);
        }
        let ends = [("low", words::power(extremes.min_wh)), ("high", words::power(extremes.max_wh))];
        tr("readings.low_to_high", &ends.each_ref().map(|(name, power)| (*name, power.as_str())))
    };
    let line = |direction: Direction, extremes: Option<ReadingExtremes>| {
        extremes.map(|extremes| (words::direction(direction), range(extremes)))
    };
    let both = [line(Direction::Offtake, point.offtake), line(Direction::Injection, point.injection)];
    let mut values: Vec<(String, String)> = both.into_iter().flatten().collect();
    if values.is_empty() {
        values.push((t("readings.gap"), String::new()));
    }
    let place = if point.quarters == 1 {
        words::quarter(point.start)
    } else {
        let end = point.start + chrono::Duration::minutes(15 * i64::from(point.quarters));
        tr("ui.from_to", &[("from", &words::quarter(point.start)), ("to", &words::time(end))])
    };
    Told { place, values }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp)]
    use super::*;
    use uuid::Uuid;

    fn readings(quarters: u32, points: u32) -> Readings {
        let from = "2016-01-01T00:00:00Z".parse().unwrap();
        let extremes = |low: u32, high: u32| {
            Some(ReadingExtremes { min_wh: low, min_at: from, max_wh: high, max_at: from, known: 1 })
        };
        let each = quarters / points;
        let point = |i: u32| ReadingPoint {
            start: from + chrono::Duration::minutes(15 * i64::from(i * each)),
            quarters: each,
            offtake: extremes(100, 250).filter(|_| i != 1),
            injection: None,
        };
        Readings {
            meter_id: Uuid::from_u128(1),
            from,
            to: from + chrono::Duration::minutes(15 * i64::from(quarters)),
            resolution: Resolution::Quarter,
            totals: api_types::ReadingTotals::default(),
            items: Vec::new(),
            points: (0..points).map(point).collect(),
        }
    }

    #[test]
    fn what_one_comes_near_to_is_fetched_with_some_of_its_surroundings() {
        let far = readings(40_000, 1_000);
        let whole = whole(&far);
        assert_eq!(wanted(&far, whole), None, "from far it is fine as it is");
        let near = Window { from: whole.from + 10_000.0, to: whole.from + 12_000.0 };
        let span = wanted(&far, near).unwrap();
        assert_eq!((span.len(), f64::from(span.from.number())), (4_001, near.from - 1_000.0));
        assert_eq!(wanted(&readings(1_000, 1_000), Window { from: whole.from, to: whole.from + 16.0 }), None, "exact");
        let beyond = Window { from: whole.to - 10.0, to: whole.to + 90.0 };
        assert!(wanted(&far, beyond).is_some());
    }

    #[test]
    fn a_point_goes_from_the_lowest_to_the_highest_and_a_gap_to_nowhere() {
        let curves = curves(&readings(40, 10));
        assert_eq!(curves.len(), 1, "nothing is known of the injection");
        assert_eq!(curves[0].points[0].range, Some((0.4, 1.0)));
        assert_eq!(curves[0].points[1].range, None);
        assert_eq!(curves[0].points[0].to, curves[0].points[1].from);
    }
}
