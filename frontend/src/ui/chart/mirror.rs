//! Bars over time that go both ways from zero: one quantity upwards, its counterpart downwards, with those of another
//! period behind them. A place without value is drawn as a gap.

use super::Paint;
use super::plot::{
    BOTTOM, HEIGHT, LEFT, Reading, TOP, marks_view, measured, part_at, reading_view, spoken, step, unit_view,
};
use super::scale::{both_ways, decimals};
use crate::format;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use std::fmt::Write;

/// One place of the axis.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Beam {
    /// What goes up and what goes down; none where it is not known.
    pub values: [Option<f64>; 2],
    /// The same of the other period.
    pub former: [Option<f64>; 2],
    /// Part of it is not known, so it may be more.
    pub partial: bool,
}

impl Beam {
    fn is_gap(&self) -> bool {
        self.values == [None, None]
    }
}

/// The part of its place that a bar fills, and that of the one behind it.
const FILLS: f64 = 0.72;
const FORMER_FILLS: f64 = 0.96;

/// The chart.
#[component]
pub fn MirrorBars(
    /// What it shows, for screen readers.
    #[prop(into)]
    label: String,
    /// The bars, in order.
    #[prop(into)]
    beams: Signal<Vec<Beam>>,
    /// What goes up and what goes down.
    names: [String; 2],
    /// The name of the other period, if there is one.
    #[prop(into)]
    former: Signal<Option<String>>,
    /// Names of some places: where on the axis, and what it is called.
    #[prop(into)]
    marks: Signal<Vec<(usize, String)>>,
    /// The unit of the values.
    unit: &'static str,
    /// The place looked at.
    cursor: RwSignal<usize>,
    /// What is there.
    #[prop(into)]
    reading: Signal<Reading>,
    /// A place is to be opened: Enter, or a second press on it.
    #[prop(optional, into)]
    on_open: Option<Callback<usize>>,
) -> impl IntoView {
    let places = Signal::derive(move || beams.with(Vec::len));
    let plot = NodeRef::<html::Div>::new();
    let width = measured(plot);
    let open = move || {
        if let Some(on_open) = on_open {
            on_open.run(cursor.get_untracked());
        }
    };
    let key = move |event: KeyboardEvent| {
        if let Some(to) = step(cursor.get_untracked(), places.get_untracked(), &event.key()) {
            cursor.set(to);
        } else if event.key() == "Enter" {
            open();
        } else {
            return;
        }
        event.prevent_default();
    };
    let point = move |event: &PointerEvent| {
        let Some((across, _)) = part_at(plot, event.client_x(), event.client_y()) else { return };
        let along = Along { places: places.get_untracked(), width: width.get_untracked() };
        cursor.set(along.place_at(across * along.width));
    };
    let hovering = move |event: PointerEvent| {
        // A finger scrolls the page; it chooses by a tap.
        if event.pointer_type() == "mouse" {
            point(&event);
        }
    };
    let legend = move || beams.with(|beams| legend(&names, former.get(), beams));
    view! {
        <div
            class="area-plot"
            node_ref=plot
            role="slider"
            tabindex="0"
            aria-label=label
            aria-orientation="horizontal"
            aria-valuemin="0"
            aria-valuemax=move || places.get().saturating_sub(1).to_string()
            aria-valuenow=move || cursor.get().to_string()
            aria-valuetext=move || reading.with(spoken)
            data-opens=on_open.map(|_| "")
            on:keydown=key
            on:pointermove=hovering
            on:pointerdown=move |event| point(&event)
            on:dblclick=move |_| open()
        >
            {move || beams.with(|beams| drawing(beams, &marks.get(), unit, width.get()))}
            {move || place_view(cursor.get(), Along { places: places.get(), width: width.get() })}
        </div>
        {move || reading_view(reading.get())}
        {legend}
    }
    .into_any()
}

/// The axis of time: places side by side.
#[derive(Clone, Copy)]
struct Along {
    places: usize,
    width: f64,
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred places")]
impl Along {
    fn slot(self) -> f64 {
        (self.width - LEFT) / self.places.max(1) as f64
    }

    fn x_of(self, place: usize) -> f64 {
        LEFT + place as f64 * self.slot()
    }

    fn middle_of(self, place: usize) -> f64 {
        self.x_of(place) + self.slot() / 2.0
    }

    /// The place under a point of the drawing.
    fn place_at(self, x: f64) -> usize {
        let place = ((x - LEFT) / self.slot()).floor().max(0.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not below zero")]
        let place = place as usize;
        place.min(self.places.saturating_sub(1))
    }
}

/// The axis of values: its marks, and where they lie.
pub struct Upright {
    marks: Vec<f64>,
}

impl Upright {
    /// The axis with room for all of these, of which those below zero go down.
    pub fn over(values: impl Iterator<Item = f64>) -> Self {
        let (below, above) =
            values.fold((0.0, 0.0), |(below, above): (f64, f64), value| (below.max(-value), above.max(value)));
        Self { marks: both_ways(below, above, if below > 0.0 && above > 0.0 { 3 } else { 4 }) }
    }

    /// Where a value lies.
    pub fn y(&self, value: f64) -> f64 {
        let (bottom, top) = (self.marks.first().copied().unwrap_or(0.0), self.marks.last().copied().unwrap_or(1.0));
        HEIGHT - BOTTOM - (value - bottom) / (top - bottom) * (HEIGHT - BOTTOM - TOP)
    }

    /// Its lines and numbers: how much, whichever way.
    pub fn view(&self, unit: &str, width: f64) -> AnyView {
        let digits = decimals(&self.marks);
        let lines = self.marks.iter().map(|&value| {
            let (at, x) = (self.y(value), LEFT - 6.0);
            let class = if value.abs() < f64::EPSILON { "zero-line" } else { "grid-line" };
            view! {
                <line class=class x1=LEFT.to_string() x2=width.to_string() y1=at.to_string() y2=at.to_string() />
                <text class="axis-text" x=x.to_string() y=(at + 4.0).to_string() text-anchor="end">
                    {format::fixed(value.abs(), digits)}
                </text>
            }
        });
        view! { {lines.collect_view()}{unit_view(unit, TOP)} }.into_any()
    }
}

/// The values with their signs: the second one goes down.
fn signed(values: [Option<f64>; 2]) -> [Option<f64>; 2] {
    [values[0], values[1].map(|value| -value)]
}

fn drawing(beams: &[Beam], marks: &[(usize, String)], unit: &str, width: f64) -> AnyView {
    let along = Along { places: beams.len(), width };
    let all = beams.iter().flat_map(|beam| signed(beam.values).into_iter().chain(signed(beam.former))).flatten();
    let upright = Upright::over(all);
    let bars = |side: usize, of: fn(&Beam) -> [Option<f64>; 2], fills: f64, partial: Option<bool>| {
        let wanted = beams.iter().enumerate().filter(|(_, beam)| partial.is_none_or(|partial| beam.partial == partial));
        let values = wanted.filter_map(|(i, beam)| signed(of(beam))[side].map(|value| (i, value)));
        bars_path(values, along, &upright, fills)
    };
    let series = [0, 1].map(|side| {
        let paint = Paint::Series(side).name();
        view! {
            <path class="beam former" d=bars(side, |beam| beam.former, FORMER_FILLS, None) />
            <path class="beam" data-series=paint.clone() d=bars(side, |beam| beam.values, FILLS, Some(false)) />
            <path class="beam partial" data-series=paint d=bars(side, |beam| beam.values, FILLS, Some(true)) />
        }
    });
    let words = marks.iter().map(|(place, name)| (along.middle_of(*place), name.as_str()));
    view! {
        {gaps_view(beams, along)}
        <svg class="plot" viewBox=format!("0 0 {width} {HEIGHT}") aria-hidden="true" focusable="false">
            {upright.view(unit, width)}
            {series.into_iter().collect_view()}
            {marks_view(words, width, HEIGHT - 6.0)}
        </svg>
    }
    .into_any()
}

fn bars_path(values: impl Iterator<Item = (usize, f64)>, along: Along, upright: &Upright, fills: f64) -> String {
    let (zero, wide) = (upright.y(0.0), along.slot() * fills);
    let mut path = String::new();
    for (place, value) in values {
        let x = along.middle_of(place) - wide / 2.0;
        // Writing to a text cannot fail.
        let _ = write!(path, "M{x:.2} {zero:.1}V{:.1}h{wide:.2}V{zero:.1}Z", upright.y(value));
    }
    path
}

/// Runs of places without value, as the style sheet hatches them.
fn gaps_view(beams: &[Beam], along: Along) -> AnyView {
    let runs = runs(beams.iter().map(Beam::is_gap)).into_iter().map(|(from, to)| {
        let left = format!("{:.3}%", along.x_of(from) / along.width * 100.0);
        let wide = format!("{:.3}%", (along.x_of(to) - along.x_of(from)) / along.width * 100.0);
        view! { <span class="plot-gap" style:left=left style:width=wide aria-hidden="true"></span> }
    });
    runs.collect_view().into_any()
}

/// Where something holds for one place after another: from, and up to but not including.
pub fn runs(holds: impl Iterator<Item = bool>) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (i, _) in holds.enumerate().filter(|(_, holds)| *holds) {
        match runs.last_mut() {
            Some(run) if run.1 == i => run.1 = i + 1,
            _ => runs.push((i, i + 1)),
        }
    }
    runs
}

fn place_view(cursor: usize, along: Along) -> AnyView {
    let left = format!("{:.3}%", along.x_of(cursor) / along.width * 100.0);
    let wide = format!("{:.3}%", along.slot() / along.width * 100.0);
    view! { <span class="beam-cursor" style:left=left style:width=wide aria-hidden="true"></span> }.into_any()
}

fn legend(names: &[String; 2], former: Option<String>, beams: &[Beam]) -> AnyView {
    let there = |side: usize| beams.iter().any(|beam| beam.values[side].is_some() || beam.former[side].is_some());
    let items = names.iter().enumerate().filter(|(side, _)| there(*side)).map(|(side, name)| {
        view! { <li><span class="swatch" data-series=Paint::Series(side).name()></span>{name.clone()}</li> }
    });
    view! {
        <ul class="legend">
            {items.collect_view()}
            {former.map(|name| view! { <li><span class="swatch" data-former=""></span>{name}</li> })}
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_finds_its_bar() {
        let month = Along { places: 31, width: 640.0 };
        for place in [0, 1, 15, 30] {
            assert_eq!(month.place_at(month.middle_of(place)), place);
        }
        assert_eq!((month.place_at(-20.0), month.place_at(9999.0)), (0, 30));
        assert_eq!(Along { places: 0, width: 240.0 }.place_at(3.0), 0);
    }

    #[test]
    fn bars_begin_at_zero_and_go_both_ways() {
        let upright = Upright::over([8.0, -2.0].into_iter());
        let zero = upright.y(0.0);
        assert!(upright.y(8.0) < zero && upright.y(-2.0) > zero);
        assert!((upright.y(-2.0) - zero - (zero - upright.y(2.0))).abs() < 1e-9, "one scale for both");
        let path = bars_path([(0, 8.0)].into_iter(), Along { places: 1, width: 140.0 }, &upright, 0.5);
        assert!(path.starts_with(&format!("M65.00 {zero:.1}V{:.1}h50.00", upright.y(8.0))), "{path}");
    }

    #[test]
    fn what_is_not_known_is_a_gap_and_not_a_bar_of_nothing() {
        let known = |wh| Beam { values: [Some(wh), None], ..Beam::default() };
        let beams = [known(0.0), Beam::default(), Beam::default(), known(1.0), Beam::default()];
        assert_eq!(runs(beams.iter().map(Beam::is_gap)), [(1, 3), (4, 5)]);
    }
}
