//! One day, quarter-hour by quarter-hour: who gets what, what is left over, what is still taken from the grid.

use super::Trial;
use super::explain;
use super::figures::paints_of;
use super::scene::DayCourse;
use crate::format;
use crate::i18n::{t, tr};
use crate::ui::chart::{ChartFrame, Layer, Paint, Reading, StackedArea, Table};
use crate::ui::{Icon, IconButton};
use chrono::NaiveDate;
use domain::time::brussels_date;
use leptos::prelude::*;

/// The day on the screen.
#[derive(Clone, Copy)]
struct Day {
    trial: Trial,
    /// The chosen day; until one is chosen, that of the sunniest quarter-hour.
    chosen: RwSignal<Option<NaiveDate>>,
    course: Memo<DayCourse>,
    names: Memo<Vec<String>>,
}

/// The day with its explanation.
pub fn view(trial: Trial) -> AnyView {
    let day = Day::new(trial);
    let cursor = RwSignal::new(0_usize);
    // A new day is looked at where most is produced.
    Effect::new(move |_| {
        let steps = day.course.with(|course| course.steps.clone());
        let sunniest = trial.readings.scene().map(|scene| scene.year.sunniest(steps.clone()));
        cursor.set(sunniest.map_or(0, |step| step.saturating_sub(steps.start)));
    });
    let layers = Memo::new(move |_| {
        let paints = paints_of(trial);
        day.course.with(|course| day.names.with(|names| layers(course, names, &paints)))
    });
    let line =
        Signal::derive(move || (t("keys.chart.consumption"), day.course.with(|course| kwh(&course.consumption))));
    let reading = Signal::derive(move || day.reading(cursor.get()));
    view! {
        <ChartFrame title=t("keys.chart.day") hint=t("keys.chart.day_hint") table=move |()| day.table() file="day" wide=true>
            {day.picker()}
            <StackedArea
                label=t("keys.chart.day")
                layers=layers
                line=line
                marks=Signal::derive(move || day.marks())
                unit="kWh"
                cursor=cursor
                reading=reading
            />
        </ChartFrame>
        {explain::view(trial, day.course, cursor)}
    }
    .into_any()
}

impl Day {
    fn new(trial: Trial) -> Self {
        let chosen = RwSignal::new(None::<NaiveDate>);
        let course = Memo::new(move |_| {
            let (Some(scene), mapping) = (trial.readings.scene(), trial.readings.mapping.get()) else {
                return DayCourse::default();
            };
            let steps = match chosen.get() {
                Some(day) => scene.year.day(day),
                None => {
                    let sunniest = scene.year.sunniest(0..scene.year.starts.len());
                    scene.year.starts.get(sunniest).map_or(0..0, |&start| scene.year.day(brussels_date(start)))
                }
            };
            let course = trial.key.with(|key| Some(scene.course(key.as_ref()?, &mapping, steps)));
            course.and_then(Result::ok).unwrap_or_default()
        });
        let names = Memo::new(move |_| trial.names());
        Self { trial, chosen, course, names }
    }

    fn date(self) -> Option<NaiveDate> {
        let start = self.course.with(|course| course.steps.start);
        self.trial.readings.scene()?.year.starts.get(start).map(|&start| brussels_date(start))
    }

    fn picker(self) -> AnyView {
        let bounds = move || self.trial.readings.scene().and_then(|scene| scene.year.days());
        let go = move |forth: bool| {
            let next = untrack(|| self.date()).and_then(|day| if forth { day.succ_opt() } else { day.pred_opt() });
            let inside = untrack(bounds).zip(next).filter(|((first, last), next)| (*first..=*last).contains(next));
            if let Some((_, next)) = inside {
                self.chosen.set(Some(next));
            }
        };
        let choose = move |event| {
            if let Ok(day) = event_target_value(&event).parse() {
                self.chosen.set(Some(day));
            }
        };
        view! {
            <div class="day-picker">
                <IconButton icon=Icon::ChevronLeft label=t("keys.chart.day_before") on_press=move |()| go(false) />
                <input
                    class="input date"
                    type="date"
                    aria-label=t("keys.chart.pick_day")
                    prop:value=move || self.date().map(|day| day.to_string())
                    min=move || bounds().map(|(first, _)| first.to_string())
                    max=move || bounds().map(|(_, last)| last.to_string())
                    on:change=choose
                />
                <IconButton icon=Icon::ChevronRight label=t("keys.chart.day_after") on_press=move |()| go(true) />
            </div>
        }
        .into_any()
    }

    /// The time at a place of the day.
    fn time(self, at: usize) -> String {
        let start = self.course.with(|course| course.steps.start);
        let starts = self.trial.readings.scene().and_then(|scene| scene.year.starts.get(start + at).copied());
        starts.map(format::time).unwrap_or_default()
    }

    /// Every fourth hour.
    fn marks(self) -> Vec<(usize, String)> {
        let places = self.course.with(|course| course.production.len());
        (0..places).step_by(16).map(|at| (at, self.time(at))).collect()
    }

    fn reading(self, at: usize) -> Reading {
        let mut values = Vec::new();
        self.course.with(|course| {
            let (Some(&production), Some(&consumption)) = (course.production.get(at), course.consumption.get(at))
            else {
                return;
            };
            let shared = course.shared(at);
            let mut tell = |key: &str, wh: u64| values.push((t(key), format::quarter_energy(wh)));
            tell("keys.table.production", production);
            tell("keys.table.consumption", consumption);
            tell("keys.table.shared", shared);
            tell("keys.table.surplus", production.saturating_sub(shared));
            tell("keys.table.residual", consumption.saturating_sub(shared));
        });
        Reading { place: self.time(at), values }
    }

    fn table(self) -> Table {
        let mut head: Vec<String> =
            ["time", "production", "consumption", "surplus"].map(|name| t(&format!("keys.table.{name}"))).to_vec();
        head.extend(self.names.get_untracked());
        let course = self.course.get_untracked();
        let rows = (0..course.production.len()).map(|at| {
            let (production, consumption) = (course.production[at], course.consumption[at]);
            let mut row = vec![untrack(|| self.time(at))];
            row.extend([production, consumption, production - course.shared(at)].map(format::quarter_energy));
            row.extend(course.allocated.iter().map(|column| format::quarter_energy(column[at].into())));
            row
        });
        Table { head, rows: rows.collect() }
    }
}

/// A layer for each consumer that has a colour of its own, one for all others, one for what is left over.
fn layers(course: &DayCourse, names: &[String], paints: &[Paint]) -> Vec<Layer> {
    let values = |wh: &[u32]| wh.iter().map(|&wh| f64::from(wh) / 1000.0).collect::<Vec<_>>();
    let columns = || course.allocated.iter().zip(names).zip(paints);
    let mut layers: Vec<Layer> = columns()
        .filter(|(_, paint)| **paint != Paint::Others)
        .map(|((wh, name), paint)| Layer { name: name.clone(), values: values(wh), paint: *paint })
        .collect();
    let others: Vec<&Vec<u32>> =
        columns().filter(|(_, paint)| **paint == Paint::Others).map(|((wh, _), _)| wh).collect();
    if !others.is_empty() {
        let sum = |at: usize| others.iter().map(|wh| f64::from(wh[at]) / 1000.0).sum();
        let name = tr("keys.chart.others", &[("count", &others.len().to_string())]);
        let values = (0..course.production.len()).map(sum).collect();
        layers.push(Layer { name, values, paint: Paint::Others });
    }
    let surplus: Vec<u64> =
        course.production.iter().enumerate().map(|(at, &wh)| wh.saturating_sub(course.shared(at))).collect();
    layers.push(Layer { name: t("keys.table.surplus"), values: kwh(&surplus), paint: Paint::Rest });
    layers
}

#[expect(clippy::cast_precision_loss, reason = "the height of a drawing")]
fn kwh(wh: &[u64]) -> Vec<f64> {
    wh.iter().map(|&wh| wh as f64 / 1000.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_the_palette_all_others_are_one_layer() {
        let course = |consumers: u32| DayCourse {
            steps: 0..1,
            allocated: (1..=consumers).map(|wh| vec![wh * 1000]).collect(),
            production: vec![100_000],
            consumption: vec![100_000],
        };
        let names: Vec<String> = (1..=12).map(|i| i.to_string()).collect();
        let paints = |own: usize, all: usize| -> Vec<Paint> {
            (0..all).map(|i| if i < own { Paint::Series(i) } else { Paint::Others }).collect()
        };
        assert_eq!(layers(&course(8), &names, &paints(8, 8)).len(), 9);
        let many = layers(&course(12), &names, &paints(7, 12));
        assert_eq!((many.len(), many[7].paint, many[8].paint), (9, Paint::Others, Paint::Rest));
        assert!((many[7].values[0] - 50.0).abs() < 1e-9, "8 to 12 together");
        assert!((many[8].values[0] - 22.0).abs() < 1e-9, "what is left of 100 after 78");
    }
}
