//! What the drawings share that a cursor moves over: their measures, where keys lead, the line that says what is there.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// What a chart says at a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The place, such as a time.
    pub place: String,
    /// Names and values, in words.
    pub values: Vec<(String, String)>,
}

/// The drawing is as wide as its place, so that words keep their size. Until it is measured, a guess.
const USUAL_WIDTH: f64 = 640.0;
const LEAST_WIDTH: f64 = 240.0;
/// The height of a drawing with its axis.
pub const HEIGHT: f64 = 240.0;
/// Room for the words at its left.
pub const LEFT: f64 = 40.0;
/// Room for the words below it.
pub const BOTTOM: f64 = 22.0;
/// Room above it, in which the unit of the axis stands.
pub const TOP: f64 = 24.0;

/// About as wide is a letter of an axis.
pub const LETTER: f64 = 6.6;
/// Room between two words of an axis.
const APART: f64 = 12.0;

/// The width of an element, once it is there, and again when the window changes.
pub fn measured(element: NodeRef<html::Div>) -> RwSignal<f64> {
    let width = RwSignal::new(USUAL_WIDTH);
    let measure = move || {
        let rectangle = element.try_get_untracked().flatten().map(|element| element.get_bounding_client_rect());
        if let Some(rectangle) = rectangle.filter(|rectangle| rectangle.width() > 0.0) {
            width.set(rectangle.width().max(LEAST_WIDTH).round());
        }
    };
    Effect::new(move |_| {
        if element.get().is_some() {
            request_animation_frame(measure);
        }
    });
    let handle = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || handle.remove());
    width
}

/// Where in an element a pointer is, from 0 to 1 in each direction; none before the element is there.
pub fn part_at(element: NodeRef<html::Div>, x: i32, y: i32) -> Option<(f64, f64)> {
    let rectangle = element.get_untracked()?.get_bounding_client_rect();
    let across = (f64::from(x) - rectangle.left()) / rectangle.width().max(1.0);
    let down = (f64::from(y) - rectangle.top()) / rectangle.height().max(1.0);
    Some((across, down))
}

/// The place a key leads to on an axis of places.
pub fn step(from: usize, places: usize, key: &str) -> Option<usize> {
    let last = places.checked_sub(1)?;
    Some(match key {
        "ArrowRight" | "ArrowUp" => (from + 1).min(last),
        "ArrowLeft" | "ArrowDown" => from.saturating_sub(1).min(last),
        "PageUp" => (from + 4).min(last),
        "PageDown" => from.saturating_sub(4).min(last),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

/// What is read out at a place.
pub fn spoken(reading: &Reading) -> String {
    let values: Vec<String> = reading.values.iter().map(|(name, value)| format!("{name} {value}")).collect();
    format!("{}: {}", reading.place, values.join(", "))
}

/// The line below a chart: the same as is read out.
pub fn reading_view(reading: Reading) -> AnyView {
    let values = reading.values.into_iter().map(|(name, value)| {
        view! { <span class="reading-value"><span class="muted">{name}</span>{" "}{value}</span> }
    });
    view! {
        <p class="reading" aria-hidden="true"><strong>{reading.place}</strong>{values.collect_view()}</p>
    }
    .into_any()
}

/// The words of an axis that have room, each around its place, and where they stand.
pub fn with_room<'a>(marks: impl Iterator<Item = (f64, &'a str)>, width: f64) -> Vec<(f64, &'a str)> {
    let mut free = 0.0;
    let mut shown = Vec::new();
    for (x, name) in marks {
        #[expect(clippy::cast_precision_loss, reason = "the length of a word")]
        let half = name.chars().count() as f64 * LETTER / 2.0;
        if half * 2.0 > width {
            continue;
        }
        let x = x.clamp(half, width - half);
        if x - half >= free {
            free = x + half + APART;
            shown.push((x, name));
        }
    }
    shown
}

/// The unit of an axis, above its highest number: on the drawing itself it would lie under what is drawn.
pub fn unit_view(unit: &str, highest: f64) -> AnyView {
    view! { <text class="axis-text" x="0" y=(highest - 10.0).max(11.0).to_string()>{unit.to_owned()}</text> }.into_any()
}

/// The words below a drawing.
pub fn marks_view<'a>(marks: impl Iterator<Item = (f64, &'a str)>, width: f64, y: f64) -> AnyView {
    let words = with_room(marks, width).into_iter().map(|(x, name)| {
        view! {
            <text class="axis-text" x=format!("{x:.1}") y=y.to_string() text-anchor="middle">{name.to_owned()}</text>
        }
    });
    words.collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_on_the_chart() {
        assert_eq!(step(0, 96, "ArrowLeft"), Some(0));
        assert_eq!(step(95, 96, "PageUp"), Some(95));
        assert_eq!(step(5, 96, "End"), Some(95));
        assert_eq!(step(99, 96, "ArrowLeft"), Some(95), "the chart has become shorter");
        assert_eq!(step(5, 96, "Enter"), None);
        assert_eq!(step(0, 0, "Home"), None);
    }

    #[test]
    fn words_of_an_axis_do_not_run_into_each_other() {
        let marks = [(0.0, "1 Jan"), (10.0, "2 Jan"), (64.0, "3 Jan"), (100.0, "4 Jan")];
        let shown = with_room(marks.into_iter(), 100.0);
        let names: Vec<&str> = shown.iter().map(|(_, name)| *name).collect();
        assert_eq!(names, ["1 Jan", "3 Jan"]);
        assert!(shown.iter().all(|(x, _)| (16.0..=84.0).contains(x)), "{shown:?}");
        assert!(with_room([(5.0, "a very long word")].into_iter(), 40.0).is_empty());
    }

    #[test]
    fn what_is_read_out_is_what_is_shown() {
        let reading =
            Reading { place: "02:00".into(), values: vec![("A".into(), "1".into()), ("B".into(), "2".into())] };
        assert_eq!(spoken(&reading), "02:00: A 1, B 2");
    }
}
