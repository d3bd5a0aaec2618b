//! A few points between two aims, of which one is chosen: by the pointer, or with the arrows.

use super::plot::{Reading, measured, reading_view, spoken, step};
use super::scale::{decimals, ticks_between};
use crate::format;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

/// One of the two axes.
#[derive(Debug, Clone, PartialEq)]
pub struct PickAxis {
    /// What it measures.
    pub name: String,
    /// Its unit.
    pub unit: &'static str,
    /// The value of each point.
    pub values: Vec<f64>,
}

const HEIGHT: f64 = 280.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 44.0;

/// The chart.
#[component]
pub fn PickCurve(
    /// What it shows, for screen readers.
    #[prop(into)]
    label: String,
    /// From left to right.
    along: PickAxis,
    /// Upwards.
    up: PickAxis,
    /// The chosen point.
    chosen: RwSignal<usize>,
    /// What is there.
    #[prop(into)]
    reading: Signal<Reading>,
) -> impl IntoView {
    let count = along.values.len().min(up.values.len());
    let plot = NodeRef::<html::Div>::new();
    let width = measured(plot);
    let key = move |event: KeyboardEvent| {
        if let Some(to) = step(chosen.get_untracked(), count, &event.key()) {
            event.prevent_default();
            chosen.set(to);
        }
    };
    let axes = StoredValue::new((along, up));
    let point = move |event: PointerEvent| {
        let Some(plot) = plot.get_untracked() else { return };
        let rectangle = plot.get_bounding_client_rect();
        let at = (f64::from(event.client_x()) - rectangle.left(), f64::from(event.client_y()) - rectangle.top());
        // The drawing keeps its proportions within its place.
        let scale = width.get_untracked() / rectangle.width().max(1.0);
        let at = (at.0 * scale, at.1 * scale);
        let nearest = axes.with_value(|(along, up)| Places::of(along, up, width.get_untracked()).nearest(at));
        if let Some(nearest) = nearest {
            chosen.set(nearest);
        }
    };
    view! {
        <div
            class="curve-plot"
            node_ref=plot
            role="slider"
            tabindex="0"
            aria-label=label
            aria-orientation="horizontal"
            aria-valuemin="1"
            aria-valuemax=count.to_string()
            aria-valuenow=move || (chosen.get() + 1).to_string()
            aria-valuetext=move || reading.with(spoken)
            on:keydown=key
            on:pointerdown=point
        >
            {move || axes.with_value(|(along, up)| drawing(along, up, chosen.get(), width.get()))}
        </div>
        {move || reading_view(reading.get())}
    }
    .into_any()
}

/// Where everything stands in the drawing.
struct Places {
    along: Vec<f64>,
    up: Vec<f64>,
    points: Vec<(f64, f64)>,
    width: f64,
}

impl Places {
    fn of(along: &PickAxis, up: &PickAxis, width: f64) -> Self {
        let marks = |axis: &PickAxis, count| {
            let of = |from, pick: fn(f64, f64) -> f64| axis.values.iter().copied().fold(from, pick);
            ticks_between(of(f64::INFINITY, f64::min), of(f64::NEG_INFINITY, f64::max), count)
        };
        let mut places = Self { along: marks(along, 4), up: marks(up, 4), points: Vec::new(), width };
        let points = along.values.iter().zip(&up.values);
        places.points = points.map(|(&along, &up)| (places.x(along), places.y(up))).collect();
        places
    }

    fn x(&self, value: f64) -> f64 {
        LEFT + part(&self.along, value) * (self.width - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - part(&self.up, value) * (HEIGHT - BOTTOM - TOP)
    }

    fn nearest(&self, (x, y): (f64, f64)) -> Option<usize> {
        let away = |(px, py): &(f64, f64)| (px - x).powi(2) + (py - y).powi(2);
        let points = self.points.iter().enumerate();
        points.min_by(|(_, a), (_, b)| away(a).total_cmp(&away(b))).map(|(i, _)| i)
    }
}

/// How far along its axis a value is.
fn part(marks: &[f64], value: f64) -> f64 {
    let (first, last) = (marks.first().copied().unwrap_or(0.0), marks.last().copied().unwrap_or(1.0));
    if last > first { (value - first) / (last - first) } else { 0.5 }
}

fn drawing(along: &PickAxis, up: &PickAxis, chosen: usize, width: f64) -> AnyView {
    let places = Places::of(along, up, width);
    let path: Vec<String> = places.points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let dot = |(i, (x, y)): (usize, &(f64, f64))| {
        let mark = (i == chosen).then_some("");
        let radius = if i == chosen { "8" } else { "5" };
        view! { <circle class="curve-point" data-chosen=mark cx=format!("{x:.1}") cy=format!("{y:.1}") r=radius /> }
    };
    let end = (width - RIGHT).to_string();
    view! {
        <svg class="curve" viewBox=format!("0 0 {width} {HEIGHT}") aria-hidden="true" focusable="false">
            {horizontals(&places, up, &end)}
            {verticals(&places, along)}
            <text class="axis-name" x="4" y="14">{format!("↑ {}", up.name)}</text>
            <text class="axis-name" x=end y=(HEIGHT - 6.0).to_string() text-anchor="end">
                {format!("{} →", along.name)}
            </text>
            <path class="curve-line" d=format!("M{}", path.join("L")) />
            {places.points.iter().enumerate().map(dot).collect_view()}
        </svg>
    }
    .into_any()
}

fn horizontals(places: &Places, axis: &PickAxis, end: &str) -> AnyView {
    let digits = decimals(&places.up);
    let line = |&value: &f64| {
        let y = places.y(value);
        view! {
            <line class="grid-line" x1=LEFT.to_string() x2=end.to_owned() y1=y.to_string() y2=y.to_string() />
            <text class="axis-text" x=(LEFT - 6.0).to_string() y=(y + 4.0).to_string() text-anchor="end">
                {with_unit(value, digits, axis.unit)}
            </text>
        }
    };
    places.up.iter().map(line).collect_view().into_any()
}

fn verticals(places: &Places, axis: &PickAxis) -> AnyView {
    let digits = decimals(&places.along);
    let mark = |&value: &f64| {
        let x = places.x(value).to_string();
        view! {
            <text class="axis-text" x=x y=(HEIGHT - BOTTOM + 16.0).to_string() text-anchor="middle">
                {with_unit(value, digits, axis.unit)}
            </text>
        }
    };
    places.along.iter().map(mark).collect_view().into_any()
}

fn with_unit(value: f64, digits: u8, unit: &str) -> String {
    format!("{}\u{202f}{unit}", format::fixed(value, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(values: &[f64]) -> PickAxis {
        PickAxis { name: String::new(), unit: "%", values: values.to_vec() }
    }

    #[test]
    fn the_nearest_point_is_chosen() {
        let places = Places::of(&axis(&[60.0, 62.0, 63.0]), &axis(&[40.0, 30.0, 10.0]), 640.0);
        for (i, &(x, y)) in places.points.iter().enumerate() {
            assert_eq!(places.nearest((x + 3.0, y - 3.0)), Some(i));
            assert!((LEFT..=640.0 - RIGHT).contains(&x) && (TOP..=HEIGHT - BOTTOM).contains(&y), "{x} {y}");
        }
        assert!(places.points[0].0 < places.points[2].0 && places.points[0].1 < places.points[2].1);
        assert_eq!(Places::of(&axis(&[]), &axis(&[]), 640.0).nearest((0.0, 0.0)), None);
    }
}
