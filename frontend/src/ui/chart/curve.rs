//! Curves over a long time that one looks at from near and from far: by wheel, by dragging, with two fingers, with keys
//! and buttons. From far a point stands for many values, and is drawn from the lowest to the highest of them.

use super::Paint;
use super::mirror::Upright;
use super::plot::{BOTTOM, HEIGHT, LEFT, Reading, TOP, marks_view, measured, part_at, reading_view, spoken};
use super::window::Window;
use crate::i18n::t;
use crate::ui::{Icon, IconButton};
use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html;
use leptos::prelude::*;
use std::fmt::Write;

/// A point, which may stand for several values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// The lowest and the highest of its values; none for a gap.
    pub range: Option<(f64, f64)>,
}

/// A curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What it is.
    pub name: String,
    /// Its points in order, without holes between them. Values below zero are drawn below zero.
    pub points: Vec<CurvePoint>,
    /// Its colour.
    pub paint: Paint,
}

impl Curve {
    /// The point at a place, and where it stands among the points.
    pub fn at(&self, place: f64) -> Option<(usize, CurvePoint)> {
        let at = self.points.partition_point(|point| point.to <= place).min(self.points.len().checked_sub(1)?);
        self.points.get(at).map(|&point| (at, point))
    }
}

/// One press of a key or a button.
const ZOOM: f64 = 2.0;
/// Pixels of a wheel that zoom by the factor e.
const WHEEL: f64 = 400.0;
/// What a line of a wheel is in pixels.
const LINE: f64 = 16.0;
/// Pages are moved by this part of what is seen.
const PAGE: f64 = 0.8;

/// What the handlers of the chart share.
#[derive(Clone, Copy)]
struct View {
    plot: NodeRef<html::Div>,
    width: RwSignal<f64>,
    curves: Signal<Vec<Curve>>,
    whole: Signal<Window>,
    window: RwSignal<Window>,
    cursor: RwSignal<f64>,
    /// The fingers or the mouse button that hold the drawing: who, and where.
    held: StoredValue<Vec<(i32, f64)>>,
    /// The pointer was moved here, so the wheel is meant for the drawing and not for the page.
    meant: StoredValue<bool>,
}

/// The chart.
#[component]
pub fn CurveChart(
    /// What it shows, for screen readers.
    #[prop(into)]
    label: String,
    /// The curves, as far as they are there.
    #[prop(into)]
    curves: Signal<Vec<Curve>>,
    /// All that can be looked at.
    #[prop(into)]
    whole: Signal<Window>,
    /// What is looked at.
    window: RwSignal<Window>,
    /// Names of some places of what is looked at.
    #[prop(into)]
    marks: Signal<Vec<(f64, String)>>,
    /// The unit of the values.
    unit: &'static str,
    /// The place looked at.
    cursor: RwSignal<f64>,
    /// What is there.
    #[prop(into)]
    reading: Signal<Reading>,
) -> impl IntoView {
    let plot = NodeRef::<html::Div>::new();
    let width = measured(plot);
    let (held, meant) = (StoredValue::new(Vec::new()), StoredValue::new(false));
    let view = View { plot, width, curves, whole, window, cursor, held, meant };
    let scrolled = window_event_listener(leptos::ev::scroll, move |_| {
        meant.try_set_value(false);
    });
    on_cleanup(move || scrolled.remove());
    view! {
        {view.tools()}
        <div
            class="area-plot curve-plot"
            node_ref=plot
            role="slider"
            tabindex="0"
            aria-label=label
            aria-orientation="horizontal"
            aria-valuemin=move || whole.get().from.to_string()
            aria-valuemax=move || whole.get().to.to_string()
            aria-valuenow=move || cursor.get().to_string()
            aria-valuetext=move || reading.with(spoken)
            on:keydown=move |event| view.key(&event)
            on:wheel=move |event| view.wheel(&event)
            on:pointerdown=move |event| view.hold(&event)
            on:pointermove=move |event| view.drag(&event)
            on:pointerup=move |event| view.release(&event)
            on:pointercancel=move |event| view.release(&event)
            on:pointerleave=move |_| meant.set_value(false)
        >
            {view.drawing(marks, unit)}
            {move || view.cursor_view()}
        </div>
        {move || reading_view(reading.get())}
        {move || curves.with(|curves| legend(curves))}
    }
    .into_any()
}

impl View {
    /// The buttons, for those who have neither wheel nor keys.
    fn tools(self) -> AnyView {
        let zoom = move |factor: f64| self.zoom(factor, self.window.get_untracked().place_at(0.5));
        view! {
            <div class="curve-tools">
                <IconButton icon=Icon::Plus label=t("ui.chart.nearer") on_press=move |()| zoom(ZOOM) />
                <IconButton icon=Icon::Minus label=t("ui.chart.farther") on_press=move |()| zoom(1.0 / ZOOM) />
                <IconButton
                    icon=Icon::Whole
                    label=t("ui.chart.all")
                    on_press=move |()| self.window.set(self.whole.get_untracked())
                />
            </div>
        }
        .into_any()
    }

    fn zoom(self, factor: f64, about: f64) {
        let whole = self.whole.get_untracked();
        self.window.update(|window| *window = window.zoomed(factor, about, whole));
    }

    fn shift(self, by: f64) {
        let whole = self.whole.get_untracked();
        self.window.update(|window| *window = window.moved(by, whole));
    }

    fn key(self, event: &KeyboardEvent) {
        let (window, whole, cursor) =
            (self.window.get_untracked(), self.whole.get_untracked(), self.cursor.get_untracked());
        let go = |place: f64| {
            self.cursor.set(place);
            self.window.set(window.showing(place, whole));
        };
        match event.key().as_str() {
            "ArrowRight" => go(self.beside(cursor, true)),
            "ArrowLeft" => go(self.beside(cursor, false)),
            "Home" => go(whole.from),
            "End" => go(whole.to),
            "PageDown" => self.shift(window.length() * PAGE),
            "PageUp" => self.shift(window.length() * -PAGE),
            "+" | "=" => self.zoom(ZOOM, cursor.clamp(window.from, window.to)),
            "-" => self.zoom(1.0 / ZOOM, cursor.clamp(window.from, window.to)),
            "0" => self.window.set(whole),
            _ => return,
        }
        event.prevent_default();
    }

    /// The point after the one at a place, or before it.
    fn beside(self, place: f64, forth: bool) -> f64 {
        let whole = self.whole.get_untracked();
        let found = self.curves.with_untracked(|curves| {
            let curve = curves.first()?;
            let (at, _) = curve.at(place)?;
            let next = if forth { at.checked_add(1)? } else { at.checked_sub(1)? };
            curve.points.get(next).map(|point| f64::midpoint(point.from, point.to))
        });
        let one = self.window.get_untracked().length() / self.width.get_untracked().max(1.0);
        let next = found.unwrap_or(if forth { place + one } else { place - one });
        next.clamp(whole.from, whole.to)
    }

    /// Zooms, or moves sideways; what can be seen no farther is left to the page.
    fn wheel(self, event: &WheelEvent) {
        if !(self.meant.get_value() || event.ctrl_key() || event.meta_key()) {
            return;
        }
        let pixels = |delta: f64| if event.delta_mode() == 0 { delta } else { delta * LINE };
        let (sideways, towards) = (pixels(event.delta_x()), pixels(event.delta_y()));
        let (window, whole) = (self.window.get_untracked(), self.whole.get_untracked());
        if sideways.abs() > towards.abs() || event.shift_key() {
            let by = if sideways.abs() > towards.abs() { sideways } else { towards };
            self.shift(by / self.reach() * window.length());
        } else if towards > 0.0 && window.length() >= whole.length() {
            return;
        } else if let Some(part) = self.part(event.client_x()) {
            self.zoom((-towards / WHEEL).exp(), window.place_at(part));
        }
        event.prevent_default();
    }

    /// The width of the drawing without the words at its left.
    fn reach(self) -> f64 {
        (self.width.get_untracked() - LEFT).max(1.0)
    }

    /// Where on the axis a pointer is, from 0 to 1.
    fn part(self, x: i32) -> Option<f64> {
        let (across, _) = part_at(self.plot, x, 0)?;
        Some(((across * self.width.get_untracked() - LEFT) / self.reach()).clamp(0.0, 1.0))
    }

    fn hold(self, event: &PointerEvent) {
        let Some(part) = self.part(event.client_x()) else { return };
        self.held.update_value(|held| {
            held.retain(|(who, _)| *who != event.pointer_id());
            held.push((event.pointer_id(), part));
        });
        self.cursor.set(self.window.get_untracked().place_at(part));
        if let Some(plot) = self.plot.get_untracked() {
            // A pointer that is gone already needs no holding.
            let _ = plot.set_pointer_capture(event.pointer_id());
        }
    }

    fn release(self, event: &PointerEvent) {
        self.held.update_value(|held| held.retain(|(who, _)| *who != event.pointer_id()));
    }

    /// One pointer moves the drawing, two also zoom it; a mouse without a button only looks.
    fn drag(self, event: &PointerEvent) {
        self.meant.set_value(event.pointer_type() == "mouse");
        let Some(part) = self.part(event.client_x()) else { return };
        let window = self.window.get_untracked();
        let former = self.held.get_value();
        let Some(&(who, from)) = former.iter().find(|(who, _)| *who == event.pointer_id()) else {
            self.cursor.set(window.place_at(part));
            return;
        };
        self.held
            .update_value(|held| held.iter_mut().filter(|(known, _)| *known == who).for_each(|held| held.1 = part));
        let whole = self.whole.get_untracked();
        match former.iter().find(|(other, _)| *other != who) {
            None => self.shift((from - part) * window.length()),
            Some(&(_, other)) => self.window.set(pinched(window, other, from, part).within(whole)),
        }
    }

    /// The paths are made once for the data; moving and zooming only changes how they are laid on the screen.
    fn drawing(self, marks: Signal<Vec<(f64, String)>>, unit: &'static str) -> AnyView {
        let Self { curves, whole, window, width, .. } = self;
        let upright = Memo::new(move |_| curves.with(|curves| Scale::over(curves)));
        let paths = move || {
            let origin = whole.get().from;
            upright.with(|scale| {
                let axis = scale.upright();
                curves.with(|curves| {
                    let path = |curve: &Curve| {
                        let paint = curve.paint.name();
                        view! { <path class="curve" data-series=paint d=band_path(&curve.points, origin, &axis) /> }
                    };
                    view! {
                        <path class="curve-gap" d=gaps_path(curves, origin) />
                        {curves.iter().map(path).collect_view()}
                    }
                })
            })
        };
        let laid = move || {
            let (window, scale) = (window.get(), (width.get() - LEFT) / window.get().length().max(1e-9));
            format!("scale({scale} 1) translate({} 0)", whole.get().from - window.from)
        };
        let words = move || {
            let (window, reach) = (window.get(), width.get() - LEFT);
            let x = |place: f64| LEFT + (place - window.from) / window.length().max(1e-9) * reach;
            marks.with(|marks| {
                marks_view(marks.iter().map(|(place, name)| (x(*place), name.as_str())), width.get(), HEIGHT - 6.0)
            })
        };
        let inner = (HEIGHT - BOTTOM + TOP).to_string();
        view! {
            <svg class="plot" viewBox=move || format!("0 0 {} {HEIGHT}", width.get()) aria-hidden="true" focusable="false">
                {move || upright.with(|scale| scale.upright().view(unit, width.get()))}
                <svg x=LEFT.to_string() y="0" width=move || (width.get() - LEFT).to_string() height=inner>
                    <g transform=laid>{paths}</g>
                </svg>
                {words}
            </svg>
        }
        .into_any()
    }

    fn cursor_view(self) -> Option<AnyView> {
        let (window, width, cursor) = (self.window.get(), self.width.get(), self.cursor.get());
        let part = (cursor - window.from) / window.length().max(1e-9);
        let left = format!("{:.3}%", (LEFT + part * (width - LEFT)) / width * 100.0);
        (0.0..=1.0)
            .contains(&part)
            .then(|| view! { <span class="area-cursor" style:left=left aria-hidden="true"></span> }.into_any())
    }
}

/// What is seen after one of two fingers has moved: the places under both stay under them.
fn pinched(window: Window, other: f64, from: f64, to: f64) -> Window {
    let (still, moving) = (window.place_at(other), window.place_at(from));
    let apart = to - other;
    if apart.abs() < 0.02 || (apart > 0.0) != (from - other > 0.0) {
        return window;
    }
    let length = (moving - still) / apart;
    let start = still - other * length;
    Window { from: start, to: start + length }
}

/// How far the values go both ways.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Scale {
    lowest: f64,
    highest: f64,
}

impl Scale {
    fn over(curves: &[Curve]) -> Self {
        let ranges = curves.iter().flat_map(|curve| &curve.points).filter_map(|point| point.range);
        let (lowest, highest) =
            ranges.fold((0.0, 0.0), |(lowest, highest): (f64, f64), (low, high)| (lowest.min(low), highest.max(high)));
        Self { lowest, highest }
    }

    fn upright(self) -> Upright {
        Upright::over([self.lowest, self.highest].into_iter())
    }
}

/// Steps along the highest values and back along the lowest, one piece for each run without a gap.
fn band_path(points: &[CurvePoint], origin: f64, axis: &Upright) -> String {
    let mut path = String::new();
    for run in points.chunk_by(|a, b| a.range.is_some() == b.range.is_some()) {
        let known = || run.iter().filter_map(|point| point.range.map(|range| (point, range)));
        let Some((first, (_, high))) = known().next() else { continue };
        // Writing to a text cannot fail.
        let _ = write!(path, "M{:.1} {:.1}", first.from - origin, axis.y(high));
        for (point, (_, high)) in known() {
            let _ = write!(path, "V{:.1}H{:.1}", axis.y(high), point.to - origin);
        }
        for (point, (low, _)) in known().collect::<Vec<_>>().into_iter().rev() {
            let _ = write!(path, "V{:.1}H{:.1}", axis.y(low), point.from - origin);
        }
        path.push('Z');
    }
    path
}

/// Where no curve has a value.
fn gaps_path(curves: &[Curve], origin: f64) -> String {
    let mut path = String::new();
    let Some(first) = curves.first() else { return path };
    let is_gap = |i: usize| curves.iter().all(|curve| curve.points.get(i).is_none_or(|point| point.range.is_none()));
    for (from, to) in super::mirror::runs((0..first.points.len()).map(is_gap)) {
        let (start, end) = (first.points[from].from - origin, first.points[to - 1].to - origin);
        let _ = write!(path, "M{start:.1} {TOP}H{end:.1}V{:.1}H{start:.1}Z", HEIGHT - BOTTOM);
    }
    path
}

fn legend(curves: &[Curve]) -> AnyView {
    let items = curves.iter().map(|curve| {
        view! { <li><span class="swatch" data-series=curve.paint.name()></span>{curve.name.clone()}</li> }
    });
    view! {
        <ul class="legend">
            {items.collect_view()}
            <li><span class="swatch" data-gap=""></span>{t("ui.chart.gap")}</li>
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)]
    use super::*;

    fn points(ranges: &[Option<(f64, f64)>]) -> Vec<CurvePoint> {
        let point = |(i, range): (usize, &Option<(f64, f64)>)| {
            let from = 100.0 + 4.0 * i as f64;
            CurvePoint { from, to: from + 4.0, range: *range }
        };
        ranges.iter().enumerate().map(point).collect()
    }

    fn curve(ranges: &[Option<(f64, f64)>]) -> Curve {
        Curve { name: String::new(), points: points(ranges), paint: Paint::Series(0) }
    }

    #[test]
    fn a_gap_parts_the_curve() {
        let curve = curve(&[Some((1.0, 4.0)), Some((0.0, 2.0)), None, Some((3.0, 3.0))]);
        let axis = Upright::over([4.0].into_iter());
        let path = band_path(&curve.points, 100.0, &axis);
        assert_eq!(path.matches('M').count(), 2, "{path}");
        assert!(path.starts_with(&format!("M0.0 {0:.1}V{0:.1}H4.0V{1:.1}H8.0", axis.y(4.0), axis.y(2.0))), "{path}");
        assert!(path.ends_with(&format!("M12.0 {0:.1}V{0:.1}H16.0V{0:.1}H12.0Z", axis.y(3.0))), "{path}");
        assert!(gaps_path(std::slice::from_ref(&curve), 100.0).starts_with("M8.0 "));
    }

    #[test]
    fn only_what_no_curve_knows_is_a_gap() {
        let curves = [curve(&[None, Some((1.0, 1.0)), None]), curve(&[Some((0.0, 0.0)), None, None])];
        let gaps = gaps_path(&curves, 100.0);
        assert_eq!(gaps.matches('M').count(), 1, "{gaps}");
        assert!(gaps.starts_with("M8.0 "), "{gaps}");
    }

    #[test]
    fn a_place_finds_its_point() {
        let curve = curve(&[None, Some((1.0, 1.0)), None]);
        assert_eq!(curve.at(105.0).map(|(at, _)| at), Some(1));
        assert_eq!(curve.at(0.0).map(|(at, _)| at), Some(0));
        assert_eq!(curve.at(999.0).map(|(at, _)| at), Some(2));
        assert_eq!(Curve { points: Vec::new(), ..curve }.at(0.0), None);
    }

    #[test]
    fn two_fingers_keep_what_is_under_them() {
        let window = Window { from: 0.0, to: 100.0 };
        let near = pinched(window, 0.2, 0.4, 0.6);
        assert!((near.place_at(0.2) - 20.0).abs() < 1e-9 && (near.place_at(0.6) - 40.0).abs() < 1e-9, "{near:?}");
        assert_eq!(pinched(window, 0.5, 0.6, 0.5), window, "fingers that meet change nothing");
    }

    #[test]
    fn the_scale_takes_both_signs() {
        let scale = Scale::over(&[curve(&[Some((1.0, 4.0)), None]), curve(&[Some((-3.0, -1.0))])]);
        assert_eq!(scale, Scale { lowest: -3.0, highest: 4.0 });
    }
}
