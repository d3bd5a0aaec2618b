//! The drawing of a chart over days: where everything lies, and the shapes.

use super::scene::{Band, Lane, Line, Scene, day_ticks, with_margin};
use crate::format;
use crate::i18n::t;
use crate::ui::chart::area::grid;
use crate::ui::chart::plot::LEFT;
use crate::ui::chart::scale::ticks_between;
use chrono::{Datelike, Duration, NaiveDate};
use leptos::prelude::*;
use std::fmt::Write;

/// Height of what has values, of a row below it, and of the names of the days.
const VALUES: f64 = 240.0;
const LANE: f64 = 34.0;
const NAMES: f64 = 24.0;
const TOP: f64 = 24.0;
const BELOW_VALUES: f64 = 10.0;

/// Room that the name of a month needs.
const ROOM_FOR_NAME: f64 = 92.0;

/// Where days and values lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    first: NaiveDate,
    last: NaiveDate,
    pub width: f64,
    lanes: usize,
}

impl Frame {
    /// The frame of a scene; none when it shows nothing.
    pub fn of(scene: &Scene, width: f64) -> Option<Self> {
        let (first, last) = with_margin(scene.span()?);
        Some(Self { first, last, width, lanes: scene.lanes.len() })
    }

    /// Its height.
    pub fn height(self) -> f64 {
        self.lane_top(self.lanes) + NAMES
    }

    /// Where a day lies.
    pub fn x_of(self, day: NaiveDate) -> f64 {
        LEFT + days(day - self.first) / days(self.last - self.first).max(1.0) * (self.width - LEFT)
    }

    /// The day at a point.
    pub fn day_at(self, x: f64) -> NaiveDate {
        let part = ((x - LEFT) / (self.width - LEFT)).clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, reason = "a few thousand days, rounded")]
        let day = (part * days(self.last - self.first)).round() as i64;
        self.first + Duration::days(day)
    }

    fn lane_top(self, number: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few rows")]
        let rows = number as f64;
        VALUES + if self.lanes == 0 { 0.0 } else { BELOW_VALUES } + rows * LANE
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand days")]
fn days(of: Duration) -> f64 {
    of.num_days() as f64
}

/// The whole drawing.
pub fn drawing(scene: &Scene, frame: Frame, unit: &str) -> AnyView {
    let (low, high) = scene.extent();
    let axis = ticks_between(low, high, 4);
    let (bottom, top) = (axis.first().copied().unwrap_or(0.0), axis.last().copied().unwrap_or(1.0));
    let y = move |value: f64| VALUES - (value - bottom) / (top - bottom) * (VALUES - TOP);
    let (width, height) = (frame.width, frame.height());
    let has_values = low.is_finite();
    let lines = scene.lines.iter().map(|line| {
        view! { <path class="course" data-look=line.look.as_str() d=line_path(frame, line, y) /> }
    });
    let lanes = scene.lanes.iter().enumerate().map(|(number, lane)| lane_view(frame, number, lane));
    view! {
        <svg
            class="plot"
            style:height=format!("{height}px")
            viewBox=format!("0 0 {width} {height}")
            aria-hidden="true"
            focusable="false"
        >
            {has_values.then(|| grid(&axis, unit, width, y))}
            {day_marks(frame)}
            {scene.band.as_ref().map(|band| view! { <path class="course-band" d=band_path(frame, band, y) /> })}
            {lines.collect_view()}
            {scene.today.map(|today| today_view(frame, today))}
            {lanes.collect_view()}
        </svg>
    }
    .into_any()
}

/// The days that have a name, with a thin line through the drawing.
fn day_marks(frame: Frame) -> AnyView {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a positive width")]
    let room = ((frame.width - LEFT) / ROOM_FOR_NAME) as usize;
    let ticks = day_ticks(frame.first, frame.last, room);
    let yearly = ticks.iter().all(|day| day.month() == 1);
    let (top, bottom) = (TOP.to_string(), (frame.height() - NAMES).to_string());
    let marks = ticks.into_iter().map(|day| {
        let at = frame.x_of(day);
        // A name in the middle would be cut at the edge.
        let (name_at, anchor) =
            if at > frame.width - ROOM_FOR_NAME / 2.0 { (frame.width, "end") } else { (at, "middle") };
        let x = at.to_string();
        let name = if yearly { day.year().to_string() } else { format::month(day.year(), day.month()) };
        view! {
            <line class="grid-line" x1=x.clone() x2=x y1=top.clone() y2=bottom.clone() />
            <text class="axis-text" x=name_at.to_string() y=(frame.height() - 6.0).to_string() text-anchor=anchor>
                {name}
            </text>
        }
    });
    marks.collect_view().into_any()
}

fn today_view(frame: Frame, today: NaiveDate) -> AnyView {
    let x = frame.x_of(today);
    let late = x > frame.width - ROOM_FOR_NAME;
    let (text, anchor) = if late { (x - 5.0, "end") } else { (x + 5.0, "start") };
    view! {
        <line
            class="course-today"
            x1=x.to_string()
            x2=x.to_string()
            y1="0"
            y2=(frame.height() - NAMES).to_string()
        />
        <text class="course-today-name" x=text.to_string() y="11" text-anchor=anchor>{t("ui.today")}</text>
    }
    .into_any()
}

fn lane_view(frame: Frame, number: usize, lane: &Lane) -> AnyView {
    let top = frame.lane_top(number);
    let middle = top + LANE - 9.0;
    let (from, until) = (frame.x_of(lane.from), frame.x_of(lane.until));
    let (x, anchor) = if from > frame.width - ROOM_FOR_NAME { (frame.width, "end") } else { (from, "start") };
    let marks = lane.marks.iter().map(|mark| {
        let at = format!("translate({:.1} {middle})", frame.x_of(mark.day));
        view! {
            <g class="mark" data-shape=mark.shape.as_str() transform=at>
                <title>{mark.words.clone()}</title>
                {mark.shape.drawing()}
            </g>
        }
    });
    view! {
        <text class="lane-name" x=x.to_string() y=(top + 12.0).to_string() text-anchor=anchor>{lane.name.clone()}</text>
        <rect
            class="lane-span"
            x=from.to_string()
            y=(middle - 2.0).to_string()
            width=(until - from).max(1.0).to_string()
            height="4"
            rx="2"
        />
        {marks.collect_view()}
    }
    .into_any()
}

fn line_path(frame: Frame, line: &Line, y: impl Fn(f64) -> f64) -> String {
    let mut path = String::new();
    let mut before = None::<NaiveDate>;
    for &(day, value) in &line.points {
        let torn = before.zip(line.gap_days).is_some_and(|(before, gap)| (day - before).num_days() >= gap);
        let command = if before.is_none() || torn { 'M' } else { 'L' };
        // Writing to a text cannot fail.
        let _ = write!(path, "{command}{:.1} {:.1}", frame.x_of(day), y(value));
        before = Some(day);
    }
    path
}

fn band_path(frame: Frame, band: &Band, y: impl Fn(f64) -> f64) -> String {
    let mut path = String::new();
    let upper = band.points.iter().map(|&(day, _, high)| (day, high));
    let lower = band.points.iter().rev().map(|&(day, low, _)| (day, low));
    for (day, value) in upper.chain(lower) {
        let command = if path.is_empty() { 'M' } else { 'L' };
        let _ = write!(path, "{command}{:.1} {:.1}", frame.x_of(day), y(value));
    }
    if !path.is_empty() {
        path.push('Z');
    }
    path
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::scene::Look;
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn line(days: &[&str], gap_days: Option<i64>) -> Line {
        let points = days.iter().map(|text| (day(text), 80.0)).collect();
        Line { name: String::new(), points, look: Look::Known, gap_days }
    }

    fn frame(line: &Line) -> Frame {
        Frame::of(&Scene { lines: vec![line.clone()], ..Scene::default() }, 640.0).unwrap()
    }

    #[test]
    fn a_point_finds_its_day() {
        let line = line(&["2024-01-01", "2027-12-31"], None);
        let frame = frame(&line);
        for text in ["2024-01-01", "2025-03-30", "2027-12-31"] {
            assert_eq!(frame.day_at(frame.x_of(day(text))), day(text));
        }
        assert!(frame.day_at(-50.0) < day("2024-01-01"), "the margin, and no further");
        assert!(frame.day_at(9999.0) > day("2027-12-31"));
    }

    #[test]
    fn a_gap_tears_the_line() {
        let days = ["2026-11-20", "2026-11-23", "2026-12-20"];
        let strokes = |gap| {
            let line = line(&days, gap);
            line_path(frame(&line), &line, |value| value).matches('M').count()
        };
        assert_eq!((strokes(None), strokes(Some(8))), (1, 2));
    }

    #[test]
    fn rows_make_the_drawing_higher() {
        let line = line(&["2026-11-20", "2026-11-23"], None);
        let row = Lane { name: String::new(), from: day("2026-11-20"), until: day("2026-12-01"), marks: vec![] };
        let scene =
            |rows: usize| Scene { lines: vec![line.clone()], lanes: vec![row.clone(); rows], ..Scene::default() };
        let height = |rows| Frame::of(&scene(rows), 640.0).unwrap().height();
        assert!(height(0) < height(1) && height(1) + LANE <= height(2));
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert_eq!(Frame::of(&Scene::default(), 640.0), None);
        let band = Band { name: String::new(), points: vec![] };
        let line = line(&["2026-11-20"], None);
        assert_eq!(band_path(frame(&line), &band, |value| value), "");
    }
}
