//! Values over days: lines, a band, rows with marks below, today, and a cursor that pointer and keyboard move alike.

mod draw;
mod marks;
mod scene;

use super::plot::{Reading, measured, reading_view};
use chrono::NaiveDate;
use draw::Frame;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
pub use marks::shape;
pub use scene::{Band, Lane, Line, Look, Mark, Scene, Shape};

/// The chart.
#[component]
pub fn TimeChart(
    /// What it shows, for screen readers.
    #[prop(into)]
    label: String,
    /// What it shows.
    #[prop(into)]
    scene: Signal<Scene>,
    /// The unit of the values.
    #[prop(into)]
    unit: String,
    /// The day looked at; the chart keeps it on a day of which it can say something.
    cursor: RwSignal<NaiveDate>,
) -> impl IntoView {
    let unit = StoredValue::new(unit);
    let plot = NodeRef::<html::Div>::new();
    let width = measured(plot);
    let stops = Memo::new(move |_| scene.with(Scene::stops));
    let frame = Memo::new(move |_| scene.with(|scene| Frame::of(scene, width.get())));
    let at = move || stops.with(|stops| nearest(stops, cursor.get()));
    let day = move || stops.with(|stops| at().and_then(|at| stops.get(at).copied()));
    let reading = Memo::new(move |_| {
        let Some(day) = day() else { return Reading { place: String::new(), values: Vec::new() } };
        unit.with_value(|unit| scene.with(|scene| scene.reading(day, unit)))
    });
    let spoken = move || {
        let Reading { place, values } = reading.get();
        let values: Vec<String> = values.into_iter().map(|(name, value)| format!("{name} {value}")).collect();
        format!("{place}: {}", values.join(", "))
    };
    let key = move |event: KeyboardEvent| {
        let next = stops.with_untracked(|stops| {
            let from = nearest(stops, cursor.get_untracked())?;
            stops.get(step(from, stops.len(), &event.key())?).copied()
        });
        if let Some(next) = next {
            event.prevent_default();
            cursor.set(next);
        }
    };
    let point = move |event: PointerEvent| {
        let (Some(plot), Some(frame)) = (plot.get_untracked(), frame.get_untracked()) else { return };
        let rectangle = plot.get_bounding_client_rect();
        let x = (f64::from(event.client_x()) - rectangle.left()) / rectangle.width().max(1.0);
        cursor.set(frame.day_at(x * frame.width));
    };
    let hovering = move |event: PointerEvent| {
        // A finger scrolls the page; it chooses by a tap.
        if event.pointer_type() == "mouse" {
            point(event);
        }
    };
    let drawing = move || {
        let frame = frame.get()?;
        Some(unit.with_value(|unit| scene.with(|scene| draw::drawing(scene, frame, unit))))
    };
    let mark = move || Some(cursor_view(frame.get()?, day()?));
    view! {
        <div
            class="area-plot"
            node_ref=plot
            role="slider"
            tabindex="0"
            aria-label=label
            aria-orientation="horizontal"
            aria-valuemin="0"
            aria-valuemax=move || stops.with(|stops| stops.len().saturating_sub(1)).to_string()
            aria-valuenow=move || at().unwrap_or(0).to_string()
            aria-valuetext=spoken
            on:keydown=key
            on:pointermove=hovering
            on:pointerdown=point
        >
            {drawing}
            {mark}
        </div>
        {move || reading_view(reading.get())}
        {move || scene.with(legend)}
    }
    .into_any()
}

fn cursor_view(frame: Frame, day: NaiveDate) -> AnyView {
    let left = format!("{:.3}%", frame.x_of(day) / frame.width * 100.0);
    view! { <span class="course-cursor" style:left=left aria-hidden="true"></span> }.into_any()
}

fn legend(scene: &Scene) -> AnyView {
    let band = scene
        .band
        .iter()
        .map(|band| view! { <li><span class="swatch" data-look="band"></span>{band.name.clone()}</li> }.into_any());
    let lines = scene.lines.iter().map(|line| {
        view! { <li><span class="swatch" data-look=line.look.as_str()></span>{line.name.clone()}</li> }.into_any()
    });
    view! { <ul class="legend">{lines.chain(band).collect_view()}</ul> }.into_any()
}

/// The place of the stop that is nearest to a day.
fn nearest(stops: &[NaiveDate], day: NaiveDate) -> Option<usize> {
    let after = stops.partition_point(|stop| *stop < day).min(stops.len().checked_sub(1)?);
    let before = after.saturating_sub(1);
    let far = |at: usize| stops.get(at).map_or(i64::MAX, |stop| (*stop - day).num_days().abs());
    Some(if far(before) <= far(after) { before } else { after })
}

/// Trading days of about a month.
const PAGE: usize = 21;

/// The stop a key leads to.
fn step(from: usize, stops: usize, key: &str) -> Option<usize> {
    let last = stops.checked_sub(1)?;
    Some(match key {
        "ArrowRight" | "ArrowUp" => (from + 1).min(last),
        "ArrowLeft" | "ArrowDown" => from.saturating_sub(1),
        "PageUp" => (from + PAGE).min(last),
        "PageDown" => from.saturating_sub(PAGE),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_day_finds_the_stop_nearest_to_it() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let stops = ["2026-11-20", "2026-11-23", "2026-12-01"].map(day);
        for (on, expected) in [
            ("2020-01-01", 0),
            ("2026-11-20", 0),
            ("2026-11-22", 1),
            ("2026-11-24", 1),
            ("2026-11-30", 2),
            ("2030-01-01", 2),
        ] {
            assert_eq!(nearest(&stops, day(on)), Some(expected), "{on}");
        }
        assert_eq!(nearest(&[], day("2026-11-20")), None);
    }

    #[test]
    fn keys_stay_on_the_chart() {
        for (from, key, to) in [
            (0, "ArrowLeft", Some(0)),
            (0, "PageUp", Some(21)),
            (28, "PageUp", Some(29)),
            (3, "End", Some(29)),
            (3, "x", None),
        ] {
            assert_eq!(step(from, 30, key), to, "{from} {key}");
        }
        assert_eq!(step(0, 0, "Home"), None);
    }
}
