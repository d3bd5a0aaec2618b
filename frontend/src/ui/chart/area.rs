//! Layers upon each other over time, with a line over them, and a cursor that pointer and keyboard move alike.

use super::Paint;
use super::plot::{BOTTOM, HEIGHT, LEFT, LETTER, Reading, TOP, measured, reading_view, spoken, step, unit_view};
use super::scale::{decimals, ticks};
use crate::format;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use std::fmt::Write;

/// One layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// What it is.
    pub name: String,
    /// Its values, one for each place of the axis.
    pub values: Vec<f64>,
    /// Its colour.
    pub paint: Paint,
}

/// In a place narrower than this, every second mark has to do.
const ROOM_FOR_MARKS: f64 = 420.0;

/// A layer at least this high has its name in it.
const ROOM_FOR_NAME: f64 = 15.0;
/// The height of a line of words.
const LINE: f64 = 15.0;

/// The chart.
#[component]
pub fn StackedArea(
    /// What it shows, for screen readers.
    #[prop(into)]
    label: String,
    /// The layers, lowest first.
    #[prop(into)]
    layers: Signal<Vec<Layer>>,
    /// A line over them, with its name.
    #[prop(into)]
    line: Signal<(String, Vec<f64>)>,
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
) -> impl IntoView {
    let places = Signal::derive(move || line.with(|(_, values)| values.len()));
    let plot = NodeRef::<html::Div>::new();
    let width = measured(plot);
    let key = move |event: KeyboardEvent| {
        if let Some(to) = step(cursor.get_untracked(), places.get_untracked(), &event.key()) {
            event.prevent_default();
            cursor.set(to);
        }
    };
    let point = move |event: PointerEvent| {
        let Some(plot) = plot.get_untracked() else { return };
        let rectangle = plot.get_bounding_client_rect();
        let x = (f64::from(event.client_x()) - rectangle.left()) / rectangle.width().max(1.0);
        let axis = Axis { places: places.get_untracked(), width: width.get_untracked() };
        cursor.set(axis.place_at(x * axis.width));
    };
    let hovering = move |event: PointerEvent| {
        // A finger scrolls the page; it chooses by a tap.
        if event.pointer_type() == "mouse" {
            point(event);
        }
    };
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
            on:keydown=key
            on:pointermove=hovering
            on:pointerdown=point
        >
            {move || drawing(&layers.get(), &line.get(), &marks.get(), unit, width.get())}
            {move || cursor_view(cursor.get(), Axis { places: places.get(), width: width.get() })}
        </div>
        {move || reading_view(reading.get())}
        {move || legend(&layers.get(), &line.get().0)}
    }
    .into_any()
}

/// The axis of time.
#[derive(Clone, Copy)]
struct Axis {
    places: usize,
    width: f64,
}

impl Axis {
    fn last(self) -> usize {
        self.places.saturating_sub(1)
    }

    fn x_of(self, place: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred places")]
        let part = place as f64 / self.last().max(1) as f64;
        LEFT + part * (self.width - LEFT)
    }

    /// The place nearest to a point of the drawing.
    fn place_at(self, x: f64) -> usize {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred places")]
        let place = ((x - LEFT) / (self.width - LEFT) * self.last() as f64).round().max(0.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, not below zero")]
        let place = place as usize;
        place.min(self.last())
    }
}

/// Sums of the layers below each one, and of all at last.
fn stacked(layers: &[Layer], places: usize) -> Vec<Vec<f64>> {
    let mut sums = vec![vec![0.0; places]];
    for layer in layers {
        let below = sums.last().cloned().unwrap_or_default();
        let value = |i: usize| layer.values.get(i).copied().unwrap_or(0.0);
        sums.push(below.iter().enumerate().map(|(i, sum)| sum + value(i)).collect());
    }
    sums
}

fn drawing(layers: &[Layer], line: &(String, Vec<f64>), marks: &[(usize, String)], unit: &str, width: f64) -> AnyView {
    let along = Axis { places: line.1.len(), width };
    let sums = stacked(layers, along.places);
    let highest = sums.last().into_iter().flatten().chain(&line.1).copied().fold(0.0, f64::max);
    let axis = ticks(highest, 4);
    let top = axis.last().copied().unwrap_or(1.0);
    let y = move |value: f64| HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
    let areas = layers.iter().zip(sums.windows(2)).map(|(layer, between)| {
        view! { <path class="area" data-series=layer.paint.name() d=area_path(along, &between[0], &between[1], y) /> }
    });
    let every = if width < ROOM_FOR_MARKS { 2 } else { 1 };
    let names = layers.iter().zip(sums.windows(2)).filter_map(|(layer, between)| name_in(along, layer, between, y));
    let names = apart(names.collect()).into_iter().map(Name::view);
    view! {
        <svg class="plot" viewBox=format!("0 0 {width} {HEIGHT}") aria-hidden="true" focusable="false">
            {grid(&axis, unit, width, y)}
            {areas.collect_view()}
            <path class="over-line" d=line_path(along, &line.1, y) />
            {names.collect_view()}
            {marks.iter().step_by(every).map(|(place, name)| mark(along, *place, name)).collect_view()}
        </svg>
    }
    .into_any()
}

pub(super) fn grid(axis: &[f64], unit: &str, width: f64, y: impl Fn(f64) -> f64) -> AnyView {
    let digits = decimals(axis);
    let highest = axis.last().copied().unwrap_or_default();
    let lines = axis.iter().map(|&value| {
        let at = y(value);
        let (x, baseline) = (LEFT - 6.0, at + 4.0);
        view! {
            <line class="grid-line" x1=LEFT.to_string() x2=width.to_string() y1=at.to_string() y2=at.to_string() />
            <text class="axis-text" x=x.to_string() y=baseline.to_string() text-anchor="end">
                {format::fixed(value, digits)}
            </text>
        }
    });
    view! { {lines.collect_view()}{unit_view(unit, y(highest))} }.into_any()
}

fn mark(along: Axis, place: usize, name: &str) -> AnyView {
    let x = along.x_of(place);
    let anchor = if place == 0 { "start" } else { "middle" };
    view! {
        <text class="axis-text" x=x.to_string() y=(HEIGHT - 6.0).to_string() text-anchor=anchor>{name.to_owned()}</text>
    }
    .into_any()
}

fn area_path(along: Axis, lower: &[f64], upper: &[f64], y: impl Fn(f64) -> f64) -> String {
    let mut path = String::new();
    let there = upper.iter().enumerate();
    let back = lower.iter().enumerate().rev();
    for (i, &value) in there.chain(back) {
        let command = if path.is_empty() { 'M' } else { 'L' };
        // Writing to a text cannot fail.
        let _ = write!(path, "{command}{:.1} {:.1}", along.x_of(i), y(value));
    }
    path.push('Z');
    path
}

fn line_path(along: Axis, values: &[f64], y: impl Fn(f64) -> f64) -> String {
    let mut path = String::new();
    for (i, &value) in values.iter().enumerate() {
        let command = if i == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{command}{:.1} {:.1}", along.x_of(i), y(value));
    }
    path
}

/// The name of a layer on it.
#[derive(Debug, Clone, PartialEq)]
struct Name {
    text: String,
    paint: Paint,
    x: f64,
    y: f64,
    /// How high the layer is there.
    room: f64,
}

impl Name {
    fn view(self) -> AnyView {
        let Self { text, paint, x, y, .. } = self;
        view! {
            <text class="area-name" data-series=paint.name() x=x.to_string() y=y.to_string() text-anchor="middle">
                {text}
            </text>
        }
        .into_any()
    }

    fn overlaps(&self, other: &Self) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "the length of a word")]
        let letters = (self.text.chars().count() + other.text.chars().count()) as f64;
        (self.y - other.y).abs() < LINE && (self.x - other.x).abs() < letters / 2.0 * LETTER + 4.0
    }
}

/// The names that do not lie upon each other; those of the highest layers first.
fn apart(mut names: Vec<Name>) -> Vec<Name> {
    names.sort_by(|a, b| b.room.total_cmp(&a.room));
    names.into_iter().fold(Vec::new(), |mut placed, name| {
        if !placed.iter().any(|other| name.overlaps(other)) {
            placed.push(name);
        }
        placed
    })
}

/// The layer's name where it is highest, if there is room for it.
fn name_in(along: Axis, layer: &Layer, between: &[Vec<f64>], y: impl Fn(f64) -> f64) -> Option<Name> {
    let (lower, upper) = (&between[0], &between[1]);
    let height = |i: usize| y(lower[i]) - y(upper[i]);
    let best = (0..along.places).max_by(|&a, &b| height(a).total_cmp(&height(b)))?;
    if height(best) < ROOM_FOR_NAME {
        return None;
    }
    let (x, middle) = (along.x_of(best), f64::midpoint(y(lower[best]), y(upper[best])) + 4.0);
    let x = x.clamp(LEFT + 50.0, along.width - 50.0);
    Some(Name { text: layer.name.clone(), paint: layer.paint, x, y: middle, room: height(best) })
}

fn cursor_view(cursor: usize, along: Axis) -> AnyView {
    let left = format!("{:.3}%", along.x_of(cursor) / along.width * 100.0);
    view! { <span class="area-cursor" style:left=left aria-hidden="true"></span> }.into_any()
}

fn legend(layers: &[Layer], line: &str) -> AnyView {
    let items = layers.iter().map(|layer| {
        view! { <li><span class="swatch" data-series=layer.paint.name()></span>{layer.name.clone()}</li> }
    });
    view! {
        <ul class="legend">
            {items.collect_view()}
            <li><span class="swatch" data-line=""></span>{line.to_owned()}</li>
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_lie_upon_each_other() {
        let layer = |values: &[f64]| Layer { name: String::new(), values: values.to_vec(), paint: Paint::Others };
        let sums = stacked(&[layer(&[1.0, 2.0]), layer(&[3.0])], 2);
        assert_eq!(sums, [[0.0, 0.0], [1.0, 2.0], [4.0, 2.0]]);
    }

    #[test]
    fn names_do_not_lie_upon_each_other() {
        let name = |text: &str, x, y, room| Name { text: text.to_owned(), paint: Paint::Others, x, y, room };
        let all = vec![name("Cold store", 100.0, 50.0, 20.0), name("Town hall", 120.0, 56.0, 30.0)];
        assert_eq!(apart(all.clone()), [all[1].clone()]);
        let far = vec![name("Cold store", 100.0, 50.0, 20.0), name("Town hall", 120.0, 66.0, 30.0)];
        assert_eq!(apart(far).len(), 2);
    }

    #[test]
    fn a_point_finds_its_place() {
        let day = Axis { places: 96, width: 640.0 };
        for place in [0, 1, 50, 95] {
            assert_eq!(day.place_at(day.x_of(place)), place);
        }
        assert_eq!((day.place_at(-20.0), day.place_at(9999.0)), (0, 95));
        assert_eq!(Axis { places: 0, width: 240.0 }.place_at(3.0), 0);
    }
}
